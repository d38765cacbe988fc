"""The symptoms of all published issues: each once, however many issues show it.

A symptom is named in addresses by the first issue that shows it and its place there: `12.3` is the third symptom of
MLQ-012. Issues whose words for it differ in case, accents or punctuation alone show the same one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import Case, Value, When

from catalog.kept import kept
from catalog.models import Claim, ClaimText, Issue
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.triage import Fit, ranked

english_first = Case(When(language=DEFAULT_LANGUAGE, then=Value(0)), default=Value(1))


@dataclass(frozen=True)
class Symptoms:
    """Which issue shows which symptom; both by the names that addresses use, issues by number.

    `of` gives an issue's symptoms in their order, `having` the issues of a symptom, `claims` the claim that says it
    (the first issue's). `names` finds a symptom by any of its places: `14.1` may be `12.3` said again.
    """

    of: Mapping[int, Sequence[str]]
    having: Mapping[str, Sequence[int]]
    claims: Mapping[str, int]
    names: Mapping[str, str]

    def known(self, asked: Iterable[str], *, most: int) -> tuple[list[str], list[str]]:
        """The symptoms that are asked for, each once and at most `most`, and what names none."""
        found = {name: self.names.get(name) for name in dict.fromkeys(asked)}
        known = dict.fromkeys(symptom for symptom in found.values() if symptom)
        return list(known)[:most], [name for name, symptom in found.items() if not symptom]

    def fits(self, seen: Sequence[str]) -> list[Fit[str]]:
        """The issues that fit what is seen, best first."""
        return ranked(seen, having=self.having, of=self.of, issues=len(self.of))


@kept
def symptoms() -> Symptoms:
    """Every symptom of a published issue. One query, and none of the words are kept."""
    of, having = defaultdict[int, list[str]](list), defaultdict[str, list[int]](list)
    names: dict[str, str] = {}
    claims: dict[str, int] = {}
    by_words: dict[str, str] = {}
    for key, number, position, statement in said():
        name = f"{number}.{position}"
        symptom = by_words.setdefault(same_words(statement) or name, name)
        names[name] = symptom
        claims.setdefault(symptom, key)
        # An issue that says one thing twice shows one symptom.
        if symptom not in of[number]:
            of[number].append(symptom)
            having[symptom].append(number)
    return Symptoms(dict(of), dict(having), claims, names)


def said() -> Iterator[tuple[int, int, int, str]]:
    """Every symptom's claim: key, issue's number, position, words (in English where it has them)."""
    texts = ClaimText.objects.filter(
        claim__aspect=Claim.Aspect.SYMPTOM, claim__issue__status=Issue.Status.PUBLISHED
    ).order_by("claim__issue__number", "claim__position", english_first, "language")
    rows = texts.values_list("claim", "claim__issue__number", "claim__position", "statement")
    for _, of_claim in groupby(rows.iterator(), key=itemgetter(0)):
        yield next(of_claim)


def same_words(text: str) -> str:
    """A statement without case, accents and punctuation: equal for two that say the same.

    >>> same_words("The score drops -- Données!")
    'the score drops donnees'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c))))
