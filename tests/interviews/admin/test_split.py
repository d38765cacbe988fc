"""The page on which a code is split: who may do what there, safe words, and what buttons made by hand find."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import redact
from interviews.actions.code import assign_pass
from interviews.actions.codebook import merge_codes, retire_code
from interviews.actions.split import split_code
from interviews.models import Coding
from tests import factories as make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study):
    return make.make_code(study, "Gaps")


@pytest.fixture
def moderated(people, interview, code):
    """A passage in the submitted moderated pass; a name in its turn is replaced."""
    turn = interview.segments.get(position=1)
    start, end = make.span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    return make.moderated_coding(turn, "empty and nobody at Zephyrine Labs", by=people.mona, code=code)


def address(code):
    return reverse("admin:interviews_code_split", args=[code.pk])


def press(user, code, act, **more):
    return signed_in(user).post(address(code), {"act": act, **more})


def parts_of(people, code):
    split_code(by=people.mona, code=code, into=["One", "Two"])
    return list(code.split_into.order_by("name"))


def test_only_a_moderator_is_asked_for_parts_and_only_coders_see_the_page(people, code):
    asks = {each: 'name="part"' in signed_in(each).get(address(code)).content.decode() for each in people.all()}
    assert [str(each) for each, asked in asks.items() if asked] == ["mona"]
    assert signed_in(people.pia).get(address(code)).status_code == 403
    assert Client().get(address(code)).status_code == 302
    assert press(people.cora, code, "split", part=["One", "Two"]).status_code == 403
    assert press(people.mona, code, "split", part=["One", "Two", ""]).status_code == 302
    assert [part.name for part in code.split_into.order_by("name")] == ["One", "Two"]


def test_passages_are_shown_in_safe_words_with_the_turn_before(people, moderated, code):
    parts_of(people, code)
    page = signed_in(people.mona).get(address(code)).content.decode()
    assert "empty and nobody at" in page
    assert "[company]" in page
    assert "Zephyrine" not in page
    assert "What is hardest about your data?" in page


def test_a_coder_sees_the_passages_of_their_own_open_pass_and_no_others(study, people, moderated, code):
    parts = parts_of(people, code)
    other = make.make_interview(study, turns=[("interviewee", "June is blank.")], number=2)
    open_passes = [assign_pass(by=each, interview=other, coder=each) for each in (people.cora, people.colin)]
    codings = [make.code_words(each, other.segments.get(), "June", code) for each in open_passes]
    context = signed_in(people.cora).get(address(code)).context
    assert [each.coding for each in context["waiting"]] == [codings[0]]
    for unseen in (codings[1], moderated):
        press(people.cora, code, f"give-{unseen.pk}-{parts[0].pk}-{code.pk}")
        unseen.refresh_from_db()
        assert unseen.code == code
    press(people.cora, code, f"give-{codings[0].pk}-{parts[0].pk}-{code.pk}")
    codings[0].refresh_from_db()
    assert codings[0].code == parts[0]


def test_the_first_page_says_whose_passages_wait_for_a_part_and_leads_there(study, people, moderated, code):
    parts = parts_of(people, code)
    other = make.make_interview(study, turns=[("interviewee", "June is blank.")], number=2)
    working = assign_pass(by=people.colin, interview=other, coder=people.colin)
    make.code_words(working, other.segments.get(), "June", code)

    def waiting(user):
        (found,) = signed_in(user).get(reverse("admin:index")).context["waiting"]
        return [(item.count, item.address) for item in found.items if "split" in item.text]

    assert waiting(people.mona) == waiting(people.colin) == [(1, address(code))]
    assert waiting(people.cora) == waiting(people.pia) == []
    press(people.mona, code, f"give-{moderated.pk}-{parts[0].pk}-{code.pk}")
    assert waiting(people.mona) == []


def test_the_first_page_counts_what_was_coded_with_a_code_that_is_read_as_the_split_one(study, people, interview, code):
    turn, holes = interview.segments.get(position=1), make.make_code(study, "Holes")
    chain = make.make_code(study, "Empty months", merged_into=holes)
    for words, each in (("fields are empty", holes), ("empty", chain)):
        make.moderated_coding(turn, words, by=people.mona, code=each)
    merge_codes(by=people.mona, code=holes, into=code)
    parts_of(people, code)
    (found,) = signed_in(people.mona).get(reverse("admin:index")).context["waiting"]
    waiting = [(item.count, item.address) for item in found.items if "split" in item.text]
    assert waiting == [(2, address(code))]
    assert len(signed_in(people.mona).get(address(code)).context["waiting"]) == 2


def test_a_split_that_is_taken_back_says_whether_the_code_is_in_use(people, code):
    retire_code(by=people.mona, code=code)
    for retired, said in ((True, "out of use as before"), (False, "in use again")):
        retire_code(by=people.mona, code=code, retired=retired)
        parts_of(people, code)
        answer = press(people.mona, code, "join")
        assert said in " ".join(map(str, get_messages(answer.wsgi_request)))


@pytest.mark.parametrize("act", ["", "give", "give-x-1", "give-1", "give-1-2", "give-1-2-3-4", "burn"])
def test_a_button_made_by_hand_finds_nothing(people, moderated, code, act):
    parts_of(people, code)
    assert press(people.mona, code, act).status_code == 404
    assert Coding.objects.get().code == code


def test_a_page_from_before_somebody_else_decided_overwrites_nothing(people, moderated, code):
    one, two = parts_of(people, code)
    stale = f"give-{moderated.pk}-{{}}-{code.pk}"
    press(people.mona, code, stale.format(two.pk))
    answer = press(people.mona, code, stale.format(one.pk))
    assert "meanwhile" in " ".join(map(str, get_messages(answer.wsgi_request)))
    moderated.refresh_from_db()
    assert moderated.code == two
    press(people.mona, code, f"give-{moderated.pk}-{one.pk}-{two.pk}")
    moderated.refresh_from_db()
    assert moderated.code == one


def test_many_passages_cost_as_many_queries_as_few(study, people, moderated, code):
    parts_of(people, code)
    client, counts = signed_in(people.mona), []
    for number in (2, 3):
        client.get(address(code))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(code))
        counts.append(len(queries))
        said = [("interviewee", f"In month {n} there is nothing.") for n in range(12)]
        interview = make.make_interview(study, turns=said, number=number)
        for turn in interview.segments.all():
            make.moderated_coding(turn, "nothing", by=people.mona, code=code)
    assert counts[0] == counts[1]


def test_the_workshop_speaks_the_language_that_was_chosen(people, code):
    client = signed_in(people.mona)
    assert "Part 1" in client.get(address(code), headers={"accept-language": "fr"}).content.decode()
    client.post(reverse("admin:language"), {"language": "fr", "next": address(code)})
    page = client.get(address(code)).content.decode()
    assert '<html lang="fr"' in page
    assert "Partie 1" in page
    assert client.get("/").content.decode().count('<html lang="en"') == 1
