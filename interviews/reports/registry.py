"""A study's registry as one page shows it: identifiers and where they stand, placeholders, questions about them.

No name is opened here; how often an identifier stands in turns is read from its replacements, which adding it made.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from catalog.models import Evidence
from interviews.actions.collisions import Question, questions_of
from interviews.actions.placeholders import uncollected
from interviews.models import AuthorPlaceholder, Identifier, IdentifierVariant, Interview, Replacement, Study
from interviews.models.identifiers import IdentifierType
from interviews.registry import Registry

Status = Replacement.Status


@dataclass(frozen=True)
class IdentifierRow:
    """One identifier: places in turns by what was decided there, and published quotes in which it still stands."""

    identifier: Identifier
    variants: tuple[IdentifierVariant, ...]
    placeholders: tuple[AuthorPlaceholder, ...]
    replaced: int
    undecided: int
    kept: int
    rejected: int
    quotes: int

    @property
    def in_turns(self) -> int:
        """In how many places of turns it stands, whatever was decided there."""
        return self.replaced + self.undecided + self.kept + self.rejected

    @property
    def is_destroyed(self) -> bool:
        return self.identifier.data_key is None

    @property
    def in_context_alone(self) -> bool:
        return all(variant.context_before for variant in self.variants)


@dataclass(frozen=True)
class RegistryOverview:
    """Identifiers by type, placeholders by interview, and what is to be asked; `uncollected` interviews have more."""

    identifiers: dict[str, list[IdentifierRow]]
    placeholders: dict[Interview, list[AuthorPlaceholder]]
    open: list[Question] = field(default_factory=list)
    settled: list[Question] = field(default_factory=list)
    uncollected: tuple[Interview, ...] = ()


def registry_of(study: Study) -> RegistryOverview:
    """Everything the study's registry holds."""
    found = [question for interview in readable(study) for question in questions_of(interview)]
    return RegistryOverview(
        identifiers=identifiers_by_type(study),
        placeholders=placeholders_by_interview(study),
        open=[question for question in found if not question.settled],
        settled=[question for question in found if question.settled],
        uncollected=tuple(uncollected(study)),
    )


def readable(study: Study) -> list[Interview]:
    """Interviews with placeholders, whose text can be read."""
    interviews = study.interviews.filter(data_key__isnull=False, author_placeholders__isnull=False)
    return list(interviews.select_related("study").distinct().order_by("number"))


def identifiers_by_type(study: Study) -> dict[str, list[IdentifierRow]]:
    """Rows of the study's identifiers, by the label of their type, in the order of types."""
    places, quotes = places_in_turns(study), quotes_holding(study)
    rows: dict[str, list[IdentifierRow]] = defaultdict(list)
    identifiers = study.identifiers.prefetch_related("variants", "author_placeholders__interview").order_by("pk")
    for identifier in sorted(identifiers, key=lambda each: IdentifierType.values.index(each.type)):
        decided = places[identifier.pk]
        rows[identifier.get_type_display()].append(
            IdentifierRow(
                identifier,
                tuple(identifier.variants.all()),
                tuple(identifier.author_placeholders.all()),
                replaced=decided[Status.ACCEPTED],
                undecided=decided[Status.SUGGESTED],
                kept=decided[Status.KEPT],
                rejected=decided[Status.REJECTED],
                quotes=quotes[identifier.pk],
            )
        )
    return dict(rows)


def places_in_turns(study: Study) -> dict[int, Counter[str]]:
    """How many replacements each identifier has, by status."""
    places: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Replacement.objects.filter(identifier__study=study).values_list("identifier", "status")
    for identifier, status in rows.order_by():
        places[identifier][status] += 1
    return places


def quotes_holding(study: Study) -> Counter[int]:
    """In how many published quotes each identifier stands: only where a second person cleared it."""
    registry = Registry(IdentifierVariant.objects.filter(identifier__study=study))
    texts = Evidence.objects.published().values_list("text", flat=True)
    return Counter(key for text in texts for key in {match.key for match in registry.find(text)})


def placeholders_by_interview(study: Study) -> dict[Interview, list[AuthorPlaceholder]]:
    """The placeholders of the study's authors, interview by interview."""
    rows = AuthorPlaceholder.objects.filter(interview__study=study).select_related("interview", "identifier")
    by_interview: dict[Interview, list[AuthorPlaceholder]] = defaultdict(list)
    for row in rows.order_by("interview__number", "type", "key"):
        by_interview[row.interview].append(row)
    return dict(by_interview)
