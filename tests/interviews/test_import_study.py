"""`manage.py import_study`: a replication package, invented ones first, then the study's own."""

import json
import shutil
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import Count

from interviews.actions.code import apply_code, assign_pass
from interviews.actions.ingest_codings import coder_account, stretches, username_for
from interviews.models import Code, Coding, CodingPass, Event, Interview, Study
from interviews.prints.alignment import AlignedTurn
from interviews.prints.document import PrintedTurn
from tests.factories import make_study
from tests.interviews.prints.prints import DATA, invented
from tests.people import join, person, team

pytestmark = pytest.mark.django_db


def transcript_of(name):
    """The transcript that an invented print was made of: one paragraph a printed turn."""
    lines = []
    for turn in invented(name).turns:
        words = turn.text.replace("\n", " ")
        lines.append(words if turn.continues else f"{turn.speaker}: {words}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def package(tmp_path):
    """Interview 41 with Ada's print and, of the same pages, a moderated one; interview 43 without codes."""
    root = tmp_path / "package" / "interviews"
    for folder in ("transcripts", "coded_transcripts/codings", "coded_transcripts/moderation"):
        (root / folder).mkdir(parents=True)
    (root / "transcripts/Interview 41.txt").write_text(transcript_of("coded"))
    (root / "transcripts/Interview 43.txt").write_text(transcript_of("uncoded"))
    prints = root / "coded_transcripts"
    shutil.copy(DATA / "coded.pdf", prints / "codings/2026-03-02-Interview 41 - Ada.pdf")
    shutil.copy(DATA / "uncoded.pdf", prints / "codings/2026-03-02-Interview 43 - Cy.txt.pdf")
    shutil.copy(DATA / "coded.pdf", prints / "moderation/2026-03-02-Interview 41 - Ada.pdf")
    return root.parent


def run(directory, study="baking", **options):
    out, err = StringIO(), StringIO()
    try:
        call_command("import_study", str(directory), study=study, json=True, stdout=out, stderr=err, **options)
        failure = ""
    except CommandError as error:
        failure = str(error)
    report = json.loads(out.getvalue()) if out.getvalue() else {}
    return report, failure


def by_kind(report):
    return {(file["interview"], file["kind"]): file for file in report["files"]}


def independent_pass(number=41):
    return CodingPass.objects.get(interview__number=number, kind="independent")


class TestWhatIsStored:
    @pytest.fixture(autouse=True)
    def imported(self, package):
        report, failure = run(package)
        assert failure == ""
        self.report = report

    def test_an_underlined_stretch_is_a_coding_of_exactly_its_words(self):
        coding = independent_pass().codings.get(code__name="Data-low-quality-fix")
        assert coding.segment.text[coding.start : coding.end] == "Later we weighed everything twice."
        assert coding.span_certain
        assert coding.group is None

    def test_every_code_is_put_on_every_stretch_where_the_print_does_not_say_which(self):
        segment = Interview.objects.get(number=41).segments.get(position=3)
        codings = independent_pass().codings.filter(segment=segment).order_by("code__name")
        assert [coding.code.name for coding in codings] == [
            "MT-slow-training",
            "Model-Training-issues [MT]",
            "Quality-Measures (QM)",
        ]
        assert not any(coding.span_certain for coding in codings)
        assert {(coding.start, coding.end) for coding in codings} == {(0, segment.length)}

    def test_the_whole_of_one_stretch_belongs_to_all_its_codes_for_certain(self):
        codings = independent_pass().codings.filter(code__name__in=["Data-low-quality", "Q3.1"])
        assert [coding.span_certain for coding in codings] == [True, True]

    def test_a_code_without_any_words_to_stand_on_is_kept_with_the_printed_turn_alone(self):
        assert not Coding.objects.filter(code__name="Q4.2").exists()
        printed = independent_pass().printed_turns
        assert [turn["position"] for turn in printed if "Q4.2" in turn["codes"]] == [8]

    def test_the_prints_own_cuts_are_kept_without_words(self):
        printed = independent_pass().printed_turns
        assert len(printed) == 10
        assert printed[2] == {
            "position": 2,
            "pieces": [[1, 179, 213]],
            "codes": ["Data-low-quality-fix"],
            "spans": [[[1, 179, 213]]],
        }
        segment = Interview.objects.get(number=41).segments.get(position=1)
        assert segment.text[179:213] == "Later we weighed everything twice."

    def test_coders_are_inactive_accounts_that_nobody_signs_in_with(self):
        ada = get_user_model().objects.get(username="Ada")
        assert not ada.is_active
        assert not ada.has_usable_password()
        roles = ada.study_memberships.values_list("role", flat=True)
        assert set(roles) == {"coder", "moderator"}

    def test_the_codebook_has_kinds_and_parents(self):
        kinds = dict(Code.objects.values_list("name", "kind"))
        assert kinds["Data-low-quality"] == "issue"
        assert kinds["Data-low-quality-fix"] == "strategy"
        assert kinds["Q3.1"] == "question"
        assert kinds["Quality-Measures (QM)"] == "attribute"
        assert Code.objects.get(name="MT-slow-training").parent.name == "Model-Training-issues [MT]"

    def test_a_print_without_codes_is_reported_as_such_and_yields_no_pass(self):
        file = by_kind(self.report)[43, "independent"]
        assert (file["status"], file["turns"], file["coded_turns"]) == ("no codes in the print", 2, 0)
        assert not CodingPass.objects.filter(interview__number=43).exists()
        assert not get_user_model().objects.filter(username__istartswith="Cy").exists()

    def test_the_passes_are_submitted_and_the_interviews_stand_where_that_brings_them(self):
        assert {p.status for p in CodingPass.objects.all()} == {"submitted"}
        assert dict(Interview.objects.values_list("number", "coding_state")) == {41: "moderated", 43: "uncoded"}

    def test_each_file_has_its_line_with_both_readings(self):
        file = by_kind(self.report)[41, "independent"]
        assert (file["turns"], file["coded_turns"], file["codes"]) == (10, 6, 8)
        assert (file["segments"], file["coded_segments"]) == (8, 4)
        assert len(self.report["files"]) == 5

    def test_importing_the_package_again_changes_nothing(self, package):
        def stored():
            models = (Study, Interview, Code, CodingPass, Coding, get_user_model(), Event)
            return [model.objects.count() for model in models]

        before = stored()
        report, failure = run(package)
        assert failure == ""
        assert stored() == before
        assert {file["status"] for file in report["files"]} == {"already imported", "no codes in the print"}


class TestWhatFails:
    def test_a_print_without_its_transcript_is_an_error_and_the_others_go_on(self, package):
        (package / "interviews/transcripts/Interview 41.txt").unlink()
        report, failure = run(package)
        assert "no transcript of interview 41" in by_kind(report)[41, "independent"]["error"]
        assert by_kind(report)[43, "transcript"]["status"] == "imported"
        assert failure == "2 of 4 files not imported"

    def test_a_print_of_another_talk_is_refused(self, package):
        other = "Interviewer: Do you sail?\nInterviewee: On Sundays, when there is wind, with two friends.\n"
        (package / "interviews/transcripts/Interview 41.txt").write_text(other)
        report, failure = run(package)
        assert "check the file's number" in by_kind(report)[41, "independent"]["error"]
        assert failure == "2 of 5 files not imported"
        assert not CodingPass.objects.exists()

    def test_nearly_the_same_transcript_under_another_number_is_asked_about_with_the_way_to_answer(self, package):
        again = package / "interviews/transcripts/Interview 44.txt"
        again.write_text(transcript_of("coded") + "Interviewee: Bye.\n")
        report, _ = run(package)
        error = by_kind(report)[44, "transcript"]["error"]
        assert "word for word interview 41" in error
        assert error.endswith("(import_transcript --accept-duplicate --number N)")

    def test_a_damaged_print_leaves_nothing_of_itself(self, package):
        path = package / "interviews/coded_transcripts/codings/2026-03-02-Interview 41 - Ada.pdf"
        path.write_bytes(b"%PDF-1.7 and then nothing")
        report, failure = run(package)
        assert "damaged" in by_kind(report)[41, "independent"]["error"]
        assert failure == "1 of 5 files not imported"
        assert not CodingPass.objects.filter(kind="independent").exists()

    def test_a_second_print_of_one_coder_is_reported(self, package):
        folder = package / "interviews/coded_transcripts/codings"
        second = folder / "2026-03-02-Interview 41 - Ada (1).pdf"
        second.write_bytes((DATA / "coded.pdf").read_bytes() + b"\n% printed again\n")
        report, failure = run(package)
        errors = [file["error"] for file in report["files"] if file["error"]]
        assert errors == ["Ada has another pass on interview 41 already: keep one of the two"]
        assert failure == "1 of 6 files not imported"

    def test_a_file_among_the_prints_that_is_none_is_never_passed_over_in_silence(self, package):
        (package / "interviews/coded_transcripts/codings/notes.docx").write_bytes(b"notes")
        report, failure = run(package)
        assert any(note.startswith("notes.docx: ") for note in report["notes"])
        assert failure == "1 of 6 files not imported"

    def test_a_guide_beside_them_is_noted_and_no_failure(self, package):
        guides = package / "interviews/interview_guides"
        guides.mkdir()
        (guides / "new.pdf").write_bytes(b"%PDF")
        report, failure = run(package)
        assert report["notes"] == ["new.pdf: a guide, not imported"]
        assert failure == ""

    def test_a_folder_that_is_no_package_is_one_line_with_the_remedy(self, tmp_path):
        report, failure = run(tmp_path)
        assert "name the replication package's folder" in failure
        assert report == {}
        assert not Study.objects.exists()

    def test_a_moderated_print_waits_until_live_coders_are_done(self, package):
        (package / "interviews/coded_transcripts/codings/2026-03-02-Interview 41 - Ada.pdf").unlink()
        moderated = package / "interviews/coded_transcripts/moderation/2026-03-02-Interview 41 - Ada.pdf"
        kept = moderated.rename(package / "later.pdf")
        run(package)
        people = team(Study.objects.get())
        assign_pass(by=people.cora, interview=Interview.objects.get(number=41), coder=people.cora)
        kept.rename(moderated)
        report, _ = run(package)
        assert "still being coded" in by_kind(report)[41, "moderated"]["error"]

    def test_the_passes_of_live_coders_stay_theirs(self, package):
        study = make_study("baking")
        people = team(study)
        run(package)
        interview = Interview.objects.get(number=43)
        cora = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        segment = interview.segments.get(position=0)
        apply_code(by=people.cora, coding_pass=cora, segment=segment, start=0, end=7, code=study.codes.get(name="Q3.1"))
        run(package)
        assert cora.codings.count() == 1


class TestWhatOfATurnIsCoded:
    def turn(self, *, spans=(), codes=("Q1",)):
        return PrintedTurn(0, "Interviewee", "Rye, mostly.", spans, codes, 1, runs=len(spans))

    def test_its_underlined_stretches(self):
        placed = AlignedTurn(0, ((4, 0, 12),), (((4, 0, 3),), ((4, 5, 11),)))
        assert stretches(self.turn(spans=((0, 3), (5, 11))), placed) == [((4, 0, 3),), ((4, 5, 11),)]

    def test_all_of_it_where_its_codes_have_nothing_underlined(self):
        assert stretches(self.turn(), AlignedTurn(0, ((4, 0, 12), (5, 0, 3)), ())) == [((4, 0, 12), (5, 0, 3))]

    def test_all_of_it_where_the_underlined_words_are_not_in_the_transcript(self):
        assert stretches(self.turn(spans=((0, 3),)), AlignedTurn(0, ((4, 5, 12),), ((),))) == [((4, 5, 12),)]

    def test_nothing_of_a_turn_without_codes_or_without_words(self):
        assert stretches(self.turn(spans=((0, 3),), codes=()), AlignedTurn(0, ((4, 0, 12),), (((4, 0, 3),),))) == []
        assert stretches(self.turn(), AlignedTurn(0, ((4, 0, 0),), ())) == []


class TestCoders:
    def test_a_printed_name_becomes_a_user_name(self):
        assert username_for("Ada Quill ") == "Ada-Quill"
        assert username_for("Zoë (second reading)") == "Zoë-second-reading"
        assert username_for("") == "unnamed-coder"

    def test_somebody_elses_account_of_that_name_is_left_alone(self):
        study = make_study()
        stranger = person("ada")
        account = coder_account(study, "Ada", "independent", by=None)
        assert account != stranger
        assert account.username == "Ada-invented"
        assert coder_account(study, "Ada", "independent", by=None) == account
        assert not stranger.study_memberships.exists()

    def test_a_member_of_the_study_of_that_name_is_the_coder(self):
        study = make_study()
        ada = join(person("ada"), study, "coder")
        assert coder_account(study, "Ada", "independent", by=None) == ada


# The study's own prints, keyed by interview and place in the sorted list of its files: turns, coded turns, codes.
INDEPENDENT = {
    (2, 0): (92, 58, 25),
    (2, 1): (92, 35, 20),
    (3, 1): (151, 57, 42),
    (5, 0): (160, 90, 27),
    (7, 0): (111, 49, 16),
    (7, 1): (114, 50, 14),
    (10, 1): (239, 61, 12),
    (12, 0): (160, 16, 14),
    (12, 1): (160, 13, 8),
    (19, 0): (104, 21, 9),
    (19, 1): (104, 12, 5),
    (30, 0): (136, 38, 16),
    (30, 1): (136, 43, 15),
}
WITHOUT_CODES = {(3, 0), (5, 1), (10, 0)}


@pytest.mark.real_study
def test_the_whole_package_comes_in_with_the_figures_of_the_independent_reading(shared):
    report, failure = run(shared / "study/package")
    assert failure == ""
    assert {file["error"] for file in report["files"]} == {None}
    prints = [file for file in report["files"] if file["kind"] == "independent"]
    places = {number: 0 for number, _ in INDEPENDENT}
    for file in prints:
        place = (file["interview"], places[file["interview"]])
        places[file["interview"]] += 1
        if place in WITHOUT_CODES:
            assert file["status"] == "no codes in the print"
        else:
            assert (file["turns"], file["coded_turns"], file["codes"]) == INDEPENDENT[place]
            check_stored(file)
    assert len(prints) == 16
    assert sum(file["kind"] == "moderated" for file in report["files"]) == 8
    assert report["near_duplicate_codes"][0] == ["Data-missing-value", "Data-missing-values"]


def check_stored(file):
    """The database holds what the report says: the pass, its printed turns, its codes."""
    stored = CodingPass.objects.get(
        interview__number=file["interview"], coder__username__iexact=username_for(file["coder"]), kind=file["kind"]
    )
    assert sum(bool(turn["codes"]) for turn in stored.printed_turns) == file["coded_turns"]
    assert stored.codings.aggregate(codes=Count("code", distinct=True))["codes"] == file["codes"]


@pytest.mark.real_study
def test_every_certain_coding_of_the_study_begins_and_ends_with_a_word(shared):
    run(shared / "study/package")
    for coding in Coding.objects.select_related("segment__interview"):
        words = coding.segment.text[coding.start : coding.end]
        assert words
        assert words == words.strip()
