"""How long reading the real prints takes, beside `pdftotext -bbox` on the same files in the same run.

`pytest tests/benchmarks/test_prints_speed.py --benchmark-only -s` prints the ratio. Nothing is asserted on
time; that import as a whole stays under four times pdftotext's is looked at, not enforced.
"""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from interviews.prints.alignment import align
from interviews.prints.reader import read_print
from interviews.transcripts.reader import read_transcript

pytestmark = [
    pytest.mark.real_study,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine"),
]


def seconds_of_pdftotext(paths: list[Path], out: Path) -> float:
    start = time.perf_counter()
    for path in paths:
        subprocess.run(["pdftotext", "-bbox", path, out], check=True)
    return time.perf_counter() - start


def transcripts_of(package: Path) -> dict[int | None, list[str]]:
    """The segments of each interview, read before the clock runs."""
    read = (read_transcript(path.read_bytes(), name=path.name) for path in package.glob("*/transcripts/*.txt"))
    return {transcript.number: [turn.text for turn in transcript.turns] for transcript in read}


def test_reading_and_aligning_all_prints_beside_pdftotext(benchmark, shared: Path, tmp_path: Path, capsys):
    package = shared / "study" / "package"
    paths = sorted(package.glob("interviews/coded_transcripts/*/*.pdf"))
    segments = transcripts_of(package)

    def read_all() -> int:
        readings = [read_print(path.read_bytes(), name=path.name) for path in paths]
        return sum(align(reading, segments[reading.interview_number]).printed_words for reading in readings)

    words = benchmark.pedantic(read_all, rounds=3, warmup_rounds=1)
    assert words > 100_000
    ours, theirs = benchmark.stats.stats.min, min(seconds_of_pdftotext(paths, tmp_path / "words") for _ in range(3))
    with capsys.disabled():
        line = f"{len(paths)} prints: {ours:.2f} s, pdftotext -bbox {theirs:.2f} s, ratio {ours / theirs:.2f}"
        print(f"\n{line}")  # noqa: T201 -- the ratio is what this benchmark is for
