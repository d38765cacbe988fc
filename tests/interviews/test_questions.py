"""A quote names the question it answers only where that tells nobody apart."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Evidence, Question, QuestionText, Release
from catalog.releases import make_release, rows_of
from interviews.actions import publish, redact
from interviews.actions.hide import hide_evidence
from interviews.actions.withdraw import withdraw
from interviews.models import EvidenceDraft, Interview, InterviewGuide, Participant, Publication, Study
from interviews.questions import may_name
from tests.factories import (
    give_consent,
    make_code,
    make_interview,
    make_issue,
    make_participant,
    make_question,
    make_source,
    make_study,
    moderated_coding,
)
from tests.people import team

DAY = date(2026, 2, 1)


# --- who may


def allowed(*people: tuple[str, str], others: tuple[str, ...] = (), k: int) -> list[bool]:
    """For people by label and guides, whether each one's quotes may name their question."""
    numbered = dict(enumerate(people))
    named = may_name(numbered, everybody=[guides for _, guides in people] + list(others), k=k)
    return [key in named for key in numbered]


def test_a_guide_that_everybody_was_asked_from_narrows_down_nobody():
    assert allowed(("a practitioner", "1"), k=5) == [True]


def test_one_person_asked_otherwise_makes_the_guide_tell_something():
    assert allowed(("a practitioner", "1"), others=("2",), k=2) == [False]


def test_k_people_of_one_label_and_one_guide_are_enough():
    assert allowed(*[("an analyst", "1")] * 2, *[("an analyst", "2")] * 2, k=2) == [True] * 4


def test_a_guide_is_counted_within_a_label():
    assert (
        allowed(*[("an analyst", "1")] * 2, *[("a manager", "1")], ("a manager", "2"), k=2)
        == [True, True] + [False] * 2
    )


def test_those_left_without_a_question_are_never_fewer_than_k():
    # Were only the third to name none, their quotes would be known to be theirs.
    assert allowed(*[("an analyst", "1")] * 2, ("an analyst", "2"), k=2) == [False] * 3


people_asked = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123")), max_size=14)


@given(people_asked, st.lists(st.sampled_from("123"), max_size=3), st.integers(1, 4))
def test_what_is_named_and_what_is_not_is_always_shared_by_k(people, others, k):
    named = allowed(*people, others=tuple(others), k=k)
    if len({guides for _, guides in people} | set(others)) <= 1:
        assert all(named)
        return
    told = Counter((label, guides) for (label, guides), may in zip(people, named, strict=True) if may)
    untold = Counter(label for (label, _), may in zip(people, named, strict=True) if not may)
    assert all(count >= k for count in told.values())
    assert all(count >= k or label not in {one for one, _ in told} for label, count in untold.items())


# --- through the gate


class Talks:
    """A study whose participants each say one thing in answer to one question of their guide."""

    def __init__(self, *, k: int) -> None:
        self.source = make_source(k=1)
        self.study = make_study(source=self.source, k=k)
        self.people = team(self.study)
        self.issue = make_issue()
        self.code = make_code(self.study, issue=self.issue)
        self.old = make_question(self.study)
        self.new = self.old.guide.questions.model.objects.create(
            guide=InterviewGuide.objects.create(study=self.study, version="2"), key="Q2.1", position=1, text="New."
        )
        for guide in ("1", "2"):
            public = Question.objects.create(source=self.source, guide=guide, key="Q2.1", position=1)
            QuestionText.objects.create(question=public, language="en", text=f"What is hardest? ({guide})")

    def speak(self, question) -> Participant:
        person = make_participant(self.study)
        give_consent(person)
        interview = make_interview(self.study, participant=person, turns=[("interviewee", f"It broke {person.code}.")])
        Interview.objects.filter(pk=interview.pk).update(guide=question.guide)
        segment = interview.segments.get()
        redact.review_deidentification(by=self.people.dele, interview=interview)
        coding = moderated_coding(segment, segment.text, by=self.people.mona, code=self.code)
        draft = publish.propose_evidence(by=self.people.mona, coding=coding, question=question)
        publish.approve_evidence(by=self.people.pia, draft=draft)
        return person

    def publish(self) -> None:
        assert publish.publish(by=self.people.pia, study=Study.objects.get()).held == []


@pytest.fixture
def talks(db: None) -> Talks:
    return Talks(k=2)


def asked(person: Participant) -> str | None:
    """The question that the person's quote names."""
    question = quote_of(person).question
    return f"{question.guide} {question.key}" if question else None


def quote_of(person: Participant) -> Evidence:
    return Evidence.objects.get(public_id=Publication.objects.get(participant_code=person.code).evidence_id)


def test_a_published_quote_names_the_public_question_of_its_guide(talks):
    persons = [talks.speak(talks.old), talks.speak(talks.old)]
    talks.publish()
    assert [asked(person) for person in persons] == ["1 Q2.1"] * 2


def test_a_question_without_public_words_is_not_named(talks):
    Question.objects.all().delete()
    person = talks.speak(talks.old)
    talks.speak(talks.old)
    talks.publish()
    assert asked(person) is None


def test_public_words_written_later_reach_quotes_with_the_next_publication(talks):
    Question.objects.all().delete()
    person = talks.speak(talks.old)
    talks.speak(talks.old)
    talks.publish()
    Question.objects.create(source=talks.source, guide="1", key="Q2.1", position=1)
    talks.publish()
    assert asked(person) == "1 Q2.1"


def test_nobody_names_a_question_while_one_guide_was_put_to_too_few(talks):
    persons = [talks.speak(talks.old), talks.speak(talks.old), talks.speak(talks.new)]
    talks.publish()
    assert [asked(person) for person in persons] == [None] * 3


def test_questions_go_when_a_withdrawal_leaves_too_few_with_a_guide(talks):
    persons = [talks.speak(question) for question in (talks.old, talks.old, talks.new, talks.new)]
    talks.publish()
    assert [asked(person) for person in persons] == ["1 Q2.1"] * 2 + ["2 Q2.1"] * 2
    make_release("2026.1", on=DAY)
    withdraw(by=talks.people.kofi, participant=persons[0])
    assert [asked(person) for person in persons[1:]] == [None] * 3
    newest = rows_of(Release.objects.latest("revision"))
    assert [row["fields"]["question"] for row in newest if row["model"] == "catalog.evidence"] == [None] * 4


def test_a_quote_that_is_taken_down_forgets_its_question_in_rows_and_releases(talks):
    persons = [talks.speak(talks.old), talks.speak(talks.old), talks.speak(talks.old)]
    talks.publish()
    make_release("2026.1", on=DAY)
    hide_evidence(by=talks.people.pia, evidence=quote_of(persons[0]))
    assert [asked(person) for person in persons] == [None, "1 Q2.1", "1 Q2.1"]
    told = {
        row["fields"]["public_id"]: row["fields"]["question"]
        for row in rows_of(Release.objects.latest("revision"))
        if row["model"] == "catalog.evidence"
    }
    assert told[quote_of(persons[0]).public_id] is None
    assert told[quote_of(persons[1]).public_id] == ["invented-study", "1", "Q2.1"]


def test_a_proposed_quote_under_one_question_code_takes_that_question(talks):
    talks.speak(talks.old)
    segment = EvidenceDraft.objects.get().segment
    coding_pass = EvidenceDraft.objects.get().coding.coding_pass
    moderated_coding(segment, segment.text, by=talks.people.mona, code=make_code(talks.study, "Q2.1", kind="question"))
    coding = coding_pass.codings.get(code=talks.code)
    assert publish.propose_evidence(by=talks.people.mona, coding=coding).question == talks.old
