"""Importing an interview by upload."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews.models import Interview
from tests import factories as make
from tests.interviews.admin.pages import transcript, words
from tests.people import join

TALK = b"Interviewer: What hurts?\n\nInterviewee: The data does, at Zephyrine Labs.\n\nInterviewee:\n"


def upload(client, study, data=TALK, name="Interview 7.txt", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("admin:interviews_interview_add"), {"study": study.pk, "file": file, **fields})


def test_an_importer_uploads_a_transcript_and_lands_on_its_page(study, people, as_user):
    answer = upload(as_user(people.imani), study)
    interview = Interview.objects.get()
    assert interview.number == 7
    assert [segment.text for segment in interview.segments.all()][:2] == [
        "What hurts?",
        "The data does, at Zephyrine Labs.",
    ]
    assert answer.url == transcript(interview)


def test_what_the_reader_of_the_file_noticed_is_a_table_with_line_numbers(study, people, as_user):
    imani = as_user(people.imani)
    page = imani.get(upload(imani, study).url)
    assert [warning["line"] for warning in Interview.objects.get().warnings] == [5]
    assert "<td>5</td>" in words(page)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x00\x01\x02\xff\xfe", "talk.txt", "talk.txt:1: "),
        (b"Nobody is labelled here, and nothing is said of who speaks.", "talk.txt", "talk.txt:1: "),
        (b"", "talk.txt", "empty"),
    ],
)
def test_what_cannot_be_read_is_said_with_file_line_and_remedy_and_nothing_is_stored(
    data, name, said, study, people, as_user
):
    answer = upload(as_user(people.imani), study, data, name)
    assert answer.status_code == 200
    assert said in answer.context["form"].errors["file"][0]
    assert not Interview.objects.exists()


def test_the_same_file_twice_is_recognised(study, people, as_user):
    imani = as_user(people.imani)
    upload(imani, study)
    answer = upload(imani, study, name="another name.txt", confirm_duplicate="on")
    assert "already imported as interview 7" in answer.context["form"].non_field_errors()[0]
    assert Interview.objects.count() == 1


def test_nearly_the_same_words_are_stored_only_when_that_is_confirmed(study, people, as_user):
    imani, again = as_user(people.imani), TALK + b"Interviewer: Thanks.\n"
    long = TALK * 12
    upload(imani, study, long)
    answer = upload(imani, study, long + again, "Interview 8.txt")
    assert "interview 7" in answer.context["form"].non_field_errors()[0]
    upload(imani, study, long + again, "Interview 8.txt", confirm_duplicate="on")
    assert sorted(Interview.objects.values_list("number", flat=True)) == [7, 8]


def test_neither_the_file_nor_its_name_is_kept(study, people, as_user):
    upload(as_user(people.imani), study, name="Ottoline Quill 7.txt")
    stored = Interview.objects.filter(source_format="labelled").values().get()
    assert "Ottoline" not in str(stored)


@pytest.mark.parametrize("name", ["cora", "mona", "pia", "dele", "olga"])
def test_nobody_else_may_upload(name, study, people, as_user):
    client = as_user(getattr(people, name))
    assert client.get(reverse("admin:interviews_interview_add")).status_code == 403
    assert upload(client, study).status_code == 403


def test_an_importer_of_one_study_cannot_upload_into_another(study, people, as_user):
    other = make.make_study("other")
    join(people.cora, other, "coder")
    answer = upload(as_user(people.imani), other)
    assert "study" in answer.context["form"].errors
    assert not Interview.objects.exists()


@pytest.mark.parametrize("most", [10, 30 * 1024 * 1024])
def test_a_file_that_is_far_too_large_is_called_so_also_where_it_was_never_read(study, people, as_user, settings, most):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = most
    page = words(upload(as_user(people.imani), study, b"Interviewee: " + b"x" * 21 * 1024 * 1024))
    assert "over 20 megabytes" in page
    assert "This field is required" not in page
    assert not Interview.objects.exists()
