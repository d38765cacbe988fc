"""A decision as the review page shows it: the turn with its neighbours, and every other place of the same words.

Raw text, for people with `Act.DEIDENTIFY` alone; the page logs which turns were shown.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from interviews.admin.pages.review_queue import Decision, Place
from interviews.admin.pages.stretches import Mark, Stretch, cut
from interviews.models import Replacement, Segment

Status = Replacement.Status

WORD = re.compile(r"\w+(?:['’.&-]\w+)*")
LINES = 8
"""Lines of the concordance before "show all"."""
CONTEXT = 46
"""Characters shown on each side of the words in a line of the concordance."""
SURE = ((Decimal("0.9"), "nearly certain"), (Decimal("0.7"), "likely"), (Decimal("0.4"), "possible"))
SOURCES = {
    "registry": "the study's registry of identifiers",
    "placeholder": "a placeholder of the study's authors",
    "hand": "a person",
    "introduction": "who introduces themselves or is introduced",
    "thanks": "who is thanked or addressed",
    "first name": "a list of first names",
    "employer": "where somebody says they work",
    "study": "where somebody studied",
    "place": "a list of places, nationalities and languages",
    "contact": "the shape of an address or number",
    "date": "the shape of a date",
    "size": "a count that singles out",
    "residue": "what is left beside a placeholder",
    "rare phrase": "how rare the word is",
}


@dataclass(frozen=True)
class ShownTurn:
    """A turn in stretches; `current` is the one that holds the words in question."""

    segment: Segment
    stretches: list[Stretch]
    current: bool


@dataclass(frozen=True)
class Line:
    """A place of the same words, in its context: where it stands, the words before it, itself, the words after."""

    place: Place
    segment: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class WordStep:
    """The span one word longer or shorter at one end, as a button posts it."""

    name: str
    start: int
    end: int


def turns_around(replacement: Replacement, around: int) -> list[ShownTurn]:
    """The replacement's turn and `around` turns on each side, with everything that is replaced there. Two queries."""
    here = replacement.segment
    rows = Segment.objects.filter(
        interview=here.interview_id, position__range=(max(here.position - around, 0), here.position + around)
    )
    segments = rows.select_related("speaker").prefetch_related("replacements").order_by("position")
    return [shown_turn(within(segment, here), replacement) for segment in segments]


def within(segment: Segment, known: Segment) -> Segment:
    """The segment with the interview that was read already, whose key opens its words and its replacements."""
    segment.interview = known.interview
    return segment


def shown_turn(segment: Segment, replacement: Replacement) -> ShownTurn:
    """The raw words with the proposed span marked, and lightly what else is replaced or proposed."""
    marks = [mark_of(row, segment, replacement) for row in segment.replacements.all() if row.status != Status.REJECTED]
    return ShownTurn(segment, cut(segment.text, marks), segment.pk == replacement.segment_id)


def mark_of(row: Replacement, segment: Segment, replacement: Replacement) -> Mark:
    row.segment = segment
    if row.pk == replacement.pk:
        return Mark(0, row.start, row.end, look="proposed")
    after = f"→ {row.text or 'nothing'}" if row.status == Status.ACCEPTED else ""
    return Mark(0, row.start, row.end, look=f"other-{row.status}", after=after)


def concordance(decision: Decision, *, limit: int | None = LINES) -> list[Line]:
    """The first places of a decision, each with the words around it; in one query. `limit` None: all of them."""
    places = {place.pk: place for place in spread(decision.places, limit)}
    rows = Replacement.objects.filter(pk__in=places).select_related("segment__interview")
    by_pk = {row.pk: row for row in rows}
    return [line(place, by_pk[pk]) for pk, place in places.items() if pk in by_pk]


def spread(places: tuple[Place, ...], limit: int | None) -> list[Place]:
    """At most `limit` places, of as many interviews as there are: a name means what it means in each of them."""
    if limit is None or len(places) <= limit:
        return list(places)
    rounds: dict[int, list[Place]] = {}
    seen: dict[int, int] = {}
    for place in places:
        turn = seen[place.interview] = seen.get(place.interview, -1) + 1
        rounds.setdefault(turn, []).append(place)
    chosen = list(chain.from_iterable(rounds[turn] for turn in sorted(rounds)))[:limit]
    return sorted(chosen, key=places.index)


def line(place: Place, row: Replacement) -> Line:
    text = row.segment.text
    before, after = text[max(row.start - CONTEXT, 0) : row.start], text[row.end : row.end + CONTEXT]
    return Line(place, row.segment_id, one_line(before), text[row.start : row.end], one_line(after))


def one_line(text: str) -> str:
    return text.replace("\n", " ")


def word_steps(text: str, start: int, end: int) -> list[WordStep]:
    """The span a word longer or shorter at each end, where that leaves a word inside the text.

    >>> [(step.name, step.start, step.end) for step in word_steps("at Zephyrine Labs now", 3, 12)]
    [('One word more before', 0, 12), ('One word more after', 3, 17)]
    """
    starts = [match.start() for match in WORD.finditer(text)]
    ends = [match.end() for match in WORD.finditer(text)]
    steps = [
        WordStep("One word more before", max((at for at in starts if at < start), default=start), end),
        WordStep("One word less before", min((at for at in starts if start < at < end), default=start), end),
        WordStep("One word less after", start, max((at for at in ends if start < at < end), default=end)),
        WordStep("One word more after", start, min((at for at in ends if at > end), default=end)),
    ]
    return [step for step in steps if (step.start, step.end) != (start, end)]


def confidence_in_words(confidence: Decimal) -> str:
    """How sure the rule is: what share of its suggestions people accept, in a word or two."""
    return next((words for least, words in SURE if confidence >= least), "a guess")


def source_in_words(source: str) -> str:
    return SOURCES.get(source, source.replace("-", " ").replace("_", " "))
