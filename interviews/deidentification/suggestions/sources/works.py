"""What somebody made and others can look up: patents, papers, theses, talks.

The title tells who it is, however it is written, so what stands after the cue is suggested up to its phrase's end.
"""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk

OWN = r"(?:I|we|he|she|they|my|our|his|her|their)"
WORK = r"(?:paper|article|thesis|dissertation|book|blog|podcast|talk|keynote|patent|repo|repository|channel|newsletter)"
TITLE = r"(?P<title>(?!it\b|that\b|this\b|them\b)[^.,;?!]{4,60})"
TITLED = re.compile(
    rf"\b{WORK}s?(?: (?:at|in|for) [\w-]+)?,?"
    r" (?:(?:that |which )?(?:is |was |were )?(?:called|titled|entitled|named)|on|about|for),? "
    rf"{TITLE}",
    re.IGNORECASE,
)
TITLE_OF = re.compile(
    rf"\b(?:name|title|topic|subject) of (?:my|our|the|his|her|their) {WORK} (?:is|was),? {TITLE}", re.IGNORECASE
)
OWNED = re.compile(
    rf"\b{OWN} (?:\w+ ){{0,4}}?(?:published|wrote|filed|gave|presented|patented|submitted|recorded)\b"
    r"|\b(?:my|our|his|her|their)(?: [\w'’-]+){0,3} $",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(?:at|in|à) (?P<title>(?:the |la |le |les )?(?:[\w-]+ ){1,3}(?:workshop|conference|summit"
    r"|symposium|congress|forum|days|colloque|conférence))\b",
    re.IGNORECASE,
)
SHOWN = re.compile(
    r"\b(?:talk|paper|poster|keynote|present\w*|publish\w*|spoke|award|présent\w*|publi\w*)\b", re.IGNORECASE
)
NEAR = 80
PATENT = re.compile(
    r"\b(?:(?:\w+ )?patent(?:s|ed)?\b(?! (?:office|law))(?:,? \w+){0,6}|brevets?(?:,? \w+){0,5})", re.IGNORECASE
)

# An office's letters and so many digits that only a patent or an application has them: "EP 3 456 789".
NUMBER = re.compile(
    r"\b(?:US|EP|WO|CA|BR|FR|DE|GB|JP|CN|KR|AU|IN|MX|ES|IT|CH)[ -]?(?:\d[ ,./-]?){5,}\d(?: ?[A-Z]\d)?\b"
)


class Works:
    name = "work"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for found in TITLED.finditer(turn.text):
                if OWNED.search(turn.text, max(0, found.start() - NEAR), found.start()):
                    yield Suggestion(turn.position, *found.span("title"), "other", self.name, 0.45, True)
            for found in TITLE_OF.finditer(turn.text):
                yield Suggestion(turn.position, *found.span("title"), "other", self.name, 0.45, True)
            for found in EVENT.finditer(turn.text):
                if SHOWN.search(turn.text, max(0, found.start() - NEAR), found.start()):
                    yield Suggestion(turn.position, *found.span("title"), "other", self.name, 0.4, True)
            for found in NUMBER.finditer(turn.text):
                yield Suggestion(turn.position, *found.span(), "other", self.name, 0.6, True)
            for found in PATENT.finditer(turn.text):
                yield Suggestion(turn.position, *found.span(), "other", self.name, 0.35, True)
