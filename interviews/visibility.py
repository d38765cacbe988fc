"""Who sees whose codings and memos: the blind rule, one function each, with every case listed.

"Blind" is somebody whose own independent pass on that interview is still open.

    who asks                                own   others' submitted   others' open   moderated
    coder, blind there                      yes   no                  no             no
    coder, own pass submitted or none       yes   yes                 no             yes
    moderator, blind there                  yes   no                  no             no
    moderator, own pass submitted or none   yes   yes                 no             yes
    publisher or custodian                  -     no                  no             once submitted
    anybody else                            no    no                  no             no
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from interviews.models import CodingPass, Event, EvidenceDraft, Memo, StudyMembership

Role = StudyMembership.Role
Kind = CodingPass.Kind
Status = CodingPass.Status


def visible_passes(user: Any) -> Any:
    """The coding passes whose codings, counts and memos `user` may see, as one queryset."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return CodingPass.objects.none()

    def member(*roles: Role) -> Exists:
        return Exists(StudyMembership.objects.filter(user=user, role__in=roles, study=OuterRef("interview__study")))

    # The blind rule: while one's own independent pass is open, everybody else's work on that interview is unseen.
    blind = Exists(
        CodingPass.objects.filter(
            interview=OuterRef("interview"), coder=user, kind=Kind.INDEPENDENT, status=Status.OPEN
        )
    )
    own = Q(coder=user, kind=Kind.INDEPENDENT) & Q(member(Role.CODER, Role.MODERATOR))
    others = Q(kind=Kind.INDEPENDENT, status=Status.SUBMITTED) & Q(member(Role.CODER, Role.MODERATOR)) & ~Q(blind)
    moderated = Q(kind=Kind.MODERATED) & ~Q(blind) & Q(member(Role.CODER, Role.MODERATOR))
    settled = Q(kind=Kind.MODERATED, status=Status.SUBMITTED) & ~Q(blind) & Q(member(Role.PUBLISHER, Role.CUSTODIAN))
    return CodingPass.objects.filter(own | others | moderated | settled)


def can_see_pass(user: Any, coding_pass: CodingPass) -> bool:
    """Whether `user` may see this pass's codings."""
    return bool(visible_passes(user).filter(pk=coding_pass.pk).exists())


def drafts_to_clear(user: Any) -> "QuerySet[EvidenceDraft]":
    """Evidence drafts in which `user` may clear an occurrence of an identifier, where their role allows that.

    by whoever proposed the draft                    no: a second person clears
    by somebody whose own pass there is still open   no: the quote would say what others found worth a code
    by anybody else                                  yes, the one text and the occurrence (interviews/clearing.py)
    """
    if not getattr(user, "is_active", False) or user.pk is None:
        return EvidenceDraft.objects.none()
    own = CodingPass.objects.filter(
        interview=OuterRef("segment__interview"), coder=user, kind=Kind.INDEPENDENT, status=Status.OPEN
    )
    return EvidenceDraft.objects.filter(~Exists(own)).exclude(proposed_by=user)


def visible_memos(user: Any) -> QuerySet[Memo]:
    """Memos that `user` may read, within studies that they may code or moderate.

    one's own                                        always
    another's, on a coding or written in a pass      as that pass (visibility.visible_passes)
    another's, on an interview or one of its turns   unless either of the two has an open pass there
    another's, on the study or a code                yes
    one that was taken back, and what one said before   by nobody, its author neither
    """
    open_passes = CodingPass.objects.filter(kind=Kind.INDEPENDENT, status=Status.OPEN)

    def has_open(coder: Any, interview: str) -> Exists:
        return Exists(open_passes.filter(coder=coder, interview=OuterRef(interview)))

    blind = Q()
    for interview in ("interview", "segment__interview"):
        blind |= Q(has_open(user, interview)) | Q(has_open(OuterRef("author"), interview))
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
    that a quote of an interview was proposed            unless one's own pass on that interview is open
    that somebody else wrote a memo outside of a pass    as that memo (visibility.visible_memos)
    anything else                                        yes
    """
    own = CodingPass.objects.filter(
        interview=OuterRef("interview"), coder=user, kind=Kind.INDEPENDENT, status=Status.OPEN
    )
    in_passes = Q(coding_pass__in=visible_passes(user).values("pk"))
    outside = Q(coding_pass=None) & ~(Q(action__in=TELLING) & Q(Exists(own)))
    unseen = (
        Q(action__in=OF_MEMOS)
        & ~Q(actor=user)
        & ~Q(data__row__in=list(visible_memos(user).values_list("pk", flat=True)))
    )
    return Event.objects.filter(in_passes | outside).exclude(unseen)
