"""From text to the terms that the search index holds: folding and stemming, in Python, for both databases alike.

    terms("Données manquantes", "fr")      # ["fdon", "fmanqu"]
    terms("Missing values, see MLQ-7", "en")    # ["emiss", "evalu", "esee", "cmlq7"]

A term is ASCII letters and digits: the letter of its language, then the stem. A database needs no dictionary for it
and cannot disagree with another about it.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# These classes themselves, not snowballstemmer.stemmer(): that hands over to another package where one is installed,
# whose stems may be of another version than those in the index.
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer

LETTERS = {"en": "e", "fr": "f"}
# Of a quote in any other language: folded, not stemmed.
OTHER = "o"
# The number of an issue or strategy, in whatever way it is written.
CODE = re.compile(r"ml([qs])[-\u2010\u2011 ]?0*(\d{1,9})(?![^\W_])", re.IGNORECASE)
# A run of letters and digits, with accents that were typed as characters of their own.
WORD = re.compile(rf"{CODE.pattern}|[^\W_](?:[^\W_]|[\u0300-\u036f])*", re.IGNORECASE)
# What English and French are written with, and what may begin the number of an issue or strategy.
SIMPLE = re.compile(r"[\x00-\x7fÀ-ÖØ-öø-ÿŒœ\u00a0\u202f«»“”‘’–—…]*")
NUMBERED = re.compile(r"[mM][lL][qQsS]")
RUN = re.compile(r"[a-z0-9ß-öø-ÿœ]+")
LONGEST = 40
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
# Words that say nothing of what is looked for, English and French, folded. One list for both, since a query doesn't
# say its language; a word that means something in one of them ("car", "or", "but") stays unless it is very common.
COMMON_ENGLISH = (
    "a an and are as at be been being but by can cannot could did do does doing don for from get gets got had has have "
    "having he her his how i if in into is it its just ll me more my of on our own re s she should so some such t than "
    "that the their them then there these they this those to too up us ve very was we were what when where which who "
    "whom why will with would you your "
    # What stands before the apostrophe of "doesn't", and such words as they are typed in a hurry.
    "aren couldn didn doesn hadn hasn haven isn shouldn wasn weren won wouldn "
    "arent cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive shouldnt thats theres wasnt werent wont "
    "wouldnt youre"
)
COMMON_FRENCH = (
    "ai as au aux avec c ce ceci cela ces cet cette ceux chez comme comment d dans de des dont du elle elles en est "
    "et eu etait etre fait il ils j je l la le les leur leurs lui m ma mais mes mon n ne ni nos notre nous on ont ou "
    "par pas pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sur ta te tes "
    "toi ton tres trop tu un une vos votre vous y"
)
COMMON = frozenset([*COMMON_ENGLISH.split(), *COMMON_FRENCH.split()])


class Word(NamedTuple):
    """A word of a text: where it stands (in code points), as written in small letters, and folded."""

    start: int
    end: int
    written: str
    folded: str

    @property
    def is_code(self) -> bool:
        return CODE.fullmatch(self.written) is not None


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order, common ones left out."""
    for match in WORD.finditer(text):
        if folded := folded_match(match):
            yield Word(match.start(), match.end(), unicodedata.normalize("NFC", match[0].lower()), folded)


def folded_words(text: str) -> list[str]:
    """The words of `text` folded, in order, common ones left out.

    Where every character is one of English or French, words are found in half the time: as plain runs of letters.
    """
    if SIMPLE.fullmatch(text) and not NUMBERED.search(text):
        return [folded for word in RUN.findall(text.lower()) if (folded := fold(word)) not in COMMON]
    return [folded for match in WORD.finditer(text) if (folded := folded_match(match))]


def folded_match(match: re.Match[str]) -> str:
    """A match of WORD folded; empty for a common word."""
    folded = f"ml{match[1].lower()}{match[2]}" if match[1] else fold(match[0])
    return "" if folded in COMMON else folded


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """`word` in small letters without accents: "Évaluée" is "evaluee", "œuvre" is "oeuvre"."""
    # Decomposed twice: a letter such as "𝕊" is a plain capital only after the first time, and so small only after it.
    small = unicodedata.normalize("NFKD", word).casefold().translate(LIGATURES)
    return "".join(each for each in unicodedata.normalize("NFKD", small) if not unicodedata.combining(each))


@lru_cache(maxsize=200_000)
def term(folded: str, letter: str) -> str:
    """The index term of a folded word in the language of `letter`."""
    if CODE.fullmatch(folded):
        return f"c{folded}"
    return letter + "".join(map(_plain, STEM.get(letter, str)(folded)[:LONGEST]))


def _plain(character: str) -> str:
    """An ASCII letter or digit as it is, anything else as its number: no database sees letters it may read its way."""
    return character if character.isascii() and character.isalnum() else f"{ord(character):x}"


def terms(text: str, language: str) -> list[str]:
    """The index terms of a text in `language`, in order."""
    letter = LETTERS.get(language, OTHER)
    return [term(word, letter) for word in folded_words(text)]


@lru_cache(maxsize=200_000)
def terms_asked(folded: str) -> tuple[str, ...]:
    """The terms under which a word of a query may stand in the index: one a language, for a query may be in any."""
    return tuple(dict.fromkeys(term(folded, letter) for letter in (*LETTERS.values(), OTHER)))


_english, _french = EnglishStemmer(), FrenchStemmer()
# A stemmer keeps the word it works on in itself, and a server answers in several threads.
_one_at_a_time = threading.Lock()


def _english_stem(folded: str) -> str:
    with _one_at_a_time:
        return str(_english.stemWord(folded))


def _french_stem(folded: str) -> str:
    """The French stemmer, again until nothing changes: it knows endings by their accents, and folding took those away.

    "étiquetées" becomes "etiquetees", then "etiquete", then "etiquet", as "étiquettes" does at once.
    """
    with _one_at_a_time:
        while (shorter := str(_french.stemWord(folded))) != folded and shorter:
            folded = shorter
    return folded


STEM = {"e": _english_stem, "f": _french_stem}
