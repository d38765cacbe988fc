"""What a reader weighs on an issue's page, and where pages lead: quotes, glossary, strategies, other catalogs."""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from catalog.glossary import TERMS
from catalog.models import Evidence, ExternalMapping
from tests.catalog.factories import Shelf, make_quote
from tests.catalog.test_pages import text_of

pytestmark = pytest.mark.django_db


# --- the weight of evidence


def test_an_issue_nobody_speaks_against_says_so(client: Client, shelf: Shelf):
    Evidence.objects.filter(pk=shelf.limiting.pk).update(stance="supports")
    assert "No quote speaks against it." in text_of(client, shelf.empty_fields.get_absolute_url())


def test_an_issue_leads_to_the_first_quote_that_speaks_against_it(client: Client, shelf: Shelf):
    html = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    assert f'<a href="#q-{shelf.limiting.public_id}">Read what speaks against it</a>' in html


def test_a_claim_that_is_spoken_against_says_how_often_whatever_the_page_of_quotes(client: Client, shelf: Shelf):
    claim = shelf.empty_fields.claims.get(aspect="symptom")
    for number in range(14):
        make_quote(shelf.empty_fields, "Not here.", f"{number:012d}", claim=claim, stance="contradicts")
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert "Rows lack the values models need. 15 quotes, 14 against" in page
    assert "1 quote limits a claim. 14 quotes contradict a claim." in page


def test_a_claim_without_a_quote_says_so_in_its_margin(client: Client, shelf: Shelf):
    html = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    consequence = html[html.index('id="consequence-1"') : html.index('id="helps"')]
    assert '<p class="beside unsaid">no quote yet</p>' in consequence


def test_groups_are_told_as_they_are_published_and_without_participants_numbers(client: Client, shelf: Shelf):
    Evidence.objects.filter(pk=shelf.supporting.pk).update(speaker_label="a data scientist, participant 7")
    Evidence.objects.filter(pk=shelf.limiting.pk).update(speaker_label="an analyst in health")
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert "Among those quoted: a data scientist an analyst in health " in page


def test_practitioners_are_no_group(client: Client, shelf: Shelf):
    assert "Among those quoted" not in text_of(client, shelf.empty_fields.get_absolute_url())


def test_a_quote_beside_no_statement_stands_in_a_place_of_its_own(client: Client, shelf: Shelf):
    make_quote(shelf.empty_fields, "It is all of a piece.", "9" * 12)
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert page.index("What helps?") < page.index("Also in their words") < page.index("It is all of a piece.")


# --- other catalogs


def test_an_entry_of_another_catalog_is_told_with_how_it_compares(client: Client, shelf: Shelf):
    html = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    assert "Covers more Another catalog X1 Gaps" in text_of(client, shelf.empty_fields.get_absolute_url())
    assert '<a href="https://example.org/x1" rel="external noopener" lang="en">' in html
    assert "These links leave this site." in html


def test_the_nearest_entry_stands_first(client: Client, shelf: Shelf):
    for match in ("related", "exact", "narrower", "close"):
        ExternalMapping.objects.create(
            issue=shelf.empty_fields, scheme="Z", identifier=match, title="T", url="https://example.org/", match=match
        )
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    places = [
        page.index(said)
        for said in ("The same there", "Nearly the same there", "Covers more", "Covers a part", "Bears on it")
    ]
    assert places == sorted(places)


# --- a quote's place in the conversation


def test_a_quote_names_the_question_it_answers(client: Client, shelf: Shelf):
    page = text_of(client, "/evidence/c0000000000c/")
    assert "Asked Q3.3 What keeps hurting when you prepare data?" in page
    assert "Asked" not in text_of(client, shelf.limiting.get_absolute_url())


def test_a_quote_leads_to_its_neighbours_beside_the_same_statement(client: Client, shelf: Shelf):
    claim = shelf.empty_fields.claims.get(aspect="symptom")
    before, after = (
        make_quote(shelf.empty_fields, "Same.", public_id, claim=claim) for public_id in ("0" * 12, "z" * 12)
    )
    html = client.get(shelf.supporting.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{before.get_absolute_url()}"' in html
    assert f'rel="next" href="{after.get_absolute_url()}"' in html


def test_a_hidden_quote_is_no_neighbour(client: Client, shelf: Shelf):
    claim = shelf.empty_fields.claims.get(aspect="symptom")
    make_quote(shelf.empty_fields, "", "z" * 12, claim=claim, status="hidden")
    assert 'rel="next"' not in client.get(shelf.supporting.get_absolute_url()).content.decode()


# --- the glossary


def test_every_word_of_the_glossary_has_an_anchor_of_its_own(client: Client, shelf: Shelf):
    html = client.get("/glossary/").content.decode()
    assert [slug for slug in TERMS if html.count(f'id="{slug}"') != 1] == []


def test_the_glossary_tells_the_phases_and_qualities_that_the_catalog_has(client: Client, shelf: Shelf):
    page = text_of(client, "/glossary/")
    assert "Maintenance Making data fit for use." in page
    assert "Reliability How well it keeps its reliability." in page


def test_a_word_that_the_glossary_does_not_have_is_an_error():
    with pytest.raises((KeyError, TemplateSyntaxError)):
        Template('{% load catalog_tags %}{% term "hearsay" %}').render(Context())


@pytest.mark.parametrize("language", ["", "/fr"])
def test_pages_link_words_to_their_meaning(client: Client, shelf: Shelf, language: str):
    html = client.get(f"{language}{shelf.empty_fields.get_absolute_url()}").content.decode()
    linked = set(re.findall(rf'href="{language}/glossary/#([\w-]+)"', html))
    assert linked == {"phase", "attribute", "evidence", "preventive", "broader"}


# --- strategies by what they help


def test_strategies_are_listed_under_the_phase_where_their_issues_begin(client: Client, shelf: Shelf):
    page = text_of(client, "/strategies/by-phase/")
    preparation, deployment, maintenance = (
        page.index(f"{name} ") for name in ("Data preparation", "Deployment", "Maintenance")
    )
    assert preparation < page.index("Measure completeness") < deployment < maintenance
    assert maintenance < page.index("Retrain on a schedule once it shows, 1 issue here")


def test_strategies_are_listed_under_the_quality_their_issues_hurt(client: Client, shelf: Shelf):
    page = text_of(client, "/strategies/by-quality/")
    assert "Efficiency Measure completeness before it shows, 1 issue here" in page
    assert "Explainability" not in page


def test_a_strategy_names_others_against_the_same_issues_those_that_share_most_first(client: Client, shelf: Shelf):
    for issue in (shelf.empty_fields, shelf.slow_answers):
        issue.mitigations.create(strategy=shelf.retrain, position=2)
    page = text_of(client, shelf.measure.get_absolute_url())
    assert "Strategies against the same issues Retrain on a schedule 2 issues shared" in page


def test_a_quality_lists_its_issues_phase_by_phase_and_leads_to_its_neighbours(client: Client, shelf: Shelf):
    page = text_of(client, "/attributes/reliability/")
    assert page.index("Data preparation") < page.index("Fields are empty") < page.index("Models grow old")
    assert 'rel="next" href="/attributes/efficiency/"' in client.get("/attributes/reliability/").content.decode()
