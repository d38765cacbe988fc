"""Secrets that a development machine makes for itself on first use, kept in files only their owner reads."""

import os
from collections.abc import Callable
from pathlib import Path


def local_secret(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`, which is made (mode 600) with `make()` when it is not there yet.

    Two processes that start together end with the same secret: the file is made exclusively, and the loser
    reads what the winner wrote.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(make())
        try:
            # A hard link appears whole or not at all, and fails where another process was first.
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text(encoding="utf-8").strip()
