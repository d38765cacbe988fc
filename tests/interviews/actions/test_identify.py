"""Adding identifiers and variants: every turn of the study is looked through in the same moment."""

import pytest

from interviews.actions import decide, identify, publish, redact
from interviews.actions.rescan import rescan_study
from interviews.deidentification.commonness import usual_contexts, why_common
from interviews.errors import BadIdentifier, NotPermitted
from interviews.models import Event, Identifier, IdentifierVariant, Interview, Replacement, StandingDecision
from tests import factories as make
from tests.interviews.ready import held_rules, make_ready

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewer", "Who keeps the data at Zephyrine Labs?"),
    ("interviewee", "At zéphyrine-labs it is Ottoline, and nobody moves at Move."),
    ("interviewee", "We move on."),
]


@pytest.fixture
def interview(study):
    return make.make_interview(study, turns=TURNS, participant=make.make_participant(study))


@pytest.fixture
def add(people, study):
    """Dele adds an identifier, of a company unless another type is given."""

    def add(name: str, **fields) -> Identifier:
        return identify.add_identifier(by=people.dele, study=study, name=name, **{"type": "company", **fields})

    return add


def turn(interview, position: int):
    return interview.segments.get(position=position)


def words(row: Replacement) -> str:
    return row.segment.text[row.start : row.end]


def rows(**wanted) -> list[Replacement]:
    return list(Replacement.objects.filter(**wanted).order_by("segment__interview", "segment__position", "start"))


def propose(people, segment, name, **fields) -> Replacement:
    """A suggestion as the program makes them."""
    start, end = make.span_of(segment, name)
    given = {"text": "[company]", "type": "company", "origin": "suggestion", **fields}
    return redact.propose_replacement(by=people.dele, segment=segment, start=start, end=end, **given)


# --- looking through the study


def test_every_turn_that_holds_the_name_gets_a_suggestion_however_it_is_written(interview, add):
    identifier = add("Zephyrine Labs")
    found = rows()
    assert [words(row) for row in found] == ["Zephyrine Labs", "zéphyrine-labs"]
    assert {(row.source, row.status, row.identifier, row.confidence) for row in found} == {
        ("registry", "suggested", identifier, 1)
    }
    assert {(row.text, row.type, row.origin) for row in found} == {("[company]", "company", "suggestion")}


def test_a_variant_in_context_is_found_in_its_context_only(interview, add, people):
    identifier = add("Quillonix")
    identify.add_variant(by=people.dele, identifier=identifier, text="Move", context_before=["at"])
    assert [(row.segment.position, words(row)) for row in rows()] == [(1, "Move")]


def test_a_name_is_found_in_interviews_of_its_study_alone(interview, add):
    other = make.make_interview(make.make_study("other"), turns=TURNS)
    add("Zephyrine Labs")
    assert not rows(segment__interview=other)


def test_an_interview_whose_text_was_destroyed_is_left_out(interview, add):
    Interview.objects.update(data_key=None)
    add("Zephyrine Labs")
    assert rows() == []


def test_a_name_across_markup_is_found(study, add):
    make.make_interview(study, turns=[("interviewee", "We like Zeph<b>yrine</b>&nbsp;Labs a lot.")])
    add("Zephyrine Labs")
    assert [words(row) for row in rows()] == ["Zeph<b>yrine</b>&nbsp;Labs"]


def test_the_longest_of_several_variants_is_suggested_once(study, add):
    make.make_interview(study, turns=[("interviewee", "It is Ottoline Quillonix, just Ottoline.")])
    add("Ottoline Quillonix", type="person", variants=["Ottoline"])
    assert [words(row) for row in rows()] == ["Ottoline Quillonix", "Ottoline"]


def test_looking_through_a_study_again_suggests_nothing_twice(study, people, interview, add):
    add("Zephyrine Labs", variants=["Ottoline"])
    assert rescan_study(by=people.dele, study=study) == 0
    assert len(rows()) == 3


def test_names_stored_by_an_older_program_are_found_by_looking_again(study, people, interview, add):
    add("Zephyrine Labs")
    Replacement.objects.all().delete()
    assert rescan_study(by=people.dele, study=study) == 2


def test_a_name_that_was_destroyed_is_found_by_its_fingerprint(study, people, interview, add):
    add("Zephyrine Labs")
    Replacement.objects.all().delete()
    IdentifierVariant.objects.update(text_encrypted=None)
    assert rescan_study(by=people.dele, study=study) == 2


def test_only_somebody_who_de_identifies_looks_through_a_study(study, people):
    with pytest.raises(NotPermitted):
        rescan_study(by=people.cora, study=study)


def test_the_log_says_how_much_was_found_and_no_word(interview, add):
    add("Zephyrine Labs")
    assert Event.objects.get(action="identifiers looked for").data == {"count": 2, "decided": 0}


# --- what stands there already


def test_an_accepted_replacement_of_the_name_becomes_the_identifiers(people, interview, add):
    start, end = make.span_of(turn(interview, 0), "Zephyrine Labs")
    made = redact.make_replacement(
        by=people.dele, segment=turn(interview, 0), start=start, end=end, text="[bakery]", type="company"
    )
    identifier = add("Zephyrine Labs")
    made.refresh_from_db()
    assert (made.identifier, made.text, made.status) == (identifier, "[bakery]", "accepted")
    assert rows(segment__position=0) == [made]


def test_the_rest_of_a_name_that_is_partly_replaced_is_suggested_to_go(people, interview, add):
    start, end = make.span_of(turn(interview, 0), "Zephyrine")
    redact.make_replacement(by=people.dele, segment=turn(interview, 0), start=start, end=end, text="[company]")
    add("Zephyrine Labs")
    [rest] = rows(segment__position=0, status="suggested")
    assert (words(rest).strip(), rest.kind, rest.text) == ("Labs", "deletion", "")


def test_what_was_suggested_for_the_name_becomes_the_identifiers(people, interview, add):
    before = propose(people, turn(interview, 0), "Zephyrine Labs", type="product", text="[product]")
    identifier = add("Zephyrine Labs")
    [row] = rows(segment__position=0)
    assert (row.pk, row.identifier, row.source, row.text) == (before.pk, identifier, "registry", "[company]")


def test_a_suggestion_for_a_part_of_the_name_gives_way(people, interview, add):
    propose(people, turn(interview, 0), "Zephyrine")
    add("Zephyrine Labs")
    assert [words(row) for row in rows(segment__position=0)] == ["Zephyrine Labs"]


def test_what_was_rejected_before_the_name_was_known_is_asked_again(people, interview, add):
    before = propose(people, turn(interview, 0), "Zephyrine Labs")
    redact.reject_replacement(by=people.dele, replacement=before)
    identifier = add("Zephyrine Labs")
    before.refresh_from_db()
    assert (before.status, before.decided_by, before.identifier) == ("suggested", None, identifier)


def test_what_was_rejected_although_the_name_was_known_is_not_asked_again(study, people, interview, add):
    add("Zephyrine Labs")
    for row in rows():
        redact.reject_replacement(by=people.dele, replacement=row, reason="a street here")
    assert rescan_study(by=people.dele, study=study) == 0
    assert {row.status for row in rows()} == {"rejected"}


def test_words_that_two_people_keep_are_kept(people, interview, add):
    kept = propose(people, turn(interview, 0), "Zephyrine Labs")
    decide.ask_to_keep(by=people.dele, replacement=kept, reason="a public body")
    decide.confirm_keep(by=people.kofi, replacement=kept)
    add("Zephyrine Labs")
    assert [row.status for row in rows(segment__position=0)] == ["kept"]


def test_what_is_replaced_everywhere_is_replaced_at_once(people, interview, add):
    decide.accept(by=people.dele, replacement=propose(people, turn(interview, 0), "Zephyrine Labs"), everywhere=True)
    add("Zephyrine Labs")
    assert [row.status for row in rows()] == ["accepted", "accepted"]


def test_no_identifier_everywhere_ends_for_a_name_that_is_one(people, interview, add):
    decide.reject(by=people.dele, replacement=propose(people, turn(interview, 0), "Zephyrine Labs"), everywhere=True)
    add("Zephyrine Labs")
    assert StandingDecision.objects.get().undone_at is not None
    assert [row.status for row in rows()] == ["suggested", "suggested"]


def test_replacing_words_by_hand_answers_what_was_suggested_there(people, interview, add):
    add("Zephyrine Labs")
    start, end = make.span_of(turn(interview, 0), "at Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn(interview, 0), start=start, end=end, text="there")
    assert [row.status for row in rows(segment__position=0)] == ["accepted"]


def test_a_known_name_whose_context_the_quote_cuts_off_holds_the_quote_all_the_same():
    ready = make_ready(approve=False)
    people = ready.people
    segment = make.add_turn(ready.interview, "interviewee", "At Labs Half is bad.", participant=ready.participant)
    redact.add_identifier(by=people.dele, study=ready.study, type="company", name="Half", context_before=["Labs"])
    redact.review_deidentification(by=people.dele, segment=segment)
    coding = make.moderated_coding(segment, "Half is bad.", by=people.mona)
    ready.draft = publish.propose_evidence(by=people.mona, coding=coding, issue=ready.issue)
    publish.approve_evidence(by=people.pia, draft=ready.draft)
    assert held_rules(ready) == {"no_replacement_is_undecided"}


# --- common words and famous names


@pytest.mark.parametrize("name", ["Apple", "move", "target", "google", "The Target", "Orange", "près", "AWS", "2021"])
def test_a_common_word_or_a_famous_name_is_refused_with_the_remedy(interview, add, name):
    with pytest.raises(
        BadIdentifier, match=r"which words stand before it, as at\|for\|with, or that you are sure"
    ) as no:
        add(name)
    assert name not in str(no.value)
    assert not Identifier.objects.exists()


@pytest.mark.parametrize("name", ["Zephyrine", "Quillonix", "Apple Orchard Nine", "are empty", "Ottoline"])
def test_a_rare_word_or_several_words_are_no_common_name(name):
    assert why_common(name) is None


def test_a_common_word_counts_in_its_context(interview, add):
    add("Move", context_before=["at"])
    assert [words(row) for row in rows()] == ["Move"]


def test_somebody_who_is_sure_adds_a_common_word(interview, add):
    add("move", sure=True)
    assert [words(row) for row in rows()] == ["Move", "move"]


def test_a_common_variant_is_refused_too_and_nothing_is_stored(interview, add, people):
    with pytest.raises(BadIdentifier, match="name 2 of 3"):
        add("Zephyrine Labs", variants=["Zeph Labs", "target"])
    identifier = add("Zephyrine Labs")
    with pytest.raises(BadIdentifier, match="or that you are sure"):
        identify.add_variant(by=people.dele, identifier=identifier, text="target")
    assert identify.add_variant(by=people.dele, identifier=identifier, text="target", sure=True)


@pytest.mark.parametrize(("type", "first"), [("company", "at"), ("person", "thank you"), ("place", "in")])
def test_each_type_has_words_that_usually_stand_before_it(type, first):
    assert usual_contexts(type)[0] == first


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Zephyrine & Sons", "zephyrine and sons"),
        ("Zephyrine+Fils", "zephyrine et fils"),
        ("Zephyrine and Sons", "Zephyrine&Sons"),
        ("Zephyrine et Fils", "Zephyrine & Fils"),
    ],
)
def test_a_name_with_and_is_found_however_that_is_written(name, said, add, study):
    interview = make.make_interview(study, turns=[("interviewee", f"We asked {said} about it.")])
    add(name)
    assert [words(row) for row in rows(segment__interview=interview)] == [said]


def test_a_variant_with_and_is_found_however_that_is_written(add, people, study):
    interview = make.make_interview(study, turns=[("interviewee", "We asked brannock and sons.")])
    identify.add_variant(by=people.dele, identifier=add("Zephyrine Labs"), text="Brannock & Sons")
    assert [words(row) for row in rows(segment__interview=interview)] == ["brannock and sons"]


def test_signs_that_stand_for_no_and_make_no_other_variant(add):
    assert add("Zorblax++", sure=True).variants.count() == 1
