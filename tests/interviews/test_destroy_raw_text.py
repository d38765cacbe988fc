"""`manage.py destroy_raw_text`: what it says before, after, and when it refuses."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from interviews.actions.ingest import import_interview
from interviews.errors import WrongState
from interviews.models import Segment, Study
from tests.interviews.ready import Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    Study.objects.filter(pk=ready.study.pk).update(destroy_by=date(2020, 1, 1))
    return ready


@pytest.fixture
def overdue(ready: Ready) -> Ready:
    return ready


def run(*args: str) -> list[str]:
    out = StringIO()
    call_command("destroy_raw_text", "--study", "invented", *args, stdout=out)
    return out.getvalue().splitlines()


def test_it_says_what_goes_before_it_goes_and_what_no_one_can_recall(overdue):
    before, after, copies = run()
    assert before.startswith("what goes: 4 turns of 1 interviews, 1 names, 0 memos, 1 unpublished drafts of quotes")
    assert after == before.replace("what goes", "destroyed")
    assert copies.startswith("Copies that were downloaded before cannot be recalled.")
    assert not Segment.objects.exclude(text_encrypted=b"").exists()


def test_before_the_day_it_refuses_in_one_line_and_destroys_nothing(overdue):
    Study.objects.update(destroy_by=date(2999, 1, 1))
    with pytest.raises(CommandError, match=r"^study invented is kept until 2999-01-01: .*give a reason$"):
        run()
    assert not Study.objects.filter(destroyed_at__isnull=False).exists()
    assert run("--reason", "the sponsor ended it")[1].startswith("destroyed: ")


def test_a_second_run_says_when_it_was_done(overdue):
    run()
    with pytest.raises(CommandError, match="was destroyed on"):
        run()


def test_somebody_who_is_no_custodian_is_refused(overdue):
    with pytest.raises(CommandError):
        run("--by", "cora")
    assert Segment.objects.first().text


def test_no_transcript_is_imported_into_a_destroyed_study(overdue):
    run()
    with pytest.raises(WrongState, match=r"^the raw text of study invented was destroyed on \d"):
        import_interview(
            by=overdue.people.imani,
            study=overdue.study,
            data=b"Interviewer: Hello?\n\nInterviewee: Yes.\n",
            name="9.txt",
        )
    assert overdue.study.interviews.count() == 1
