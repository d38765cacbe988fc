"""The catalog that is shipped, in a real browser."""

import re

import pytest

from tests.browser.conftest import OpenPage


@pytest.mark.parametrize("path", ["/matrix/", "/fr/matrix/"])
def test_the_matrix_prints_on_one_landscape_page(shipped: None, open_page: OpenPage, path: str):
    """Six phases, seven qualities."""
    printed = open_page(path).pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)[0])
    assert width > height
