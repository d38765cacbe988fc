"""The matrix: phases by quality attributes, what its cells count, and what they may say of people."""

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client

from catalog import statistics
from catalog.models import IssueStatistics
from tests.catalog.factories import Shelf

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def cell(phase: str, attribute: str) -> statistics.Cell:
    row = next(row for row in statistics.matrix().rows if row.phase.slug == phase)
    return next(cell for cell in row.cells if cell.attribute.slug == attribute)


def test_a_cell_counts_issues_and_quotes_and_leads_to_its_list(client: Client, shelf: Shelf):
    html = client.get("/matrix/").content.decode()
    assert 'href="/issues/?phase=data-preparation&amp;attribute=reliability"' in html
    page = text_of(client, "/matrix/")
    assert "1 issue, Data preparation, Reliability 3 quotes 9 people" in page
    assert "2 issues, Maintenance, Reliability" in page
    # Nothing of explainability anywhere: the cells say so to a screen reader too.
    assert html.count('<span class="unseen">none</span>') == 5


def test_a_cell_of_one_issue_that_one_study_counted_says_how_many_people_exactly(shelf: Shelf):
    assert (cell("data-preparation", "reliability").participants, cell("data-preparation", "reliability").exact) == (
        9,
        True,
    )


def test_a_cell_of_several_issues_says_at_least_as_many_as_one_of_them(client: Client, shelf: Shelf):
    """Who spoke of both is nobody's to work out: two issues of 7 and 3 people say 7, whether 7 or 10 spoke."""
    IssueStatistics.objects.create(issue=shelf.moved_world, source=shelf.source, participants=3)
    assert (cell("maintenance", "reliability").participants, cell("maintenance", "reliability").exact) == (7, False)
    assert "2 issues, Maintenance, Reliability ≥ at least 7 people" in text_of(client, "/matrix/")


def test_no_cell_says_more_of_people_than_the_numbers_of_its_issues_do(shelf: Shelf):
    """Any change of who the people are that leaves each issue's number leaves the whole matrix."""
    known = {row.issue_id: row.participants for row in IssueStatistics.objects.all()}
    for row in statistics.matrix().rows:
        for one in row.cells:
            assert one.participants in {0, *known.values()}


def test_the_matrix_counts_the_issues_that_conditions_leave(client: Client, shelf: Shelf):
    page = client.get("/matrix/?strategy=no").content.decode()
    assert 'href="/issues/?phase=maintenance&amp;attribute=reliability&amp;strategy=no"' in page
    assert page.count('<span class="unseen"> issue, Maintenance, Reliability</span>') == 1
    assert "<b>1</b> issue" in page
    assert 'href="/matrix/?strategy=no" aria-current="true"' in page


def test_the_axes_are_the_tables_own_and_unknown_conditions_are_told(client: Client, shelf: Shelf):
    assert text_of(client, "/matrix/?phase=deployment").startswith(text_of(client, "/matrix/")[:200])
    assert "Evidence here “some”" in text_of(client, "/matrix/?evidence=some")


def test_following_a_cell_leaves_as_many_issues_as_it_says(client: Client, shelf: Shelf):
    page = client.get("/matrix/?evidence=none").content.decode()
    cells = re.findall(r'<a href="(/issues/\?[^"]+)"><span[^>]*>[^<]*</span><b>(\d+)</b>', page)
    assert cells
    for address, count in cells:
        assert client.get(address.replace("&amp;", "&")).content.decode().count('class="row"') == int(count)


def test_the_matrix_is_exported_as_its_page_shows_it(shelf: Shelf):
    IssueStatistics.objects.create(issue=shelf.moved_world, source=shelf.source, participants=3)
    out = io.StringIO()
    call_command("export", "matrix", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "phase,attribute,issues,quotes,participants_at_least,participants_exact"
    assert len(lines) == 1 + 3 * 3
    assert "Data preparation,Reliability,1,3,9,yes" in lines
    assert "Maintenance,Reliability,2,0,7," in lines
    assert "Maintenance,Efficiency,0,0,," in lines


def test_the_page_leads_to_its_table_as_a_file(client: Client, shelf: Shelf):
    assert 'href="/downloads/matrix/matrix.csv"' in client.get("/matrix/").content.decode()
    assert client.get("/downloads/matrix/matrix.csv")["Content-Type"] == "text/csv; charset=utf-8"
