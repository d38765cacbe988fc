"""Which language a text is in, by its most common words. English and French; others read as "und"."""

import re
from collections import Counter

from interviews.transcripts.spelling import word_set

# Function words of one language that are no common word of the other.
STOP_WORDS = {
    "en": word_set(
        "the and of to is that it you was for are with they this have from or had not but what all were "
        "when we there can your which their said if do will each about how up out them then she many some "
        "so these would other into has more two him see could no than been who its now my did get i yeah"
    ),
    "fr": word_set(
        "le la les des une un et est que qui dans pour pas vous nous ils elle sur avec ce cette ces sont "
        "mais ou où donc je tu il de du au aux en par plus ça se sa ses leur était être fait faire avoir "
        "ai avez c d l j qu n très oui mes notre votre comme tout tous"
    ),
}
UNDETERMINED = "und"
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SHARE = 0.08
"""Function words are a third to a half of talk; under this share the text is in neither language."""


def detect_language(text: str) -> str:
    """Return "en", "fr", or "und" (undetermined, ISO 639-2) where too few words are of either language."""
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    total = sum(counts.values())
    hits = {language: sum(counts[word] for word in words) for language, words in STOP_WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    second = max(count for language, count in hits.items() if language != best)
    if not total or hits[best] < _LEAST_SHARE * total or hits[best] == second:
        return UNDETERMINED
    return best
