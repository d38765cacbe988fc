"""Moderation side by side: where coders differ, each difference decided with a reason, and both originals stay."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import moderate, publish
from interviews.actions.code import Selection, apply_to_selections, assign_pass, submit_pass
from interviews.models import Coding, Event, Memo, StudyMembership
from interviews.reports.differences import differences
from tests import factories as make
from tests.people import join, signed_in

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewer", "What went wrong first?"),
    ("interviewee", "Half of the fields were empty on every Tuesday."),
    ("interviewee", "Then the scores sank, month after month."),
]


@pytest.fixture
def interview(study, people):
    return make.make_interview(study, turns=TURNS, participant=make.make_participant(study))


@pytest.fixture
def codes(study):
    return {name: make.make_code(study, name) for name in ("Empty fields", "Drift", "Seasons")}


@pytest.fixture
def passes(interview, people, codes):
    """Both find the empty fields; Colin alone finds seasons in the Tuesday, Cora alone drift in the scores."""
    coders = {"cora": people.cora, "colin": people.colin}
    made = {name: assign_pass(by=coder, interview=interview, coder=coder) for name, coder in coders.items()}
    turns = {turn.position: turn for turn in interview.segments.all()}
    make.code_words(made["cora"], turns[1], "Half of the fields were empty", codes["Empty fields"])
    make.code_words(made["colin"], turns[1], "the fields were empty", codes["Empty fields"])
    make.code_words(made["colin"], turns[1], "every Tuesday", codes["Seasons"])
    make.code_words(made["cora"], turns[2], "the scores sank", codes["Drift"])
    for coding_pass in made.values():
        submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
    return made


@pytest.fixture
def moderated(people, interview, passes):
    return moderate.start_moderation(by=people.mona, interview=interview)


def address(interview):
    return reverse("admin:interviews_interview_differences", args=[interview.pk])


def decide(user, interview, coding, verdict, reason="Read it again together."):
    return signed_in(user).post(address(interview), {"decide": f"{verdict}-{coding.pk}", "reason": reason}, follow=True)


def found(interview, moderated):
    return [(d.segment.position, d.code.name, d.verdict) for d in differences(interview, moderated)]


def test_what_coders_have_in_common_is_no_difference_and_the_rest_stands_side_by_side(people, interview, moderated):
    assert found(interview, moderated) == [(1, "Seasons", "open"), (2, "Drift", "open")]
    answer = signed_in(people.mona).get(address(interview))
    [(seasons, _, sides, _), _] = answer.context["undecided"]
    assert seasons.code.name == "Seasons"
    marked = [(side.coder, "".join(s.text for s in side.stretches if s.numbers)) for side in sides]
    assert sorted(marked) == [("colin", "every Tuesday"), ("cora", "")]
    assert [code.name for side in sides for code in side.reading.others] == ["Empty fields", "Empty fields"]
    assert "2 differences to decide" in answer.content.decode()


def test_spans_of_one_code_without_a_letter_in_common_differ(people, study, codes):
    interview = make.make_interview(study, number=2, turns=TURNS, participant=make.make_participant(study))
    coras, colins = (assign_pass(by=each, interview=interview, coder=each) for each in (people.cora, people.colin))
    turn = interview.segments.get(position=2)
    make.code_words(coras, turn, "the scores sank", codes["Drift"])
    make.code_words(colins, turn, "month after month", codes["Drift"])
    for working in (coras, colins):
        submit_pass(by=working.coder, coding_pass=working)
    assert found(interview, moderate.start_moderation(by=people.mona, interview=interview)) == [(2, "Drift", "open")]


def test_one_coders_reading_is_kept_with_a_reason_and_both_originals_stay(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    before = Coding.objects.filter(coding_pass__in=passes.values()).count()
    page = decide(people.mona, interview, coding, "keep", "She heard the whole sentence.").content.decode()
    assert "Turn 2: Drift kept." in page
    assert "She heard the whole sentence." in page
    kept = moderated.codings.get(code__name="Drift")
    assert (kept.start, kept.end) == (coding.start, coding.end)
    assert Coding.objects.filter(coding_pass__in=passes.values()).count() == before
    assert (2, "Drift", "kept") in found(interview, moderated)


def test_a_reading_is_left_out_with_a_reason_and_may_be_kept_later(people, interview, passes, moderated):
    coding = passes["colin"].codings.get(code__name="Seasons")
    decide(people.mona, interview, coding, "leave")
    assert (1, "Seasons", "left out") in found(interview, moderated)
    decide(people.mona, interview, coding, "keep")
    assert (1, "Seasons", "kept") in found(interview, moderated)
    decide(people.mona, interview, coding, "leave")
    assert not moderated.codings.filter(code__name="Seasons").exists()
    assert (1, "Seasons", "left out") in found(interview, moderated)


def test_of_a_selection_across_turns_only_the_part_in_the_turn_is_left_out(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    turns = interview.segments.filter(position__gte=1)
    selections = [Selection(turn, 0, 4) for turn in turns]
    apply_to_selections(by=people.mona, coding_pass=moderated, selections=selections, code=coding.code)
    decide(people.mona, interview, coding, "leave")
    assert [each.segment.position for each in moderated.codings.filter(code__name="Drift")] == [1]


def test_what_a_draft_quotes_is_not_left_out(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    decide(people.mona, interview, coding, "keep")
    moderate.submit_moderation(by=people.mona, moderated=moderated)
    kept = moderated.codings.get(code__name="Drift")
    publish.propose_evidence(by=people.mona, coding=kept, issue=make.make_issue())
    moderate.reopen_moderation(by=people.mona, moderated=moderated)
    answer = decide(people.mona, interview, coding, "leave")
    assert "an evidence draft quotes this coding" in answer.content.decode()
    assert moderated.codings.filter(code__name="Drift").exists()


def test_without_a_reason_nothing_is_decided(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    page = decide(people.mona, interview, coding, "keep", "  ").content.decode()
    assert "Turn 2: say why" in page
    assert not Memo.objects.exists()
    assert not moderated.codings.filter(code__name="Drift").exists()


def test_the_log_says_what_was_decided_without_a_word_of_the_reason(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    decide(people.mona, interview, coding, "leave", "zumbafegat")
    event = Event.objects.get(action="difference settled")
    assert (event.data["coding"], event.data["verdict"]) == (coding.pk, "left out")
    assert "zumbafegat" not in str(event.data)


def test_a_coder_may_read_why_but_neither_opens_the_page_nor_decides(people, interview, passes, moderated):
    coding = passes["cora"].codings.get(code__name="Drift")
    assert signed_in(people.cora).get(address(interview)).status_code == 403
    assert decide(people.cora, interview, coding, "keep").status_code == 403
    assert signed_in(people.olga).get(address(interview)).status_code == 403


@pytest.mark.parametrize("pressed", ["keep-0", "keep-x", "explode-1", ""])
def test_a_button_of_another_page_decides_nothing(people, interview, moderated, pressed):
    answer = signed_in(people.mona).post(address(interview), {"decide": pressed, "reason": "Why"}, follow=True)
    assert "Nothing was decided" in answer.content.decode()


def test_a_coding_of_the_moderated_pass_itself_is_not_decided_about(people, interview, moderated):
    answer = decide(people.mona, interview, moderated.codings.get(), "leave")
    assert "only codings of this interview" in answer.content.decode()


def test_a_submitted_moderation_is_shown_and_takes_no_decision(people, interview, passes, moderated):
    moderate.submit_moderation(by=people.mona, moderated=moderated)
    coding = passes["cora"].codings.get(code__name="Drift")
    assert "is submitted" in decide(people.mona, interview, coding, "keep").content.decode()
    assert "Leave Drift out" not in signed_in(people.mona).get(address(interview)).content.decode()


def test_agreement_before_moderation_and_with_its_outcome_is_told(people, interview, passes, moderated):
    decide(people.mona, interview, passes["cora"].codings.get(code__name="Drift"), "keep")
    answer = signed_in(people.mona).get(address(interview))
    assert [pair.names for pair in answer.context["before"]] == [("cora", "colin")]
    after = {pair.names[0]: int(pair.percent.removesuffix(" %")) for pair in answer.context["after"]}
    assert after["cora"] > after["colin"]


def test_agreement_before_and_after_stands_there_for_good_once_the_moderation_is_submitted(
    people, interview, passes, moderated
):
    decide(people.mona, interview, passes["cora"].codings.get(code__name="Drift"), "keep")
    told = [signed_in(people.mona).get(address(interview)).context[name] for name in ("before", "after")]
    moderate.submit_moderation(by=people.mona, moderated=moderated)
    answer = signed_in(people.mona).get(address(interview))
    assert [answer.context[name] for name in ("before", "after")] == told
    page = answer.content.decode()
    assert "cora and colin, before" in page
    assert "cora and the moderated pass, after" in page


def test_without_moderation_one_is_led_to_the_interview(people, interview):
    answer = signed_in(people.mona).get(address(interview))
    assert answer.headers["Location"] == reverse("admin:interviews_interview_transcript", args=[interview.pk])


def test_the_page_costs_the_same_queries_however_much_differs(people, study, interview, codes):
    counts = []
    for number, length in ((11, 2), (12, 20)):
        turns = [("interviewee", f"Cell {n} is blank.") for n in range(length)]
        made = make.make_interview(study, number=number, turns=turns, participant=make.make_participant(study))
        coders = (people.cora, people.colin)
        coras, colins = (assign_pass(by=coder, interview=made, coder=coder) for coder in coders)
        for turn in made.segments.all():
            make.code_words(coras, turn, "is blank", codes["Drift"])
        for working in (coras, colins):
            submit_pass(by=working.coder, coding_pass=working)
        moderated = moderate.start_moderation(by=people.mona, interview=made)
        for coding in coras.codings.all()[: length // 2]:
            moderate.settle_difference(by=people.mona, moderated=moderated, coding=coding, keep=False, reason="Why")
        client = signed_in(people.mona)
        client.get(address(made))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(made))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- one decision at a time, as the page's script sends them


class Window:
    """The page of differences in a moderator's browser: what it was drawn with, and what it sends."""

    def __init__(self, user, interview):
        self.client, self.interview = signed_in(user), interview
        page = self.client.get(address(interview))
        self.version, self.moderated = page.context["version"], page.context["moderated"].pk
        self.sent = 0

    def send(self, act, **more):
        self.sent += 1
        asked = {"act": act, "client": f"{id(self)}-{self.sent}", "pass": self.moderated, "since": self.version, **more}
        return self.again(asked)

    def again(self, asked):
        self.asked = asked
        place = reverse("admin:interviews_interview_difference_act", args=[self.interview.pk])
        return self.client.post(place, json.dumps(asked), content_type="application/json")

    def decide(self, coding, *, keep=True, text="She heard it.", seen=0):
        return self.send("decide", coding=coding.pk, keep=keep, text=text, seen=seen)


@pytest.fixture
def drift(passes):
    return passes["cora"].codings.get(code__name="Drift")


def test_a_decision_is_answered_with_the_row_that_it_changed_and_what_is_left(people, interview, moderated, drift):
    answer = Window(people.mona, interview).decide(drift)
    told = answer.json()
    assert (answer.status_code, told["left"], told["found"]) == (200, 1, "1 difference to decide, 1 decided.")
    [(element, row)] = told["rows"].items()
    assert element == f"d{drift.segment_id}-{drift.code_id}"
    event = Event.objects.get(action="difference settled")
    assert row == {"verdict": "kept", "seen": event.pk, "why": "She heard it.", "by": "mona"}
    assert len(told["after"]) == 2


def test_of_two_moderators_who_decide_one_difference_the_second_is_told_and_overrules_nobody(
    people, study, interview, moderated, drift
):
    join(people.kofi, study, StudyMembership.Role.MODERATOR)
    monas, kofis = Window(people.mona, interview), Window(people.kofi, interview)
    assert monas.decide(drift).status_code == 200
    refused = kofis.decide(drift, keep=False, text="Rather not.")
    told = refused.json()
    assert (refused.status_code, told["error"]) == (409, "mona decided it meanwhile: look at that first")
    [row] = told["rows"].values()
    assert (row["verdict"], row["by"], Memo.objects.count()) == ("kept", "mona", 1)
    # Having seen it, Kofi may decide otherwise; and what he decided Mona does not undo.
    assert kofis.decide(drift, keep=False, text="Rather not.", seen=row["seen"]).status_code == 200
    undoing = monas.send("undo")
    assert (undoing.status_code, undoing.json()["error"]) == (
        409,
        "kofi decided that difference since: it stays as it is",
    )
    assert (2, "Drift", "left out") in found(interview, moderated)


def test_without_a_script_too_a_decision_that_was_not_seen_is_not_overruled(people, interview, moderated, drift):
    moderate.settle_difference(by=people.mona, moderated=moderated, coding=drift, keep=True, reason="She heard it.")
    pressed = {"decide": f"leave-{drift.pk}", "reason": "Rather not.", "seen": "0"}
    page = signed_in(people.mona).post(address(interview), pressed, follow=True).content.decode()
    assert "mona decided it meanwhile" in page
    assert (2, "Drift", "kept") in found(interview, moderated)


def test_a_decision_is_undone_with_its_reason_and_made_again(people, interview, moderated, drift):
    window = Window(people.mona, interview)
    window.decide(drift)
    undone = window.send("undo").json()
    assert (undone["said"], undone["go"]) == ("Undone: the decision about Drift on turn 2.", [2])
    assert [row["verdict"] for row in undone["rows"].values()] == ["open"]
    assert (2, "Drift", "open") in found(interview, moderated)
    assert not Memo.objects.standing().exists()
    again = window.send("redo").json()
    assert [(row["verdict"], row["why"]) for row in again["rows"].values()] == [("kept", "She heard it.")]
    assert (2, "Drift", "kept") in found(interview, moderated)
    assert window.send("redo").json()["said"] == "There is nothing to do again."


def test_of_two_decisions_on_one_difference_the_first_holds_again_once_the_second_is_undone(
    people, interview, moderated, drift
):
    window = Window(people.mona, interview)
    [row] = window.decide(drift).json()["rows"].values()
    window.decide(drift, keep=False, text="Rather not.", seen=row["seen"])
    [back] = window.send("undo").json()["rows"].values()
    assert (back["verdict"], back["why"]) == ("kept", "She heard it.")


def test_a_decision_that_comes_twice_is_made_once(people, interview, moderated, drift):
    window = Window(people.mona, interview)
    first = window.decide(drift).json()
    second = window.again(window.asked)
    assert (second.status_code, second.json()) == (200, first)
    assert Event.objects.filter(action="difference settled").count() == 1


def test_a_decision_on_a_submitted_moderation_is_told_so_and_waits(people, interview, moderated, drift):
    window = Window(people.mona, interview)
    moderate.submit_moderation(by=people.mona, moderated=moderated)
    answer = window.decide(drift)
    assert (answer.status_code, answer.json()["closed"]) == (409, True)
    assert not Memo.objects.exists()


@pytest.mark.parametrize("more", [{"seen": "x"}, {"seen": 0, "coding": None}, {"act": "explode"}, {"since": -1}])
def test_what_the_page_never_sends_is_refused(people, interview, moderated, drift, more):
    asked = {"act": "decide", "coding": drift.pk, "keep": True, "text": "Why", "seen": 0, **more}
    assert Window(people.mona, interview).send(**asked).status_code == 400
    assert not Memo.objects.exists()


def test_a_coder_sends_no_decision(people, interview, moderated, drift):
    window = Window(people.mona, interview)
    window.client = signed_in(people.cora)
    assert window.decide(drift).status_code == 403


def test_a_decision_costs_the_same_queries_and_bytes_however_much_differs(people, study, codes):
    costs = []
    for number, length in ((11, 2), (12, 20)):
        turns = [("interviewee", f"Cell {n} is blank.") for n in range(length)]
        made = make.make_interview(study, number=number, turns=turns, participant=make.make_participant(study))
        coras, colins = (assign_pass(by=each, interview=made, coder=each) for each in (people.cora, people.colin))
        for turn in made.segments.all():
            make.code_words(coras, turn, "is blank", codes["Drift"])
        for working in (coras, colins):
            submit_pass(by=working.coder, coding_pass=working)
        moderate.start_moderation(by=people.mona, interview=made)
        window = Window(people.mona, made)
        with CaptureQueriesContext(connection) as queries:
            answer = window.decide(coras.codings.first())
        assert len(answer.content) < 400
        costs.append(len(queries))
    assert costs[0] == costs[1]
