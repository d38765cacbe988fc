"""E-mail addresses, telephone numbers, web addresses, handles and patents' numbers, written or spoken."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk

DIGIT = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf)"
SOME = rf"(?:(?:double|triple) )?{DIGIT}"
TLD = r"(?:com|org|net|ca|fr|io|ai|edu|co|dev|gov|eu|de|be|ch|uk|qc)"
WHERE = r"(?:repo\w*|git\w*|hugging ?face|link|url|site|page|channel)"
# Each pattern with words of which a text must have one, since few turns have any; it says the group that is meant.
PATTERNS = (
    ("@", r"(?P<said>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    ("@", r"(?<!\w)(?P<said>@[A-Za-z]\w{2,})"),
    ("http www.", r"(?P<said>(?:https?://|www\.)[^\s<>\"')\]]+)"),
    (".", r"\b(?P<said>[a-z0-9-]+\.(?:com|org|net|io|ai|edu|gov)\b(?:/[\w/-]*)?)"),
    # "ottoline at quill dot com slash team", as people say it
    (
        "dot point",
        rf"\b(?P<said>(?:[\w.-]+ (?:at|arobase) )?[\w-]+(?: [\w-]+)? (?:dot|point) {TLD}\b(?: slash [\w-]+)*)",
    ),
    # "the repo is quill slash marrow"
    ("slash", rf"\b{WHERE}\b[^.?!]{{0,30}}? (?P<said>[\w-]+ slash [\w-]+(?: slash [\w-]+)*)"),
    ("patent", r"\b(?P<said>patent (?:number |no\.? )?[A-Z]{0,2} ?\d[\d, ]{4,}\d)\b"),
    (
        "1 2 3 4 5 6 7 8 9 0",
        r"(?<![\w.])(?P<said>(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){2,4})(?![\w.])",
    ),
    # "oh eight five, five five five"
    ("one two three four five six seven eight nine", rf"\b(?P<said>{SOME}(?:[ ,-]+{SOME}){{5,}})\b"),
    ("deux trois quatre cinq sept huit neuf", rf"\b(?P<said>{SOME}(?:[ ,-]+{SOME}){{5,}})\b"),
)
COMPILED = tuple((needed.split(), re.compile(pattern, re.IGNORECASE)) for needed, pattern in PATTERNS)


class Contacts:
    name = "contact"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            folded = turn.text.casefold()
            for needed, pattern in COMPILED:
                if any(word in folded for word in needed):
                    for found in pattern.finditer(turn.text):
                        yield Suggestion(turn.position, *found.span("said"), "other", self.name, 0.8, True)
