"""What becomes of an issue: merged, deprecated, withdrawn and reinstated by drafts that pass the gate."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from catalog.exports.fixture import fixture_rows, write_rows
from catalog.loading import load_catalog
from catalog.models import (
    Claim,
    Evidence,
    ExternalMapping,
    Issue,
    IssueCooccurrence,
    IssueRelation,
    IssueStatistics,
    IssueVersion,
    Revision,
)
from catalog.models.indexing import differences
from catalog.releases import make_release
from interviews.actions import publish, redact
from interviews.actions.codebook import change_code
from interviews.actions.hide import hide_evidence
from interviews.actions.publish_issue import snapshot
from interviews.actions.recompute import recompute
from interviews.errors import BadDraft
from interviews.issue_preview import follows_of
from interviews.models import Code, Event, EvidenceDraft, HeldText, IssueDraft, Study
from interviews.reports.codebook import chapters, history
from tests import factories as make
from tests.interviews.ready import QUOTE, Ready, make_ready
from tests.people import Role, join

pytestmark = pytest.mark.django_db
WHY = {"en": "Both tell of missing values.", "fr": "Toutes deux parlent de valeurs manquantes."}


def prepare() -> Ready:
    """MLQ-001 with a published quote beside its symptom, and MLQ-002 with a cause."""
    ready = make_ready()
    ready.publish()
    other = make.make_issue(2, "Values are missing")
    make.make_claim(other, Claim.Aspect.CAUSE, "Nobody asks for them.")
    other.versions.create(version=1, changed_on=other.first_published, note="First.", snapshot=snapshot(other))
    Revision.objects.bump()
    return ready


def issue(number: int) -> Issue:
    return Issue.objects.get(number=number)


def address(number: int) -> str:
    """The issue's page in English, whatever was read last."""
    with translation.override("en"):
        return issue(number).get_absolute_url()


def propose(ready: Ready, becomes: str, *, of: int = 1, **content: Any) -> IssueDraft:
    content = {"becomes": becomes, "reason": WHY, **content}
    return publish.propose_issue(by=ready.people.mona, study=ready.study, content=content, issue=issue(of))


def change(ready: Ready, becomes: str, *, of: int = 1, **content: Any) -> None:
    """Propose it, approve it, publish it."""
    draft = propose(ready, becomes, of=of, **content)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    report = ready.publish()
    assert draft.pk not in [each.draft for each in report.held if each.kind == "issue"]
    assert report.issues == [issue(of).code]


def held(ready: Ready, draft: IssueDraft) -> set[str]:
    """What holds an approved change back."""
    return {finding.rule for each in ready.publish().held if each.draft == draft.pk for finding in each.findings}


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# --- merging


def test_quotes_of_a_merged_issue_keep_their_ids_and_stand_where_somebody_chose(ready, client: Client):
    quote = ready.evidence()
    change(ready, "merged", other=2, beside={"symptom 1": "cause 1"})
    moved = Evidence.objects.get(public_id=quote.public_id)
    assert (moved.issue.number, str(moved.claim), moved.text) == (2, "MLQ-002 cause 1", QUOTE)
    assert "MLQ-002" in text_of(client.get(quote.get_absolute_url()))
    ready.draft.refresh_from_db()
    assert (ready.draft.issue.number, ready.draft.claim) == (2, moved.claim)


def test_a_statement_that_nothing_is_said_of_moves_with_its_quotes(ready):
    make.make_claim(issue(2), Claim.Aspect.SYMPTOM, "Cells are blank.")
    change(ready, "merged", other=2)
    assert str(ready.evidence().claim) == "MLQ-002 symptom 2"
    assert not issue(1).claims.exists()


def test_quotes_may_stand_beside_no_statement_afterwards(ready):
    change(ready, "merged", other=2, beside={"symptom 1": ""})
    assert (ready.evidence().issue.number, ready.evidence().claim) == (2, None)


def test_hidden_and_withdrawn_quotes_move_too_and_answer_as_before(ready, client: Client):
    quote = ready.evidence()
    hide_evidence(by=ready.people.pia, evidence=quote)
    gone = Evidence.objects.create(
        source=ready.source, issue=ready.issue, phase=ready.issue.primary_phase, status="withdrawn",
        published_on=date(2026, 1, 15),
    )  # fmt: skip
    change(ready, "merged", other=2)
    assert not Evidence.objects.filter(issue__number=1).exists()
    assert [client.get(each.get_absolute_url()).status_code for each in (quote, gone)] == [404, 410]


def test_a_quote_that_was_hidden_can_be_published_again_for_the_other_issue(ready):
    hide_evidence(by=ready.people.pia, evidence=ready.evidence())
    change(ready, "merged", other=2, beside={"symptom 1": "cause 1"})
    ready.draft.refresh_from_db()
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)
    assert ready.publish().held == []
    assert (ready.evidence().text, str(ready.evidence().claim)) == (QUOTE, "MLQ-002 cause 1")


def test_words_that_stood_under_both_issues_stand_twice_under_the_one(ready):
    again = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, issue=issue(2))
    publish.approve_evidence(by=ready.people.pia, draft=again)
    ready.publish()
    change(ready, "merged", other=2)
    assert Evidence.objects.published().filter(issue__number=2).count() == 2
    assert sorted(EvidenceDraft.objects.values_list("issue__number", flat=True)) == [1, 2]


def test_a_strategy_of_both_issues_takes_the_quotes_and_another_moves(ready):
    known, new = make.make_strategy(1), make.make_strategy(2, "Ask again")
    make.make_mitigation(issue(2), known)
    Evidence.objects.update(claim=None, mitigation=make.make_mitigation(ready.issue, known))
    make.make_mitigation(ready.issue, new)
    change(ready, "merged", other=2)
    assert list(issue(2).mitigations.values_list("strategy__number", "position")) == [(1, 1), (2, 2)]
    assert ready.evidence().mitigation == issue(2).mitigations.first()
    assert not issue(1).mitigations.exists()


def test_relations_and_mappings_follow_and_none_is_said_twice_or_of_itself(ready):
    third = make.make_issue(3, "Schemas change")
    for one, kind, two in ((1, "causes", 2), (1, "aggravates", 3), (3, "seen_with", 1), (2, "seen_with", 3)):
        IssueRelation.objects.create(issue=issue(one), kind=kind, other=issue(two))
    for of, name, match in ((1, "X1", "exact"), (1, "X2", "broader"), (2, "X2", "close")):
        ExternalMapping.objects.create(
            issue=issue(of), scheme="Other", identifier=name, title="T", url="https://e.org", match=match
        )
    change(ready, "merged", other=2)
    told = set(IssueRelation.objects.values_list("issue__number", "kind", "other__number"))
    assert told == {(2, "aggravates", third.number), (2, "seen_with", third.number)}
    mapped = issue(2).external_mappings.values_list("identifier", "match")
    assert set(mapped) == {("X1", "close"), ("X2", "close")}


def test_codes_of_every_study_follow_and_people_are_counted_once(ready):
    elsewhere = make.make_code(make.make_study("elsewhere"), issue=ready.issue)
    join(ready.people.pia, elsewhere.study, Role.PUBLISHER)
    second = make.make_code(ready.study, "Data-missing", issue=issue(2))
    turn = ready.interview.segments.get(position=3)
    make.moderated_coding(turn, "we wait for a week", by=ready.people.mona, code=second)
    change(ready, "merged", other=2)
    assert set(Code.objects.values_list("issue__number", flat=True)) == {2}
    counted = IssueStatistics.objects.get(source=ready.source)
    assert (counted.issue.number, counted.participants, counted.codings) == (2, 1, 2)
    logged = Event.objects.get(action="codes led on", study=elsewhere.study)
    assert logged.data == {"codes": [elsewhere.pk], "issue": 1, "other": 2}


def test_a_papers_figures_are_not_added_for_the_same_people_may_have_named_both(ready):
    paper, other_paper = make.make_source("a-paper"), make.make_source("another-paper")
    third = make.make_issue(3, "Schemas change")
    for of, source, people, reference in ((1, paper, 5, "1.1"), (2, paper, 7, "2.3"), (1, other_paper, 4, "4")):
        IssueStatistics.objects.create(issue=issue(of), source=source, participants=people, reference=reference)
    for low, high in ((1, 2), (1, 3), (2, 3)):
        IssueCooccurrence.objects.create(source=paper, issue=issue(low), other=issue(high), interviews=2)
    IssueCooccurrence.objects.create(source=other_paper, issue=issue(1), other=third, interviews=3)
    change(ready, "merged", other=2)
    papers = IssueStatistics.objects.filter(source__in=[paper, other_paper])
    counted = papers.values_list("issue__number", "source__slug", "participants", "reference")
    assert set(counted) == {(2, "a-paper", None, "2.3, 1.1"), (2, "another-paper", 4, "4")}
    pairs = IssueCooccurrence.objects.values_list("source__slug", "issue__number", "other__number", "interviews")
    assert list(pairs) == [("another-paper", 2, 3, 3)]


@pytest.fixture
def few(ready) -> Ready:
    """The same person speaks of both issues, in a study that tells of groups of five and links nobody's quotes."""
    Study.objects.update(k=5)
    second = make.make_code(ready.study, "Data-missing", issue=issue(2))
    turn = ready.interview.segments.get(position=3)
    make.moderated_coding(turn, "we wait for a week", by=ready.people.mona, code=second)
    recompute(ready.source)
    return ready


def people_told(number: int) -> tuple[int | None, int | None, int | None]:
    row = IssueStatistics.objects.get(issue__number=number)
    return row.participants, row.interviews, row.codings


def test_a_merge_tells_no_people_where_the_numbers_before_and_after_tell_of_few(few):
    assert (people_told(1), people_told(2)) == ((1, 1, 1), (1, 1, 1))
    told = [line for section in follows_of(issue(1), {"becomes": "merged", "other": 2}) for line in section.lines]
    assert "Source invented-source: one number for both, beside the two before, tells of few: none is told." in told
    change(few, "merged", other=2)
    assert people_told(2) == (None, None, 2)


def test_what_a_merge_stopped_telling_is_told_by_no_count_afterwards(few):
    make.make_issue(3, "Schemas change")
    change(few, "merged", other=2)
    code = Code.objects.get(name="Data-missing")
    Code.objects.update(issue=None)
    recompute(few.source)
    Code.objects.filter(pk=code.pk).update(issue=issue(2))
    recompute(few.source)
    assert people_told(2) == (None, None, 1)
    change(few, "merged", of=2, other=3)
    assert people_told(3) == (None, None, 1)


def test_two_issues_that_few_talks_have_together_or_apart_are_not_told_as_a_pair(few):
    assert not IssueCooccurrence.objects.exists()
    Study.objects.update(k=1)
    recompute(few.source)
    assert IssueCooccurrence.objects.get().interviews == 1


def test_numbers_of_a_study_that_links_its_quotes_are_exact(few):
    Study.objects.update(linking_labels=True, linking_labels_by=few.people.pia, linking_labels_at=timezone.now())
    recompute(few.source)
    assert IssueCooccurrence.objects.get().interviews == 1
    change(few, "merged", other=2)
    assert people_told(2) == (1, 1, 2)


def test_a_source_whose_talks_are_not_coded_yet_keeps_what_it_says_of_people(ready):
    paper = make.make_source("paper")
    study = make.make_study("of-paper", source=paper)
    join(ready.people.pia, study, Role.PUBLISHER)
    make.make_code(study, issue=ready.issue)
    for of, people in ((1, 5), (2, 7)):
        IssueStatistics.objects.create(issue=issue(of), source=paper, participants=people)
    told = [line for section in follows_of(issue(1), {"becomes": "merged", "other": 2}) for line in section.lines]
    assert "Source paper counted 5 and 7 people, not how many are the same: none is told any more." in told
    assert "Source paper: people are counted anew, each once." not in told


def rewrite(ready: Ready, of: int, *claims: tuple[str, int, str]) -> IssueDraft:
    """Approved words for all statements of an issue."""
    told = [{"aspect": aspect, "position": place, "texts": {"en": words}} for aspect, place, words in claims]
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content={"claims": told}, issue=issue(of))
    return publish.approve_issue(by=ready.people.pia, draft=draft)


def test_a_merge_is_held_back_where_a_statement_was_rewritten_after_it_was_proposed(ready):
    merge = propose(ready, "merged", other=2, beside={"symptom 1": "cause 1"})
    rewrite(ready, 2, ("cause", 1, "Forms are too long."))
    ready.publish()
    publish.approve_issue(by=ready.people.pia, draft=merge)
    assert held(ready, merge) == {"statements_are_as_they_were"}
    change(ready, "merged", other=2, beside={"symptom 1": "cause 1"})


def test_a_rewrite_is_held_back_where_statements_moved_in_after_it_was_proposed(ready):
    make.make_claim(issue(2), Claim.Aspect.SYMPTOM, "Cells are blank.")
    merge = propose(ready, "merged", other=2)
    publish.approve_issue(by=ready.people.pia, draft=merge)
    words = rewrite(ready, 2, ("symptom", 1, "Cells are blank."), ("symptom", 2, "Forms are too long."))
    assert held(ready, words) == {"statements_are_as_they_were"}
    assert ready.evidence().claim.texts.get().statement == "Rows lack the values models need."


def test_a_code_that_was_led_on_is_not_said_to_be_by_whoever_changed_it_next(ready):
    code = Code.objects.get()
    change_code(by=ready.people.cora, code=code, definition="A field has nothing in it.")
    change(ready, "merged", other=2)
    change_code(by=ready.people.cora, code=Code.objects.get(), definition="A field has no value.")
    latest = chapters(ready.study, history(ready.study))[0]
    assert [each.label for each in latest.changes] == ["the definition"]


def test_a_published_quote_can_be_hidden_and_shown_again_though_its_span_was_rejected_for_the_other_issue(ready):
    again = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, issue=issue(2))
    publish.reject_evidence(by=ready.people.pia, draft=again)
    change(ready, "merged", other=2, beside={"symptom 1": "cause 1"})
    hide_evidence(by=ready.people.pia, evidence=ready.evidence())
    ready.draft.refresh_from_db()
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)
    assert ready.publish().held == []
    assert (ready.evidence().text, str(ready.evidence().claim)) == (QUOTE, "MLQ-002 cause 1")


def test_the_preview_of_a_merge_names_phases_and_qualities_that_do_not_follow(ready):
    issue(1).phases.add(make.make_phase("deployment", "Deployment"))
    told = [line for section in follows_of(issue(1), {"becomes": "merged", "other": 2}) for line in section.lines]
    assert "MLQ-002 does not name phase deployment, as MLQ-001 does: rewrite it if it should." in told
    assert not any("phase data-preparation" in line for line in told)


def test_a_chain_of_merges_answers_in_one_redirect_wherever_it_began(ready, client: Client):
    third = make.make_issue(3, "Schemas change")
    change(ready, "merged", other=2)
    change(ready, "merged", of=2, other=3)
    assert set(third.merged_from.values_list("number", flat=True)) == {1, 2}
    for old in ("/issues/MLQ-001/", "/issues/mlq-1/fields-are-empty/", "/issues/MLQ-001/fields-are-empty/history/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, address(3))
    assert client.get("/fr/issues/MLQ-001/")["Location"] == f"/fr{address(3)}"
    assert client.get("/cite/issue/MLQ-001.bib")["Location"] == "/cite/issue/MLQ-003.bib"
    assert client.get("/api/v1/issues/MLQ-001/")["Location"].endswith("/api/v1/issues/MLQ-003/")


def test_a_deprecated_issue_leads_to_what_its_successor_was_merged_into(ready):
    make.make_issue(3, "Schemas change")
    change(ready, "deprecated", of=3, other=1)
    change(ready, "merged", other=2)
    assert issue(3).replaced_by == issue(2)


def test_the_history_says_what_was_merged_and_why_in_english_and_french(ready, client: Client):
    change(ready, "merged", other=2)
    history = f"{address(2)}history/"
    english, french = text_of(client.get(history)), text_of(client.get(f"/fr{history}"))
    assert "MLQ-001 was merged into it. <span>Both tell of missing values.</span>" in english
    assert "MLQ-001 y a été fusionné. <span>Toutes deux parlent de valeurs manquantes.</span>" in french
    assert "Rows lack the values models need." in english
    notes = dict(IssueVersion.objects.values_list("issue__number", "note"))
    assert notes[1] == "Merged into MLQ-002. Both tell of missing values."
    assert "MLQ-001 was merged into it." in text_of(client.get("/feeds/changes.json"))


def test_held_words_of_a_statement_are_found_where_it_moved(ready):
    claim = ready.claim.texts.get()
    claim.statement = "Rows at Brasswick lack values."
    claim.save()
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brasswick")
    assert HeldText.objects.get().row == [1, "symptom", 1, "en"]
    change(ready, "merged", other=2)
    assert HeldText.objects.get().row == [2, "symptom", 1, "en"]


def test_an_issue_is_merged_only_into_another_that_readers_find(ready):
    for other in (None, 1, 99):
        with pytest.raises(BadDraft):
            propose(ready, "merged", other=other)
    with pytest.raises(BadDraft, match="no symptom 4"):
        propose(ready, "merged", other=2, beside={"symptom 4": ""})
    with pytest.raises(BadDraft, match="no cause 9"):
        propose(ready, "merged", other=2, beside={"symptom 1": "cause 9"})


def test_two_merges_that_would_run_in_a_circle_can_not_both_be_published(ready):
    drafts = [propose(ready, "merged", other=2), propose(ready, "merged", of=2, other=1)]
    for draft in drafts:
        publish.approve_issue(by=ready.people.pia, draft=draft)
    assert "issue_allows_the_change" in held(ready, drafts[1])
    assert (issue(1).status, issue(2).status) == ("merged", "published")


def test_words_for_a_merged_issue_are_held_back(ready):
    content = {"texts": {"en": {"title": "Fields", "summary": "Fields are empty."}}}
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content=content, issue=ready.issue)
    change(ready, "merged", other=2)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert held(ready, draft) == {"issue_allows_the_change"}


# --- deprecating and reinstating


def test_a_deprecated_issue_says_why_in_the_readers_language_and_what_to_read(ready, client: Client):
    change(ready, "deprecated", other=2)
    page, french = text_of(client.get(address(1))), text_of(client.get(f"/fr{address(1)}"))
    assert "Both tell of missing values." in page
    assert "Toutes deux parlent de valeurs manquantes." in french
    assert f'<a href="{address(2)}"' in page
    assert client.get(ready.evidence().get_absolute_url()).status_code == 200
    assert client.get("/api/v1/issues/MLQ-001/").json()["replaced_by"] == "MLQ-002"
    assert "MLQ-001" not in text_of(client.get("/issues/"))


def test_a_reason_without_french_is_marked_as_english(ready, client: Client):
    change(ready, "deprecated", reason={"en": "Nobody has it any more."})
    assert '<span lang="en">Nobody has it any more.</span>' in text_of(client.get("/fr/issues/MLQ-001/", follow=True))


def test_a_deprecated_issue_can_be_reinstated_and_its_history_says_both(ready, client: Client):
    change(ready, "deprecated", other=2)
    change(ready, "published", reason={"en": "It is not the same after all."})
    assert (issue(1).status, issue(1).replaced_by, issue(1).version) == ("published", None, 3)
    history = text_of(client.get(f"{address(1)}history/"))
    assert "Reinstated: it is kept up again." in history
    assert "Deprecated. Read MLQ-002 instead." in history


# --- withdrawing


def test_a_withdrawn_issue_is_gone_with_its_quotes_in_releases_too(ready, client: Client):
    quote, here = ready.evidence(), address(1)
    permalink = quote.get_absolute_url()
    release = make_release("2026.1", on=date(2026, 2, 1))
    change(ready, "withdrawn")
    for path in (here, f"/fr{here}", f"{here}history/", "/cite/issue/MLQ-001.bib"):
        assert client.get(path).status_code == 410
    assert "Both tell of missing values." in text_of(client.get(here))
    answer = client.get(permalink)
    assert (answer.status_code, "The issue that it spoke of was withdrawn" in text_of(answer)) == (410, True)
    assert release.files.count() == 0
    exported = str(list(fixture_rows()))
    assert QUOTE not in exported
    assert "Rows lack the values" not in exported
    assert not Code.objects.filter(issue__isnull=False).exists()
    assert Issue.objects.filter(number=1).count() == 1


def test_a_withdrawn_issue_takes_the_words_of_those_merged_into_it(ready):
    version = issue(1).versions.create(
        version=1, changed_on=issue(1).first_published, note="First.", snapshot=snapshot(issue(1))
    )
    assert "Rows lack the values" in str(version.snapshot)
    change(ready, "merged", other=2, beside={"symptom 1": ""})
    change(ready, "withdrawn", of=2)
    assert "Rows lack the values" not in str(list(fixture_rows()))
    assert not issue(1).texts.exists()


def test_hidden_quotes_and_drafts_of_another_study_are_withdrawn_only_if_its_publisher_approves_too(ready):
    other = make_ready("elsewhere")
    Code.objects.filter(study=other.study).update(issue=None)
    other.study.memberships.filter(user=ready.people.pia).update(user=ready.people.olga)
    draft = propose(ready, "withdrawn")
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert held(ready, draft) == {"change_is_approved_for_every_study"}
    publish.publish(by=ready.people.olga, study=other.study)
    hide_evidence(by=ready.people.olga, evidence=other.evidence())
    EvidenceDraft.objects.filter(pk=other.draft.pk).update(status="rejected", approved_by=None, approved_at=None)
    assert held(ready, draft) == {"change_is_approved_for_every_study"}
    EvidenceDraft.objects.filter(pk=other.draft.pk).update(status="proposed")
    join(ready.people.pia, other.study, Role.PUBLISHER)
    assert held(ready, draft) == set()
    logged = Event.objects.get(study=other.study, action="evidence rejected")
    assert logged.data == {"draft": other.draft.pk}


def test_what_was_merged_or_withdrawn_stays_so(ready):
    change(ready, "withdrawn", of=2)
    change(ready, "deprecated")
    for becomes in ("published", "deprecated", "withdrawn"):
        with pytest.raises(BadDraft, match="MLQ-002 is withdrawn"):
            propose(ready, becomes, of=2)


# --- by whom, and in which words


def test_nothing_changes_before_a_publisher_approved_and_published_it(ready):
    draft = propose(ready, "withdrawn")
    assert held(ready, draft) == {"draft_is_approved"}
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert issue(1).status == "published"
    ready.publish()
    assert Event.objects.filter(action="issue withdrawn", actor=ready.people.pia, study=ready.study).count() == 1


def test_quotes_of_another_study_follow_only_if_its_publisher_approves_too(ready):
    other = make_ready("elsewhere")
    other.publish()
    other.study.memberships.filter(user=ready.people.pia).delete()
    draft = propose(ready, "merged", other=2)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert held(ready, draft) == {"change_is_approved_for_every_study"}
    join(ready.people.pia, other.study, Role.PUBLISHER)
    assert held(ready, draft) == set()
    assert issue(1).status == "merged"


def test_a_reason_that_names_somebody_is_held_back(ready):
    draft = propose(ready, "deprecated", reason={"en": "Only Zephyrine Labs had it."})
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert held(ready, draft) == {"names_no_identifier"}


def test_a_name_that_is_learned_later_is_covered_in_the_reason(ready, client: Client):
    change(ready, "deprecated", reason={"en": "Only Brasswick had it."})
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brasswick")
    assert "Only [company] had it." in text_of(client.get(address(1)))


def test_readers_are_always_told_why(ready):
    for reason in ({}, {"en": " "}, {"fr": "Parce que."}, {"en": "x" * 241}, {"en": "Why", "de": "Weil"}):
        with pytest.raises(BadDraft):
            propose(ready, "deprecated", reason=reason)


# --- whatever is made of it


@pytest.mark.any_database
@pytest.mark.parametrize("becomes", ["merged", "deprecated", "withdrawn"])
def test_search_lists_and_fixture_are_in_step_afterwards(becomes, ready, client: Client):
    other = {"other": 2} if becomes != "withdrawn" else {}
    change(ready, becomes, **other)
    assert differences() == []
    found = text_of(client.get("/search/?q=empty+fields"))
    assert ("MLQ-001" in found, QUOTE in found) == (False, False)
    statuses = {row["fields"]["number"]: row["fields"] for row in fixture_rows() if row["model"] == "catalog.issue"}
    assert statuses[1]["status"] == becomes
    assert statuses[1]["merged_into"] == ((2,) if becomes == "merged" else None)


@pytest.mark.any_database
@pytest.mark.parametrize("becomes", ["merged", "deprecated", "withdrawn"])
def test_a_fixture_brings_an_older_catalog_to_where_this_one_is(becomes, ready, tmp_path):
    quote, path = ready.evidence().public_id, tmp_path / "catalog.json"
    with transaction.atomic():
        change(ready, becomes, **({} if becomes == "withdrawn" else {"other": 2}))
        expected = Evidence.objects.values("issue__number", "status", "text").get(public_id=quote)
        with path.open("w", encoding="utf-8") as out:
            write_rows(list(fixture_rows()), out)
        load_catalog(path)
        assert path.read_text(encoding="utf-8") == written_again(tmp_path)
        transaction.set_rollback(True)
    assert issue(1).status == "published"
    load_catalog(path)
    assert issue(1).status == becomes
    assert Evidence.objects.values("issue__number", "status", "text").get(public_id=quote) == expected
    assert issue(1).versions.first().change["act"] == becomes
    assert differences() == []


@pytest.mark.any_database
@pytest.mark.parametrize("becomes", ["merged", "withdrawn"])
def test_an_older_fixture_brings_no_issue_back_that_was_merged_or_withdrawn(becomes, ready, tmp_path):
    older = Path(written(tmp_path / "older.json"))
    change(ready, becomes, **({} if becomes == "withdrawn" else {"other": 2}))
    before = written_again(tmp_path)
    report = load_catalog(older)
    assert report.kept_issues == (["MLQ-001", "MLQ-002"] if becomes == "merged" else ["MLQ-001"])
    assert (report.added.total(), report.changed.total()) == (0, 0)
    assert written_again(tmp_path) == before
    change(ready, "deprecated", of=2)


def test_an_older_fixture_leaves_pointers_of_merged_issues_turned_round(ready, tmp_path):
    make.make_issue(3, "Schemas change")
    change(ready, "merged", other=2)
    older = Path(written(tmp_path / "older.json"))
    change(ready, "merged", of=2, other=3)
    load_catalog(older)
    assert issue(1).merged_into == issue(3)


def test_an_older_fixture_that_takes_a_quote_down_is_followed_in_that_alone(ready, tmp_path):
    quote = ready.evidence()
    older = tmp_path / "older.json"
    with transaction.atomic():
        Evidence.objects.update(status="hidden", text="")
        written(older)
        transaction.set_rollback(True)
    change(ready, "merged", other=2)
    report = load_catalog(older)
    assert report.taken_down == {"hidden": [quote.public_id]}
    moved = Evidence.objects.get()
    assert (moved.issue.number, moved.status, moved.text) == (2, "hidden", "")


def test_load_catalog_says_which_issues_stay_as_they_are(ready, tmp_path, capsys):
    older = written(tmp_path / "older.json")
    change(ready, "withdrawn")
    call_command("load_catalog", older)
    assert "MLQ-001: went further here than the file knows, and stay as they are" in capsys.readouterr().out


def written(path: Path) -> str:
    with path.open("w", encoding="utf-8") as out:
        write_rows(list(fixture_rows()), out)
    return str(path)


def written_again(folder: Path) -> str:
    with (folder / "again.json").open("w", encoding="utf-8") as out:
        write_rows(list(fixture_rows()), out)
    return (folder / "again.json").read_text(encoding="utf-8")
