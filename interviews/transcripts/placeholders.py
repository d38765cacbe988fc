"""Placeholders that a study's authors already put where an identifier stood: "Company X", "Ville 2", "DATE".

They are found to be told apart from running text ("the company I work for", "company a bit"), so that a
person need not replace them again and a publication shows their type only.

A placeholder is one of four:

* a kind and a key: "Company X", "company 2", "Compagnie-1", "[School 1]", "Copmany X";
* a kind, "of" and a key: "the city of X";
* a kind in capitals or in brackets: DATE, [NAME], <COMPANY>;
* a time before now with its number hidden: "X years ago".

The letter of a key is a capital: X, Y, Z after any kind, another only where no word of the language can be
meant. A number is no key where it counts something ("the company 2 years ago").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interviews.transcripts.document import INTERVIEWEE, INTERVIEWER
from interviews.transcripts.spelling import fold, is_within, word_set

KINDS = {
    "company": "company compagnie entreprise firm organization organisation societe startup employer",
    "university": "university universite",
    "school": "school ecole college institute institut",
    "country": "country pays",
    "city": "city ville town",
    "region": "region province state",
    "client": "client customer",
    "product": "product produit",
    "person": "person personne name nom employee colleague professor",
    "project": "project projet",
    "organisation": "hospital hopital bank banque institution laboratory laboratoire",
    "department": "department departement",
    "place": "location place lieu",
    "date": "date",
}
"""Type of a placeholder, and the words for it in English and French, folded."""

_TYPES = {word: type_ for type_, words in KINDS.items() for word in words.split()}
# Words of common talk, so a capital must show that a placeholder is meant: "person 1", "state A" are not.
_COMMON = word_set("person personne name nom place lieu date state project projet product produit colleague town")
_COMMON |= word_set("employee employer professor firm bank banque location institution customer")
# Long enough that one slip leaves no doubt.
_OFTEN_MISSPELLED = [word for word in _TYPES if len(word) >= 7 and word not in _COMMON]
_REAL_WORDS = word_set("county counties clients schools regions colleges customers products projects persons")

_KEYED = re.compile(
    r"(?<![\w'’])(?P<kind>[^\W\d_]{3,14})(?P<gap>[ \u00a0]?[-_#]?[ \u00a0]?)(?P<key>[A-Z]|\d{1,2}|[xz])"
    # Not "Company Xerox", "city 2.5", "the company I'm at"; but "Company X's".
    r"(?!\w|\.\d|['’](?!s\b)\w)"
)
_OF_KEY = re.compile(r"(?<!\w)(?P<kind>[^\W\d_]{3,14}) (?:of|de) (?P<key>[XYZ])(?!\w)")
_CAPITALS = re.compile(r"(?<![\w&])(?P<kind>[A-Z]{3,12})(?:[ _-]?(?P<key>[A-Z]|\d{1,2}))?(?!\w)")
_BRACKETED = re.compile(r"[\[<](?P<kind>[^\W\d_]{3,14})(?:[ _-]?(?P<key>[A-Za-z]|\d{1,2}))?[\]>]")
_AGO = re.compile(
    r"(?<!\w)(?P<key>[XYZ]) (?:years?|months?|weeks?|days?) ago\b|\bil y a (?P<depuis>[XYZ]) (?:ans|mois)\b"
)
_SPEAKER = re.compile(
    r"(?<!\w)(?P<kind>Interviewe[er]|Interviewé|Intervieweur|interviewe[er] ?(?=\d))(?: ?(?P<key>\d{1,2}))?(?!\w|\s*:)"
)

_DETERMINERS = word_set(
    "the a an this that my our your their his her each every any one la le un une cette ce notre votre leur ma mon"
)
_COUNTED_NOUNS = word_set(
    "year years month months week weeks day days hour hours minute minutes time times people person persons "
    "employees percent an ans mois jour jours fois heures million thousand hundred different of"
)
_LAST_WORD = re.compile(r"(\w+)\s$")
_NEXT_WORD = re.compile(r"\s?(%|\w+)")


@dataclass(frozen=True, order=True)
class Placeholder:
    """A placeholder in a text: from `start` to `end` (code points, end exclusive), as written in `text`.

    `type` is a key of `KINDS`; `key` is "X" in "Company X", "" where there is none.
    """

    start: int
    end: int
    text: str
    type: str
    key: str


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the placeholders in `text`, in order, none overlapping another (the longer one stays).

    >>> [(found.text, found.type, found.key) for found in find_placeholders("I left Copmany X for School 1.")]
    [('Copmany X', 'company', 'X'), ('School 1', 'school', '1')]
    """
    found = sorted(
        [*_keyed(text), *_of_key(text), *_alone(text), *_ago(text), *_speakers(text)],
        key=lambda placeholder: (placeholder.start - placeholder.end, placeholder.start),
    )
    kept: list[Placeholder] = []
    for placeholder in found:
        if all(placeholder.end <= other.start or other.end <= placeholder.start for other in kept):
            kept.append(placeholder)
    return sorted(kept)


def _keyed(text: str) -> Iterator[Placeholder]:
    for match in _KEYED.finditer(text):
        type_ = _type_of(match["kind"], match["key"]) if match["gap"] else _TYPES.get(fold(match["kind"]))
        if type_ and _is_key(match, text):
            yield Placeholder(match.start(), match.end(), match[0], type_, match["key"].upper())


def _type_of(word: str, key: str) -> str | None:
    """Return the type that a word names, or, with one slip, that a word with such a key must name."""
    folded = fold(word)
    if type_ := _TYPES.get(folded):
        return type_
    if folded in _REAL_WORDS or folded.removesuffix("s") in _TYPES:
        return None
    if not (word[0].isupper() or key in "XYZ"):
        return None
    near = [known for known in _OFTEN_MISSPELLED if is_within(1, folded, known)]
    return _TYPES[near[0]] if near else None


def _is_key(match: re.Match[str], text: str) -> bool:
    """Tell a key from a word ("I", "A") and from a number that counts."""
    kind, key = match["kind"], match["key"]
    capital = kind[0].isupper()
    if not match["gap"] and not capital:
        return False
    if key in "XZxz" or (key == "Y" and capital):
        return capital or fold(kind) not in _COMMON or key in "XZ"
    plain_kind = fold(kind) in _COMMON or _follows_determiner(text[: match.start()])
    if key.isdigit():
        return not _counts(text[match.end() :]) and (capital or not plain_kind)
    return key != "I" and (capital or not plain_kind)


def _follows_determiner(before: str) -> bool:
    last = _LAST_WORD.search(before[-20:])
    return last is not None and fold(last[1]) in _DETERMINERS


def _counts(after: str) -> bool:
    """Tell whether the number before `after` counts what comes next: "2 years", "5 %"."""
    following = _NEXT_WORD.match(after[:20])
    return following is not None and (following[1] == "%" or fold(following[1]) in _COUNTED_NOUNS)


def _of_key(text: str) -> Iterator[Placeholder]:
    for match in _OF_KEY.finditer(text):
        if type_ := _TYPES.get(fold(match["kind"])):
            yield Placeholder(match.start(), match.end(), match[0], type_, match["key"])


def _alone(text: str) -> Iterator[Placeholder]:
    """Yield kinds in capitals and in brackets."""
    for pattern in (_CAPITALS, _BRACKETED):
        for match in pattern.finditer(text):
            if type_ := _TYPES.get(fold(match["kind"])):
                yield Placeholder(match.start(), match.end(), match[0], type_, (match["key"] or "").upper())


def _ago(text: str) -> Iterator[Placeholder]:
    for match in _AGO.finditer(text):
        yield Placeholder(match.start(), match.end(), match[0], "date", match["key"] or match["depuis"])


def _speakers(text: str) -> Iterator[Placeholder]:
    """Yield the roles that stand in for a name in the talk itself: "Thanks a lot, Interviewee." """
    roles = {"interviewe": INTERVIEWEE, "intervieweur": INTERVIEWER, INTERVIEWEE: INTERVIEWEE, INTERVIEWER: INTERVIEWER}
    for match in _SPEAKER.finditer(text):
        key = roles[fold(match["kind"])].capitalize()
        key = f"{key} {match['key']}" if match["key"] else key
        yield Placeholder(match.start(), match.end(), match[0], "person", key)
