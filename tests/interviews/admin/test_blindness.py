"""The blind rule through every address of the admin: Colin's submitted work while Cora's own pass is open."""

import re

import pytest
from django.urls import reverse

from interviews.actions.log import record
from interviews.models import Memo
from tests import factories as make
from tests.interviews.admin.pages import do, transcript, words

SECRET = "Only-Colin-saw-this"


@pytest.fixture
def colins(interview, people):
    """Colin's submitted pass, with a coding, a review, a memo and an event; Cora's own is open."""
    turn = interview.segments.get(position=1)
    colins = make.make_pass(interview, people.colin)
    coding = make.code_words(colins, turn, "fields", make.make_code(interview.study, SECRET))
    turn.reviews.create(kind="nothing-applies", reviewer=people.colin, coding_pass=colins, state_sha256="0" * 64)
    Memo.written(study=interview.study, text=SECRET, author=people.colin, coding=coding).save()
    Memo.written(study=interview.study, text=SECRET, author=people.colin, interview=interview).save()
    record(by=people.colin, action="code applied", interview=interview, coding_pass=colins)
    make.submit(colins)
    return colins


@pytest.fixture
def coras(interview, people):
    return make.make_pass(interview, people.cora)


def rows(client, name, **query):
    answer = client.get(reverse(f"admin:interviews_{name}_changelist"), query)
    return [] if answer.status_code == 403 else list(answer.context["cl"].result_list)


@pytest.mark.parametrize("name", ["codingpass", "coding", "segmentreview", "memo", "event"])
def test_a_blind_coder_sees_no_row_of_anothers_pass_until_her_own_is_submitted(name, colins, coras, people, as_user):
    cora = as_user(people.cora)
    own = {coras}
    assert set(rows(cora, name)) <= own
    make.submit(coras)
    assert set(rows(cora, name)) - own


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("codingpass", {"q": "colin"}),
        ("codingpass", {"status__exact": "submitted"}),
        ("coding", {"q": SECRET}),
        ("coding", {"coding_pass__kind__exact": "independent"}),
        ("memo", {"q": "colin"}),
        ("event", {"action": "code applied"}),
    ],
)
def test_neither_search_nor_filter_reaches_behind_the_rule(name, query, colins, coras, people, as_user):
    assert rows(as_user(people.cora), name, **query) == []


@pytest.mark.parametrize(
    ("name", "lookup", "row"),
    [
        ("segment", "codings", "codings"),
        ("segment", "codings__isnull", None),
        ("segment", "reviews", "reviews"),
        ("code", "codings", "codings"),
        ("interview", "passes", None),
        ("speaker", "segments__codings", "codings"),
    ],
)
def test_no_address_of_a_list_filters_by_what_the_rule_hides(name, lookup, row, colins, coras, people, as_user):
    hidden = getattr(colins, row).get().pk if row else 0
    answer = as_user(people.cora).get(reverse(f"admin:interviews_{name}_changelist"), {lookup: hidden})
    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_no_page_of_a_hidden_row_opens(page, colins, coras, people, as_user):
    cora = as_user(people.cora)
    for name, row in (("codingpass", colins), ("coding", colins.codings.get()), ("memo", Memo.objects.first())):
        answer = cora.get(reverse(f"admin:interviews_{name}_{page}", args=[row.pk]))
        assert answer.status_code in {302, 403}, name


def test_counts_of_the_codebook_leave_out_what_is_hidden(colins, coras, people, as_user):
    cora = as_user(people.cora)
    (row,) = rows(cora, "code")
    assert (row.coding_count, row.interview_count) == (0, 0)
    make.submit(coras)
    (row,) = rows(cora, "code")
    assert (row.coding_count, row.interview_count) == (1, 1)


def test_counts_of_the_interviews_leave_out_what_is_hidden(colins, coras, people, as_user):
    (row,) = rows(as_user(people.cora), "interview")
    assert row.pass_count == 1


@pytest.mark.parametrize("mode", ["read", "code"])
def test_the_interviews_page_shows_nothing_of_it(mode, colins, coras, people, as_user, interview):
    answer = as_user(people.cora).get(transcript(interview), {"mode": mode})
    assert answer.context["counts"]["codings"] == 0
    assert [coding for turn in answer.context["turns"] for coding in turn.codings] == []
    assert "<b>1</b>" not in words(answer)


def test_a_hidden_coding_can_be_neither_kept_nor_removed(colins, coras, people, as_user, interview):
    cora = as_user(people.cora)
    for act in ("keep-coding", "remove-coding"):
        assert do(cora, interview, act, id=colins.codings.get().pk).status_code == 404


def test_a_moderator_with_an_open_pass_of_her_own_is_as_blind(colins, interview, people, as_user):
    make.make_pass(interview, people.mona)
    assert rows(as_user(people.mona), "coding") == []


def test_a_publisher_sees_no_independent_pass(colins, people, as_user):
    assert rows(as_user(people.pia), "coding") == []


def test_autocompletion_offers_nothing_hidden(colins, coras, people, as_user):
    answer = as_user(people.cora).get(
        reverse("admin:autocomplete"),
        {"app_label": "interviews", "model_name": "memo", "field_name": "code", "term": ""},
    )
    offered = [choice["text"] for choice in answer.json()["results"]]
    assert offered == [SECRET]  # The codebook is everybody's; what was coded with it is not.


def test_no_page_of_the_codebook_the_log_or_the_search_tells_of_it(colins, coras, people, as_user, interview):
    code = colins.codings.get().code
    study = interview.study
    code.split_into.set([make.make_code(study, "One"), make.make_code(study, "Two")])
    pages = [
        reverse("admin:interviews_code_split", args=[code.pk]),
        reverse("admin:interviews_code_compare", args=[code.pk]),
        reverse("admin:interviews_study_log", args=[study.pk]),
        reverse("admin:interviews_study_log", args=[study.pk]) + "?who=colin",
        reverse("admin:interviews_study_search", args=[study.pk]) + f"?q=fields&code={code.pk}",
    ]
    # Turns that nobody reviewed are left out of the search for those who may not see raw text.
    make.review_turns(study, by=people.dele)
    cora, told = as_user(people.cora), ("fields are empty", "colin applied")

    def telling():
        texts = [re.sub(r"<[^>]+>", "", words(cora.get(page))) for page in pages]
        return [any(each in text for each in told) for text in texts]

    assert telling() == [False, False, False, False, False]
    # Once hers is submitted they do; but a split asks nobody about a submitted pass.
    make.submit(coras)
    assert telling() == [False, True, True, True, True]
