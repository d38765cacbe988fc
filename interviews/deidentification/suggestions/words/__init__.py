"""Word lists, one file each: words parted by white space, lines that begin with # explain."""

from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """The words of the list called `name`, folded."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.casefold().split())
