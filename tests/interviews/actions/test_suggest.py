"""Suggestions of the program become rows that a person decides, once each."""

import pytest

from interviews.actions.redact import add_identifier, make_replacement, reject_replacement
from interviews.actions.suggest import open_suggestions, suggest_redactions
from interviews.deidentification.suggestions import Suggestion
from interviews.errors import NotPermitted
from interviews.models import Event, Replacement, StandingDecision
from interviews.reports.deidentification import left_to_do
from tests import factories as make

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewer", "Hello, who are you?"),
    ("interviewee", "My name is Ottoline, and I work at Quillonix as an engineer."),
    ("interviewee", "Then ottoline said that Quillonix has data."),
]


@pytest.fixture
def interview(study):
    return make.make_interview(study, turns=TURNS, participant=make.make_participant(study))


def words(row: Replacement) -> str:
    return row.segment.text[row.start : row.end]


def said(study) -> list[str]:
    return sorted(words(row) for row in open_suggestions(study))


def test_names_and_employers_are_suggested_with_their_source_type_and_confidence(study, people, interview):
    [done] = suggest_redactions(by=people.dele, study=study)
    assert (done.interview, done.made, done.decided) == (interview, 4, 0)
    assert said(study) == ["Ottoline", "Quillonix", "Quillonix", "ottoline"]
    row = next(row for row in open_suggestions(study) if words(row) == "Ottoline")
    assert (row.type, row.source, row.origin, row.status) == ("person", "introduction", "suggestion", "suggested")
    assert (row.text, row.kind) == ("[person]", "pseudonym")
    assert 0.5 < row.confidence <= 1


def test_a_second_run_proposes_nothing_new(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    [done] = suggest_redactions(by=people.dele, study=study)
    assert (done.made, len(said(study))) == (0, 4)


def test_what_was_rejected_is_not_proposed_again(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    for row in open_suggestions(study):
        reject_replacement(by=people.dele, replacement=row)
    suggest_redactions(by=people.dele, study=study)
    assert said(study) == []


def test_nothing_is_proposed_where_somebody_replaced_words_by_hand(study, people, interview):
    segment = interview.segments.get(position=1)
    start, end = make.span_of(segment, "Quillonix")
    make_replacement(by=people.dele, segment=segment, start=start, end=end, text="[company]", type="company")
    suggest_redactions(by=people.dele, study=study)
    assert said(study).count("Quillonix") == 1


def test_an_identifier_of_the_registry_is_proposed_under_its_placeholder_wherever_it_stands(study, people, interview):
    identifier = add_identifier(by=people.dele, study=study, type="client", name="has data", placeholder="[client]")
    suggest_redactions(by=people.dele, study=study)
    row = next(row for row in open_suggestions(study) if words(row) == "has data")
    assert (row.identifier, row.text, row.source, row.confidence) == (identifier, "[client]", "registry", 1)


def test_the_same_words_have_the_same_fingerprint_whatever_their_case(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    prints = {words(row): row.words_fingerprint for row in open_suggestions(study)}
    assert prints["Ottoline"] == prints["ottoline"] != prints["Quillonix"]


@pytest.mark.parametrize(
    ("verdict", "status"), [("no-identifier", "rejected"), ("replace", "accepted"), ("keep", "kept")]
)
def test_a_standing_decision_decides_what_is_found_later(study, people, interview, verdict, status):
    suggest_redactions(by=people.dele, study=study)
    fingerprint = next(row.words_fingerprint for row in open_suggestions(study) if words(row) == "Quillonix")
    Replacement.objects.all().delete()
    decision = StandingDecision.objects.create(
        study=study,
        verdict=verdict,
        words_fingerprint=fingerprint,
        decided_by=people.dele,
        asked_by=people.kofi if verdict == "keep" else None,
    )
    [done] = suggest_redactions(by=people.kofi, study=study)
    assert done.decided == 2
    rows = Replacement.objects.filter(words_fingerprint=fingerprint)
    assert {(row.status, row.decided_by, row.everywhere) for row in rows} == {(status, people.dele, decision)}


def test_an_undone_standing_decision_decides_nothing(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    row = open_suggestions(study)[0]
    StandingDecision.objects.create(
        study=study,
        verdict="no-identifier",
        words_fingerprint=row.words_fingerprint,
        decided_by=people.dele,
        undone_at=row.segment.interview.imported_at,
    )
    Replacement.objects.all().delete()
    [done] = suggest_redactions(by=people.dele, study=study)
    assert done.decided == 0


def test_only_some_interviews_are_read_when_they_are_named(study, people, interview):
    other = make.make_interview(study, turns=TURNS, participant=make.make_participant(study))
    suggest_redactions(by=people.dele, study=study, interviews=[other])
    assert {row.segment.interview for row in open_suggestions(study)} == {other}


def test_an_interview_without_a_key_is_left_out(study, people, interview):
    type(interview).objects.update(data_key=None)
    assert suggest_redactions(by=people.dele, study=study) == []


def test_the_log_says_how_many_and_not_which_words(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    event = Event.objects.get(action="redactions suggested")
    assert (event.interview, event.data) == (interview, {"count": 4, "decided": 0})


def test_somebody_who_may_not_deidentify_asks_for_nothing(study, people, interview):
    for somebody in (people.cora, people.imani, people.pia, people.olga):
        with pytest.raises(NotPermitted):
            suggest_redactions(by=somebody, study=study)


def test_what_is_left_is_counted_by_interview_and_the_same_words_once(study, people, interview):
    suggest_redactions(by=people.dele, study=study)
    [left] = left_to_do(study)
    assert (left.interview, left.segments, left.reviewed, left.undecided, left.decisions) == (interview, 3, 0, 4, 2)
    assert left.by_type == {"person": 2, "company": 2}
    assert left.keeps_waiting == 0


def test_the_model_that_the_settings_name_joins_the_rules(study, people, interview, settings, monkeypatch):
    asked = []

    class Model:
        def __init__(self, package: str) -> None:
            asked.append(package)

        def suggest(self, talk):
            yield Suggestion(0, 0, 5, "person", "model", 0.3, True)

    monkeypatch.setattr("interviews.deidentification.suggestions.sources.Model", Model)
    settings.NAME_MODEL = "some_names"
    suggest_redactions(by=people.dele, study=study)
    assert asked == ["some_names"]
    assert [words(row) for row in open_suggestions(study) if row.source == "model"] == ["Hello"]
