"""What templates need: in which language words are, Markdown, and what a search found in them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from catalog import markdown, search
from catalog.glossary import TERMS

register = template.Library()


@register.filter
def lang(text: Any) -> SafeString | str:
    """A `lang` attribute where `text.language` is not the page's: `<p{{ issue.text|lang }}>`."""
    language = getattr(text, "language", "")
    if not language or language == get_language():
        return ""
    return format_html(' lang="{}"', language)


@register.simple_tag
def term(slug: str, words: str = "") -> SafeString:
    """A word that leads to its meaning in the glossary: `{% term "stance" %}`, or other words for it."""
    address = reverse("catalog:glossary")
    return format_html('<a class="term" href="{}#{}">{}</a>', address, slug, words or capfirst(str(TERMS[slug].name)))


@register.filter(name="markdown")
def as_html(text: str) -> SafeString:
    """Markdown as cleaned HTML."""
    return markdown.render(text)


@register.filter
def mark(text: str, words: Sequence[str]) -> SafeString:
    """All of `text`, the words that a search looked for marked."""
    return search.highlight(text, words)


@register.filter
def excerpt(text: str, words: Sequence[str]) -> SafeString:
    """A few lines of `text` around the first word that matched."""
    return search.highlight(text, words, width=search.EXCERPT_WIDTH)
