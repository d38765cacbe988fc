"""`codings-csv`: every coding of a study as one line, for R, pandas or a spreadsheet."""

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from catalog.spreadsheets import defuse
from interviews.exports.asking import asker, note_command, passes_for, study_called
from interviews.models import Coding, Speaker

COLUMNS = ["interview", "segment", "speaker", "start", "end", "code", "coder", "pass"]
Row = tuple[int, int, str, int, int, str, str, str]


class CodingsCsv:
    """The codings of one study.

    Columns: `interview` its number; `segment` the turn's 0-based position; `speaker` the role, with its number
    from the second of that role on ("interviewer 2"); `start`, `end` code points of the turn's raw text, end
    exclusive; `code` the name of the code as it is read today: a merged code gives the one it was merged into,
    and codings that thereby become equal give one line; `coder` the user name; `pass` "independent" or
    "moderated". Lines are sorted by these columns, numbers as numbers. UTF-8, LF, no words of the interview.
    """

    name = "codings-csv"
    description = "codings of a study, one a line (needs --study)"
    private = True
    filename = "codings.csv"

    def write(self, out: TextIO, *, study: str | None = None, user: Any = None, by: str | None = None) -> int:
        """Write the codings that `user` may see, or all where there is no user (a command); return their number.

        `study` is a slug, `by` a user's name instead of a user. Raises Study.DoesNotExist for a study that is
        missing, and without any: an export of nothing in particular exports nothing. Raises NotPermitted where
        `user` may not export codings.
        """
        exported = study_called(study)
        rows = rows_of(passes_for(exported, asker(exported, user=user, by=by)))
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        note_command(exported, user=user, by=by, action="codings exported")
        return len(rows)


def rows_of(passes: Any) -> list[Row]:
    """One row a coding, sorted, each once."""
    codings = Coding.objects.filter(coding_pass__in=passes).select_related(
        "coding_pass__interview", "coding_pass__coder", "segment__speaker", "code__merged_into"
    )
    return sorted(set(_rows(codings)))


def _rows(codings: Iterable[Coding]) -> Iterable[Row]:
    for coding in codings:
        yield (
            coding.coding_pass.interview.number,
            coding.segment.position,
            speaker_name(coding.segment.speaker),
            coding.start,
            coding.end,
            coding.code.effective().name,
            coding.coding_pass.coder.get_username(),
            coding.coding_pass.kind,
        )


def speaker_name(speaker: Speaker) -> str:
    """The role, with its number from the second speaker of that role on; never the source's label."""
    return speaker.role if speaker.number <= 1 else f"{speaker.role} {speaker.number}"
