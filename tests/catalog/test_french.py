"""The interface in French: complete, compiled, and honest about what falls back."""

import ast
import gettext
import re
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from tests.catalog.factories import Shelf

FOLDER = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES"
PUBLIC = ["*.html", "catalog/*.html", "catalog/*.xml", "components/*.html"]
TEMPLATES = [*PUBLIC, "interviews/*.html", "interviews/snippets/*.html", "admin/**/*.html"]
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


def read_po(path: Path) -> dict[str, list[str]]:
    """Message to its translations, plurals in order. Reads what msgfmt reads, without needing it."""
    messages: dict[str, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        assert "fuzzy" not in block, f"unfinished translation in {path}: {block}"
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line):
                name = match[1]
                fields[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        if "msgid" not in fields:
            # A comment that stands alone, above a group of messages.
            continue
        context = f"{fields['msgctxt']}\x04" if "msgctxt" in fields else ""
        messages[context + fields["msgid"]] = [text for key, text in fields.items() if key.startswith("msgstr")]
    return messages


def messages_of_templates(patterns: list[str] = TEMPLATES) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        for path in (settings.BASE_DIR / "templates").glob(pattern):
            source = templatize(path.read_text(encoding="utf-8"))
            for call in re.finditer(r"\bn?gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", source):
                found.add(ast.literal_eval(call[1]))
            for call in re.finditer(r"(?<!\w)_\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", source):
                found.add(ast.literal_eval(call[1]))
    return found


def messages_of_code() -> set[str]:
    found: set[str] = set()
    for path in (path for room in ("catalog", "interviews") for path in (settings.BASE_DIR / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS
            if named and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                found.add(node.args[0].value)  # type: ignore[attr-defined]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pgettext_lazy":
                found.add("\x04".join(argument.value for argument in node.args))  # type: ignore[attr-defined]
    return found


def test_every_word_of_the_public_interface_has_its_french():
    translated = {message for message, texts in read_po(FOLDER / "django.po").items() if message and all(texts)}
    wanted = messages_of_templates() | messages_of_code()
    assert len(wanted) > 150
    assert wanted - translated == set()


def test_no_translation_is_left_over_from_words_that_are_gone():
    known = messages_of_templates() | messages_of_code() | {""}
    assert set(read_po(FOLDER / "django.po")) - known == set()


def test_the_compiled_catalogue_is_that_of_the_written_one():
    """After a change: `msgfmt -o django.mo django.po` in locale/fr/LC_MESSAGES."""
    with (FOLDER / "django.mo").open("rb") as compiled:
        loaded = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    expected: dict[str | tuple[str, int], str] = {}
    for message, texts in read_po(FOLDER / "django.po").items():
        plural = len(texts) > 1
        expected.update({(message, place): text for place, text in enumerate(texts)} if plural else {message: texts[0]})
    assert loaded == expected


def test_a_translation_keeps_the_places_that_values_go_to():
    for message, texts in read_po(FOLDER / "django.po").items():
        for text in texts if message else []:
            assert set(re.findall(r"%\(\w+\)s|<\w+", text)) == set(re.findall(r"%\(\w+\)s|<\w+", message)), message


def test_no_line_of_a_public_page_begins_with_a_sign_that_french_sets_apart():
    """Before these signs, and inside quotation marks, stands a space that does not break."""
    messages = read_po(FOLDER / "django.po")
    public = [text for message in messages_of_templates(PUBLIC) for text in messages.get(message, [])]
    assert len(public) > 300
    assert [text for text in public if re.search(r" [:;?!»](?=\s|<|$)|« ", text)] == []


def test_every_kind_of_row_has_a_french_name_and_is_logged_by_its_english_one():
    """The admin's lists and breadcrumbs say it. Those that nobody can open there, as the search's, have none."""
    ours = [model._meta for model in admin.site._registry if model._meta.app_label in ("catalog", "interviews")]
    with translation.override("fr"):
        said = {str(name) for model in ours for name in (model.verbose_name, model.verbose_name_plural)}
        logged = {model.verbose_name_raw for model in ours}
    french = {texts[0] for message, texts in read_po(FOLDER / "django.po").items() if message.startswith("model\x04")}
    assert said - french == set()
    assert {"coding pass", "guide question", "workflow phase"} <= logged


def test_a_french_page_says_so_and_speaks_french(client: Client, shelf: Shelf):
    page = client.get("/fr/issues/MLQ-001/fields-are-empty/").content.decode()
    assert '<html lang="fr">' in page
    assert "Des champs vides" in page
    assert "Est-ce mon cas" in page


def test_what_is_missing_in_french_falls_back_to_english_and_is_marked(client: Client, shelf: Shelf):
    page = client.get("/fr/issues/MLQ-002/answers-come-late/").content.decode()
    assert '<h1 lang="en">Answers come late</h1>' in page
    assert "<h1 lang" not in client.get("/fr/issues/MLQ-001/fields-are-empty/").content.decode()


def test_each_page_names_itself_in_the_other_language(client: Client, shelf: Shelf):
    page = client.get("/issues/?phase=deployment").content.decode()
    assert 'hreflang="fr" href="http://127.0.0.1:8000/fr/issues/?phase=deployment"' in page


def test_a_citation_has_one_address_whatever_the_pages_language(client: Client, shelf: Shelf):
    page = client.get(f"/fr{shelf.supporting.get_absolute_url()}").content.decode()
    assert "In ML Quality Catalog. http://127.0.0.1:8000/evidence/a0000000000a/" in page
