"""Publication: from a coding to a quote in the catalog, once, and what is copied with it."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Evidence, Issue, IssueCooccurrence, IssueStatistics, IssueVersion, Revision
from interviews.actions import publish, redact
from interviews.errors import BadDraft, BadSpan, NotPermitted, WrongState
from interviews.models import EvidenceDraft, Publication, Study, StudyMembership
from tests.factories import (
    add_turn,
    give_consent,
    make_claim,
    make_code,
    make_interview,
    make_issue,
    make_mitigation,
    make_participant,
    make_pass,
    make_phase,
    make_question,
    make_strategy,
    make_study,
    moderated_coding,
    span_of,
)
from tests.interviews.ready import QUOTE, Ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(ready: Ready) -> Ready:
    """The draft before Pia approved it."""
    ready.draft = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, claim=ready.claim)
    return ready


# --- proposing and approving


def test_a_quote_is_trimmed_to_words_and_grown_to_replacement_edges(ready):
    start, end = span_of(ready.segment, " and nobody at Zeph")
    draft = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, start=start, end=end)
    assert (draft.start, draft.end) == (start + 1, span_of(ready.segment, "Zephyrine Labs")[1])


def test_the_codes_issue_is_the_drafts_unless_another_is_given(proposed):
    assert proposed.draft.issue == proposed.issue
    other = make_issue(2, "Other")
    draft = publish.propose_evidence(by=proposed.people.mona, coding=proposed.coding, issue=other)
    assert draft.issue == other


def test_a_code_that_leads_to_no_issue_needs_one_given(proposed):
    coding = moderated_coding(
        proposed.segment, "fields", by=proposed.people.mona, code=make_code(proposed.study, "loose")
    )
    with pytest.raises(BadDraft, match="say which issue"):
        publish.propose_evidence(by=proposed.people.mona, coding=coding)


def test_the_phase_is_the_questions_else_the_issues(ready):
    ready.publish()
    assert ready.evidence().phase == ready.issue.primary_phase
    question = make_question(ready.study, phase=make_phase("deployment", "Deployment"))
    draft = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, start=0, end=28, question=question)
    publish.approve_evidence(by=ready.people.pia, draft=draft)
    ready.publish()
    assert Evidence.objects.get(text="Half of the fields are empty").phase.slug == "deployment"


def test_proposing_the_same_span_again_renews_the_draft_and_takes_its_approval(ready):
    again = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, stance="limits")
    assert (again.pk, again.status, again.stance, again.approved_by) == (ready.draft.pk, "proposed", "limits", None)


def test_a_published_quote_cannot_be_proposed_again(ready):
    ready.publish()
    with pytest.raises(WrongState, match="hide the quote first"):
        publish.propose_evidence(by=ready.people.mona, coding=ready.coding)


def test_parts_that_do_not_belong_together_are_refused(proposed):
    other = make_issue(2, "Other")
    mitigation = make_mitigation(proposed.issue)
    question = make_question(make_study("other"))
    wrong = [
        ({"claim": make_claim(other)}, "no statement of"),
        ({"claim": proposed.claim, "mitigation": mitigation}, "not both"),
        ({"question": question}, "another study's guide"),
        ({"stance": "shrugs"}, "no stance"),
        ({"public_id": "../../etc"}, "no id of a quote"),
    ]
    for fields, reason in wrong:
        with pytest.raises(BadDraft, match=reason):
            publish.propose_evidence(by=proposed.people.mona, coding=proposed.coding, **fields)


def test_a_span_without_words_is_refused(proposed):
    start, _ = span_of(proposed.segment, " of the")
    with pytest.raises(BadSpan, match="white space"):
        publish.propose_evidence(by=proposed.people.mona, coding=proposed.coding, start=start, end=start + 1)
    redact.make_replacement(by=proposed.people.dele, segment=proposed.segment, start=0, end=4, text="")
    with pytest.raises(BadSpan, match="deleted"):
        publish.propose_evidence(by=proposed.people.mona, coding=proposed.coding, start=0, end=4)


def test_an_independent_pass_yields_no_evidence(proposed):
    independent = make_pass(proposed.interview, proposed.people.cora)
    coding = independent.codings.create(segment=proposed.segment, start=0, end=4, code=make_code(proposed.study))
    with pytest.raises(WrongState, match="submitted moderated pass"):
        publish.propose_evidence(by=proposed.people.pia, coding=coding, issue=proposed.issue)


def test_a_moderator_who_is_still_blind_there_cannot_quote_from_the_moderated_pass(proposed):
    make_pass(proposed.interview, proposed.people.mona)
    with pytest.raises(NotPermitted, match="your own pass"):
        publish.propose_evidence(by=proposed.people.mona, coding=proposed.coding)


def test_words_that_changed_since_they_were_proposed_are_not_approved(proposed):
    redact.make_replacement(by=proposed.people.dele, segment=proposed.segment, start=0, end=4, text="[number]")
    with pytest.raises(WrongState, match="propose it anew"):
        publish.approve_evidence(by=proposed.people.pia, draft=proposed.draft)


def test_a_rejected_draft_is_neither_published_nor_reported(proposed):
    publish.reject_evidence(by=proposed.people.pia, draft=proposed.draft)
    report = proposed.publish()
    assert (report.evidence, report.held) == ([], [])


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "kofi", "olga"])
def test_only_a_publisher_approves_and_publishes(proposed, name):
    somebody = getattr(proposed.people, name)
    with pytest.raises(NotPermitted):
        publish.approve_evidence(by=somebody, draft=proposed.draft)
    with pytest.raises(NotPermitted):
        publish.publish(by=somebody, study=proposed.study)
    with pytest.raises(NotPermitted):
        publish.acknowledge_single_participant(by=somebody, study=proposed.study)


def test_whoever_proposed_a_quote_cannot_clear_an_identifier_in_it(ready):
    identifier = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Half", sure=True)
    EvidenceDraft.objects.update(proposed_by=ready.people.dele)
    ready.draft.refresh_from_db()
    where = {"draft": ready.draft, "identifier": identifier, "place": "quote", "reason": "a number"}
    with pytest.raises(NotPermitted, match="second person"):
        publish.clear_occurrence(by=ready.people.dele, start=0, end=4, **where)
    with pytest.raises(BadDraft, match="does not stand at"):
        publish.clear_occurrence(by=ready.people.kofi, start=5, end=7, **where)


# --- publishing


def test_the_quote_is_copied_with_everything_a_reader_is_told(ready):
    report = publish.publish(by=ready.people.pia, study=ready.study, on=date(2026, 2, 3))
    quote = ready.evidence()
    assert report.evidence == [quote.public_id]
    assert (quote.text, quote.source, quote.issue, quote.claim) == (QUOTE, ready.source, ready.issue, ready.claim)
    assert (quote.language, quote.stance, quote.status) == ("en", "supports", "published")
    assert quote.published_on == date(2026, 2, 3)


def test_what_was_published_is_recorded_without_words(ready):
    ready.publish()
    publication = Publication.objects.get()
    assert (publication.evidence_id, publication.participant_code) == (ready.evidence().public_id, "P01")
    assert (publication.draft, publication.published_by) == (ready.draft, ready.people.pia)
    assert "fields" not in str(list(Publication.objects.values()))


def test_publishing_again_changes_nothing(ready):
    ready.publish()
    before = list(Evidence.objects.values()), Revision.objects.current(), list(Publication.objects.values())
    report = ready.publish()
    assert (report.evidence, report.held, report.already_published) == ([], [], 1)
    assert before == (list(Evidence.objects.values()), Revision.objects.current(), list(Publication.objects.values()))


def test_a_run_that_publishes_bumps_the_revision_once(ready):
    before = Revision.objects.current()
    ready.publish()
    assert Revision.objects.current() == before + 1


def test_one_draft_held_back_does_not_stop_the_others(ready):
    publish.propose_evidence(by=ready.people.mona, coding=ready.coding, start=0, end=28)
    report = ready.publish()
    assert (len(report.evidence), len(report.held)) == (1, 1)


def test_a_quote_with_an_id_is_published_under_it_and_is_the_same_again(ready):
    publish.propose_evidence(by=ready.people.mona, coding=ready.coding, public_id="0123456789ab")
    publish.approve_evidence(by=ready.people.pia, draft=EvidenceDraft.objects.get())
    publish.publish(by=ready.people.pia, study=ready.study, on=date(2026, 2, 3))
    shipped = Evidence.objects.values().get()
    assert shipped["public_id"] == "0123456789ab"
    # As if the shipped catalog had been loaded into a new database, and the study is published there again.
    EvidenceDraft.objects.update(status="approved")
    ready.publish()
    assert Evidence.objects.values().get() == shipped


def test_the_numbers_of_the_source_are_counted_from_moderated_passes(ready):
    second = make_participant(ready.study)
    interview = make_interview(ready.study, participant=second)
    other = make_issue(2, "Other")
    codes = {1: make_code(ready.study, issue=ready.issue), 2: make_code(ready.study, "Other", issue=other)}
    segment = interview.segments.get(position=1)
    moderated_coding(segment, "empty", by=ready.people.mona, code=codes[1])
    moderated_coding(segment, "nobody", by=ready.people.mona, code=codes[1])
    moderated_coding(segment, "fields", by=ready.people.mona, code=codes[2])
    ready.publish()
    numbers = {
        (s.issue.number, s.participants, s.interviews, s.codings, s.kappa) for s in IssueStatistics.objects.all()
    }
    assert numbers == {(1, 2, 2, 3, None), (2, 1, 1, 1, None)}
    assert list(IssueCooccurrence.objects.values_list("issue__number", "other__number", "interviews")) == [(1, 2, 1)]


def test_a_merged_code_counts_for_the_issue_of_the_code_it_was_merged_into(ready):
    merged = make_code(ready.study, "Data-empty-field", merged_into=make_code(ready.study))
    moderated_coding(ready.segment, "empty", by=ready.people.mona, code=merged)
    ready.publish()
    assert IssueStatistics.objects.get().codings == 2


def test_a_papers_own_figures_of_another_issue_stay_as_they_are(ready):
    paper = IssueStatistics.objects.create(
        issue=make_issue(3, "Elsewhere"), source=ready.source, participants=16, survey_validated=True
    )
    ready.publish()
    paper.refresh_from_db()
    assert (paper.participants, paper.codings) == (16, None)


def test_labels_are_given_by_how_many_quoted_participants_they_fit(ready):
    Study.objects.update(k=2)
    ready.publish()
    assert ready.evidence().speaker_label == "a practitioner"
    second = make_participant(ready.study)
    give_consent(second)
    interview = make_interview(ready.study, participant=second)
    segment = add_turn(interview, "interviewee", "Nobody ever looks.", participant=second)
    redact.review_deidentification(by=ready.people.dele, interview=interview)
    coding = moderated_coding(segment, segment.text, by=ready.people.mona)
    publish.approve_evidence(
        by=ready.people.pia,
        draft=publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue),
    )
    ready.publish()
    assert set(Evidence.objects.values_list("speaker_label", flat=True)) == {"a data scientist"}


# --- issues


CONTENT = {
    "slug": "labels-drift",
    "primary_phase": "data-preparation",
    "texts": {"en": {"title": "Labels drift", "summary": "What a label means changes."}},
    "claims": [{"aspect": "symptom", "position": 1, "texts": {"en": "Old labels look wrong."}}],
}


def publish_issue(ready: Ready, content: dict, issue: Issue | None = None) -> publish.PublicationReport:
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content=content, issue=issue)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    return ready.publish()


def test_a_new_issue_gets_the_next_number_and_its_first_version(ready):
    assert publish_issue(ready, CONTENT).issues == ["MLQ-002"]
    issue = Issue.objects.get(number=2)
    assert (issue.text.title, issue.version, issue.primary_phase.slug) == ("Labels drift", 1, "data-preparation")
    assert IssueVersion.objects.get(issue=issue).snapshot["claims"][0]["texts"] == {"en": "Old labels look wrong."}


def test_an_issue_drafted_under_a_phases_former_slug_is_published_in_that_phase(ready):
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content=CONTENT)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    phase = ready.issue.primary_phase
    phase.slug = "data-wrangling"
    phase.save()
    ready.publish()
    assert Issue.objects.get(number=2).primary_phase == phase


def test_a_rewritten_issue_is_one_version_on_and_keeps_what_its_draft_leaves_out(ready):
    texts = {"en": {"title": "Fields stay empty", "summary": "And nobody looks."}}
    publish_issue(ready, {"texts": texts, "note": "Told better"}, ready.issue)
    issue = Issue.objects.get(pk=ready.issue.pk)
    assert (issue.version, issue.text.title, issue.claims.count()) == (2, "Fields stay empty", 1)
    assert IssueVersion.objects.get(issue=issue).note == "Told better"


def test_claims_and_mitigations_of_a_draft_replace_those_there_were(ready):
    first, second = make_strategy(1), make_strategy(2, "Ask")
    make_mitigation(ready.issue, first)
    content = {
        "claims": [{"aspect": "cause", "position": 1, "texts": {"en": "Nobody must fill them."}}],
        "mitigations": [
            {"strategy": 2, "position": 1, "texts": {"en": "Ask whoever fills them."}},
            {"strategy": first.number, "position": 2, "texts": {"en": "Count them."}},
        ],
    }
    publish_issue(ready, content, ready.issue)
    assert list(ready.issue.claims.values_list("aspect", "position")) == [("cause", 1)]
    assert list(ready.issue.mitigations.values_list("strategy", "position")) == [(second.pk, 1), (first.pk, 2)]


def test_an_issue_that_names_an_identifier_is_held_back(ready):
    content = {**CONTENT, "texts": {"en": {"title": "Labels drift", "summary": "As at zephyrine labs."}}}
    report = publish_issue(ready, content)
    [held] = [held for held in report.held if held.kind == "issue"]
    assert [finding.rule for finding in held.findings] == ["names_no_identifier"]
    assert Issue.objects.count() == 1


def test_an_issue_that_nobody_approved_is_held_back(ready):
    publish.propose_issue(by=ready.people.mona, study=ready.study, content=CONTENT)
    [held] = ready.publish().held
    assert [finding.rule for finding in held.findings] == ["draft_is_approved"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"colour": "red"}, "has no colour"),
        ({"slug": ""}, "needs slug"),
        ({"primary_phase": "dreaming"}, "there is no workflow phase dreaming"),
        ({"texts": {"fr": {"title": "Titre", "summary": "Résumé"}}}, "in English"),
        ({"texts": {"en": {"title": "No summary"}}}, "a summary"),
        ({"claims": [{"aspect": "rumour", "position": 1, "texts": {"en": "x"}}]}, "each claim"),
        ({"mitigations": [{"strategy": 99, "position": 1, "texts": {"en": "x"}}]}, "each mitigation"),
    ],
)
def test_content_of_no_known_shape_is_refused_with_its_place(ready, changed, reason):
    with pytest.raises(BadDraft, match=reason):
        publish.propose_issue(by=ready.people.mona, study=ready.study, content={**CONTENT, **changed})


# --- the command


def run(*arguments: str) -> tuple[int, str]:
    """The command's exit code and what it printed."""
    out = StringIO()
    try:
        call_command("publish", "--study", "invented", "--by", "pia", *arguments, stdout=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_answers_0_when_all_is_published(ready):
    code, printed = run()
    assert code == 0
    assert printed.startswith("published 1 quotes")


def test_the_command_answers_3_and_lists_every_reason_with_its_place_and_no_word(ready):
    ready.participant.consents.all().delete()
    ready.segment.reviews.all().delete()
    code, printed = run()
    assert code == 3
    assert "evidence draft" in printed
    assert "interview 1, turn 1, 0-68" in printed
    assert "record the consent" in printed
    assert "read it and record" in printed
    assert not [word for word in ("fields", "empty", "Zephyrine") if word in printed]


def test_the_command_prints_json_for_programs(ready):
    ready.participant.consents.all().delete()
    code, printed = run("--json")
    [held] = json.loads(printed)["held"]
    assert code == 3
    assert (held["segment"], held["findings"][0]["rule"]) == (1, "participant_consents_to_quotes")


def test_the_command_names_what_it_does_not_know(ready):
    with pytest.raises(CommandError, match="no such study"):
        call_command("publish", "--study", "unknown", "--by", "pia")
    with pytest.raises(CommandError, match="no such user"):
        call_command("publish", "--study", "invented", "--by", "nobody")
    with pytest.raises(CommandError, match="you may not publish"):
        call_command("publish", "--study", "invented", "--by", "olga")


def test_without_a_name_the_only_publisher_publishes(ready):
    out = StringIO()
    call_command("publish", "--study", "invented", stdout=out)
    assert out.getvalue().startswith("published 1 quotes")
    assert Publication.objects.get().published_by == ready.people.pia


def test_without_a_name_nobody_is_guessed_among_several_publishers(ready):
    StudyMembership.objects.create(study=ready.study, user=ready.people.mona, role="publisher")
    with pytest.raises(CommandError, match=r"say who does, with --by \(mona, pia\)"):
        call_command("publish", "--study", "invented")
    assert not Publication.objects.exists()


def test_a_study_without_a_publisher_says_which_role_is_missing(ready):
    StudyMembership.objects.filter(role="publisher").delete()
    with pytest.raises(CommandError, match="give somebody the role publisher"):
        call_command("publish", "--study", "invented")
