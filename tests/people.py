"""The people of the tests: each has a name, a role in one study, and nothing else.

    people = team(study)
    redact.add_identifier(by=people.dele, ...)

A person is one user in the whole database: `team` of a second study gives the same users their roles there.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from interviews.models import Study, StudyMembership

Role = StudyMembership.Role

ROLES: dict[str, Role | None] = {
    "imani": Role.IMPORTER,
    "dele": Role.DEIDENTIFIER,
    "cora": Role.CODER,
    "colin": Role.CODER,
    "mona": Role.MODERATOR,
    "pia": Role.PUBLISHER,
    "kofi": Role.CUSTODIAN,
    "olga": None,
}


@dataclass(frozen=True)
class People:
    """Who works on a study, and Olga, who does not."""

    imani: Any
    """imports interviews"""
    dele: Any
    """de-identifies"""
    cora: Any
    """codes"""
    colin: Any
    """codes too, without seeing Cora's work"""
    mona: Any
    """moderates the codings"""
    pia: Any
    """publishes"""
    kofi: Any
    """is the study's custodian"""
    olga: Any
    """is an outsider: signed in, member of nothing"""

    def all(self) -> list[Any]:
        return [getattr(self, name) for name in ROLES]


def person(name: str, **fields: Any) -> Any:
    """The user called `name`, made when there is none yet; active, staff, never a superuser."""
    user, _ = get_user_model().objects.get_or_create(username=name, defaults={**like(name), **fields})
    return user


def like(name: str) -> dict[str, Any]:
    """What else is known of the user called `name`."""
    return {"first_name": name.capitalize(), "email": f"{name}@example.org", "is_staff": True}


def join(user: Any, study: Study, *roles: Role) -> Any:
    """Give `user` these roles in `study`."""
    for role in roles:
        StudyMembership.objects.get_or_create(study=study, user=user, role=role)
    return user


def team(study: Study) -> People:
    """Everybody, each with their role in `study`; in few queries, for nearly every test begins with it."""
    users = get_user_model().objects
    there = users.in_bulk(ROLES, field_name="username")
    users.bulk_create(users.model(username=name, **like(name)) for name in ROLES if name not in there)
    there = users.in_bulk(ROLES, field_name="username")
    StudyMembership.objects.bulk_create(
        [StudyMembership(study=study, user=there[name], role=role) for name, role in ROLES.items() if role],
        ignore_conflicts=True,
    )
    return People(**there)


def signed_in(user: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client
