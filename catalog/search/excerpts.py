"""Which text of something found shows best why it was: the excerpt of a hit."""

from collections import defaultdict
from typing import Any

from django.utils.translation import get_language

from catalog.models import ClaimText, MitigationText, SearchKind
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.models.entries import plain
from catalog.search.highlight import Marks

Part = tuple[str, str, str]
"""A text, its language, and what it is of the thing found: summary, symptom, cause, ..."""


def excerpts(kind: str, items: dict[int, Any], marks: Marks) -> dict[int, Part]:
    """For each of the rows the text that holds most of what is asked for, or the first that holds all of it.

    It is one in the page's language where any of these holds any. Titles stand above every excerpt and are none; a
    quote is shown whole. At most two queries.
    """
    if kind == SearchKind.QUOTE:
        return {row: (quote.text, quote.language, "quote") for row, quote in items.items()}
    summaries = {row: [(t.summary, t.language, "summary") for t in item.texts.all()] for row, item in items.items()}
    found = {row: best(parts, marks) for row, parts in summaries.items()}
    # A summary in another language settles nothing: a statement in the page's own may hold it too.
    language = get_language() or DEFAULT_LANGUAGE
    others = [
        row for row, (text, told_in, _) in found.items() if told_in != language or marks.count(text) < len(marks.parts)
    ]
    told = statements(others) if kind == SearchKind.ISSUE and others else {}
    for row in others:
        rest = [(t.description, t.language, "description") for t in items[row].texts.all()]
        found[row] = best([*summaries[row], *told.get(row, []), *rest], marks)
    return found


def statements(issues: list[int]) -> dict[int, list[Part]]:
    """Claims, then what helps, of each issue. Two queries."""
    found: dict[int, list[Part]] = defaultdict(list)
    claims = ClaimText.objects.filter(claim__issue__in=issues).order_by("claim__aspect", "claim__position")
    for issue, *part in claims.values_list("claim__issue", "statement", "language", "claim__aspect"):
        found[issue].append((part[0], part[1], part[2]))
    helps = MitigationText.objects.filter(mitigation__issue__in=issues).order_by("mitigation__position")
    for issue, how, language in helps.values_list("mitigation__issue", "how", "language"):
        found[issue].append((how, language, "strategy"))
    return found


def best(parts: list[Part], marks: Marks) -> Part:
    language, most = get_language() or DEFAULT_LANGUAGE, 0
    found: Part = parts[0] if parts else ("", "", "")
    for part in sorted(parts, key=lambda part: part[1] != language):
        if most and part[1] != language:
            break
        held = marks.count(part[0])
        if held > most:
            found, most = part, held
        if held == len(marks.parts):
            break
    return plain(found[0]), found[1], found[2]
