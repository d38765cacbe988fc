"""What changed and when: versions of issues, hashed releases, and the counter that every change bumps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy

from catalog.ledger import Position
from catalog.models import indexing
from catalog.models.base import DEFAULT_LANGUAGE, NaturalKeyModel
from catalog.models.issues import Issue


@dataclass(frozen=True)
class Said:
    """Words and the language they are in."""

    words: str
    language: str


def said(words: dict[str, str]) -> Said | None:
    """Of words by language those of the page's, else English ones."""
    for language in (get_language() or DEFAULT_LANGUAGE, DEFAULT_LANGUAGE):
        if words.get(language):
            return Said(words[language], language)
    return None


class IssueVersion(NaturalKeyModel):
    """An issue's words as they stood in one version, in all languages."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    changed_on = models.DateField()
    note = models.CharField(max_length=300, help_text="What changed, in one line")
    snapshot = models.JSONField(help_text="Titles, texts, claims and mitigations by language")

    natural_fields = ("issue", "version")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue version")
        verbose_name_plural = pgettext_lazy("model", "issue versions")
        ordering: ClassVar[Any] = ["issue", "-version"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("issue", "version", name="issue_version_once")]

    @property
    def change(self) -> dict[str, Any]:
        """What became of the issue in this version, if more than its words changed.

        `act` (merged, absorbed, deprecated, reinstated, withdrawn), the number of the `other` issue or None, and the
        `reason` by language.
        """
        return self.snapshot.get("change", {})  # type: ignore[no-any-return]

    @property
    def reason(self) -> "Said | None":
        """Why, in the language of the page, else in English."""
        return said(self.change.get("reason", {}))

    @property
    def other(self) -> Issue | None:
        """The other issue of the change by its code alone: nothing is read."""
        number = self.change.get("other")
        return None if number is None else Issue(number=number)

    def __str__(self) -> str:
        return f"{self.issue} version {self.version}"


class Release(NaturalKeyModel):
    """A citable state of the catalog: 2026.1, and 2026.1 r2 after a withdrawal took words out of it.

    `root_hash` is the SHA-256 over the sorted lines `sha256  name` of its files. Of a superseded revision only
    this row stays, without its files.
    """

    version = models.CharField(max_length=20, help_text="Year and number, e.g. 2026.1")
    revision = models.PositiveSmallIntegerField(default=1)
    released_on = models.DateField()
    notes = models.TextField(blank=True, help_text="Markdown")
    root_hash = models.CharField(max_length=64)

    natural_fields = ("version", "revision")

    class Meta:
        verbose_name = pgettext_lazy("model", "release")
        verbose_name_plural = pgettext_lazy("model", "releases")
        ordering: ClassVar[Any] = ["-released_on", "-version", "-revision"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("version", "revision", name="release_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="release_revision_from_one"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("catalog:release", args=[self.version])

    def __str__(self) -> str:
        return self.version if self.revision == 1 else f"{self.version} r{self.revision}"


class ReleaseFile(NaturalKeyModel):
    """A file of a release: its name, its bytes as text, its hash."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)

    natural_fields = ("release", "name")

    class Meta:
        verbose_name = pgettext_lazy("model", "release file")
        verbose_name_plural = pgettext_lazy("model", "release files")
        ordering: ClassVar[Any] = ["release", "name"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("release", "name", name="release_file_once")]

    def __str__(self) -> str:
        return f"{self.release}: {self.name}"


class RevisionManager(models.Manager["Revision"]):
    def current(self) -> int:
        """The catalog's revision; 0 where nothing was ever published."""
        return self.filter(pk=1).values_list("counter", flat=True).first() or 0

    def with_ledger(self) -> tuple[int, Position]:
        """The revision, and how far this database has followed the ledger of quotes. One query."""
        found = self.filter(pk=1).values_list("counter", "ledger_lines", "ledger_head").first()
        counter, lines, head = found or (0, 0, "")
        return counter, Position(lines, head)

    def hold(self) -> tuple[int, Position]:
        """As `with_ledger`, and whoever else takes quotes down waits until this transaction ends."""
        self.get_or_create(pk=1)
        self.select_for_update().get(pk=1)
        return self.with_ledger()

    def follow(self, position: Position) -> None:
        """Remember how far the ledger was followed. Call it inside the transaction that followed it."""
        self.get_or_create(pk=1)
        self.filter(pk=1).update(ledger_lines=position.lines, ledger_head=position.head)

    def newest(self) -> "Revision":
        """The catalog's revision with the time of its last change; an unsaved first one where nothing was published."""
        return self.filter(pk=1).first() or Revision(counter=0, changed_at=timezone.now())

    def stamp(self) -> tuple[int, datetime] | None:
        """The revision and when it was counted, which no other state of any catalog has; None before the first."""
        return self.filter(pk=1).values_list("counter", "changed_at").first()

    def bump(self) -> int:
        """Count one change, and bring the search up to it. Call it inside the transaction that makes the change."""
        self.get_or_create(pk=1)
        self.filter(pk=1).update(counter=F("counter") + 1, changed_at=timezone.now())
        indexing.catch_up()
        return self.current()


class Revision(models.Model):
    """The one counter that every publishing, hiding or withdrawing transaction bumps; ETags come from it.

    It also remembers how far the ledger of what was taken down was followed, so that an older backup is known as one.
    """

    counter = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    ledger_lines = models.PositiveBigIntegerField(default=0, help_text="Lines of the ledger that were followed here")
    ledger_head = models.CharField(
        max_length=64, blank=True, help_text="Hash of the last of them; empty: no ledger yet"
    )

    objects: ClassVar[RevisionManager] = RevisionManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "revision")
        verbose_name_plural = pgettext_lazy("model", "revisions")
        constraints: ClassVar[Any] = [models.CheckConstraint(condition=Q(pk=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return f"revision {self.counter}"
