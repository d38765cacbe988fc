"""Looking for private words in everything public: what the gate let through, and what never passed it.

Every text column of the catalog is searched, release files included. A leak is reported by table, row and field, and
by what kind of thing leaked; never by its words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from catalog.models import SEARCH_INDEX
from catalog.word_checks import texts_in
from interviews.deidentification.folding import fold, words_of
from interviews.models import IdentifierClearance, Interview, Segment
from interviews.payload import payload_hash
from interviews.registry import Registry
from interviews.safe import safe_text

RUN = 6
"""So many words in a row of raw text, that safe text does not have, are nobody's chance choice of words."""


@dataclass(frozen=True, order=True)
class Leak:
    """Where something private stands, and what it is: ids only."""

    table: str
    row: str
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field}: {self.what}"


@dataclass(frozen=True)
class PublicText:
    """One text that anybody may read."""

    table: str
    row: str
    field: str
    text: str

    def leak(self, what: str) -> Leak:
        return Leak(self.table, self.row, self.field, what)


def public_texts() -> Iterator[PublicText]:
    """Every non-empty text of the catalog, with where it stands; of a JSON column every text inside."""
    for model in apps.get_app_config("catalog").get_models():
        if model in SEARCH_INDEX:
            # Made of the rows searched here, without their order of words: a name that was cleared in a sentence stands
            # there alone.
            continue
        fields = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.only("pk", *(f.attname for f in fields)).iterator(chunk_size=500):
            for field in fields:
                for text in texts_in(getattr(row, field.attname)):
                    yield PublicText(model._meta.db_table, str(row.pk), field.name, text)


def find_leaks(against: Iterable[str] = ()) -> list[Leak]:
    """Leaks of everything private that the database knows, and of the strings `against`; sorted, each once."""
    raw, registry = raw_runs(), Registry()
    strings = {f"string {number} of the file": text for number, text in enumerate(against, 1) if text.strip()}
    strings |= addresses()
    searches = [(what, forms(text)) for what, text in strings.items()]
    names = people_names()
    cleared = set(IdentifierClearance.objects.values_list("identifier", "payload_sha256", "start", "end"))
    leaks: set[Leak] = set()
    for public in public_texts():
        leaks.update(
            public.leak(f"identifier {match.key}")
            for match in registry.find_each(public.text)
            if (match.key, payload_hash(public.text), match.start, match.end) not in cleared
        )
        leaks.update(public.leak(f"raw words of segment {raw[run]}") for run in runs(public.text) if run in raw)
        here = forms(public.text)
        leaks.update(public.leak(what) for what, wanted in searches if holds(here, wanted))
        # A source names its authors, who may well work here.
        if not public.table.startswith(("catalog_source", "catalog_releasefile")):
            folded = f" {' '.join(word.folded for word in words_of(public.text))} "
            leaks.update(public.leak(what) for what, name in names.items() if f" {name} " in folded)
    return sorted(leaks)


def runs(text: str) -> Iterator[str]:
    """Every run of `RUN` folded words of a text."""
    words = [word.folded for word in words_of(text)]
    for first in range(len(words) - RUN + 1):
        yield " ".join(words[first : first + RUN])


def raw_runs() -> dict[str, int]:
    """Runs of raw words that their segment's safe text does not have, with the segment's id."""
    found: dict[str, int] = {}
    readable = Interview.objects.filter(data_key__isnull=False)
    for segment in Segment.objects.with_replacements().filter(interview__in=readable).iterator(chunk_size=500):
        safe = set(runs(safe_text(segment).text))
        found.update((run, segment.pk) for run in runs(segment.text) if run not in safe)
    return found


def addresses() -> dict[str, str]:
    """The e-mail addresses of users."""
    users = get_user_model().objects.exclude(email="")
    return {f"e-mail address of user {user.pk}": user.email for user in users}


def people_names() -> dict[str, str]:
    """The folded full names of users who gave both names; one name alone may be anybody's."""
    users = get_user_model().objects.exclude(first_name="").exclude(last_name="")
    full = {f"name of user {user.pk}": f"{user.first_name} {user.last_name}" for user in users}
    return {what: " ".join(word.folded for word in words_of(name)) for what, name in full.items()}


def forms(text: str) -> tuple[str, str, str]:
    """A text as it is, without case, and without case and accents."""
    return text, text.casefold(), fold(text)


def holds(here: tuple[str, str, str], wanted: tuple[str, str, str]) -> bool:
    """Whether one text holds the other in any of its forms."""
    return any(want in text for text, want in zip(here, wanted, strict=True) if want)
