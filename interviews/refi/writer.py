"""Writing projects and codebooks, byte for byte the same for the same content.

The elements stand in the order that the standard's schema asks for. Sources are members of the archive: UTF-8, LF,
no byte order mark, named by their GUID.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from interviews.refi.document import Case, Code, Coding, Note, Project, Selection, Source, User
from interviews.refi.guids import guid_for

PROJECT_SPACE, CODEBOOK_SPACE = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
# The first moment that a zip can say: an export has no time of its own, or two would differ.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 can't say at all.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def project_file(project: Project) -> bytes:
    """The project as a .qdpx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "project.qde", _xml(_project(project)))
        for source in project.sources:
            _add(archive, f"sources/{source.guid}.txt", source.text.encode("utf-8", "replace"))
    return out.getvalue()


def codebook_file(codes: Sequence[Code], *, origin: str) -> bytes:
    """The codes as a .qdc; without any, a codebook of no codes, which the schema does not know."""
    root = Element("CodeBook", xmlns=CODEBOOK_SPACE, origin=origin)
    _codes(SubElement(root, "Codes"), codes, notes=False)
    return _xml(root)


def speakable(text: str) -> str:
    """The text with LF line ends, and with what XML can't say replaced."""
    return _UNSPEAKABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    member = zipfile.ZipInfo(path, NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o100600 << 16
    archive.writestr(member, data)


def _xml(root: Element) -> bytes:
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _project(project: Project) -> Element:
    root = Element("Project", xmlns=PROJECT_SPACE, name=speakable(project.name), origin=project.origin)
    if project.users:
        _users(SubElement(root, "Users"), project.users)
    if project.codes:
        _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), project.codes, notes=True)
    variables = {name: guid_for("variables", project.name, name) for case in project.cases for name, _ in case.values}
    if variables:
        holder = SubElement(root, "Variables")
        for name, guid in variables.items():
            SubElement(holder, "Variable", guid=guid, name=name, typeOfVariable="Text")
    if project.cases:
        _cases(SubElement(root, "Cases"), project.cases, variables)
    if project.sources:
        holder = SubElement(root, "Sources")
        for source in project.sources:
            _source(holder, source)
    if project.notes:
        _notes(SubElement(root, "Notes"), project.notes)
    _described(root, project.description)
    _note_refs(root, project.own_notes)
    return root


def _users(holder: Element, users: Iterable[User]) -> None:
    for user in users:
        element = SubElement(holder, "User", guid=user.guid, name=speakable(user.name))
        if user.kind:
            element.set("id", user.kind)


def _codes(holder: Element, codes: Sequence[Code], *, notes: bool) -> None:
    """The codes, each inside its parent."""
    below: dict[str, list[Code]] = {}
    known = {code.guid for code in codes}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else "", []).append(code)

    def add(place: Element, parent: str) -> None:
        for code in below.get(parent, []):
            element = SubElement(place, "Code", guid=code.guid, name=speakable(code.name), isCodable=_yes(code.codable))
            if code.colour:
                element.set("color", code.colour)
            _described(element, code.description)
            if notes:
                _note_refs(element, code.notes)
            add(element, code.guid)

    add(holder, "")


def _cases(holder: Element, cases: Iterable[Case], variables: dict[str, str]) -> None:
    for case in cases:
        element = SubElement(holder, "Case", guid=case.guid, name=speakable(case.name))
        for name, value in case.values:
            given = SubElement(element, "VariableValue")
            SubElement(given, "VariableRef", targetGUID=variables[name])
            SubElement(given, "TextValue").text = speakable(value)
        for source in case.sources:
            SubElement(element, "SourceRef", targetGUID=source)


def _source(holder: Element, source: Source) -> None:
    path = f"internal://{source.guid}.txt"
    element = SubElement(holder, "TextSource", guid=source.guid, name=speakable(source.name), plainTextPath=path)
    _made(element, source.user, source.created)
    _described(element, source.description)
    for selection in source.selections:
        _selection(element, selection)
    for coding in source.codings:
        _coding(element, coding)
    _note_refs(element, source.notes)


def _selection(holder: Element, selection: Selection) -> None:
    element = SubElement(holder, "PlainTextSelection", guid=selection.guid, name=speakable(selection.name))
    element.set("startPosition", str(selection.start))
    element.set("endPosition", str(selection.end))
    _made(element, selection.user, selection.created)
    _described(element, selection.description)
    for coding in selection.codings:
        _coding(element, coding)
    _note_refs(element, selection.notes)


def _coding(holder: Element, coding: Coding) -> None:
    element = SubElement(holder, "Coding", guid=coding.guid)
    _made(element, coding.user, coding.created)
    SubElement(element, "CodeRef", targetGUID=coding.code)
    _note_refs(element, coding.notes)


def _notes(holder: Element, notes: Iterable[Note]) -> None:
    for note in notes:
        element = SubElement(holder, "Note", guid=note.guid)
        _made(element, note.user, note.created)
        SubElement(element, "PlainTextContent").text = speakable(note.text)


def _described(element: Element, text: str) -> None:
    if text:
        SubElement(element, "Description").text = speakable(text)


def _note_refs(element: Element, notes: Iterable[str]) -> None:
    for note in notes:
        SubElement(element, "NoteRef", targetGUID=note)


def _made(element: Element, user: str, created: datetime | None) -> None:
    if user:
        element.set("creatingUser", user)
    if created is not None:
        element.set("creationDateTime", created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _yes(value: bool) -> str:
    return "true" if value else "false"
