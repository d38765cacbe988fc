"""Addresses stay: renamed, merged, replaced and withdrawn things answer at the address they had."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.exports.fixture import fixture_rows, write_rows
from catalog.loading import load_catalog
from catalog.models import FormerPhaseSlug, Issue, QualityAttribute, Strategy, WorkflowPhase
from catalog.models.numbered import NumberTaken
from catalog.models.taxonomy import SlugTaken
from tests.catalog.factories import Shelf
from tests.catalog.test_pages import text_of

pytestmark = pytest.mark.django_db


def rename(taxon, slug: str) -> None:
    taxon.slug = slug
    taxon.save()


def leads(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


# --- phases and qualities


def test_a_renamed_phase_answers_at_every_slug_it_ever_had(client: Client, shelf: Shelf):
    rename(shelf.preparation, "data-wrangling")
    rename(shelf.preparation, "preparing-data")
    assert leads(client, "/phases/data-preparation/") == (301, "/phases/preparing-data/")
    assert leads(client, "/phases/data-wrangling/") == (301, "/phases/preparing-data/")
    assert leads(client, "/fr/phases/data-wrangling/") == (301, "/fr/phases/preparing-data/")


def test_a_renamed_quality_answers_at_its_former_slug(client: Client, shelf: Shelf):
    rename(shelf.reliability, "dependability")
    assert leads(client, "/attributes/reliability/") == (301, "/attributes/dependability/")


def test_a_phase_that_takes_its_old_slug_again_has_no_circle(client: Client, shelf: Shelf):
    rename(shelf.preparation, "data-wrangling")
    rename(shelf.preparation, "data-preparation")
    assert leads(client, "/phases/data-preparation/") == (200, "")
    assert leads(client, "/phases/data-wrangling/") == (301, "/phases/data-preparation/")


def test_a_former_slug_is_never_given_to_another_phase(shelf: Shelf):
    rename(shelf.preparation, "data-wrangling")
    with pytest.raises(SlugTaken, match="former address of another workflow phase"):
        rename(shelf.deployment, "data-preparation")
    shelf.deployment.slug = "data-preparation"
    with pytest.raises(ValidationError, match="choose another"):
        shelf.deployment.full_clean()


def test_filters_understand_former_slugs(client: Client, shelf: Shelf):
    rename(shelf.preparation, "data-wrangling")
    rename(shelf.reliability, "dependability")
    page = text_of(client, "/issues/?phase=data-preparation&attribute=reliability")
    assert "Fields are empty" in page
    assert "Models grow old" not in page


def test_loading_a_catalog_that_renamed_a_phase_renames_it_here(client: Client, shelf: Shelf, tmp_path: Path):
    rename(shelf.preparation, "data-wrangling")
    with (tmp_path / "catalog.json").open("w", encoding="utf-8") as out:
        write_rows(list(fixture_rows()), out)
    # As it stands where nobody has heard of the new name.
    FormerPhaseSlug.objects.all().delete()
    WorkflowPhase.objects.filter(slug="data-wrangling").update(slug="data-preparation")
    load_catalog(tmp_path / "catalog.json")
    assert WorkflowPhase.objects.count() == 3
    assert leads(client, "/phases/data-preparation/") == (301, "/phases/data-wrangling/")


# --- issues and strategies


def merge(issue: Issue, into: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(status="merged", merged_into=into)


def test_a_chain_of_merges_is_followed_to_its_end_at_once(client: Client, shelf: Shelf):
    merge(shelf.moved_world, shelf.old_models)
    merge(shelf.old_models, shelf.empty_fields)
    there = shelf.empty_fields.get_absolute_url()
    assert leads(client, shelf.moved_world.get_absolute_url()) == (301, there)
    assert leads(client, "/issues/MLQ-004/") == (301, there)
    assert leads(client, f"{shelf.moved_world.get_absolute_url()}history/") == (301, there)


def test_merges_in_a_circle_end(client: Client, shelf: Shelf):
    merge(shelf.moved_world, shelf.old_models)
    merge(shelf.old_models, shelf.moved_world)
    assert client.get("/issues/MLQ-004/").status_code == 301


def test_an_issue_names_those_that_were_merged_into_it(client: Client, shelf: Shelf):
    merge(shelf.moved_world, shelf.old_models)
    merge(shelf.old_models, shelf.empty_fields)
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert "Merged into it: MLQ-003 Models grow old" in page
    assert "Merged into it: MLQ-004 The world moves" in page


def test_a_deprecated_issue_points_to_what_replaces_it(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="deprecated", replaced_by=shelf.old_models)
    page = text_of(client, shelf.moved_world.get_absolute_url())
    assert "Deprecated. This issue is no longer kept up." in page
    assert "Read instead: MLQ-003 Models grow old" in page


def test_a_deprecated_strategy_points_to_what_replaces_it(client: Client, shelf: Shelf):
    Strategy.objects.filter(pk=shelf.retrain.pk).update(status="deprecated", replaced_by=shelf.measure)
    assert "Use instead: MLS-001 Measure completeness" in text_of(client, shelf.retrain.get_absolute_url())


@pytest.mark.parametrize("model", [Issue, Strategy])
def test_only_what_is_deprecated_is_replaced_and_never_by_itself(shelf: Shelf, model):
    row, other = model.objects.all()[:2]
    for broken in ({"replaced_by": other}, {"status": "deprecated", "replaced_by": row}):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**broken)


@pytest.mark.parametrize("model", [Issue, Strategy])
def test_a_number_once_given_is_never_free_again(shelf: Shelf, model):
    with pytest.raises(NumberTaken, match="keeps its number"):
        model.objects.first().delete()
    with pytest.raises(NumberTaken):
        model.objects.filter(number=1).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(number=2).update(number=1)


def test_a_number_typed_behind_the_sites_name_leads_to_its_page(client: Client, shelf: Shelf):
    own = "/issues/MLQ-001/fields-are-empty/"
    for address in ("/MLQ-001", "/mlq-1/", "/MLQ1"):
        assert leads(client, address) == (301, own)
    assert leads(client, "/mls-001") == (301, "/strategies/MLS-001/measure-completeness/")
    assert leads(client, "/fr/MLQ-001/") == (301, f"/fr{own}")
    assert leads(client, "/MLQ-999")[0] == 404


def test_a_renamed_strategy_answers_at_any_former_slug(client: Client, shelf: Shelf):
    assert leads(client, "/strategies/MLS-001/count-gaps/") == (301, "/strategies/MLS-001/measure-completeness/")


def test_every_former_slug_is_in_the_fixture(shelf: Shelf):
    rename(shelf.reliability, "dependability")
    rows = [json.dumps(row["fields"]) for row in fixture_rows() if row["model"] == "catalog.formerattributeslug"]
    assert rows == ['{"slug": "reliability", "taxon": ["dependability"]}']
    assert QualityAttribute.objects.now_called(["reliability", "speed"]) == {"reliability": "dependability"}
