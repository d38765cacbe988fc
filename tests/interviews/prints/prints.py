"""The invented prints of `data/`, and where the real ones lie."""

from functools import lru_cache
from pathlib import Path

from interviews.prints.document import CodedPrint, PrintedTurn
from interviews.prints.reader import read_print

DATA = Path(__file__).resolve().parent / "data"
PACKAGE = Path(__file__).resolve().parents[4] / "shared" / "study" / "package"
CODED = PACKAGE / "interviews" / "coded_transcripts"


@lru_cache(maxsize=64)
def read(path: Path) -> CodedPrint:
    return read_print(path.read_bytes(), name=path.name)


def invented(name: str) -> CodedPrint:
    return read(DATA / f"{name}.pdf")


def underlined(turn: PrintedTurn) -> list[str]:
    return [turn.text[start:end] for start, end in turn.spans]


def independent_prints(number: int) -> list[Path]:
    """The independent coders' prints of an interview, sorted by file name."""
    return sorted(CODED.glob(f"codings/*Interview {number}[ -]*.pdf"))
