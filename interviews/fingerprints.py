"""Keyed fingerprints of names: how the gate knows a name that nobody can read any more.

A fingerprint is HMAC-SHA256 (RFC 2104), in hex, of a name's folded letters, under one key of the database's own. The
key lies in the key ring (`KeyRing`, purpose "fingerprint"), wrapped by `IDENTITY_KEYS` like every data key: rotating
those wraps it anew and changes no fingerprint.
"""

import hashlib
import hmac
from collections.abc import Callable

from interviews.crypto import unwrap
from interviews.deidentification.folding import joined
from interviews.models import KeyRing

PURPOSE = "fingerprint"


def fingerprint_key() -> bytes:
    """The key itself, made on first use. Raises `crypto.KeyMissing` where `IDENTITY_KEYS` does not open it."""
    ring, _ = KeyRing.objects.get_or_create(purpose=PURPOSE)
    return unwrap(bytes(ring.data_key))


def fingerprinter() -> Callable[[str], str]:
    """A function from folded letters to their fingerprint; it has read the key, so many calls cost one query."""
    key = fingerprint_key()
    return lambda letters: hmac.new(key, letters.encode(), hashlib.sha256).hexdigest()


def fingerprint(name: str) -> str:
    """The fingerprint of `name`, whatever its case, accents, hyphens and spaces.

    >>> fingerprint("Zéphyrine Labs") == fingerprint("zephyrine-labs")
    True
    """
    return fingerprinter()(joined(name))
