"""Encryption of raw text and identities: AES-256-GCM with a data key per owner, wrapped by `IDENTITY_KEYS`.

Every interview, identifier and study has a data key of its own. A data key is stored only wrapped (encrypted) by
a wrapping key from `IDENTITY_KEYS`, newest first: the first wraps, all of them unwrap. Destroying a wrapped data
key makes its words unreadable here; rotating the wrapping keys afterwards makes them unreadable in older backups
too (docs/how-to/keys.md).

Layout of every sealed value: 12 bytes of nonce, then ciphertext and tag (NIST SP 800-38D).
"""

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.local_secrets import local_secret

# As a binary field gives it: SQLite answers bytes, PostgreSQL a memoryview.
Stored = bytes | memoryview

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPING = b"data-key"


class KeyMissing(Exception):
    """No key of `IDENTITY_KEYS` opens this value: it was destroyed, or the keys are another database's."""


def new_wrapping_key() -> str:
    """A fresh wrapping key as `IDENTITY_KEYS` spells it: 32 random bytes in URL-safe base 64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def new_data_key() -> bytes:
    """A fresh data key, wrapped, ready to store."""
    return seal(wrapping_keys()[0], os.urandom(KEY_BYTES), WRAPPING)


def rewrap(wrapped: Stored) -> bytes:
    """The same data key under the newest wrapping key."""
    return seal(wrapping_keys()[0], unwrap(bytes(wrapped)), WRAPPING)


def encrypt(wrapped: Stored | None, text: str, *, context: str) -> bytes:
    """Seal `text` with a wrapped data key. `context` must be said again to open it, so values can't be swapped."""
    if wrapped is None:
        raise KeyMissing("the data key was destroyed")
    return seal(unwrap(bytes(wrapped)), text.encode("utf-8"), context.encode())


def decrypt(wrapped: Stored | None, sealed: Stored, *, context: str) -> str:
    """Open what `encrypt` sealed. Raises KeyMissing where the key was destroyed or does not fit."""
    if wrapped is None:
        raise KeyMissing("the data key was destroyed")
    return unseal(unwrap(bytes(wrapped)), bytes(sealed), context.encode()).decode("utf-8")


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except InvalidTag as error:
        raise KeyMissing("no key opens this value; check IDENTITY_KEYS") from error


@lru_cache(maxsize=256)
def unwrap(wrapped: bytes) -> bytes:
    """The data key itself. Cached: an interview's segments share one, and unwrapping tries several keys."""
    for key in wrapping_keys():
        try:
            return unseal(key, wrapped, WRAPPING)
        except KeyMissing:
            continue
    raise KeyMissing("no key of IDENTITY_KEYS opens this data key; add the key it was wrapped with")


def wrapping_keys() -> list[bytes]:
    """The wrapping keys, newest first; made on first use in development, required in production."""
    spelled = settings.IDENTITY_KEYS or local_keys()
    try:
        keys = [base64.urlsafe_b64decode(key) for key in spelled]
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured("IDENTITY_KEYS holds something that is not base 64") from error
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured(f"each of IDENTITY_KEYS must be {KEY_BYTES} bytes in URL-safe base 64")
    return keys


def local_keys() -> list[str]:
    """The keys of a development machine, one a line, from a file beside its database."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("IDENTITY_KEYS is not set: give the keys that wrap the data keys, newest first")
    return local_secret(settings.IDENTITY_KEYS_FILE, new_wrapping_key).split()
