"""XML that anybody may have written, read without entities, without a DTD and without end."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from interviews.refi.errors import RefiError
from interviews.refi.words import _

MOST_DEPTH = 100
MOST_ELEMENTS = 1_000_000
PIECE = 256 * 1024
NAMESPACE = "urn:QDA-XML:"
_DISTRUST = _("don't trust this file")


class _TooMuch(Exception):
    """The document is deeper or larger than any project."""


class _CountingBuilder(TreeBuilder):
    """Builds the tree, and stops at more depth or elements than a project has."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def start(self, tag: Any, attrs: Any) -> Element:
        self.depth += 1
        self.elements += 1
        if self.depth > MOST_DEPTH or self.elements > MOST_ELEMENTS:
            raise _TooMuch
        return super().start(tag, attrs)

    def end(self, tag: Any) -> Element:
        self.depth -= 1
        return super().end(tag)


def parse(data: bytes, *, root: str, name: str) -> Element:
    """The tree of a document whose root is `root`, an element of REFI-QDA. Raises RefiError for any other."""
    parser = XMLParser(target=_CountingBuilder(), forbid_dtd=True)
    try:
        for start in range(0, len(data), PIECE):
            parser.feed(data[start : start + PIECE])
        tree: Element = parser.close()
    except DefusedXmlException as error:
        raise RefiError(name, _("its XML declares entities or a document type"), _DISTRUST) from error
    except _TooMuch as error:
        raise RefiError(name, _("its XML is deeper or larger than a project"), _DISTRUST) from error
    except ParseError as error:
        reason = _("line %(line)s of its XML is not well formed, or not in the encoding it says")
        raise RefiError(name, reason, _("export it again"), line=error.position[0]) from error
    except (LookupError, ValueError) as error:
        raise RefiError(name, _("its XML is in an encoding that is not known here"), _("export it as UTF-8")) from error
    if tree.tag.rpartition("}")[2] != root or not tree.tag.startswith(f"{{{NAMESPACE}"):
        remedy = _("export it as a REFI-QDA project or codebook")
        raise RefiError(name, _("its XML is no %(root)s of REFI-QDA"), remedy, root=root)
    return tree


def kind(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> list[Element]:
    """The children of these names, in order."""
    return [child for child in element if kind(child) in names]


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next(iter(children(element, name)), None)


def text_of(element: Element, name: str) -> str:
    """The text of a child, "" without one."""
    found = child(element, name)
    return (found.text or "") if found is not None else ""
