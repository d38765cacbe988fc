"""`manage.py write_reference`: the parts of docs/reference that are read off the code, so that they can't drift."""

from argparse import SUPPRESS, Action
from inspect import cleandoc
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

from catalog.api.reference import markdown_page
from catalog.exports import available_formats
from interviews.classification import CLASSIFICATION, FieldClass
from interviews.permissions import ROLES_FOR
from interviews.public_words import PUBLIC_WORDS, Guard
from interviews.states import diagram

REFERENCE = settings.BASE_DIR / "docs" / "reference"
OURS = {"catalog", "interviews"}
# Options that Django gives to every command.
COMMON = {
    "help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
}  # fmt: skip
NOTE = "<!-- Written by `manage.py write_reference`; change the code, not this page. -->\n"


class Command(BaseCommand):
    help = "Write the generated pages of docs/reference, or with --check say which differ from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where a page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = reference_pages()
        stale = [name for name, text in pages.items() if read(REFERENCE / name) != text]
        if options["check"] and stale:
            raise CommandError(f"out of date: {', '.join(stale)}; run manage.py write_reference")
        for name in stale:
            (REFERENCE / name).write_text(pages[name], encoding="utf-8")
            self.stdout.write(f"docs/reference/{name} written")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def reference_pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "api.md": f"{NOTE}\n{markdown_page()}",
        "commands.md": commands_page(),
        "exports.md": exports_page(),
        "fields.md": fields_page(),
        "models.md": models_page(),
        "permissions.md": permissions_page(),
        "public-words.md": public_words_page(),
        "states.md": states_page(),
    }


def commands_page() -> str:
    names = sorted(name for name, app in get_commands().items() if app in OURS)
    return f"{NOTE}\n# Commands\n\nEach is run as `.venv/bin/python manage.py NAME`.\n" + "".join(map(command, names))


def command(name: str) -> str:
    loaded = load_command_class(get_commands()[name], name)
    parser = loaded.create_parser("manage.py", name)
    rows = "".join(option(action) for action in parser._actions if action.dest not in COMMON)
    table = f"\n| argument | what it does |\n|---|---|\n{rows}" if rows else ""
    return f"\n## {name}\n\n{loaded.help}\n{table}"


def option(action: Action) -> str:
    if action.help == SUPPRESS:
        return ""
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest).upper()
    value = f" {action.metavar or action.dest.upper()}" if action.option_strings and action.nargs != 0 else ""
    text = (action.help or "").replace("|", "\\|") % {"default": action.default, "prog": "manage.py"}
    return f"| `{name}{value}` | {text} |\n"


def exports_page() -> str:
    rows = "".join(
        f"| `{format_.name}` | {'private' if format_.private else 'public'} | {format_.description} |\n"
        for format_ in available_formats().values()
    )
    return f"{NOTE}\n# Export formats\n\n| format | room | what it holds |\n|---|---|---|\n{rows}"


def fields_page() -> str:
    text = f"{NOTE}\n# What the private fields hold\n\n{cleandoc(FieldClass.__doc__ or '')}\n"
    for model, fields in CLASSIFICATION.items():
        rows = "".join(f"| {name} | {held} |\n" for name, held in fields.items())
        text += f"\n## {model}\n\n| field | class |\n|---|---|\n{rows}"
    return text


def public_words_page() -> str:
    text = f"{NOTE}\n# What becomes of a name in public words\n\n{cleandoc(Guard.__doc__ or '')}\n"
    for model, fields in PUBLIC_WORDS.items():
        rows = "".join(
            f"| {name} | {guard if isinstance(guard, Guard) else f'can hold no name: {guard}'} |\n"
            for name, guard in fields.items()
        )
        text += f"\n## {model}\n\n| field | what happens |\n|---|---|\n{rows}" if rows else ""
    return text


def models_page() -> str:
    text = f"{NOTE}\n# Models\n"
    for label, room in (("catalog", "Public: catalog"), ("interviews", "Private: interviews")):
        described = (describe(model) for model in apps.get_app_config(label).get_models())
        text += f"\n## {room}\n" + "".join(described)
    return text


def describe(model: type[models.Model]) -> str:
    # Django writes a docstring of its own, the list of fields, where a class has none.
    written = model.__doc__ or ""
    purpose = (
        "" if written.startswith(f"{model.__name__}(") else written.strip().split("\n\n")[0].replace("\n    ", " ")
    )
    rows = "".join(field_row(field) for field in model._meta.fields if field.name != "id")
    return f"\n### {model.__name__}\n\n{purpose}\n\n| field | type | note |\n|---|---|---|\n{rows}".replace(
        "\n\n\n", "\n\n"
    )


def field_row(field: Any) -> str:
    kind = field.get_internal_type().removesuffix("Field")
    target = f" -> {field.related_model.__name__}" if field.related_model else ""
    choices = ", ".join(str(value) for value, _ in field.flatchoices)
    note = str(field.help_text) or choices
    return f"| {field.name} | {kind}{target} | {note.replace('|', chr(92) + '|')} |\n"


def permissions_page() -> str:
    rows = "".join(
        f"| {act} | {', '.join(sorted(str(r.label) for r in roles))} |\n" for act, roles in ROLES_FOR.items()
    )
    head = "# Who may do what\n\nRights come from a membership of the study.\n\n| act | roles |\n|---|---|\n"
    return f"{NOTE}\n{head}{rows}"


def states_page() -> str:
    text = f"{NOTE}\n# States of an interview\n\nThe gate reads facts, never a state: a state says what to do next.\n"
    for track, title in (("import", "Import and de-identification"), ("coding", "Coding and moderation")):
        text += f"\n## {title}\n\n```mermaid\n{diagram(track)}```\n"
    return text
