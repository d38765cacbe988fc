"""What templates need: in which language words are, Markdown, and what a search found in them."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language

from catalog import markdown, notes, search
from catalog.glossary import TERMS
from catalog.search import Marks

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


@register.simple_tag
def mini_line(phase_line: Iterable[Any], main: Any, phases: Iterable[Any]) -> SafeString:
    """Where on the workflow an issue bites, as six dots; words beside it must say the same."""
    on = {phase.pk for phase in phases}
    stops = (stop.phase.pk for stop in phase_line)
    return dots(tuple("main" if stop == main.pk else "on" if stop in on else "" for stop in stops))


@lru_cache(maxsize=256)
def dots(kinds: tuple[str, ...]) -> SafeString:
    """There are few ways to bite in six phases: each is written once."""
    classes = (format_html(' class="{}"', kind) if kind else "" for kind in kinds)
    written = format_html_join("", "<i{}></i>", ((one,) for one in classes))
    return format_html('<span class="mini" aria-hidden="true">{}</span>', written)


@register.filter(name="markdown")
def as_html(text: str) -> SafeString:
    """Markdown as cleaned HTML."""
    return markdown.render(text)


@register.filter
def mark(text: str, words: Marks) -> SafeString:
    """All of `text`, the words that a search looked for marked."""
    return search.highlight(text, words)


@register.filter
def excerpt(text: str, words: Marks) -> SafeString:
    """A few lines of `text` around the first word that matched."""
    return search.highlight(text, words, width=search.EXCERPT_WIDTH)


@register.simple_tag
def note(text: str) -> SafeString:
    """The note of a version, marked as English where the page is not and nobody translated it."""
    words = notes.in_own_words(text)
    language = ' lang="en"' if words is None and get_language() != "en" else ""
    return format_html("<span{}>{}</span>", mark_safe(language), words or text)  # nosec B308 B703


# Inside a script element only these could end it or begin a comment.
SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """`data` as a JSON-LD block of the page's head; not a script that runs."""
    # Every character that HTML could read as more than text is escaped as JSON allows.
    text = mark_safe(json.dumps(data, ensure_ascii=False).translate(SCRIPT))  # nosec B308 B703
    return format_html('<script type="application/ld+json">{}</script>', text)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """What the page puts into the block `name`, once more, on one line: a block can stand in a template once only."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    # Rendered by the template engine, which escaped what it had to.
    return mark_safe(" ".join(block.render(context).split()))  # nosec B308 B703
