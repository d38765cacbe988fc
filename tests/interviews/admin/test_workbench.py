"""What the workbench's page holds and how its acts answer: safe words only, blind, small, and once each."""

import json
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import redact
from interviews.actions.code import apply_code, assign_pass, submit_pass
from interviews.actions.moderate import start_moderation
from interviews.admin.pages.workbench import KEYS
from interviews.models import Code, Coding, CodingPass, Event, Memo, SegmentReview
from tests import factories as make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study, people):
    made = make.make_interview(study, participant=make.make_participant(study))
    turn = made.segments.get(position=1)
    start, end = make.span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    return made


@pytest.fixture
def code(study):
    return make.make_code(study)


@pytest.fixture
def coras(people, interview):
    return assign_pass(by=people.cora, interview=interview, coder=people.cora)


def page(interview):
    return reverse("admin:interviews_interview_workbench", args=[interview.pk])


def send(user, interview, **asked):
    """Each request has a name of its own, unless it is said to come again."""
    opened = CodingPass.objects.filter(interview=interview, coder=user).first()
    body = {"since": 0, "client": str(uuid4()), "pass": opened.pk if opened else 0, **asked}
    return signed_in(user).post(f"{page(interview)}act/", json.dumps(body), content_type="application/json")


def test_the_page_holds_safe_words_and_no_raw_one(people, interview, coras):
    shown = signed_in(people.cora).get(page(interview)).content.decode()
    assert "[company]" in shown
    assert "Zephyrine" not in shown


def test_turns_whose_de_identification_is_not_reviewed_are_said_to_be(people, interview, coras):
    turns = interview.segments.count()
    assert (
        f"{turns} turns’ de-identification is not reviewed"
        in signed_in(people.cora).get(page(interview)).content.decode()
    )
    redact.review_deidentification(by=people.dele, interview=interview)
    assert "is not reviewed" not in signed_in(people.cora).get(page(interview)).content.decode()


def test_without_an_open_pass_one_is_led_to_the_page_that_opens_one(people, interview):
    response = signed_in(people.cora).get(page(interview))
    assert response.headers["Location"] == reverse("admin:interviews_interview_transcript", args=[interview.pk])


@pytest.mark.parametrize("who", ["dele", "imani", "pia", "kofi"])
def test_who_does_not_code_gets_no_workbench_and_acts_in_nobodys_pass(people, interview, coras, code, who):
    user = getattr(people, who)
    assert signed_in(user).get(page(interview)).status_code == 302
    answer = send(user, interview, act="apply", code=code.pk, turns=[[1, 0, 4]])
    assert answer.status_code == 403
    assert not Coding.objects.exists()


def test_what_waits_on_a_coders_page_is_not_done_in_the_pass_of_whoever_signed_in_since(people, interview, coras, code):
    assign_pass(by=people.colin, interview=interview, coder=people.colin)
    answer = send(people.colin, interview, act="apply", code=code.pk, turns=[[1, 0, 4]], **{"pass": coras.pk})
    assert (answer.status_code, "Somebody else is signed in" in answer.json()["error"]) == (403, True)
    assert not Coding.objects.exists()


def test_somebody_of_another_study_is_refused(people, interview, coras):
    assert signed_in(people.olga).get(page(interview)).status_code == 403
    assert send(people.olga, interview, act="undo").status_code == 403


def test_another_coders_work_reaches_neither_page_nor_answers_while_ones_own_pass_is_open(
    people, interview, coras, code
):
    colins = assign_pass(by=people.colin, interview=interview, coder=people.colin)
    turn = interview.segments.get(position=1)
    apply_code(by=people.colin, coding_pass=colins, segment=turn, start=0, end=5, code=code)
    submit_pass(by=people.colin, coding_pass=colins)
    data = signed_in(people.cora).get(page(interview)).context["data"]
    assert [turn["codings"] for turn in data["turns"]] == [[]] * len(data["turns"])
    answer = send(people.cora, interview, act="apply", code=code.pk, turns=[[1, 2, 8]]).json()
    assert [coding[4] for coding in answer["turns"]["1"]["codings"]] == [""]


def test_places_are_of_safe_words_and_a_part_of_a_placeholder_takes_all_of_it(people, interview, coras, code):
    words = signed_in(people.cora).get(page(interview)).context["data"]["turns"][1]["words"]
    inside = words.index("[company]") + 2
    answer = send(people.cora, interview, act="apply", code=code.pk, turns=[[1, inside, inside + 1]])
    coding = Coding.objects.get()
    assert coding.segment.text[coding.start : coding.end] == "Zephyrine Labs"
    [[pk, start, end, *_]] = answer.json()["turns"]["1"]["codings"]
    assert (pk, words[start:end]) == (coding.pk, "[company]")


def test_an_answer_holds_only_the_turns_that_differ(people, interview, coras, code):
    first = send(people.cora, interview, act="apply", code=code.pk, turns=[[1, 0, 4]]).json()
    second = send(people.cora, interview, act="nothing", turn=2, on=True, since=first["version"]).json()
    assert set(second["turns"]) == {"2"}
    assert second["turns"]["2"]["nothing"]
    assert len(json.dumps(second)) < 300
    stale = send(people.cora, interview, act="nothing", turn=2, on=False, since=0).json()
    assert set(stale["turns"]) == {"1", "2"}


def test_the_same_request_sent_twice_does_nothing_twice(people, interview, coras, code):
    for _ in range(2):
        assert send(people.cora, interview, act="apply", code=code.pk, turns=[[1, 0, 4]], client="a").status_code == 200
        assert send(people.cora, interview, act="memo", turn=1, text="Ask again.", client="m").status_code == 200
    assert (Coding.objects.count(), Memo.objects.count()) == (1, 1)
    for _ in range(2):
        assert send(people.cora, interview, act="undo", client="u").status_code == 200
    assert Event.objects.filter(action="coding act undone").count() == 1


def memos_of(answer, turn="1"):
    return answer.json()["turns"][turn]["memos"]


def test_a_memo_is_written_changed_and_removed_and_the_answer_tells_which_it_is(people, interview, coras):
    written = send(people.cora, interview, act="memo", turn=1, text="Ask again.").json()["memo"]
    assert (written["text"], written["version"], written["fixed"]) == ("Ask again.", "", False)
    named = {"turn": 1, "memo": written["id"]}
    changed = send(people.cora, interview, act="memo-change", text="Ask now.", version="", **named, client="c")
    row = changed.json()["memo"]
    assert (changed.json()["said"], row["id"], memos_of(changed)) == ("Memo on turn 1 changed.", written["id"], [row])
    # The same request again: the page may never have had the answer, and acts that wait need the memo's new text.
    again = send(people.cora, interview, act="memo-change", text="Ask now.", version="", **named, client="c")
    assert (again.status_code, again.json()["memo"]) == (200, row)
    # An older text than that which stands now, also where the page has heard of no act since.
    stale = send(people.cora, interview, act="memo-remove", version="", **named, since=10**9)
    assert (stale.status_code, memos_of(stale)) == (409, [row])
    removed = send(people.cora, interview, act="memo-remove", version=row["version"], **named)
    assert (removed.json()["said"], memos_of(removed)) == ("Memo on turn 1 removed.", [])
    assert memos_of(send(people.cora, interview, act="undo")) == [row]


def test_the_page_has_ones_own_memos_and_nobody_elses(people, study, interview, coras):
    colins = assign_pass(by=people.colin, interview=interview, coder=people.colin)
    send(people.colin, interview, act="memo", turn=1, text="Colin thinks so.")
    submit_pass(by=people.colin, coding_pass=colins)
    Memo.written(study=study, text="Mona thinks so.", author=people.mona, segment=interview.segments.first()).save()
    send(people.cora, interview, act="memo", turn=1, text="I think so.")
    shown = signed_in(people.cora).get(page(interview))
    assert [memo["text"] for turn in shown.context["data"]["turns"] for memo in turn["memos"]] == ["I think so."]
    assert "thinks so" not in shown.content.decode()
    others = Memo.objects.get(author=people.colin)
    for act in ("memo-change", "memo-remove"):
        asked = {"act": act, "turn": 1, "memo": others.pk, "version": "", "text": "Cora was here."}
        answer = send(people.cora, interview, **asked)
        # Whether there is such a memo is not said either.
        assert (answer.status_code, answer.json()["error"]) == (409, "that memo is gone: it was removed since")
        assert answer.json()["error"] == send(people.cora, interview, **{**asked, "memo": 10**9}).json()["error"]
        assert "thinks so" not in answer.content.decode()
    assert Memo.objects.get(pk=others.pk).text == "Colin thinks so."


@pytest.mark.parametrize("who", ["dele", "imani", "pia", "kofi", "mona", "colin"])
def test_nobody_else_changes_a_coders_memo(people, interview, coras, who):
    written = send(people.cora, interview, act="memo", turn=1, text="Ask again.").json()["memo"]
    for act in ("memo-change", "memo-remove"):
        asked = {"act": act, "turn": 1, "memo": written["id"], "version": "", "text": "Other.", "pass": coras.pk}
        assert send(getattr(people, who), interview, **asked).status_code == 403
    assert Memo.objects.standing().get().text == "Ask again."


def test_a_memo_of_ones_submitted_pass_is_only_read_in_the_moderated_one(people, interview):
    monas = assign_pass(by=people.mona, interview=interview, coder=people.mona)
    written = send(people.mona, interview, act="memo", turn=1, text="Before.").json()["memo"]
    submit_pass(by=people.mona, coding_pass=monas)
    asked = {"act": "memo-change", "turn": 1, "memo": written["id"], "version": "", "text": "After."}
    assert send(people.mona, interview, **asked).json()["closed"]
    moderated = start_moderation(by=people.mona, interview=interview)
    [memo] = signed_in(people.mona).get(page(interview)).context["data"]["turns"][1]["memos"]
    assert (memo["text"], memo["fixed"]) == ("Before.", True)
    answer = send(people.mona, interview, **{**asked, "pass": moderated.pk})
    assert (answer.status_code, "belongs to another pass" in answer.json()["error"]) == (409, True)


@pytest.mark.parametrize(
    ("first", "between"),
    [
        ({"act": "apply", "turns": [[1, 0, 4]]}, {"act": "undo"}),
        ({"act": "code", "name": "On the way", "turns": [[1, 0, 4]]}, {"act": "undo"}),
        ({"act": "nothing", "turn": 2, "on": True}, {"act": "nothing", "turn": 2, "on": False}),
        ({"act": "memo", "turn": 2, "text": "Ask."}, {"act": "undo"}),
    ],
)
def test_a_request_that_comes_late_again_does_not_bring_back_what_was_taken_away_since(
    people, interview, coras, code, first, between
):
    first = {"code": code.pk, "client": "late", **first}
    assert send(people.cora, interview, **first).status_code == 200
    assert send(people.cora, interview, **between).status_code == 200
    assert send(people.cora, interview, **first).status_code == 200
    assert not Coding.objects.exists()
    assert not SegmentReview.objects.exists()
    assert not Memo.objects.standing().exists()


def test_a_request_that_comes_again_is_no_error_where_its_turn_has_other_words_by_now(people, interview, coras, code):
    words = signed_in(people.cora).get(page(interview)).context["data"]["turns"][1]["words"]
    asked = {"act": "apply", "code": code.pk, "turns": [[1, 0, len(words)]], "client": "late"}
    assert send(people.cora, interview, **asked).status_code == 200
    turn = interview.segments.get(position=1)
    redact.make_replacement(by=people.dele, segment=turn, start=0, end=2, text="", type="other")
    assert send(people.cora, interview, **asked).status_code == 200
    assert send(people.cora, interview, **{**asked, "client": "new"}).status_code == 409


def test_a_new_code_is_made_and_applied_as_one_act_or_not_at_all(people, interview, coras):
    refused = send(people.cora, interview, act="code", name="On the way", turns=[[1, 0, 4000]])
    assert refused.status_code == 409
    assert not Code.objects.exists()
    for _ in range(2):
        answer = send(people.cora, interview, act="code", name="On the way", turns=[[1, 0, 4]])
        assert answer.json()["code"]["name"] == "On the way"
    assert Coding.objects.get().code == Code.objects.get()


def test_a_code_of_another_study_and_a_turn_that_is_not_there_are_refused(people, interview, coras, code):
    other = make.make_code(make.make_study("elsewhere"))
    assert send(people.cora, interview, act="apply", code=other.pk, turns=[[1, 0, 4]]).status_code == 400
    assert send(people.cora, interview, act="apply", code=code.pk, turns=[[99, 0, 4]]).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "explode"},
        {"act": ["apply"]},
        {"act": "apply", "code": "one", "turns": [[1, 0, 4]]},
        {"act": "apply", "code": True, "turns": [[1, 0, 4]]},
        {"act": "nothing", "turn": -1},
        {"act": "undo", "since": "yesterday"},
        {"act": "undo", "pass": "mine"},
        {"act": "memo", "turn": 1, "text": ["no", "words"]},
        {"act": "memo-change", "turn": 1, "text": "Of which?", "version": ""},
        {"act": "memo-change", "turn": 1, "text": "Of when?", "version": 7, "memo": 1},
        {"act": "memo-remove", "memo": 1, "version": ""},
    ],
)
def test_what_the_page_never_sends_is_refused_as_such(people, interview, coras, asked):
    assert send(people.cora, interview, **asked).status_code == 400


def test_characters_that_are_not_in_the_turn_are_refused_with_the_remedy(people, interview, coras, code):
    answer = send(people.cora, interview, act="apply", code=code.pk, turns=[[1, 0, 4000]])
    assert answer.status_code == 409
    assert answer.json()["error"] == "these characters are not in turn 1: select its words anew"


def test_a_submitted_pass_takes_nothing_more_and_says_so(people, interview, coras, code):
    submit_pass(by=people.cora, coding_pass=coras)
    answer = send(people.cora, interview, act="apply", code=code.pk, turns=[[1, 0, 4]])
    assert (answer.status_code, answer.json()["closed"]) == (409, True)


def test_no_act_is_done_by_asking_with_get_nor_without_the_token_of_the_page(people, interview, coras):
    assert signed_in(people.cora).get(f"{page(interview)}act/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.cora)
    answer = strict.post(f"{page(interview)}act/", json.dumps({"act": "undo"}), content_type="application/json")
    assert answer.status_code == 403


def test_the_page_costs_the_same_queries_however_long_the_interview_is(people, study):
    counts = []
    for number, length in ((11, 2), (12, 40)):
        turns = [("interviewee", f"Sentence {n}.") for n in range(length)]
        made = make.make_interview(study, number=number, turns=turns)
        assign_pass(by=people.cora, interview=made, coder=people.cora)
        client = signed_in(people.cora)
        client.get(page(made))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(made))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_guide_tells_the_keys_that_the_page_tells():
    guide = (settings.BASE_DIR / "docs" / "how-to" / "coder.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \| (.+) \|$", guide, flags=re.M) == KEYS
