"""Deciding on suggestions: once, everywhere, with a second person, and back again."""

import pytest

from interviews.actions import decide
from interviews.actions.suggest import suggest_redactions
from interviews.errors import BadSpan, NotPermitted, WrongState
from interviews.models import Event, Identifier, Interview, Replacement, StandingDecision
from interviews.models.identifiers import IdentifierType
from interviews.safe import safe_text
from tests import factories as make
from tests.people import Role, join, team

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewee", "My name is Ottoline, and I work at Quillonix."),
    ("interviewee", "Then Ottoline said that Quillonix has data."),
]


@pytest.fixture
def people(study):
    people = team(study)
    join(people.kofi, study, Role.DEIDENTIFIER)
    return people


@pytest.fixture
def interview(study, people):
    interview = make.make_interview(study, turns=TURNS, participant=make.make_participant(study))
    suggest_redactions(by=people.dele, study=study)
    return interview


def rows(words: str) -> list[Replacement]:
    found = Replacement.objects.select_related("segment__interview__study").order_by("segment__position", "start")
    return [row for row in found if row.segment.text[row.start : row.end] == words]


def one(words: str) -> Replacement:
    return rows(words)[0]


def safe(interview) -> str:
    segments = interview.segments.with_replacements().order_by("position")
    return " ".join(safe_text(segment).text for segment in segments)


def test_a_suggestion_is_accepted_as_proposed_in_its_place_alone(people, interview):
    decide.accept(by=people.dele, replacement=one("Ottoline"))
    assert [row.status for row in rows("Ottoline")] == ["accepted", "suggested"]
    assert safe(interview).startswith("My name is [person], and")
    assert Interview.objects.get().import_state == "deidentifying"


def test_the_same_words_are_accepted_everywhere_in_one_act(people, interview, study):
    done = decide.accept(by=people.dele, replacement=one("Quillonix"), everywhere=True)
    assert len(done) == 2
    assert "Quillonix" not in safe(interview)
    standing = StandingDecision.objects.get()
    assert (standing.verdict, standing.text, standing.decided_by) == ("replace", "[company]", people.dele)
    assert Event.objects.filter(action=decide.ACCEPTED).count() == 1


@pytest.mark.parametrize(
    ("kind", "text"), [("generalization", "[large company]"), ("deletion", ""), ("correction", "Quill and Onyx")]
)
def test_words_are_generalized_deleted_or_corrected(people, interview, kind, text):
    decide.accept(by=people.dele, replacement=one("Quillonix"), kind=kind, text=text)
    row = Replacement.objects.get(status="accepted")
    assert (row.kind, row.text) == (kind, text)


def test_words_that_are_remembered_become_an_identifier_with_its_placeholder(people, interview, study):
    decide.accept(by=people.dele, replacement=one("Quillonix"), type="client", as_identifier=True, everywhere=True)
    identifier = Identifier.objects.get()
    assert (identifier.name, identifier.type) == ("Quillonix", "client")
    assert {(row.identifier, row.text) for row in rows("Quillonix")} == {(identifier, "[client]")}


def test_what_is_no_identifier_stays_as_it_was_said(people, interview):
    decide.reject(by=people.dele, replacement=one("Quillonix"), everywhere=True)
    assert {row.status for row in rows("Quillonix")} == {"rejected"}
    assert "Quillonix has data" in safe(interview)
    assert StandingDecision.objects.get().verdict == "no-identifier"


def test_a_decision_for_everywhere_holds_for_an_interview_that_comes_later(people, interview, study):
    decide.accept(by=people.dele, replacement=one("Quillonix"), everywhere=True)
    later = make.make_interview(study, turns=TURNS, participant=make.make_participant(study))
    suggest_redactions(by=people.kofi, study=study)
    assert "Quillonix" not in safe(later)
    assert Replacement.objects.filter(segment__interview=later, decided_by=people.dele).count() == 2


def test_keeping_takes_a_reason_and_a_second_person(people, interview):
    with pytest.raises(WrongState, match="say why"):
        decide.ask_to_keep(by=people.dele, replacement=one("Quillonix"), reason=" ")
    decide.ask_to_keep(by=people.dele, replacement=one("Quillonix"), reason="a public vendor", everywhere=True)
    assert {row.status for row in rows("Quillonix")} == {"suggested"}
    with pytest.raises(NotPermitted, match="second person"):
        decide.confirm_keep(by=people.dele, replacement=one("Quillonix"))
    kept = decide.confirm_keep(by=people.kofi, replacement=one("Quillonix"))
    assert {(row.status, row.keep_asked_by, row.decided_by) for row in kept} == {("kept", people.dele, people.kofi)}
    assert StandingDecision.objects.get().verdict == "keep"


def test_a_refused_keep_is_to_be_decided_again(people, interview):
    decide.ask_to_keep(by=people.dele, replacement=one("Quillonix"), reason="a public vendor")
    decide.refuse_keep(by=people.kofi, replacement=one("Quillonix"))
    assert (one("Quillonix").status, one("Quillonix").keep_asked_by) == ("suggested", None)


def test_a_keep_that_nobody_asked_for_is_neither_confirmed_nor_refused(people, interview):
    for act in (decide.confirm_keep, decide.refuse_keep):
        with pytest.raises(WrongState, match="nobody asks to keep"):
            act(by=people.kofi, replacement=one("Quillonix"))


def test_a_span_is_changed_and_stays_to_be_decided(people, interview):
    row = one("Quillonix")
    decide.change_span(by=people.dele, replacement=row, start=row.start - 3, end=row.end)
    assert one("at Quillonix").status == "suggested"
    with pytest.raises(BadSpan):
        decide.change_span(by=people.dele, replacement=row, start=3, end=4000)


def test_what_is_decided_is_not_decided_again(people, interview):
    decide.accept(by=people.dele, replacement=one("Ottoline"))
    for act in (decide.accept, decide.reject):
        with pytest.raises(WrongState, match="decided already"):
            act(by=people.kofi, replacement=one("Ottoline"))


def test_what_an_accepted_replacement_overlaps_is_left_alone(people, interview):
    row = one("Ottoline")
    decide.change_span(by=people.dele, replacement=row, start=row.start, end=row.end + 5)
    segment = row.segment
    Replacement.written(segment=segment, text="[x]", start=row.start + 9, end=row.end + 9, kind="pseudonym").save()
    beside = Replacement.objects.latest("pk")
    decide.accept(by=people.dele, replacement=beside)
    with pytest.raises(BadSpan, match="overlaps"):
        decide.accept(by=people.dele, replacement=Replacement.objects.get(pk=row.pk))


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "pia", "olga"])
def test_only_who_deidentifies_decides_or_undoes(people, interview, study, name):
    somebody = getattr(people, name)
    for act in (decide.accept, decide.reject, decide.confirm_keep, decide.refuse_keep):
        with pytest.raises(NotPermitted):
            act(by=somebody, replacement=one("Quillonix"))
    with pytest.raises(NotPermitted):
        decide.undo_last(by=somebody, study=study)


# --- undo


def state() -> list[tuple]:
    fields = ("pk", "start", "end", "kind", "type", "status", "decided_by", "keep_asked_by", "identifier", "everywhere")
    return [
        (*row, text)
        for row, text in zip(
            Replacement.objects.order_by("pk").values_list(*fields),
            [row.text for row in Replacement.objects.order_by("pk").select_related("segment__interview")],
            strict=True,
        )
    ]


ACTS = {
    "accept": lambda by: decide.accept(by=by, replacement=one("Quillonix"), everywhere=True),
    "generalize": lambda by: decide.accept(
        by=by, replacement=one("Ottoline"), kind="generalization", text="[colleague]"
    ),
    "reject": lambda by: decide.reject(by=by, replacement=one("Quillonix"), everywhere=True),
    "keep": lambda by: decide.ask_to_keep(by=by, replacement=one("Quillonix"), reason="a vendor", everywhere=True),
    "span": lambda by: decide.change_span(by=by, replacement=one("Ottoline"), start=3, end=9),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_can_be_undone(people, interview, study, name):
    before = state()
    ACTS[name](people.dele)
    assert state() != before
    assert decide.undo_last(by=people.dele, study=study).startswith("Undone: ")
    assert state() == before
    assert not StandingDecision.objects.filter(undone_at=None).exists()


def test_a_confirmed_and_a_refused_keep_can_be_undone_by_who_decided(people, interview, study):
    ACTS["keep"](people.dele)
    asked = state()
    for act in (decide.confirm_keep, decide.refuse_keep):
        act(by=people.kofi, replacement=one("Quillonix"))
        decide.undo_last(by=people.kofi, study=study)
        assert state() == asked


def test_undoing_goes_back_act_by_act_and_then_says_there_is_nothing(people, interview, study):
    start = state()
    decide.reject(by=people.dele, replacement=rows("Ottoline")[0])
    middle = state()
    decide.accept(by=people.dele, replacement=one("Quillonix"))
    decide.undo_last(by=people.dele, study=study)
    assert state() == middle
    decide.undo_last(by=people.dele, study=study)
    assert state() == start
    assert decide.undo_last(by=people.dele, study=study) is None


def test_nobody_undoes_what_somebody_else_did(people, interview, study):
    decide.accept(by=people.dele, replacement=one("Ottoline"))
    assert decide.undo_last(by=people.kofi, study=study) is None
    assert one("Ottoline").status == "accepted"


def test_an_act_that_somebody_decided_over_since_is_not_undone(people, interview, study):
    ACTS["keep"](people.dele)
    decide.confirm_keep(by=people.kofi, replacement=one("Quillonix"))
    with pytest.raises(WrongState, match="decided on these words since"):
        decide.undo_last(by=people.dele, study=study)
    assert {row.status for row in rows("Quillonix")} == {"kept"}


def test_the_log_holds_ids_and_no_word(people, interview, study):
    for act in ACTS.values():
        act(people.dele)
        decide.undo_last(by=people.dele, study=study)
    lines = str(list(Event.objects.values_list("action", "data")))
    assert not [word for word in ("Ottoline", "Quillonix", "[colleague]", "a vendor") if word in lines]


@pytest.mark.parametrize("type_", ["", *IdentifierType.values])
def test_every_type_has_levels_to_generalize_to(type_):
    levels = decide.levels_of(type_)
    assert levels
    assert all(level.startswith("[") and level.endswith("]") for level in levels)
