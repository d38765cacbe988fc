"""A large invented catalog for benchmarks: the same one for the same seed and size, on every machine and database.

    make_large_catalog(issues=10_000, quotes=300_000, seed=1)

Nobody said any of it: sentences are words drawn at random, as often as English and French have them (wordfreq) and the
shipped catalog uses them, so that few words are everywhere and most are rare. As a program it fills a new database:

    DATABASE_URL=... python -m tests.benchmarks.large_catalog --issues 10000 --quotes 300000
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "catalog.json"
TAXONOMY = ("catalog.workflowphase", "catalog.qualityattribute", "catalog.source")
TEXT_MODELS = ("catalog.issuetext", "catalog.claimtext", "catalog.mitigationtext", "catalog.strategytext")
LANGUAGES = ("en", "fr")
# How many words each language lends, and how much of a text is drawn from the catalog's own.
WORDS, OWN_SHARE = 30_000, 0.25
FRENCH_QUOTES = 0.1
STRATEGIES_EACH, CLAIMS_EACH = 3, 9
CHUNK = 2000
FIRST_DAY = date(2020, 1, 1)
ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class Words:
    """Draws words of a language as often as they are used."""

    def __init__(self, language: str, chance: random.Random) -> None:
        from wordfreq import get_frequency_dict

        used = get_frequency_dict(language, wordlist="large")
        common = sorted(((word, share) for word, share in used.items() if word.isalpha()), key=lambda it: -it[1])[
            :WORDS
        ]
        weights: dict[str, float] = dict(common)
        total, own = sum(weights.values()), own_words(language)
        for word, times in own.items():
            weights[word] = weights.get(word, 0.0) + total * OWN_SHARE / (1 - OWN_SHARE) * times / own.total()
        self.words, self.chance = list(weights), chance
        self.up_to = list(accumulate(weights.values()))

    def draw(self, least: int, most: int) -> str:
        """A sentence of so many words."""
        drawn = self.chance.choices(self.words, cum_weights=self.up_to, k=self.chance.randint(least, most))
        return f"{' '.join(drawn).capitalize()}."

    def text(self, sentences: int) -> str:
        return " ".join(self.draw(8, 24) for _ in range(sentences))


@cache
def own_words(language: str) -> Counter[str]:
    """How often the shipped catalog uses each word in its texts of a language."""
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    texts = (row["fields"] for row in rows if row["model"] in TEXT_MODELS and row["fields"]["language"] == language)
    words = (w for f in texts for name in f if name != "language" and isinstance(f[name], str) for w in f[name].split())
    return Counter(word for each in words if (word := each.strip(".,;:()“”«»?!’*`").lower()).isalpha())


def make_large_catalog(
    *, issues: int = 10_000, quotes: int = 300_000, seed: int = 1, said: Callable[[str], Any] = lambda _: None
) -> None:
    """Fill an empty catalog, index included. `said` is told what is being made."""
    from django.db import connection, transaction

    from catalog.models import Revision

    chance = random.Random(seed)
    words = {language: Words(language, chance) for language in LANGUAGES}
    with transaction.atomic():
        make_taxonomy()
        said("strategies")
        make_strategies(words, max(30, issues // 100))
        said(f"{issues} issues")
        make_issues(words, issues, chance)
        said(f"{quotes} quotes")
        make_quotes(words, quotes, chance)
        # SQLite would take the index for empty for as long as it is filled, and read all of it for every row.
        if connection.vendor == "postgresql":
            count_rows()
        said("the index")
        Revision.objects.bump()
    count_rows()


def count_rows() -> None:
    """What a server does by itself after a while, so that it plans for the rows that there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_taxonomy() -> None:
    """The shipped catalog's phases, qualities and sources."""
    from django.core.serializers.python import Deserializer

    rows = [row for row in json.loads(FIXTURE.read_text(encoding="utf-8")) if row["model"].startswith(TAXONOMY)]
    for row in Deserializer(rows):
        row.save()


def store(model: Any, rows: Iterator[Any]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        model.objects.bulk_create(chunk)


def make_strategies(words: dict[str, Words], count: int) -> None:
    from catalog.models import Strategy, StrategyText

    kinds = list(Strategy.Kind)
    made = [Strategy(number=n, slug=f"strategy-{n}", kind=kinds[n % len(kinds)]) for n in range(1, count + 1)]
    Strategy.objects.bulk_create(made)
    store(
        StrategyText,
        (
            StrategyText(
                strategy=strategy,
                language=language,
                title=words[language].draw(3, 8)[:120],
                summary=words[language].draw(10, 25)[:400],
                description=words[language].text(4),
            )
            for strategy in made
            for language in LANGUAGES
        ),
    )


def make_issues(words: dict[str, Words], count: int, chance: random.Random) -> None:
    """Issues with both languages of everything, their phases, qualities, claims, strategies and a first version."""
    from catalog.models import (
        Issue,
        IssueAttribute,
        IssuePhase,
        IssueText,
        IssueVersion,
        QualityAttribute,
        WorkflowPhase,
    )

    phases, attributes = list(WorkflowPhase.objects.all()), list(QualityAttribute.objects.all())
    days = [FIRST_DAY + timedelta(days=chance.randrange(2000)) for _ in range(count)]
    made = [
        Issue(number=n, slug=f"issue-{n}", primary_phase=chance.choice(phases), first_published=day, last_changed=day)
        for n, day in enumerate(days, 1)
    ]
    Issue.objects.bulk_create(made, batch_size=CHUNK)
    store(
        IssueText,
        (
            IssueText(
                issue=issue,
                language=language,
                title=words[language].draw(3, 8)[:120],
                summary=words[language].draw(12, 28)[:400],
                description="\n\n".join(words[language].text(3) for _ in range(3)),
            )
            for issue in made
            for language in LANGUAGES
        ),
    )
    also = {issue.number: {issue.primary_phase, chance.choice(phases)} for issue in made}
    store(IssuePhase, (IssuePhase(issue=i, phase=p) for i in made for p in sorted(also[i.number], key=lambda p: p.pk)))
    store(IssueAttribute, (IssueAttribute(issue=i, attribute=a) for i in made for a in chance.sample(attributes, 2)))
    store(
        IssueVersion,
        (IssueVersion(issue=i, version=1, changed_on=i.first_published, note="Added.", snapshot={}) for i in made),
    )
    make_claims(words, made)
    make_mitigations(words, made, chance)


def make_claims(words: dict[str, Words], issues: list[Any]) -> None:
    from catalog.models import Claim, ClaimText

    aspects = list(Claim.Aspect)
    store(
        Claim,
        (
            Claim(issue=issue, aspect=aspects[at % len(aspects)], position=at // len(aspects) + 1)
            for issue in issues
            for at in range(CLAIMS_EACH)
        ),
    )
    store(
        ClaimText,
        (
            ClaimText(claim=claim, language=language, statement=words[language].draw(8, 20))
            for claim in Claim.objects.order_by("pk").iterator()
            for language in LANGUAGES
        ),
    )


def make_mitigations(words: dict[str, Words], issues: list[Any], chance: random.Random) -> None:
    from catalog.models import Mitigation, MitigationText, Strategy

    strategies = list(Strategy.objects.all())
    store(
        Mitigation,
        (
            Mitigation(issue=issue, strategy=strategy, position=position)
            for issue in issues
            for position, strategy in enumerate(chance.sample(strategies, STRATEGIES_EACH), 1)
        ),
    )
    store(
        MitigationText,
        (
            MitigationText(mitigation=mitigation, language=language, how=words[language].draw(12, 30))
            for mitigation in Mitigation.objects.order_by("pk").iterator()
            for language in LANGUAGES
        ),
    )


def make_quotes(words: dict[str, Words], count: int, chance: random.Random) -> None:
    """Quotes of fifteen to sixty words, a tenth of them in French; six of ten stand beside a claim of their
    issue, two beside what helps.
    """
    from catalog.models import Claim, Evidence, Issue, Mitigation, Source

    issues = list(Issue.objects.order_by("number").only("pk", "primary_phase"))
    source, stances = Source.objects.order_by("slug").first(), list(Evidence.Stance)
    claims: dict[int, list[int]] = {}
    for pk, issue in Claim.objects.order_by("pk").values_list("pk", "issue").iterator():
        claims.setdefault(issue, []).append(pk)
    helps: dict[int, list[int]] = {}
    for pk, issue in Mitigation.objects.order_by("pk").values_list("pk", "issue").iterator():
        helps.setdefault(issue, []).append(pk)

    def quote() -> Evidence:
        issue, language = chance.choice(issues), "fr" if chance.random() < FRENCH_QUOTES else "en"
        beside = chance.choices([claims, helps, None], weights=[6, 2, 2])[0]
        return Evidence(
            public_id="".join(chance.choices(ID_LETTERS, k=12)),
            source=source,
            issue=issue,
            claim_id=chance.choice(claims[issue.pk]) if beside is claims else None,
            mitigation_id=chance.choice(helps[issue.pk]) if beside is helps else None,
            phase_id=issue.primary_phase_id,
            stance=chance.choices(stances, weights=[8, 1, 1])[0],
            text=words[language].draw(15, 60),
            language=language,
            published_on=FIRST_DAY,
        )

    store(Evidence, (quote() for _ in range(count)))


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    parser = argparse.ArgumentParser(description="Fill a new database with a large invented catalog.")
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--quotes", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    make_large_catalog(
        issues=options.issues, quotes=options.quotes, seed=options.seed, said=lambda it: sys.stderr.write(f"{it} ...\n")
    )


if __name__ == "__main__":
    main()
