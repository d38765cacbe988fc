"""The issue list: facets, their counts, and addresses that hold every state."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from catalog.filters import Facet, IssueFilter
from catalog.models import Evidence, Issue, IssueStatistics, Revision, Strategy
from tests.catalog.factories import Shelf, make_quote, many_more

pytestmark = pytest.mark.django_db


def filtered(query: str = "", matched: list[int] | None = None) -> IssueFilter:
    return IssueFilter(QueryDict(query), matched=matched, path="/issues/")


def codes(query: str, matched: list[int] | None = None) -> list[str]:
    """The issues of the list, in its order."""
    numbers = dict(Issue.objects.values_list("pk", "number"))
    return [f"MLQ-{numbers[key]:03d}" for key in filtered(query, matched).in_order()]


def counts(facet: Facet) -> dict[str, int]:
    return {option.value: option.count for option in facet.options}


def facet_of(query: str, name: str) -> Facet:
    return next(facet for facet in filtered(query).facets() if facet.name == name)


def test_without_conditions_every_published_issue_is_listed(shelf: Shelf):
    assert codes("") == ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]


def test_a_phase_finds_issues_that_begin_there_or_reach_into_it(shelf: Shelf):
    assert codes("phase=deployment") == ["MLQ-002", "MLQ-003"]


def test_values_of_one_facet_widen_and_facets_together_narrow(shelf: Shelf):
    assert codes("phase=data-preparation&phase=deployment") == ["MLQ-001", "MLQ-002", "MLQ-003"]
    assert codes("phase=deployment&attribute=reliability") == ["MLQ-003"]


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ("several", ["MLQ-001"]),
        ("few", ["MLQ-002"]),
        ("none", ["MLQ-003", "MLQ-004"]),
    ],
)
def test_strength_of_evidence_counts_published_quotes_only(shelf: Shelf, evidence: str, found: list[str]):
    assert codes(f"evidence={evidence}") == found


def test_issues_are_told_apart_by_when_their_strategies_help(shelf: Shelf):
    assert codes("strategy=before") == ["MLQ-001", "MLQ-002"]
    assert codes("strategy=after") == ["MLQ-003"]
    assert codes("strategy=no") == ["MLQ-004"]


def test_a_strategy_that_is_no_longer_recommended_does_not_count(shelf: Shelf):
    Strategy.objects.filter(pk=shelf.retrain.pk).update(status="deprecated")
    assert codes("strategy=no") == ["MLQ-003", "MLQ-004"]


def test_an_address_from_before_strategies_were_told_apart_lists_what_it_did(shelf: Shelf):
    assert codes("strategy=yes") == ["MLQ-001", "MLQ-002", "MLQ-003"]
    assert filtered("strategy=yes").address() == "/issues/?strategy=before&strategy=after"
    assert filtered("strategy=yes").unknown == []


def test_issues_that_a_quote_speaks_against_can_be_found(shelf: Shelf):
    assert codes("counter=yes") == ["MLQ-001"]
    Evidence.objects.filter(pk=shelf.limiting.pk).update(status="hidden", text="")
    assert codes("counter=yes") == []


def test_issues_are_found_by_the_language_of_their_quotes(shelf: Shelf):
    assert codes("language=fr") == ["MLQ-002"]
    make_quote(shelf.old_models, "Das Modell altert.", "900000000000", language="de")
    labels = {option.value: str(option.label) for option in filtered("").facets()[-1].options}
    assert labels == {"en": "English", "fr": "French", "de": "Deutsch"}
    assert codes("language=de") == ["MLQ-003"]


def names(query: str = "") -> list[str]:
    return [facet.name for facet in filtered(query).facets()]


def tell(shelf: Shelf, label: str, count: int) -> None:
    """As many quotes on old models by somebody so labelled."""
    for number in range(count):
        make_quote(shelf.old_models, "It sank.", f"{number:011d}g", speaker_label=label)


def test_without_a_group_that_may_be_told_there_is_no_such_facet(shelf: Shelf):
    assert "group" not in names()
    # k of the source is 5: four quotes are not five people's.
    tell(shelf, "a data scientist", 4)
    assert "group" not in names()
    assert codes("group=a-data-scientist") == codes("")


def test_a_group_of_speakers_is_a_facet_where_its_label_can_be_that_of_k_people(shelf: Shelf):
    tell(shelf, "a data scientist", 5)
    assert counts(facet_of("", "group")) == {"a-data-scientist": 1}
    assert codes("group=a-data-scientist") == ["MLQ-003"]


def test_the_number_that_links_a_participants_quotes_makes_no_group(shelf: Shelf):
    tell(shelf, "a data scientist, participant 3", 5)
    assert [str(option.label) for option in facet_of("", "group").options] == ["a data scientist"]


def test_no_address_of_the_list_names_one_participant(shelf: Shelf, client: Client):
    tell(shelf, "a practitioner, participant 3", 6)
    assert "participant" not in "".join(option.url for facet in filtered("").facets() for option in facet.options)
    assert "group" not in names()


def test_a_facet_counts_what_each_value_would_leave(shelf: Shelf):
    assert counts(facet_of("", "phase")) == {"data-preparation": 1, "deployment": 2, "maintenance": 2}
    assert counts(facet_of("", "evidence")) == {"several": 1, "few": 1, "none": 2}


def test_a_facet_is_counted_under_the_other_facets_not_under_itself(shelf: Shelf):
    assert counts(facet_of("phase=deployment", "phase"))["maintenance"] == 2
    assert counts(facet_of("phase=deployment", "attribute")) == {"reliability": 1, "efficiency": 1, "explainability": 0}


@pytest.mark.parametrize("query", ["", "phase=deployment", "evidence=none&strategy=after", "counter=yes"])
def test_following_an_option_leaves_as_many_issues_as_it_promised(shelf: Shelf, client: Client, query: str):
    for facet in filtered(query).facets():
        # A second value of a facet in which one is chosen widens: its count is what it adds to, not the sum.
        for option in facet.options:
            if not facet.chosen:
                page = client.get(option.url).content.decode()
                assert page.count('class="row"') == option.count, option.url


def test_an_option_is_an_address_that_ticks_or_unticks_it(shelf: Shelf):
    phase = facet_of("phase=deployment&q=", "phase")
    urls = {option.value: option.url for option in phase.options}
    assert urls["deployment"] == "/issues/"
    assert urls["maintenance"] == "/issues/?phase=deployment&phase=maintenance"


def test_a_value_that_no_facet_knows_is_left_out_and_told(shelf: Shelf, client: Client):
    asked = filtered("phase=daydreaming&phase=deployment")
    assert asked.address() == "/issues/?phase=deployment"
    assert [(str(facet), value) for facet, value in asked.unknown] == [("Workflow phase", "daydreaming")]
    page = client.get("/issues/?phase=%3Cb%3Edreams").content.decode()
    assert "Left out, for the catalog does not know it: Workflow phase “&lt;b&gt;dreams”" in page


def test_parameters_that_are_no_facet_are_ignored_without_a_word(shelf: Shelf):
    assert codes("colour=blue&page=x&phase=") == codes("")
    assert filtered("colour=blue&page=x&phase=").unknown == []


# --- orders and views


def test_the_list_may_be_ordered_by_evidence_by_participants_and_by_last_change(shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(last_changed=date(2026, 5, 1))
    IssueStatistics.objects.create(issue=shelf.slow_answers, source=shelf.source, participants=11)
    assert codes("sort=evidence") == ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]
    assert codes("sort=participants") == ["MLQ-002", "MLQ-001", "MLQ-003", "MLQ-004"]
    assert codes("sort=changed") == ["MLQ-004", "MLQ-001", "MLQ-002", "MLQ-003"]


def test_after_words_the_best_answer_comes_first_unless_another_order_is_asked_for(shelf: Shelf):
    matched = [shelf.old_models.pk, shelf.empty_fields.pk]
    assert codes("q=x", matched) == ["MLQ-003", "MLQ-001"]
    assert codes("q=x&sort=number", matched) == ["MLQ-001", "MLQ-003"]


def test_the_order_stays_while_the_list_is_narrowed_and_is_no_part_of_what_is_listed(shelf: Shelf):
    asked = filtered("sort=evidence&view=titles&phase=deployment")
    assert asked.address(phase=[]) == "/issues/?sort=evidence&view=titles"
    assert asked.canonical == "/issues/?phase=deployment"
    assert {order.value: order.url for order in asked.orders()}["number"] == "/issues/?phase=deployment&view=titles"


@pytest.mark.parametrize("query", ["sort=shoe-size", "sort=number", "view=upside-down"])
def test_an_unknown_order_or_the_usual_one_leaves_no_trace_in_addresses(shelf: Shelf, query: str):
    assert filtered(query).address() == "/issues/"


def test_without_words_by_number_is_the_usual_order_again(shelf: Shelf):
    assert filtered("q=x&sort=number", [1]).address(q=[]) == "/issues/"


def test_a_list_of_titles_leaves_the_summaries_out(shelf: Shelf, client: Client):
    summary = "Fields are empty, and nobody knows why."
    assert summary in client.get("/issues/").content.decode()
    assert summary not in client.get("/issues/?view=titles").content.decode()


def test_a_long_list_is_cut_into_pages_that_its_pager_names(shelf: Shelf, client: Client):
    many_more(shelf, 100)
    page = client.get("/issues/?page=2&strategy=before").content.decode()
    assert page.count('class="row"') == 40
    assert "41 to 80 of 102" in page
    assert '<a href="/issues/?strategy=before">1</a>' in page
    assert 'aria-current="page">2</a>' in page
    assert client.get("/issues/?view=titles").content.decode().count('class="row"') == 104


def test_one_state_has_one_address_whatever_the_order_it_came_in(shelf: Shelf):
    one, other = (
        filtered("strategy=after&phase=maintenance&phase=deployment"),
        filtered("phase=deployment&phase=maintenance&strategy=after&x=1"),
    )
    assert one.address() == other.address() == "/issues/?phase=deployment&phase=maintenance&strategy=after"


def test_an_empty_list_says_which_single_condition_to_drop(shelf: Shelf):
    ways = filtered("phase=data-preparation&attribute=efficiency").ways_out()
    assert [(way.label, way.count, way.url, way.dropped) for way in ways] == [
        ("Data preparation", 1, "/issues/?attribute=efficiency", True),
        ("Efficiency", 1, "/issues/?phase=data-preparation", True),
    ]


def test_the_words_may_be_the_condition_to_drop(shelf: Shelf):
    ways = filtered("phase=deployment&q=unicorns", matched=[]).ways_out()
    assert [(way.label, way.count, way.url) for way in ways] == [("unicorns", 2, "/issues/?phase=deployment")]


def test_where_no_single_condition_is_to_blame_it_says_which_to_keep(shelf: Shelf):
    ways = filtered("attribute=explainability&evidence=several&q=unicorns", matched=[]).ways_out()
    assert [(way.label, way.dropped, way.url) for way in ways] == [
        ("3 quotes or more", False, "/issues/?evidence=several")
    ]


def test_the_page_of_an_empty_list_shows_the_way_out(shelf: Shelf, client: Client):
    page = client.get("/issues/?phase=data-preparation&attribute=efficiency").content.decode()
    assert "No issue meets all of these conditions" in page
    assert '<a href="/issues/?attribute=efficiency">without “Data preparation”</a> (1 issue)' in page


def test_a_new_query_keeps_the_chosen_facets_without_javascript(shelf: Shelf, client: Client):
    page = client.get("/issues/?phase=deployment&phase=maintenance").content.decode()
    assert re.findall(r'type="hidden" name="(\w+)" value="([\w-]+)"', page) == [
        ("phase", "deployment"),
        ("phase", "maintenance"),
    ]


def test_a_query_orders_by_how_well_an_issue_answers_it(shelf: Shelf, client: Client):
    shelf.empty_fields.texts.filter(language="en").update(description="Models suffer.")
    Revision.objects.bump()
    page = client.get("/issues/?q=models").content.decode()
    assert page.index("MLQ-003") < page.index("MLQ-001")


def test_an_unchosen_state_is_the_canonical_address(shelf: Shelf, client: Client):
    page = client.get("/issues/?utm_source=x&phase=deployment").content.decode()
    assert 'rel="canonical" href="http://127.0.0.1:8000/issues/?phase=deployment"' in page
