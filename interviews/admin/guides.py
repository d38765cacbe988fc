"""What a study asks: guides and their questions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.admin.base import PublicRelatedFilter, count_column
from interviews.admin.base import ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.admin.rights import rights_of
from interviews.models import GuideQuestion, Interview, InterviewGuide, Study
from interviews.permissions import Act


class QuestionInline(StudyScopedInline):
    model = GuideQuestion
    edit_acts = (Act.MANAGE_STUDY,)
    fields = ("position", "key", "text", "phase")


@admin.register(InterviewGuide)
class InterviewGuideAdmin(StudyScopedAdmin):
    add_acts = change_acts = (Act.MANAGE_STUDY,)
    inlines = (QuestionInline,)
    list_display = (
        "version",
        "study",
        count_column("question_count", "questions"),
        count_column("interview_count", "interviews"),
    )
    list_filter = (("study", ScopedRelatedFilter),)
    search_fields = ("version", "study__slug")
    list_select_related = ("study",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                question_count=count_of(GuideQuestion.objects.all(), "guide"),
                interview_count=count_of(Interview.objects.all(), "guide"),
            )
        )


@admin.register(GuideQuestion)
class GuideQuestionAdmin(StudyScopedAdmin):
    in_index = False
    study_path = "guide__study"
    add_acts = change_acts = (Act.MANAGE_STUDY,)
    list_display = ("key", "guide", "study", "phase", "position")
    list_filter = (("guide__study", ScopedRelatedFilter), ("phase", PublicRelatedFilter))
    search_fields = ("key", "text", "guide__study__slug")
    list_select_related = ("guide__study", "phase")
    autocomplete_fields = ("guide",)

    @admin.display(ordering="guide__study")
    def study(self, question: GuideQuestion) -> Study:
        return question.guide.study

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["guide"] if obj else [])]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "guide":
            field.queryset = field.queryset.filter(study__in=rights_of(request).studies(self.add_acts))
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuideQuestion]:
        return super().get_queryset(request).prefetch_related("phase__texts")
