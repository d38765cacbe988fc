"""Interviews, their speakers, turns and reviews. Reading an interview happens on its own page (pages/transcript)."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from catalog.admin.base import count_column
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.admin.links import transcript_link, turn_link
from interviews.admin.pages.acts import act
from interviews.admin.pages.differences import difference_page
from interviews.admin.pages.differences_acts import difference_act
from interviews.admin.pages.transcript import transcript
from interviews.admin.pages.upload import upload
from interviews.admin.pages.workbench import workbench, workbench_act
from interviews.admin.retention import retention_context
from interviews.admin.rights import rights_of
from interviews.forms import SameStudyForm
from interviews.models import Interview, Segment, SegmentReview, Speaker, Study
from interviews.permissions import Act
from interviews.visibility import visible_passes


class SpeakerLinkForm(SameStudyForm):
    """Ties an interviewee to a participant of the same study."""

    study_path = "interview__study"


class SpeakerInline(StudyScopedInline):
    """Who speaks. An interviewee is tied to a participant here; which turn is whose, on the interview's page."""

    model = Speaker
    form = SpeakerLinkForm
    fields = ("role", "number", "participant")
    readonly_fields = ("role", "number")
    autocomplete_fields = ("participant",)
    edit_acts = (Act.IMPORT, Act.MANAGE_STUDY)
    may_remove = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Interview)
class InterviewAdmin(StudyScopedAdmin):
    """Interviews, with how far each is."""

    add_acts = (Act.IMPORT,)
    change_acts = (Act.IMPORT, Act.MANAGE_STUDY)
    inlines = (SpeakerInline,)
    list_display = (
        "read",
        "study",
        "language",
        "import_state",
        "coding_state",
        count_column("turn_count", "turns"),
        count_column("reviewed_count", "reviewed turns"),
        count_column("pass_count", "passes you see"),
        "details",
    )
    list_display_links = None
    list_filter = (("study", ScopedRelatedFilter), "import_state", "coding_state", "language")
    search_fields = ("number", "study__slug", "speakers__participant__code")
    list_select_related = ("study",)
    date_hierarchy = "imported_at"
    fields = ("study", "number", "language", "guide", "import_state", "coding_state", "source_format", "imported_at")
    readonly_fields = ("number", "import_state", "coding_state", "source_format", "imported_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        reviewed = SegmentReview.objects.filter(kind=SegmentReview.Kind.DEIDENTIFICATION)
        return (
            super()
            .get_queryset(request)
            .annotate(
                turn_count=count_of(Segment.objects.all(), "interview"),
                reviewed_count=count_of(reviewed, "segment__interview", distinct="segment"),
                pass_count=count_of(visible_passes(request.user), "interview"),
            )
        )

    def get_urls(self) -> list[Any]:
        """The interview's own page and its acts, before Django's pages, whose address takes anything."""
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/transcript/", wrap(transcript), name="interviews_interview_transcript"),
            path("<int:pk>/workbench/", wrap(workbench), name="interviews_interview_workbench"),
            path("<int:pk>/differences/act/", wrap(difference_act), name="interviews_interview_difference_act"),
            path("<int:pk>/differences/", wrap(difference_page), name="interviews_interview_differences"),
            path("<int:pk>/workbench/act/", wrap(workbench_act), name="interviews_interview_workbench_act"),
            path("<int:pk>/act/<slug:act>/", wrap(act), name="interviews_interview_act"),
        ]
        return [*own, *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        may_review = rights_of(request).allow([Act.DEIDENTIFY], obj.study_id)
        return {**retention_context(request, obj.study), "may_review": may_review}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return upload(request)

    @admin.display(description="interview", ordering="number")
    def read(self, interview: Interview) -> str:
        return transcript_link(interview.pk, str(interview))

    @admin.display(description="details")
    def details(self, interview: Interview) -> str:
        address = reverse("admin:interviews_interview_change", args=[interview.pk])
        return format_html('<a href="{}">Details of interview {}</a>', address, interview.number)


@admin.register(Speaker)
class SpeakerAdmin(StudyScopedAdmin):
    """Who speaks; changed on the interview's page."""

    in_index = False
    study_path = "interview__study"
    list_display = ("__str__", "interview", "study", "participant", count_column("turn_count", "turns"))
    list_filter = ("role", ("interview__study", ScopedRelatedFilter))
    search_fields = ("interview__number", "interview__study__slug", "participant__code")
    list_select_related = ("interview__study", "participant")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(turn_count=count_of(Segment.objects.all(), "speaker"))

    @admin.display(ordering="interview__study")
    def study(self, speaker: Speaker) -> Study:
        return speaker.interview.study


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    """Turns. What was said stands on the interview's page, as safe text; it is never edited."""

    in_index = False
    study_path = "interview__study"
    list_display = ("place", "interview", "study", "speaker", "length", "line", "reviewed")
    list_filter = ("speaker__role", ("interview__study", ScopedRelatedFilter))
    search_fields = ("=position", "=interview__number", "interview__study__slug")
    list_select_related = ("interview__study", "speaker")
    fields = ("interview", "place", "speaker", "length", "line", "start_ms", "end_ms")
    readonly_fields = ("place",)

    def get_queryset(self, request: HttpRequest) -> Any:
        reviews = SegmentReview.objects.filter(segment=OuterRef("pk"), kind=SegmentReview.Kind.DEIDENTIFICATION)
        return super().get_queryset(request).defer("text_encrypted").annotate(is_reviewed=Exists(reviews))

    @admin.display(description="turn", ordering="position")
    def place(self, segment: Segment) -> str:
        return turn_link(segment)

    @admin.display(boolean=True, description="reviewed once")
    def reviewed(self, segment: Any) -> bool:
        return bool(segment.is_reviewed)

    @admin.display(ordering="interview__study")
    def study(self, segment: Segment) -> Study:
        return segment.interview.study


@admin.register(SegmentReview)
class SegmentReviewAdmin(ReadOnlyAdmin):
    """Which turn was reviewed, by whom. A coder's "nothing applies" is as blind as their codings."""

    in_index = False
    study_path = "segment__interview__study"
    list_display = ("kind", "segment", "interview", "reviewer", "reviewed_at")
    list_filter = ("kind", ("segment__interview__study", ScopedRelatedFilter))
    search_fields = ("=segment__interview__number", "segment__interview__study__slug")
    list_select_related = ("segment__interview", "reviewer")
    date_hierarchy = "reviewed_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SegmentReview]:
        passes = visible_passes(request.user).values("pk")
        return super().get_queryset(request).filter(Q(coding_pass=None) | Q(coding_pass__in=passes))

    @admin.display(ordering="segment__interview")
    def interview(self, review: SegmentReview) -> Interview:
        return review.segment.interview
