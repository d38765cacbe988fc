"""Where somebody studied or teaches: "master's at X", "University of X", "X Polytechnic", "a student in the X lab"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import looks_named, name_after
from interviews.deidentification.suggestions.sources.employers import after_at
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.words import words

STUDIED = re.compile(
    r"\b(?:master(?:['’]?s)?|bachelor(?:['’]?s)?|ph\.?d|degree|doctorate|postdoc|student|stud(?:y|ies|ied|ying)|graduated?"
    r"|professor|teach(?:ing)?|research(?:er)?|intern(?:ship)?|certificate|maîtrise|doctorat|diplôme|étudi\w+)\b"
    r"(?:[ ,]+[\w'’-]+){0,7}?[ ,]+(?:at|from|à)(?=\s)",
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


class Studies:
    name = "study"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue in STUDIED.finditer(turn.text):
                if span := name_after(turn.text, cue.end(), small=after_at):
                    yield Suggestion(turn.position, *span, "university", self.name, 0.7, True)
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
