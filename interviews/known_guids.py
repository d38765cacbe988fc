"""GUIDs of what has no row of its own to keep one: coders, their selections and their codings.

They are made from what they are about, so that the same coding has the same GUID in every export, and one that comes
back from another tool is known. Raw offsets go in only under a key of the interview's own: whoever has the file could
otherwise try all of them, and learn how long the name behind a replacement is.
"""

import hashlib
import hmac

from interviews.crypto import unwrap
from interviews.models import CodingPass, Interview, Study
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


def selection_guid(interview: Interview, coder: str, span: Span, last: Span, certain: bool) -> str:
    """What a coder selected in an interview: from one span to another, which mostly is the same."""
    return keyed(interview, "selection", coder, *span, *last, certain)


def coding_guid(interview: Interview, coder: str, span: Span, code: str) -> str:
    """That a coder gave a code to what begins with that span."""
    return keyed(interview, "coding", coder, *span, code)


def keyed(interview: Interview, *parts: object) -> str:
    """The GUID of what `parts` name in the interview; nobody without its data key can say of which parts it is."""
    assert interview.data_key is not None  # Without words there is nothing to select.
    key = hmac.digest(unwrap(bytes(interview.data_key)), b"guids of selections and codings", hashlib.sha256)
    said = "/".join(map(str, parts))
    return guid_for(str(interview.guid), hmac.new(key, said.encode(), hashlib.sha256).hexdigest())
