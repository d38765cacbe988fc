"""The registry's page: what it shows to whom, what is logged, and what its buttons do."""

import pytest
from django.urls import reverse

from interviews.actions import redact
from interviews.actions.collisions import questions_of
from interviews.actions.ingest import import_interview
from interviews.actions.publish import clear_occurrence
from interviews.models import AuthorPlaceholder, Event, Interview, Replacement
from tests import factories as make
from tests.interviews.admin.pages import words
from tests.interviews.ready import make_ready
from tests.people import Role, join, team

TRANSCRIPT = """Interviewee: I'm an engineer at Company X. Zephyrine Labs is next door.
Interviewer: Since when?
Interviewee: I have been at Company 1 for a year, and Copmany 1 is old. Zephyrine Labs too.
"""


@pytest.fixture
def interview(study, people):
    return import_interview(by=people.imani, study=study, data=TRANSCRIPT.encode(), name="Interview 4.txt")


@pytest.fixture
def company(interview, study, people):
    return redact.add_identifier(
        by=people.dele, study=study, type="company", name="Zephyrine Labs", variants=["Zephirin labs"]
    )


@pytest.fixture
def dele(people, as_user):
    return as_user(people.dele)


def page(study) -> str:
    return reverse("admin:interviews_study_registry", args=[study.pk])


def test_an_identifier_added_from_here_goes_to_this_study(study, people, as_user):
    join(people.dele, make.make_study("a-study-before-it"), Role.DEIDENTIFIER)
    dele = as_user(people.dele)
    add = f"{reverse('admin:interviews_identifier_add')}?study={study.pk}"
    assert add in words(dele.get(page(study)))
    assert f'<option value="{study.pk}" selected>' in words(dele.get(add))


def link_page(study, placeholder) -> str:
    return reverse("admin:interviews_study_registry_placeholder", args=[study.pk, placeholder.pk])


def act(client, study, name: str, **given):
    """Press a button of the page, and read what the page says then."""
    return words(client.post(page(study), {"act": name, **given}, follow=True))


def asked(interview) -> dict:
    """The hidden fields of the interview's first question."""
    question = questions_of(interview)[0]
    return {"interview": interview.pk, "digests": " ".join(question.digests)}


def test_identifiers_stand_by_type_with_their_ways_and_places(study, company, dele):
    shown = dele.get(page(study)).context["overview"].identifiers
    [row] = shown["company"]
    assert (row.identifier, len(row.variants), row.in_turns, row.undecided, row.quotes) == (company, 2, 2, 2, 0)
    assert "2 places of known names wait" in words(dele.get(page(study)))


def test_places_are_told_apart_by_what_was_decided_there(study, company, dele, people):
    first, second = company.replacements.order_by("segment__position")
    redact.accept_replacement(by=people.dele, replacement=first)
    redact.reject_replacement(by=people.dele, replacement=second)
    [row] = dele.get(page(study)).context["overview"].identifiers["company"]
    assert (row.replaced, row.rejected, row.undecided, row.in_turns) == (1, 1, 0, 2)


def test_a_published_quote_in_which_a_cleared_name_stands_is_counted(db, as_user):
    ready = make_ready()
    found = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Half", sure=True)
    where = {"draft": ready.draft, "identifier": found, "place": "quote", "start": 0, "end": 4}
    clear_occurrence(by=ready.people.dele, reason="an everyday word here", **where)
    ready.publish()
    [row] = as_user(ready.people.dele).get(page(ready.study)).context["overview"].identifiers["other"]
    assert row.quotes == 1


def test_names_are_shut_until_somebody_opens_them_and_that_is_logged(study, company, dele, people):
    assert "Zephyrine" not in words(dele.get(page(study)))
    assert not Event.objects.filter(action="identity seen").exists()
    opened = words(dele.get(page(study), {"names": "1"}))
    assert "Zephyrine Labs" in opened
    assert "Zephirin labs" in opened
    seen = Event.objects.get(action="identity seen")
    assert (seen.actor, seen.data) == (people.dele, {"identifiers": [company.pk]})


def test_a_name_whose_key_was_destroyed_stays_in_the_list(study, company, dele):
    company.variants.update(text_encrypted=None)
    type(company).objects.update(data_key=None, name_encrypted=None)
    assert "name destroyed" in words(dele.get(page(study), {"names": "1"}))


@pytest.mark.parametrize("name", ["imani", "cora", "colin", "mona", "pia", "olga"])
def test_nobody_else_opens_the_page_or_presses_its_buttons(study, company, people, as_user, name):
    client = as_user(getattr(people, name))
    placeholder = AuthorPlaceholder.objects.first()
    assert client.get(page(study)).status_code == 403
    assert client.post(page(study), {"act": "rescan"}).status_code == 403
    assert client.get(link_page(study, placeholder)).status_code == 403


def test_placeholders_stand_by_interview(study, interview, dele):
    [(shown, rows)] = dele.get(page(study)).context["overview"].placeholders.items()
    assert (shown, [(str(row), row.occurrences) for row in rows]) == (interview, [("company 1", 2), ("company X", 1)])


def test_a_question_says_what_was_seen_and_leads_to_the_turns(study, interview, dele):
    shown = words(dele.get(page(study)))
    assert "1 question about placeholders" in shown
    assert "Company 1 and company X are all called the present employer" in shown
    assert "Company 1 is spelled otherwise in 1 of 2 places" in shown
    assert f'/interview/{interview.pk}/transcript/?mode=deidentify#t2">2</a>' in shown


def test_a_question_is_settled_with_a_reason_and_opened_again(study, interview, dele, people):
    assert "Say why, without a name" in act(dele, study, "settle", reason=" ", **asked(interview))
    shown = act(dele, study, "settle", reason="two floors of one firm", **asked(interview))
    assert "0 questions about placeholders" in shown
    assert "two floors of one firm" in shown
    assert "1 question about placeholders" in act(dele, study, "reopen", **asked(interview))


def test_linking_a_placeholder_is_one_choice_and_opening_the_choices_is_logged(study, company, interview, dele):
    placeholder = AuthorPlaceholder.objects.get(key="X")
    assert "Zephyrine Labs" in words(dele.get(link_page(study, placeholder)))
    assert Event.objects.filter(action="identity seen").exists()
    said = words(dele.post(link_page(study, placeholder), {"identifier": company.pk}, follow=True))
    assert f"Company X stands for identifier {company.pk}" in said
    assert Replacement.objects.filter(identifier=company, origin="placeholder").count() == 1
    dele.post(link_page(study, placeholder), {"identifier": ""})
    assert not Replacement.objects.filter(identifier=company, origin="placeholder").exists()
    answer = dele.post(link_page(study, placeholder), {"identifier": ""}, follow=True)
    assert "stands for nobody known, as before" in words(answer)


def test_an_identifier_of_another_study_is_no_choice(study, interview, dele):
    other = make.make_study("other")
    theirs = redact.add_identifier(by=team(other).dele, study=other, type="company", name="Vexmoor")
    placeholder = AuthorPlaceholder.objects.get(key="X")
    answer = dele.post(link_page(study, placeholder), {"identifier": theirs.pk})
    assert "not one of the available choices" in words(answer)
    assert dele.get(link_page(other, placeholder)).status_code in {403, 404}


def test_what_an_older_program_left_out_is_collected_and_looked_for(study, company, interview, dele):
    AuthorPlaceholder.objects.all().delete()
    company.replacements.all().delete()
    assert "Collect the placeholders of 1 interview" in words(dele.get(page(study)))
    assert "2 placeholders joined the registry" in act(dele, study, "collect")
    assert "2 more places to decide" in act(dele, study, "rescan")


def test_the_page_of_an_empty_study_says_so(study, people, dele):
    shown = words(dele.get(page(study)))
    assert "No placeholder seems to stand for two things" in shown
    assert "None yet" in shown


@pytest.mark.parametrize(
    "given", [{"act": "burn"}, {"act": "settle"}, {"act": "settle", "interview": 1, "digests": "0"}]
)
def test_an_act_made_up_by_hand_finds_nothing(study, people, dele, given):
    assert dele.post(page(study), given).status_code == 404


def test_the_page_costs_as_many_queries_for_many_identifiers_as_for_one(
    study, company, dele, people, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as first:
        dele.get(page(study), {"names": "1"})
    for number in range(5):
        redact.add_identifier(by=people.dele, study=study, type="company", name=f"Vexmoor Hall {number}")
    with django_assert_max_num_queries(len(first.captured_queries)):
        dele.get(page(study), {"names": "1"})


def test_an_interview_whose_text_was_destroyed_asks_nothing(study, interview, dele):
    Interview.objects.update(data_key=None)
    assert dele.get(page(study)).context["overview"].open == []
