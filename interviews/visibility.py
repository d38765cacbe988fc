"""Who sees whose codings: the blind rule, in one function, with every case listed.

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

from django.db.models import Exists, OuterRef, Q

from interviews.models import CodingPass, StudyMembership

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
