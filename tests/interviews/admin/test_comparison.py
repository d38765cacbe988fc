"""Constant comparison: passages of a code from every interview, and never what the blind rule hides."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import redact
from interviews.actions.codebook import merge_codes
from interviews.actions.split import split_code
from interviews.admin.pages.comparison import PER_PAGE
from tests import factories as make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study):
    return make.make_code(study, "Empty fields", definition="Values that are not there")


def interviewed(study, number, *said):
    turns = [("interviewee", words) for words in said]
    return make.make_interview(study, number=number, turns=turns, participant=make.make_participant(study))


def coded(interview, coder, code, position, words):
    """The coder's pass there, with the code on these words; the pass stays open."""
    working = interview.passes.filter(coder=coder).first() or make.make_pass(interview, coder)
    make.code_words(working, interview.segments.get(position=position), words, code)
    return working


def compare(user, code, query=""):
    answer = signed_in(user).get(reverse("admin:interviews_code_compare", args=[code.pk]) + query)
    assert answer.status_code == 200
    return answer


def shown(answer):
    """Interview, turn, the words that are marked, and by whom."""
    return [
        (
            each.interview.number,
            each.segment.position,
            "".join(stretch.text for stretch in each.stretches if stretch.numbers),
            each.coders,
        )
        for each in answer.context["passages"]
    ]


def test_passages_stand_in_the_order_of_interviews_and_of_their_talk(study, people, code):
    second = interviewed(study, 2, "Nothing.", "Half of the fields are empty.")
    first = interviewed(study, 1, "Blank cells everywhere.", "Then empty rows.")
    coded(second, people.cora, code, 1, "fields are empty")
    coded(first, people.cora, code, 1, "empty rows")
    coded(first, people.cora, code, 0, "Blank cells")
    answer = compare(people.cora, code)
    assert shown(answer) == [
        (1, 0, "Blank cells", ["cora"]),
        (1, 1, "empty rows", ["cora"]),
        (2, 1, "fields are empty", ["cora"]),
    ]
    page = answer.content.decode()
    assert "3 passages in 2 interviews" in page
    assert "Values that are not there" in page


def test_of_an_interview_that_one_still_codes_only_ones_own_passages_stand_there(study, people, code):
    interview = interviewed(study, 1, "Blank cells everywhere.", "Then empty rows.")
    colins = coded(interview, people.colin, code, 1, "empty rows")
    make.submit(colins)
    coras = coded(interview, people.cora, code, 0, "Blank cells")
    blind = compare(people.cora, code)
    assert shown(blind) == [(1, 0, "Blank cells", ["cora"])]
    assert "1 passage in 1 interview" in blind.content.decode()
    assert "colin" not in blind.content.decode()
    make.submit(coras)
    assert shown(compare(people.cora, code)) == [(1, 0, "Blank cells", ["cora"]), (1, 1, "empty rows", ["colin"])]


def test_another_code_in_the_turn_is_told_only_where_its_pass_may_be_seen(study, people, code):
    interview = interviewed(study, 1, "Blank cells everywhere.")
    other = make.make_code(study, "Hasty imports")
    make.submit(coded(interview, people.colin, other, 0, "everywhere"))
    coras = coded(interview, people.cora, code, 0, "Blank cells")
    assert compare(people.cora, code).context["passages"][0].beside == []
    make.submit(coras)
    assert compare(people.cora, code).context["passages"][0].beside == [other]


def test_the_same_words_coded_by_two_are_one_passage_with_both(study, people, code):
    interview = interviewed(study, 1, "Blank cells everywhere.")
    for coder in (people.cora, people.colin):
        make.submit(coded(interview, coder, code, 0, "Blank cells"))
    assert shown(compare(people.mona, code)) == [(1, 0, "Blank cells", ["colin", "cora"])]


def test_passages_of_a_merged_code_and_of_codes_below_are_read_with_it(study, people, code):
    interview = interviewed(study, 1, "Blank cells everywhere.", "Then empty rows.", "And a hole in June.")
    merged = make.make_code(study, "Blank cells")
    below = make.make_code(study, "Gaps in time", parent=make.make_code(study, "Gaps", parent=code))
    coded(interview, people.cora, merged, 0, "Blank cells")
    coded(interview, people.cora, below, 2, "a hole in June")
    merge_codes(by=people.mona, code=merged, into=code)
    assert [place for _, place, _, _ in shown(compare(people.cora, code))] == [0]
    assert [place for _, place, _, _ in shown(compare(people.cora, code, "?below=1"))] == [0, 2]
    assert shown(compare(people.cora, merged)) == []


def test_words_are_safe_ones(study, people, code):
    interview = interviewed(study, 1, "At Zephyrine Labs the fields are empty.")
    turn = interview.segments.get(position=0)
    start, end = make.span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    coded(interview, people.cora, code, 0, "Zephyrine Labs the fields are empty")
    answer = compare(people.cora, code)
    assert [words for _, _, words, _ in shown(answer)] == ["[company] the fields are empty"]
    assert "Zephyrine" not in answer.content.decode()


def test_nobody_of_another_study_gets_the_page(people, code):
    answer = signed_in(people.olga).get(reverse("admin:interviews_code_compare", args=[code.pk]))
    assert answer.status_code == 403


def test_many_passages_are_paged_and_cost_the_same_queries(study, people, code):
    counts = []
    for number, length in ((1, 3), (2, PER_PAGE)):
        interview = interviewed(study, number, *[f"Cell {n} is blank." for n in range(length)])
        for position in range(length):
            working = coded(interview, people.cora, code, position, "is blank")
        client = signed_in(people.cora)
        address = reverse("admin:interviews_code_compare", args=[code.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        make.submit(working)
    assert counts[0] == counts[1]
    first = compare(people.cora, code)
    assert len(shown(first)) == PER_PAGE
    assert re.search(r'rel="next" href="\?page=2"', first.content.decode())
    assert len(shown(compare(people.cora, code, "?page=2"))) == 3


def test_a_codes_own_page_leads_there(people, code):
    page = signed_in(people.cora).get(reverse("admin:interviews_code_change", args=[code.pk])).content.decode()
    assert reverse("admin:interviews_code_compare", args=[code.pk]) in page


def test_a_split_code_leads_to_its_parts_and_keeps_what_was_submitted(study, people, code):
    interview = interviewed(study, 1, "Blank cells everywhere.")
    make.submit(coded(interview, people.colin, code, 0, "Blank cells"))
    split_code(by=people.mona, code=code, into=["Blank cells", "Lost rows"])
    answer = compare(people.mona, code)
    assert shown(answer) == [(1, 0, "Blank cells", ["colin"])]
    assert [part.name for part in answer.context["parts"]] == ["Blank cells", "Lost rows"]
