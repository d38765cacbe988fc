"""A tiny study to act on, and what its people know of it: which words are private, and which may be public now.

    world = make_world()
    act(world, "publish", 0)      # tests/privacy/acts.py
    world.check()                 # raises Leak when something private became public

`Facts` is kept by the acts, in plain Python, from what they did. Nothing in it was asked of the gate or the registry.
"""

import copy
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.test import Client

from catalog.crawling import fetch
from catalog.exports import public_formats
from catalog.models import Evidence, Issue
from catalog.models.indexing import differences
from interviews.models import Replacement, Study
from tests.backups import Backup
from tests.factories import make_claim, make_issue, make_source, make_study
from tests.people import People, Role, join, team
from tests.privacy.act_oracle import Leak, Span, found, letters, public_texts, quotes_of, too_telling

K = 2
# What the page of an issue answers, where it is not there to be read.
ANSWERS = {Issue.Status.MERGED: 301, Issue.Status.WITHDRAWN: 410}
HTTP = {Evidence.Status.PUBLISHED: 200, Evidence.Status.HIDDEN: 404, Evidence.Status.WITHDRAWN: 410}


@dataclass
class Said:
    """One turn as its speaker said it."""

    words: str
    role: str
    person: int | None
    telling: dict[str, Span]
    """Words that stand nowhere else, and where."""
    clauses: list[Span]


@dataclass
class Quoted:
    """Where a quote was taken from, and whose it was."""

    segment: int
    start: int
    end: int
    person: int


@dataclass
class Facts:
    """What is known without asking the program; by primary key where it has rows."""

    talks: int = 0
    said: dict[int, Said] = field(default_factory=dict)
    consenting: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    reviewed: dict[int, list[list[Span]]] = field(default_factory=dict)
    """What was replaced in a segment, each time that somebody read it."""
    approved: set[int] = field(default_factory=set)
    quoted: dict[str, Quoted] = field(default_factory=dict)
    """Every quote that was ever public."""
    unfit: dict[str, list[str]] = field(default_factory=dict)
    """By quote, what was wrong when it was published last."""
    names: dict[int, set[str]] = field(default_factory=dict)
    """The letters of each identifier's variants."""
    cleared: dict[int, dict[str, set[Span]]] = field(default_factory=dict)
    """By identifier, spans of texts that a second person found harmless."""
    never: set[str] = field(default_factory=set)
    """Letters of what no reader may ever see: reasons, memos, files' names, addresses."""
    releases: int = 0


@dataclass
class World:
    """The study, who works on it, what they know, and how often what happened."""

    study_pk: int
    other_pk: int
    issue_pk: int
    people: People
    facts: Facts = field(default_factory=Facts)
    count: Counter[str] = field(default_factory=Counter)
    saved: tuple[Backup, Facts] | None = None
    """The database as somebody saved it, and what was known then."""

    def fresh(self) -> "World":
        """The same world for another run; what was counted is counted on."""
        facts = copy.deepcopy(self.facts)
        return World(self.study_pk, self.other_pk, self.issue_pk, self.people, facts, self.count)

    @property
    def study(self) -> Study:
        return Study.objects.get(pk=self.study_pk)

    @property
    def issue(self) -> Issue:
        """The issue that everything is evidence of, or the one that it was merged into."""
        return Issue.objects.get(pk=self.issue_pk).successor

    def private(self, words: str) -> str:
        """`words`, which no reader may ever see."""
        self.facts.never.add(letters(words))
        return words

    def check(self) -> None:
        """Raise Leak when something private is public in a table of the catalog, files of releases among them."""
        quotes = list(Evidence.objects.exclude(text=""))
        for quote in quotes:
            self.check_may_be_public(quote)
        self.check_labels("the catalog", [(quote.public_id, quote.speaker_label) for quote in quotes])
        texts = public_texts()
        self.check_texts(texts, quotes)
        for place, text in texts:
            if text.startswith("[") and place == "catalog_releasefile.content":
                self.check_labels("a release", [(row["public_id"], row["speaker_label"]) for row in quotes_of(text)])

    def check_pages(self) -> None:
        """Raise Leak when something private is on a page or in an export, or a page is there that should not be."""
        self.check_texts(self.pages(), list(Evidence.objects.exclude(text="")))
        if differing := differences():
            raise Leak(f"the search index holds other words than the catalog: {', '.join(differing)}")

    def check_may_be_public(self, quote: Evidence) -> None:
        """Raise Leak unless an interviewee who agreed to it, and has not withdrawn, said this quote."""
        known = self.facts.quoted.get(quote.public_id)
        if known is None or quote.status != Evidence.Status.PUBLISHED:
            raise Leak(f"quote {quote.public_id} has words and is {quote.status}; ever published: {known is not None}")
        if wrong := self.facts.unfit[quote.public_id]:
            raise Leak(f"quote {quote.public_id} was published though {', '.join(wrong)}")
        said = self.facts.said[known.segment]
        if (said.role, said.person) != ("interviewee", known.person):
            raise Leak(f"quote {quote.public_id} is of segment {known.segment}, spoken by an {said.role}")
        if known.person not in self.facts.consenting - self.facts.withdrawn:
            raise Leak(f"quote {quote.public_id} is of participant {known.person}, who does not consent")

    def check_labels(self, where: str, labelled: list[tuple[str, str]]) -> None:
        people = [(self.facts.quoted[public_id].person, label) for public_id, label in labelled]
        if telling := too_telling(people, K):
            raise Leak(f"{where} labels fewer than {K} people as {sorted(telling)}")

    def check_texts(self, texts: Iterable[tuple[str, str]], quotes: list[Evidence]) -> None:
        """Raise Leak when a text holds private words or an identifier that nobody cleared there."""
        private = self.private_words(quotes)
        for place, text in texts:
            if leaked := found(text, private, {}):
                raise Leak(f"{place} tells {sorted(leaked)}")
            for identifier, names in self.facts.names.items():
                if leaked := found(text, names, self.facts.cleared.get(identifier, {})):
                    raise Leak(f"{place} tells {sorted(leaked)}, identifier {identifier}")

    def private_words(self, quotes: list[Evidence]) -> set[str]:
        """Telling words of every talk but those in public quotes that nothing replaces."""
        private = {word for said in self.facts.said.values() for word in said.telling} | self.facts.never
        for quote in quotes:
            known = self.facts.quoted[quote.public_id]
            hidden = accepted(known.segment)
            for word, (start, end) in self.facts.said[known.segment].telling.items():
                covered = any(from_ < end and start < to for from_, to in hidden)
                if known.start <= start and end <= known.end and not covered:
                    private.discard(word)
        return private

    def pages(self) -> Iterator[tuple[str, str]]:
        """The pages that show words of issues and quotes, and the exports."""
        for issue in Issue.objects.order_by("pk"):
            yield page(f"/issues/{issue.code}/{issue.slug}/", ANSWERS.get(issue.status, 200))
        for path in ("/", "/releases/", "/search/?q=fields"):
            yield page(path, 200)
        for public_id, status in Evidence.objects.order_by("pk").values_list("public_id", "status"):
            yield page(f"/evidence/{public_id}/", HTTP[Evidence.Status(status)])
        for format_ in public_formats().values():
            format_.write(out := io.StringIO())
            yield f"export {format_.name}", out.getvalue()


@cache
def reader() -> Client:
    """Making one anew would list all static files each time."""
    return Client()


def page(path: str, status: int) -> tuple[str, str]:
    """A page's path and source. Raises Leak when it answers with another status."""
    answer = fetch(reader(), path)
    if answer.status != status:
        raise Leak(f"{path} answers {answer.status}, not {status}")
    return path, answer.body.decode()


def accepted(segment: int) -> list[Span]:
    """What is replaced in a segment now."""
    replaced = Replacement.objects.filter(segment=segment, status=Replacement.Status.ACCEPTED)
    return list(replaced.order_by("start").values_list("start", "end"))


def empty_world() -> World:
    """A study without interviews, another beside it, and one issue with a claim."""
    study, other = make_study(source=make_source(k=K), k=K), make_study("beside")
    people = team(study)
    team(other)
    # A second person to clear what Dele found.
    join(people.imani, study, Role.DEIDENTIFIER)
    issue = make_issue()
    make_claim(issue)
    world = World(study.pk, other.pk, issue.pk, people)
    for somebody in people.all():
        world.private(somebody.email)
    return world
