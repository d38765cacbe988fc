"""Which text of something found shows best why it was: the excerpt of a hit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from catalog.analysis import LETTERS, OTHER
from catalog.models import ClaimText, MitigationText, SearchKind
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.models.entries import plain
from catalog.search.highlight import Marks
from catalog.search.prepared import Prepared

Part = tuple[str, str, str]
"""A text, its language, and what it is of the thing found: summary, symptom, cause, ..."""
Standing = Sequence[frozenset[str]]
"""Of each level of an entry, the title's first, the terms asked for that stand there."""
# The number of an issue or strategy is the same in every language.
CODE_LETTER = "c"

CLAIMS = Prepared(
    [0],
    lambda issues: (
        ClaimText.objects.filter(claim__issue__pk__among=issues)
        .order_by("claim__aspect", "claim__position")
        .values_list("claim__issue_id", "statement", "language", "claim__aspect")
    ),
)
HELPS = Prepared(
    [0],
    lambda issues: (
        MitigationText.objects.filter(mitigation__issue__pk__among=issues)
        .order_by("mitigation__position")
        .values_list("mitigation__issue_id", "how", "language")
    ),
)


def excerpts(kind: str, items: Mapping[int, Any], standing: Mapping[int, Standing], marks: Marks) -> dict[int, Part]:
    """For each of the rows the text that holds most of what is asked for, or the first that holds all of it.

    It is one in the page's language where any of these holds any. Titles stand above every excerpt and are none; a
    quote is shown whole. At most two queries.
    """
    if kind == SearchKind.QUOTE:
        return {row: (quote.text, quote.language, "quote") for row, quote in items.items()}
    found = {row: Excerpt(item.texts.all(), standing[row], marks) for row, item in items.items()}
    open_rows = [row for row, excerpt in found.items() if not excerpt.is_best]
    told = statements(open_rows) if kind == SearchKind.ISSUE else {}
    for row in open_rows:
        found[row].look_through(told.get(row, []))
    return {row: (plain(excerpt.part[0]), *excerpt.part[1:]) for row, excerpt in found.items()}


class Excerpt:
    """The best of the texts of one row that were looked at so far.

    What stands where in its entry tells how much a text may hold: none is taken apart after one that holds as much.
    """

    def __init__(self, texts: Sequence[Any], standing: Standing, marks: Marks) -> None:
        page = get_language() or DEFAULT_LANGUAGE
        self.texts, self.standing, self.marks = sorted(texts, key=lambda text: text.language != page), standing, marks
        first = self.texts[0]
        self.part: Part = (first.summary, first.language, "summary")
        self.most, self.held = reach(standing, first.language, marks), 0
        # Where only the title holds anything, its summary is as good as any text.
        self.is_best = not any(standing[1:])
        self.look_at([self.part])

    def look_through(self, told: list[Part]) -> None:
        """Look at all texts, the statements `told` among them; at another language's where the page's hold nothing."""
        for language in dict.fromkeys(text.language for text in self.texts):
            self.most = reach(self.standing, language, self.marks)
            texts = [text for text in self.texts if text.language == language]
            self.look_at((text.summary, language, "summary") for text in texts)
            self.look_at(part for part in told if part[1] == language)
            self.look_at((text.description, language, "description") for text in texts)
            if self.held:
                return

    def look_at(self, parts: Iterable[Part]) -> None:
        for part in parts:
            if self.is_best:
                return
            if (held := self.marks.count(part[0])) > self.held:
                self.part, self.held = part, held
                self.is_best = held >= self.most > 0


def reach(standing: Standing, language: str, marks: Marks) -> int:
    """How many parts of what is asked for one level of texts in this language, those below the title, holds."""
    letters = (LETTERS.get(language, OTHER), CODE_LETTER)
    return max(marks.held({term for term in level if term[0] in letters}) for level in standing[1:])


def statements(issues: list[int]) -> dict[int, list[Part]]:
    """Claims, then what helps, of each issue. Two queries, none for no issue."""
    found: dict[int, list[Part]] = defaultdict(list)
    for issue, statement, language, aspect in CLAIMS.rows(issues):
        found[issue].append((statement, language, aspect))
    for issue, how, language in HELPS.rows(issues):
        found[issue].append((how, language, "strategy"))
    return found
