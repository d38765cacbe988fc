"""A coder's own memos on the workbench: written, changed and removed there, and what the page gets to know of them."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from interviews.actions import memos
from interviews.admin.pages.workbench_asked import Asked, number, turn_at, words
from interviews.models import CodingPass, Memo

Row = dict[str, Any]


def write(request: HttpRequest, working: CodingPass, asked: Asked) -> dict[str, Any]:
    segment, text, client = turn_at(working, number(asked, "turn")), words(asked, "text"), words(asked, "client")
    memo = memos.write_memo(by=request.user, coding_pass=working, segment=segment, text=text, client=client)
    return {"said": _("Memo on turn %(turn)s written.") % {"turn": segment.position}, "memo": row_of(memo, working)}


def change(request: HttpRequest, working: CodingPass, asked: Asked) -> dict[str, Any]:
    text, position = words(asked, "text"), number(asked, "turn")
    memo = memos.change_memo(by=request.user, coding_pass=working, text=text, **named_in(asked))
    return {"said": _("Memo on turn %(turn)s changed.") % {"turn": position}, "memo": row_of(memo, working)}


def remove_memo(request: HttpRequest, working: CodingPass, asked: Asked) -> dict[str, Any]:
    position = number(asked, "turn")
    memos.remove_memo(by=request.user, coding_pass=working, **named_in(asked))
    return {"said": _("Memo on turn %(turn)s removed.") % {"turn": position}}


def named_in(asked: Asked) -> dict[str, Any]:
    """Which memo is meant, in which of its texts, and the request's own name."""
    return {"memo": number(asked, "memo"), "version": words(asked, "version"), "client": words(asked, "client")}


def memos_by_turn(working: CodingPass, only: set[int] | None = None) -> dict[int, list[Row]]:
    """The coder's own memos by their segment's id, on all turns or `only` some. Nobody else's come to the page."""
    rows = Memo.objects.on_turns(working.interview_id, working.coder)
    found: dict[int, list[Row]] = defaultdict(list)
    for memo in rows if only is None else rows.filter(segment__in=only):
        if memo.segment is not None:
            found[memo.segment.pk].append(row_of(memo, working))
    return found


def row_of(memo: Memo, working: CodingPass) -> Row:
    """A memo as the page has it; `fixed` where it is another pass's, and only read here."""
    return {
        "id": memo.pk,
        "text": memo.text,
        "version": memo.version,
        "on": memo.coding.code_id if memo.coding else None,
        "fixed": not memo.may_change_in(working),
    }
