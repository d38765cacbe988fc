"""`manage.py suggest_redactions`: what it prints, and that it prints no word of an interview."""

import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from interviews.models import Segment
from tests import factories as make
from tests.interviews.actions.test_suggest import TURNS
from tests.people import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    study = make.make_study()
    team(study)
    make.make_interview(study, turns=TURNS, participant=make.make_participant(study))
    return study


def run(capsys, study, *options: str) -> str:
    call_command("suggest_redactions", "--study", study.slug, *options)
    printed = capsys.readouterr()
    return str(printed.out)


def test_a_line_an_interview_says_how_much_there_is_to_decide(study, capsys):
    heading, line = run(capsys, study).splitlines()
    assert heading.split()[:3] == ["interview", "words", "new"]
    assert line.split()[:7] == ["1", "23", "4", "0", "4", "4", "2"]


def test_json_has_one_object_a_line_with_the_keys_that_others_rely_on(study, capsys):
    objects = [json.loads(line) for line in run(capsys, study, "--json").splitlines()]
    keys = ["interview", "segment", "start", "end", "type", "source", "confidence"]
    assert [list(each) for each in objects] == [keys] * 4
    first = objects[0]
    assert (first["interview"], first["segment"], first["type"], first["source"]) == (1, 1, "person", "introduction")
    assert Segment.objects.get(position=1).text[first["start"] : first["end"]] == "Ottoline"


def test_a_second_run_prints_the_same_suggestions(study, capsys):
    assert run(capsys, study, "--json") == run(capsys, study, "--json")


def test_no_word_of_an_interview_is_printed(study, capsys):
    printed = run(capsys, study) + run(capsys, study, "--json")
    assert not [word for word in ("Ottoline", "Quillonix", "engineer") if word.casefold() in printed.casefold()]


def test_an_unknown_interview_is_refused_with_those_there_are(study, capsys):
    with pytest.raises(
        CommandError, match=re.escape("--interview 9: study invented has no such interview (it has: 1)")
    ):
        run(capsys, study, "--interview", "9")


def test_somebody_without_the_role_is_refused(study, capsys):
    with pytest.raises(CommandError, match="ask its custodian for the role"):
        run(capsys, study, "--by", "cora")


@pytest.mark.real_study
def test_the_real_study_gets_few_suggestions_and_the_same_ones_each_time(shared, capsys):
    call_command("import_study", str(shared / "study/package"), "--study", "real")
    capsys.readouterr()
    call_command("suggest_redactions", "--study", "real", "--json")
    first = capsys.readouterr().out
    call_command("suggest_redactions", "--study", "real", "--json")
    assert capsys.readouterr().out == first
    words = sum(len(segment.text.split()) for segment in Segment.objects.select_related("interview"))
    assert 0 < len(first.splitlines()) < 8 * words / 1000
