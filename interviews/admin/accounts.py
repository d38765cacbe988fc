"""Accounts: made by a superuser, chosen as members by a custodian. Roles come from memberships alone."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from interviews.admin.lookups import OfferedLookups
from interviews.admin.rights import rights_of
from interviews.permissions import Act


class AccountForm(AdminUserCreationForm):
    """A new account may sign in here unless somebody says otherwise: that is what it is made for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_staff" in self.fields:
            self.fields["is_staff"].initial = True


class AccountAdmin(OfferedLookups, UserAdmin):
    """Who can sign in. No groups and no permissions here: they would say nothing."""

    list_display = ("username", "first_name", "last_name", "is_staff", "is_active", "is_superuser")
    list_filter = ("is_staff", "is_active", "is_superuser")
    filter_horizontal = ()
    add_form = AccountForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
        ("May sign in to the workshop", {"fields": ("is_staff",)}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Everybody, for those who make accounts or choose members; else the people of one's own studies."""
        users = super().get_queryset(request)
        rights = rights_of(request)
        if request.user.is_superuser or rights.allow([Act.MANAGE_STUDY]):
            return users
        mine = rights.studies([Act.SEE_STUDY])
        return users.filter(Q(pk=request.user.pk) | Q(study_memberships__study__in=mine)).distinct()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A custodian must find people by name to make them members."""
        return request.user.is_superuser or rights_of(request).allow([Act.MANAGE_STUDY])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # What somebody did stays theirs: make the account inactive.


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, AccountAdmin)
