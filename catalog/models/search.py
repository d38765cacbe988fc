"""The search index: rows derived from what is published, rewritten in the transaction that changes it.

Triggers note each changed row in `SearchPending` (catalog/migrations/_search_index.py); `Revision.objects.bump()`
reads these rows anew (catalog/models/indexing.py). Nothing else writes here, and nothing here is a source of anything:
`manage.py rebuild_search` makes all of it again.

SQLite keeps beside each entry table an FTS5 table of the same columns, PostgreSQL a tsvector for each level.
"""

from typing import Any, ClassVar

from django.db import models


class SearchKind(models.TextChoices):
    """What can be found, each with a count and pages of its own."""

    ISSUE = "issue", "issue"
    STRATEGY = "strategy", "strategy"
    QUOTE = "quote", "quote"


class SearchPending(models.Model):
    """A row whose words changed and were not indexed yet. Until they are, a search leaves it out."""

    kind = models.CharField(max_length=8, choices=SearchKind.choices)
    row = models.BigIntegerField(help_text="Primary key of the issue, strategy or quote")

    class Meta:
        verbose_name_plural = "search pending"

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class SearchEntry(models.Model):
    """The terms of one published thing, in all its languages, by how much a match there says."""

    place = models.BigIntegerField(
        primary_key=True, help_text="The last criterion of every order: a number, or a quote's random id as a number"
    )
    row = models.BigIntegerField(unique=True, help_text="Primary key of the issue, strategy or quote")
    first = models.TextField(blank=True, help_text="Terms of number and title; of a quote all")
    second = models.TextField(blank=True, help_text="Terms of summary and claims")
    third = models.TextField(blank=True, help_text="Terms of the rest")
    phases = models.TextField(blank=True, help_text="A term for each phase, by its primary key")
    written = models.TextField(blank=True, help_text="Each word once, as written, behind the letter of its language")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.row}"


class IssueEntry(SearchEntry):
    """What is indexed of an issue: its own words, without its quotes, which are found apart."""

    class Meta:
        verbose_name_plural = "issue entries"


class StrategyEntry(SearchEntry):
    """What is indexed of a strategy."""

    class Meta:
        verbose_name_plural = "strategy entries"


class QuoteEntry(SearchEntry):
    """What is indexed of a quote, in the language it was said in."""

    issue = models.BigIntegerField(help_text="Primary key of its issue")

    class Meta:
        verbose_name_plural = "quote entries"


class SearchTerm(models.Model):
    """How many entries of a kind hold a term; the empty term stands for all entries of the kind."""

    kind = models.CharField(max_length=8, choices=SearchKind.choices)
    term = models.CharField(max_length=250, blank=True)
    entries = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["term", "kind"], name="search_term_once")]

    def __str__(self) -> str:
        return f"{self.term} in {self.entries}"


class SearchWord(models.Model):
    """A word that stands somewhere in what is published: for completing what is typed, and for "did you mean".

    A word that stands nowhere any more has no row.
    """

    written = models.CharField(max_length=250, help_text="In small letters, with its accents")
    letter = models.CharField(max_length=1, help_text="Its language: e, f, or o for any other")
    folded = models.CharField(max_length=250)
    entries = models.BigIntegerField(help_text="In how many entries it stands")

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["written", "letter"], name="search_word_once")]

    def __str__(self) -> str:
        return self.written


class SearchSpelling(models.Model):
    """A folded word with at most one letter left out: two words that share such a spelling are a slip apart."""

    spelling = models.CharField(max_length=250)
    folded = models.CharField(max_length=250, db_index=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["spelling", "folded"], name="search_spelling_once")
        ]

    def __str__(self) -> str:
        return f"{self.spelling} for {self.folded}"


# Derived tables: nobody edits, exports or releases them, and what stands in them stands in the rows that they index.
SEARCH_INDEX: tuple[type[models.Model], ...] = (
    SearchPending,
    IssueEntry,
    StrategyEntry,
    QuoteEntry,
    SearchTerm,
    SearchWord,
    SearchSpelling,
)
