"""The acts of the workbench: each reads what the page asks for, calls one action, and says what it did."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from interviews.actions import code as coding
from interviews.actions.codebook import apply_by_name
from interviews.actions.undo_coding import Outcome, redo_coding, undo_coding
from interviews.admin.pages.workbench_asked import Asked, Malformed, number, turn_at, words
from interviews.admin.pages.workbench_data import code_of
from interviews.admin.pages.workbench_memos import change, remove_memo, write
from interviews.errors import BadSpan
from interviews.models import Code, Coding, CodingPass
from interviews.safe import safe_text

# An act answers with what it says aloud, and further things that the page must know.
Answer = dict[str, Any]
Act = Callable[[HttpRequest, CodingPass, Asked], Answer]


def apply(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    """A code to a selection: `turns` is a list of position, start and end in safe text; without an end, all of it."""
    code = Code.objects.filter(pk=number(asked, "code"), study=working.interview.study_id).first()
    if code is None:
        raise Malformed("this study has no such code")
    client, selections = words(asked, "client"), chosen(working, asked)
    coding.apply_to_selections(by=request.user, coding_pass=working, selections=selections, code=code, client=client)
    return {"said": _("%(code)s applied.") % {"code": code.name}}


def chosen(working: CodingPass, asked: Asked) -> Iterator[coding.Selection]:
    """What is selected. Looked at by the action only once it knows that the request does not come again."""
    turns = asked.get("turns") or []
    if not turns:
        raise BadSpan(_("nothing is selected: choose a turn"))
    for place in turns:
        yield selection(working, place)


def selection(working: CodingPass, place: Any) -> coding.Selection:
    if not isinstance(place, list) or len(place) != 3:
        raise Malformed
    position, start, end = (number({"at": value}, "at") for value in place)
    segment = turn_at(working, position)
    try:
        return coding.Selection(segment, *safe_text(segment).raw_span(start, end))
    except ValueError:
        words_anew = _("these characters are not in turn %(turn)s: select its words anew")
        raise BadSpan(words_anew % {"turn": position}) from None


def remove(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    found = Coding.objects.filter(coding_pass=working, pk=number(asked, "coding")).select_related("code").first()
    if found is None:
        return {"said": _("That coding is gone already.")}
    coding.remove_coding(by=request.user, coding=found, client=words(asked, "client"))
    return {"said": _("%(code)s removed.") % {"code": found.code.name}}


def nothing(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    segment, client = turn_at(working, number(asked, "turn")), words(asked, "client")
    if asked.get("on"):
        coding.mark_nothing_applies(by=request.user, coding_pass=working, segment=segment, client=client)
        return {"said": _("Turn %(turn)s: nothing applies.") % {"turn": segment.position}}
    coding.unmark_nothing_applies(by=request.user, coding_pass=working, segment=segment, client=client)
    return {"said": _("Turn %(turn)s: not read yet.") % {"turn": segment.position}}


def new_code(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    """A code made on the way, and applied to `turns`; one that is there by that name already is the one."""
    client, selections = words(asked, "client"), chosen(working, asked)
    code = apply_by_name(
        by=request.user, coding_pass=working, name=words(asked, "name"), selections=selections, client=client
    )
    return {"said": _("Code %(code)s made.") % {"code": code.name}, "code": code_of(code)}


def undo(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    outcome = undo_coding(by=request.user, coding_pass=working, client=words(asked, "client"))
    return told(outcome) if outcome else {"said": _("There is nothing to undo.")}


def redo(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    outcome = redo_coding(by=request.user, coding_pass=working, client=words(asked, "client"))
    return told(outcome) if outcome else {"said": _("There is nothing to do again.")}


def told(outcome: Outcome) -> Answer:
    """What was undone or done again, and the turn to look at it, in a list; an empty one where it touched none."""
    return {"said": outcome.said, "go": outcome.turns[:1]}


ACTS: dict[str, Act] = {
    "apply": apply,
    "remove": remove,
    "nothing": nothing,
    "memo": write,
    "memo-change": change,
    "memo-remove": remove_memo,
    "code": new_code,
    "undo": undo,
    "redo": redo,
}
