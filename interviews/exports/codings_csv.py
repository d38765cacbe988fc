"""`codings-csv`: every coding of a study as one line, for R, pandas or a spreadsheet."""

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from catalog.spreadsheets import defuse
from interviews.models import Coding, CodingPass, Speaker, Study
from interviews.permissions import Act, check
from interviews.visibility import visible_passes

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

    def write(self, out: TextIO, *, study: str | None = None, user: Any = None) -> int:
        """Write the codings that `user` may see, or all where there is no user (a command); return their number.

        `study` is a slug. Raises Study.DoesNotExist for one that is missing, and without any: an export of
        nothing in particular exports nothing. Raises NotPermitted where `user` may not export codings.
        """
        exported = study_called(study)
        passes = CodingPass.objects.all()
        if user is not None:
            check(user, Act.EXPORT_CODINGS, exported)
            passes = visible_passes(user)
        rows = rows_of(passes.filter(interview__study=exported))
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        return len(rows)


def study_called(slug: str | None) -> Study:
    """The study of that slug. Raises Study.DoesNotExist, naming the ones that exist."""
    study = Study.objects.filter(slug=slug).first() if slug else None
    if study is None:
        known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none"
        raise Study.DoesNotExist(f"there is no study {slug!r}; there are: {known}")
    return study


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
