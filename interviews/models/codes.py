"""The codebook, coders' passes, and codings: spans of raw text with a code."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Issue, Strategy
from interviews.crypto import decrypt, encrypt
from interviews.models.interviews import Interview, Segment
from interviews.models.studies import Study


class CodeQuerySet(models.QuerySet["Code"]):
    def current(self) -> Self:
        """Codes to choose from: neither merged into another nor retired."""
        return self.filter(merged_into=None, retired_at=None)


class Code(models.Model):
    """A codebook entry. A merged code points onward, and its codings are read through it: nothing is rewritten.

    A split code (`split_into`) is out of use; how its codings are read is told in interviews/actions/split.py.
    """

    class Kind(models.TextChoices):
        ISSUE = "issue", _("issue")
        STRATEGY = "strategy", _("strategy")
        QUESTION = "question", _("question")
        ATTRIBUTE = "attribute", _("attribute")
        OTHER = "other", _("other")

    study = models.ForeignKey(Study, models.CASCADE, related_name="codes")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    definition = models.TextField(blank=True)
    include = models.TextField(blank=True, help_text="Use it when ...")
    exclude = models.TextField(blank=True, help_text="Don't use it when ...")
    shortcut = models.CharField(max_length=3, blank=True)
    colour = models.CharField(max_length=7, blank=True, help_text="#rrggbb")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    split_into = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="split_from")
    retired_at = models.DateTimeField(null=True, blank=True)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="+")
    strategy = models.ForeignKey(Strategy, models.PROTECT, null=True, blank=True, related_name="+")
    # What other tools know it by, wherever it came from (interviews/refi).
    guid = models.UUIDField(default=uuid.uuid4, null=True, editable=False)

    objects: ClassVar[Any] = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "code")
        verbose_name_plural = pgettext_lazy("model", "codes")
        ordering: ClassVar[Any] = ["study", "name"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("study", "name", name="code_name_once"),
            models.UniqueConstraint("study", "shortcut", condition=~Q(shortcut=""), name="code_shortcut_once"),
            models.UniqueConstraint("study", "guid", name="code_guid_once"),
            models.CheckConstraint(condition=~Q(name=""), name="code_has_a_name"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="code_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="code_not_merged_into_itself"
            ),
        ]

    def effective(self) -> "Code":
        """The code this one is read as: itself, or the end of the chain it was merged into."""
        code = self
        while code.merged_into is not None:
            code = code.merged_into
        return code

    def __str__(self) -> str:
        return self.name


class CodingPass(models.Model):
    """One coder's work on one interview; the moderated pass is what the coders settled on."""

    class Kind(models.TextChoices):
        INDEPENDENT = "independent", _("independent")
        MODERATED = "moderated", _("moderated")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="passes")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="coding_passes")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INDEPENDENT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    adopted_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="adopted_as", editable=False
    )
    # A coded print's own turns, whose cuts may differ from the transcript's. No words:
    # [{"position": 0, "pieces": [[segment, start, end], ...], "codes": ["name", ...]}, ...]
    printed_turns = models.JSONField(null=True, blank=True, editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("model", "coding pass")
        verbose_name_plural = pgettext_lazy("model", "coding passes")
        ordering: ClassVar[Any] = ["interview", "kind", "coder"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                "interview", "coder", condition=Q(kind="independent"), name="one_independent_pass_per_coder"
            ),
            models.UniqueConstraint("interview", condition=Q(kind="moderated"), name="one_moderated_pass"),
            models.CheckConstraint(
                condition=Q(status="open", submitted_at=None) | Q(status="submitted", submitted_at__isnull=False),
                name="submitted_pass_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} pass {self.pk} of interview {self.interview_id}"


class Coding(models.Model):
    """A span of one segment with a code, in a pass. A selection across turns is several with one `group`.

    `span_certain` is false where a print does not say which of a turn's spans has which of its codes.
    """

    coding_pass = models.ForeignKey(CodingPass, models.CASCADE, related_name="codings")
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="codings")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    group = models.UUIDField(null=True, blank=True, editable=False)
    span_certain = models.BooleanField(default=True)
    # The split code that it had before somebody gave it one of the parts.
    split_from = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "coding")
        verbose_name_plural = pgettext_lazy("model", "codings")
        ordering: ClassVar[Any] = ["coding_pass", "segment__position", "start", "end", "code"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_span_not_empty"),
            models.UniqueConstraint("coding_pass", "segment", "start", "end", "code", name="coding_once"),
        ]

    def __str__(self) -> str:
        return f"coding {self.pk} in pass {self.coding_pass_id}"


class MemoQuerySet(models.QuerySet["Memo"]):
    def standing(self) -> Self:
        """Memos that were not taken back."""
        return self.filter(taken_back_at=None)

    def on_turns(self, interview: int, author: Any) -> Self:
        """The memos of `author` that stand on turns of an interview, given by its id, oldest first."""
        mine = self.standing().filter(author=author, segment__interview=interview)
        return mine.select_related("study", "segment", "coding__code").order_by("pk")


class Memo(models.Model):
    """A note of a coder on a study, an interview, a turn, a code or a coding. Encrypted: it may quote.

    `coding_pass` is the pass that it was written in: who sees that pass reads it, and it is locked with it.

    One that its coder took back, by undoing or by removing it, is read by nobody; its words stay sealed here, for
    having it again, until it is deleted or the study's words are destroyed. What a memo said before it was changed is
    kept so too: in a row of its own, taken back, that goes with the memo (`version_of`). The log never has words.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="memos")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="memos")
    segment = models.ForeignKey(Segment, models.CASCADE, null=True, blank=True, related_name="memos")
    code = models.ForeignKey(Code, models.CASCADE, null=True, blank=True, related_name="memos")
    coding = models.ForeignKey(Coding, models.CASCADE, null=True, blank=True, related_name="memos")
    coding_pass = models.ForeignKey(CodingPass, models.CASCADE, null=True, editable=False, related_name="memos")
    text_encrypted = models.BinaryField(editable=False)
    written_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    version_of = models.ForeignKey("self", models.CASCADE, null=True, editable=False, related_name="versions")

    objects: ClassVar[Any] = MemoQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "memo")
        verbose_name_plural = pgettext_lazy("model", "memos")
        ordering: ClassVar[Any] = ["study", "written_at"]

    @classmethod
    def written(cls, *, study: Study, text: str, **fields: Any) -> "Memo":
        """An unsaved memo with its text sealed by the study's data key."""
        return cls(study=study, text_encrypted=encrypt(study.data_key, text, context="memo"), **fields)

    @cached_property
    def text(self) -> str:
        """The note's words."""
        return decrypt(self.study.data_key, self.text_encrypted, context="memo")

    @property
    def version(self) -> str:
        """What tells this text of the memo from its others; whoever changes it names the one that they read."""
        return self.changed_at.isoformat() if self.changed_at else ""

    def may_change_in(self, coding_pass: CodingPass) -> bool:
        """Whether its author may change it while they work in a pass: not one of another pass, nor on its coding."""
        on = self.coding.coding_pass_id if self.coding else coding_pass.pk
        return self.coding_pass_id in (None, coding_pass.pk) and on == coding_pass.pk

    def __str__(self) -> str:
        return f"memo {self.pk}"
