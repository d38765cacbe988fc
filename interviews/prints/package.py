"""The files of a replication package: transcripts, coders' prints, moderated prints, guides.

    interviews/transcripts/Interview N.txt
    interviews/coded_transcripts/codings/DATE-Interview N - CODER.pdf
    interviews/coded_transcripts/moderation/DATE-Interview N - CODER.pdf
    interviews/interview_guides/*.pdf
    interviews/questionnaire/*

Nothing is opened here; a file's place and name tell what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from interviews.prints.naming import parse_name

TRANSCRIPT = "transcript"
GUIDE = "guide"
QUESTIONNAIRE = "questionnaire"

_TRANSCRIPT_SUFFIXES = {".txt", ".docx", ".vtt", ".srt"}
_PRINT_SUFFIXES = {".pdf"}
_TRANSCRIPTS, _CODED, _INTERVIEWS = "transcripts", "coded_transcripts", "interviews"
_CODINGS, _MODERATION = "codings", "moderation"
_GUIDES, _QUESTIONNAIRE = "interview_guides", "questionnaire"
_KNOWN_BESIDE = {"readme", "license", "licence", "citation", "changelog"}


@dataclass(frozen=True)
class PackageFile:
    """`number` is the interview's; None for a guide or questionnaire. `kind` is a constant of this module."""

    path: Path
    number: int | None
    kind: str


@dataclass(frozen=True)
class PrintFile:
    """One coder's print of one interview; `coder` as the file name tells it, "" where it doesn't."""

    path: Path
    number: int
    coder: str


@dataclass(frozen=True)
class Problem:
    """A file that could not be placed, or that is missing a counterpart, and why. One line with `str()`."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path.name}: {self.reason}"


@dataclass
class Package:
    """What was found, each list sorted by interview number and name."""

    root: Path
    transcripts: list[PackageFile] = field(default_factory=list)
    codings: list[PrintFile] = field(default_factory=list)
    moderated: list[PrintFile] = field(default_factory=list)
    guides: list[PackageFile] = field(default_factory=list)
    questionnaires: list[PackageFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """The numbers of all interviews of which there is a file, rising; there may be gaps."""
        numbers = {file.number for file in self.transcripts if file.number is not None}
        return sorted(numbers | {file.number for file in [*self.codings, *self.moderated]})


def find_package_files(directory: Path) -> Package:
    """Sort the files of a package by what they are.

    `directory` is the package, its `interviews` folder, or a folder that holds exactly one package. Folder
    names are compared without case. Raises `FileNotFoundError` where no package is, `ValueError` where there
    are several; both say in one line what was looked for.
    """
    interviews = _interviews_folder(directory)
    package = Package(interviews)
    for path in _files(interviews):
        _place(package, path, [part.casefold() for part in path.relative_to(interviews).parts[:-1]])
    package.transcripts.sort(key=lambda file: (file.number or 0, file.path.name))
    package.codings.sort(key=lambda file: (file.number, file.path.name))
    package.moderated.sort(key=lambda file: (file.number, file.path.name))
    _find_doubles(package)
    _find_lonely_prints(package)
    return package


def _interviews_folder(directory: Path) -> Path:
    if not directory.is_dir():
        raise FileNotFoundError(f"{directory}: there is no such folder; name the folder of the replication package")
    found = [folder for folder in _candidates(directory, depth=3) if _is_interviews_folder(folder)]
    if not found:
        raise FileNotFoundError(
            f"{directory}: no folder in it has {_TRANSCRIPTS}/ or {_CODED}/; name the replication package's folder"
        )
    if len(found) > 1:
        names = ", ".join(str(folder.relative_to(directory)) for folder in found)
        raise ValueError(f"{directory}: it holds several packages ({names}); name one of them")
    return found[0]


def _candidates(directory: Path, depth: int) -> Iterator[Path]:
    """The folder and those under it, not into one that is a package already."""
    yield directory
    if depth and not _is_interviews_folder(directory):
        for folder in sorted(directory.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                yield from _candidates(folder, depth - 1)


def _is_interviews_folder(folder: Path) -> bool:
    return any(child.is_dir() and child.name.casefold() in {_TRANSCRIPTS, _CODED} for child in folder.iterdir())


def _files(folder: Path) -> Iterator[Path]:
    """All files under a folder in sorted order, but those that a system hides or made for itself."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or path.name == "Thumbs.db"
        if path.is_file() and not hidden:
            yield path


def _place(package: Package, path: Path, folders: list[str]) -> None:
    if path.stem.casefold() in _KNOWN_BESIDE:
        return
    if folders[:1] == [_TRANSCRIPTS]:
        _place_transcript(package, path)
    elif folders[:2] == [_CODED, _CODINGS]:
        _place_print(package, path, package.codings)
    elif folders[:2] == [_CODED, _MODERATION]:
        _place_print(package, path, package.moderated)
    elif folders[:1] == [_GUIDES]:
        package.guides.append(PackageFile(path, None, GUIDE))
    elif folders[:1] == [_QUESTIONNAIRE]:
        package.questionnaires.append(PackageFile(path, None, QUESTIONNAIRE))
    else:
        where = "/".join(folders) or "the package's own folder"
        package.problems.append(Problem(path, f"nothing is expected in {where}; it was left out"))


def _place_transcript(package: Package, path: Path) -> None:
    number = parse_name(path.name).number
    if path.suffix.casefold() not in _TRANSCRIPT_SUFFIXES:
        kinds = ", ".join(sorted(_TRANSCRIPT_SUFFIXES))
        package.problems.append(Problem(path, f"a transcript is one of {kinds}; it was left out"))
    elif number is None:
        package.problems.append(Problem(path, 'the name tells no number, as in "Interview 12.txt"; it was left out'))
    else:
        package.transcripts.append(PackageFile(path, number, TRANSCRIPT))


def _place_print(package: Package, path: Path, prints: list[PrintFile]) -> None:
    name = parse_name(path.name)
    if path.suffix.casefold() not in _PRINT_SUFFIXES:
        package.problems.append(Problem(path, "a coded print is a PDF; it was left out"))
    elif name.number is None:
        reason = 'the name tells no number, as in "2023-06-04-Interview 12 - Ada.pdf"; it was left out'
        package.problems.append(Problem(path, reason))
    else:
        prints.append(PrintFile(path, name.number, name.coder))


def _find_doubles(package: Package) -> None:
    """Two files for one thing: both are listed, and a person decides."""
    seen: dict[tuple[str, int | None, str], Path] = {}
    named = [("transcript", file.number, "", file.path) for file in package.transcripts]
    named += [("coder's print", file.number, file.coder, file.path) for file in package.codings]
    named += [("moderated print", file.number, "", file.path) for file in package.moderated]
    for what, number, coder, path in named:
        first = seen.setdefault((what, number, coder.casefold()), path)
        if first != path:
            reason = f"{first.name} is a {what} of interview {number} too; keep one of them"
            package.problems.append(Problem(path, reason))


def _find_lonely_prints(package: Package) -> None:
    numbers = {file.number for file in package.transcripts}
    for file in [*package.codings, *package.moderated]:
        if file.number not in numbers:
            package.problems.append(Problem(file.path, f"there is no transcript of interview {file.number}"))
