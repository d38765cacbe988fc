"""Who may touch the public catalog in the admin: people with a role in a study, asked by Django's own permissions."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from interviews.models import StudyMembership

Role = StudyMembership.Role
EDITORS = frozenset({Role.PUBLISHER})


class MembershipBackend(BaseBackend):
    """Members of any study may look at the catalog's rows; publishers may also add and change them.

    The catalog knows no study, so its admin asks Django's `has_perm`. Nothing of the app `interviews` is granted
    here: its admin asks interviews/permissions.py about the study at hand.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.partition(".")
        if app != "catalog" or not user_obj.is_active:
            return False
        roles = self.roles(user_obj)
        return bool(roles & EDITORS) if not codename.startswith("view_") else bool(roles)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label == "catalog" and user_obj.is_active and bool(self.roles(user_obj))

    def roles(self, user: Any) -> frozenset[str]:
        """The user's roles in any study, read once for this user object."""
        held: frozenset[str] | None = getattr(user, "_roles_anywhere", None)
        if held is None:
            found = StudyMembership.objects.filter(user=user).values_list("role", flat=True).order_by()
            held = user._roles_anywhere = frozenset(found)
        return held
