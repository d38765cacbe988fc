"""How long importing the whole study takes, beside `pdftotext -bbox` on its prints in the same run.

`pytest tests/benchmarks/test_import_speed.py --benchmark-only -s` prints the ratio: of the import itself, and of the
command as a person starts it, Django's start included. Nothing is asserted on time; the aim is four times at most.
"""

import os
import shutil
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from interviews.models import CodingPass, Study
from tests.benchmarks.test_prints_speed import seconds_of_pdftotext

pytestmark = [
    pytest.mark.real_study,
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine"),
]
ROOT = Path(__file__).resolve().parents[2]


def seconds_of_command(package: Path, state: Path) -> float:
    """The command in a process of its own, on a fresh database."""
    environment = {**os.environ, "STATE_DIR": str(state), "DATABASE_URL": "", "IDENTITY_KEYS": ""}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], check=True, env=environment)
    start = time.perf_counter()
    command = [*manage, "import_study", str(package), "--study", "real"]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return time.perf_counter() - start


def test_importing_the_study_beside_pdftotext(benchmark, shared: Path, tmp_path: Path, capsys):
    package = shared / "study" / "package"
    prints = sorted(package.glob("interviews/coded_transcripts/*/*.pdf"))
    slugs = (f"real-{number}" for number in range(100))

    def import_all() -> None:
        call_command("import_study", str(package), study=next(slugs), stdout=StringIO(), stderr=StringIO())

    benchmark.pedantic(import_all, rounds=3, warmup_rounds=1)
    assert CodingPass.objects.count() == 17 * Study.objects.count()
    ours = benchmark.stats.stats.min
    whole = seconds_of_command(package, tmp_path / "state")
    theirs = min(seconds_of_pdftotext(prints, tmp_path / "words") for _ in range(3))
    with capsys.disabled():
        line = f"{len(prints)} prints and their transcripts: import {ours:.2f} s, command {whole:.2f} s, "
        print(f"\n{line}pdftotext -bbox {theirs:.2f} s, ratios {ours / theirs:.1f} and {whole / theirs:.1f}")  # noqa: T201
