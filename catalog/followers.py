"""Bringing a database to where the ledger is: what an older backup or package holds of quotes and issues taken down."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from catalog import takedown, withdrawn_issues
from catalog.ledger import Ledger, LedgerError, Position
from catalog.models import Evidence, Issue, Release, ReleaseFile, Revision
from catalog.releases import newest_revisions, quotes_of, reissue_without
from catalog.takedown import Labels, Unknown, Verdict

Status = Evidence.Status
Says = Mapping[str, Verdict]


class Follower(Protocol):
    """What keeps a part of the database where a ledger is."""

    def ledger(self) -> Ledger: ...

    def followed(self) -> Position:
        """How far the database followed the ledger; nothing where it never had one."""

    def behind(self) -> list[str]:
        """What was taken down and stands in the database all the same, one line each. Raises LedgerError."""

    def replay(self) -> list[str]:
        """Carry out what is behind, and note what the database knows and the ledger does not; says what was done.

        Makes the ledger where there never was one. Raises LedgerError.
        """

    def forget(self) -> None:
        """Let the next replay begin a new ledger."""


def followers() -> list[Follower]:
    """Those of this site, in the order in which they are to act. A workshop names its own in a setting."""
    return [import_string(path)() for path in settings.LEDGER_FOLLOWERS]


def quotes_follower() -> "Quotes":
    """The one that follows the ledger of quotes here."""
    found: Quotes = import_string(settings.LEDGER_FOLLOWERS[0])()
    return found


@dataclass
class Standing:
    """Quotes that should be down: ids by status in the catalog's rows, and by status in the files of releases."""

    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    releases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def lines(self) -> list[str]:
        found = [f"{len(ids)} {status} in the catalog" for status, ids in sorted(self.rows.items())]
        return found + [f"{len(ids)} {status} in releases" for status, ids in sorted(self.releases.items())]


class Quotes:
    """Follows the ledger of quotes with what a catalog knows by itself."""

    def ledger(self) -> Ledger:
        return takedown.ledger()

    def followed(self) -> Position:
        return Revision.objects.with_ledger()[1]

    def behind(self) -> list[str]:
        lines = [f"quotes that were taken down stand again: {line}" for line in standing(takedown.known()).lines()]
        if issues := withdrawn_issues.standing():
            lines.append(f"issues that were withdrawn stand again: {codes(issues)}")
        if takedown.words_were_covered_since():
            lines.append("names that published words were covered for stand there again")
        return lines

    def replay(self) -> list[str]:
        with transaction.atomic():
            _, followed = Revision.objects.hold()
            covered = self.cover_words() if takedown.words_were_covered_since() else []
            takedown.note([*unrecorded(takedown.known()), *withdrawn_issues.unrecorded()])
            says = takedown.known()
            found = standing(says)
            for status, ids in sorted(found.rows.items()):
                self.take_down(ids, status)
            issues = withdrawn_issues.standing()
            for issue in issues:
                self.withdraw_issue(issue)
            self.clean_releases(says)
            # Also where there was nothing to note: the database must know that there is a ledger.
            Revision.objects.follow(takedown.ledger().append([], on=timezone.localdate(), followed=followed))
        withdrawn = [f"issues withdrawn: {codes(issues)}"] if issues else []
        return [*covered, *(f"quotes taken down: {line}" for line in found.lines()), *withdrawn]

    def cover_words(self) -> list[str]:
        """Cover again the names that published words were covered for; says what was done."""
        raise LedgerError(
            "words of issues were covered since this database was saved, and only a workshop knows which: run "
            "manage.py replay_withdrawals with SITE_ROLE=workshop, then start again"
        )

    def clean_releases(self, says: Says) -> None:
        """Take out of releases what the catalog's rows don't show any more, or show with other words."""
        for status, ids in sorted(standing(says).releases.items()):
            labels = self.labels(ids)
            reissue_without(
                ids,
                status=status,
                on=timezone.localdate(),
                labels=labels.in_release,
                untold=labels.untold,
                keep=lambda public_id, text: says[public_id].status_of(text) == Status.PUBLISHED,
            )
            Revision.objects.bump()

    def take_down(self, public_ids: Collection[str], status: str) -> None:
        takedown.take_down(public_ids, status)

    def withdraw_issue(self, issue: Issue) -> None:
        """Take down an issue that was withdrawn, and quotes of it that the ledger does not name."""
        self.take_down(withdrawn_issues.quotes_of(issue), Status.WITHDRAWN)
        withdrawn_issues.withdraw_again(issue)

    def follow_package(self, public_ids: Collection[str], status: str) -> None:
        """Take out of releases what a package brought down: it has the labels of the rows, and not of our releases."""
        labels, today = self.labels(public_ids), timezone.localdate()
        reissue_without(public_ids, status=status, on=today, labels=labels.in_release, untold=labels.untold)

    def labels(self, leaving: Collection[str]) -> Labels:
        return Unknown(leaving)

    def forget(self) -> None:
        Revision.objects.follow(Position())


def standing(says: Says) -> Standing:
    """What the ledger says is down and is not, in rows and in the newest revision of each release."""
    found = Standing()
    if not says:
        return found
    for public_id, status, text in Evidence.objects.filter(public_id__in=says).values_list(
        "public_id", "status", "text"
    ):
        if wanted := to_become(says, public_id, status, text):
            found.rows[wanted].append(public_id)
    for release in newest_revisions():
        for quote in readable_quotes(release):
            if wanted := to_become(says, quote["public_id"], quote["status"], quote["text"]):
                found.releases[wanted].add(quote["public_id"])
    return found


def codes(issues: Collection[Issue]) -> str:
    return ", ".join(issue.code for issue in issues)


def readable_quotes(release: Release) -> list[dict[str, Any]]:
    """The quotes of a release; LedgerError where its file is none, and nobody can tell what stands in it."""
    try:
        return quotes_of(release)
    except (ValueError, ReleaseFile.DoesNotExist) as error:
        remedy = "put its catalog.json back as it was, or delete the release"
        raise LedgerError(f"release {release} can't be compared with the ledger: {remedy}") from error


def to_become(says: Says, public_id: str, status: str, text: str) -> str:
    """The status further down that a quote must have; empty where it is as far down as the ledger says."""
    if (verdict := says.get(public_id)) is None:
        return ""
    wanted = Status(verdict.status_of(text))
    return str(wanted) if wanted.depth > Status(status).depth else ""


def unrecorded(says: Says) -> list[tuple[str, str]]:
    """Lines for quotes that are down here, by an older program or another's package, and not in the ledger."""
    down: Any = Evidence.objects.exclude(status=Status.PUBLISHED).order_by("public_id")
    return [
        (status, public_id)
        for public_id, status in down.values_list("public_id", "status")
        if public_id not in says or Status(status).depth > Status(says[public_id].status).depth
    ]
