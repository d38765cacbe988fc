"""Typed readers of environment variables. A wrong value stops the program at start, naming the variable."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class Licence(NamedTuple):
    """What readers may do with the catalog's texts and quotes: the licence's name, and where it can be read."""

    name: str
    url: str


TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_str(name: str, default: str) -> str:
    """The variable's text, or `default` where it is unset or empty."""
    return os.environ.get(name) or default


def env_required(name: str, *, remedy: str) -> str:
    """The variable's text; raises ImproperlyConfigured with the remedy where it is missing."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {remedy}")
    return value


def env_bool(name: str, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else is an error."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of {sorted(TRUE | FALSE)}, not {value!r}")


def env_list(name: str, default: list[str]) -> list[str]:
    """A comma-separated list, blanks dropped."""
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] if value else default


def env_choice(name: str, choices: list[str], default: str) -> str:
    """One of `choices`; anything else is an error."""
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def env_package(name: str, *, remedy: str) -> str:
    """The name of an importable package, or "" where the variable is unset; raises ImproperlyConfigured for another."""
    value = env_str(name, "")
    if value and not (value.isidentifier() and find_spec(value)):
        raise ImproperlyConfigured(f"{name} names no installed package: {value!r}: {remedy}")
    return value


def env_licence(name: str, url: str) -> Licence | None:
    """The licence of these two variables, None where both are unset; one without the other is an error."""
    licence = Licence(env_str(name, "").strip(), env_str(url, "").strip())
    if not any(licence):
        return None
    if not all(licence):
        raise ImproperlyConfigured(f"{name} and {url} come together: a licence has a name and an address")
    if not licence.url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{url} must be the licence's address, not {licence.url!r}")
    return licence


def env_database(name: str, *, default: Path) -> dict[str, object]:
    """Django's DATABASES entry from a URL: `postgresql://user:password@host:port/name` or `sqlite:///path`.

    Unset, it is an SQLite file at `default`. Query parameters become OPTIONS.
    """
    url = os.environ.get(name, "")
    if not url:
        default.parent.mkdir(parents=True, exist_ok=True)
        return sqlite_database(default)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_database(Path(parts.path.removeprefix("/") or ":memory:"))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with postgresql:// or sqlite:///, not {parts.scheme!r}")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket directory comes as ?host=/path, which a URL's host part cannot hold.
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def sqlite_database(path: Path) -> dict[str, object]:
    """An SQLite database that waits for a writer instead of failing, and enforces foreign keys."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A write lock is taken when the transaction starts, so that two writers queue, not fail.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
