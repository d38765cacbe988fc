"""Markdown of the catalog's texts: what it may become, and what it may never become."""

import pytest
from django.utils import translation

from catalog.markdown import render


def test_paragraphs_lists_and_emphasis_come_through():
    assert render("One *word*.\n\n- a\n- b") == "<p>One <em>word</em>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[click](javascript:alert(1))",
        '<a href="data:text/html,x">x</a>',
        '<p style="position:fixed" onclick="x()">x</p>',
        "<iframe src=//elsewhere.example></iframe>",
        "<svg><script>1</script></svg>",
    ],
)
def test_nothing_that_runs_loads_or_restyles_comes_through(hostile: str):
    html = render(hostile)
    for danger in ("<script", "<img", "<iframe", "<svg", "javascript:", "data:", "onerror", "onclick", "style="):
        assert danger not in html


def test_numbers_of_issues_and_strategies_become_links():
    assert 'see <a href="/issues/MLQ-002/"' in render("see MLQ-002.")
    assert '<a href="/strategies/MLS-014/"' in render("MLS-014 helps")


def test_numbers_in_code_in_links_and_inside_words_stay_as_they_are():
    assert render("`MLQ-002`") == "<p><code>MLQ-002</code></p>"
    assert render("[MLQ-002](https://example.org/)").count("<a ") == 1
    assert "<a " not in render("XMLQ-002 and MLQ-2")


def test_on_a_french_page_numbers_lead_to_french_pages():
    render("MLQ-002")
    with translation.override("fr"):
        assert 'href="/fr/issues/MLQ-002/"' in render("MLQ-002")
