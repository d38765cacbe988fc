"""What every admin of the workshop shares: rows, rights and choices limited to the person's own studies."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

from interviews.actions.log import record
from interviews.admin.columns import name_columns
from interviews.admin.lookups import OfferedLookups
from interviews.admin.rights import rights_of
from interviews.admin.rows import LabelledFormSet
from interviews.forms import SameStudyForm
from interviews.models import Study
from interviews.permissions import Act

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    BaseAdmin = BaseModelAdmin[Any]
else:
    # Django's admin classes take no type argument when the program runs.
    ModelAdmin, TabularInline, BaseAdmin = admin.ModelAdmin, admin.TabularInline, BaseModelAdmin

Acts = tuple[Act, ...]


def visible(site: admin.AdminSite, model: type[Model], request: HttpRequest) -> QuerySet[Any] | None:
    """The rows of `model` that the person sees in the admin; None for a model that the admin does not know."""
    registered = site._registry.get(model)
    return registered.get_queryset(request) if registered else None


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter whose choices are the rows that the person may see, not every row there is."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = visible(model_admin.admin_site, field.related_model, request)
        limit = {} if rows is None else {"pk__in": rows.order_by().values("pk")}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)


class ScopedChoices(BaseAdmin):
    """Choices of a foreign key are the rows that the person may see, in selects and in autocompletes."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows = visible(self.admin_site, db_field.related_model, request)
        if rows is not None and "queryset" not in kwargs:
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class StudyScopedAdmin(OfferedLookups, ScopedChoices, ModelAdmin):
    """An admin whose rows belong to a study, and whose rights come from memberships of that study.

    `study_path` is the lookup from a row to its study ("interview__study"); the four tuples name the acts of
    which one is needed. An empty tuple means that nobody may. Subclasses narrow `get_queryset` further where
    the blind rule (interviews/visibility.py) says so.
    """

    study_path: ClassVar[str] = "study"
    view_acts: ClassVar[Acts] = (Act.SEE_STUDY,)
    add_acts: ClassVar[Acts] = ()
    change_acts: ClassVar[Acts] = ()
    delete_acts: ClassVar[Acts] = ()
    # Rows that are edited on another row's page keep their list, but the index leaves it out.
    in_index: ClassVar[bool] = True

    form: type[forms.ModelForm] = SameStudyForm
    list_per_page = 50
    show_full_result_count = False

    def __init__(self, model: Any, admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        name_columns(self)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        studies = rights_of(request).studies(self.view_acts)
        return super().get_queryset(request).filter(**{f"{self.study_path}__in": studies})

    def study_id_of(self, obj: Any) -> int | None:
        """The id of the study that `obj` belongs to."""
        *steps, last = self.study_path.split("__")
        for step in steps:
            obj = getattr(obj, step)
        found: int | None = obj.pk if last == "pk" else getattr(obj, f"{last}_id")
        return found

    def allows(self, request: HttpRequest, acts: Iterable[Act], obj: Any = None) -> bool:
        study = self.study_id_of(obj) if obj is not None and obj.pk else None
        return rights_of(request).allow(acts, study)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.in_index and self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, (*self.view_acts, *self.change_acts), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allows(request, self.add_acts)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, self.change_acts, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allows(request, self.delete_acts, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row never moves to another study."""
        fixed = ["study"] if obj is not None and self.study_path == "study" else []
        return [*fixed, *super().get_readonly_fields(request, obj)]

    def formfield_for_foreignkey(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "study" and self.study_path == "study":
            # Offered are the studies in which the person may add such a row, not all those they may look at.
            field.queryset = field.queryset.filter(pk__in=rights_of(request).studies(self.add_acts))
        return field

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.record(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.record(request, obj, "changed")
        return super().log_change(request, obj, message)

    def record(self, request: HttpRequest, obj: Any, done: str) -> None:
        """What is saved by hand stands in the study's own log too, by its id."""
        study = Study.objects.get(pk=self.study_id_of(obj) or 0)
        record(by=request.user, action=f"{obj._meta.verbose_name_raw} {done}", study=study, row=obj.pk)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page of one row shows beside its fields: buttons that the person's role allows."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None:
            context.update(self.page_context(request, obj))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.study_path = self.study_path
        return form


class ReadOnlyAdmin(StudyScopedAdmin):
    """For what actions write and nobody edits by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StudyScopedInline(ScopedChoices, TabularInline):
    """Rows inside their parent's page; `edit_acts` in the parent's study allow to add, change and remove them."""

    edit_acts: ClassVar[Acts] = ()
    may_remove: ClassVar[bool] = True
    extra = 0
    formset: type[LabelledFormSet] = LabelledFormSet

    def allowed(self, request: HttpRequest, parent: Any) -> bool:
        owner: Any = self.admin_site._registry[self.parent_model]
        if parent is None or not parent.pk:
            return bool(owner.has_add_permission(request))
        return rights_of(request).allow(self.edit_acts, owner.study_id_of(parent))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # The parent's page was allowed, and only the parent's own rows are listed.

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_remove and self.allowed(request, obj)
