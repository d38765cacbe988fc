"""`manage.py import_transcript`: what it prints, how it ends, and that every file of the study comes in whole."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from interviews.models import Event, Interview, Study
from interviews.transcripts.reader import read_transcript
from tests.factories import make_study
from tests.people import team

pytestmark = pytest.mark.django_db

TALK = "Interviewer: What hurts?\nInterviewee: Half of the fields are empty, and nobody knows why.\n"
OTHER = "Interviewer: Do you bake?\nInterviewee: Bread, on Sundays.\nWith rye.\n"


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "Interview 3.txt"
    path.write_text(TALK)
    return path


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "Interview 4.txt"
    path.write_text(OTHER)
    return path


def run(*files, study="baking", **options):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_transcript", *map(str, files), study=study, stdout=out, stderr=err, **options)
        failure = ""
    except CommandError as error:
        failure = str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), failure


def test_on_a_fresh_database_the_study_is_made_and_said_to_be(talk):
    out, err, failure = run(talk)
    assert out == ["Interview 3.txt: interview 3, 2 turns, 0 warnings"]
    assert err == ["study baking made: give it its title and its people in the admin"]
    assert failure == ""
    assert Study.objects.get().interviews.get().number == 3


def test_nobody_signs_in_with_the_account_that_acts_on_the_command_line(talk):
    run(talk)
    account = get_user_model().objects.get(username="command-line")
    assert not account.has_usable_password()
    assert not account.is_staff
    assert {event.actor for event in Event.objects.all()} == {account}


def test_each_warning_is_a_line_with_the_files_name_and_its_line(other):
    out, _, _ = run(other)
    assert out[0] == "Interview 4.txt: interview 4, 2 turns, 1 warnings"
    assert out[1].startswith("  Interview 4.txt:3: ")


def test_a_file_that_fails_is_one_line_and_the_others_go_on(tmp_path, talk, other):
    bad = tmp_path / "Interview 9.txt"
    bad.write_text("nobody speaks here")
    out, err, failure = run(talk, bad, tmp_path / "missing.txt", other)
    assert [line.split(":")[0] for line in out if not line.startswith(" ")] == ["Interview 3.txt", "Interview 4.txt"]
    assert err[1].startswith("Interview 9.txt:1: ")
    assert "missing.txt: No such file or directory" in err[2]
    assert failure == "2 of 4 files not imported"


def test_the_same_file_again_is_said_to_be_stored_and_is_no_failure(talk):
    run(talk)
    out, err, failure = run(talk)
    assert out == ["Interview 3.txt: this file is already imported as interview 3"]
    assert (err, failure) == ([], "")
    assert Interview.objects.count() == 1


def test_nearly_the_same_words_are_refused_until_accepted(tmp_path, talk):
    run(talk)
    nearly = tmp_path / "again.txt"
    nearly.write_text(TALK + "Interviewee: Yes.\n")
    _, err, failure = run(nearly)
    assert err[0].endswith("(--accept-duplicate --number N)")
    assert failure == "1 of 1 files not imported"
    out, _, failure = run(nearly, accept_duplicate=True, number=8)
    assert out == ["again.txt: interview 8, 3 turns, 0 warnings"]
    assert failure == ""


def test_a_named_person_imports_where_their_role_allows_it(talk):
    people = team(make_study("baking"))
    _, err, failure = run(talk, by="cora")
    assert "you may not import interviews in study baking" in err[0]
    assert failure == "1 of 1 files not imported"
    assert run(talk, by="imani")[2] == ""
    assert Interview.objects.get().imported_by == people.imani


def test_a_user_who_does_not_exist_and_a_slug_that_is_none_are_refused(talk):
    assert "no such user" in run(talk, by="nobody")[2]
    assert "baking-bread" in run(talk, study="Baking Bread")[2]
    assert not Study.objects.exists()


def test_a_number_goes_with_one_file(talk, other):
    assert "one file" in run(talk, other, number=7)[2]


@pytest.mark.real_study
def test_every_transcript_of_the_study_is_stored_word_for_word(shared):
    files = sorted((shared / "study/package/interviews/transcripts").glob("*.txt"))
    assert run(*files)[2] == ""
    for file in files:
        read = read_transcript(file.read_bytes(), name=file.name)
        interview = Interview.objects.get(source_sha256=read.source_sha256)
        segments = list(interview.segments.select_related("speaker", "interview"))
        assert interview.number == read.number
        assert [(s.text, s.speaker.role) for s in segments] == [(turn.text, turn.speaker.role) for turn in read.turns]


@pytest.mark.real_study
def test_the_seed_is_recognised_as_interview_5_in_another_dialect(shared):
    (seed,) = (shared / "seed").glob("*.txt")
    run(shared / "study/package/interviews/transcripts/Interview 5.txt")
    _, err, failure = run(seed)
    assert "word for word interview 5" in err[0]
    assert failure == "1 of 1 files not imported"
    assert run(seed, study="seed")[2] == ""
