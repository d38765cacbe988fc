"""Every identifier of every study, ready to be looked for in a text.

The gate asks about all studies: what must not be said in one must not be said in another. Only fingerprints are
compared, so identifiers whose names were destroyed are found as well.
"""

from collections.abc import Iterable

from interviews.deidentification.matching import Finder, Match, Pattern, contexts
from interviews.fingerprints import PURPOSE, fingerprinter, reading_key
from interviews.models import IdentifierVariant, KeyRing


def pattern_of(variant: IdentifierVariant) -> Pattern:
    """The variant as matching takes it; matches carry the identifier's id."""
    return Pattern(variant.identifier_id, variant.fingerprint, variant.word_count, contexts(variant.context_before))


class Registry:
    """Looks for these variants, or for all there are; the key of a `Match` is its identifier's id."""

    def __init__(self, variants: Iterable[IdentifierVariant] | None = None) -> None:
        chosen = IdentifierVariant.objects.all() if variants is None else variants
        self.finder = Finder(map(pattern_of, chosen), digest=fingerprinter(reading_key()))
        self.found: dict[str, list[Match]] = {}
        self.found_each: dict[str, list[Match]] = {}

    def find(self, text: str) -> list[Match]:
        """Where identifiers stand in `text`, longest first where they overlap. Remembered: texts repeat."""
        if text not in self.found:
            self.found[text] = self.finder.find(text)
        return self.found[text]

    def find_each(self, text: str) -> list[Match]:
        """Where each identifier stands in `text`, whatever others stand there: for whoever asks if all are cleared."""
        if text not in self.found_each:
            self.found_each[text] = self.finder.find_each(text)
        return self.found_each[text]


def hold_registry() -> None:
    """Make whoever publishes and whoever adds identifiers queue, until this transaction ends.

    Otherwise a quote could pass the gate while, unseen yet, somebody stores an identifier that stands in it.
    """
    KeyRing.objects.get_or_create(purpose=PURPOSE)
    KeyRing.objects.select_for_update().get(purpose=PURPOSE)
