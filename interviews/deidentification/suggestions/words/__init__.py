"""Word lists, one file each: words parted by white space, or a phrase a line; lines that begin with # explain."""

from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """The words of the list called `name`, folded."""
    return frozenset(word for line in phrases(name) for word in line.split())


@lru_cache(maxsize=32)
def phrases(name: str) -> frozenset[str]:
    """The lines of the list called `name`, folded: names may have several words."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").casefold().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
