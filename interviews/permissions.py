"""Who may do what: one table from acts to roles, asked through `can` and `check`.

Rights come from a membership of the study, never from a global group or a superuser flag.
"""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.errors import NotPermitted
from interviews.models import Study, StudyMembership

Role = StudyMembership.Role


class Act(StrEnum):
    """Acts that need a role, worded to end the sentence "you may not ..."."""

    SEE_STUDY = "see this study"
    IMPORT = "import interviews"
    SEE_RAW_TEXT = "see raw text"
    SEE_IDENTITIES = "see identities"
    DEIDENTIFY = "change replacements or review de-identification"
    CLEAR = "clear an occurrence of an identifier"
    CODE = "code interviews"
    MODERATE = "moderate codings"
    DRAFT = "propose evidence"
    APPROVE = "approve evidence"
    PUBLISH = "publish"
    EXPORT_CODINGS = "export codings"
    MANAGE_STUDY = "manage the study, its people and consent"
    WITHDRAW = "withdraw a participant"


# Acts as they are said to whoever may not.
ACT_NAMES = {
    Act.SEE_STUDY: gettext_lazy("see this study"),
    Act.IMPORT: gettext_lazy("import interviews"),
    Act.SEE_RAW_TEXT: gettext_lazy("see raw text"),
    Act.SEE_IDENTITIES: gettext_lazy("see identities"),
    Act.DEIDENTIFY: gettext_lazy("change replacements or review de-identification"),
    Act.CLEAR: gettext_lazy("clear an occurrence of an identifier"),
    Act.CODE: gettext_lazy("code interviews"),
    Act.MODERATE: gettext_lazy("moderate codings"),
    Act.DRAFT: gettext_lazy("propose evidence"),
    Act.APPROVE: gettext_lazy("approve evidence"),
    Act.PUBLISH: gettext_lazy("publish"),
    Act.EXPORT_CODINGS: gettext_lazy("export codings"),
    Act.MANAGE_STUDY: gettext_lazy("manage the study, its people and consent"),
    Act.WITHDRAW: gettext_lazy("withdraw a participant"),
}

ROLES_FOR: dict[Act, frozenset[Role]] = {
    Act.SEE_STUDY: frozenset(Role),
    Act.IMPORT: frozenset({Role.IMPORTER, Role.CUSTODIAN}),
    Act.SEE_RAW_TEXT: frozenset({Role.IMPORTER, Role.DEIDENTIFIER, Role.CUSTODIAN}),
    Act.SEE_IDENTITIES: frozenset({Role.DEIDENTIFIER, Role.CUSTODIAN}),
    Act.DEIDENTIFY: frozenset({Role.DEIDENTIFIER, Role.CUSTODIAN}),
    Act.CLEAR: frozenset({Role.DEIDENTIFIER, Role.CUSTODIAN}),
    Act.CODE: frozenset({Role.CODER, Role.MODERATOR}),
    Act.MODERATE: frozenset({Role.MODERATOR}),
    Act.DRAFT: frozenset({Role.MODERATOR, Role.PUBLISHER}),
    Act.APPROVE: frozenset({Role.PUBLISHER}),
    Act.PUBLISH: frozenset({Role.PUBLISHER}),
    Act.EXPORT_CODINGS: frozenset({Role.MODERATOR, Role.CUSTODIAN}),
    Act.MANAGE_STUDY: frozenset({Role.CUSTODIAN}),
    Act.WITHDRAW: frozenset({Role.CUSTODIAN}),
}


def roles_of(user: Any, study: Study) -> frozenset[str]:
    """The roles of `user` in `study`; empty for somebody inactive or unknown there."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return frozenset()
    return frozenset(StudyMembership.objects.filter(user=user, study=study).values_list("role", flat=True))


def can(user: Any, act: Act, study: Study) -> bool:
    """Whether a membership of `user` in `study` allows `act`."""
    return bool(roles_of(user, study) & ROLES_FOR[act])


def check(user: Any, act: Act, study: Study) -> None:
    """Raise NotPermitted, with the roles that would allow `act`, unless one of them is the user's."""
    if not can(user, act, study):
        roles = _(" or ").join(sorted(str(role.label) for role in ROLES_FOR[act]))
        refused = _("you may not %(act)s in study %(study)s: ask its custodian for the role %(roles)s")
        raise NotPermitted(refused % {"act": ACT_NAMES[act], "study": study.slug, "roles": roles})


def studies_allowing(user: Any, act: Act) -> Any:
    """The studies in which `user` may `act`."""
    return Study.objects.filter(memberships__user=user, memberships__role__in=ROLES_FOR[act]).distinct()
