"""Pages of what was done: the codebook's history, and the log as sentences, never what the blind rule hides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions.code import apply_code, assign_pass, submit_pass
from interviews.actions.codebook import change_code, create_code
from interviews.actions.log import record
from interviews.models import Code, CodeVersion, Memo
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study, people):
    code = create_code(by=people.cora, study=study, name="Gaps", definition="Rows that are not there.")
    return change_code(by=people.mona, code=code, definition="Rows that were never there.")


def history(code):
    return reverse("admin:interviews_code_history", args=[code.pk])


def log(study, query=""):
    return reverse("admin:interviews_study_log", args=[study.pk]) + query


def lines(user, study, query=""):
    return [line.sentence for line in signed_in(user).get(log(study, query)).context["lines"]]


def test_a_codes_history_shows_who_changed_which_words(people, code):
    page = signed_in(people.cora).get(history(code)).content.decode()
    assert "mona changed the definition of Gaps." in page
    assert "<del>" in page
    assert "were never" in page
    assert "cora made the code Gaps." in page


def test_the_whole_codebooks_history_names_each_code(study, people, code):
    other = create_code(by=people.colin, study=study, name="Drift")
    page = signed_in(people.pia).get(reverse("admin:interviews_study_codebook_history", args=[study.pk]))
    assert page.context["chapters"][0].told.sentence == "colin made the code Drift."
    assert history(other) in page.content.decode()


def test_only_members_read_a_history_or_a_log(study, people, code):
    pages = [history(code), log(study), reverse("admin:interviews_study_codebook_history", args=[study.pk])]
    for address in pages:
        assert signed_in(people.olga).get(address).status_code == 403
        assert Client().get(address).status_code == 302
        assert signed_in(people.kofi).get(address).status_code == 200


def test_an_old_wording_is_put_back_or_destroyed_by_a_button(people, code):
    first = CodeVersion.objects.earliest("pk")
    assert signed_in(people.pia).post(history(code), {"act": f"restore-{first.pk}"}).status_code == 403
    signed_in(people.colin).post(history(code), {"act": f"restore-{first.pk}"})
    code.refresh_from_db()
    assert code.definition == "Rows that are not there."
    assert signed_in(people.colin).post(history(code), {"act": f"forget-{first.pk}"}).status_code == 403
    signed_in(people.mona).post(history(code), {"act": f"forget-{first.pk}"})
    assert CodeVersion.objects.get(pk=first.pk).entry == {}
    for act in ("", "restore-0", "burn-1", "restore-x"):
        assert signed_in(people.mona).post(history(code), {"act": act}).status_code == 404


def test_what_the_admins_form_saves_is_one_act_with_its_words(study, people, code):
    form = {"name": "Gaps", "kind": "other", "definition": "Other words", "include": "", "exclude": ""}
    form |= {"shortcut": "g", "colour": "", "parent": "", "issue": "", "strategy": ""}
    address = reverse("admin:interviews_code_change", args=[code.pk])
    assert signed_in(people.cora).post(address, form).status_code == 302
    assert lines(people.cora, study)[0] == "cora changed the definition and the shortcut of Gaps."
    assert CodeVersion.objects.latest("pk").entry["definition"] == "Other words"
    added = {**form, "study": study.pk, "name": "New one", "shortcut": "w"}
    assert signed_in(people.cora).post(reverse("admin:interviews_code_add"), added).status_code == 302
    new = Code.objects.get(name="New one")
    assert (new.shortcut, new.definition, CodeVersion.objects.filter(code=new).count()) == ("w", "Other words", 1)
    assert lines(people.cora, study)[0] == "cora made the code New one."


class TestTheLog:
    @pytest.fixture
    def coded(self, study, people, interview, code):
        """Colin submitted, Cora codes still."""
        passes = [assign_pass(by=each, interview=interview, coder=each) for each in (people.cora, people.colin)]
        for working in passes:
            turn = interview.segments.get(position=1)
            apply_code(by=working.coder, coding_pass=working, segment=turn, start=0, end=4, code=code)
        submit_pass(by=people.colin, coding_pass=passes[1])
        return passes

    def test_nobody_reads_of_anothers_acts_on_an_interview_before_submitting_their_own(self, study, people, coded):
        record(by=people.mona, action="evidence proposed", interview=coded[0].interview, draft=1)
        blind = lines(people.cora, study)
        assert "cora applied Gaps." in blind
        assert not [line for line in blind if "colin" in line or "proposed" in line]
        assert "colin" not in signed_in(people.cora).get(log(study)).content.decode()
        assert not [line for line in lines(people.mona, study) if "cora applied" in line]
        submit_pass(by=people.cora, coding_pass=coded[0])
        seen = lines(people.cora, study)
        assert {"colin applied Gaps.", "mona proposed a quote."} <= set(seen)
        assert {"cora applied Gaps.", "colin applied Gaps."} <= set(lines(people.mona, study))
        assert "cora applied Gaps." not in lines(people.pia, study)

    def test_a_memo_that_may_not_be_read_is_not_told_of_either(self, study, people, coded):
        memo = Memo.written(study=study, text="Hm.", author=people.colin, interview=coded[0].interview)
        memo.save()
        record(by=people.colin, action="memo added", study=study, row=memo.pk)
        assert "colin added: a memo." not in lines(people.cora, study)
        assert "colin added: a memo." in lines(people.colin, study)
        submit_pass(by=people.cora, coding_pass=coded[0])
        assert "colin added: a memo." in lines(people.cora, study)

    def test_it_is_narrowed_by_who_what_and_where(self, study, people, coded):
        assert lines(people.colin, study, "?who=mona") == ["mona changed the definition of Gaps."]
        assert lines(people.colin, study, "?what=codebook&who=cora") == ["cora made the code Gaps."]
        assert set(lines(people.colin, study, "?what=coding&interview=1")) == {
            "colin submitted a pass.",
            "colin applied Gaps.",
            "colin opened a pass for colin.",
        }
        assert lines(people.colin, study, "?interview=7") == lines(people.colin, study, "?interview=x") == []
        address = reverse("admin:interviews_interview_transcript", args=[coded[0].interview_id])
        assert f"{address}?mode=read#t1" in signed_in(people.colin).get(log(study)).content.decode()

    def test_a_long_log_costs_as_many_queries_as_a_short_one(self, study, people, coded):
        client, counts = signed_in(people.colin), []
        for _ in range(2):
            client.get(log(study))
            with CaptureQueriesContext(connection) as queries:
                client.get(log(study))
            counts.append(len(queries))
            turns = coded[0].interview.segments.all()
            for turn in turns:
                record(by=people.dele, action="speaker corrected", interview=coded[0].interview, segment=turn.pk)
        assert counts[0] == counts[1]
