"""De-identification by hand: replacements, identifiers, reviews, and who spoke."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from interviews.actions import redact
from interviews.models import Event, Identifier, Replacement, SegmentReview
from tests import factories as make
from tests.interviews.admin.pages import do, transcript, words
from tests.interviews.ready import make_ready

NAME = "Zephyrine Labs"


@pytest.fixture
def dele(people, as_user):
    return as_user(people.dele)


@pytest.fixture
def turn(interview):
    return interview.segments.get(position=1)


@pytest.fixture
def span(turn):
    start, end = make.span_of(turn, NAME)
    return {"turn": 1, "start": start, "end": end}


@pytest.fixture
def suggested(turn, people):
    start, end = make.span_of(turn, NAME)
    return redact.propose_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]")


def test_selected_words_are_replaced_by_their_type(interview, dele, span):
    do(dele, interview, "replace", kind="pseudonym", type="company", **span)
    made = Replacement.objects.get()
    assert (made.text, made.status, made.start, made.end) == ("[company]", "accepted", span["start"], span["end"])


def test_replaced_words_can_become_an_identifier_at_once(interview, dele, span):
    do(dele, interview, "replace", kind="pseudonym", type="company", as_identifier="on", **span)
    identifier = Identifier.objects.get()
    assert identifier.name == NAME
    assert Replacement.objects.get().identifier == identifier


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "pseudonym"}, "Say what stands instead"),
        ({"kind": "correction"}, "Say what the words should be"),
        ({"kind": "deletion", "as_identifier": "on"}, "of which type"),
        ({"kind": "pseudonym", "type": "company", "end": 9999}, "select words of one turn"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_replaced(interview, dele, span, typed, said):
    assert said in do(dele, interview, "replace", **{**span, **typed}).said[0]
    assert not Replacement.objects.exists()


@pytest.mark.parametrize(("act", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_suggestion_is_decided_and_the_decision_undone(act, status, interview, dele, suggested):
    do(dele, interview, act, id=suggested.pk)
    suggested.refresh_from_db()
    assert suggested.status == status
    do(dele, interview, "undo", id=suggested.pk)
    suggested.refresh_from_db()
    assert suggested.status == "suggested"


def test_one_turn_is_reviewed_or_all_of_them(interview, dele):
    do(dele, interview, "review-turn", turn=2)
    assert [review.segment.position for review in SegmentReview.objects.all()] == [2]
    do(dele, interview, "review-all")
    assert SegmentReview.objects.count() == 4


def test_who_spoke_is_corrected(interview, dele):
    do(dele, interview, "correct-speaker", turn=1, role="interviewer", number=2)
    assert str(interview.segments.get(position=1).speaker) == "interviewer 2"


@pytest.mark.parametrize("act", ["replace", "accept", "reject", "undo", "review-turn", "review-all", "correct-speaker"])
def test_a_coder_changes_nothing_of_it(act, interview, people, as_user, span, suggested):
    given = {**span, "kind": "deletion", "id": suggested.pk, "role": "unknown", "number": 1}
    assert do(as_user(people.cora), interview, act, **given).status_code == 403
    suggested.refresh_from_db()
    assert (suggested.status, SegmentReview.objects.count(), Replacement.objects.count()) == ("suggested", 0, 1)


def test_the_page_shows_each_replacement_on_its_words_and_in_a_line(interview, dele, suggested):
    page = words(dele.get(transcript(interview), {"mode": "deidentify"}))
    assert f'data-n="1" data-after="→ [company]">{NAME}</mark>' in page
    assert "suggested, made by hand" in page


def add_twice(client, address, **given):
    """Post a form as a person does: see what the name touches, then add it."""
    seen = client.post(address, given)
    form = seen.context["form"] if seen.context else None
    return client.post(address, {**given, "looked": form["looked"].value()}) if form else seen


def add_identifier(client, study, **fields):
    given = {"study": study.pk, "type": "company", "name": NAME, **fields}
    return add_twice(client, reverse("admin:interviews_identifier_add"), **given)


def facts(answer) -> str:
    return " ".join(answer.context["facts"])


def test_an_identifier_is_added_with_its_variants_in_plain_words_and_sealed(study, dele):
    add_identifier(dele, study, variants="Zephirin labs\n\nZed Labs\n")
    identifier = Identifier.objects.get()
    assert [variant.text for variant in identifier.variants.order_by("pk")] == [NAME, "Zephirin labs", "Zed Labs"]
    assert NAME.encode() not in bytes(identifier.name_encrypted)


def test_a_variant_that_is_a_common_word_counts_in_its_context_only(study, dele):
    add_identifier(dele, study)
    identifier = Identifier.objects.get()
    address = reverse("admin:interviews_identifier_variant", args=[identifier.pk])
    add_twice(dele, address, text="Move", context_before="at | for")
    added = identifier.variants.get(match="context")
    assert (added.text, added.context_before) == ("Move", "at|for")


def test_what_a_name_touches_is_shown_before_anything_is_stored(study, interview, dele):
    address = reverse("admin:interviews_identifier_add")
    answer = dele.post(address, {"study": study.pk, "type": "company", "name": NAME})
    assert "hidden at once, in any study: 0" in facts(answer)
    assert "get a suggestion: 1, in 1 interviews" in facts(answer)
    assert not Identifier.objects.exists()


def test_quotes_and_words_of_issues_are_counted_too(dele, study):
    ready = make_ready("other")
    ready.publish()
    answer = dele.post(
        reverse("admin:interviews_identifier_add"), {"study": study.pk, "type": "other", "name": "fields are empty"}
    )
    assert "hidden at once, in any study: 1" in facts(answer)
    assert "takes its place: 2" in facts(answer)


def test_another_name_than_the_one_that_was_looked_at_is_looked_at_first(study, dele):
    address = reverse("admin:interviews_identifier_add")
    given = {"study": study.pk, "type": "company", "name": NAME}
    looked = dele.post(address, given).context["form"]["looked"].value()
    assert NAME not in looked
    assert dele.post(address, {**given, "name": "Quillonix", "looked": looked}).status_code == 200
    assert not Identifier.objects.exists()


def test_a_common_word_is_added_with_words_before_it_or_by_somebody_who_is_sure(study, interview, dele):
    answer = add_identifier(dele, study, name="empty")
    assert "The name is a common word" in facts(answer)
    assert "After at|for|with alone it touches 0 quotes" in facts(answer)
    assert "or that you are sure" in answer.context["form"].non_field_errors()[0]
    assert 'type="checkbox" name="sure"' in words(answer)
    add_identifier(dele, study, name="empty", sure="on")
    assert Identifier.objects.get().name == "empty"


def test_a_name_that_is_no_word_asks_nobody_whether_they_are_sure(study, dele):
    answer = dele.post(reverse("admin:interviews_identifier_add"), {"study": study.pk, "type": "company", "name": NAME})
    assert 'type="hidden" name="sure"' in words(answer)


def test_a_name_that_is_known_is_refused_in_words(study, dele):
    add_identifier(dele, study)
    answer = add_identifier(dele, study)
    assert "has this name already" in answer.context["form"].non_field_errors()[0]


def test_no_list_and_no_log_holds_a_name(study, dele):
    add_identifier(dele, study, variants="Zed Labs")
    lists = [words(dele.get(reverse(f"admin:interviews_{name}_changelist"))) for name in ("identifier", "event")]
    logged = [str(row) for row in (*Event.objects.values(), *LogEntry.objects.values())]
    assert not [text for text in (*lists, *logged) if "Zephyrine" in text or "Zed" in text]


def test_opening_a_name_is_logged(study, dele, people):
    add_identifier(dele, study)
    identifier = Identifier.objects.get()
    page = words(dele.get(reverse("admin:interviews_identifier_change", args=[identifier.pk])))
    assert NAME in page
    assert Event.objects.get(action="identity seen").data == {"identifier": identifier.pk}


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "pia", "olga"])
def test_only_those_who_see_identities_open_one(name, study, people, as_user, dele):
    add_identifier(dele, study)
    client = as_user(getattr(people, name))
    identifier = Identifier.objects.get()
    assert client.get(reverse("admin:interviews_identifier_change", args=[identifier.pk])).status_code in {302, 403}
    assert client.get(reverse("admin:interviews_identifier_add")).status_code == 403
    assert client.get(reverse("admin:interviews_identifier_variant", args=[identifier.pk])).status_code == 403
