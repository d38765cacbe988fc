"""What a name would touch if it became an identifier: counted before anybody adds it, nothing is written.

Adding one can't be undone for readers: quotes that hold it are hidden at once. A name that is also a common word
touches much that means something else, and its numbers show that.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, TextField

from catalog.models import ClaimText, Evidence, IssueText, MitigationText, QuestionText, StrategyText
from interviews.actions.rescan import may_hold, turns_that_may_hold
from interviews.deidentification.folding import joined, words_of
from interviews.deidentification.matching import Finder, Pattern, contexts
from interviews.fingerprints import fingerprinter, reading_key
from interviews.models import Study

TEXTS: tuple[Any, ...] = (IssueText, ClaimText, MitigationText, StrategyText, QuestionText)


@dataclass(frozen=True)
class Touched:
    """How much holds a name: published quotes, published texts, and turns of the study in so many interviews."""

    quotes: int
    texts: int
    turns: int
    interviews: int


def touched_by(study: Study, names: Collection[tuple[str, str]]) -> Touched:
    """Count what holds one of `names`, pairs of a name and the words that stand before it ("" where it is exact)."""
    digest, letters = fingerprinter(reading_key()), [joined(name) for name, _ in names]
    patterns = [Pattern(0, digest(joined(name)), len(words_of(name)), contexts(before)) for name, before in names]
    finder = Finder(patterns, digest=digest)

    def holds(text: str) -> bool:
        return may_hold(text, letters) and bool(finder.find(text))

    quotes = Evidence.objects.published().values_list("text", "speaker_label")
    turns = [segment.interview_id for segment in turns_that_may_hold(study, letters) if finder.find(segment.text)]
    return Touched(
        quotes=sum(any(map(holds, texts)) for texts in quotes),
        texts=count_of(holds, published_texts()),
        turns=len(turns),
        interviews=len(set(turns)),
    )


def published_texts() -> Iterable[str]:
    """The words of issues and strategies, column by column."""
    for model in TEXTS:
        columns = [f.name for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
        for row in model.objects.values_list(*columns):
            yield from row


def count_of(holds: Callable[[str], bool], texts: Iterable[str]) -> int:
    return sum(map(holds, texts))
