"""`manage.py report --study SLUG`: a study in figures."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from interviews.management.base import StudyCommand, table
from interviews.reports.figures import InterviewFigures, StudyFigures, study_figures

INTERVIEW_HEADINGS = ["interview", "language", "turns", "words", "reviewed", "suggested", "warnings", "state"]


class Command(StudyCommand):
    help = (
        "A study in figures: interviews with turns, words, reviewed turns (de-identification, as the text stands "
        "now), replacements still only suggested, and warnings of the import; participants, passes, and codings per "
        "code, read through merges. --json prints one object: study, participants, participants_who_may_be_quoted, "
        "interviews [one object each], passes {kind and status: count}, codes [{code, kind, independent, moderated, "
        "interviews}]."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = study_figures(self.study(options["study"]))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(figures), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(paragraphs(figures)))


def paragraphs(figures: StudyFigures) -> list[str]:
    """Totals, the interviews, the codes."""
    parts = ["\n".join(totals(figures))]
    if figures.interviews:
        parts.append(table(INTERVIEW_HEADINGS, [interview_row(interview) for interview in figures.interviews]))
    if figures.codes:
        rows = [[code.code, code.kind, code.independent, code.moderated, code.interviews] for code in figures.codes]
        parts.append(table(["code", "kind", "independent", "moderated", "interviews"], rows))
    return parts


def totals(figures: StudyFigures) -> list[str]:
    """The study in four lines."""
    turns = figures.total("turns")
    passes = ", ".join(f"{count} {name}" for name, count in figures.passes.items()) or "none"
    return [
        f"study {figures.study}: {len(figures.interviews)} interviews, {turns} turns, {figures.total('words')} words",
        f"participants: {figures.participants}, of whom {figures.participants_who_may_be_quoted} may be quoted",
        f"passes: {passes}; codes in use: {len(figures.codes)}",
        f"de-identification: {figures.total('reviewed_turns')} of {turns} turns reviewed, "
        f"{figures.total('suggested_replacements')} suggested replacements left",
    ]


def interview_row(interview: InterviewFigures) -> list[object]:
    """One interview's line."""
    return [
        interview.number,
        interview.language,
        interview.turns,
        interview.words,
        interview.reviewed_turns,
        interview.suggested_replacements,
        interview.warnings,
        f"{interview.import_state}, {interview.coding_state}",
    ]
