"""Reading a speaker label ("Interviewer 1", "interviewr", "Interviewé(e)", "Speaker 2", "P5"): who speaks?"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from interviews.transcripts.document import INTERVIEWEE, INTERVIEWER, UNKNOWN, UNKNOWN_SPEAKER, SpeakerLabel
from interviews.transcripts.spelling import edit_distance, fold, is_within
from interviews.transcripts.vocabulary import (
    ACCENTED,
    AMBIGUOUS_WORDS,
    CODE_ROLES,
    LETTER_ROLES,
    MOST_SLIPS,
    NOT_LABELS,
    NOT_NAMES,
    NUMBERED_WORDS,
    ROLES,
    SPELLING_MODELS,
    UNKNOWN_PHRASES,
    UNKNOWN_WORDS,
)


class Strength(IntEnum):
    """How much a label needs beside itself to be believed."""

    NAME = 1
    """May be a label or a word with a colon: believed when it begins several lines of the file."""
    CODE = 2
    """Believed at a line's start, before a colon."""
    ROLE = 3
    """Unmistakable: also alone on its line."""


@dataclass(frozen=True)
class Label:
    """A label as read. `oddities` are the codes of the warnings it deserves."""

    raw: str
    speaker: SpeakerLabel
    strength: Strength
    oddities: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Tell whether it is spelled as it should be."""
        return not self.oddities


_ASIDE = re.compile(r"\s*(?:\((?P<round>[^()]{2,30})\)|\[(?P<square>[^\[\]]{2,30})\])\s*$")
_FEMININE = re.compile(r"(?<=[eéEÉtTrR])(?:\([eE]\)|[·.][eE])(?![^\W\d_])")
_WORD_AND_NUMBER = re.compile(
    r"(?P<word>[^\W\d_]+(?:\s[^\W\d_]+)??)"
    r"(?:\s?[#_\-(]?\s?(?:n[°o]\s?)?(?P<number>\d{1,2})\)?(?:\s+(?P<again>\d{1,2}))?|\s(?P<letter>[A-H]))?"
)
_SEVERAL = re.compile(r"\s*(?:/|&|\+|,| and | et )\s*", re.IGNORECASE)
_CODE = re.compile(r"(?P<letter>[PRI])[ _-]?(?P<number>\d{1,3})")
_NAME = re.compile(r"[^\W\d_a-z][\w'’.\-]*(?: (?:[^\W\d_a-z][\w'’.\-]*|de|van|von|der|el|al|ben)){0,3}")
_DOUBLED = re.compile(r"(?P<once>\w.{3,}?)[\s*_/:–-]*(?P=once)", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label | None:
    """Return who `text`, a label without its colon, names; None when it names nobody that is certain.

    >>> parse_label("interviewr 2").speaker
    SpeakerLabel(role='interviewer', number=2, name='Interviewer 2')
    """
    raw = text.strip().strip("*_").strip()
    oddities: tuple[str, ...] = ()
    bare = " ".join(raw.replace("*", " ").split()).rstrip(" ?.")
    if doubled := _DOUBLED.fullmatch(bare):
        bare = doubled["once"]
        oddities = ("doubled-label",)
    bare = _FEMININE.sub("", bare)
    parsed = _parse_bare(bare) or _parse_with_aside(bare) or _parse_several(bare)
    return Label(raw, parsed[0], parsed[1], oddities + parsed[2]) if parsed else None


def parse_name(text: str) -> Label | None:
    """Return the label that `text` would be if it were a person's name: up to four capitalised words."""
    raw = " ".join(text.strip().strip("*_").split())
    if len(raw) > 40 or not _NAME.fullmatch(raw) or fold(raw).split()[0].strip(".'’-") in NOT_NAMES:
        return None
    if raw in LETTER_ROLES:
        role = LETTER_ROLES[raw]
        return Label(raw, SpeakerLabel(role, None, role.capitalize()), Strength.NAME)
    return Label(raw, SpeakerLabel(UNKNOWN, None, raw), Strength.NAME) if len(raw) > 1 else None


def name_of_markup(text: str) -> Label:
    """Return the label that a format's own markup gives, such as a voice tag: whatever it says, it is one."""
    raw = " ".join(text.split())
    return parse_label(raw) or Label(raw, SpeakerLabel(UNKNOWN, None, raw), Strength.ROLE)


_Parsed = tuple[SpeakerLabel, Strength, tuple[str, ...]]


def _parse_bare(bare: str) -> _Parsed | None:
    folded = fold(bare)
    if folded in UNKNOWN_PHRASES:
        return UNKNOWN_SPEAKER, Strength.ROLE, ()
    if folded in UNKNOWN_WORDS:
        return UNKNOWN_SPEAKER, Strength.CODE, ()
    if code := _CODE.fullmatch(bare):
        speaker = SpeakerLabel(CODE_ROLES[code["letter"]], int(code["number"]), bare.replace(" ", ""))
        return speaker, Strength.CODE, ()
    if any(is_within(MOST_SLIPS, folded, phrase) for phrase in UNKNOWN_PHRASES):
        return UNKNOWN_SPEAKER, Strength.ROLE, ("label-typo",)
    return _parse_numbered(bare) or _parse_named(bare)


def _parse_with_aside(bare: str) -> _Parsed | None:
    """Read a label with an aside: "Interviewer 1 (on the phone)", or the other way round, "Robin (Interviewer)"."""
    aside = _ASIDE.search(bare)
    if aside is None:
        return None
    outside, inside = bare[: aside.start()], aside["round"] or aside["square"]
    named = parse_name(outside) and ROLES.get(fold(inside))
    return _parse_named(f"{inside} {outside}") if named else _parse_bare(outside)


def _parse_numbered(bare: str) -> _Parsed | None:
    """Read a word for a role, and the number or letter that may follow it."""
    match = _WORD_AND_NUMBER.fullmatch(bare)
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else None
    if fold(match["word"]) in NUMBERED_WORDS and number is not None:
        return SpeakerLabel(UNKNOWN, number, f"Speaker {number}"), Strength.ROLE, ()
    meant = _role_of(match["word"])
    if meant is None:
        return None
    role, oddities = meant
    if match["again"]:
        oddities += ("doubled-number",)
    strength = Strength.CODE if fold(match["word"]) in AMBIGUOUS_WORDS else Strength.ROLE
    return _speaker(role, number, match["letter"]), strength, oddities


def _parse_several(bare: str) -> _Parsed | None:
    """Read a label of several speakers at once: "Interviewer 1 and 2", "Interviewer/Interviewee"."""
    first, *others = _SEVERAL.split(bare)
    word = first.rstrip("0123456789 ")
    parsed = [_parse_numbered(f"{word} {part}" if part.isdigit() else part) for part in (first, *others)]
    speakers = [each[0] for each in parsed if each]
    if not others or len(speakers) < len(parsed):
        return None
    roles = {speaker.role for speaker in speakers}
    role = roles.pop() if len(roles) == 1 else UNKNOWN
    name = " and ".join(speaker.name for speaker in speakers)
    return SpeakerLabel(role, None, name), Strength.CODE, ("several-speakers",)


def _parse_named(bare: str) -> _Parsed | None:
    """Read a role with the person's name after it, "Interviewer Kim"."""
    word, _, name = bare.partition(" ")
    role = ROLES.get(fold(word))
    if role is None or "." in name or parse_name(name) is None:
        return None
    return SpeakerLabel(role, None, f"{role.capitalize()} {name}"), Strength.CODE, ()


def _speaker(role: str, number: int | None, letter: str | None) -> SpeakerLabel:
    if role == UNKNOWN:
        name = UNKNOWN_SPEAKER.name if number is None else f"{UNKNOWN_SPEAKER.name} {number}"
        return SpeakerLabel(UNKNOWN, number, name)
    suffix = letter if number is None else str(number)
    return SpeakerLabel(role, number, f"{role.capitalize()} {suffix}" if suffix else role.capitalize())


def _role_of(word: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the role a word means, with the oddities of its spelling."""
    folded = fold(word)
    if role := ACCENTED.get(word.casefold()) or ROLES.get(folded):
        return role, ()
    if folded in AMBIGUOUS_WORDS:
        return UNKNOWN, ("ambiguous-role",)
    if " " in folded:
        cut_in_two = ROLES.get(folded.replace(" ", ""))
        return (cut_in_two, ("label-typo",)) if cut_in_two else None
    return None if folded in NOT_LABELS else _role_of_misspelling(folded)


def _role_of_misspelling(folded: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the role whose word is nearest; where both are as near, the last letter may decide."""
    near = [model for model in SPELLING_MODELS if is_within(MOST_SLIPS, folded, model)]
    if not near:
        return None
    slips = {model: edit_distance(folded, model) for model in near}
    fewest = min(slips.values())
    roles = {SPELLING_MODELS[model] for model, distance in slips.items() if distance == fewest}
    if len(roles) == 1:
        return roles.pop(), ("label-typo",)
    if len(folded) < len("interviewer") and folded[-1] in "re":
        return (INTERVIEWER if folded[-1] == "r" else INTERVIEWEE), ("label-typo",)
    return UNKNOWN, ("ambiguous-role",)
