"""Pages of the workshop in French: no English word of the interface is left on them."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from interviews.actions import code as coding
from interviews.actions.moderate import start_moderation
from interviews.actions.redact import propose_replacement
from interviews.admin.columns import NAMES
from interviews.models import Code, Memo
from tests import factories as make
from tests.french import not_french, spoken
from tests.interviews.refi.files import qdpx, zipped
from tests.interviews.test_import_codings import of_another_tool
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study):
    parent = make.make_code(study, "Blank cells", definition="Values that are not there", include="Holes")
    make.make_code(study, "Lost rows", parent=parent)
    return parent


@pytest.fixture
def interview(study, people, code):
    """Cora and Colin differ; Mona moderates."""
    made = make.make_interview(study, participant=make.make_participant(study))
    passes = [coding.assign_pass(by=each, interview=made, coder=each) for each in (people.cora, people.colin)]
    make.code_words(passes[0], made.segments.get(position=1), "Zephyrine", code)
    for each in passes:
        coding.submit_pass(by=each.coder, coding_pass=each)
    propose_replacement(by=people.dele, segment=made.segments.get(position=1), start=3, end=12, text="[company]")
    return made


def left_over(user, address, study, sent=None):
    """What of the page is no French; with `sent`, of the answer to a form."""
    client = signed_in(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = (client.get(address) if sent is None else client.post(address, sent)).content.decode()
    assert '<html lang="fr"' in page
    data = {"English", "cora", "colin", "mona", "dele", "kofi", "imani", "pia", study.slug, study.title, "P05", "P01"}
    data |= {str(user.first_name or user), "[company]"} | {f"T-{n}" for n in range(9)}
    data |= {text for code in Code.objects.all() for text in (code.name, code.definition, code.include) if text}
    return not_french(spoken(page), data)


@pytest.mark.parametrize(("who", "mode"), [("colin", "code"), ("mona", "read"), ("dele", "deidentify")])
def test_an_interview_is_read_in_french(people, study, interview, who, mode):
    address = f"{reverse('admin:interviews_interview_transcript', args=[interview.pk])}?mode={mode}"
    assert left_over(getattr(people, who), address, study) == set()


def test_differences_are_settled_and_passages_compared_in_french(people, study, interview, code):
    start_moderation(by=people.mona, interview=interview)
    assert (
        left_over(people.mona, reverse("admin:interviews_interview_differences", args=[interview.pk]), study) == set()
    )
    address = reverse("admin:interviews_code_compare", args=[code.pk])
    assert left_over(people.cora, address, study) == set()
    assert left_over(people.cora, f"{address}?below=1", study) == set()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no zip", "mien.qdpx : ce n’est pas une archive zip, ou elle est tronquée ; exportez à nouveau le projet"),
        (zipped({"project.qde": "<Project"}), "mien.qdpx : la ligne 1 de son XML est mal formée"),
        (qdpx("<CodeBook><Codes><Code/></Codes></CodeBook>"), "mien.qdpx : un élément Code n’a pas de GUID ; exportez"),
    ],
)
def test_what_is_wrong_with_a_file_of_another_tool_is_said_in_french(people, study, data, said):
    client = signed_in(people.mona)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    sent = {"file": SimpleUploadedFile("mien.qdpx", data), "dry_run": "on"}
    page = client.post(reverse("admin:interviews_study_other_tools", args=[study.pk]), sent)
    assert said in page.context["form"].errors["file"][0]


def test_codings_go_to_other_tools_and_come_back_in_french(people, study, interview):
    """The page, what came of a file with remarks on what it can't carry, and what is wrong with another."""
    address = reverse("admin:interviews_study_other_tools", args=[study.pk])
    assert left_over(people.kofi, address, study) == set()
    assert left_over(people.mona, address, study) == set()
    sets = '<Sets><Set guid="11111111-1111-4111-8111-111111111111" name="Half"/></Sets>'
    talk = of_another_tool("fields", text="Interviewer: What?\n\nInterviewee: Half of the 🗃 fields.\n", inside=sets)
    for options in ({"dry_run": "on"}, {"dry_run": "on", "new_interviews": "on", "each_coder": "on"}):
        sent = {"file": SimpleUploadedFile("team.qdpx", talk), **options}
        assert left_over(people.kofi if "each_coder" in options else people.mona, address, study, sent) == set()
    assert left_over(people.mona, address, study, {}) == set()


@pytest.mark.parametrize(
    "model",
    ["study", "interview", "segment", "segmentreview", "speaker", "code", "codingpass", "coding", "memo", "event"],
)
def test_the_columns_of_a_list_have_french_names(people, study, interview, model):
    make.make_pass(make.make_interview(study), people.mona)
    make.review_turns(study, by=people.dele)
    Memo.written(study=study, text="A note", author=people.mona).save()
    client = signed_in(people.mona)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = client.get(reverse(f"admin:interviews_{model}_changelist")).content.decode()
    heads = re.findall(r'<div class="text"><(?:a|span)[^>]*>([^<]+)<', page)
    with translation.override("fr"):
        french = {
            capfirst(str(name)) for name in [*NAMES.values(), apps.get_model("interviews", model)._meta.verbose_name]
        }
    assert heads
    assert set(heads) - french == set()
