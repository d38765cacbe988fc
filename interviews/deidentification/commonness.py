"""Names that are also plain words, or what everybody in the trade talks about: alone they tell nobody apart.

An employer called like a search engine must not be looked for wherever the search engine is meant: such a name counts
only after certain words ("at move"), unless somebody who saw what it touches is sure.
"""

from interviews.deidentification.folding import fold, joined
from interviews.deidentification.suggestions.vocabulary import is_technology, zipf

WIDELY_USED = 3.5
"""Zipf frequency from which a name is a common word: three uses in a million words, one in a long interview study."""

ARTICLES = frozenset({"a", "an", "the", "le", "la", "les", "l", "un", "une", "des", "du", "de"})

CONTEXTS = {
    "person": ("thank you", "thanks", "hi", "hello", "merci", "bonjour"),
    "university": ("at", "from", "à"),
    "place": ("in", "from", "à", "de"),
    "country": ("in", "from", "en", "au", "de"),
    "product": ("called", "use", "our"),
}
"""Words before which a name of a type is usually meant as one; those of organisations where nothing is said."""
OF_ORGANISATIONS = ("at", "for", "with", "chez", "pour")


def why_common(name: str) -> str | None:
    """What keeps `name` from being looked for wherever it stands, in words for a person; None where nothing does.

    A name of several words is rare enough, an article before it aside.

    >>> why_common("The Target"), why_common("Google"), why_common("Zephyrine Labs")
    ('a common word or a widely known name', 'a name that everybody in the trade uses', None)
    """
    words = [word.strip("'’") for word in name.replace("’", " ").replace("'", " ").split()]
    told = [word for word in words if fold(word) not in ARTICLES and joined(word)]
    if len(told) > 1:
        return None
    word = told[0] if told else name
    if is_technology(joined(word)):
        return "a name that everybody in the trade uses"
    # With its accents first: "près" is common, "pres" is not.
    common = max(zipf(word.casefold()), zipf(joined(word))) >= WIDELY_USED
    return "a common word or a widely known name" if common else None


def usual_contexts(type: str) -> tuple[str, ...]:
    """Words before which a name of this type usually stands: a start for whoever has to choose some."""
    return CONTEXTS.get(type, OF_ORGANISATIONS)
