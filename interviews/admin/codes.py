"""The codebook."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from catalog.admin.base import count_column
from interviews.actions.codebook import CHANGEABLE, change_code, create_code
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter, StudyScopedAdmin
from interviews.admin.counts import count_of
from interviews.admin.pages.comparison import comparison
from interviews.admin.pages.history import code_history
from interviews.admin.pages.settle import settle
from interviews.admin.pages.split import split
from interviews.admin.rights import rights_of
from interviews.forms.codebook import CodeForm
from interviews.models import Code, CodeVersion, Coding, CountedCode
from interviews.permissions import Act
from interviews.visibility import visible_passes


@admin.register(Code)
class CodeAdmin(StudyScopedAdmin):
    """The codebook, with how often each code was applied in the passes that the person may see."""

    add_acts = change_acts = (Act.CODE,)
    list_display = (
        "name",
        "kind",
        "study",
        "parent",
        count_column("coding_count", "codings you see"),
        count_column("interview_count", "in interviews"),
        "merged_into",
        "in_use",
        "issue",
        "strategy",
    )
    list_filter = (
        "kind",
        ("study", ScopedRelatedFilter),
        ("merged_into", admin.EmptyFieldListFilter),
        ("retired_at", admin.EmptyFieldListFilter),
        ("issue", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "definition", "shortcut")
    list_select_related = ("study", "parent", "merged_into", "issue", "strategy")
    autocomplete_fields = ("parent", "issue", "strategy")
    form = CodeForm
    fields = (
        "study",
        "name",
        "kind",
        "parent",
        "definition",
        "include",
        "exclude",
        "shortcut",
        "colour",
        "issue",
        "strategy",
        "merged_into",
        "split_into",
        "retired_at",
    )
    readonly_fields = ("merged_into", "split_into", "retired_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        codings = Coding.objects.filter(coding_pass__in=visible_passes(request.user).values("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                coding_count=count_of(codings, "code"),
                interview_count=count_of(codings, "code", distinct="coding_pass__interview"),
            )
        )

    @admin.display(boolean=True)
    def in_use(self, code: Code) -> bool:
        return code.merged_into_id is None and code.retired_at is None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Renaming is a moderator's: others code under that name."""
        may_rename = obj is None or rights_of(request).allow([Act.MODERATE], obj.study_id)
        return [*super().get_readonly_fields(request, obj), *([] if may_rename else ["name"])]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/settle/", wrap(settle), name="interviews_code_settle"),
            path("<int:pk>/history/", wrap(code_history), name="interviews_code_history"),
            path("<int:pk>/split/", wrap(split), name="interviews_code_split"),
            path("<int:pk>/compare/", wrap(comparison), name="interviews_code_compare"),
        ]
        return [*own, *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        may_settle = rights_of(request).allow([Act.MODERATE], obj.study_id)
        is_split = obj.split_into.exists()
        may_split = may_settle or (is_split and rights_of(request).allow([Act.CODE], obj.study_id))
        return {"may_settle": may_settle, "may_split": may_split and obj.merged_into_id is None, "is_split": is_split}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """By the codebook's own actions: they keep what a code said before."""
        fields = {field: form.cleaned_data[field] for field in form.changed_data if field in CHANGEABLE}
        if change:
            stored = Code.objects.select_related("study", "parent", "issue", "strategy").get(pk=obj.pk)
            changed = change_code(by=request.user, code=stored, **fields)
            obj.name = changed.name
        else:
            created = create_code(by=request.user, study=obj.study, **{"name": obj.name, "kind": obj.kind, **fields})
            obj.pk, obj.name, obj._state.adding = created.pk, created.name, False

    def record(self, request: HttpRequest, obj: Any, done: str) -> None:
        """The codebook's actions have said it in the study's log already."""


@admin.register(CodeVersion)
class CodeVersionAdmin(ReadOnlyAdmin):
    """That codes said something else before. What they said is on the page of their history."""

    in_index = False
    study_path = "code__study"
    list_display = ("__str__", "code", "by", "at")
    list_filter = (("code__study", ScopedRelatedFilter),)
    search_fields = ("code__name",)
    list_select_related = ("code", "by")


@admin.register(CountedCode)
class CountedCodeAdmin(ReadOnlyAdmin):
    """For which issues a code was counted in public: why an issue that it came to tells no people."""

    in_index = False
    study_path = "code__study"
    list_display = ("__str__", "code", "issue")
    list_filter = (("code__study", ScopedRelatedFilter),)
    search_fields = ("code__name",)
    list_select_related = ("code", "issue")
