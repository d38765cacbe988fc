"""The catalog that is shipped: whole, bilingual, honest about its evidence, and derivable from its interview."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from catalog.models import (
    Claim,
    Evidence,
    ExternalMapping,
    Issue,
    IssueStatistics,
    Mitigation,
    QualityAttribute,
    Question,
    Source,
    Strategy,
    WorkflowPhase,
)
from interviews.actions import publish
from interviews.actions.replay import by_sha256, replay_decisions
from interviews.models import Interview, Study
from tests.backups import exported

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "fixtures" / "catalog.json"
DECISIONS = ROOT / "fixtures" / "seed" / "decisions.json"
PUBLISHED_ON = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def test_the_shipped_fixture_is_what_export_writes(shipped):
    assert exported() == FIXTURE.read_text(encoding="utf-8")


def test_it_has_six_phases_eighteen_issues_and_twelve_data_problems(shipped):
    assert WorkflowPhase.objects.count() == 6
    reported = IssueStatistics.objects.filter(source__slug="quality-issues-mlss")
    assert reported.filter(survey_validated=True).count() == 18
    assert list(reported.exclude(participants=None).values_list("participants", flat=True)) == [
        16, 13, 11, 9, 9, 8, 6, 5, 3, 3, 1, 1,
    ]  # fmt: skip
    assert Issue.objects.published().count() == 30


@pytest.mark.parametrize(
    "model", [WorkflowPhase, QualityAttribute, Issue, Claim, Strategy, Mitigation, Source, Question]
)
def test_everything_is_said_in_english_and_in_french(shipped, model: Any):
    spoken = {str(row): {text.language for text in row.texts.all()} for row in model._default_manager.all()}
    assert {row: languages for row, languages in spoken.items() if languages != {"en", "fr"}} == {}


def test_every_issue_tells_how_to_recognise_it_why_what_it_costs_and_what_helps(shipped):
    for issue in Issue.objects.all():
        assert {claim.aspect for claim in issue.claims.all()} == {"symptom", "cause", "consequence"}, issue
        assert issue.mitigations.count() >= 2, issue
        assert issue.phases.contains(issue.primary_phase), issue


def test_at_least_25_quotes_are_shipped_and_each_stands_by_an_issue(shipped):
    quotes = Evidence.objects.published()
    assert quotes.count() >= 25
    assert quotes.values("issue").distinct().count() >= 8


def test_a_quote_beside_a_claim_is_beside_a_claim_of_its_own_issue(shipped):
    for quote in Evidence.objects.select_related("claim", "mitigation"):
        assert quote.claim is None or quote.claim.issue_id == quote.issue_id
        assert quote.mitigation is None or quote.mitigation.issue_id == quote.issue_id


def test_entries_of_other_catalogs_are_named_by_their_own_addresses(shipped):
    homes = {
        "AVID taxonomy": r"https://docs\.avidml\.org/taxonomy/effect-sep-view/(performance|ethics)",
        "SE-ML practices": r"https://se-ml\.github\.io/best_practices/0\d-[\w-]+/",
        "MITRE ATLAS": r"https://atlas\.mitre\.org/mitigations/AML\.M\d{4}",
    }
    mappings = list(ExternalMapping.objects.all())
    assert len(mappings) >= 40
    assert [str(one) for one in mappings if not re.fullmatch(homes[one.scheme], one.url)] == []


def test_every_entry_of_another_catalog_has_one_title_and_address_wherever_it_is_named(shipped):
    told = set(ExternalMapping.objects.values_list("scheme", "identifier", "title", "url"))
    assert len(told) == len({(scheme, identifier) for scheme, identifier, _, _ in told})


def test_a_practice_or_a_mitigation_is_never_said_to_be_the_issue_itself(shipped):
    kinds = ExternalMapping.objects.exclude(scheme="AVID taxonomy").values_list("match", flat=True)
    assert set(kinds) == {"related"}


def test_every_quote_names_the_question_it_answers_in_both_languages(shipped):
    quotes = list(Evidence.objects.published().prefetch_related("question__texts"))
    assert {text.language for quote in quotes for text in quote.question.texts.all()} == {"en", "fr"}
    assert all(quote.question.source_id == quote.source_id for quote in quotes)


def test_the_counts_of_quotes_are_the_quotes_there_are(shipped):
    for row in IssueStatistics.objects.filter(source__slug="seed-interview"):
        assert row.participants == 1
        assert row.codings >= row.issue.evidence.count()


def test_decisions_hold_no_run_of_words_of_a_quote():
    """The file keeps offsets and our own reasons; a run of five words in common would be the talk's words."""
    said = " ".join(row["fields"]["text"] for row in rows("catalog.evidence"))
    runs = {tuple(words[i : i + 5]) for words in [words_of(said)] for i in range(len(words) - 4)}
    kept = words_of(DECISIONS.read_text(encoding="utf-8"))
    assert [" ".join(kept[i : i + 5]) for i in range(len(kept) - 4) if tuple(kept[i : i + 5]) in runs] == []


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def rows(model: str) -> list[dict[str, Any]]:
    return [row for row in json.loads(FIXTURE.read_text(encoding="utf-8")) if row["model"] == model]


def republished(shared: Path) -> Study:
    """The seed's study, replayed over its transcript and published through the gate once more."""
    decisions = json.loads(DECISIONS.read_text(encoding="utf-8"))
    talks = [path.read_bytes() for path in (shared / "seed").glob("*.txt")]
    study = replay_decisions(decisions=decisions, sources=by_sha256(talks))
    publisher = study.memberships.get(role="publisher").user
    publish.acknowledge_single_participant(by=publisher, study=study)
    report = publish.publish(by=publisher, study=study, on=PUBLISHED_ON)
    assert report.held == []
    return study


@pytest.mark.real_study
def test_the_shipped_evidence_comes_out_of_the_interview_byte_for_byte(shipped, shared: Path):
    Evidence.objects.all().delete()
    IssueStatistics.objects.filter(source__slug="seed-interview").delete()
    republished(shared)
    assert exported() == FIXTURE.read_text(encoding="utf-8")


@pytest.mark.real_study
def test_nothing_private_of_the_interview_is_in_what_was_published(shipped, shared: Path):
    republished(shared)
    call_command("check_leaks")
    assert Interview.objects.count() == 1
