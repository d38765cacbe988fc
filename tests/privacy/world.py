"""A study full of canaries, four quotes of which went through the gate; one was hidden, one withdrawn.

The words are planted first and everything public is made of them afterwards, by the acts that people use: import,
redaction, coding, approval, publication, release, hiding and withdrawal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from catalog.models import Evidence, Issue, IssueAttribute, IssueVersion, QualityAttribute, QualityAttributeText
from catalog.releases import make_release
from interviews.actions import hide, publish, redact
from interviews.actions.publish_issue import snapshot
from interviews.actions.withdraw import withdraw
from interviews.crypto import encrypt
from interviews.models import EvidenceDraft, Interview, Participant, Speaker, Study
from tests.factories import (
    add_turn,
    give_consent,
    make_claim,
    make_code,
    make_interview,
    make_issue,
    make_mitigation,
    make_participant,
    make_source,
    make_study,
    moderated_coding,
    span_of,
)
from tests.lasting import undone
from tests.people import People, team
from tests.privacy import planting
from tests.privacy.cage import Cage

QUOTES = 4
SHOWN = (1, 2)
"""The quotes that stay: the third is hidden, the fourth withdrawn."""


class Planted:
    """The study, its people, its issue, and the cage that knows every canary."""

    def __init__(self) -> None:
        self.cage = Cage()
        self.study: Study = make_study(source=make_source(k=5), k=5)
        self.people: People = team(self.study)
        self.issue: Issue = make_issue()
        make_claim(self.issue)
        make_mitigation(self.issue)
        attribute = QualityAttribute.objects.create(slug="completeness", position=1)
        QualityAttributeText.objects.create(attribute=attribute, language="en", name="Completeness")
        IssueAttribute.objects.create(issue=self.issue, attribute=attribute)
        IssueVersion.objects.create(
            issue=self.issue,
            version=1,
            changed_on=date(2026, 1, 15),
            note="First published",
            snapshot=snapshot(self.issue),
        )
        self.participants: list[Participant] = []
        self.quotes = [self.quoted_interview(number) for number in range(1, QUOTES + 1)]
        self.unquoted_interview()
        self.plant_workshop()
        self.publish()
        planting.rename_people(self.cage)

    def word(self, place: str) -> str:
        return self.cage.new(place)

    def quoted_interview(self, number: int) -> EvidenceDraft:
        """A talk of which one sentence will be quoted, with a name in it and private words around it."""
        person = make_participant(self.study)
        self.participants.append(person)
        give_consent(person)
        name, misheard = self.word("an identifier"), self.word("a variant")
        before, after = self.word("raw text before a quote"), self.word("raw text after a quote")
        sentence = quote_of(number).replace("[company]", f"{name} Labs")
        turns = [
            ("interviewer", f"And what does {self.word('an interviewer turn')} do then?"),
            ("interviewee", f"Well, {before} said so. {sentence} Ask {after} about it."),
            ("interviewee", f"They call it {misheard} sometimes, and {self.word('an unquoted turn')} too."),
        ]
        interview = make_interview(self.study, turns=turns, participant=person)
        for speaker in interview.speakers.all():
            label = encrypt(interview.data_key, self.word("a speaker's label"), context="speaker-label")
            Speaker.objects.filter(pk=speaker.pk).update(label_encrypted=label)
        self.deidentify(interview, f"{name} Labs", misheard)
        return self.draft(interview, sentence)

    def deidentify(self, interview: Interview, name: str, misheard: str) -> None:
        """The name joins the registry with its variants, and is replaced where it stands."""
        dele, segment = self.people.dele, interview.segments.get(position=1)
        identifier = redact.add_identifier(by=dele, study=self.study, type="company", name=name, variants=[misheard])
        context = self.word("the context of a variant")
        redact.add_variant(
            by=dele, identifier=identifier, text=self.word("a variant in context"), context_before=[context]
        )
        start, end = span_of(segment, name)
        redact.make_replacement(by=dele, segment=segment, start=start, end=end, text="[company]", identifier=identifier)
        redact.review_deidentification(by=dele, interview=interview)

    def draft(self, interview: Interview, sentence: str) -> EvidenceDraft:
        segment = interview.segments.get(position=1)
        start, end = span_of(segment, sentence)
        coding = moderated_coding(segment, segment.text, by=self.people.mona, code=make_code(self.study))
        draft = publish.propose_evidence(by=self.people.mona, coding=coding, start=start, end=end, issue=self.issue)
        return publish.approve_evidence(by=self.people.pia, draft=draft)

    def unquoted_interview(self) -> None:
        """A talk of which nothing is published: raw words and suggested replacements."""
        interview = make_interview(self.study, turns=[], participant=make_participant(self.study))
        for _ in range(25):
            segment = add_turn(interview, "interviewee", f"It was {self.word('an unpublished turn')} all along.")
            text = self.word("a suggested replacement")
            redact.propose_replacement(by=self.people.dele, segment=segment, start=0, end=2, text=text)

    def plant_workshop(self) -> None:
        """Everything else that the workshop stores, before anything is published."""
        study, people = self.study, self.people
        planting.plant_people(self.cage, people)
        planting.plant_guide(self.cage, study)
        planting.plant_codes(self.cage, study)
        planting.plant_memos(self.cage, study, people)
        planting.plant_pass(self.cage, Interview.objects.last(), people)
        planting.plant_logs(self.cage, study, people)
        self.plant_drafts()
        planting.fill(self.cage, only=planting.EARLY)

    def plant_drafts(self) -> None:
        """An issue that nobody approved and a quote that nobody approved."""
        texts = {"title": self.word("a drafted title"), "summary": self.word("a drafted summary")}
        content: dict[str, Any] = {"texts": {"en": texts}, "note": self.word("a draft's note")}
        publish.propose_issue(by=self.people.mona, study=self.study, issue=self.issue, content=content)
        coding = EvidenceDraft.objects.first().coding
        publish.propose_evidence(by=self.people.mona, coding=coding, start=0, end=20, issue=self.issue)

    def publish(self) -> None:
        """Publish and release; then every field that is left gets its canary, one quote is hidden, one withdrawn."""
        self.study.refresh_from_db()
        report = publish.publish(by=self.people.pia, study=self.study, on=date(2026, 2, 1))
        assert len(report.evidence) == QUOTES, report.held
        make_release("2026.1", on=date(2026, 2, 2))
        planting.plant_decisions(self.cage, self.study, self.people)
        planting.fill(self.cage)
        for draft in self.quotes:
            draft.refresh_from_db()
        third = Evidence.objects.get(public_id=self.quotes[2].public_id)
        hide.hide_evidence(by=self.people.pia, evidence=third, reason="asked for")
        withdraw(by=self.people.kofi, participant=Participant.objects.get(pk=self.participants[3].pk))


def quote_of(number: int) -> str:
    """What readers see of a quote."""
    return f"Half of the fields came empty in run {number} at [company] again."


@contextmanager
def planted_database(blocker: Any) -> Iterator[Planted]:
    """A planted study for all tests of a module; each test's own changes are undone after it, all of it at the end."""
    with blocker.unblock(), undone():
        yield Planted()
