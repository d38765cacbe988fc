"""`manage.py agreement --study SLUG`: how far the coders of each interview agree."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from interviews.agreement.compare import AgreementResult
from interviews.management.base import StudyCommand, table
from interviews.reports.agreement import UNITS, PairAgreement, StudyAgreement, study_agreement

HEADINGS = ["interview", "coders", "units of", "units", "codes", "kappa", "alpha", "AC1", "agreed"]


class Command(StudyCommand):
    help = (
        "Agreement of every two submitted independent passes on an interview: one yes or no per unit and code of "
        "the pair's union, pooled. Cohen's kappa, Krippendorff's alpha (nominal), Gwet's AC1, and the share of equal "
        "answers; on the transcript's segments, and on the turns that the coders' prints show. Once an interview's "
        "moderation is submitted, each coder beside the moderated pass, on segments. "
        "--json prints one object: study, unit, interviews [{interview, coders [2], segments {kappa, alpha, ac1, "
        "percent, units, codes, reason, per_code [{code, kappa, a_count, b_count, both, units, reason}]}, "
        "printed_turns {the same} or null}], pooled {segments, printed_turns, after}, one_pass_only [interview "
        "numbers], after [as interviews; the second coder is moderated]. "
        "A value that the data leave undefined is null, and reason says why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unit", choices=UNITS, default="turn", help="what is compared (default: turn)")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON, with those of each code")

    def handle(self, *args: Any, **options: Any) -> None:
        study = self.study(options["study"])
        found = study_agreement(study, unit=options["unit"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(study.slug, found), ensure_ascii=False, indent=2))
            return
        if not found.pairs:
            self.stdout.write("no interview has two submitted independent passes, so there is nothing to compare")
            return
        rows = [row for pair in found.pairs for row in rows_of(pair)]
        rows.append(["all", "", "segments", *cells(found.segments)])
        rows.append(["all", "", "printed turns", *cells(found.printed_turns)])
        if found.after:
            rows += [row for pair in found.after for row in rows_of(pair)]
            rows.append(["all", "coders / moderated", "segments", *cells(found.settled)])
        self.stdout.write(table(HEADINGS, rows))
        if found.alone:
            self.stdout.write(f"one submitted pass only: interviews {', '.join(map(str, found.alone))}")


def as_json(slug: str, found: StudyAgreement) -> dict[str, Any]:
    """The object that the command's help describes."""
    return {
        "study": slug,
        "unit": found.unit,
        "interviews": [asdict(pair) for pair in found.pairs],
        "pooled": {
            "segments": asdict(found.segments),
            "printed_turns": asdict(found.printed_turns),
            "after": asdict(found.settled),
        },
        "one_pass_only": list(found.alone),
        "after": [asdict(pair) for pair in found.after],
    }


def rows_of(pair: PairAgreement) -> list[list[object]]:
    """A pair's lines: one on segments, one on printed turns where both passes came from prints."""
    who = [str(pair.interview), " / ".join(pair.coders)]
    rows = [[*who, "segments", *cells(pair.segments)]]
    if pair.printed_turns:
        rows.append([*who, "printed turns", *cells(pair.printed_turns)])
    return rows


def cells(result: AgreementResult) -> list[object]:
    """The figures of one comparison."""
    measures = (result.kappa, result.alpha, result.ac1, result.percent)
    return [result.units, result.codes, *(rounded(measure) for measure in measures)]


def rounded(measure: float | None) -> str:
    """Two decimals are what such a figure can bear; a dash where it is undefined."""
    return "-" if measure is None else f"{measure:.2f}"
