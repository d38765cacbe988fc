"""Keyed fingerprints of names: how the gate knows a name that nobody can read any more.

A fingerprint is HMAC-SHA256 (RFC 2104), in hex, of a name's folded letters, under one key of the database's own. The
key lies in the key ring (`KeyRing`, purpose "fingerprint"), wrapped by `IDENTITY_KEYS` like every data key: rotating
those wraps it anew and changes no fingerprint.
"""

import hashlib
import hmac
import os
from collections.abc import Callable

from interviews.crypto import KEY_BYTES, unwrap
from interviews.deidentification.folding import joined
from interviews.models import KeyRing

PURPOSE = "fingerprint"


# Stands in for a key that is not made yet. Nothing was ever stored with it, so nothing is found with it.
NO_KEY = os.urandom(KEY_BYTES)


def fingerprint_key() -> bytes:
    """The key itself, made on first use: for acts that store what they make with it.

    Raises `crypto.KeyMissing` where `IDENTITY_KEYS` does not open it.
    """
    ring, _ = KeyRing.objects.get_or_create(purpose=PURPOSE)
    return unwrap(bytes(ring.data_key))


def reading_key() -> bytes:
    """The key for whoever only compares: looking at a page never makes one.

    Before there is a key there is neither identifier nor review, and the key that is returned instead finds none.
    """
    ring = KeyRing.objects.filter(purpose=PURPOSE).first()
    return unwrap(bytes(ring.data_key)) if ring else NO_KEY


def fingerprinter(key: bytes | None = None) -> Callable[[str], str]:
    """A function from folded letters to their fingerprint; it has read the key, so many calls cost one query.

    Whoever only compares passes `reading_key()`.
    """
    key = key or fingerprint_key()
    return lambda letters: hmac.new(key, letters.encode(), hashlib.sha256).hexdigest()


def fingerprint(name: str) -> str:
    """The fingerprint of `name`, whatever its case, accents, hyphens and spaces.

    >>> fingerprint("Zéphyrine Labs") == fingerprint("zephyrine-labs")
    True
    """
    return fingerprinter()(joined(name))
