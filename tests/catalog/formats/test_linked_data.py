"""The catalog in other people's vocabularies, checked by other people's programs."""

import json
import logging
from typing import Any

import extruct
import pytest
import skosify.check
from django.conf import settings
from django.test import Client
from iiif_prezi3 import Annotation, AnnotationCollection, AnnotationPage
from lxml import etree
from rdflib import RDF, SDO, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from catalog.linked_data import web_annotation
from catalog.models import ExternalMapping, IssueRelation, IssueText
from catalog.releases import make_release
from tests.catalog.factories import DAY, Shelf, make_catalog, make_quote

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


def make_shelf() -> Shelf:
    shelf = make_catalog()
    make_release("2026.1", on=DAY)
    return shelf


# --- schema.org, in the head of pages


def embedded(client: Client, address: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page, as a program that collects such data from the web reads it."""
    response = client.get(address)
    assert response.status_code == 200, address
    found: list[dict[str, Any]] = extruct.extract(response.content.decode(), syntaxes=["json-ld"])["json-ld"]
    return found


def pages_with_data(shelf: Shelf) -> list[str]:
    issue, quote = shelf.empty_fields.get_absolute_url(), shelf.supporting.get_absolute_url()
    return ["/", issue, quote, "/downloads/", "/releases/2026.1/"]


def test_every_type_and_property_is_one_of_schema_orgs(client: Client, shelf: Shelf):
    for address in pages_with_data(shelf):
        found = embedded(client, address)
        assert found, address
        assert [name for data in found for name in terms(data) if name not in SDO] == [], address


def terms(data: Any) -> list[str]:
    """Types and properties that the data uses; keywords of JSON-LD and hints to search engines are none."""
    if isinstance(data, list):
        return [name for one in data for name in terms(one)]
    if not isinstance(data, dict):
        return []
    names = [data["@type"]] if "@type" in data else []
    for key, value in data.items():
        if not key.startswith("@") and not key.endswith("-input"):
            names += [key, *terms(value)]
    return names


def test_an_issue_is_a_term_of_the_catalogs_set(client: Client, shelf: Shelf):
    (term,) = embedded(client, shelf.empty_fields.get_absolute_url())
    assert (term["@type"], term["termCode"], term["name"]) == ("DefinedTerm", "MLQ-001", "Fields are empty")
    assert term["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    assert {"@type": "Quotation", "@id": f"{SITE}/evidence/{shelf.supporting.public_id}/"} in term["subjectOf"]


def test_a_quote_is_a_quotation_about_its_issue_and_names_nobody(client: Client, shelf: Shelf):
    (quotation,) = embedded(client, shelf.supporting.get_absolute_url())
    assert (quotation["@type"], quotation["text"]) == ("Quotation", "Half the columns had nothing in them.")
    assert quotation["about"]["@id"] == f"{SITE}/issues/MLQ-001/"
    assert "spokenByCharacter" not in quotation
    assert "creator" not in quotation


def test_a_release_is_a_dataset_with_the_hash_of_every_file(client: Client, shelf: Shelf):
    (dataset,) = embedded(client, "/releases/2026.1/")
    assert (dataset["@type"], dataset["version"]) == ("Dataset", "2026.1")
    hashes = {file["name"]: file["sha256"] for file in dataset["distribution"]}
    assert set(hashes) == {"catalog.json", "evidence.csv"}
    assert all(len(value) == 64 for value in hashes.values())


def test_words_cannot_end_the_block_they_stand_in(client: Client, shelf: Shelf):
    IssueText.objects.filter(issue=shelf.empty_fields, language="en").update(title="</script><b>&amp;<!-- empty")
    (term,) = embedded(client, shelf.empty_fields.get_absolute_url())
    assert term["name"] == "</script><b>&amp;<!-- empty"


def test_every_identifier_leads_to_a_page(client: Client, shelf: Shelf):
    for address in pages_with_data(shelf):
        for data in embedded(client, address):
            for identifier in identifiers_in(data):
                answer = client.get(identifier.removeprefix(SITE).partition("#")[0], follow=True)
                assert answer.status_code == 200, identifier


def identifiers_in(data: Any) -> list[str]:
    if isinstance(data, list):
        return [found for one in data for found in identifiers_in(one)]
    if not isinstance(data, dict):
        return []
    own = [data["@id"]] if "@id" in data else []
    return own + [found for value in data.values() for found in identifiers_in(value)]


# --- SKOS


def taxonomy(client: Client) -> Graph:
    return Graph().parse(data=client.get("/downloads/skos/taxonomy.ttl").content.decode(), format="turtle")


def test_a_skos_checker_finds_nothing_to_mend(client: Client, shelf: Shelf, caplog: pytest.LogCaptureFixture):
    # "Kind of", at two removes, and related as well: the second must be left out.
    for issue, kind, other in (
        (shelf.empty_fields, IssueRelation.Kind.KIND_OF, shelf.slow_answers),
        (shelf.slow_answers, IssueRelation.Kind.KIND_OF, shelf.old_models),
        (shelf.old_models, IssueRelation.Kind.AGGRAVATES, shelf.empty_fields),
    ):
        IssueRelation.objects.create(issue=issue, kind=kind, other=other)
    graph = taxonomy(client)
    with caplog.at_level(logging.INFO):
        skosify.check.hierarchy_cycles(graph)
        skosify.check.disjoint_relations(graph)
        skosify.check.preflabel_uniqueness(graph, "shortest")
        skosify.check.label_overlap(graph)
        skosify.check.hierarchical_redundancy(graph)
    assert [record.message for record in caplog.records] == []
    mlq = {number: URIRef(f"{SITE}/issues/MLQ-00{number}/") for number in (1, 2, 3)}
    assert (mlq[1], SKOS.broader, mlq[2]) in graph
    assert (mlq[3], SKOS.related, mlq[1]) not in graph


def test_every_concept_has_a_scheme_a_label_and_each_language_once(client: Client, shelf: Shelf):
    graph = taxonomy(client)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == 3 + 3 + 4 + 2
    for concept in concepts:
        assert len(list(graph.objects(concept, SKOS.inScheme))) == 1
        labels = graph.objects(concept, SKOS.prefLabel)
        assert any(isinstance(label, Literal) and label.language == "en" for label in labels)
    issue = URIRef(f"{SITE}/issues/MLQ-001/")
    assert set(graph.objects(issue, SKOS.prefLabel)) == {
        Literal("Fields are empty", lang="en"),
        Literal("Des champs vides", lang="fr"),
    }


def test_entries_of_other_catalogs_are_matches(client: Client, shelf: Shelf):
    ExternalMapping.objects.create(
        issue=shelf.empty_fields,
        scheme="Other",
        identifier="O-1",
        title="Gaps",
        url="https://other.example/o-1",
        match="close",
    )
    assert (
        URIRef(f"{SITE}/issues/MLQ-001/"),
        SKOS.closeMatch,
        URIRef("https://other.example/o-1"),
    ) in taxonomy(client)


# The reader of JSON-LD warns of a class that it uses itself.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_turtle_and_json_ld_hold_the_same_graph(client: Client, shelf: Shelf):
    other = client.get("/downloads/skos-jsonld/taxonomy.jsonld").content.decode()
    assert isomorphic(taxonomy(client), Graph().parse(data=other, format="json-ld"))


def test_withdrawn_and_merged_issues_are_no_concepts(client: Client, shelf: Shelf):
    type(shelf.moved_world).objects.filter(pk=shelf.moved_world.pk).update(status="withdrawn")
    type(shelf.old_models).objects.filter(pk=shelf.old_models.pk).update(
        status="merged", merged_into=shelf.slow_answers
    )
    graph = taxonomy(client)
    assert not list(graph.predicate_objects(URIRef(f"{SITE}/issues/MLQ-004/")))
    assert not list(graph.predicate_objects(URIRef(f"{SITE}/issues/MLQ-003/")))
    assert URIRef(f"{SITE}/issues/MLQ-003/") not in set(graph.objects())


# --- Web Annotation


def test_a_quote_is_an_annotation_of_its_words_with_its_issue(client: Client, shelf: Shelf):
    response = client.get(f"/evidence/{shelf.supporting.public_id}/annotation.jsonld")
    assert response["Content-Type"] == web_annotation.MEDIA_TYPE
    data = response.json()
    Annotation(**without_context(data))
    assert data["target"]["selector"]["exact"] == "Half the columns had nothing in them."
    assert data["body"][0]["source"] == f"{SITE}/issues/MLQ-001/"
    assert [body["value"] for body in data["body"] if body["type"] == "TextualBody"] == ["symptom", "supports"]


def test_the_collection_pages_through_every_published_quote_once(
    client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(web_annotation, "PER_PAGE", 3)
    for number in range(4):
        make_quote(shelf.moved_world, f"It moved {number} times.", f"{number:012d}")
    collection = client.get("/evidence/annotations.jsonld").json()
    AnnotationCollection(**{**without_context(collection), "label": {"en": [collection["label"]]}})
    seen: list[str] = []
    address = collection["first"]
    while address:
        page = client.get(address.removeprefix(SITE)).json()
        AnnotationPage(**{name: value for name, value in without_context(page).items() if name in PAGE})
        assert page["startIndex"] == len(seen)
        seen += [item["id"] for item in page["items"]]
        address = page.get("next", "")
    assert len(set(seen)) == len(seen) == collection["total"] == 8


# What the reader's own model of a page knows; it leaves the place in the collection to others.
PAGE = ("id", "type", "items", "next", "prev")


def without_context(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "@context"}


@pytest.mark.parametrize("asked", ["0", "2", "x", "99999999999"])
def test_a_page_that_the_collection_does_not_have_is_not_found(client: Client, shelf: Shelf, asked: str):
    assert client.get("/evidence/annotations.jsonld", {"page": asked}).status_code == 404


def test_annotations_of_hidden_and_withdrawn_quotes_answer_as_their_pages_do(client: Client, shelf: Shelf):
    assert client.get(f"/evidence/{shelf.hidden.public_id}/annotation.jsonld").status_code == 404
    assert client.get(f"/evidence/{shelf.withdrawn.public_id}/annotation.jsonld").status_code == 410


def test_any_site_may_read_annotations_and_feeds(client: Client, shelf: Shelf):
    for address in ("/evidence/annotations.jsonld", "/feeds/changes.json", "/feeds/changes.atom"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


# --- what browsers and social networks read


def test_the_search_describes_itself_to_browsers(client: Client, shelf: Shelf):
    root = etree.fromstring(client.get("/fr/opensearch.xml").content)
    spec = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    # The specification's own limits: 16 characters for the short name, 1024 for the description.
    assert 0 < len(root.findtext("o:ShortName", namespaces=spec) or "") <= 16
    assert 0 < len(root.findtext("o:Description", namespaces=spec) or "") <= 1024
    addresses = {url.get("type"): url.get("template") for url in root.findall("o:Url", namespaces=spec)}
    assert addresses["text/html"] == f"{SITE}/fr/search/?q={{searchTerms}}"


def test_a_page_tells_a_social_network_its_title_its_summary_and_a_picture(client: Client, shelf: Shelf):
    page = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    card = extruct.extract(page, syntaxes=["opengraph"])["opengraph"][0]
    said = dict(card["properties"])
    assert said["og:title"] == "Fields are empty (MLQ-001)"
    assert said["og:url"] == f"{SITE}{shelf.empty_fields.get_absolute_url()}"
    assert said["og:image"].endswith("/static/img/card.png")
    assert said["og:description"] == shelf.empty_fields.text.summary


def test_the_data_of_a_page_is_json(client: Client, shelf: Shelf):
    page = client.get(shelf.supporting.get_absolute_url()).content.decode()
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(block)["@context"] == "https://schema.org"
