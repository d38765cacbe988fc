"""Reading projects and codebooks of any tool: the one entrance of this package.

    with path.open("rb") as file:
        project = read_file(file, name=path.name)

Lenient where files of known tools are ("Project.qde", braces around GUIDs, texts that are not in the archive), strict
where a file could do harm. Whatever is not carried is counted in `Project.remarks`.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from interviews.refi.archive import MEGABYTE, MOST_READ_BYTES, ZIP_START, Archive, open_archive
from interviews.refi.document import Case, Code, Coding, Note, Project, Selection, Source, User
from interviews.refi.errors import RefiError
from interviews.refi.guids import normal
from interviews.refi.positions import Placed, place, plain
from interviews.refi.remarks import counted, not_carried
from interviews.refi.words import _
from interviews.refi.xml_tree import child, children, kind, parse, text_of

INTERNAL = "internal://"
# Far more than any study has, and little enough to be read in seconds.
MOST_CHARACTERS = 5_000_000
MOST_SELECTIONS = 100_000
MOST_CODES = 5_000
_SMALLER = _("export a part of it")
_CODES = _("there are more than %(most)s codes in it")
_CHARACTERS = _("there are more than %(most)s characters of text in it")
_SELECTIONS = _("there are more than %(most)s selections in it")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_file(file: BinaryIO, *, name: str) -> Project:
    """The project in a .qdpx, or the codes in a .qdc, told apart by what the file holds. Raises RefiError."""
    start = file.read(len(ZIP_START))
    file.seek(0)
    if start == ZIP_START or name.casefold().endswith(".qdpx"):
        return read_project(file, name=name)
    data = file.read(MOST_READ_BYTES + 1)
    if len(data) > MOST_READ_BYTES:
        most = MOST_READ_BYTES // MEGABYTE
        raise RefiError(name, _("a codebook has at most %(most)s megabytes"), _("don't trust this file"), most=most)
    return read_codebook(data, name=name)


def read_project(file: BinaryIO, *, name: str) -> Project:
    """The project in a .qdpx. Raises RefiError, and only that, for what is none, is damaged, or could do harm."""
    archive = open_archive(file, name=name)
    with archive.opened:
        if "project.qde" not in archive:
            raise RefiError(name, _("there is no project.qde in it"), _("export it as a REFI-QDA project (.qdpx)"))
        return _Reader(archive, name).project(parse(archive.read("project.qde"), root="Project", name=name))


def read_codebook(data: bytes, *, name: str) -> Project:
    """The codes in a .qdc, as a project of codes alone. Raises RefiError."""
    root = parse(data, root="CodeBook", name=name)
    project = Project(origin=root.get("origin", ""))
    if (codes := child(root, "Codes")) is not None:
        project.codes = list(_codes(codes, name))
    _check_number(len(project.codes), MOST_CODES, _CODES, name)
    project.remarks = not_carried(root)
    return project


def _codes(holder: Element, name: str, parent: str = "") -> Iterable[Code]:
    """The codes below an element, parents first. The parser has bounded how deep they nest."""
    for element in children(holder, "Code"):
        guid = _guid(element, name)
        yield Code(
            guid=guid,
            name=" ".join(element.get("name", "").split()),
            description=text_of(element, "Description").strip(),
            colour=element.get("color", "").strip(),
            parent=parent,
            codable=element.get("isCodable", "true").strip() not in {"false", "0"},
            notes=_note_refs(element),
        )
        yield from _codes(element, name, guid)


def _check_number(found: int, most: int, reason: str, name: str) -> None:
    if found > most:
        raise RefiError(name, reason, _SMALLER, most=most)


def _guid(element: Element, name: str) -> str:
    guid = normal(element.get("guid", ""))
    if not guid:
        raise RefiError(name, _("a %(element)s has no GUID"), _("export it again"), element=kind(element))
    return guid


def _note_refs(element: Element) -> tuple[str, ...]:
    return tuple(normal(note.get("targetGUID", "")) for note in children(element, "NoteRef"))


def _created(element: Element) -> datetime | None:
    """When the element was made; None where it doesn't say so in a way that can be read."""
    with suppress(ValueError, OverflowError):
        made = datetime.fromisoformat(element.get("creationDateTime", "").strip())
        return made.replace(tzinfo=made.tzinfo or UTC).astimezone(UTC)
    return None


@dataclass
class _Reader:
    """Reads one project; `problems` counts what was found in it that can't be as it is."""

    archive: Archive
    name: str
    ours: bool = False
    ordinal: int = 0
    characters: int = 0
    selected: int = 0
    problems: dict[str, int] = field(default_factory=dict)

    def project(self, root: Element) -> Project:
        project = Project(
            name=root.get("name", ""),
            origin=root.get("origin", ""),
            description=text_of(root, "Description").strip(),
            own_notes=_note_refs(root),
        )
        self.ours = project.is_ours
        project.users = [
            User(_guid(user, self.name), " ".join(user.get("name", "").split()), user.get("id", ""))
            for holder in children(root, "Users")
            for user in children(holder, "User")
        ]
        for holder in children(root, "CodeBook"):
            for codes in children(holder, "Codes"):
                project.codes += _codes(codes, self.name)
        _check_number(len(project.codes), MOST_CODES, _CODES, self.name)
        for holder in children(root, "Sources"):
            project.sources += [source for element in holder for source in self.sources(element)]
        project.named_notes = frozenset(_named_notes(root))
        project.notes = [note for holder in children(root, "Notes") for note in self.notes(holder)]
        project.cases = list(_cases(root))
        project.remarks = [*not_carried(root), *map(self.problem, self.problems)]
        return project

    def problem(self, words: str) -> str:
        return counted(self.problems[words], words)

    def found(self, words: str, number: int = 1) -> None:
        if number:
            self.problems[words] = self.problems.get(words, 0) + number

    def sources(self, element: Element) -> Iterable[Source]:
        """The texts of a source: its own, that which stands for a PDF, or the transcripts of a recording."""
        self.ordinal += 1
        of_pdf = children(element, "Representation") if kind(element) == "PDFSource" else []
        texts = [element] if kind(element) == "TextSource" else [*of_pdf, *children(element, "Transcript")]
        for text in texts:
            source = self.source(text, beside=element)
            if source is not None:
                yield source

    def source(self, element: Element, *, beside: Element) -> Source | None:
        raw = self.text(element)
        if raw is None:
            self.found(_("coding lies on a source that is left out"), len(list(element.iter(_coding_tag(element)))))
            return None
        if element.get("richTextPath"):
            self.found(_("source has formatted text: its plain text is imported, without the formatting"))
        drawn = [*self.selections(element), *self.synchronised(element)]
        self.characters, self.selected = self.characters + len(raw), self.selected + len(drawn)
        _check_number(self.characters, MOST_CHARACTERS, _CHARACTERS, self.name)
        _check_number(self.selected, MOST_SELECTIONS, _SELECTIONS, self.name)
        placed = self.placed(raw, drawn, inline=not element.get("plainTextPath", "").strip())
        self.found(_("selection was placed by its quoted words, which stood elsewhere than it said"), placed.moved)
        self.found(_("selection bears a name that is not the words at its place, perhaps a title"), placed.unsure)
        self.found(_("selection is empty or lies outside its text: left out"), placed.outside)
        whole = element if element is beside else beside
        return Source(
            guid=_guid(element, self.name),
            name=beside.get("name", "") or element.get("name", ""),
            text=plain(raw),
            ordinal=self.ordinal,
            description=text_of(whole, "Description").strip(),
            user=normal(element.get("creatingUser", "")),
            created=_created(element),
            selections=placed.selections,
            codings=self.codings(whole),
            notes=_note_refs(whole),
        )

    def placed(self, raw: str, drawn: list[Selection], *, inline: bool) -> Placed:
        """The selections at their places. Within XML CR LF is read as LF, whatever the tool counted that wrote it."""
        placed = place(raw, drawn, ours=self.ours)
        if inline and not self.ours and "\n" in raw and placed.astray:
            counted_double = place(plain(raw).replace("\n", "\r\n"), drawn)
            return min(placed, counted_double, key=lambda found: found.astray)
        return placed

    def text(self, element: Element) -> str | None:
        """The raw text of a source, its line ends and byte order mark as they are; None where it is not here."""
        content = child(element, "PlainTextContent")
        path = element.get("plainTextPath", "").strip()
        if content is not None and not path:
            return content.text or ""
        if not path:
            self.found(_("source has no plain text: left out"))
            return None
        bare = path.removeprefix(INTERNAL)
        if "://" in bare:
            self.found(_("source lies outside of the project file: left out"))
            return None
        # Some tools leave the scheme away, some name the folder too.
        inside = next((place for place in (f"sources/{bare}", bare) if place in self.archive), None)
        if inside is None:
            self.found(_("source is named by the project but is not in the file: left out"))
            return None
        return self.decoded(self.archive.read(inside))

    def decoded(self, data: bytes) -> str:
        """UTF-8, as the standard asks, or UTF-16 that says so. The mark stays: some tools count it."""
        encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            where = {"source": self.ordinal, "encoding": encoding.upper()}
            reason = _("the text of source %(source)s is not %(encoding)s")
            raise RefiError(self.name, reason, _("export it again, as UTF-8"), **where) from error

    def selections(self, element: Element) -> Iterable[Selection]:
        for selection in children(element, "PlainTextSelection"):
            span = _numbers(selection, "startPosition", "endPosition")
            if span is None:
                self.found(_("selection has no positions: left out"))
                continue
            yield self.selection(selection, *span)

    def synchronised(self, element: Element) -> Iterable[Selection]:
        """Selections of a transcript, which stand between two points that tie its text to the recording."""
        points = {normal(p.get("guid", "")): _numbers(p, "position") for p in children(element, "SyncPoint")}
        for selection in children(element, "TranscriptSelection"):
            first = points.get(normal(selection.get("fromSyncPoint", "")))
            last = points.get(normal(selection.get("toSyncPoint", "")))
            if first is None or last is None:
                self.found(_("selection of a transcript has no place in its text: left out"))
                continue
            yield replace(self.selection(selection, first[0], last[0]), name="")

    def selection(self, element: Element, start: int, end: int) -> Selection:
        return Selection(
            guid=normal(element.get("guid", "")),
            start=start,
            end=end,
            name=element.get("name", ""),
            description=text_of(element, "Description").strip(),
            user=normal(element.get("creatingUser", "")),
            created=_created(element),
            codings=self.codings(element),
            notes=_note_refs(element),
        )

    def codings(self, element: Element) -> tuple[Coding, ...]:
        """The codings below a selection, or of a whole source."""
        given = [(coding, child(coding, "CodeRef")) for coding in children(element, "Coding")]
        self.found(_("coding names no code: left out"), sum(reference is None for _coding, reference in given))
        return tuple(
            Coding(
                guid=normal(coding.get("guid", "")),
                code=normal(reference.get("targetGUID", "")),
                user=normal(coding.get("creatingUser", "")),
                created=_created(coding),
                notes=_note_refs(coding),
            )
            for coding, reference in given
            if reference is not None
        )

    def notes(self, holder: Element) -> Iterable[Note]:
        """Memos; a title and a comment on one stand before its words."""
        for element in children(holder, "Note"):
            content = plain(self.text(element) or "")
            parts = (element.get("name", ""), text_of(element, "Description"), content)
            words = "\n\n".join(part.strip() for part in parts if part.strip())
            if words:
                yield Note(_guid(element, self.name), words, normal(element.get("creatingUser", "")), _created(element))


def _named_notes(root: Element) -> Iterable[str]:
    """The GUIDs of notes on what is in any part of a project but its codebook; those on itself stand beside these."""
    for part in root:
        if kind(part) not in {"CodeBook", "NoteRef", "Notes"}:
            for element in part.iter():
                yield from _note_refs(element)


def _coding_tag(element: Element) -> str:
    """How codings are called in the element's own namespace."""
    return f"{element.tag.rpartition('}')[0]}}}Coding"


def _numbers(element: Element, *names: str) -> tuple[int, ...] | None:
    """The attributes as whole numbers; None where one is none."""
    given = [element.get(name, "").strip() for name in names]
    if not all(number.removeprefix("-").isdecimal() and len(number) < 12 for number in given):
        return None
    return tuple(map(int, given))


def _cases(root: Element) -> Iterable[Case]:
    """Cases with those of their values that say something."""
    names = {
        normal(variable.get("guid", "")): variable.get("name", "")
        for holder in children(root, "Variables")
        for variable in children(holder, "Variable")
    }
    for holder in children(root, "Cases"):
        for element in children(holder, "Case"):
            sources = tuple(normal(source.get("targetGUID", "")) for source in children(element, "SourceRef"))
            values = tuple(_value(value, names) for value in children(element, "VariableValue"))
            yield Case(normal(element.get("guid", "")), element.get("name", ""), sources, values)


def _value(element: Element, names: dict[str, str]) -> tuple[str, str]:
    reference = child(element, "VariableRef")
    name = names.get(normal(reference.get("targetGUID", "")), "") if reference is not None else ""
    given = next((part.text or "" for part in element if part is not reference), "")
    return name, given.strip()
