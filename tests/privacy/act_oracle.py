"""A second opinion on what is public: plain string work of its own, without the registry, the gate or their folding.

It reads the catalog's tables as text, and finds letters in them whatever case, accents, hyphens, spaces and tags
do to them. What must not stand there is for the caller to say (act_world.py).
"""

import html
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from catalog.models import SEARCH_INDEX

ANYBODY = "a practitioner"
Span = tuple[int, int]


class Leak(AssertionError):
    """Something private stands where anybody can read it."""


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The letters and digits of `text` and nothing else, small and without accents.

    >>> letters("Zéphyrine-Labs, 2")
    'zephyrinelabs2'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, decomposed))


@lru_cache(maxsize=1024)
def said(text: str) -> str:
    """What a text, page or file says: its letters as written, with escapes undone, and without its tags."""
    # What a search marks is marked inside of words and sentences.
    text = re.sub(r"</?mark\b[^<>]*>", "", text)
    escapes_undone = re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), html.unescape(text))
    readings = {text, escapes_undone, untagged(escapes_undone)}
    return " ".join(letters(reading) for reading in sorted(readings))


TAG = re.compile(r"<[^<>]*>")


def untagged(text: str) -> str:
    return TAG.sub("", text)


def places(text: str, wanted: str) -> list[Span]:
    """Where the letters `wanted` stand in `text`, in code points, tags read or not.

    >>> places("At Zéphyrine-Labs.", "zephyrinelabs"), places("Zeph<b>yrine</b>", "zephyrine")
    ([(3, 17)], [(0, 12)])
    """
    tags = {at for tag in TAG.finditer(text) for at in range(*tag.span())}
    found_at: set[Span] = set()
    for hidden in (set(), tags):
        spelled = [(letter, at) for at, each in enumerate(text) if at not in hidden for letter in letters(each)]
        run = "".join(letter for letter, _ in spelled)
        starts = [at for at in range(len(run)) if run.startswith(wanted, at)]
        found_at.update((spelled[at][1], spelled[at + len(wanted) - 1][1] + 1) for at in starts)
    return sorted(found_at)


def without(text: str, spans: Iterable[Span]) -> str:
    """`text` without what stands at these spans."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def beginning(text: str) -> str:
    """So much of a quote as the pages of its neighbours show of it: nine words."""
    words = list(re.finditer(r"\S+", text))
    return text[: words[8].end()] if len(words) > 9 else text


def found(text: str, forbidden: Collection[str], excused: Mapping[str, Collection[Span]]) -> set[str]:
    """The forbidden letters that a text gives away, but for spans excused in exactly the texts that it quotes."""
    whole = said(text)
    if not (hits := {each for each in forbidden if each in whole}):
        return hits
    for quoted, spans in excused.items():
        # Through a JSON file, a page or a row, the letters of a text are the same, with its tags or without.
        for shown in (quoted, beginning(quoted)):
            within = [(start, end) for start, end in spans if end <= len(shown)]
            for read in (str, untagged):
                whole = whole.replace(letters(read(shown)), letters(read(without(shown, within))))
    return {each for each in hits if each in whole}


@cache
def public_query() -> str:
    """One query for every text of the catalog: its table and column, and what stands there.

    The search index has the words of these texts without their order, so that no text there is one that is excused;
    that it has no others is asked apart (act_world.py).
    """
    selects = []
    for model in (m for m in apps.get_app_config("catalog").get_models() if m not in SEARCH_INDEX):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                table, column = model._meta.db_table, field.column
                selects.append(f"""SELECT '{table}.{column}', CAST("{column}" AS text) FROM "{table}" """)
    return " UNION ALL ".join(selects)


def public_texts() -> list[tuple[str, str]]:
    """Every non-empty text of the catalog, releases' files included, under its table and column."""
    with connection.cursor() as cursor:
        cursor.execute(public_query())
        return [(place, text) for place, text in cursor.fetchall() if text]


def quotes_of(catalog_json: str) -> Iterator[Mapping[str, Any]]:
    """The quotes with words in a fixture or a release's file."""
    for row in json.loads(catalog_json):
        if row["model"] == "catalog.evidence" and row["fields"]["text"]:
            yield row["fields"]


def too_telling(labelled: Iterable[tuple[int, str]], k: int) -> set[str]:
    """Labels shown for fewer than `k` people; those who get none are nobody, all, or `k` as well.

    `labelled` has the person and the label of each quote.
    """
    people: dict[str, set[int]] = defaultdict(set)
    for person, label in labelled:
        people[label].add(person)
    return {label for label, group in people.items() if len(group) < k and (label != ANYBODY or len(people) > 1)}
