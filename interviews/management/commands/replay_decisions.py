"""`manage.py replay_decisions FILE TRANSCRIPT...`: a study again, from what was decided about it and its words."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.actions.replay import by_sha256, replay_decisions
from interviews.errors import WorkshopError


class Command(BaseCommand):
    help = "Make a study from a file of decisions (offsets, codes, reviews: no words) and its transcripts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("decisions", type=Path)
        parser.add_argument("transcripts", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        decisions = read_decisions(options["decisions"])
        try:
            sources = by_sha256([path.read_bytes() for path in options["transcripts"]])
        except OSError as error:
            raise CommandError(f"{error.filename}: can't be read ({error.strerror}); check the path") from error
        try:
            study = replay_decisions(decisions=decisions, sources=sources)
        except WorkshopError as error:
            raise CommandError(str(error)) from error
        drafts = sum(len(chapter.get("drafts", [])) for chapter in decisions["interviews"])
        self.stdout.write(f"study {study.slug}: {study.interviews.count()} interviews, {drafts} evidence drafts")


def read_decisions(path: Path) -> dict[str, Any]:
    """The decisions of a file; raises CommandError with file and line where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}: can't be read ({error.strerror}); check the path") from error
    except json.JSONDecodeError as error:
        raise CommandError(f"{path}:{error.lineno}: is not JSON ({error.msg}); mend it") from error
    missing = {"study", "accounts", "codes", "interviews"} - set(found)
    if missing:
        raise CommandError(f"{path}:1: lacks {', '.join(sorted(missing))}; see docs/reference/decisions.md")
    return dict(found)
