"""GUIDs: the same thing has the same one in every export, and no other thing anywhere has it."""

import re
import uuid

# Made once for this purpose; every GUID made here goes back to it (RFC 9562, version 5).
ROOT = uuid.UUID("5b7a1f0e-6f7c-5e0b-9d55-2f1a6c0c9a41")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


def guid_for(place: str, *parts: object) -> str:
    """The GUID of what `parts` name, in the database that `place` names.

    >>> guid_for("here", "code", 5) == guid_for("here", "code", 5) != guid_for("there", "code", 5)
    True
    """
    return str(uuid.uuid5(uuid.uuid5(ROOT, place), "/".join(map(str, parts))))


def normal(guid: str) -> str:
    """A GUID as it is compared: lower case, without braces; "" for what is none.

    >>> normal("{AD68FBE7-E1EE-4A82-A279-23CC698C89EB}")
    'ad68fbe7-e1ee-4a82-a279-23cc698c89eb'
    """
    found = _GUID.fullmatch(guid.strip())
    return found[1].casefold() if found else ""
