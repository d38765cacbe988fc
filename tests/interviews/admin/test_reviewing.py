"""The review page: what it asks next, what an act does, and that nobody overwrites anybody."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from interviews.models import Event, Identifier, Replacement, StandingDecision
from tests import factories as make
from tests.interviews.admin.pages import words
from tests.interviews.admin.reviewing import page, press, suggest, suggested_study
from tests.people import Role, join


@pytest.fixture
def interviews(study, people):
    return SimpleNamespace(**dict(zip(("first", "second"), suggested_study(study), strict=True)))


@pytest.fixture
def dele(as_user, people, interviews):
    return as_user(people.dele)


@pytest.fixture
def kofi(as_user, people, interviews):
    return as_user(people.kofi)


def asked(answer):
    """The words in question, how many places they have, and the position among what is left."""
    context = answer.context
    return context["words"], len(context["decision"].places), f"{context['number']} of {context['left']}"


def statuses(**rows):
    return list(Replacement.objects.filter(**rows).order_by("pk").values_list("status", flat=True))


# --- the queue


def test_direct_names_come_first_and_among_them_what_settles_most_places(dele, study):
    shown = dele.get(page(study))
    order = []
    for _ in range(3):
        order.append(asked(shown))
        shown = dele.get(page(study, f"?{shown.context['next_query']}"))
    assert order == [("Zephyrine Labs", 3, "1 of 3"), ("Ottoline", 1, "2 of 3"), ("Port Quill", 1, "3 of 3")]
    assert asked(shown) == order[0]


def test_in_the_order_of_the_talk_what_was_said_first_is_asked_first(dele, study):
    shown = dele.get(page(study, "?order=talk"))
    assert asked(shown)[0] == "Zephyrine Labs"
    assert asked(dele.get(page(study, f"?{shown.context['next_query']}")))[0] == "Port Quill"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?interview=2", ("Zephyrine Labs", 3, "1 of 1")),
        ("?source=thanks", ("Ottoline", 1, "1 of 1")),
        ("?type=place", ("Port Quill", 1, "1 of 1")),
        ("?interview=nonsense&type=nonsense&order=nonsense", ("Zephyrine Labs", 3, "1 of 3")),
    ],
)
def test_a_filter_leaves_the_decisions_that_it_names(dele, study, query, expected):
    assert asked(dele.get(page(study, query))) == expected


def test_of_an_interview_the_words_are_shown_in_that_interview(dele, study, interviews):
    shown = dele.get(page(study, "?interview=2"))
    assert shown.context["interview"] == interviews.second
    assert "a year with" in words(shown)


def test_a_keep_that_waits_for_me_comes_before_everything(dele, kofi, study):
    shown = dele.get(page(study, "?type=place"))
    press(dele, shown, "keep", reason="a town of a million people")
    shown = kofi.get(page(study))
    assert asked(shown) == ("Port Quill", 1, "1 of 3")
    assert "<b>dele</b> asks to keep this: a town of a million people" in words(shown)


def test_what_i_asked_to_keep_is_no_longer_mine_to_decide(dele, study):
    press(dele, dele.get(page(study, "?type=place")), "keep", reason="a town of a million people")
    shown = dele.get(page(study))
    assert shown.context["left"] == 2
    assert "1 of yours waits for a second person" in words(shown)


# --- what is shown


def test_the_turn_stands_between_its_neighbours_and_more_of_the_talk_on_demand(dele, study):
    shown = dele.get(page(study))
    assert [turn.segment.position for turn in shown.context["turns"]] == [0, 1, 2]
    wider = dele.get(page(study, f"?{shown.context['here_query']}&around={shown.context['wider']}"))
    assert [turn.segment.position for turn in wider.context["turns"]] == [0, 1, 2, 3]


def test_the_proposed_words_are_marked_with_type_rule_and_certainty_in_words(dele, study):
    shown = words(dele.get(page(study)))
    assert '<mark class="proposed">Zephyrine Labs</mark>' in shown
    assert '<mark class="other-suggested">Port Quill</mark>' in shown
    line = shown.partition('<p class="facts-line">')[2].partition("</p>")[0]
    facts = " ".join(re.sub(r"<[^>]+>", " ", line).split())
    assert facts == "company names somebody directly · likely · found by where somebody says they work"


def test_every_place_of_the_same_words_has_a_line_with_what_stands_around_it(dele, study):
    shown = dele.get(page(study))
    assert "3 occurrences in 2 interviews" in words(shown)
    lines = [(line.place.number, line.before, line.words, line.after[:9]) for line in shown.context["lines"]]
    assert lines == [
        (1, "I work at ", "Zephyrine Labs", ", in a to"),
        (1, "At ", "Zephyrine Labs", " it is Ot"),
        (2, "Before this I spent a year with ", "Zephyrine Labs", ", on the "),
    ]


def test_of_many_places_some_of_each_interview_are_shown_and_all_on_demand(dele, study, interviews):
    for _ in range(12):
        suggest(make.add_turn(interviews.first, "interviewee", "Again Zephyrine Labs."), "Zephyrine Labs")
    shown = dele.get(page(study))
    assert {line.place.number for line in shown.context["lines"]} == {1, 2}
    assert (len(shown.context["lines"]), shown.context["more_lines"]) == (8, 7)
    assert len(dele.get(page(study, "?all=1")).context["lines"]) == 15


def test_same_everywhere_is_on_for_a_name_that_was_found_more_than_once(dele, study):
    everywhere = 'id="everywhere" data-key="s" checked'
    assert everywhere in words(dele.get(page(study)))
    assert everywhere not in words(dele.get(page(study, "?source=thanks")))


def test_looking_is_logged_with_the_turns_that_were_seen_and_without_their_words(dele, study, people, interviews):
    dele.get(page(study))
    event = Event.objects.get(actor=people.dele, action="raw text seen")
    first = list(interviews.first.segments.values_list("pk", flat=True))
    assert event.data["segments"] == sorted([*first, interviews.second.segments.get(position=1).pk])
    assert "Zephyrine" not in str(event.data)


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "pia", "olga"])
def test_who_does_not_de_identify_sees_nothing_and_decides_nothing(name, study, people, interviews, as_user):
    client = as_user(getattr(people, name))
    assert client.get(page(study)).status_code == 403
    assert client.get(reverse("admin:interviews_study_review_left", args=[study.pk])).status_code == 403
    answer = client.post(
        reverse("admin:interviews_study_review_act", args=[study.pk, "accept"]),
        {"id": Replacement.objects.first().pk},
    )
    assert answer.status_code == 403
    assert set(statuses()) == {"suggested"}
    assert not Event.objects.filter(action="raw text seen").exists()


def test_somebody_of_another_study_sees_none_of_this_one(study, interviews, as_user, people):
    other = make.make_study("another")
    stranger = as_user(join(people.olga, other, Role.DEIDENTIFIER))
    assert stranger.get(page(study)).status_code == 403
    assert "Nothing is left to decide" in words(stranger.get(page(other)))


# --- acts


def test_one_act_decides_the_same_words_everywhere_and_the_next_decision_comes(dele, study):
    answer = press(dele, dele.get(page(study)), "accept", everywhere="on")
    assert answer.said == "[company] in 3 places. u undoes."
    assert statuses(type="company") == ["accepted"] * 3
    assert asked(answer.then) == ("Ottoline", 1, "1 of 2")


def test_without_everywhere_only_the_place_that_is_shown_is_decided(dele, study):
    answer = press(dele, dele.get(page(study)), "accept")
    assert answer.said == "[company] in 1 place. u undoes."
    assert sorted(statuses(type="company")) == ["accepted", "suggested", "suggested"]


def test_after_skipping_the_next_decision_is_the_one_after_not_the_first(dele, study):
    shown = dele.get(page(study, f"?{dele.get(page(study)).context['next_query']}"))
    assert asked(press(dele, shown, "accept").then)[0] == "Port Quill"


def test_a_generalisation_is_one_of_the_levels_of_the_type(dele, study):
    shown = dele.get(page(study, "?type=place"))
    levels = [level for _, level in shown.context["levels"]]
    answer = press(dele, shown, "generalise", level=levels[-1])
    made = Replacement.objects.get(type="place")
    assert (made.kind, made.text, made.status) == ("generalization", levels[-1], "accepted")
    assert levels[-1] in answer.said


def test_a_level_that_was_not_offered_is_refused(dele, study):
    shown = dele.get(page(study, "?type=place"))
    assert press(dele, shown, "generalise", level="[Port Quill]").said == "Choose one of the generalisations."
    assert statuses(type="place") == ["suggested"]


def test_deleted_words_leave_nothing_in_their_place(dele, study):
    press(dele, dele.get(page(study, "?type=place")), "delete")
    made = Replacement.objects.get(type="place")
    assert (made.kind, made.text, made.status) == ("deletion", "", "accepted")


def test_a_misheard_word_is_corrected_and_not_quoted_back(dele, study):
    answer = press(dele, dele.get(page(study, "?type=place")), "correct", correction="Port Quell")
    made = Replacement.objects.get(type="place")
    assert (made.kind, made.text, made.status) == ("correction", "Port Quell", "accepted")
    assert answer.said == "Corrected in 1 place. u undoes."


def test_rejected_words_are_no_identifier(dele, study):
    answer = press(dele, dele.get(page(study)), "reject", everywhere="on")
    assert statuses(type="company") == ["rejected"] * 3
    assert answer.said == "No identifier, in 3 places. u undoes."


def test_remembered_words_stand_in_the_registry(dele, study):
    press(dele, dele.get(page(study)), "accept", everywhere="on", as_identifier="on")
    identifier = Identifier.objects.get(study=study)
    assert (identifier.type, identifier.name) == ("company", "Zephyrine Labs")
    assert StandingDecision.objects.get().verdict == "replace"


def box(shown):
    return re.findall(r'<input[^>]*id="as_identifier"[^>]*>.*?</label>', shown.content.decode(), flags=re.S)[0]


def test_a_name_is_remembered_unless_somebody_says_otherwise(dele, study):
    assert "checked" in box(dele.get(page(study)))
    # A place is no name of somebody.
    assert "checked" not in box(dele.get(page(study, "?type=place")))


def test_a_common_word_is_not_remembered_by_itself_and_where_to_do_it_is_told(dele, study, interviews):
    suggest(interviews.second.segments.get(position=1), "year", source="dealing")
    shown = box(dele.get(page(study, "?source=dealing")))
    assert "checked" not in shown
    assert reverse("admin:interviews_study_registry", args=[study.pk]) in shown


def test_another_type_is_chosen_with_the_placeholder_it_brings(dele, study):
    shown = dele.get(page(study, "?source=thanks&as=client"))
    assert shown.context["proposed"] == "[client]"
    press(dele, shown, "accept")
    made = Replacement.objects.get(source="thanks")
    assert (made.type, made.text) == ("client", "[client]")


def test_other_words_are_chosen_and_still_to_be_decided(dele, study):
    shown = dele.get(page(study, "?type=place"))
    assert asked(shown)[0] == "Port Quill"
    steps = {step.name: f"{step.start}-{step.end}" for step in shown.context["steps"]}
    answer = press(dele, shown, "span", span=steps["One word more before"])
    assert asked(answer.then)[0] == "called Port Quill"


@pytest.mark.parametrize("span", ["", "5", "9-3", "0-99999", "x-y"])
def test_words_that_are_not_in_the_turn_are_refused(dele, study, span):
    answer = press(dele, dele.get(page(study, "?type=place")), "span", span=span)
    assert asked(answer.then)[0] == "Port Quill"
    assert answer.said
    assert "u undoes" not in answer.said


def test_a_keep_needs_a_reason_and_a_second_person(dele, kofi, study, people):
    shown = dele.get(page(study, "?type=place"))
    assert press(dele, shown, "keep").said == "Say why these words may stay, without quoting them."
    press(dele, shown, "keep", reason="a town of a million people")
    press(kofi, kofi.get(page(study)), "confirm")
    made = Replacement.objects.get(type="place")
    assert (made.status, made.keep_asked_by, made.decided_by) == ("kept", people.dele, people.kofi)


def test_a_refused_keep_is_to_be_decided_again(dele, kofi, study):
    press(dele, dele.get(page(study, "?type=place")), "keep", reason="a town of a million people")
    answer = press(kofi, kofi.get(page(study)), "refuse")
    assert asked(answer.then)[0] == "Port Quill"
    assert not answer.then.context["keep_asked"]
    assert dele.get(page(study)).context["left"] == 3


def test_enter_in_a_field_does_what_the_field_is_for(dele, study):
    press(dele, dele.get(page(study, "?type=place")), "typed", correction="Port Quell")
    assert Replacement.objects.get(type="place").kind == "correction"
    press(dele, dele.get(page(study, "?source=thanks")), "typed", reason="a ship, not a person")
    assert Replacement.objects.get(source="thanks").keep_asked_by is not None


def test_enter_in_an_empty_field_decides_nothing(dele, study):
    press(dele, dele.get(page(study)), "typed")
    assert set(statuses()) == {"suggested"}


def test_undo_takes_back_the_latest_act_and_returns_to_it(dele, study):
    shown = press(dele, dele.get(page(study)), "accept", everywhere="on").then
    answer = press(dele, shown, "undo")
    assert statuses(type="company") == ["suggested"] * 3
    assert asked(answer.then) == ("Zephyrine Labs", 3, "1 of 3")


def test_with_nothing_to_undo_it_says_so(dele, study):
    assert press(dele, dele.get(page(study)), "undo").said == "There is nothing of yours to undo here."


# --- two people


def test_who_comes_second_overwrites_nothing_and_is_told_who_decided(dele, kofi, study):
    kofis = kofi.get(page(study))
    press(dele, dele.get(page(study)), "accept", everywhere="on")
    answer = press(kofi, kofis, "reject", everywhere="on")
    assert re.match(r"dele decided this at \d\d:\d\d: accepted\. Nothing of it was changed", answer.said)
    assert statuses(type="company") == ["accepted"] * 3
    assert asked(answer.then)[0] == "Ottoline"


def test_nobody_decides_on_words_that_were_changed_meanwhile(dele, kofi, study):
    kofis = kofi.get(page(study, "?type=place"))
    shown = dele.get(page(study, "?type=place"))
    press(dele, shown, "span", span=f"{shown.context['replacement'].start - 7}-{shown.context['replacement'].end}")
    answer = press(kofi, kofis, "accept")
    assert "Somebody changed this suggestion meanwhile" in answer.said
    assert statuses(type="place") == ["suggested"]


def test_an_address_of_another_study_decides_nothing_here(study, interviews, as_user, people):
    other = make.make_study("another")
    stranger = as_user(join(people.olga, other, Role.DEIDENTIFIER))
    row = Replacement.objects.first()
    address = reverse("admin:interviews_study_review_act", args=[other.pk, "accept"])
    stranger.post(address, {"id": row.pk, "state": f"suggested.{row.start}.{row.end}.0"})
    assert set(statuses()) == {"suggested"}


def test_an_act_that_does_not_exist_is_not_found(dele, study):
    assert press(dele, dele.get(page(study)), "publish").status_code == 404


def test_looking_at_an_act_does_nothing(dele, study):
    assert dele.get(reverse("admin:interviews_study_review_act", args=[study.pk, "accept"])).status_code == 405


# --- what is left


def test_an_interview_without_anything_left_leads_to_reading_it_through(dele, study, interviews):
    press(dele, dele.get(page(study)), "accept", everywhere="on")
    shown = words(dele.get(page(study, "?interview=2")))
    assert "Nothing is left to decide in interview 2" in shown
    transcript = reverse("admin:interviews_interview_transcript", args=[interviews.second.pk])
    assert f'href="{transcript}?mode=deidentify">Read interview 2 through' in shown


def test_what_is_left_is_counted_per_interview_and_for_the_study(dele, study):
    press(dele, dele.get(page(study)), "accept", everywhere="on")
    shown = dele.get(reverse("admin:interviews_study_review_left", args=[study.pk]))
    left = [(row.interview.number, row.decisions, row.undecided) for row in shown.context["rows"]]
    assert left == [(1, 2, 2), (2, 0, 0)]
    assert "2 decisions to make, in 2 places." in words(shown)
    assert f"{page(study)}?interview=1" in words(shown)


def test_links_lead_here_from_the_study_the_interview_its_transcript_and_the_front_page(kofi, study, interviews):
    here, filtered = page(study), page(study, "?interview=1")
    assert here in words(kofi.get(reverse("admin:index")))
    assert here in words(kofi.get(reverse("admin:interviews_study_change", args=[study.pk])))
    assert filtered in words(kofi.get(reverse("admin:interviews_interview_change", args=[interviews.first.pk])))
    assert filtered in words(kofi.get(reverse("admin:interviews_interview_transcript", args=[interviews.first.pk])))


def test_the_button_looks_for_identifiers_in_the_interview_that_is_shown(dele, study, interviews):
    Replacement.objects.all().delete()
    shown = dele.get(page(study, "?interview=2"))
    answer = press(dele, shown, "suggest")
    assert answer.said in {"1 new suggestion.", "2 new suggestions."}
    assert set(Replacement.objects.values_list("segment__interview__number", flat=True)) <= {2}


def test_a_common_word_is_not_remembered_here_and_the_page_says_where_it_can_be(dele, study, interviews):
    suggest(make.add_turn(interviews.first, "interviewee", "I work at Move now."), "Move")
    shown = next(
        page_
        for page_ in (dele.get(page(study, f"?at={row.pk}")) for row in Replacement.objects.all())
        if page_.context["words"] == "Move"
    )
    answer = press(dele, shown, "accept", as_identifier="on")
    assert "Add it on the registry's page" in answer.said
    assert Replacement.objects.get(pk=shown.context["replacement"].pk).status == "suggested"
    assert press(dele, shown, "accept").said == "[company] in 1 place. u undoes."


def test_enter_in_an_empty_field_says_what_either_field_takes(dele, study, interviews):
    answer = press(dele, dele.get(page(study)), "typed", correction=" ", reason="")
    assert answer.said.startswith("Type what was really said, or why these words may stay")


# --- budgets


def test_a_decision_costs_the_same_queries_however_long_the_queue_is(
    dele, study, interviews, django_assert_num_queries
):
    for number in range(30):
        suggest(make.add_turn(interviews.second, "interviewee", f"And Zephyrine Labs {number}."), "Zephyrine Labs")
    dele.get(page(study))
    # How far the ledger was followed; session and user; study; memberships; queue; the replacement with its turn;
    # neighbours and their replacements; concordance; the line in the log; the admin's own permissions (3); interviews
    # and number of suggestions.
    with django_assert_num_queries(16):
        dele.get(page(study))
