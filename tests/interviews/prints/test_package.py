"""Finding the files of a replication package, whatever its files are called."""

from pathlib import Path

import pytest

from interviews.prints.package import find_package_files
from tests.interviews.prints.prints import PACKAGE

LAYOUT = [
    "README.md",
    "interviews/README.md",
    "interviews/.DS_Store",
    "interviews/transcripts/Interview 2.txt",
    "interviews/transcripts/Interview 10.txt",
    "interviews/transcripts/Interview 32 - Bo.txt",
    "interviews/coded_transcripts/codings/2026-03-02-Interview 10 - Bo.pdf",
    "interviews/coded_transcripts/codings/2026-03-02-Interview 10 - Ada.txt.pdf",
    "interviews/coded_transcripts/codings/2026-03-02-Interview 2- Ada.pdf",
    "interviews/coded_transcripts/moderation/2026-03-03-Interview 2 - Cy.pdf",
    "interviews/interview_guides/new.pdf",
    "interviews/interview_guides/old.pdf",
    "interviews/questionnaire/form.pdf",
    "utils/plot.py",
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    make(tmp_path / "package", *LAYOUT)
    return tmp_path / "package"


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def reasons(found) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_files_are_sorted_by_what_they_are_and_by_number(package: Path):
    found = find_package_files(package)
    assert [(file.path.name, file.number) for file in found.transcripts] == [
        ("Interview 2.txt", 2),
        ("Interview 10.txt", 10),
        ("Interview 32 - Bo.txt", 32),
    ]
    assert [(file.number, file.coder) for file in found.codings] == [(2, "Ada"), (10, "Ada"), (10, "Bo")]
    assert [(file.number, file.coder) for file in found.moderated] == [(2, "Cy")]
    assert [file.path.name for file in found.guides] == ["new.pdf", "old.pdf"]
    assert [file.path.name for file in found.questionnaires] == ["form.pdf"]
    assert found.problems == []
    assert found.numbers == [2, 10, 32]


@pytest.mark.parametrize("where", [".", "interviews", ".."])
def test_the_package_its_interviews_folder_or_its_parent_may_be_named(package: Path, where: str):
    assert len(find_package_files(package / where).codings) == 3


def test_folder_names_may_be_written_in_any_case(tmp_path: Path):
    make(tmp_path, "Interviews/Transcripts/Interview 1.txt")
    assert [file.number for file in find_package_files(tmp_path).transcripts] == [1]


def test_a_file_that_cannot_be_placed_is_told_with_its_reason(package: Path):
    make(
        package / "interviews",
        "notes.txt",
        "transcripts/Interview 3.odt",
        "transcripts/talk.txt",
        "coded_transcripts/codings/codes.pdf",
        "coded_transcripts/codings/2026-03-02-Interview 2 - Bo.docx",
    )
    assert sorted(reasons(find_package_files(package))) == [
        "2026-03-02-Interview 2 - Bo.docx: a coded print is a PDF; it was left out",
        "Interview 3.odt: a transcript is one of .docx, .srt, .txt, .vtt; it was left out",
        'codes.pdf: the name tells no number, as in "2023-06-04-Interview 12 - Ada.pdf"; it was left out',
        "notes.txt: nothing is expected in the package's own folder; it was left out",
        'talk.txt: the name tells no number, as in "Interview 12.txt"; it was left out',
    ]


def test_two_prints_of_one_coder_are_both_listed_and_told(package: Path):
    make(package, "interviews/coded_transcripts/codings/2026-03-09-Interview 2 - ADA.pdf")
    found = find_package_files(package)
    assert len(found.codings) == 4
    assert reasons(found) == [
        "2026-03-09-Interview 2 - ADA.pdf: 2026-03-02-Interview 2- Ada.pdf is a coder's print of interview 2 too; "
        "keep one of them"
    ]


def test_a_print_without_a_transcript_is_told(package: Path):
    make(package, "interviews/coded_transcripts/codings/2026-03-02-Interview 9 - Ada.pdf")
    assert reasons(find_package_files(package)) == [
        "2026-03-02-Interview 9 - Ada.pdf: there is no transcript of interview 9"
    ]


def test_a_folder_without_a_package_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no folder in it has transcripts/ or coded_transcripts/"):
        find_package_files(tmp_path)
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        find_package_files(tmp_path / "nowhere")


def test_a_folder_with_two_packages_is_refused(package: Path):
    make(package.parent / "other", *LAYOUT)
    with pytest.raises(ValueError, match="several packages"):
        find_package_files(package.parent)


@pytest.mark.real_study
def test_every_file_of_the_real_package_has_its_place():
    found = find_package_files(PACKAGE)
    assert (len(found.transcripts), len(found.codings), len(found.moderated), len(found.guides)) == (9, 16, 8, 2)
    assert found.numbers == [2, 3, 5, 6, 7, 10, 12, 19, 30]
    assert found.problems == []
