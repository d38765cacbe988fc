"""The codebook, the passes of its coders, and their codings and memos: all as blind as interviews/visibility.py."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from catalog.admin.base import count_column
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter, StudyScopedAdmin
from interviews.admin.counts import count_of
from interviews.admin.links import transcript_link
from interviews.models import Code, Coding, CodingPass, Interview, Memo, Study
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


@admin.register(CodingPass)
class CodingPassAdmin(ReadOnlyAdmin):
    """The passes that the person may see; opened, submitted and settled on the interview's page."""

    study_path = "interview__study"
    list_display = (
        "__str__",
        "study",
        "coder",
        "kind",
        "status",
        count_column("coding_count", "codings"),
        count_column("coded_turns", "coded turns"),
        count_column("code_count", "codes"),
        "submitted_at",
        "read",
    )
    list_filter = ("kind", "status", ("coder", ScopedRelatedFilter), ("interview__study", ScopedRelatedFilter))
    search_fields = ("=interview__number", "interview__study__slug", "coder__username")
    list_select_related = ("interview__study", "coder")
    date_hierarchy = "started_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=visible_passes(request.user).values("pk"))
            .annotate(
                coding_count=count_of(Coding.objects.all(), "coding_pass"),
                coded_turns=count_of(Coding.objects.all(), "coding_pass", distinct="segment"),
                code_count=count_of(Coding.objects.all(), "coding_pass", distinct="code"),
            )
        )

    @admin.display(ordering="interview__study")
    def study(self, coding_pass: CodingPass) -> Study:
        return coding_pass.interview.study

    @admin.display(description="read")
    def read(self, coding_pass: CodingPass) -> str:
        return transcript_link(coding_pass.interview_id, f"Open interview {coding_pass.interview.number}")


@admin.register(Coding)
class CodingAdmin(ReadOnlyAdmin):
    """Codings of the passes that the person may see; made and removed on the interview's page."""

    study_path = "coding_pass__interview__study"
    list_display = ("__str__", "code", "interview", "turn", "span", "coder", "kind", "span_certain")
    list_filter = (
        ("code", ScopedRelatedFilter),
        "coding_pass__kind",
        "span_certain",
        ("coding_pass__coder", ScopedRelatedFilter),
        ("coding_pass__interview__study", ScopedRelatedFilter),
    )
    search_fields = ("code__name", "=coding_pass__interview__number", "coding_pass__coder__username")
    list_select_related = ("code", "segment", "coding_pass__interview", "coding_pass__coder")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coding]:
        passes = visible_passes(request.user).values("pk")
        return super().get_queryset(request).filter(coding_pass__in=passes)

    @admin.display(ordering="coding_pass__interview")
    def interview(self, coding: Coding) -> Interview:
        return coding.coding_pass.interview

    @admin.display(ordering="segment__position")
    def turn(self, coding: Coding) -> str:
        position = coding.segment.position
        return transcript_link(coding.coding_pass.interview_id, f"Turn {position}", position)

    @admin.display(description="characters")
    def span(self, coding: Coding) -> str:
        return f"{coding.start}-{coding.end}"

    @admin.display(ordering="coding_pass__coder")
    def coder(self, coding: Coding) -> str:
        return coding.coding_pass.coder.get_username()

    @admin.display(ordering="coding_pass__kind")
    def kind(self, coding: Coding) -> str:
        return coding.coding_pass.kind


def visible_memos(user: Any) -> QuerySet[Memo]:
    """Memos that `user` may read, within studies that they may code or moderate.

    one's own                                        always
    another's, on a coding                           as that coding's pass (visibility.visible_passes)
    another's, on an interview or one of its turns   unless either of the two has an open pass there
    another's, on the study or a code                yes
    """
    open_passes = CodingPass.objects.filter(kind=CodingPass.Kind.INDEPENDENT, status=CodingPass.Status.OPEN)

    def has_open(coder: Any, interview: str) -> Exists:
        return Exists(open_passes.filter(coder=coder, interview=OuterRef(interview)))

    blind = Q()
    for interview in ("interview", "segment__interview"):
        blind |= Q(has_open(user, interview)) | Q(has_open(OuterRef("author"), interview))
    seen = Q(coding=None) | Q(coding__coding_pass__in=visible_passes(user).values("pk"))
    return Memo.objects.filter(Q(author=user) | (seen & ~blind))


@admin.register(Memo)
class MemoAdmin(StudyScopedAdmin):
    """Notes of coders. Encrypted: they may quote, so a list shows what they are about and never what they say."""

    view_acts = add_acts = (Act.CODE, Act.MODERATE)
    list_display = ("__str__", "study", "author", "about", "written_at")
    list_filter = (("study", ScopedRelatedFilter), ("author", ScopedRelatedFilter))
    search_fields = ("author__username", "study__slug", "code__name", "=interview__number")
    list_select_related = ("study", "author", "interview", "segment", "code", "coding__code")
    date_hierarchy = "written_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Memo]:
        return super().get_queryset(request).filter(pk__in=visible_memos(request.user).values("pk"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One's own only."""
        return obj is None or obj.author_id == request.user.pk

    @admin.display
    def about(self, memo: Memo) -> str:
        parts = (memo.interview, memo.segment, memo.code, memo.coding and memo.coding.code)
        return ", ".join(str(part) for part in parts if part) or "the study"
