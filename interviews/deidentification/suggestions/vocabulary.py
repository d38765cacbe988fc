"""Words that are nobody's name: common words of both languages, tools that everybody uses, and words of talk.

How common a word is comes from `wordfreq`: a Zipf frequency, log10 of uses per thousand million words, so that 3 is
once in a million (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from functools import lru_cache

from interviews.deidentification.suggestions.words import words

COMMON = 3.0
"""Zipf frequency from which a word that is written small counts as a word of the language."""

TECHNOLOGY = words("technology")

TALK = words("talk")


@lru_cache(maxsize=65536)
def zipf(word: str) -> float:
    """How common a word is in English or French, whichever is more."""
    # Loaded when the first suggestion is made: the lists take a second to read and many commands need none.
    from wordfreq import zipf_frequency

    return max(zipf_frequency(word, "en"), zipf_frequency(word, "fr"))


def is_common(word: str) -> bool:
    """Whether a folded word is one of the language."""
    return word in TALK or zipf(word) >= COMMON


def is_technology(word: str) -> bool:
    """Whether a folded word is a tool or an abbreviation that everybody of the trade uses."""
    return word in TECHNOLOGY or word.removesuffix("s") in TECHNOLOGY
