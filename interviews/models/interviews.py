"""Interviews, who speaks in them, and their turns. A turn's text is written once and never updated."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from interviews.crypto import decrypt, encrypt, new_data_key
from interviews.models.studies import InterviewGuide, Participant, Study


class InterviewQuerySet(models.QuerySet["Interview"]):
    def of(self, user: Any) -> Self:
        """Interviews of the studies that `user` is a member of."""
        return self.filter(study__memberships__user=user).distinct()


class Interview(models.Model):
    """A conversation with one participant or more. The name of its uploaded file is never kept."""

    class ImportState(models.TextChoices):
        IMPORTED = "imported", _("imported")
        DEIDENTIFYING = "deidentifying", _("de-identifying")
        DEIDENTIFIED = "deidentified", _("de-identified")

    class CodingState(models.TextChoices):
        UNCODED = "uncoded", _("not coded")
        CODING = "coding", "coding"
        SUBMITTED = "submitted", _("passes submitted")
        MODERATING = "moderating", _("moderating")
        MODERATED = "moderated", _("moderated")

    study = models.ForeignKey(Study, models.CASCADE, related_name="interviews")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8, default="en")
    guide = models.ForeignKey(InterviewGuide, models.PROTECT, null=True, blank=True, related_name="interviews")
    source_sha256 = models.CharField(max_length=64, editable=False)
    source_format = models.CharField(max_length=20, editable=False)
    import_state = models.CharField(max_length=16, choices=ImportState.choices, default=ImportState.IMPORTED)
    coding_state = models.CharField(max_length=16, choices=CodingState.choices, default=CodingState.UNCODED)
    # What the reader of the file had to say: [{"line": 12, "code": "empty-turn", "message": "..."}], no words.
    warnings = models.JSONField(default=list, blank=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    imported_at = models.DateTimeField(auto_now_add=True)
    data_key = models.BinaryField(default=new_data_key, null=True, editable=False)
    # What other tools know its text by, wherever it came from (interviews/refi).
    guid = models.UUIDField(default=uuid.uuid4, null=True, editable=False)

    objects: ClassVar[Any] = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "interview")
        verbose_name_plural = pgettext_lazy("model", "interviews")
        ordering: ClassVar[Any] = ["study", "number"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("study", "number", name="interview_number_once"),
            models.UniqueConstraint("study", "source_sha256", name="interview_source_once"),
            models.UniqueConstraint("study", "guid", name="interview_guid_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="interview_number_from_one"),
        ]

    def __str__(self) -> str:
        return gettext("Interview %(interview)s") % {"interview": self.number}


class Speaker(models.Model):
    """Somebody who speaks in an interview. The source's own label may be a name, so it is kept encrypted."""

    class Role(models.TextChoices):
        INTERVIEWER = "interviewer", _("interviewer")
        INTERVIEWEE = "interviewee", _("interviewee")
        UNKNOWN = "unknown", _("unknown")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="speakers")
    role = models.CharField(max_length=12, choices=Role.choices)
    number = models.PositiveSmallIntegerField(default=1)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="speakers")
    label_encrypted = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("model", "speaker")
        verbose_name_plural = pgettext_lazy("model", "speakers")
        ordering: ClassVar[Any] = ["interview", "role", "number"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("interview", "role", "number", name="speaker_once"),
            models.CheckConstraint(
                condition=Q(role="interviewee") | Q(participant=None), name="only_an_interviewee_is_a_participant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.number}"


class SegmentQuerySet(models.QuerySet["Segment"]):
    def with_replacements(self) -> Self:
        """Everything that computing safe text needs, in two more queries whatever the number of segments."""
        return self.select_related("interview", "speaker").prefetch_related("replacements")


class Segment(models.Model):
    """A speaker turn. `text` is encrypted at rest, written once at import, and never updated.

    Make one with `Segment.written`. Offsets everywhere are Unicode code points of `text`, end exclusive.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="segments")
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="segments")
    position = models.PositiveIntegerField(help_text="Place in the interview, from 0")
    text_encrypted = models.BinaryField(editable=False)
    length = models.PositiveIntegerField(help_text="Code points of the text", editable=False)
    line = models.PositiveIntegerField(null=True, editable=False, help_text="Line of the source where it starts")
    start_ms = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end_ms = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "segment")
        verbose_name_plural = pgettext_lazy("model", "segments")
        ordering: ClassVar[Any] = ["interview", "position"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("interview", "position", name="segment_position_once")]

    @classmethod
    def written(cls, *, interview: Interview, position: int, text: str, **fields: Any) -> "Segment":
        """An unsaved segment with its text sealed by the interview's data key."""
        sealed = encrypt(interview.data_key, text, context=f"segment:{position}")
        return cls(interview=interview, position=position, text_encrypted=sealed, length=len(text), **fields)

    @cached_property
    def text(self) -> str:
        """The raw words. Decrypted in memory on first use; raises `crypto.KeyMissing` once the key is destroyed."""
        return decrypt(self.interview.data_key, self.text_encrypted, context=f"segment:{self.position}")

    def __str__(self) -> str:
        return f"segment {self.position} of interview {self.interview_id}"


class SegmentReview(models.Model):
    """That somebody read a turn: its de-identification is right, or no code applies to it.

    A de-identification review holds for exactly one state of the text and its accepted replacements
    (`state_sha256`): any later change of either makes it void without touching this row.
    """

    class Kind(models.TextChoices):
        DEIDENTIFICATION = "deidentification", "de-identification reviewed"
        NOTHING_APPLIES = "nothing-applies", "coding reviewed, nothing applies"

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(auto_now_add=True)
    coding_pass = models.ForeignKey(
        "interviews.CodingPass", models.CASCADE, null=True, blank=True, related_name="reviews"
    )
    state_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = pgettext_lazy("model", "segment review")
        verbose_name_plural = pgettext_lazy("model", "segment reviews")
        ordering: ClassVar[Any] = ["segment", "reviewed_at"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("segment", "kind", "reviewer", "state_sha256", name="segment_review_once"),
            models.CheckConstraint(
                condition=Q(kind="deidentification", coding_pass=None)
                | Q(kind="nothing-applies", coding_pass__isnull=False),
                name="coding_review_belongs_to_a_pass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of segment {self.segment_id}"
