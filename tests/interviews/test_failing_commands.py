"""A command that fails leaves nothing half done: not a row, not a study made for it, not a file; and says so."""

import errno
import io
import json
import os
import shutil
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from interviews.errors import WorkshopError, WrongState
from interviews.exports.refi_project import RefiProject
from interviews.models import CodingPass, Interview, Study
from tests.factories import code_words, make_code, make_interview, make_pass
from tests.interviews.prints.prints import DATA
from tests.interviews.refi.files import A, qdpx, text_source
from tests.interviews.test_import_study import transcript_of

pytestmark = pytest.mark.django_db


def rows():
    """How many rows each table of the workshop has, and how many accounts there are."""
    models = [*apps.get_app_config("interviews").get_models(), get_user_model()]
    return {model._meta.label: model._default_manager.count() for model in models}


@pytest.fixture
def package(tmp_path):
    """A replication package of one interview with one coder's print."""
    for folder in ("transcripts", "coded_transcripts/codings"):
        (tmp_path / "interviews" / folder).mkdir(parents=True)
    (tmp_path / "interviews/transcripts/Interview 41.txt").write_text(transcript_of("coded"))
    prints = tmp_path / "interviews/coded_transcripts/codings"
    shutil.copy(DATA / "coded.pdf", prints / "2026-03-02-Interview 41 - Ada.pdf")
    return tmp_path


def failing(name, *arguments, **options):
    """What a command says that must fail, and what it wrote to standard error meanwhile."""
    said = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command(name, *map(str, arguments), stdout=io.StringIO(), stderr=said, **options)
    return str(failure.value), said.getvalue()


# --- imports


@pytest.mark.parametrize("by", [None, "imani"])
def test_a_transcript_that_fails_makes_no_study_no_account_and_gives_no_role(study, people, tmp_path, by):
    before = rows()
    (tmp_path / "talk.txt").write_text("nobody speaks here")
    for slug in ("baking", study.slug):
        failure, said = failing("import_transcript", tmp_path / "talk.txt", study=slug, by=by)
        assert failure == "1 of 1 files not imported"
        assert "made" not in said
    assert rows() == before


def test_the_study_is_made_with_the_first_file_that_comes_in(tmp_path):
    (tmp_path / "talk.txt").write_text("nobody speaks here")
    (tmp_path / "Interview 3.txt").write_text("Interviewer: Well?\nInterviewee: The oven lies to us.\n")
    _, said = failing("import_transcript", tmp_path / "talk.txt", tmp_path / "Interview 3.txt", study="baking")
    assert said.count("study baking made") == 1
    assert Study.objects.get().interviews.get().number == 3


def test_a_package_of_which_nothing_comes_in_makes_no_study(package):
    (package / "interviews/transcripts/Interview 41.txt").write_text("nobody speaks here")
    before = rows()
    assert failing("import_study", package, study="baking")[0] == "2 of 2 files not imported"
    assert rows() == before


def test_a_package_without_a_file_fails_and_makes_no_study(package):
    shutil.rmtree(package / "interviews/coded_transcripts")
    (package / "interviews/transcripts/Interview 41.txt").unlink()
    before = rows()
    failure, _ = failing("import_study", package, study="baking")
    assert failure.endswith("no transcript and no print lies in it; name the package's folder")
    assert rows() == before


def test_a_print_that_fails_late_leaves_neither_pass_nor_code_nor_account(package):
    with mock.patch("interviews.actions.ingest_codings.advance", side_effect=WrongState("no")):
        assert failing("import_study", package, study="baking")[0] == "1 of 2 files not imported"
    assert Interview.objects.count() == 1
    assert not CodingPass.objects.exists()
    assert not Study.objects.get().codes.exists()
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["command-line"]


def test_a_project_that_fails_late_is_not_said_to_have_made_a_study(tmp_path):
    (tmp_path / "talks.qdpx").write_bytes(qdpx(text_source(A), sources={A: "A: hello."}))
    before = rows()
    with mock.patch("interviews.actions.ingest_refi.Memos.write", side_effect=WrongState("no")):
        failure, said = failing("import_codings", tmp_path / "talks.qdpx", study="baking", each_coder=True)
    assert failure == "talks.qdpx: no"
    assert (rows(), said) == (before, "")


def test_decisions_that_fail_once_the_study_is_made_leave_nothing():
    sample = settings.BASE_DIR / "fixtures" / "sample_study"
    before = rows()
    with mock.patch("interviews.actions.replay.make_guide", side_effect=WorkshopError("no")):
        assert failing("replay_decisions", sample / "study.json", *sample.glob("talk-*"))[0] == "no"
    assert rows() == before


def test_decisions_that_name_a_phase_or_a_source_that_is_not_there_say_so_and_leave_nothing(tmp_path):
    sample = settings.BASE_DIR / "fixtures" / "sample_study"
    before = rows()
    said = failing("replay_decisions", sample / "study.json", *sample.glob("talk-*"))[0]
    assert "or name it where there is none: load the catalog" in said
    decisions = json.loads((sample / "study.json").read_text())
    decisions["study"]["source"] = "a-study-of-nobody"
    (tmp_path / "study.json").write_text(json.dumps(decisions))
    said = failing("replay_decisions", tmp_path / "study.json", *sample.glob("talk-*"))[0]
    assert said == "Source matching query does not exist. Load the catalog that the decisions were made for first."
    assert rows() == before


# --- exports


@pytest.fixture
def coded(study, people):
    code_words(
        make_pass(make_interview(study), people.cora),
        study.interviews.get().segments.get(position=1),
        "Half",
        make_code(study),
    )
    return study


@pytest.mark.parametrize("by", [None, "mona"])
def test_a_project_of_no_interview_is_no_copy_and_what_was_there_stays(coded, people, tmp_path, by):
    if by is None:
        coded.interviews.update(data_key=None)
    (tmp_path / "study.qdpx").write_text("the copy of last week")
    failure, _ = failing("export", "refi-qda", study=coded.slug, by=by, output=tmp_path / "study.qdpx")
    assert failure.startswith(f"no interview of study {coded.slug} goes out: 1 × interview: left out, since ")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"study.qdpx": "the copy of last week"}


def test_a_full_disk_leaves_no_half_file_and_is_one_line(coded, tmp_path):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with mock.patch.object(RefiProject, "write", side_effect=full):
        failure, _ = failing("export", "refi-qda", study=coded.slug, output=tmp_path / "study.qdpx")
    assert failure.endswith("study.qdpx: No space left on device; nothing was written: choose another place")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file_to_write_into(coded, tmp_path):
    failure, _ = failing("export", "codings-csv", study=coded.slug, output=tmp_path)
    assert failure.endswith("is a folder; name a file in it")
    assert not coded.events.filter(action="codings exported").exists()
