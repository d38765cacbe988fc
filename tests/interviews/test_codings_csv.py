"""The export `codings-csv`: its columns, its order, and whose codings are in it."""

import io

import pytest

from interviews.errors import NotPermitted
from interviews.exports.codings_csv import CodingsCsv
from interviews.models import Study
from tests.factories import code_words, make_code, make_interview, make_pass, make_study, submit
from tests.people import person

pytestmark = pytest.mark.django_db


def export(study, **who):
    out = io.StringIO()
    rows = CodingsCsv().write(out, study=study.slug, **who)
    lines = out.getvalue().splitlines()
    assert rows == len(lines) - 1
    return lines


def test_each_coding_is_one_line_sorted_by_interview_and_place(study, people):
    tenth, second = make_interview(study, number=10), make_interview(study, number=2)
    code = make_code(study, "Data-gap")
    for interview in (tenth, second):
        coding_pass = make_pass(interview, people.cora)
        code_words(coding_pass, interview.segments.get(position=3), "Ottoline", code)
        code_words(coding_pass, interview.segments.get(position=1), "nobody", code)
    assert export(study) == [
        "interview,segment,speaker,start,end,code,coder,pass",
        "2,1,interviewee,33,39,Data-gap,cora,independent",
        "2,3,interviewee,7,15,Data-gap,cora,independent",
        "10,1,interviewee,33,39,Data-gap,cora,independent",
        "10,3,interviewee,7,15,Data-gap,cora,independent",
    ]


def test_two_runs_give_the_same_bytes_with_unix_line_ends(study, people):
    interview = make_interview(study)
    code_words(make_pass(interview, people.cora), interview.segments.get(position=1), "Half", make_code(study))
    first, second = io.StringIO(newline=""), io.StringIO(newline="")
    CodingsCsv().write(first, study=study.slug)
    CodingsCsv().write(second, study=study.slug)
    assert first.getvalue() == second.getvalue()
    assert "\r" not in first.getvalue()


def test_a_merged_code_is_read_as_the_one_it_was_merged_into_and_counted_once(study, people):
    interview = make_interview(study)
    kept = make_code(study, "Data-missing-values")
    doubled = make_code(study, "Data-missing-value", merged_into=kept)
    coding_pass = make_pass(interview, people.cora)
    for code in (kept, doubled):
        code_words(coding_pass, interview.segments.get(position=1), "Half", code)
    assert export(study)[1:] == ["1,1,interviewee,0,4,Data-missing-values,cora,independent"]


def test_a_code_that_a_spreadsheet_would_run_is_defused(study, people):
    interview = make_interview(study)
    formula = make_code(study, '=HYPERLINK("x")')
    code_words(make_pass(interview, people.cora), interview.segments.get(position=1), "Half", formula)
    assert export(study)[1] == '1,1,interviewee,0,4,"\'=HYPERLINK(""x"")",cora,independent'


def test_a_moderator_exports_what_the_blind_rule_shows_them(study, people):
    interview = make_interview(study)
    code = make_code(study)
    for coder in (people.cora, people.colin):
        code_words(make_pass(interview, coder), interview.segments.get(position=1), "Half", code)
    submit(interview.passes.get(coder=people.cora))
    assert [line.split(",")[6] for line in export(study, user=people.mona)[1:]] == ["cora"]


def test_a_custodian_exports_the_settled_codings_alone(study, people):
    interview = make_interview(study)
    independent = make_pass(interview, people.cora)
    moderated = make_pass(interview, people.mona, kind="moderated")
    for coding_pass in (independent, moderated):
        code_words(coding_pass, interview.segments.get(position=1), "Half", make_code(study))
        submit(coding_pass)
    assert [line.split(",")[7] for line in export(study, user=people.kofi)[1:]] == ["moderated"]


def test_coders_publishers_and_outsiders_export_nothing(study, people):
    for somebody in (people.cora, people.pia, people.imani, people.olga, person("nobody", is_active=False)):
        with pytest.raises(NotPermitted):
            export(study, user=somebody)


def test_without_a_study_nothing_is_exported(study):
    for slug in (None, "", "unknown"):
        out = io.StringIO()
        with pytest.raises(Study.DoesNotExist, match="invented"):
            CodingsCsv().write(out, study=slug)
        assert out.getvalue() == ""


def test_codings_of_another_study_stay_out(study, people):
    elsewhere = make_study("elsewhere")
    interview = make_interview(elsewhere)
    code_words(make_pass(interview, people.cora), interview.segments.get(position=1), "Half", make_code(elsewhere))
    assert len(export(study)) == 1
