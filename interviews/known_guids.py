"""GUIDs of what has no row of its own to keep one: coders, their selections and their codings.

They are made from what they are about, so that the same coding has the same GUID in every export, and one that comes
back from another tool is known.
"""

from interviews.models import CodingPass, Study
from interviews.refi.document import MODERATED
from interviews.refi.guids import guid_for

Span = tuple[int, int, int]
"""The position of a turn in its interview, start and end in code points of its raw text."""


def coder_guid(study: Study, username: str, kind: str) -> str:
    """Who coded; the same person has another one for what they settled as a moderator."""
    return guid_for(str(study.guid), "coder", kind_of_user(kind), username)


def kind_of_user(kind: str) -> str:
    """What `User.kind` says of whoever made a pass of that kind."""
    return MODERATED if kind == CodingPass.Kind.MODERATED else ""


def selection_guid(source: str, coder: str, span: Span, last: Span, certain: bool) -> str:
    """What a coder selected in a source: from one span to another, which mostly is the same."""
    return guid_for(source, "selection", coder, *span, *last, certain)


def coding_guid(source: str, coder: str, span: Span, code: str) -> str:
    """That a coder gave a code to what begins with that span."""
    return guid_for(source, "coding", coder, *span, code)
