"""The promise to every interviewee: nothing private reaches a public page, whatever it is and wherever it stood.

More than a hundred made-up words are planted in everything that the workshop stores. Then every public page and file
is fetched and searched for them, in every spelling.
"""

import html
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import models
from django.test import Client

from catalog.crawling import crawl
from catalog.exports import public_formats
from catalog.models import Evidence, IssueText
from catalog.releases import make_release
from interviews.actions import hide, publish, redact
from interviews.actions.log import record
from interviews.actions.withdraw import withdraw
from interviews.crypto import encrypt
from interviews.leaks import find_leaks
from interviews.models import (
    Code,
    EvidenceDraft,
    Interview,
    Memo,
    Participant,
    Segment,
    Speaker,
    Study,
)
from tests.canaries import Cage, found_in
from tests.factories import (
    add_turn,
    give_consent,
    make_claim,
    make_code,
    make_interview,
    make_issue,
    make_participant,
    make_pass,
    make_question,
    make_source,
    make_study,
    moderated_coding,
    span_of,
)
from tests.people import People, team

pytestmark = pytest.mark.django_db


class Planted:
    """A study full of canaries, four quotes of which went through the gate; one was hidden, one withdrawn."""

    def __init__(self) -> None:
        self.cage = Cage()
        self.study: Study = make_study(
            source=make_source(k=5),
            k=5,
            citation=self.word("the study's citation"),
            protocol=self.word("the study's protocol"),
        )
        Study.objects.update(title=self.word("the study's title"))
        self.people: People = team(self.study)
        self.issue = make_issue()
        make_claim(self.issue)
        self.quotes = [self.quoted_interview(number) for number in range(1, 5)]
        self.unquoted_interview()
        self.plant_people()
        self.plant_codes()
        self.plant_memos()
        self.plant_drafts()
        self.plant_logs()
        self.publish()

    def word(self, place: str) -> str:
        return self.cage.new(place)

    def quoted_interview(self, number: int) -> EvidenceDraft:
        """A talk of which one sentence will be quoted, with a name in it and private words around it."""
        person = make_participant(
            self.study,
            role=self.word("a role"),
            sector=self.word("a sector"),
            experience=self.word("an experience"),
            country=self.word("a country"),
            company_size=self.word("a company size"),
        )
        give_consent(person, evidence=self.word("how consent was given"))
        name, misheard = self.word("an identifier"), self.word("a variant")
        before, after = self.word("raw text before a quote"), self.word("raw text after a quote")
        sentence = f"Half of the fields came empty in run {number} at {name} Labs again."
        turns = [
            ("interviewer", f"And what does {self.word('an interviewer turn')} do then?"),
            ("interviewee", f"Well, {before} said so. {sentence} Ask {after} about it."),
            ("interviewee", f"They call it {misheard} sometimes, and {self.word('an unquoted turn')} too."),
        ]
        interview = make_interview(self.study, turns=turns, participant=person)
        Interview.objects.filter(pk=interview.pk).update(
            warnings=[{"line": 1, "code": "odd", "message": self.word("an import warning")}]
        )
        for speaker in interview.speakers.all():
            label = encrypt(interview.data_key, self.word("a speaker's label"), context="speaker-label")
            Speaker.objects.filter(pk=speaker.pk).update(label_encrypted=label)
        segment = interview.segments.get(position=1)
        identifier = redact.add_identifier(
            by=self.people.dele, study=self.study, type="company", name=f"{name} Labs", variants=[misheard]
        )
        redact.add_variant(
            by=self.people.dele,
            identifier=identifier,
            text=self.word("a variant in context"),
            context_before=[self.word("the context of a variant")],
        )
        start, end = span_of(segment, f"{name} Labs")
        redact.make_replacement(
            by=self.people.dele,
            segment=segment,
            start=start,
            end=end,
            text="[company]",
            identifier=identifier,
            reason=self.word("the reason of a replacement"),
        )
        redact.review_deidentification(by=self.people.dele, interview=interview)
        start, end = span_of(segment, sentence)
        coding = moderated_coding(segment, segment.text, by=self.people.mona, code=make_code(self.study))
        draft = publish.propose_evidence(
            by=self.people.mona,
            coding=coding,
            start=start,
            end=end,
            issue=self.issue,
            relevance=self.word("why a quote bears on its issue"),
        )
        return publish.approve_evidence(by=self.people.pia, draft=draft)

    def unquoted_interview(self) -> None:
        """A talk of which nothing is published: raw words, generalizations and suggestions."""
        interview = make_interview(self.study, turns=[], participant=make_participant(self.study))
        for _ in range(25):
            segment = add_turn(interview, "interviewee", f"It was {self.word('an unpublished turn')} all along.")
            redact.propose_replacement(
                by=self.people.dele, segment=segment, start=0, end=2, text=self.word("a suggested replacement")
            )
        question = make_question(self.study)
        question.text = self.word("a guide's question")
        question.save()

    def plant_people(self) -> None:
        for somebody in self.people.all():
            somebody.first_name, somebody.last_name = self.word("a first name"), self.word("a last name")
            somebody.email = f"{self.word('an address')}@example.org"
            somebody.save()

    def plant_codes(self) -> None:
        for kind in Code.Kind:
            name, definition = self.word("a code's name"), self.word("a code's definition")
            include, exclude = self.word("when to use a code"), self.word("when not to use a code")
            make_code(self.study, name, kind=kind, definition=definition, include=include, exclude=exclude)

    def plant_memos(self) -> None:
        segment = Segment.objects.first()
        coding = EvidenceDraft.objects.first().coding
        for place in ({}, {"segment": segment}, {"coding": coding}, {"code": Code.objects.first()}):
            text = self.word("a memo")
            Memo.written(study=self.study, text=text, author=self.people.cora, **place).save()

    def plant_drafts(self) -> None:
        """An issue that nobody approved, a quote that nobody approved, and a coder's open pass."""
        texts = {"title": self.word("a drafted title"), "summary": self.word("a drafted summary")}
        publish.propose_issue(
            by=self.people.mona,
            study=self.study,
            issue=self.issue,
            content={"texts": {"en": texts}, "note": self.word("a draft's note")},
        )
        coding = EvidenceDraft.objects.first().coding
        publish.propose_evidence(by=self.people.mona, coding=coding, start=0, end=20, issue=self.issue)
        make_pass(Interview.objects.last(), self.people.cora)

    def plant_logs(self) -> None:
        record(by=self.people.dele, action="something odd", study=self.study, note=self.word("the log"))
        LogEntry.objects.create(
            user=self.people.kofi,
            action_flag=2,
            object_repr=self.word("the admin's log"),
            change_message=self.word("the admin's log"),
        )

    def publish(self) -> None:
        """Publish, release, then hide one quote and withdraw one participant."""
        report = publish.publish(by=self.people.pia, study=self.study, on=date(2026, 2, 1))
        assert len(report.evidence) == 4, report.held
        make_release("2026.1", on=date(2026, 2, 2))
        for draft in self.quotes:
            draft.refresh_from_db()
        hide.hide_evidence(
            by=self.people.pia, evidence=Evidence.objects.get(public_id=self.quotes[2].public_id), reason="asked for"
        )
        withdraw(by=self.people.kofi, participant=Participant.objects.get(code="P04"))


@pytest.fixture
def planted() -> Planted:
    return Planted()


class Listener(Client):
    """A reader who keeps every header of every answer."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.headers_seen: list[str] = []

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        self.headers_seen += [f"{name}: {value}" for name, value in response.headers.items()]
        return response


def public_addresses(planted: Planted) -> tuple[str, ...]:
    """Where to start: the front pages, and addresses that no page links to."""
    quotes = [f"/evidence/{public_id}/" for public_id in Evidence.objects.values_list("public_id", flat=True)]
    searches = ["/search/?q=fields", "/issues/?q=empty", f"/issues/?phase={planted.issue.primary_phase.slug}"]
    unknown = ["/issues/MLQ-999/", "/evidence/000000000000/", "/nowhere/", "/downloads/codings-csv/codings.csv"]
    return ("/", "/fr/", "/robots.txt", "/sitemap.xml", *quotes, *searches, *unknown)


def everything_public(planted: Planted) -> Iterator[tuple[str, str]]:
    """Every page, file, header and export that anybody can get, with its name."""
    listener = Listener(raise_request_exception=False)
    for page in crawl(listener, public_addresses(planted)):
        if not page.path.startswith("/static/"):
            yield page.path, page.body.decode("utf-8", errors="replace")
    yield "headers", "\n".join(listener.headers_seen)
    for format_ in public_formats().values():
        out = io.StringIO()
        format_.write(out)
        yield f"export {format_.name}", out.getvalue()


def test_more_than_a_hundred_words_are_planted_in_every_kind_of_private_place(planted):
    assert len(planted.cage.planted) > 150
    assert len(set(planted.cage.planted.values())) > 30


def test_none_of_them_is_on_a_public_page_in_a_file_a_header_or_an_export(planted):
    pages = dict(everything_public(planted))
    told = {name: found_in(body, planted.cage.planted) for name, body in pages.items()}
    assert {name: {planted.cage.planted[word] for word in words} for name, words in told.items() if words} == {}
    # The search looked at real pages: quotes are there, and so are the pages around them.
    assert len(pages) > 20
    assert sum("Half of the fields came empty in run 1 at [company] again." in body for body in pages.values()) > 2


def test_none_of_them_is_in_a_public_table(planted):
    cells = [
        f"{row!r}"
        for model in apps.get_app_config("catalog").get_models()
        for row in model._default_manager.values_list()
    ]
    assert found_in("\n".join(cells), planted.cage.planted) == set()
    assert find_leaks(planted.cage.planted) == []


def test_hidden_and_withdrawn_quotes_are_nowhere_and_published_ones_are(planted):
    pages = "\n".join(body for _, body in everything_public(planted))
    shown = [number for number in range(1, 5) if f"came empty in run {number} at [company]" in pages]
    assert shown == [1, 2]


def test_an_error_page_tells_nothing_of_the_error(planted, monkeypatch):
    secret = next(iter(planted.cage.planted))

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"could not read {secret}")

    monkeypatch.setattr(IssueText, "__init__", fails)
    response = Client(raise_request_exception=False).get("/issues/")
    assert response.status_code == 500
    assert found_in(response.content.decode(), planted.cage.planted) == set()


def test_encrypted_columns_hold_none_of_them_in_the_clear(planted):
    for model in apps.get_app_config("interviews").get_models():
        columns = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]
        for row in model._default_manager.values_list(*columns) if columns else ():
            cells = b" ".join(bytes(cell) for cell in row if cell)
            assert "Kvåkk".encode() not in cells
            assert b"kvakk" not in cells.lower()


def test_raw_words_and_names_stand_in_no_column_in_the_clear(planted):
    """The plain columns of the workshop hold codes, offsets and a researcher's own words; never an interviewee's."""
    sealed = {"raw text before a quote", "raw text after a quote", "an interviewer turn", "an unquoted turn"}
    sealed |= {"an unpublished turn", "an identifier", "a variant", "a variant in context", "a speaker's label"}
    sealed |= {"a suggested replacement", "a memo", "a drafted title", "a drafted summary", "a draft's note"}
    words = [word for word, place in planted.cage.planted.items() if place in sealed]
    for model in apps.get_app_config("interviews").get_models():
        plain = [f.attname for f in model._meta.concrete_fields if not isinstance(f, models.BinaryField)]
        stored = "\n".join(repr(row) for row in model._default_manager.values_list(*plain))
        assert found_in(stored, words) == set(), model.__name__
    assert len(words) > 60


# --- the search itself


@pytest.mark.parametrize(
    "escaped",
    [
        "Kvåkk0007Ünder",
        "KVÅKK0007ÜNDER",
        "kvåkk0007ünder",
        "kvakk0007under",
        "Kva\u030akk0007U\u0308nder",
        "Kv&aring;kk0007&Uuml;nder",
        "Kv&#229;kk0007&#xDC;nder",
        quote("Kvåkk0007Ünder"),
        html.escape(quote("q=Kvåkk0007Ünder&x=1")),
        json.dumps("Kvåkk0007Ünder"),
    ],
)
def test_the_search_finds_a_canary_however_it_is_spelled(escaped):
    assert found_in(f"<p>and {escaped}!</p>", ["Kvåkk0007Ünder", "Kvåkk0008Ünder"]) == {"Kvåkk0007Ünder"}


def test_the_search_finds_a_leak_that_is_seeded_into_a_page(planted):
    word = next(iter(planted.cage.planted))
    IssueText.objects.update(description=f"It happened at *{word.upper()}*.")
    leaking = {name for name, body in everything_public(planted) if found_in(body, planted.cage.planted)}
    assert {"/issues/MLQ-001/fields-are-empty/", "/fr/issues/MLQ-001/fields-are-empty/", "export fixture"} <= leaking


def test_the_publish_command_prints_none_of_them(planted, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("publish", "--study", planted.study.slug, "--by", planted.people.pia.get_username())
    assert stopped.value.code == 3
    printed = capsys.readouterr()
    assert found_in(printed.out + printed.err, planted.cage.planted) == set()
