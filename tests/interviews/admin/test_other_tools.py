"""The study's page for other tools: who downloads and uploads what, and what it says."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews.actions import redact
from interviews.models import Coding, Event
from interviews.refi.reader import read_file
from tests.factories import code_words, make_code, make_interview, make_pass, make_study, submit
from tests.interviews.refi.files import project_xml, zipped
from tests.interviews.test_import_codings import of_another_tool

pytestmark = pytest.mark.django_db


def page(study) -> str:
    return reverse("admin:interviews_study_other_tools", args=[study.pk])


def download(client, study, what="project"):
    return client.post(reverse("admin:interviews_study_download", args=[study.pk, what]))


def upload(client, study, data: bytes, name="team.qdpx", **options):
    return client.post(page(study), {"file": SimpleUploadedFile(name, data), **options})


WHO = {
    # opens the page, downloads, uploads codings, is offered new interviews
    "imani": "yes no no yes",
    "dele": "no no no no",
    "cora": "yes no yes no",
    "mona": "yes yes yes no",
    "pia": "no no no no",
    "kofi": "yes yes no yes",
    "olga": "no no no no",
}


@pytest.mark.parametrize("name", WHO)
def test_who_may_do_what_there(name, study, people, as_user):
    make_code(study)
    client = as_user(getattr(people, name))
    shown = client.get(page(study))
    words = shown.content.decode()
    sent = upload(client, study, of_another_tool("fields", text=TALK)).content.decode()
    did = [
        shown.status_code == 200,
        download(client, study).status_code == download(client, study, "codebook").status_code == 200,
        "1 new coding" in sent or "left out with 1 coding" in sent,
        "as new interviews" in words,
    ]
    assert " ".join("yes" if one else "no" for one in did) == WHO[name]
    assert ("Download the project" in words) == did[1]


TALK = "Interviewer: What hurts?\n\nInterviewee: Half of the 🗃 fields are empty.\n"


def test_a_download_is_what_the_blind_rule_shows_and_is_in_the_log(study, people, as_user):
    interview = make_interview(study)
    redact.review_deidentification(by=people.dele, interview=interview)
    turn = interview.segments.get(position=1)
    for coder in (people.cora, people.colin):
        code_words(make_pass(interview, coder), turn, "Half", make_code(study))
    submit(interview.passes.get(coder=people.cora))
    answer = download(as_user(people.mona), study)
    assert answer["Content-Disposition"] == 'attachment; filename="invented-project.qdpx"'
    project = read_file(io.BytesIO(answer.content), name="x.qdpx")
    assert [user.name for user in project.users] == ["cora"]
    assert Event.objects.filter(action="project exported", actor=people.mona).count() == 1


def test_nothing_goes_out_by_opening_an_address(study, people, as_user):
    address = reverse("admin:interviews_study_download", args=[study.pk, "project"])
    assert as_user(people.kofi).get(address).status_code == 405
    assert download(as_user(people.kofi), study, "everything").status_code == 404
    assert download(as_user(people.kofi), study, "codebook").status_code == 404
    assert download(as_user(people.kofi), make_study("elsewhere")).status_code == 403


def test_an_upload_says_what_came_of_it_and_a_try_stores_nothing(study, people, as_user):
    make_interview(study, turns=[("interviewer", "What hurts?"), ("interviewee", "Half of the 🗃 fields are empty.")])
    client, data = as_user(people.cora), of_another_tool("fields")
    tried = upload(client, study, data, dry_run="on").content.decode()
    assert "This would come of it" in tried
    assert "text 1: interview 1 (known), 1 new coding" in tried
    assert not Coding.objects.exists()
    assert "2 new codes, 0 new interviews, 1 new coding" in upload(client, study, data).content.decode()
    assert Coding.objects.get().coding_pass.coder == people.cora


def test_what_a_coder_was_not_offered_is_not_done_either(study, people, as_user):
    upload(as_user(people.cora), study, of_another_tool("fields"), new_interviews="on", each_coder="on")
    assert not study.interviews.exists()


def test_a_file_that_means_harm_is_one_line_on_the_page(study, people, as_user):
    evil = zipped({"project.qde": project_xml(), "../evil": "x"})
    words = upload(as_user(people.cora), study, evil, name="<b>.qdpx").content.decode()
    assert "&lt;b&gt;.qdpx: a part of the archive has a path that leads out of it" in words
    assert not study.codes.exists()
