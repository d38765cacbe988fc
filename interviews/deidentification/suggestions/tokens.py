"""Words of a turn as sources read them: with case, and with the place they have in their sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’.&-](?=[^\W\d_])[^\W_]+)*")
# What stands before the first word of a sentence; a time stamp or a bracket may stand between.
SENTENCE_END = re.compile(r"(?:^|[.?!…:\n\]>»\"“])[\s\"“«(\[]*$")


@dataclass(frozen=True)
class Token:
    """A word of a text in code points; `first` where a sentence begins with it."""

    start: int
    end: int
    text: str
    first: bool

    @property
    def lower(self) -> str:
        return self.text.casefold()

    @property
    def base(self) -> str:
        """Without a genitive: "Ottoline's" is "ottoline"."""
        return re.sub(r"['’]s?$", "", self.lower)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital and is not the English "I"."""
        return self.text[0].isupper() and not re.fullmatch(r"I(['’]\w+)?", self.text)

    @property
    def acronym(self) -> bool:
        """Whether all of its letters (a plural s aside) are capitals."""
        return len(self.text) > 1 and self.text.removesuffix("s").isupper()


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of `text`, in order."""
    return tuple(
        Token(m.start(), m.end(), m[0], bool(SENTENCE_END.search(text[max(0, m.start() - 8) : m.start()])))
        for m in WORD.finditer(text)
    )
