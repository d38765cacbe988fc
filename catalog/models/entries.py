"""What is indexed of each kind of thing: its published words as terms, by how much a match there says."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from catalog.analysis import LETTERS, OTHER, terms, words
from catalog.models.evidence import Evidence
from catalog.models.issues import ClaimText, Issue, IssuePhase, IssueText
from catalog.models.search import IssueEntry, QuoteEntry, SearchEntry, SearchKind, StrategyEntry
from catalog.models.strategies import MitigationText, Strategy, StrategyText

ENTRY: dict[str, type[SearchEntry]] = {
    SearchKind.ISSUE: IssueEntry,
    SearchKind.STRATEGY: StrategyEntry,
    SearchKind.QUOTE: QuoteEntry,
}
LEVELS = ("first", "second", "third")
Text = tuple[str, str]
"""A language and words in it."""


def entries_of(kind: str, rows: Iterable[int]) -> Iterator[SearchEntry]:
    """Unsaved entries of those of `rows` (primary keys) that are published now."""
    yield from MAKE[SearchKind(kind)](list(rows))


def issue_entries(rows: list[int]) -> Iterator[IssueEntry]:
    published = Issue.objects.published().filter(pk__in=rows)
    texts: dict[int, dict[str, list[Text]]] = defaultdict(lambda: defaultdict(list))
    for owner, language, title, summary, description in IssueText.objects.filter(issue__in=rows).values_list(
        "issue", "language", "title", "summary", "description"
    ):
        place(texts[owner], language, first=title, second=summary, third=plain(description))
    claims = ClaimText.objects.filter(claim__issue__in=rows).order_by("claim__issue", "claim__pk", "language")
    for owner, language, statement in claims.values_list("claim__issue", "language", "statement"):
        place(texts[owner], language, second=statement)
    helps = MitigationText.objects.filter(mitigation__issue__in=rows).order_by("mitigation__pk", "language")
    for owner, language, how in helps.values_list("mitigation__issue", "language", "how"):
        place(texts[owner], language, third=how)
    phases = defaultdict(set)
    for owner, phase in IssuePhase.objects.filter(issue__in=rows).values_list("issue", "phase"):
        phases[owner].add(phase)
    for pk, number, primary in published.values_list("pk", "number", "primary_phase"):
        place(texts[pk], "", first=f"MLQ-{number}")
        yield IssueEntry(place=number, row=pk, **columns(texts[pk], phases[pk] | {primary}))


def strategy_entries(rows: list[int]) -> Iterator[StrategyEntry]:
    texts: dict[int, dict[str, list[Text]]] = defaultdict(lambda: defaultdict(list))
    for owner, language, title, summary, description in StrategyText.objects.filter(strategy__in=rows).values_list(
        "strategy", "language", "title", "summary", "description"
    ):
        place(texts[owner], language, first=title, second=summary, third=plain(description))
    for pk, number in Strategy.objects.published().filter(pk__in=rows).values_list("pk", "number"):
        place(texts[pk], "", first=f"MLS-{number}")
        yield StrategyEntry(place=number, row=pk, **columns(texts[pk], set()))


def quote_entries(rows: list[int]) -> Iterator[QuoteEntry]:
    """Quotes of published issues only: a quote is found to lead to its issue."""
    readable = Evidence.objects.published().filter(pk__in=rows, issue__status=Issue.Status.PUBLISHED)
    for pk, public_id, issue, phase, language, text in readable.values_list(
        "pk", "public_id", "issue", "phase", "language", "text"
    ):
        held = columns({"first": [(language, text)]}, {phase})
        yield QuoteEntry(place=place_of_quote(public_id), row=pk, issue=issue, **held)


MAKE: dict[SearchKind, Any] = {
    SearchKind.ISSUE: issue_entries,
    SearchKind.STRATEGY: strategy_entries,
    SearchKind.QUOTE: quote_entries,
}


def place(levels: dict[str, list[Text]], language: str, **texts: str) -> None:
    for level, text in texts.items():
        levels[level].append((language, text))


def columns(levels: dict[str, list[Text]], phases: set[int]) -> dict[str, str]:
    """The text columns of an entry: `levels` has texts with their language, in the columns of the same names."""
    held = {
        level: " ".join(t for language, text in levels.get(level, ()) for t in terms(text, language))
        for level in LEVELS
    }
    written = {
        LETTERS.get(language, OTHER) + word.written
        for texts in levels.values()
        for language, text in texts
        for word in words(text)
        if not word.is_code
    }
    return {**held, "phases": " ".join(phase_term(pk) for pk in sorted(phases)), "written": " ".join(sorted(written))}


def phase_term(pk: int) -> str:
    """What an entry of this phase holds, and no word can be: a word's term starts with the letter of its language."""
    return f"p{pk}"


def place_of_quote(public_id: str) -> int:
    """A quote's random id as a number in the same order, so that an order of quotes tells nothing of when they were
    published, let alone by whom they were said. Primary keys would: quotes are published talk by talk.
    """
    if re.fullmatch(r"[0-9a-z]{1,12}", public_id):
        return int(public_id.ljust(12, "0"), 36)
    return int.from_bytes(hashlib.blake2b(public_id.encode(), digest_size=7).digest())


def plain(text: str) -> str:
    """Markdown without its marks, and of its links the words only."""
    without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_`#>]+|^- ", "", without_links, flags=re.MULTILINE)
