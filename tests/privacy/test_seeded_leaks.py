"""The proof is proved: a leak on any surface, in any spelling, is caught by the search of tests/test_privacy.py.

For each surface every spelling leaks at once, each of a canary of its own; the answers are then searched as the proof
searches them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from tests.privacy.seeds import SEEDS, Seed
from tests.privacy.spellings import SPELLINGS
from tests.privacy.world import Planted

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Caught = dict[str, set[str]]


@pytest.fixture(scope="module")
def caught(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Seed], Caught]:
    """For a seed, the names of all that tells each spelling; fetched once for all spellings and for the same leak."""
    known: dict[object, Caught] = {}
    chosen = dict(zip(SPELLINGS, planted.cage.planted, strict=False))

    def leak(seed: Seed) -> Caught:
        root = Path(tmp_path_factory.mktemp("leak")) / "files"
        spelled = {name: SPELLINGS[name](word) for name, word in chosen.items()}
        with transaction.atomic():
            with seed.leak(spelled, root):
                told = {name: planted.cage.find(body) for name, body in seed.fetch(root).items()}
            transaction.set_rollback(True)
        return {name: {where for where, words in told.items() if word in words} for name, word in chosen.items()}

    def remembered(seed: Seed) -> Caught:
        key = (seed.leak, seed.fetch)
        if key not in known:
            known[key] = leak(seed)
        return known[key]

    return remembered


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("surface", SEEDS)
def test_a_seeded_leak_is_caught(surface: str, spelling: str, caught: Callable[[Seed], Caught]):
    seed = SEEDS[surface]
    assert [name for name in caught(seed)[spelling] if name.startswith(seed.where)]
