"""Documentation that can drift is held to the code."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from config import settings
from interviews.management.commands.write_reference import OURS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}


def test_the_generated_reference_says_what_the_code_says():
    call_command("write_reference", check=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", TEXT[page])
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_a_page_names_exists(page: Path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", TEXT[page]))
    assert named <= {*get_commands(), "help"}


def test_every_command_of_ours_is_told_of_in_a_guide():
    guides = "".join(text for page, text in TEXT.items() if page.parent.name == "how-to" or page.name == "README.md")
    ours = {name for name, app in get_commands().items() if app in OURS}
    assert {name for name in ours if name not in guides} == set()


def test_every_variable_that_settings_read_is_documented():
    source = Path(settings.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"env_\w+\(\s*\"([A-Z_]+)\"", source))
    assert read <= set(re.findall(r"`([A-Z_]+)`", TEXT[ROOT / "docs/reference/settings.md"]))


def test_every_make_target_the_docs_name_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {name for text in TEXT.values() for name in re.findall(r"`make ([a-z-]+)", text)}
    assert named <= targets


def test_every_decision_record_is_numbered_once_and_in_order():
    numbers = [int(page.name[:4]) for page in PAGES if page.parent.name == "decisions"]
    assert numbers == list(range(1, len(numbers) + 1))
