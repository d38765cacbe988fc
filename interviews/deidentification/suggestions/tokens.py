"""Words of a turn as sources read them: with case, and with the place they have in their sentence."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

WORD = re.compile(r"[^\W_]+(?:['’.&-](?=[^\W\d_])[^\W_]+)*")
# What stands before the first word of a sentence; a time stamp or a bracket may stand between.
SENTENCE_END = re.compile(r"(?:^|[.?!…:\n\]>»\"“])[\s\"“«(\[]*$")
GENITIVE = re.compile(r"['’]s?$")
# French words that lose their vowel before another, a name among them: "l'UQAM", "d'Ottoline".
ELISION = re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’](?=\w{2})", re.IGNORECASE)
ENGLISH_I = re.compile(r"I(['’]\w+)?")


@dataclass(frozen=True)
class Token:
    """A word of a text in code points; `first` where a sentence begins with it."""

    start: int
    end: int
    text: str
    first: bool

    # Read by every source, so each is worked out once.
    @cached_property
    def lower(self) -> str:
        """Folded, with straight apostrophes: word lists have no others."""
        return self.text.casefold().replace("’", "'")

    @cached_property
    def base(self) -> str:
        """Without a genitive: "Ottoline's" is "ottoline"."""
        return GENITIVE.sub("", self.lower)

    @cached_property
    def base_end(self) -> int:
        """Where the word ends without its genitive: folding may change how long it is."""
        return self.start + len(GENITIVE.sub("", self.text))

    @cached_property
    def capital(self) -> bool:
        """Whether it begins with a capital and is not the English "I"."""
        return self.text[0].isupper() and not ENGLISH_I.fullmatch(self.text)

    @cached_property
    def acronym(self) -> bool:
        """Whether all of its letters (a plural s aside) are capitals."""
        return len(self.text) > 1 and self.text.removesuffix("s").isupper()


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of `text`, in order."""
    found = []
    for word in WORD.finditer(text):
        start = word.start()
        if elided := ELISION.match(word[0]):
            found.append(token_at(text, start, start + elided.end()))
            start += elided.end()
        found.append(token_at(text, start, word.end()))
    return tuple(found)


def token_at(text: str, start: int, end: int) -> Token:
    return Token(start, end, text[start:end], bool(SENTENCE_END.search(text[max(0, start - 8) : start])))
