"""A fixture's words are looked through for the identifiers of every study before they are loaded."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import IssueText
from interviews.actions.hold import settle
from interviews.actions.identify import add_identifier
from interviews.models import HeldText
from tests.factories import make_issue
from tests.people import Role, join

pytestmark = pytest.mark.django_db
SAID = "Zephyrine Labs had empty fields."


@pytest.fixture
def summary(db):
    """The words of the only issue, in the catalog and in the file that is loaded again."""
    issue = make_issue(title="Empty fields")
    IssueText.objects.filter(issue=issue, language="en").update(summary=SAID)
    return IssueText.objects.get(issue=issue, language="en")


def load_what_was_exported(path, summary):
    """Load the file into a catalog that says something else by now."""
    IssueText.objects.filter(pk=summary.pk).update(summary="Fields were empty.")
    call_command("load_catalog", str(path))
    summary.refresh_from_db()
    return summary.summary


def test_a_fixture_that_names_somebody_a_study_knows_is_not_loaded(study, people, summary, tmp_path):
    call_command("export", "fixture", output=tmp_path / "catalog.json")
    add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs")
    with pytest.raises(CommandError, match=r"row \d+ \(catalog\.issuetext\) may not be published: Identifier \d+ of a"):
        load_what_was_exported(tmp_path / "catalog.json", summary)
    assert not IssueText.objects.filter(summary__contains="Zephyrine").exists()


def test_a_fixture_with_an_occurrence_that_was_cleared_is_loaded(study, people, summary, tmp_path):
    add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs")
    join(people.kofi, study, Role.DEIDENTIFIER)
    for held in HeldText.objects.all():
        settle(by=people.kofi, held=held, settlement=HeldText.Settlement.CLEARED, reason="public already")
    call_command("export", "fixture", output=tmp_path / "catalog.json")
    assert load_what_was_exported(tmp_path / "catalog.json", summary) == SAID
