"""`check_leaks`: the last look at everything public."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Evidence, IssueText, IssueVersion, ReleaseFile, Source
from catalog.releases import make_release
from interviews.actions import publish, redact
from interviews.leaks import find_leaks, public_texts
from interviews.models import Identifier
from tests.interviews.ready import Ready
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(ready: Ready) -> Ready:
    ready.publish()
    return ready


def seed(text: str) -> None:
    """Write words into a public row behind the gate's back."""
    IssueText.objects.update(description=text)


def found() -> set[str]:
    return {str(leak) for leak in find_leaks()}


def test_a_catalog_published_through_the_gate_has_no_leak(published):
    make_release("2026.1", on=published.evidence().published_on)
    assert found() == set()


def test_a_name_is_found_in_any_spelling(published):
    seed("as at zéphyrine-LABS we")
    row = IssueText.objects.get().pk
    assert found() == {f"catalog_issuetext {row} description: identifier {Identifier.objects.get().pk}"}


def test_six_raw_words_that_are_not_in_safe_text_are_found(published):
    seed("He said: are empty and nobody at Zephyrine, you know")
    assert {leak.what for leak in find_leaks()} == {f"raw words of segment {published.segment.pk}"}


def test_the_same_words_as_in_safe_text_are_no_leak(published):
    seed("Half of the fields are empty and nobody at [company] knows why.")
    assert found() == set()


def test_a_destroyed_name_is_found_by_its_fingerprint(published):
    Identifier.objects.update(name_encrypted=None, data_key=None)
    seed("as at Zephyrine Labs")
    assert len(found()) == 1


def test_words_in_a_version_of_an_issue_are_found(published):
    IssueVersion.objects.create(
        issue=published.issue,
        version=1,
        changed_on=published.issue.last_changed,
        note="First published",
        snapshot={"texts": {"en": {"title": "At Zephyrine Labs"}}},
    )
    assert [leak.field for leak in find_leaks()] == ["snapshot"]


def test_words_in_a_release_file_are_found(published):
    make_release("2026.1", on=published.evidence().published_on)
    ReleaseFile.objects.filter(name="evidence.csv").update(content="at Zephyrine Labs")
    assert [(leak.table, leak.field) for leak in find_leaks()] == [("catalog_releasefile", "content")]


def test_a_users_address_is_found_anywhere_and_a_full_name_outside_citations(published):
    pia = person("pia")
    pia.last_name = "Quillwright"
    pia.save()
    Source.objects.update(authors="Quillwright, Pia", citation="Pia Quillwright, 2026")
    assert found() == set()
    seed("ask PIA QUILLWRIGHT at pia@example.org")
    assert {leak.what for leak in find_leaks()} == {f"name of user {pia.pk}", f"e-mail address of user {pia.pk}"}


def test_an_occurrence_that_a_second_person_cleared_is_no_leak(ready):
    identifier = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Half", sure=True)
    publish.clear_occurrence(
        by=ready.people.dele,
        draft=ready.draft,
        identifier=identifier,
        place="quote",
        start=0,
        end=4,
        reason="a number",
    )
    ready.publish()
    assert found() == set()


@pytest.mark.parametrize("planted", ["Café Quillmoor", "CAFÉ QUILLMOOR", "cafe quillmoor"])
def test_the_lines_of_a_file_are_found_in_any_case_with_or_without_accents(published, tmp_path, capsys, planted):
    (tmp_path / "strings").write_text("nothing of it\n\nCafé Quillmoor\n")
    seed(f"we met at {planted}.")
    with pytest.raises(CommandError) as stopped:
        call_command("check_leaks", "--against", str(tmp_path / "strings"))
    assert stopped.value.returncode == 1
    printed = capsys.readouterr().out
    assert printed.strip().endswith("description: string 3 of the file")
    assert "quillmoor" not in printed.casefold()


def test_the_command_answers_0_when_nothing_leaked(published, capsys):
    call_command("check_leaks")
    assert capsys.readouterr().out == "no leak found\n"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match="check the path"):
        call_command("check_leaks", "--against", str(tmp_path / "missing"))
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    with pytest.raises(CommandError, match="is not UTF-8"):
        call_command("check_leaks", "--against", str(tmp_path / "latin"))


def test_every_text_column_of_the_catalog_is_searched(published):
    make_release("2026.1", on=published.evidence().published_on)
    searched = {(text.table, text.field) for text in public_texts()}
    assert {
        ("catalog_evidence", "text"),
        ("catalog_evidence", "speaker_label"),
        ("catalog_issuetext", "summary"),
        ("catalog_claimtext", "statement"),
        ("catalog_source", "citation"),
        ("catalog_sourcetext", "method"),
        ("catalog_workflowphasetext", "summary"),
        ("catalog_releasefile", "content"),
    } <= searched
    assert Evidence.objects.get().text in {text.text for text in public_texts()}
