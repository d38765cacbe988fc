"""The workshop's pages: Django's own admin, one module per part of the work. Importing registers everything."""

from interviews.admin import (
    accounts,
    codes,
    codings,
    deidentification,
    events,
    guides,
    interviews,
    issues,
    memos,
    participants,
    publication,
    studies,
)

__all__ = [
    "accounts",
    "codes",
    "codings",
    "deidentification",
    "events",
    "guides",
    "interviews",
    "issues",
    "memos",
    "participants",
    "publication",
    "studies",
]
