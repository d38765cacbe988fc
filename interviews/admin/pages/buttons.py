"""What can be done next with an interview's passes, by somebody with certain rights: buttons of its page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from interviews.admin.rights import Rights
from interviews.models import CodingPass, Interview
from interviews.permissions import ROLES_FOR, Act
from interviews.visibility import may_have_read, visible_passes

Kind = CodingPass.Kind
Status = CodingPass.Status
State = Interview.CodingState


@dataclass(frozen=True)
class Button:
    """An act of the page's acts.py, its words, and the id it is about."""

    act: str
    words: str
    value: int | str = ""


def working_pass(user: Any, interview: Interview) -> CodingPass | None:
    """The open pass that `user` codes in here: their own, else the moderated one, which only moderators see open."""
    visible = visible_passes(user).filter(interview=interview, status=Status.OPEN).select_related("coder")
    own = visible.filter(kind=Kind.INDEPENDENT, coder=user).first()
    found: CodingPass | None = own or visible.filter(kind=Kind.MODERATED).first()
    if found is None or found.kind == Kind.INDEPENDENT:
        return found
    moderates = interview.study.memberships.filter(user=user, role__in=ROLES_FOR[Act.MODERATE]).exists()
    return found if moderates else None


def buttons_for(user: Any, rights: Rights, interview: Interview) -> list[Button]:
    """The acts on passes that are possible for this person in this state, in the order of the work."""
    study = interview.study_id
    buttons: list[Button] = []
    if rights.allow([Act.CODE], study):
        buttons += own_buttons(user, interview)
    if rights.allow([Act.MODERATE], study):
        buttons += moderation_buttons(user, interview)
    return buttons


def own_buttons(user: Any, interview: Interview) -> list[Button]:
    """Opening and submitting one's own pass."""
    own = interview.passes.filter(coder=user, kind=Kind.INDEPENDENT).first()
    if own is None and interview.coding_state in {State.UNCODED, State.CODING}:
        if may_have_read(user).filter(pk=interview.pk).exists():
            return []
        return [Button("open-pass", _("Start coding: open your own pass"))]
    if own is not None and own.status == Status.OPEN:
        return [submitting(own)]
    return []


def submitting(working: CodingPass) -> Button:
    """Closing an open pass, one's own or the moderated one."""
    if working.kind == Kind.MODERATED:
        return Button("submit-moderation", _("Submit the moderation"), working.pk)
    return Button("submit-pass", _("Submit your pass"), working.pk)


def moderation_buttons(user: Any, interview: Interview) -> list[Button]:
    """Settling the coders' passes."""
    if interview.coding_state == State.SUBMITTED:
        passes = list(interview.passes.filter(kind=Kind.INDEPENDENT).order_by("pk"))
        start = Button("start-moderation", _("Start moderation"))
        adopt = Button("adopt-pass", _("Adopt the sole pass as moderated"), passes[0].pk if passes else "")
        return [adopt, start] if len(passes) == 1 else [start]
    moderated = visible_passes(user).filter(interview=interview, kind=Kind.MODERATED).first()
    if moderated is None:
        return []
    if moderated.status == Status.OPEN:
        return [submitting(moderated)]
    return [Button("reopen-moderation", _("Reopen the moderation"), moderated.pk)]


def coders_to_ask(rights: Rights, interview: Interview) -> Any:
    """Coders of the study without a pass here, for a moderator to assign."""
    users = get_user_model()._default_manager
    if not rights.allow([Act.MODERATE], interview.study_id) or interview.coding_state in {
        State.MODERATING,
        State.MODERATED,
    }:
        return users.none()
    coders = users.filter(
        is_active=True,
        study_memberships__study=interview.study_id,
        study_memberships__role__in=ROLES_FOR[Act.CODE],
    )
    having = interview.passes.filter(kind=Kind.INDEPENDENT).values("coder")
    return coders.exclude(pk__in=having).distinct().order_by("username")
