"""`manage.py suggest_redactions --study SLUG [--json]`: propose what should be replaced before anybody reads it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError

from interviews.accounts import command_line_account
from interviews.actions.log import record
from interviews.actions.suggest import Suggested, open_suggestions, suggest_redactions
from interviews.errors import WorkshopError
from interviews.management.base import StudyCommand, progress, table
from interviews.models import Interview, Replacement, Study, StudyMembership
from interviews.models.identifiers import DIRECT_TYPES
from interviews.permissions import Act

HEADINGS = ["interview", "words", "new", "decided before", "open", "direct", "decisions", "per 1,000 words"]


class Command(StudyCommand):
    help = (
        "Propose replacements for what may identify somebody: names, employers, places, contacts, dates. Each waits "
        "for a person's decision in the admin. A second run proposes nothing twice. Prints no word of an interview."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print one object a line for each open suggestion")
        parser.add_argument(
            "--interview", type=int, nargs="+", metavar="N", help="only in the interviews of these numbers"
        )
        parser.add_argument("--by", metavar="USER", help="who asks for suggestions (default: the account command-line)")

    def handle(self, *args: Any, **options: Any) -> None:
        study = self.study(options["study"])
        chosen = self.interviews(study, options["interview"])
        by = self.asker(study, options["by"])
        try:
            done = suggest_redactions(by=by, study=study, interviews=chosen, progress=bar)
        except WorkshopError as error:
            raise CommandError(str(error)) from error
        rows = open_suggestions(study, chosen)
        if options["json"]:
            for row in rows:
                self.stdout.write(json.dumps(as_object(row)))
        else:
            self.stdout.write(table(HEADINGS, [line(each, rows) for each in done]))

    def interviews(self, study: Study, numbers: list[int] | None) -> list[Interview] | None:
        """The interviews of these numbers; None for all. CommandError for a number that the study lacks."""
        if numbers is None:
            return None
        found = {interview.number: interview for interview in study.interviews.filter(number__in=numbers)}
        if missing := sorted(set(numbers) - set(found)):
            there = ", ".join(map(str, study.interviews.values_list("number", flat=True))) or "none yet"
            raise CommandError(f"--interview {missing[0]}: study {study.slug} has no such interview (it has: {there})")
        return [found[number] for number in numbers]

    def asker(self, study: Study, username: str | None) -> Any:
        """Who asks: the one named, or the command line's own account, which may where nobody is named.

        A suggestion decides nothing, so no person has to stand for it.
        """
        if username:
            return self.actor(study, username, Act.DEIDENTIFY)
        account = command_line_account()
        role = StudyMembership.Role.DEIDENTIFIER
        _, joined = StudyMembership.objects.get_or_create(study=study, user=account, role=role)
        if joined:
            record(by=account, action="role given", study=study, user=account.pk, role=role.value)
        return account


def bar(interviews: Iterable[Interview]) -> Iterable[Interview]:
    """The interviews, with a bar on a terminal."""
    rows = list(interviews)
    return progress(rows, total=len(rows), unit="interview")


def as_object(row: Replacement) -> dict[str, Any]:
    """A suggestion as the command prints it: numbers and offsets (code points of the raw text), no words."""
    return {
        "interview": row.segment.interview.number,
        "segment": row.segment.position,
        "start": row.start,
        "end": row.end,
        "type": row.type,
        "source": row.source,
        "confidence": float(row.confidence),
    }


def line(done: Suggested, rows: list[Replacement]) -> list[object]:
    """One interview's line of the table."""
    own = [row for row in rows if row.segment.interview_id == done.interview.pk]
    direct = sum(row.type in DIRECT_TYPES for row in own)
    decisions = len({row.words_fingerprint or row.pk for row in own})
    rate = f"{1000 * len(own) / max(done.words, 1):.1f}"
    return [done.interview.number, done.words, done.made, done.decided, len(own), direct, decisions, rate]
