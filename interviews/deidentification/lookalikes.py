"""Letters of other scripts that look like Latin ones: "Zеphyrine" with a Cyrillic е is read as the name it imitates.

Which do is Unicode's list of confusables (Unicode Technical Standard 39, section 4), which knows shapes and no sounds.
"""

import unicodedata
from functools import lru_cache

SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "
# Latin letters that others are compared with there, and that are themselves read as these.
READ_AS = {"ĸ": "k", "ʍ": "m", "ꞓ": "e"}


@lru_cache(maxsize=8192)
def looks_like(character: str) -> str:
    """The Latin letter that `character` looks like, with or without accents; `character` itself where it is none.

    >>> "".join(map(looks_like, "Zеphуrinё")), looks_like("é"), looks_like("ж")
    ('Zephyrine', 'é', 'ж')
    """
    if character <= "~":
        return character
    bare, *marks = list(unicodedata.normalize("NFKD", character))
    if bare.isascii() or not bare.isalpha() or not all(map(unicodedata.combining, marks)):
        return character
    alike = confusable_with(bare)
    plain = next(filter(is_plain, alike), None)
    return plain or next((latin for each in (bare, *alike) if (latin := read_as(each))), character)


def confusable_with(letter: str) -> list[str]:
    # A file of some hundred kilobytes: most texts never ask.
    from confusable_homoglyphs.confusables import confusables_data

    return [other["c"] for other in confusables_data.get(letter, [])]


def is_plain(letters: str) -> bool:
    return len(letters) == 1 and letters.isascii() and letters.isalpha()


def read_as(letter: str) -> str:
    """How a Latin letter beyond the plain ones is read: "ᴛ" is a small T; "" where that is not certain."""
    name = unicodedata.name(letter, "") if len(letter) == 1 else ""
    small = name.removeprefix(SMALL_CAPITAL) if name.startswith(SMALL_CAPITAL) else ""
    return READ_AS.get(letter) or (small.lower() if len(small) == 1 else "")
