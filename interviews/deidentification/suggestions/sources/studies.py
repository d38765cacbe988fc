"""Where somebody studied or teaches: "master's at X", "University of X", "X Polytechnic", "a student in the X lab"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import looks_named, name_after
from interviews.deidentification.suggestions.sources.employers import after_at
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK
from interviews.deidentification.suggestions.words import words

STUDIED = re.compile(
    r"\b(?:master(?:['’]?s)?|bachelor(?:['’]?s)?|ph\.?d|degree|doctorate|postdoc|student|stud(?:y|ies|ied|ying)|graduated?"
    r"|professor|teach(?:ing)?|research(?:er)?|intern(?:ship)?|certificate|maîtrise|doctorat|diplôme|étudi\w+)\b"
    r"(?:[ ,]+[\w'’-]+){0,7}?[ ,]+(?:at|from|à)(?=\s)",
    re.IGNORECASE,
)
# What was studied narrows down where: few schools give a degree of that name.
DEGREE = (
    r"(?:master(?:['’]?s)?|bachelor(?:['’]?s)?|ph\.?d|doctorate|diploma|mba|maîtrise|doctorat|diplôme|baccalauréat)"
)
SUBJECT = re.compile(
    rf"\b{DEGREE}(?: degree| program(?:me)?)? (?:of|in|on|en|de)"
    r" (?P<subject>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,5})",
    re.IGNORECASE,
)
SCHOOL = (
    r"(?:university|college|institute|polytechnic|polytechnique|school|lab|laboratory|faculty"
    r"|université|école|institut|faculté)"
)
SCHOOL_OF = re.compile(rf"\b{SCHOOL} (?:of|de|du|d['’])(?=\s?)", re.IGNORECASE)
# French puts the name behind: "Université Quill".
SCHOOL_CALLED = re.compile(
    r"\b(?i:université|école|institut|collège|cégep|lycée|laboratoire|labo|chaire) [A-ZÉ][\w-]+(?: [A-ZÉ][\w-]+)*"
)
NAMED_SCHOOL = re.compile(rf"^[ -]{SCHOOL}\b", re.IGNORECASE)
KNOWN = words("schools")
JOINING = frozenset(["and", "of", "et", "de", "des", "du", "la", "le", "in", "for"])


class Studies:
    name = "study"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue in STUDIED.finditer(turn.text):
                if span := name_after(turn.text, cue.end(), small=after_at):
                    yield Suggestion(turn.position, *span, "university", self.name, 0.7, True)
            for found in SUBJECT.finditer(turn.text):
                if span := subject_of(turn.text, found):
                    yield Suggestion(turn.position, *span, "university", self.name, 0.35, True)
            for cue in SCHOOL_OF.finditer(turn.text):
                if span := name_after(turn.text, cue.end()):
                    yield Suggestion(turn.position, cue.start(), span[1], "university", self.name, 0.8, True)
            for found in SCHOOL_CALLED.finditer(turn.text):
                yield Suggestion(turn.position, *found.span(), "university", self.name, 0.8, True)
            for token in tokens_of(turn.text):
                after = NAMED_SCHOOL.match(turn.text[token.end :])
                if after and looks_named(token) and not token.first:
                    yield Suggestion(
                        turn.position, token.start, token.end + after.end(), "university", self.name, 0.8, True
                    )
                elif token.base in KNOWN and (token.capital or len(token.base) > 4):
                    yield Suggestion(turn.position, token.start, token.end, "university", self.name, 0.8, True)


def subject_of(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """The span of a degree with its subject, up to the first word that only holds sentences together; None for none."""
    begin = end = found.start("subject")
    for token in tokens_of(text):
        if not begin <= token.start < found.end():
            continue
        if token.base in TALK and token.base not in JOINING:
            break
        end = end if token.base in JOINING else token.end
    return (found.start(), end) if end > begin else None
