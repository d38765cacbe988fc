"""Words of the field that mean the same, kept as data with the reason for each group: synonyms.toml."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from catalog.analysis import LETTERS, term, terms

FILE = Path(__file__).with_name("synonyms.toml")
Phrase = tuple[str, ...]
"""Index terms, in the language of the phrase."""


@cache
def groups() -> dict[Phrase, list[tuple[Phrase, ...]]]:
    """For each phrase that may be asked the other phrases of its groups that are looked for instead."""
    table: dict[Phrase, list[tuple[Phrase, ...]]] = defaultdict(list)
    for group in tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]:
        phrases = phrases_of(group)
        for phrase in dict.fromkeys([*phrases, *phrases_of(group.get("asked", {}))]):
            table[phrase].append(tuple(dict.fromkeys(other for other in phrases if other != phrase)))
    return dict(table)


def phrases_of(texts: Mapping[str, list[str]]) -> list[Phrase]:
    return [tuple(terms(text, language)) for language in LETTERS for text in texts.get(language, ())]


@cache
def longest() -> dict[str, int]:
    """For each term that begins a phrase how many words the longest of these has."""
    words: dict[str, int] = {}
    for phrase in groups():
        words[phrase[0]] = max(words.get(phrase[0], 0), len(phrase))
    return words


def synonyms(asked: tuple[str, ...]) -> dict[int, list[Phrase]]:
    """For each place in the folded words `asked` what may stand instead of the words around it, itself included.

    The longest phrase that begins at a place counts: "label noise" is not also "noise".
    """
    table, at = groups(), 0
    found: dict[int, list[Phrase]] = defaultdict(list)
    while at < len(asked):
        most = max(longest().get(term(asked[at], letter), 0) for letter in LETTERS.values())
        for length in range(min(most, len(asked) - at), 0, -1):
            span = asked[at : at + length]
            keys = [tuple(term(word, letter) for word in span) for letter in LETTERS.values()]
            if others := [phrase for key in keys for group in table.get(key, ()) for phrase in group]:
                for place in range(at, at + length):
                    found[place] += [phrase for phrase in dict.fromkeys(others) if phrase not in keys]
                at += length
                break
        else:
            at += 1
    return dict(found)
