"""Releases: hashed snapshots, and what a withdrawal does to them."""

import hashlib
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Evidence, Release, ReleaseFile
from catalog.releases import ReleaseExists, make_release, reissue_without
from tests.factories import make_issue, make_source

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


@pytest.fixture
def quote() -> Evidence:
    issue = make_issue(1)
    return Evidence.objects.create(
        issue=issue,
        source=make_source(),
        phase=issue.primary_phase,
        text="=Half of it was empty.",
        published_on=date(2026, 1, 20),
    )


def test_the_root_hash_is_what_sha256sum_gives_for_the_manifest(quote):
    release = make_release("2026.1", on=DAY)
    manifest = "".join(
        f"{hashlib.sha256(file.content.encode()).hexdigest()}  {file.name}\n" for file in release.files.order_by("name")
    )
    assert release.root_hash == hashlib.sha256(manifest.encode()).hexdigest()


def test_the_same_catalog_gives_the_same_hash_under_another_version(quote):
    assert make_release("2026.1", on=DAY).root_hash == make_release("2026.2", on=DAY).root_hash


def test_a_version_is_never_given_twice(quote):
    make_release("2026.1", on=DAY)
    with pytest.raises(ReleaseExists, match="choose the next number"):
        make_release("2026.1", on=DAY)


def test_a_cell_that_a_spreadsheet_would_compute_is_defused(quote):
    release = make_release("2026.1", on=DAY)
    assert "'=Half of it was empty." in release.files.get(name="evidence.csv").content


def test_a_withdrawn_quote_leaves_every_release_in_a_new_revision(quote):
    first = make_release("2026.1", on=DAY)
    [second] = reissue_without([quote.public_id], status="withdrawn", on=DAY)
    assert (str(second), second.revision) == ("2026.1 r2", 2)
    assert second.root_hash != first.root_hash
    assert not ReleaseFile.objects.filter(content__contains="Half of it was empty").exists()


def test_of_a_superseded_revision_only_the_root_hash_stays(quote):
    first = make_release("2026.1", on=DAY)
    reissue_without([quote.public_id], status="withdrawn", on=DAY)
    assert Release.objects.get(pk=first.pk).root_hash == first.root_hash
    assert not first.files.exists()


def test_a_release_without_the_quote_keeps_its_revision(quote):
    make_release("2026.1", on=DAY)
    assert reissue_without(["zzzzzzzzzzzz"], status="withdrawn", on=DAY) == []


def test_a_version_that_is_no_version_is_refused():
    with pytest.raises(CommandError, match="give year and number"):
        call_command("release", "latest")
