"""What kind of code a name is, what it belongs to, and which names look like one code written twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

QUESTION = "question"
ISSUE = "issue"
STRATEGY = "strategy"
ATTRIBUTE = "attribute"
OTHER = "other"

# Areas of a machine-learning system that issues are named by; compared without case.
AREAS = ("Data", "ME", "MT", "MD", "MM", "MLP", "QM")
_AREA_OF = {area.casefold(): area for area in AREAS}
_ATTRIBUTES = "QM"

_QUESTION = re.compile(r"^Q\s?(\d+)(?:[.,](\d+))?$", re.IGNORECASE)
_KEY = re.compile(r"[\[(]\s*(\w+)\s*[\])]\s*$")
_AREA_PREFIX = re.compile(rf"^({'|'.join(AREAS)})[-_ ]", re.IGNORECASE)
_AREA_AS_A_WHOLE = re.compile(rf"^({'|'.join(AREAS)})[-_ ]issues?$", re.IGNORECASE)
_STRATEGY = re.compile(r"[-_ ]fix(?:es)?$", re.IGNORECASE)
# Shorter names differ by one letter without being alike.
_LONG_ENOUGH = 6


@dataclass(frozen=True)
class CodeName:
    """A code's name and what it tells.

    `kind` is "question", "issue", "strategy", "attribute" or "other". `key` is what the code's children name it
    by ("ME" for "Model-Evaluation-issues [ME]"), "" where it has none; `parent_key` is the key of the code
    it belongs to ("ME" for "ME-metrics", "Q2" for "Q2.1"). `area` is one of `AREAS`, or "".
    """

    name: str
    kind: str
    parent_key: str
    area: str
    key: str = ""


def parse_code(name: str) -> CodeName:
    """Read a printed code name.

    >>> parse_code("ME-metrics-are-a-poor-proxy-fix")
    CodeName(name='ME-metrics-are-a-poor-proxy-fix', kind='strategy', parent_key='ME', area='ME', key='')
    >>> parse_code("Quality-Measures (QM)").kind
    'attribute'
    """
    name = " ".join(name.split())
    if question := _QUESTION.match(name):
        whole = f"Q{question[1]}"
        return CodeName(
            name, QUESTION, whole if question[2] else "", "", f"{whole}.{question[2]}" if question[2] else whole
        )
    if found := _KEY.search(name) or _AREA_AS_A_WHOLE.match(name):
        key = _AREA_OF.get(found[1].casefold(), found[1])
        kind = ATTRIBUTE if key == _ATTRIBUTES else ISSUE if key in AREAS else OTHER
        return CodeName(name, kind, "", key if key in AREAS else "", key)
    prefix = _AREA_PREFIX.match(name)
    area = _AREA_OF[prefix[1].casefold()] if prefix else ""
    kind = STRATEGY if _STRATEGY.search(name) else ISSUE if area else OTHER
    return CodeName(name, kind, area, area)


def parents(names: Iterable[str]) -> dict[str, str]:
    """The parent of each name that has one among the names.

    >>> parents(["ME-metrics", "Model-Evaluation-issues [ME]", "Q2.1"])
    {'ME-metrics': 'Model-Evaluation-issues [ME]'}
    """
    codes = [parse_code(name) for name in sorted(set(names))]
    by_key = {code.key: code.name for code in codes if code.key}
    return {code.name: by_key[code.parent_key] for code in codes if code.parent_key in by_key}


def near_duplicates(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that a person should look at: they differ in case, plural, hyphens or one letter only.

    Questions and names of different areas are never alike. Nothing is merged here or anywhere but by a person.

    >>> near_duplicates(["Data-missing-value", "Data-missing-values", "MM-drift", "MT-drift"])
    [('Data-missing-value', 'Data-missing-values')]
    """
    codes = [code for code in map(parse_code, sorted(set(names))) if code.kind != QUESTION]
    return [(a.name, b.name) for a, b in combinations(codes, 2) if a.area == b.area and _alike(a.name, b.name)]


def _alike(left: str, right: str) -> bool:
    left, right = _plain(left), _plain(right)
    if left == right:
        return True
    if re.sub(r"\D", "", left) != re.sub(r"\D", "", right):
        return False
    return min(len(left), len(right)) >= _LONG_ENOUGH and _one_letter_apart(left, right)


def _plain(name: str) -> str:
    """Lower case, words in the singular, nothing between them."""
    words = re.findall(r"\w+", name.casefold().replace("_", " "))
    return "".join(word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word for word in words)


def _one_letter_apart(left: str, right: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns one into the other."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    start = 0
    while start < len(left) and left[start] == right[start]:
        start += 1
    if len(left) < len(right):
        return left[start:] == right[start + 1 :]
    swapped = left[start : start + 2] == right[start : start + 2][::-1] and left[start + 2 :] == right[start + 2 :]
    return left[start + 1 :] == right[start + 1 :] or swapped
