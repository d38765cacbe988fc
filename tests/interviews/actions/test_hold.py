"""An identifier in published words of an issue or strategy: covered at once, and settled by people."""

from datetime import date

import pytest

from catalog.models import Claim, IssueText, IssueVersion, Question, QuestionText, Release
from catalog.releases import make_release
from interviews.actions.hold import settle
from interviews.actions.identify import add_identifier
from interviews.actions.retention import destroy_raw_text
from interviews.errors import NotPermitted, WrongState
from interviews.gate import check_evidence
from interviews.leaks import find_leaks
from interviews.models import HeldText, IdentifierClearance, Study
from interviews.registry import Registry
from tests.interviews.ready import Ready, make_ready
from tests.people import Role, join

pytestmark = pytest.mark.django_db
WORDS = "It happened at Brannock Foods and elsewhere."


def prepare() -> Ready:
    ready = make_ready()
    IssueText.objects.update(description=WORDS)
    IssueVersion.objects.create(
        issue=ready.issue,
        version=7,
        changed_on=date(2026, 2, 1),
        note="Rewritten after Brannock Foods asked",
        snapshot={"texts": {"en": {"description": WORDS}}},
    )
    join(ready.people.kofi, ready.study, Role.DEIDENTIFIER)
    return ready


@pytest.fixture
def held(ready) -> HeldText:
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    return HeldText.objects.get()


def description() -> str:
    return IssueText.objects.get().description


def test_readers_see_the_placeholder_from_the_moment_the_identifier_is_added(ready, held, client):
    assert description() == "It happened at [company] and elsewhere."
    page = client.get(ready.issue.get_absolute_url()).content.decode()
    assert "Brannock" not in page
    assert "[company]" in page
    assert find_leaks() == []


def test_what_stood_there_waits_sealed_with_who_added_the_identifier(ready, held):
    assert (held.text, held.held_by, held.model, held.field) == (
        WORDS,
        ready.people.dele,
        "catalog.issuetext",
        "description",
    )
    assert b"Brannock" not in bytes(held.text_encrypted)


def test_words_are_covered_for_a_study_whose_keys_are_destroyed_though_nothing_can_be_kept_of_them(ready):
    destroy_raw_text(by=ready.people.kofi, study=ready.study, reason="asked for")
    study = Study.objects.get(pk=ready.study.pk)
    add_identifier(by=ready.people.dele, study=study, type="company", name="Brannock Foods")
    assert description() == "It happened at [company] and elsewhere."
    assert HeldText.objects.get().text_encrypted is None


def test_the_history_and_the_releases_are_covered_too(ready):
    make_release("2026.1", on=date(2026, 2, 1))
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    assert "Brannock" not in str(IssueVersion.objects.get(version=7).snapshot)
    newest = Release.objects.latest("revision")
    assert newest.revision == 2
    assert not any("Brannock" in file.content for release in Release.objects.all() for file in release.files.all())


def test_no_page_of_the_history_tells_what_was_covered(ready, held, client):
    history = f"{ready.issue.get_absolute_url()}history/"
    for address in (history, f"{history}7/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "Brannock" not in response.content.decode()
    assert "Rewritten after [company] asked" in client.get(history).content.decode()


def test_a_public_question_is_covered_like_an_issues_words(ready, client):
    question = Question.objects.create(source=ready.source, guide="1", key="Q1", position=1)
    QuestionText.objects.create(question=question, language="en", text="What broke at Brannock Foods?")
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    assert QuestionText.objects.get().text == "What broke at [company]?"
    assert find_leaks() == []


def test_a_second_person_clears_it_and_the_words_are_back(ready, held):
    settle(by=ready.people.kofi, held=held, settlement="cleared", reason="a street name")
    assert description() == WORDS
    assert IdentifierClearance.objects.get().held_text == held
    assert find_leaks() == []
    assert not [f for f in check_evidence(ready.draft, Registry()) if f.holds]


def test_who_added_the_identifier_does_not_clear_it(ready, held):
    with pytest.raises(NotPermitted, match="second person"):
        settle(by=ready.people.dele, held=held, settlement="cleared", reason="a street name")
    assert "[company]" in description()


def test_clearing_takes_a_reason(ready, held):
    with pytest.raises(WrongState, match="say why"):
        settle(by=ready.people.kofi, held=held, settlement="cleared")


def test_a_publisher_rewrites_it_and_the_new_words_are_looked_through(ready, held):
    with pytest.raises(WrongState, match="write it otherwise"):
        settle(by=ready.people.pia, held=held, settlement="rewritten", text="At brannock-foods it happened.")
    settle(by=ready.people.pia, held=held, settlement="rewritten", text="It happened in a food company.")
    assert description() == "It happened in a food company."


def test_a_publisher_leaves_the_placeholder(ready, held):
    settle(by=ready.people.pia, held=held, settlement="left")
    assert "[company]" in description()
    held.refresh_from_db()
    assert (held.settlement, held.text_encrypted) == ("left", None)


def test_nothing_is_settled_twice(ready, held):
    settle(by=ready.people.pia, held=held, settlement="left")
    with pytest.raises(WrongState, match="settled already"):
        settle(by=ready.people.pia, held=held, settlement="left")


@pytest.mark.parametrize("settlement", ["cleared", "rewritten", "left"])
@pytest.mark.parametrize("name", ["imani", "cora", "mona", "olga"])
def test_nobody_else_settles_anything(ready, held, settlement, name):
    with pytest.raises(NotPermitted):
        settle(by=getattr(ready.people, name), held=held, settlement=settlement, reason="x", text="x")


def test_claims_are_covered_as_well(ready):
    claim = Claim.objects.get()
    claim.texts.update(statement="Nobody at Brannock Foods knew.")
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    assert claim.texts.get().statement == "Nobody at [company] knew."
