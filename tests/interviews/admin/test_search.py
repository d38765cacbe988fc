"""Search over the safe text of a study: never what stands behind a replacement, and never what the blind rule hides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import redact
from interviews.actions.code import assign_pass, submit_pass
from interviews.actions.codebook import merge_codes
from interviews.admin.pages.search import PER_PAGE, WIDTH
from interviews.models import Event, Interview
from tests import factories as make
from tests.people import Role, join, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study, people):
    """In turn 1 a company is replaced, in turn 3 a colleague is deleted."""
    made = make.make_interview(study, participant=make.make_participant(study))
    replaced(people, made, 1, "Zephyrine Labs", "[company]")
    replaced(people, made, 3, "Ottoline, ", "")
    return made


def replaced(people, interview, position, words, text):
    turn = interview.segments.get(position=position)
    start, end = make.span_of(turn, words)
    kind = "pseudonym" if text else "deletion"
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text=text, type="company", kind=kind)


def address(study):
    return reverse("admin:interviews_study_search", args=[study.pk])


def ask(user, study, q="", *, reviewed=True, **more):
    if reviewed:
        make.review_turns(study, by=user)
    answer = signed_in(user).get(address(study), {"q": q, **more})
    assert answer.status_code == 200
    return answer


def shown(answer):
    """Interview and turn of each passage, with the words that are marked as found."""
    return [
        (each.interview.number, each.segment.position, [s.text for s in each.stretches if "hit" in s.classes])
        for each in answer.context["passages"]
    ]


def test_passages_stand_in_the_order_of_the_talks_with_their_hits_marked(study, people, interview):
    other = make.make_interview(study, number=2, turns=[("interviewee", "A field was filled, an other field empty.")])
    answer = ask(people.cora, study, "field")
    assert shown(answer) == [(1, 1, ["fields"]), (2, 0, ["field", "field"])]
    page = answer.content.decode()
    assert f"{reverse('admin:interviews_interview_transcript', args=[other.pk])}?mode=read#t0" in page
    assert "2 turns hold all of it." in page


@pytest.mark.parametrize(
    "query", ["Zephyrine", "zephyrine labs", '"zephyrine labs"', "Zeph*", "labs", "Ottoline", "ottolines", "Ott*"]
)
def test_what_stands_behind_a_replacement_is_not_found_by_any_spelling(study, people, interview, query):
    for user in (people.cora, people.mona):
        answer = ask(user, study, query)
        assert answer.context["page"].paginator.count == 0
        assert "Zephyrine" not in answer.content.decode().replace(query, "").replace(query.replace('"', "&quot;"), "")


def test_what_stands_instead_is_found_and_words_meet_over_a_deletion(study, people, interview):
    answer = ask(people.cora, study, "company")
    assert shown(answer) == [(1, 1, ["company"])]
    assert "Zephyrine" not in answer.content.decode()
    assert shown(ask(people.cora, study, '"ask who wrote"')) == [(1, 3, ["ask who wrote"])]


def test_a_replacement_that_is_undone_lets_the_words_be_found_again_at_once(study, people, interview):
    turn = interview.segments.get(position=1)
    redact.undo_decision(by=people.dele, replacement=turn.replacements.get())
    assert shown(ask(people.cora, study, "zephyrine")) == [(1, 1, ["Zephyrine"])]


def test_what_nobody_reviewed_is_found_by_those_alone_who_may_read_raw_text(study, people, interview):
    make.review_turns(study, by=people.dele)
    make.make_interview(study, number=2, turns=[("interviewee", "Ottoline keeps fields empty.")])
    answer = ask(people.cora, study, "fields", reviewed=False)
    assert shown(answer) == [(1, 1, ["fields"])]
    assert "1 turn was left out: nobody has reviewed its de-identification yet." in answer.content.decode()
    assert ask(people.cora, study, "ottoline", reviewed=False).context["page"].paginator.count == 0
    redact.undo_decision(by=people.dele, replacement=interview.segments.get(position=1).replacements.get())
    assert ask(people.cora, study, "zephyrine", reviewed=False).context["left_out"] == 2
    answer = ask(join(people.cora, study, Role.DEIDENTIFIER), study, "ottoline fields", reviewed=False)
    assert shown(answer) == [(2, 0, ["Ottoline", "fields"])]
    assert "left out" not in answer.content.decode()


def test_it_is_narrowed_to_an_interview_and_to_a_code_as_far_as_codings_may_be_seen(study, people, interview):
    code, merged = make.make_code(study, "Gaps"), make.make_code(study, "Holes")
    merge_codes(by=people.mona, code=merged, into=code)
    other = make.make_interview(study, number=2, turns=[("interviewee", "We wait for fields.")])
    passes = [assign_pass(by=each, interview=interview, coder=each) for each in (people.cora, people.colin)]
    make.code_words(passes[1], interview.segments.get(position=1), "fields", merged)
    assert shown(ask(people.cora, study, "fields", interview="2")) == [(2, 0, ["fields"])]
    assert shown(ask(people.cora, study, "fields", interview="9")) == []
    assert shown(ask(people.colin, study, "fields", code=code.pk)) == [(1, 1, ["fields"])]
    submit_pass(by=people.colin, coding_pass=passes[1])
    # Colin's coding is not hers to see yet, and that she asks by the code tells her nothing of it.
    assert shown(ask(people.cora, study, "fields", code=code.pk)) == []
    make.code_words(
        assign_pass(by=people.cora, interview=other, coder=people.cora), other.segments.get(), "fields", code
    )
    assert shown(ask(people.cora, study, "fields", code=code.pk)) == [(2, 0, ["fields"])]
    submit_pass(by=people.cora, coding_pass=passes[0])
    assert shown(ask(people.cora, study, "fields", code=code.pk)) == [(1, 1, ["fields"]), (2, 0, ["fields"])]
    assert shown(ask(people.cora, study, "fields", code="999")) == shown(ask(people.cora, study, "fields"))


def test_whoever_codes_an_interview_comes_to_its_workbench(study, people, interview):
    assign_pass(by=people.cora, interview=interview, coder=people.cora)
    bench = reverse("admin:interviews_interview_workbench", args=[interview.pk])
    assert f'href="{bench}#t1"' in ask(people.cora, study, "fields").content.decode()
    assert bench not in ask(people.colin, study, "fields").content.decode()


def test_that_somebody_looked_is_logged_and_never_for_what(study, people, interview):
    ask(people.cora, study, "fields")
    event = Event.objects.get(action="safe text searched")
    assert (event.actor, event.data) == (people.cora, {"passages": 1})
    ask(people.cora, study)
    ask(people.cora, study, "zebra")
    assert Event.objects.filter(action="safe text searched").count() == 1


def test_only_people_who_code_search_and_only_their_own_study(study, people, interview):
    elsewhere = make.make_study("elsewhere")
    make.make_interview(elsewhere, turns=[("interviewee", "Fields elsewhere.")])
    for user in (people.pia, people.olga, people.imani):
        assert signed_in(user).get(address(study), {"q": "fields"}).status_code == 403
    assert signed_in(people.cora).get(address(elsewhere)).status_code == 403
    assert Client().get(address(study)).status_code == 302
    assert shown(ask(people.mona, study, "fields")) == [(1, 1, ["fields"])]
    assert signed_in(people.cora).post(address(study), {"q": "fields"}).status_code == 405


def test_words_whose_key_is_destroyed_are_passed_over(study, people, interview):
    Interview.objects.filter(pk=interview.pk).update(data_key=None)
    assert shown(ask(people.cora, study, "fields")) == []


def test_a_long_turn_is_cut_around_the_first_hit(study, people):
    words = "And then nothing happened for a while. " * 60
    make.make_interview(study, turns=[("interviewee", f"{words}A zebra came. {words}")])
    passage = ask(people.cora, study, "zebra").context["passages"][0]
    text = "".join(stretch.text for stretch in passage.stretches)
    assert "A zebra came." in text
    assert len(text) < WIDTH + 50
    assert (passage.begins, passage.ends) == (True, True)


def test_many_hits_are_paged_and_cost_as_many_queries_as_few(study, people):
    counts = []
    client = signed_in(people.cora)
    for number, length in ((1, 2), (2, PER_PAGE + 3)):
        make.make_interview(study, number=number, turns=[("interviewee", f"Cell {n} is blank.") for n in range(length)])
        make.review_turns(study, by=people.dele)
        client.get(address(study), {"q": "cell"})
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(study), {"q": "cell blank"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert 'rel="next" href="?page=2&amp;q=cell+blank"' in answer.content.decode()
    assert len(shown(ask(people.cora, study, "cell blank", page=2))) == 5


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "a" * 5000, "\0", '"', "*", "''", "%s"])
def test_any_query_is_answered(study, people, interview, query):
    answer = ask(people.cora, study, query)
    assert "<script>alert(1)" not in answer.content.decode()
