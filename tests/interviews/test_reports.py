"""`manage.py agreement` and `manage.py report`: the figures of a study, and what they count."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from interviews.actions.ingest import import_interview
from interviews.actions.moderate import keep_coding, start_moderation, submit_moderation
from interviews.actions.redact import review_deidentification
from interviews.models import Interview, Study
from interviews.reports.agreement import study_agreement
from interviews.reports.figures import study_figures
from interviews.visibility import visible_passes
from tests.factories import (
    code_words,
    give_consent,
    make_code,
    make_interview,
    make_participant,
    make_pass,
    submit,
)

pytestmark = pytest.mark.django_db


def run(command, study, **options):
    out = StringIO()
    call_command(command, study=study.slug, stdout=out, **options)
    return out.getvalue()


def coded_by(interview, coder, *words, code=None):
    """The coder's submitted pass, with the code on each of these words where they first stand."""
    coding_pass = make_pass(interview, coder)
    for each in words:
        segment = next(segment for segment in interview.segments.all() if each in segment.text)
        code_words(coding_pass, segment, each, code or make_code(interview.study))
    return submit(coding_pass)


class TestAgreement:
    def test_two_coders_who_code_the_same_turns_agree_perfectly_on_turns(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.cora, "Half of the fields")
        coded_by(interview, people.colin, "fields are empty")
        (pair,) = study_agreement(study).pairs
        assert (pair.interview, pair.coders) == (1, ("colin", "cora"))
        assert (pair.segments.kappa, pair.segments.units) == (1.0, 4)

    def test_on_characters_the_same_two_agree_only_where_their_words_meet(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.cora, "Half of the fields")
        coded_by(interview, people.colin, "fields are empty")
        (pair,) = study_agreement(study, unit="character").pairs
        assert pair.segments.units == sum(segment.length for segment in interview.segments.all())
        assert pair.segments.per_code[0].both == len("fields")

    def test_codes_are_compared_as_they_are_read_through_merges(self, study, people):
        interview = make_interview(study)
        kept = make_code(study, "Data-missing-values")
        coded_by(interview, people.cora, "Half", code=kept)
        coded_by(interview, people.colin, "Half", code=make_code(study, "Data-missing-value", merged_into=kept))
        assert study_agreement(study).pairs[0].segments.kappa == 1.0

    def test_prints_that_cut_the_talk_differently_are_compared_on_their_common_cuts(self, study, people):
        interview = make_interview(study, turns=[("interviewee", "Flour is weighed. Then it is sifted.")])
        # Cora's print has one turn where Colin's has two; both coded the second sentence.
        turns = {
            "cora": [{"position": 0, "pieces": [[0, 0, 36]], "codes": ["Q1"], "spans": [[[0, 18, 36]]]}],
            "colin": [
                {"position": 0, "pieces": [[0, 0, 17]], "codes": []},
                {"position": 1, "pieces": [[0, 18, 36]], "codes": ["Q1"], "spans": [[[0, 18, 36]]]},
            ],
        }
        for coder in (people.cora, people.colin):
            coding_pass = make_pass(interview, coder)
            coding_pass.printed_turns = turns[coder.username]
            coding_pass.save()
            code_words(coding_pass, interview.segments.get(), "Then it is sifted.", make_code(study, "Q1"))
            submit(coding_pass)
        (pair,) = study_agreement(study).pairs
        assert (pair.segments.units, pair.printed_turns.units) == (1, 2)
        assert pair.printed_turns.kappa == 1.0

    def test_an_open_pass_is_not_compared(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.cora, "Half")
        code_words(make_pass(interview, people.colin), interview.segments.get(position=1), "Half", make_code(study))
        found = study_agreement(study)
        assert (found.pairs, found.alone) == ((), (1,))

    def test_a_blind_coder_sees_no_figure_of_the_interview_they_are_coding(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.colin, "Half")
        coded_by(interview, people.mona, "Half")
        make_pass(interview, people.cora)
        assert study_agreement(study, passes=visible_passes(people.cora)).pairs == ()
        assert len(study_agreement(study, passes=visible_passes(people.mona)).pairs) == 1

    def test_once_moderation_is_submitted_each_coder_is_compared_with_what_was_settled(self, study, people):
        interview = make_interview(study)
        code = make_code(study)
        coras = coded_by(interview, people.cora, "Half", code=code)
        coded_by(interview, people.colin, "Ottoline", code=code)
        Interview.objects.update(coding_state="submitted")
        interview.refresh_from_db()
        before = study_agreement(study)
        moderated = start_moderation(by=people.mona, interview=interview)
        keep_coding(by=people.mona, moderated=moderated, coding=coras.codings.get())
        assert study_agreement(study) == before
        submit_moderation(by=people.mona, moderated=moderated)
        found = study_agreement(study)
        assert found.pairs == before.pairs
        assert [(pair.coders, pair.segments.kappa) for pair in found.after] == [
            (("colin", "moderated"), found.pairs[0].segments.kappa),
            (("cora", "moderated"), 1.0),
        ]
        assert "cora / moderated" in run("agreement", study)
        # Whoever may not see the moderated pass gets no figure of it.
        assert study_agreement(study, passes=visible_passes(people.dele)).after == ()

    def test_the_json_has_the_shape_that_the_commands_help_gives(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.cora, "Half")
        coded_by(interview, people.colin, "Ottoline")
        found = json.loads(run("agreement", study, json=True))
        assert list(found) == ["study", "unit", "interviews", "pooled", "one_pass_only", "after"]
        (pair,) = found["interviews"]
        assert list(pair) == ["interview", "coders", "segments", "printed_turns"]
        assert pair["printed_turns"] is None
        assert {"kappa", "alpha", "ac1", "percent", "units", "codes", "reason", "per_code"} == set(pair["segments"])
        assert found["pooled"]["segments"]["units"] == 4

    def test_a_table_for_people_and_a_sentence_where_there_is_nothing_to_compare(self, study, people):
        interview = make_interview(study)
        coded_by(interview, people.cora, "Half")
        assert "nothing to compare" in run("agreement", study)
        coded_by(interview, people.colin, "Half")
        heading, pair, *_ = run("agreement", study).splitlines()
        assert " ".join(heading.split()) == "interview coders units of units codes kappa alpha AC1 agreed"
        assert pair.split() == ["1", "colin", "/", "cora", "segments", "4", "1", "1.00", "1.00", "1.00", "1.00"]

    def test_a_study_that_does_not_exist_is_one_line_that_names_those_that_do(self, study):
        with pytest.raises(CommandError, match=r"no such study .there is: invented"):
            call_command("agreement", study="unknown")

    @pytest.mark.real_study
    def test_the_studys_own_figures_are_those_of_the_independent_reading(self, shared):
        call_command("import_study", str(shared / "study/package"), study="real", stdout=StringIO(), stderr=StringIO())
        found = json.loads(run("agreement", Study.objects.get(slug="real"), json=True))
        kappas = {pair["interview"]: pair["printed_turns"]["kappa"] for pair in found["interviews"]}
        assert {number: round(kappas[number], 2) for number in (12, 19, 30)} == {12: 0.25, 19: 0.04, 30: 0.34}
        # Both prints of interview 2 have 92 turns, but not the same: one splits where the other does not, and
        # 31 turns lie one place further on. Compared by place, kappa is 0.38; compared by words, it is this.
        assert round(kappas[2], 2) == 0.49

    @pytest.mark.real_study
    def test_the_two_prints_of_interview_7_are_compared_though_they_cut_the_talk_differently(self, shared):
        call_command("import_study", str(shared / "study/package"), study="real", stdout=StringIO(), stderr=StringIO())
        found = json.loads(run("agreement", Study.objects.get(slug="real"), json=True))
        (pair,) = (pair for pair in found["interviews"] if pair["interview"] == 7)
        assert pair["segments"]["units"] == 72
        # At least as many common pieces as the print with more turns has.
        assert pair["printed_turns"]["units"] >= 114
        assert pair["printed_turns"]["kappa"] is not None


class TestReport:
    def test_turns_words_and_states_are_those_of_the_interviews(self, study, people):
        make_interview(study, turns=[("interviewer", "What hurts?"), ("interviewee", "The data does.")])
        (interview,) = study_figures(study).interviews
        assert (interview.turns, interview.words) == (2, 5)
        assert (interview.import_state, interview.coding_state) == ("imported", "uncoded")

    def test_a_turn_counts_as_reviewed_only_as_it_stands_now(self, study, people):
        interview = make_interview(study)
        review_deidentification(by=people.dele, segment=interview.segments.get(position=1))
        assert study_figures(study).total("reviewed_turns") == 1

    def test_suggestions_left_and_warnings_of_the_import_are_counted(self, study, people):
        talk = b"Interviewer: Where?\nInterviewee: At Company X.\nFor years.\n"
        import_interview(by=people.imani, study=study, data=talk, name="Interview 1.txt")
        (interview,) = study_figures(study).interviews
        assert (interview.suggested_replacements, interview.accepted_replacements, interview.warnings) == (1, 0, 1)

    def test_codings_are_counted_per_code_through_merges_the_most_used_first(self, study, people):
        interview = make_interview(study)
        kept = make_code(study, "Data-missing-values")
        doubled = make_code(study, "Data-missing-value", merged_into=kept)
        coded_by(interview, people.cora, "Half", code=kept)
        coded_by(interview, people.colin, "Half", "Ottoline", code=doubled)
        (code,) = study_figures(study).codes
        assert (code.code, code.independent, code.moderated, code.interviews) == ("Data-missing-values", 3, 0, 1)

    def test_participants_are_counted_and_those_who_may_be_quoted(self, study, people):
        make_participant(study)
        give_consent(make_participant(study))
        figures = study_figures(study)
        assert (figures.participants, figures.participants_who_may_be_quoted) == (2, 1)

    def test_the_command_prints_totals_and_tables_and_the_same_as_json(self, study, people):
        coded_by(make_interview(study), people.cora, "Half")
        printed = run("report", study)
        assert printed.startswith("study invented: 1 interviews, 4 turns, 38 words\n")
        assert "passes: 1 independent submitted; codes in use: 1" in printed
        found = json.loads(run("report", study, json=True))
        assert found["interviews"][0]["words"] == 38
        assert found["codes"][0]["code"] == "Data-empty-fields"

    def test_a_study_without_interviews_has_a_report_too(self, study):
        assert "0 interviews" in run("report", study)

    def test_no_word_of_an_interview_is_in_a_report(self, study, people):
        coded_by(make_interview(study), people.cora, "Half")
        printed = run("report", study) + run("report", study, json=True) + run("agreement", study)
        assert "Ottoline" not in printed
        assert "Zephyrine" not in printed
