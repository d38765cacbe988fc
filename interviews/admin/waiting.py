"""What is waiting for somebody: per study, the work that their roles let them do next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Case, CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews.admin.assignments import Direct, Link, by_study, to_assign, to_begin, to_go_on_with, to_moderate
from interviews.admin.retention import Retention, retention_of
from interviews.admin.rights import Rights, read_rights
from interviews.models import (
    Code,
    Coding,
    CodingPass,
    Consent,
    EvidenceDraft,
    Interview,
    Participant,
    Replacement,
    Segment,
    SegmentReview,
    Study,
    StudyMembership,
)
from interviews.permissions import ROLES_FOR, Act
from interviews.visibility import may_have_read, visible_passes

Role = StudyMembership.Role


@dataclass(frozen=True)
class Item:
    """One line: so many things of a kind, and where to find them; `links` lead to the first of them at once."""

    count: int
    text: str
    address: str
    links: list[Link] = field(default_factory=list)


@dataclass
class Waiting:
    """A study and what waits in it."""

    study: Study
    roles: list[Role]
    items: list[Item] = field(default_factory=list)

    @property
    def role_names(self) -> list[str]:
        return [str(role.label) for role in self.roles]

    @property
    def retention(self) -> Retention | None:
        return retention_of(self.study)

    @property
    def may_destroy(self) -> bool:
        return self.allows(Act.WITHDRAW)

    @property
    def may_import(self) -> bool:
        return self.study.destroyed_at is None and self.allows(Act.IMPORT)

    @property
    def may_review(self) -> bool:
        return self.study.destroyed_at is None and self.allows(Act.DEIDENTIFY)

    @property
    def may_search(self) -> bool:
        return self.study.destroyed_at is None and self.allows(Act.CODE)

    @property
    def may_clear(self) -> bool:
        return self.study.destroyed_at is None and self.allows(Act.CLEAR)

    def allows(self, act: Act) -> bool:
        return not ROLES_FOR[act].isdisjoint(self.roles)


@dataclass(frozen=True)
class Kind:
    """A kind of work: which act it needs, its rows by user, the lookup to their study, its words, its list.

    `counted` is what makes one thing to do: each row, unless told otherwise. What needs the raw words
    (`needs_words`) waits no more once a study's are destroyed.
    """

    act: Act
    rows: Callable[[Any], QuerySet[Any]]
    study: str
    one: Any
    many: Any
    changelist: str
    query: dict[str, str]
    counted: Any = "pk"
    needs_words: bool = True
    # The id of what a page is about, of the rows of one study; a list of them has no page of its own.
    about: str = ""
    # Links to the first of them (interviews/admin/assignments.py).
    direct: Direct | None = None

    def words(self, count: int) -> str:
        return str(self.one if count == 1 else self.many)


def never_reviewed(user: Any) -> QuerySet[Any]:
    """Turns without any de-identification review. Whether an old review still holds, the interview's page says."""
    reviews = SegmentReview.objects.filter(segment=OuterRef("pk"), kind=SegmentReview.Kind.DEIDENTIFICATION)
    return Segment.objects.filter(~Exists(reviews))


def own_open(user: Any) -> QuerySet[Any]:
    """Passes that `user` codes in; of an interview whose words are gone there is nothing to code."""
    own = CodingPass.objects.filter(coder=user, kind=CodingPass.Kind.INDEPENDENT, status=CodingPass.Status.OPEN)
    return own.filter(interview__data_key__isnull=False)


def unsettled(user: Any) -> QuerySet[Any]:
    """Interviews whose passes are all submitted and not settled yet."""
    return Interview.objects.filter(coding_state__in=["submitted", "moderating"], data_key__isnull=False)


def without_coders(user: Any) -> QuerySet[Interview]:
    """Interviews that nobody has a pass on."""
    passes = CodingPass.objects.filter(interview=OuterRef("pk"), kind=CodingPass.Kind.INDEPENDENT)
    return Interview.objects.filter(~Exists(passes), coding_state="uncoded", data_key__isnull=False)


def without_own_pass(user: Any) -> QuerySet[Any]:
    """Interviews still to be coded on which `user` has no pass, and may open one."""
    own = CodingPass.objects.filter(interview=OuterRef("pk"), coder=user, kind=CodingPass.Kind.INDEPENDENT)
    to_code = Interview.objects.filter(~Exists(own), coding_state__in=["uncoded", "coding"], data_key__isnull=False)
    return to_code.exclude(pk__in=may_have_read(user).values("pk"))


def without_consent(user: Any) -> QuerySet[Any]:
    """Participants who did not (yet) agree to be quoted."""
    agreed = Consent.objects.filter(participant=OuterRef("pk"), scope=Consent.Scope.QUOTE, revoked_on=None)
    return Participant.objects.filter(~Exists(agreed), withdrawn_at=None)


def drafts(status: str) -> Callable[[Any], QuerySet[Any]]:
    """Evidence drafts in a status, of the passes that the person may see."""

    def rows(user: Any) -> QuerySet[Any]:
        return EvidenceDraft.objects.filter(status=status, coding__coding_pass__in=visible_passes(user).values("pk"))

    return rows


def undecided_by(user: Any) -> QuerySet[Any]:
    """Suggestions that `user` may decide: what they asked to keep waits for somebody else."""
    return Replacement.objects.filter(status="suggested").exclude(keep_asked_by=user)


def without_a_part(user: Any) -> QuerySet[Any]:
    """Codings of split codes that `user` gives a part: their own open ones, and a moderator's of moderated passes."""
    moderates = StudyMembership.objects.filter(
        user=user, role__in=ROLES_FOR[Act.MODERATE], study=OuterRef("interview__study")
    )
    own = Q(coder=user, kind=CodingPass.Kind.INDEPENDENT, status=CodingPass.Status.OPEN)
    passes = visible_passes(user).filter(own | (Q(kind=CodingPass.Kind.MODERATED) & Q(Exists(moderates))))
    passes = passes.filter(interview__data_key__isnull=False)
    split = read_as_split(user)
    read_as = Case(
        *(When(code=code, then=Value(whole)) for code, whole in split.items()),
        default=F("code"),
        output_field=BigIntegerField(),
    )
    return Coding.objects.filter(coding_pass__in=passes.values("pk"), code__in=split).annotate(split_code=read_as)


def read_as_split(user: Any) -> dict[int, int]:
    """The split codes of `user`'s studies by the codes that are read as them: itself, and what was merged into it.

    One query.
    """
    codes = Code.objects.filter(study__memberships__user=user).filter(
        Q(split_into__isnull=False) | Q(merged_into__isnull=False)
    )
    rows = list(codes.values_list("pk", "merged_into", "split_into"))
    onward = {code: into for code, into, _ in rows if into}
    whole = {code for code, _, part in rows if part}
    ends = {code: code for code, _, _ in rows}
    for code in ends:
        while ends[code] in onward:
            ends[code] = onward[ends[code]]
    return {code: end for code, end in ends.items() if end in whole}


# The same words are one decision, wherever they stand; words that nobody could tell are decided place by place, and
# what somebody asked to keep apart from the rest. As the review page groups them (pages/review_queue.py).
SAME_WORDS = Case(
    When(words_fingerprint="", then=Cast("pk", CharField())), default=F("words_fingerprint"), output_field=CharField()
)
ONE_DECISION = Concat(SAME_WORDS, Value(" "), Cast("keep_asked_by", CharField()), output_field=CharField())
INTERVIEWS, DRAFTS = "interviews_interview", "interviews_evidencedraft"
# A page of its own instead of a list.
REVIEW = "interviews_study_review"
SPLIT = "interviews_code_split"
# In the order of need: a decision that others wait for, then who is to be asked, then what everybody does alone.
KINDS = (
    Kind(
        Act.MODERATE,
        unsettled,
        "study",
        _("interview to moderate"),
        _("interviews to moderate"),
        INTERVIEWS,
        {"coding_state__in": "submitted,moderating"},
        direct=to_moderate,
    ),
    Kind(
        Act.MODERATE,
        without_coders,
        "study",
        _("interview without a coder"),
        _("interviews without a coder"),
        INTERVIEWS,
        {"coding_state__exact": "uncoded"},
        direct=to_assign,
    ),
    Kind(
        Act.DEIDENTIFY,
        undecided_by,
        "segment__interview__study",
        _("decision to make on suggestions"),
        _("decisions to make on suggestions"),
        REVIEW,
        {},
        counted=ONE_DECISION,
    ),
    Kind(
        Act.DEIDENTIFY,
        never_reviewed,
        "interview__study",
        _("turn to review"),
        _("turns to review"),
        INTERVIEWS,
        {},
    ),
    Kind(
        Act.CODE,
        own_open,
        "interview__study",
        _("open pass of yours"),
        _("open passes of yours"),
        "interviews_codingpass",
        {"status__exact": "open"},
        direct=to_go_on_with,
    ),
    Kind(
        Act.CODE,
        without_own_pass,
        "study",
        _("interview to code"),
        _("interviews to code"),
        INTERVIEWS,
        {},
        direct=to_begin,
    ),
    Kind(
        Act.CODE,
        without_a_part,
        "coding_pass__interview__study",
        _("passage of a split code to give a part"),
        _("passages of split codes to give their parts"),
        SPLIT,
        {},
        about="split_code",
    ),
    Kind(
        Act.APPROVE,
        drafts("proposed"),
        "segment__interview__study",
        _("draft to approve"),
        _("drafts to approve"),
        DRAFTS,
        {"status__exact": "proposed"},
    ),
    Kind(
        Act.PUBLISH,
        drafts("approved"),
        "segment__interview__study",
        _("approved draft to publish"),
        _("approved drafts to publish"),
        DRAFTS,
        {"status__exact": "approved"},
    ),
    Kind(
        Act.MANAGE_STUDY,
        without_consent,
        "study",
        _("participant without consent to quote"),
        _("participants without consent to quote"),
        "interviews_participant",
        {},
        needs_words=False,
    ),
)


def waiting_for(user: Any) -> list[Waiting]:
    """Every study of `user` with its work, in the order of the work: a fixed number of queries."""
    rights = read_rights(user)
    found = {
        study.pk: Waiting(study, [role for role in Role if role in rights.roles[study.pk]])
        for study in Study.objects.filter(pk__in=rights.roles).order_by("slug")
    }
    for kind in KINDS:
        for study, item in items_of(kind, user, rights):
            found[study].items.append(item)
    return list(found.values())


def items_of(kind: Kind, user: Any, rights: Rights) -> list[tuple[int, Item]]:
    """The items of one kind, each with the id of its study."""
    studies = rights.studies([kind.act])
    if not studies:
        return []
    rows = kind.rows(user).filter(**{f"{kind.study}__in": studies})
    if kind.needs_words:
        rows = rows.filter(**{f"{kind.study}__destroyed_at": None})
    counts = rows.order_by().values_list(kind.study).annotate(number=Count(kind.counted, distinct=True))
    if kind.about:
        first = counts.annotate(first=Min(kind.about))
        return [
            (study, Item(count, kind.words(count), reverse(f"admin:{kind.changelist}", args=[about])))
            for study, count, about in first
        ]
    # A second query, where some wait, for what leads to the first of them at once.
    numbers = dict(counts)
    links = by_study(kind.direct(rows)) if kind.direct and numbers else {}
    return [
        (study, Item(count, kind.words(count), address_of(kind, study), links.get(study, [])))
        for study, count in numbers.items()
    ]


def address_of(kind: Kind, study: int) -> str:
    """The list that shows the work, filtered to the study."""
    if kind.changelist == REVIEW:
        return reverse(f"admin:{REVIEW}", args=[study])
    lookup = "study" if kind.changelist in {INTERVIEWS, "interviews_participant"} else kind.study
    query = urlencode({**kind.query, f"{lookup}__id__exact": study})
    return f"{reverse(f'admin:{kind.changelist}_changelist')}?{query}"
