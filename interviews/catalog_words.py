"""No identifier of any study gets into the catalog by being typed into its admin or a release's notes, or loaded.

The catalog asks (`catalog/word_checks.py`); the app's start gives it this answer.
"""

from interviews.models import IdentifierClearance
from interviews.payload import payload_hash
from interviews.registry import Registry


def identifiers_in(text: str) -> list[str]:
    """What speaks against publishing `text`: an error for each uncleared identifier in it, by number and place."""
    digest = payload_hash(text)
    cleared = set(IdentifierClearance.objects.filter(payload_sha256=digest).values_list("identifier", "start", "end"))
    return [
        f"Identifier {match.key} of a study stands at {match.start}-{match.end}: say it without."
        for match in Registry().find_each(text)
        if (match.key, match.start, match.end) not in cleared
    ]
