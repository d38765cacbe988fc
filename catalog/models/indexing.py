"""Writing the search index: what changed is read anew, inside the transaction that changed it.

`catch_up()` is called by `Revision.objects.bump()`, after the counter's row is locked: transactions that publish at
once take turns, so that counts of words add up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import connection, transaction

from catalog.analysis import fold
from catalog.models.entries import ENTRY, LEVELS, entries_of
from catalog.models.evidence import Evidence
from catalog.models.issues import Issue
from catalog.models.search import (
    SEARCH_INDEX,
    SearchEntry,
    SearchKind,
    SearchPending,
    SearchSpelling,
    SearchTerm,
    SearchWord,
)
from catalog.models.strategies import Strategy

SOURCE: dict[str, Any] = {SearchKind.ISSUE: Issue, SearchKind.STRATEGY: Strategy, SearchKind.QUOTE: Evidence}
# Rows read and written at a time.
CHUNK = 1000


class Counts:
    """What a run adds to the counts of terms and words, and takes off them; written at its end."""

    def __init__(self) -> None:
        self.terms: Counter[tuple[str, str]] = Counter()
        self.words: Counter[tuple[str, str]] = Counter()

    def count(self, kind: str, entry: SearchEntry, by: int) -> None:
        held = {term for level in LEVELS for term in getattr(entry, level).split(" ") if term}
        for term in (*held, ""):
            self.terms[term, kind] += by
        for word in entry.written.split(" ") if entry.written else ():
            self.words[word[1:], word[0]] += by

    def write(self) -> None:
        add_up(SearchTerm, ("term", "kind"), self.terms)
        gone = add_up(SearchWord, ("written", "letter"), self.words, folded=lambda key: fold(key[0]))
        forget_spellings({fold(written) for written, _ in gone})
        learn_spellings({fold(written) for (written, _), by in self.words.items() if by > 0})


def catch_up() -> None:
    """Read every pending row anew. Call it inside the transaction that made them pending."""
    pending = list(SearchPending.objects.values_list("pk", "kind", "row"))
    if not pending:
        return
    counts = Counts()
    with transaction.atomic():
        for kind in SearchKind.values:
            rows = sorted({row for _, of_kind, row in pending if of_kind == kind})
            taken_out = [reindex(kind, chunk, counts) for chunk in chunks(rows)]
            if any(taken_out):
                forget_segments(kind)
        counts.write()
        # These and no others: somebody else's may have become visible since.
        for chunk in chunks([pk for pk, _, _ in pending]):
            SearchPending.objects.filter(pk__in=chunk).delete()


def rebuild() -> None:
    """Make the whole index again, in one transaction."""
    with transaction.atomic():
        for model in SEARCH_INDEX:
            model._default_manager.all().delete()
        counts = Counts()
        for kind, source in SOURCE.items():
            for chunk in chunks(source.objects.order_by("pk").values_list("pk", flat=True).iterator()):
                reindex(kind, chunk, counts)
            forget_segments(kind)
        counts.write()


def differences() -> list[str]:
    """The tables of the index that a rebuild would change. Nothing is changed."""
    before = [digest(model) for model in SEARCH_INDEX]
    with transaction.atomic():
        rebuild()
        after = [digest(model) for model in SEARCH_INDEX]
        transaction.set_rollback(True)
    return [m._meta.db_table for m, was, now in zip(SEARCH_INDEX, before, after, strict=True) if was != now]


def digest(model: Any) -> str:
    """A hash of a table's rows, but for row numbers of its own."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    rows = sha256()
    for row in model._default_manager.order_by(*names[:2]).values_list(*names).iterator():
        rows.update(repr(row).encode())
    return rows.hexdigest()


def reindex(kind: str, rows: Sequence[int], counts: Counts) -> bool:
    """Replace the entries of `rows` that changed; returns whether anything was taken out."""
    model = ENTRY[kind]
    before = {entry.row: entry for entry in model._default_manager.filter(row__in=rows)}
    now = {entry.row: entry for entry in entries_of(kind, rows)}
    left = [entry for row, entry in before.items() if row not in now or values(now[row]) != values(entry)]
    new = [entry for row, entry in now.items() if row not in before or values(before[row]) != values(entry)]
    for by, entries in ((-1, left), (1, new)):
        for entry in entries:
            counts.count(kind, entry, by)
    model._default_manager.filter(pk__in=[entry.pk for entry in left]).delete()
    model._default_manager.bulk_create(new)
    return bool(left)


def values(entry: SearchEntry) -> list[Any]:
    return [getattr(entry, field.attname) for field in entry._meta.concrete_fields]


def forget_segments(kind: str) -> None:
    """Make SQLite write the kind's index anew, so that nothing of an entry that left stays in the file.

    FTS5 only notes that an entry is gone until segments are merged; its option "secure-delete" came with SQLite 3.42.
    PostgreSQL frees such rows when it vacuums, as those of any other table (docs/how-to/withdraw.md).
    """
    if connection.vendor == "sqlite":
        table = f"{ENTRY[kind]._meta.db_table}_text"
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # nosec B608


def add_up(model: Any, key: tuple[str, str], by: Counter[tuple[str, str]], **extra: Any) -> list[tuple[str, str]]:
    """Add to the counts of `model`, by the two columns of its `key`; what reaches none goes and is returned."""
    changes = [(*each, *(make(each) for make in extra.values()), n) for each, n in sorted(by.items()) if n]
    names = ", ".join([*key, *extra, "entries"])
    places = ", ".join(["%s"] * (len(key) + len(extra) + 1))
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places}) "  # nosec B608
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET entries = {table}.entries + excluded.entries",
            changes,
        )
    if not any(n < 0 for n in by.values()):
        return []
    empty = model.objects.filter(entries__lte=0)
    gone = list(empty.values_list(*key))
    empty.delete()
    return gone


def learn_spellings(folded: set[str]) -> None:
    """Store how each of these words may be misspelt, where that isn't known yet."""
    rows = ((spelling, word) for word in sorted(folded) for spelling in sorted(spellings(word)))
    sql = "INSERT INTO catalog_searchspelling (spelling, folded) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        for chunk in chunks(rows):
            cursor.executemany(sql, chunk)


def forget_spellings(folded: set[str]) -> None:
    """Forget those of words that stand nowhere any more, in no language and with no other accents."""
    for chunk in chunks(sorted(folded)):
        standing = set(SearchWord.objects.filter(folded__in=chunk).values_list("folded", flat=True))
        SearchSpelling.objects.filter(folded__in=set(chunk) - standing).delete()


def spellings(word: str) -> set[str]:
    """`word`, and `word` with any one letter left out. Too short words and numbers are not guessed at."""
    if len(word) < 4 or not word.isalpha():
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
