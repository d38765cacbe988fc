"""`manage.py export FORMAT`: the whole of a format, to a file or to standard output."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog import guard
from catalog.exports import ExportFormat, Refused, available_formats
from catalog.ledger import LedgerError


class Command(BaseCommand):
    help = "Export the catalog, or a study's codings, in one of the formats that --list names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", nargs="?", help="A format's name; --list names them")
        parser.add_argument("--list", action="store_true", help="Name the formats, each with a line on what it holds")
        parser.add_argument("--study", metavar="SLUG", help="The study, for formats of private data")
        parser.add_argument(
            "--by", metavar="USER", help="Who asks for private data: only what they may see goes out (default: all)"
        )
        parser.add_argument("-o", "--output", metavar="PATH", type=Path, help="A file; standard output without it")

    def handle(self, *args: Any, **options: Any) -> None:
        formats = available_formats()
        if options["list"]:
            for each in formats.values():
                room = "private" if each.private else "public"
                self.stdout.write(f"{each.name:<16} {room:<8} {each.description}")
            return
        format_ = formats.get(options["format"])
        if format_ is None:
            raise CommandError(f"no format {options['format']!r} here; there are: {', '.join(formats)}")
        if format_.private and not options["study"]:
            raise CommandError(f"{format_.name} holds private data of one study: say which with --study SLUG")
        try:
            guard.check()
            self.export(format_, options)
        except (LedgerError, Refused, ObjectDoesNotExist) as error:
            # A private format that knows no such study says which there are.
            raise CommandError(str(error)) from error

    def export(self, format_: ExportFormat, options: dict[str, Any]) -> None:
        """Write the format to the file that was asked for, or to standard output; then say what it left out."""
        asked = {"study": options["study"], "by": options["by"]} if format_.private else {}
        if options["output"] is None:
            format_.write(self.plain_output(format_), **asked)
        else:
            rows = write_file(format_, options["output"], asked)
            self.stderr.write(f"{rows} rows written to {options['output']}")
        for remark in getattr(format_, "remarks", []):
            self.stderr.write(f"  {remark}", style_func=str)

    def plain_output(self, format_: ExportFormat) -> Any:
        """Standard output, not through Django's wrapper, which would end every piece with a line break of its own."""
        out: Any = self.stdout._out
        if not is_binary(format_):
            return out
        if not hasattr(out, "buffer") or out.isatty():
            raise CommandError(f"{format_.name} is no text: say with -o PATH where to write it")
        return out.buffer


def is_binary(format_: ExportFormat) -> bool:
    """Whether the format writes bytes instead of text."""
    return bool(getattr(format_, "binary", False))


def write_file(format_: ExportFormat, path: Path, asked: dict[str, Any]) -> int:
    """Write beside the target and move it there when whole, so that no half export is ever seen."""
    try:
        if path.is_dir():
            raise CommandError(f"{path}: is a folder; name a file in it")
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CommandError(f"{path}: can't be written ({error.strerror}); choose another place") from error
    try:
        plain: dict[str, Any] = {"mode": "w", "encoding": "utf-8", "newline": ""}
        with os.fdopen(descriptor, **({"mode": "wb"} if is_binary(format_) else plain)) as out:
            rows = format_.write(out, **asked)
        os.chmod(temporary, 0o600 if format_.private else 0o644)
        os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            # A full disk, mostly.
            why = error.strerror or "cannot be written"
            raise CommandError(f"{path}: {why}; nothing was written: choose another place") from error
        raise
    return rows
