"""The acts of the review page: one address each, POST only, one action called, then the next decision.

Every post carries the replacement's id and the state in which the person saw it. Where somebody else was faster,
nothing is changed, and the page says who decided.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from interviews.actions import decide
from interviews.actions.suggest import suggest_redactions
from interviews.admin.pages.review import state_of, study_to_review
from interviews.admin.pages.review_queue import Filter
from interviews.errors import CommonName, WorkshopError, WrongState
from interviews.models import Event, Replacement, Study
from interviews.models.identifiers import IdentifierType
from interviews.wording import NOT_REMEMBERED

Kind = Replacement.Kind
# An act says in a line what it did, in how many places; never the words that it was about.
Handler = Callable[[HttpRequest, Replacement], str]


@require_POST
def decide_one(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act on the replacement that was posted, and go on to the next decision."""
    study = study_to_review(request, pk)
    handler = ACTS.get(act)
    if handler is None:
        raise Http404
    at = request.POST.get("next", "")
    try:
        with transaction.atomic():
            replacement = as_seen(request, study)
            said = handler(request, replacement)
        at = str(replacement.pk) if act in STAYING else at
        messages.success(request, f"{said} u undoes.")
    except WrongState as error:
        messages.warning(request, str(error))
    except WorkshopError as error:
        at = request.POST.get("id", "")
        messages.error(request, str(error))
    return redirect(address(request, study, at))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the person's latest act in the study, and return to what it was about."""
    study = study_to_review(request, pk)
    try:
        said = decide.undo_last(by=request.user, study=study)
        messages.success(request, said or "There is nothing of yours to undo here.")
    except WorkshopError as error:
        messages.error(request, str(error))
        said = None
    return redirect(address(request, study, str(undone(request, study)) if said else request.POST.get("id", "")))


@require_POST
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for identifiers in the study, or in the interview that the page is filtered to."""
    study = study_to_review(request, pk)
    number = Filter.read(QueryDict(request.POST.get("back", ""))).interview
    chosen = study.interviews.filter(number=number) if number else None
    before = undecided(study)
    suggest_redactions(by=request.user, study=study, interviews=chosen)
    new = undecided(study) - before
    messages.success(request, f"{new} new suggestion{'' if new == 1 else 's'}.")
    return redirect(address(request, study, ""))


def undecided(study: Study) -> int:
    return Replacement.objects.filter(segment__interview__study=study, status=Replacement.Status.SUGGESTED).count()


def address(request: HttpRequest, study: Study, at: str) -> str:
    """The page with the filter that it had, at a replacement."""
    query = Filter.read(QueryDict(request.POST.get("back", ""))).query(at=at if at.isdecimal() else "")
    return reverse("admin:interviews_study_review", args=[study.pk]) + (f"?{query}" if query else "")


def undone(request: HttpRequest, study: Study) -> int | str:
    """A replacement that the latest act of the person was about."""
    user: Any = request.user
    event = Event.objects.filter(study=study, actor=user).exclude(action="raw text seen").first()
    data = event.data if event else {}
    found = data.get("replacement") or next(iter(data.get("replacements") or []), "")
    return found if isinstance(found, int) else ""


def as_seen(request: HttpRequest, study: Study) -> Replacement:
    """The replacement, held, if it still is as the person saw it. Raises WrongState with who changed it."""
    posted = request.POST.get("id", "")
    rows = Replacement.objects.select_for_update(of=("self",)).filter(segment__interview__study=study)
    replacement = (
        rows.select_related("segment__interview__study")
        .filter(pk=int(posted) if posted.isdecimal() and len(posted) < 15 else 0)
        .first()
    )
    if replacement is None:
        raise WrongState("These words are no longer there. Nothing was changed; here is the next.")
    if state_of(replacement) != request.POST.get("state"):
        raise WrongState(f"{what_happened(replacement)} Nothing of it was changed; here is the next.")
    return replacement


def what_happened(replacement: Replacement) -> str:
    """Who did what to a replacement meanwhile."""
    if replacement.decided_at is not None:
        when = timezone.localtime(replacement.decided_at).strftime("%H:%M")
        return f"{replacement.decided_by} decided this at {when}: {replacement.get_status_display()}."
    if replacement.keep_asked_by is not None:
        return f"{replacement.keep_asked_by} asks to keep these words."
    return "Somebody changed this suggestion meanwhile."


# --- what was posted


def everywhere(request: HttpRequest) -> bool:
    return request.POST.get("everywhere") == "on"


def typed(request: HttpRequest, name: str, missing: str) -> str:
    """What was typed into a field. Raises WorkshopError, with what is missing, when it is empty."""
    value = request.POST.get(name, "").strip()[:300]
    if not value:
        raise WorkshopError(missing)
    return value


def type_of(request: HttpRequest, replacement: Replacement) -> str:
    """The type that was chosen, else the proposed one."""
    wanted = request.POST.get("type", "")
    return wanted if wanted in IdentifierType.values else replacement.type


def places(done: list[Replacement]) -> str:
    return "in 1 place" if len(done) == 1 else f"in {len(done)} places"


def accepted(request: HttpRequest, replacement: Replacement, **choice: Any) -> list[Replacement]:
    """Accept with what the person chose beside the button: everywhere, remembered, another type."""
    try:
        return decide.accept(
            by=request.user,
            replacement=replacement,
            type=type_of(request, replacement) or None,
            as_identifier=request.POST.get("as_identifier") == "on",
            everywhere=everywhere(request),
            **choice,
        )
    except CommonName as error:
        raise WorkshopError(NOT_REMEMBERED) from error


# --- the acts


def accept(request: HttpRequest, replacement: Replacement) -> str:
    type_ = type_of(request, replacement)
    retyped: dict[str, Any] = {}
    if type_ != replacement.type and replacement.type:
        retyped = {"kind": Kind.PSEUDONYM, "text": f"[{type_}]"}
    done = accepted(request, replacement, **retyped)
    return f"{done[0].text or 'Deleted'} {places(done)}."


def generalise(request: HttpRequest, replacement: Replacement) -> str:
    level = request.POST.get("level", "")
    if level not in decide.levels_of(type_of(request, replacement)):
        raise WorkshopError("Choose one of the generalisations.")
    done = accepted(request, replacement, kind=Kind.GENERALIZATION, text=level)
    return f"{level} {places(done)}."


def delete(request: HttpRequest, replacement: Replacement) -> str:
    done = accepted(request, replacement, kind=Kind.DELETION, text="")
    return f"Deleted {places(done)}."


def correct(request: HttpRequest, replacement: Replacement) -> str:
    """A word that was misheard, and is no identifier: nothing of it goes to the registry."""
    word = typed(request, "correction", "Type the word that was really said.")
    done = decide.accept(
        by=request.user, replacement=replacement, kind=Kind.CORRECTION, text=word, everywhere=everywhere(request)
    )
    return f"Corrected {places(done)}."


def reject(request: HttpRequest, replacement: Replacement) -> str:
    done = decide.reject(by=request.user, replacement=replacement, everywhere=everywhere(request))
    return f"No identifier, {places(done)}."


def keep(request: HttpRequest, replacement: Replacement) -> str:
    reason = typed(request, "reason", "Say why these words may stay, without quoting them.")
    done = decide.ask_to_keep(by=request.user, replacement=replacement, reason=reason, everywhere=everywhere(request))
    return f"Asked to keep {places(done)}: it waits for a second person."


def confirm(request: HttpRequest, replacement: Replacement) -> str:
    return f"Kept {places(decide.confirm_keep(by=request.user, replacement=replacement))}."


def refuse(request: HttpRequest, replacement: Replacement) -> str:
    done = decide.refuse_keep(by=request.user, replacement=replacement, reason=request.POST.get("reason", "")[:300])
    return f"Not kept, {places(done)}: they are to be decided again."


def change_span(request: HttpRequest, replacement: Replacement) -> str:
    start, _, end = request.POST.get("span", "").partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 15):
        raise WorkshopError("Choose which words it is about.")
    decide.change_span(by=request.user, replacement=replacement, start=int(start), end=int(end))
    return "Other words chosen."


def typed_act(request: HttpRequest, replacement: Replacement) -> str:
    """Enter in a field: whichever field was filled says what is meant."""
    if request.POST.get("correction", "").strip():
        return correct(request, replacement)
    typed(request, "reason", "Type what was really said, or why these words may stay, without quoting them.")
    return keep(request, replacement)


ACTS: dict[str, Handler] = {
    "accept": accept,
    "generalise": generalise,
    "delete": delete,
    "correct": correct,
    "reject": reject,
    "keep": keep,
    "confirm": confirm,
    "refuse": refuse,
    "span": change_span,
    "typed": typed_act,
}
# After these the same words are still to be decided.
STAYING = {"span", "refuse"}
