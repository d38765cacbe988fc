"""What can go wrong in the workshop, in words for the person who can mend it. No message quotes an interview."""

from typing import Any

from catalog.ledger import LedgerError


class WorkshopError(Exception):
    """An act that was refused. `str()` says what happened and what to do, in one line without private words."""


class NotPermitted(WorkshopError):
    """The person has no role in the study that allows the act."""


class DuplicateInterview(WorkshopError):
    """The same source, or the same number with nearly the same words, is already in the study."""


class SameSource(DuplicateInterview):
    """This very file is in the study already: there is nothing to do."""


class WrongState(WorkshopError):
    """The interview or pass is in a state in which the act makes no sense."""


class DoneBefore(WorkshopError):
    """The very same request was carried out before; `event` is what the log has of it, or the last of that."""

    def __init__(self, event: Any) -> None:
        super().__init__("this was done before")
        self.event = event


class BadSpan(WorkshopError):
    """A span is empty, outside its segment, or overlaps one that was accepted."""


class HeldBack(WorkshopError):
    """The gate refused; `findings` lists each reason with its remedy."""

    def __init__(self, findings: "list[str]") -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


class BadIdentifier(WorkshopError):
    """An identifier or variant has no letters, is in the study already, or its placeholder tells too much."""


class CommonName(BadIdentifier):
    """A name that, wherever it stands, would mostly mean something else. It takes a context, or a sure person."""


class BadDraft(WorkshopError):
    """A draft doesn't fit together: a claim of another issue, a span outside its coding, content of no known shape."""


class NotRecorded(WorkshopError, LedgerError):
    """The ledger of what was taken down can't be written or trusted, so nothing was changed."""
