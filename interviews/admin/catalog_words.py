"""No identifier of any study gets into the public catalog by being typed into its admin or into a release's notes."""

from catalog.word_checks import word_checks
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


word_checks.append(identifiers_in)
