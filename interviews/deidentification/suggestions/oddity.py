"""Whether a word that the language hardly knows is a name, or only a rare word: derived, joined, misspelt, or cut off.

Speech recognition writes names that it does not know as they sound, in small letters: then all that tells them from
other words is that nobody uses them. So does everything that a language makes from its words, though: "retrainable".
"""

import re
from functools import lru_cache

from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

UNHEARD_OF = 2.0
"""Zipf frequency, once in ten million words, below which hardly anybody uses a word."""
STEM = 2.8
PART = 3.6
JARGON = words("jargon")
PREFIX = re.compile(
    r"^(?:anti|auto|bio|co|counter|cross|cyber|de|dis|down|eco|en|extra|fore|geo|hyper|in|inter|intra|ir|macro|mega|meta"
    r"|micro|mini|mis|mono|multi|nano|neuro|non|omni|out|over|para|photo|poly|post|pre|pro|proto|pseudo|quasi|re|ré|self"
    r"|semi|sous|sub|super|sur|sym|tele|télé|trans|tri|ultra|un|under|uni|up)(?=\w{3})"
)
SUFFIX = re.compile(
    r"(?<=\w{3})(?:'?s|es|ed|d|ing|ings|ers?|ors?|ly|ness|less|ful|able|ible|ably|ability|abilities|ibility|ize[ds]?"
    r"|ise[ds]?|izing|ising|izers?|izations?|isations?|ify|ified|ification|al|ally|ical|ically|ics?|ity|ities|ive|ish"
    r"|like|wise|y|ies|ied|ier|iest|est|ions?|ations?|ments?|ists?|isms?|ous|ant|ent|age|ship|hood|dom|ward"
    r"|e|é|ée|és|ées|er|ez|ent|ait|aient|ions|iez|ais|era|erait|eront|ant|ants|ante|eur|eurs|euse|euses|trice|trices"
    r"|ement|ements|age|ages|able|ables|ité|ités|ique|iques|aux|elle|elles|ienne?s?|iste|istes)$"
)
ABSTRACT = re.compile(
    r"(?:ing|tion|sion|ly|ment|ness|ity|ance|ence|ism|ate|ize|ise|ify|ive|ous|ful|less|able|ible|ique|eur|euse)s?$"
)
FRENCH_VERB = re.compile(r"(?:[iy]ez|ssez|aient|isent|ait|ée?s?|ifier|iser)$")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=65536)
def is_rare_word(word: str) -> bool:
    """Whether a folded word is one of the language or the trade after all, however rare.

    >>> is_rare_word("retrainable"), is_rare_word("datalake"), is_rare_word("quillonix")
    (True, True, False)
    """
    if word in JARGON or word in TALK or is_technology(word):
        return True
    if "-" in word or "." in word or "'" in word or "’" in word:
        return all(len(part) < 3 or zipf(part) >= UNHEARD_OF or is_rare_word(part) for part in re.split(r"\W", word))
    return is_derived(word) or is_joined(word)


def is_derived(word: str) -> bool:
    """Whether it is made from a commoner word by a prefix, a suffix, or both."""
    bare = PREFIX.sub("", word)
    return any(
        whole != word and is_stem(whole)
        for start in {word, bare}
        for stem in {start, *shortened(start)}
        for whole in (
            stem,
            f"{stem}e",
            f"{stem}y",
            f"{stem}er",
            f"{stem}r",
            stem.removesuffix(stem[-1:]) if stem[-2:-1] == stem[-1:] else stem,
        )
    )


def shortened(word: str) -> set[str]:
    """What is left of a word without each suffix that it ends with."""
    return {word[:at] for at in range(3, len(word)) if SUFFIX.fullmatch(word, at)}


def is_stem(word: str) -> bool:
    return len(word) > 2 and (zipf(word) >= STEM or word in JARGON)


def is_joined(word: str) -> bool:
    """Whether it is two common words, or one and one of the trade, written as one."""
    parts = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
    return any(all(zipf(part) >= PART or part in JARGON for part in pair) for pair in parts)


@lru_cache(maxsize=8192)
def is_misspelt(word: str) -> bool:
    """Whether it is a slip away from a common word of some length: a letter lost, doubled, changed, or two swapped."""
    if len(word) < 6:
        return False
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b for a, b in cuts for c in LETTERS} | {a + c + b[1:] for a, b in cuts if b for c in LETTERS}
    return any(zipf(each) >= 4.0 for each in near)


def is_unheard_of(word: str, below: float = UNHEARD_OF) -> bool:
    """Whether a folded word is most likely a name: it is used less than the Zipf frequency `below`, and no word that is
    used more explains it.
    """
    return word.isalpha() and len(word) > 3 and zipf(word) < below and not is_rare_word(word)


def is_bare_noun(word: str) -> bool:
    """Whether a folded word may be a name by its form: neither derived nor a plural of a commoner word.

    >>> is_bare_noun("zephyr"), is_bare_noun("latencies")
    (True, False)
    """
    if word in JARGON or word in TALK or is_technology(word) or not word.isalpha() or len(word) < 3:
        return False
    return not (ABSTRACT.search(word) or FRENCH_VERB.search(word) or is_participle(word) or is_plural(word))


def is_participle(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and max(zipf(word[:-2]), zipf(word[:-1]), zipf(word[:-3])) >= STEM


def is_plural(word: str) -> bool:
    """Whether there is a commoner word without its s: "latencies" and "labs", but neither "helios" nor "bias"."""
    singular = re.sub(r"(?:ie|)s$", lambda found: "y" if len(found[0]) > 1 else "", word)
    return word.endswith("s") and zipf(singular) >= max(STEM, zipf(word) - 0.5)
