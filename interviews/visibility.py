"""Who sees whose codings and memos: the blind rule, one function each, with every case listed.

"Blind" is somebody whose own independent pass on that interview is still open, and a coder who could still get one:
who has submitted none before the moderation begins. Else a coder would read the others first and open a pass then. A
moderator must look before that, to give passes back; so a moderator gets no pass any more once another is submitted
(`may_have_read`).

    who asks                                own   others' submitted   others' open   moderated
    coder, blind there                      yes   no                  no             no
    coder, own pass submitted               yes   yes                 no             yes
    coder without one, moderation begun     -     yes                 no             yes
    moderator, own pass open                yes   no                  no             no
    moderator, own pass submitted or none   yes   yes                 no             yes
    publisher or custodian                  -     no                  no             once submitted
    anybody else                            no    no                  no             no
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from interviews.models import CodingPass, Event, EvidenceDraft, Interview, Memo, StudyMembership

Role = StudyMembership.Role
Kind = CodingPass.Kind
Status = CodingPass.Status
State = Interview.CodingState
# In these a coder may still open or be given a pass.
BEFORE_MODERATION = (State.UNCODED, State.CODING, State.SUBMITTED)


def blind_interviews(user: Any) -> QuerySet[Interview]:
    """The interviews on which `user` must not learn what anybody else coded."""
    own = CodingPass.objects.filter(interview=OuterRef("pk"), coder=user, kind=Kind.INDEPENDENT)
    roles = StudyMembership.objects.filter(study=OuterRef("study"), user=user)
    is_open = Q(Exists(own.filter(status=Status.OPEN)))
    only_codes = Q(Exists(roles.filter(role=Role.CODER))) & ~Q(Exists(roles.filter(role=Role.MODERATOR)))
    may_get_one = only_codes & Q(coding_state__in=BEFORE_MODERATION) & ~Q(Exists(own.filter(status=Status.SUBMITTED)))
    return Interview.objects.filter(is_open | may_get_one)


def may_have_read(user: Any) -> QuerySet[Interview]:
    """The interviews that `user` moderates, without a pass of their own, and where somebody else's is submitted.

    What is submitted there they may have read already: a pass of theirs would not be independent.
    """
    passes = CodingPass.objects.filter(interview=OuterRef("pk"), kind=Kind.INDEPENDENT)
    moderated = StudyMembership.objects.filter(user=user, role=Role.MODERATOR).values("study")
    read = Interview.objects.filter(Exists(passes.filter(status=Status.SUBMITTED).exclude(coder=user)))
    return read.filter(~Exists(passes.filter(coder=user)), study__in=moderated)


def visible_passes(user: Any) -> Any:
    """The coding passes whose codings, counts and memos `user` may see, as one queryset."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return CodingPass.objects.none()

    def member(*roles: Role) -> Exists:
        return Exists(StudyMembership.objects.filter(user=user, role__in=roles, study=OuterRef("interview__study")))

    blind = Q(interview__in=blind_interviews(user).values("pk"))
    own = Q(coder=user, kind=Kind.INDEPENDENT) & Q(member(Role.CODER, Role.MODERATOR))
    others = Q(kind=Kind.INDEPENDENT, status=Status.SUBMITTED) & Q(member(Role.CODER, Role.MODERATOR)) & ~blind
    moderated = Q(kind=Kind.MODERATED) & ~blind & Q(member(Role.CODER, Role.MODERATOR))
    settled = Q(kind=Kind.MODERATED, status=Status.SUBMITTED) & ~blind & Q(member(Role.PUBLISHER, Role.CUSTODIAN))
    return CodingPass.objects.filter(own | others | moderated | settled)


def can_see_pass(user: Any, coding_pass: CodingPass) -> bool:
    """Whether `user` may see this pass's codings."""
    return bool(visible_passes(user).filter(pk=coding_pass.pk).exists())


def drafts_to_clear(user: Any) -> "QuerySet[EvidenceDraft]":
    """Evidence drafts in which `user` may clear an occurrence of an identifier, where their role allows that.

    by whoever proposed the draft                    no: a second person clears
    by somebody who is blind there                   no: the quote would say what others found worth a code
    by anybody else                                  yes, the one text and the occurrence (interviews/clearing.py)
    """
    if not getattr(user, "is_active", False) or user.pk is None:
        return EvidenceDraft.objects.none()
    blind = Q(segment__interview__in=blind_interviews(user).values("pk"))
    return EvidenceDraft.objects.filter(~blind).exclude(proposed_by=user)


def visible_memos(user: Any) -> QuerySet[Memo]:
    """Memos that `user` may read, within studies that they may code or moderate.

    one's own                                        always
    another's, on a coding or written in a pass      as that pass (visibility.visible_passes)
    another's, on an interview or one of its turns   unless one is blind there or the other has an open pass there
    another's, on the study or a code                yes
    one that was taken back, and what one said before   by nobody, its author neither
    """
    open_passes = CodingPass.objects.filter(kind=Kind.INDEPENDENT, status=Status.OPEN, coder=OuterRef("author"))
    unseen = blind_interviews(user).values("pk")
    blind = Q()
    for interview in ("interview", "segment__interview"):
        blind |= Q(**{f"{interview}__in": unseen}) | Q(Exists(open_passes.filter(interview=OuterRef(interview))))
    passes = visible_passes(user).values("pk")
    seen = (Q(coding=None) | Q(coding__coding_pass__in=passes)) & (Q(coding_pass=None) | Q(coding_pass__in=passes))
    readable: QuerySet[Memo] = Memo.objects.standing().filter(Q(author=user) | (seen & ~blind))
    return readable


# Acts outside of a pass that say where in an interview somebody found something worth a code.
TELLING = ("evidence proposed",)
OF_MEMOS = ("memo added", "memo changed", "memo imported")


def visible_events(user: Any) -> QuerySet[Event]:
    """Lines of the log that `user` may read, within studies that they belong to.

    an act in a coding pass                              as that pass (visibility.visible_passes)
    that a quote of an interview was proposed            unless one is blind there
    that somebody else wrote a memo outside of a pass    as that memo (visibility.visible_memos)
    anything else                                        yes
    """
    blind = Q(interview__in=blind_interviews(user).values("pk"))
    in_passes = Q(coding_pass__in=visible_passes(user).values("pk"))
    outside = Q(coding_pass=None) & ~(Q(action__in=TELLING) & blind)
    unseen = (
        Q(action__in=OF_MEMOS)
        & ~Q(actor=user)
        & ~Q(data__row__in=list(visible_memos(user).values_list("pk", flat=True)))
    )
    return Event.objects.filter(in_passes | outside).exclude(unseen)
