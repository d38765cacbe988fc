"""The rights of the person behind one request: every membership, read once, asked many times.

What a role allows stands in `interviews.permissions`; this only saves the admin a query per row and per link.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from interviews.models import StudyMembership
from interviews.permissions import ROLES_FOR, Act

ATTRIBUTE = "_workshop_rights"


@dataclass(frozen=True)
class Rights:
    """The roles of one person: study id -> roles there."""

    roles: dict[int, frozenset[str]]

    def studies(self, acts: Iterable[Act]) -> set[int]:
        """Ids of the studies where any of `acts` is allowed."""
        wanted = frozenset[str]().union(*(ROLES_FOR[act] for act in acts))
        return {study for study, roles in self.roles.items() if roles & wanted}

    def allow(self, acts: Iterable[Act], study: int | None = None) -> bool:
        """Whether any of `acts` is allowed in `study`; in any study at all when it is None."""
        allowed = self.studies(acts)
        return bool(allowed) if study is None else study in allowed


def rights_of(request: HttpRequest) -> Rights:
    """The rights of the request's user, read on first use and kept on the request."""
    rights = getattr(request, ATTRIBUTE, None)
    if rights is None:
        rights = read_rights(request.user)
        setattr(request, ATTRIBUTE, rights)
    return rights


def read_rights(user: Any) -> Rights:
    """The rights of `user`: none for somebody inactive or not signed in. A superuser is no exception."""
    roles: dict[int, set[str]] = {}
    if getattr(user, "is_active", False) and user.pk is not None:
        for study, role in StudyMembership.objects.filter(user=user).values_list("study_id", "role").order_by():
            roles.setdefault(study, set()).add(role)
    return Rights({study: frozenset(held) for study, held in roles.items()})
