"""Who sees raw text, identities and others' codings: every page of the admin, opened by everybody.

Pages are found in the admin's own list of addresses, so that a page added tomorrow is opened too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, reverse

from interviews.actions import redact
from interviews.models import Event, IssueDraft, Memo, Study
from tests import factories as make
from tests.lasting import lasting
from tests.people import People, Role, join, person, signed_in, team

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PEOPLE = ["imani", "dele", "cora", "colin", "mona", "pia", "kofi", "olga"]
SEES = {
    # imports, de-identifies, codes (own pass open), codes (own pass submitted), moderates, publishes, keeps, outsider
    "safe text": "yes yes yes yes yes yes yes no",
    "raw text": "yes yes no no no no yes no",
    "an identity": "no yes no no no no yes no",
    "a drafted text to clear": "no yes no no yes yes yes no",
    "the rest of that draft": "no no no no yes yes no no",
    "an open pass of Cora's": "no no yes no no no no no",
    "a submitted pass of Colin's": "no no no yes yes no no no",
    "another study": "no no no no no no no no",
}
WORDS = {
    "safe text": "nobody at [company] knows",
    "raw text": "nobody at Vexmoor Labs knows",
    "an identity": "Quillonix",
    "a drafted text to clear": "It was seen at Brasswick",
    "the rest of that draft": "A title that is drafted",
    "an open pass of Cora's": "A note that only Cora reads",
    "a submitted pass of Colin's": "A note on what Colin coded",
    "another study": "Elsewhere",
}
MODES = ("", "?mode=read", "?mode=code", "?mode=deidentify")


@dataclass
class World:
    study: Study
    people: People


@dataclass
class Crawl:
    """What one person was shown on all pages, and what the log says of it afterwards."""

    shown: str
    acts: set[str]
    lines: str


@pytest.fixture(scope="module")
def crawled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], Crawl]]:
    """Everything that somebody is shown, asked for once however many tests look at it, and undone at once."""
    with lasting(django_db_blocker):
        world = make_world()

        @cache
        def crawl(name: str) -> Crawl:
            with transaction.atomic():
                shown = everything_shown(signed_in(getattr(world.people, name)))
                told = Event.objects.filter(actor=getattr(world.people, name))
                lines = "\n".join(str(row) for row in Event.objects.values_list("action", "data"))
                crawl = Crawl(shown, set(told.values_list("action", flat=True)), lines)
                transaction.set_rollback(True)
            return crawl

        yield crawl


def make_world() -> World:
    study = make.make_study()
    people = team(study)
    turns = [("interviewer", "And then?"), ("interviewee", "Fields are empty and nobody at Vexmoor Labs knows why.")]
    interview = make.make_interview(study, turns=turns, participant=make.make_participant(study))
    turn = interview.segments.get(position=1)
    start, end = make.span_of(turn, "Vexmoor Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    redact.add_identifier(by=people.dele, study=study, type="person", name="Quillonix")
    redact.add_identifier(by=people.dele, study=study, type="company", name="Brasswick")
    words = {"title": "A title that is drafted", "summary": "It was seen at Brasswick, they say."}
    content = {"texts": {"en": words}}
    IssueDraft.written(study=study, content=content, issue=make.make_issue(), proposed_by=people.mona).save()
    for coder, note in ((people.cora, "A note that only Cora reads"), (people.colin, "A note on what Colin coded")):
        coding_pass = make.make_pass(interview, coder)
        coding = make.code_words(coding_pass, turn, "Fields are empty", make.make_code(study, f"code-{coder.pk}"))
        Memo.written(study=study, text=note, author=coder, coding=coding).save()
        if coder == people.colin:
            make.submit(coding_pass)
    another_study()
    return World(study, people)


def another_study() -> None:
    """A study of other people, with a word of its own everywhere."""
    other = make.make_study("elsewhere", citation="Elsewhere", protocol="Elsewhere")
    turns = [("interviewee", "Elsewhere is where it happened.")]
    make.make_interview(other, turns=turns, participant=make.make_participant(other, role="Elsewhere"))
    oskar = join(person("oskar"), other, Role.CUSTODIAN, Role.DEIDENTIFIER)
    Memo.written(study=other, text="Elsewhere", author=oskar).save()
    redact.add_identifier(by=oskar, study=other, type="place", name="Elsewhere", sure=True)


def addresses() -> Iterator[str]:
    """Every address of the private models in the admin, for every row there is."""
    yield reverse("admin:index")
    for model in apps.get_app_config("interviews").get_models():
        keys = list(model._default_manager.values_list("pk", flat=True))
        for pattern in admin.site._registry[model].get_urls():
            if isinstance(pattern, URLPattern) and pattern.name:
                yield from reversed_for(pattern.name, keys)


def reversed_for(name: str, keys: list[int]) -> Iterator[str]:
    for args in ([], *([key] for key in keys)):
        try:
            yield reverse(f"admin:{name}", args=args)
        except NoReverseMatch:
            continue


def everything_shown(client) -> str:
    """The text of every page that opens, tags taken out."""
    pages = []
    for address in addresses():
        for mode in MODES if "transcript" in address else ("",):
            answer = client.get(address + mode)
            assert answer.status_code in {200, 302, 403, 404, 405}, (address, answer.status_code)
            if answer.status_code == 200:
                pages.append(without_tags(answer.content.decode()))
    return "\n".join(pages)


def without_tags(page: str) -> str:
    return "".join(piece.partition(">")[2] for piece in f">{page}".split("<"))


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_sees_what_their_role_allows_on_some_page_and_nothing_else_on_any(name, crawled, db):
    shown = crawled(name).shown
    seen = {what: "yes" if words in shown else "no" for what, words in WORDS.items()}
    column = PEOPLE.index(name)
    assert seen == {what: row.split()[column] for what, row in SEES.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_no_view_of_raw_text_or_of_an_identity_is_without_its_line_in_the_log(name, crawled, db):
    logged = crawled(name).acts
    column = PEOPLE.index(name)
    assert ("raw text seen" in logged) == (SEES["raw text"].split()[column] == "yes")
    assert ("identity seen" in logged) == (SEES["an identity"].split()[column] == "yes")


def test_no_line_of_the_log_says_what_was_seen(crawled, db):
    lines = crawled("kofi").lines
    assert "raw text seen" in lines
    assert not [words for words in ("Vexmoor", "Quillonix", "Brasswick", "nobody at", "Fields") if words in lines]
