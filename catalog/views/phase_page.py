"""What a phase's page lists, bounded: however many issues a phase has, the page shows the first and leads to all."""

from typing import Any

from catalog.census import Census
from catalog.models import Claim, WorkflowPhase
from catalog.views.issue_rows import rows_of

OWN_SHOWN = 12
OTHERS_SHOWN = 8
SYMPTOMS_SHOWN = 8


def lists_of(counted: Census, phase: WorkflowPhase) -> dict[str, Any]:
    """Issues that begin here, those that begin elsewhere and bite here too, and typical symptoms of the former.

    Those with most quotes stand first: they can be read about. Four queries.
    """
    here = counted.sets["phase"][phase.slug] & counted.published
    own = counted.begins[phase.slug] & here
    own_keys = counted.ordered(own, "evidence")
    other_keys = counted.ordered(here & ~own, "evidence")
    shown = rows_of(counted, [*own_keys[:OWN_SHOWN], *other_keys[:OTHERS_SHOWN]])
    rows = {row.issue.pk: row for row in shown}
    return {
        "own_rows": [rows[key] for key in own_keys[:OWN_SHOWN] if key in rows],
        "own_total": len(own_keys),
        "other_rows": [rows[key] for key in other_keys[:OTHERS_SHOWN] if key in rows],
        "other_total": len(other_keys),
        "symptoms": first_symptoms(own_keys[:SYMPTOMS_SHOWN]),
    }


def first_symptoms(keys: list[int]) -> list[Claim]:
    """The first symptom of each of these issues, in their order. Two queries; none for none."""
    if not keys:
        return []
    claims = Claim.objects.filter(issue__in=keys, aspect=Claim.Aspect.SYMPTOM, position=1)
    found = {claim.issue_id: claim for claim in claims.select_related("issue").prefetch_related("texts")}
    return [found[key] for key in keys if key in found]
