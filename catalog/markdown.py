"""Markdown of the catalog's own texts to HTML that is safe to print."""

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

import nh3
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

TAGS = {"p", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "a", "h3", "h4", "br"}
ATTRIBUTES = {"a": {"href"}}


class CodeLink(InlineProcessor):
    """Turns a number such as MLQ-002 or MLS-014 into a link to the issue or strategy."""

    ANCESTOR_EXCLUDES = ("a",)
    routes = {"MLQ": "catalog:issue-by-code", "MLS": "catalog:strategy-by-code"}

    def handleMatch(  # noqa: N802 - the parent's name
        self, match: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element("a", {"href": reverse(self.routes[match[1]], args=[match[0]])})
        element.text = match[0]
        return element, match.start(0), match.end(0)


class CodeLinks(Extension):
    """Registers `CodeLink` after inline code and written links, which so keep their text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the parent's name
        md.inlinePatterns.register(CodeLink(r"\b(MLQ|MLS)-\d{3,}\b", md), "catalog-code", 75)


def render(text: str) -> SafeString:
    """`text` (Markdown) as HTML of a few harmless tags, numbers of issues and strategies linked.

    The only place where stored text is marked safe: nh3 has dropped every tag and attribute not listed above.
    """
    return _render(text, get_language() or "")


@lru_cache(maxsize=512)
def _render(text: str, language: str) -> SafeString:
    # The language is part of the key because the links' addresses carry it.
    html = Markdown(extensions=[CodeLinks()]).convert(text)
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    # Cleaned by nh3 just above: only the tags and attributes listed here are left.
    return mark_safe(clean)  # nosec B308 B703
