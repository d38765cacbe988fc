"""A study, who works on it, who was interviewed, what they agreed to, and what they were asked."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Source, WorkflowPhase
from interviews.crypto import new_data_key


class StudyQuerySet(models.QuerySet["Study"]):
    def of(self, user: Any) -> Self:
        """Studies that `user` is a member of. A superuser is no exception: rights come from membership."""
        return self.filter(memberships__user=user).distinct()


class Study(models.Model):
    """A research project: how it is cited, how it publishes, until when its words may be kept."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    citation = models.TextField(blank=True)
    protocol = models.TextField(blank=True, help_text="Markdown: how the interviews were held and coded")
    k = models.PositiveSmallIntegerField(
        default=5, help_text="Smallest group of participants a published label may describe"
    )
    linking_labels = models.BooleanField(
        default=False, help_text="Publish labels that link one participant's quotes (off: nothing links them)"
    )
    linking_labels_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    linking_labels_at = models.DateTimeField(null=True, blank=True, editable=False)
    destroy_by = models.DateField(null=True, blank=True, help_text="Raw text must be destroyed by this day")
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, help_text="An invented study to try the workbench: never published")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", help_text="What its quotes are published under"
    )
    single_participant_acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    single_participant_acknowledged_at = models.DateTimeField(null=True, blank=True)
    data_key = models.BinaryField(default=new_data_key, null=True, editable=False)
    # What GUIDs of its coders and codings are made from, so that no other database makes the same (interviews/refi).
    guid = models.UUIDField(default=uuid.uuid4, null=True, editable=False)

    objects: ClassVar[Any] = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "study")
        verbose_name_plural = pgettext_lazy("model", "studies")
        ordering: ClassVar[Any] = ["slug"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(k__gte=1), name="study_k_from_one"),
            models.CheckConstraint(
                condition=Q(single_participant_acknowledged_by=None, single_participant_acknowledged_at=None)
                | Q(single_participant_acknowledged_by__isnull=False, single_participant_acknowledged_at__isnull=False),
                name="study_acknowledgement_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class StudyMembership(models.Model):
    """That somebody has a role in a study. All rights come from here, never from a global group."""

    class Role(models.TextChoices):
        IMPORTER = "importer", _("importer")
        DEIDENTIFIER = "deidentifier", _("de-identifier")
        CODER = "coder", _("coder")
        MODERATOR = "moderator", _("moderator")
        PUBLISHER = "publisher", _("publisher")
        CUSTODIAN = "custodian", _("custodian")

    study = models.ForeignKey(Study, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="study_memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = pgettext_lazy("model", "study membership")
        verbose_name_plural = pgettext_lazy("model", "study memberships")
        ordering: ClassVar[Any] = ["study", "user", "role"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("study", "user", "role", name="membership_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} in study {self.study_id}"


class Participant(models.Model):
    """The person interviewed, by code. Attributes are quasi identifiers and are published only as the gate allows."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="participants")
    code = models.CharField(max_length=20, help_text="For example P05")
    role = models.CharField(max_length=80, blank=True, help_text="Generalized: data scientist, ML engineer, ...")
    sector = models.CharField(max_length=80, blank=True)
    experience = models.CharField(max_length=40, blank=True, help_text="A range, for example 1-3 years")
    country = models.CharField(max_length=60, blank=True)
    company_size = models.CharField(max_length=40, blank=True, help_text="A range, for example 50-249")
    public_number = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Tells participants apart in linking labels; drawn at random, so it says nothing of the order",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "participant")
        verbose_name_plural = pgettext_lazy("model", "participants")
        ordering: ClassVar[Any] = ["study", "code"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("study", "code", name="participant_code_once"),
            models.UniqueConstraint("study", "public_number", name="participant_public_number_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def may_be_quoted(self) -> bool:
        """True only while an explicit consent to quote stands and the participant has not withdrawn."""
        if self.withdrawn_at is not None:
            return False
        return any(c.scope == Consent.Scope.QUOTE and c.revoked_on is None for c in self.consents.all())


class Consent(models.Model):
    """What a participant agreed to, when, and how we know. Never a default."""

    class Scope(models.TextChoices):
        ANALYSE = "analyse", "analyse the interview"
        QUOTE = "quote", "publish anonymized quotes"
        TRANSCRIPT = "transcript", "publish the anonymized transcript"
        ARCHIVE = "archive", "deposit in a restricted archive"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    granted_on = models.DateField()
    evidence = models.CharField(max_length=200, help_text="How it was given: signed form, asked on the recording, ...")
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "consent")
        verbose_name_plural = pgettext_lazy("model", "consents")
        ordering: ClassVar[Any] = ["participant", "scope"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("participant", "scope", name="consent_scope_once"),
            models.CheckConstraint(condition=~Q(evidence=""), name="consent_says_how_it_was_given"),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("granted_on")), name="consent_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.scope}"


class InterviewGuide(models.Model):
    """A version of the questions that a study asks."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="guides")
    version = models.CharField(max_length=40)

    class Meta:
        verbose_name = pgettext_lazy("model", "interview guide")
        verbose_name_plural = pgettext_lazy("model", "interview guides")
        ordering: ClassVar[Any] = ["study", "version"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("study", "version", name="guide_version_once")]

    def __str__(self) -> str:
        return self.version


class GuideQuestion(models.Model):
    """A question of a guide (Q2.1), with the workflow phase it asks about."""

    guide = models.ForeignKey(InterviewGuide, models.CASCADE, related_name="questions")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    phase = models.ForeignKey(WorkflowPhase, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "guide question")
        verbose_name_plural = pgettext_lazy("model", "guide questions")
        ordering: ClassVar[Any] = ["guide", "position"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("guide", "key", name="question_key_once"),
            models.UniqueConstraint("guide", "position", name="question_position_once"),
        ]

    def __str__(self) -> str:
        return self.key
