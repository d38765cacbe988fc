"""Placeholders of a study's authors: suggested to stand by their type, and kept in the registry interview by interview.

"Company X" of one interview and "Company X" of another need not be one firm, so each interview has rows of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from interviews.actions.deidentification_states import changed
from interviews.actions.log import record
from interviews.deidentification.collisions import Key, Occurrence
from interviews.deidentification.folding import joined
from interviews.deidentification.suggestions import Turn
from interviews.errors import NotPermitted, WrongState
from interviews.fingerprints import fingerprinter
from interviews.models import AuthorPlaceholder, Identifier, Interview, Replacement, Segment, Study
from interviews.models.identifiers import IdentifierType
from interviews.permissions import Act, check
from interviews.transcripts.placeholders import find_placeholders

Status, Origin, Kind = Replacement.Status, Replacement.Origin, Replacement.Kind
# Placeholders tell some types more finely than the registry of identifiers does.
IDENTIFIER_TYPES = {
    "school": IdentifierType.UNIVERSITY,
    "city": IdentifierType.PLACE,
    "region": IdentifierType.PLACE,
    "organisation": IdentifierType.OTHER,
    "department": IdentifierType.OTHER,
    "project": IdentifierType.OTHER,
}


def suggest_placeholders(segments: list[Segment]) -> int:
    """Suggest that each placeholder of the study's authors stands as its type alone: "Company X" as "[company]".

    Numbers and letters are dropped because the authors' own collide: one firm with two, two firms with one.
    """
    digest = fingerprinter()
    suggested = [
        Replacement.written(
            segment=segment,
            text=f"[{found.type}]",
            start=found.start,
            end=found.end,
            kind=Kind.PSEUDONYM,
            type=IDENTIFIER_TYPES.get(found.type, found.type),
            origin=Origin.PLACEHOLDER,
            words_fingerprint=digest(joined(found.text)),
        )
        for segment in segments
        for found in find_placeholders(segment.text)
    ]
    Replacement.objects.bulk_create(suggested)
    return len(suggested)


def occurrences_in(segments: Iterable[Segment]) -> list[Occurrence]:
    """Every placeholder in these turns, in order. Load them with their interview and speaker."""
    return [
        Occurrence(
            Turn(segment.position, segment.text, segment.speaker.role),
            found.start,
            found.end,
            found.text,
            (found.type, found.key),
        )
        for segment in segments
        for found in find_placeholders(segment.text)
    ]


def turns_of(interview: Interview, *, with_placeholders: bool = False) -> list[Segment]:
    """The readable turns of an interview in order, or those where a placeholder was suggested: the rest stays shut.

    None once the interview's key is destroyed.
    """
    if interview.data_key is None:
        return []
    turns = interview.segments.select_related("interview", "speaker").prefetch_related("replacements")
    suggested = Replacement.objects.filter(origin=Origin.PLACEHOLDER, segment__interview=interview)
    chosen = turns.filter(pk__in=suggested.values("segment")) if with_placeholders else turns
    return list(chosen.order_by("position"))


@transaction.atomic
def collect_placeholders(interview: Interview) -> list[AuthorPlaceholder]:
    """Store which placeholders the interview has, each with its spellings and how often it stands there.

    Doing so again changes nothing but what has changed in the turns; links and settled collisions stay.
    """
    spellings: dict[Key, Counter[str]] = defaultdict(Counter)
    for found in occurrences_in(turns_of(interview)):
        spellings[found.key][found.text] += 1
    stored = {(row.type, row.key): row for row in AuthorPlaceholder.objects.filter(interview=interview)}
    gone = [row.pk for key, row in stored.items() if key not in spellings]
    AuthorPlaceholder.objects.filter(pk__in=gone).delete()
    for (type_, key), counted in sorted(spellings.items()):
        facts = {"spellings": sorted(counted), "occurrences": counted.total()}
        row = stored.get((type_, key))
        if row is None or (row.spellings, row.occurrences) != (facts["spellings"], facts["occurrences"]):
            AuthorPlaceholder.objects.update_or_create(interview=interview, type=type_, key=key, defaults=facts)
    return list(AuthorPlaceholder.objects.filter(interview=interview))


def uncollected(study: Study) -> Any:
    """Interviews with suggested placeholders that never joined the registry: imported by an older program."""
    with_some = Replacement.objects.filter(origin=Origin.PLACEHOLDER, segment__interview__study=study)
    readable = study.interviews.filter(data_key__isnull=False, author_placeholders=None)
    return readable.filter(pk__in=with_some.values("segment__interview")).order_by("number")


@transaction.atomic
def collect_study(*, by: Any, study: Study) -> int:
    """Collect the placeholders of interviews that were imported before the registry knew them; returns how many."""
    check(by, Act.DEIDENTIFY, study)
    return sum(len(collect_placeholders(interview)) for interview in uncollected(study))


@transaction.atomic
def link_placeholder(*, by: Any, placeholder: AuthorPlaceholder, identifier: Identifier) -> AuthorPlaceholder:
    """Say what a placeholder stands for: its replacements become the identifier's and stand by its placeholder.

    Replacements that were rejected, or generalized by hand, keep what was decided. Raises NotPermitted for an
    identifier of another study.
    """
    interview = placeholder.interview
    check(by, Act.DEIDENTIFY, interview.study)
    if identifier.study_id != interview.study_id:
        raise NotPermitted(f"identifier {identifier.pk} is of another study")
    placeholder.identifier = identifier
    placeholder.save(update_fields=["identifier"])
    rows = rewrite(placeholder, identifier, text=identifier.placeholder, type=identifier.type)
    log(by, "placeholder linked", placeholder, identifier.pk, rows)
    return placeholder


@transaction.atomic
def unlink_placeholder(*, by: Any, placeholder: AuthorPlaceholder) -> AuthorPlaceholder:
    """Take the link back: its replacements stand by their type alone again. Raises WrongState without a link."""
    interview = placeholder.interview
    check(by, Act.DEIDENTIFY, interview.study)
    if placeholder.identifier_id is None:
        raise WrongState(f"placeholder {placeholder} of interview {interview.number} is linked to no identifier")
    before, placeholder.identifier = placeholder.identifier_id, None
    placeholder.save(update_fields=["identifier"])
    type_ = IDENTIFIER_TYPES.get(placeholder.type, placeholder.type)
    rows = rewrite(placeholder, None, text=f"[{placeholder.type}]", type=type_)
    log(by, "placeholder unlinked", placeholder, before, rows)
    return placeholder


def log(by: Any, action: str, placeholder: AuthorPlaceholder, identifier: int, rows: list[int]) -> None:
    record(
        by=by,
        action=action,
        interview=placeholder.interview,
        placeholder=placeholder.pk,
        identifier=identifier,
        replacements=rows,
    )


def rewrite(placeholder: AuthorPlaceholder, identifier: Identifier | None, *, text: str, type: str) -> list[int]:
    """Give the placeholder's replacements this identifier, text and type; returns their ids."""
    interview = placeholder.interview
    segments = turns_of(interview, with_placeholders=True)
    places = {one.place for one in occurrences_in(segments) if one.key == (placeholder.type, placeholder.key)}
    rows = [
        row
        for segment in segments
        for row in segment.replacements.all()
        if (segment.position, row.start, row.end) in places and stands_for_it(row)
    ]
    is_other = [row for row in rows if row.status == Status.ACCEPTED and row.text != text]
    for row in rows:
        row.identifier, row.type = identifier, type
        row.text_encrypted = Replacement.written(segment=row.segment, text=text).text_encrypted
    Replacement.objects.bulk_update(rows, ["identifier", "type", "text_encrypted"])
    if is_other:
        changed(interview)
    return [row.pk for row in rows]


def stands_for_it(row: Replacement) -> bool:
    """Whether a replacement at a placeholder's place tells its type, and nobody decided otherwise."""
    undecided_or_accepted = row.status in {Status.SUGGESTED, Status.ACCEPTED}
    return row.origin == Origin.PLACEHOLDER and row.kind == Kind.PSEUDONYM and undecided_or_accepted
