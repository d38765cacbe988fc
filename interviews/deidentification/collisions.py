"""Collisions of the placeholders that a study's authors put in: two firms under one number, one firm under two.

Authors number by hand ("Company X", "Company 1"), interview by interview, and slip. What looks like a slip becomes a
question to a person; nothing is decided here. A collision says what was seen by kinds, keys, ids and offsets, never
by a name.

>>> turn = Turn(0, "I work at Company X. So at Company 1, I label data.", "interviewee")
>>> x = Occurrence(turn, 10, 19, "Company X", ("company", "X"))
>>> one = Occurrence(turn, 27, 36, "Company 1", ("company", "1"))
>>> [found.sentence for found in collisions([x, one])]
['company X beside company 1: one may be named both ways']
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from interviews.deidentification.employer_words import CLIENT, FORMER, PRESENT, description, role_of
from interviews.deidentification.folding import fold, joined
from interviews.deidentification.matching import Match
from interviews.deidentification.suggestions.base import Turn
from interviews.deidentification.suggestions.names import looks_named
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import is_common

Key = tuple[str, str]
"""Type and key of a placeholder: ("company", "X")."""
Place = tuple[int, int, int]
"""Position of a turn, and start and end in its raw text, in code points."""

# Types that stand for one kind of thing: a school and a university of one number are likely one.
ALIKE = {"school": "university"}
EMPLOYERS = frozenset({"company", "organisation", "university", "school", "client"})
# Of persons and dates the same placeholder often stands for several, which misleads nobody.
NOT_TOLD_APART = frozenset({"person", "date"})
BESIDE = re.compile(r"(?:,? |-|, (?:called|named|or) )?$")


@dataclass(frozen=True)
class Occurrence:
    """A placeholder where it stands, with its turn."""

    turn: Turn
    start: int
    end: int
    text: str
    key: Key

    @property
    def place(self) -> Place:
        return self.turn.position, self.start, self.end


@dataclass(frozen=True)
class Collision:
    """What was seen (`sign`, a short name; `sentence`, for a person) of which placeholders, where.

    `one_for_two`: the suspicion is two things under one placeholder; else one thing under two, or under two spellings.
    """

    sign: str
    keys: tuple[Key, ...]
    sentence: str
    places: tuple[Place, ...]
    one_for_two: bool
    identifiers: tuple[int, ...] = field(default=())

    @property
    def turns(self) -> list[int]:
        """The positions of the turns where it was seen."""
        return sorted({position for position, _, _ in self.places})

    @property
    def digest(self) -> str:
        """Twelve hex digits that stay while the same thing is seen, so that settling it holds for this and no more."""
        seen = repr((self.sign, self.keys, sorted(self.places), sorted(self.identifiers)))
        return hashlib.sha256(seen.encode()).hexdigest()[:12]


def collisions(
    occurrences: Iterable[Occurrence],
    *,
    links: Mapping[Key, int] | None = None,
    linked: Mapping[Place, int] | None = None,
    known: Mapping[int, Iterable[Match]] | None = None,
) -> list[Collision]:
    """Every sign of a collision in one interview, of which these are the placeholders in order.

    `links` says for which identifier a placeholder stands, `linked` for which one a single occurrence does (its
    replacement's), and `known` where names of identifiers stand in the raw words, by position of the turn: leave out
    those that may stand beside any placeholder without a collision, as persons do beside their firm's.
    """
    by_key: dict[Key, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if one.key[0] not in NOT_TOLD_APART and one.key[1]:
            by_key[one.key].append(one)
    return [
        *two_identifiers(by_key, links or {}, linked or {}, known or {}),
        *names_beside(by_key, known or {}),
        *two_roles(by_key),
        *two_descriptions(by_key),
        *two_placeholders(links or {}),
        *two_employers(by_key),
        *mixed_keys(by_key),
        *two_types(by_key),
        *two_spellings(by_key),
    ]


# --- two things under one placeholder

ByKey = Mapping[Key, list[Occurrence]]


def two_identifiers(
    by_key: ByKey, links: Mapping[Key, int], linked: Mapping[Place, int], known: Mapping[int, Iterable[Match]]
) -> Iterator[Collision]:
    """The placeholder is linked to one identifier, and some occurrence to another, or stands beside another's name."""
    for key, found in by_key.items():
        at: dict[int, list[Place]] = {links[key]: []} if key in links else {}
        for one in found:
            for identifier in {linked.get(one.place), *beside(one, known.get(one.turn.position, ()))} - {None}:
                at.setdefault(identifier, []).append(one.place)  # type: ignore[arg-type]
        if len(at) > 1:
            ids = tuple(sorted(at))
            said = f"{named(key)} stands for or beside identifiers {listed(map(str, ids))}"
            yield Collision("two-identifiers", (key,), said, places_of(at.values()), True, ids)


def beside(one: Occurrence, matches: Iterable[Match]) -> set[int]:
    """Identifiers whose names stand right before or after the placeholder: "Company 1, Ottoline"."""
    text = one.turn.text
    return {
        match.key
        for match in matches
        if (match.start >= one.end and BESIDE.match(text[one.end : match.start]))
        or (match.end <= one.start and BESIDE.match(text[match.end : one.start]))
    }


def names_beside(by_key: ByKey, known: Mapping[int, Iterable[Match]]) -> Iterator[Collision]:
    """Different words written like names hang on the placeholder: "Company 1, Ottoline" and "Company 1 Zephyr"."""
    for key, found in by_key.items():
        names: dict[str, list[Place]] = {}
        for one in found:
            taken = [(match.start, match.end) for match in known.get(one.turn.position, ())]
            if name := name_after(one, taken):
                names.setdefault(name, []).append(one.place)
        if any(not alike(a, b) for a, b in combinations(names, 2)):
            said = f"{len(names)} different names stand right after {named(key)}"
            yield Collision("names-beside", (key,), said, places_of(names.values()), True)


def name_after(one: Occurrence, taken: list[tuple[int, int]]) -> str:
    """The word written like a name that follows the placeholder, folded; "" where none does or it is known."""
    text = one.turn.text
    for token in tokens_of(text):
        if token.start >= one.end:
            apart = any(start <= token.start < end for start, end in taken)
            follows = text[one.end : token.start] in {" ", ", ", "-"} and not token.first
            is_name = follows and looks_named(token) and not is_common(token.base)
            return joined(token.base) if is_name and not apart else ""
    return ""


def alike(a: str, b: str) -> bool:
    """Whether two folded names may be one: one begins like the other."""
    return a.startswith(b[:4]) or b.startswith(a[:4])


def two_roles(by_key: ByKey) -> Iterator[Collision]:
    """The placeholder is where somebody works now, and where they worked before, or what they call a client."""
    for key, found in by_key.items():
        roles = roles_of(found)
        others = [role for role in (FORMER, CLIENT) if role in roles]
        if PRESENT in roles and others:
            said = f"{named(key)} is called the {PRESENT} and the {listed(others)}"
            yield Collision("two-roles", (key,), said, places_of(roles.values()), True)


def roles_of(found: Iterable[Occurrence]) -> dict[str, list[Place]]:
    """What the occurrences are said to be to the interviewee. Interviewers speak of their own employer too."""
    roles: dict[str, list[Place]] = {}
    for one in found:
        is_theirs = one.key[0] in EMPLOYERS and one.turn.role != "interviewer"
        if is_theirs and (role := role_of(one.turn.text, one.start, one.end)):
            roles.setdefault(role, []).append(one.place)
    return roles


def two_descriptions(by_key: ByKey) -> Iterator[Collision]:
    """The placeholder is described twice, without a word in common: "which is a bakery", "which is a bank"."""
    for key, found in by_key.items():
        said_of = [(one.place, description(one.turn.text, one.end)) for one in found]
        described = [(place, words) for place, words in said_of if words]
        if any(not a & b for (_, a), (_, b) in combinations(described, 2)):
            said = f"{named(key)} is described in ways that share no word"
            yield Collision("two-descriptions", (key,), said, places_of([[place for place, _ in described]]), True)


# --- one thing under two placeholders


def two_placeholders(links: Mapping[Key, int]) -> Iterator[Collision]:
    """One identifier is linked to several placeholders."""
    standing: dict[int, list[Key]] = defaultdict(list)
    for key, identifier in links.items():
        standing[identifier].append(key)
    for identifier, keys in standing.items():
        if len(keys) > 1:
            said = f"identifier {identifier} stands under {listed(map(named, sorted(keys)))}"
            yield Collision("two-placeholders", tuple(sorted(keys)), said, (), False, (identifier,))


def two_employers(by_key: ByKey) -> Iterator[Collision]:
    """Several placeholders of a type are where the interviewee works now."""
    present = {key: roles_of(found).get(PRESENT) for key, found in by_key.items()}
    for of_type in by_type(key for key, places in present.items() if places).values():
        if len(of_type) > 1:
            said = f"{listed(map(named, of_type))} are all called the {PRESENT}"
            yield Collision("two-employers", of_type, said, places_of(present[key] or [] for key in of_type), False)


def mixed_keys(by_key: ByKey) -> Iterator[Collision]:
    """Letters and numbers tell things of one type apart: two people numbered, or one did so twice."""
    for of_type in by_type(by_key).values():
        numbers = [key for key in of_type if key[1].isdigit()]
        letters = [key for key in of_type if not key[1].isdigit()]
        if numbers and letters:
            said = f"{listed(map(named, letters))} beside {listed(map(named, numbers))}: one may be named both ways"
            places = places_of([one.place for one in by_key[key]] for key in of_type)
            yield Collision("mixed-keys", of_type, said, places, False)


def two_types(by_key: ByKey) -> Iterator[Collision]:
    """One key under two types that are alike: School 1 and University 1."""
    for a, b in combinations(sorted(by_key), 2):
        if a[1] == b[1] and a[0] != b[0] and ALIKE.get(a[0], a[0]) == ALIKE.get(b[0], b[0]):
            places = places_of([one.place for one in by_key[key]] for key in (a, b))
            said = f"{named(a)} and {named(b)} have one key and may be one"
            yield Collision("two-types", (a, b), said, places, False)


def two_spellings(by_key: ByKey) -> Iterator[Collision]:
    """The placeholder is misspelt somewhere, or another word or sign stands in it: "Copmany X", "Company-X"."""
    for key, found in by_key.items():
        forms: dict[tuple[str, ...], list[Place]] = {}
        for one in found:
            forms.setdefault(tuple(re.split(r"[ \u00a0]", fold(one.text))), []).append(one.place)
        if len(forms) > 1:
            usual = max(forms, key=lambda form: len(forms[form]))
            odd = [places for form, places in forms.items() if form != usual]
            count = sum(map(len, odd))
            said = f"{named(key)} is spelled otherwise in {count} of {len(found)} places"
            yield Collision("two-spellings", (key,), said, places_of(odd), False)


# --- words and places


def by_type(keys: Iterable[Key]) -> dict[str, tuple[Key, ...]]:
    """The keys of each type, in order."""
    types: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        types[key[0]].append(key)
    return {type_: tuple(found) for type_, found in types.items()}


def named(key: Key) -> str:
    """A placeholder for a sentence: "company X"."""
    return " ".join(key)


def listed(names: Iterable[str]) -> str:
    """Names for a sentence: "1, 2 and 3"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def places_of(groups: Iterable[Iterable[Place]]) -> tuple[Place, ...]:
    return tuple(sorted({place for places in groups for place in places}))


def questions(found: Iterable[Collision]) -> list[list[Collision]]:
    """Collisions put together that share a placeholder: whoever settles one has to look at the others."""
    groups: list[list[Collision]] = []
    for collision in found:
        touching = [group for group in groups if any(set(collision.keys) & set(other.keys) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), collision])
    return groups
