"""No identifier of any study gets into the public catalog by being typed into its admin."""

from catalog.admin.base import word_checks
from interviews.registry import Registry


def identifiers_in(text: str) -> list[str]:
    """What speaks against publishing `text`: an error for each identifier in it, by number and place."""
    return [
        f"Identifier {match.key} of a study stands at {match.start}-{match.end}: say it without."
        for match in Registry().find(text)
    ]


word_checks.append(identifiers_in)
