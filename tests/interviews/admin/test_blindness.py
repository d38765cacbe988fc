"""The blind rule through every address of the admin: Colin's submitted work while Cora's own pass is open."""

import re

import pytest
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions.draft import propose_evidence
from interviews.actions.log import record
from interviews.admin.waiting import without_own_pass
from interviews.errors import WrongState
from interviews.models import Event, Memo
from tests import factories as make
from tests.interviews.admin.pages import do, transcript, words
from tests.people import Role, join, person

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


# --- reading first and coding then


@pytest.fixture
def in_coding(interview, people):
    """Colin's pass submitted, by the actions; Cora's is still open, so that the interview is being coded."""
    own = coding.assign_pass(by=people.colin, interview=interview, coder=people.colin)
    coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    make.code_words(own, interview.segments.get(position=1), "fields", make.make_code(interview.study, SECRET))
    Memo.written(study=interview.study, text=SECRET, author=people.colin, interview=interview).save()
    return coding.submit_pass(by=people.colin, coding_pass=own)


def test_nobody_reads_what_is_submitted_and_opens_a_pass_then(in_coding, interview, people, as_user):
    cleo = as_user(join(person("cleo"), interview.study, Role.CODER))
    for name in ("codingpass", "coding", "memo"):
        assert rows(cleo, name) == []
    assert cleo.get(transcript(interview), {"mode": "read"}).context["counts"]["codings"] == 0
    assert do(cleo, interview, "open-pass").status_code == 302
    assert interview.passes.filter(coder__username="cleo").exists()


def test_a_moderator_sees_what_is_submitted_and_gets_no_pass_of_their_own_then(in_coding, interview, people, as_user):
    mona = as_user(people.mona)
    assert rows(mona, "codingpass") == [in_coding]
    page = mona.get(transcript(interview), {"mode": "code"})
    assert "open-pass" not in [button.act for button in page.context["buttons"]]
    do(mona, interview, "open-pass")
    assert not interview.passes.filter(coder=people.mona).exists()
    with pytest.raises(WrongState, match="may have read"):
        coding.assign_pass(by=people.mona, interview=interview, coder=people.mona)
    assert without_own_pass(people.mona).count() == 0


# --- numbers in the log


def test_the_log_tells_of_an_export_and_of_a_search_without_how_much_there_was(in_coding, interview, people, as_user):
    make.review_turns(interview.study, by=people.dele)
    download = reverse("admin:interviews_study_download", args=[interview.study.pk, "project"])
    assert as_user(people.mona).post(download).status_code == 200
    search = reverse("admin:interviews_study_search", args=[interview.study.pk])
    found = as_user(people.colin).get(search, {"q": "fields", "code": in_coding.codings.get().code_id})
    assert found.context["passages"]
    told = Event.objects.filter(action__in=["project exported", "coded text searched"])
    assert [event.data for event in told.order_by("pk")] == [{}, {}]
    log = words(as_user(people.cora).get(reverse("admin:interviews_study_log", args=[interview.study.pk])))
    assert "searched the safe text that they see a code on" in re.sub(r"<[^>]+>", "", log)


def test_who_publishes_and_codes_blind_sees_no_quote_of_that_interview(interview, people, as_user):
    turn = interview.segments.get(position=1)
    code = make.make_code(interview.study, issue=make.make_issue())
    found = make.moderated_coding(turn, "fields", by=people.mona, code=code)
    propose_evidence(by=people.mona, coding=found)
    page = reverse("admin:interviews_study_publish", args=[interview.study.pk])
    shown = [len(as_user(people.pia).get(page).context[name]) for name in ("passing", "held")]
    assert sum(shown) == 1
    join(people.pia, interview.study, Role.CODER)
    make.make_pass(interview, people.pia)
    assert [as_user(people.pia).get(page).context[name] for name in ("passing", "held")] == [[], []]
