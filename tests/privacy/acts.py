"""What people do in the workshop, one act at a time: each is the real action, by whoever may do it.

    act(world, "withdraw", 1)     # "done", "refused" or "nothing to do"

The two numbers choose among what is there now, so that any list of acts makes sense. An act tells `Facts` what it did.
"""

import copy
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.test import TestCase
from django.utils import timezone

from catalog import guard
from catalog.models import Evidence, Issue, Revision
from catalog.releases import make_release
from interviews.actions import code, decide, draft, hide, hold, ingest, label, moderate, publish, redact, suggest
from interviews.actions.consent import hide_unconsented
from interviews.actions.withdraw import withdraw
from interviews.errors import WorkshopError
from interviews.fingerprints import fingerprint
from interviews.gate_rules.base import EvidenceCandidate, IssueCandidate
from interviews.models import (
    Coding,
    CodingPass,
    Consent,
    EvidenceDraft,
    HeldText,
    Identifier,
    IdentifierVariant,
    Interview,
    IssueDraft,
    Participant,
    Replacement,
    Segment,
    Speaker,
    Study,
)
from interviews.models.publication import DraftStatus
from tests.backups import Backup
from tests.factories import give_consent, make_code, make_issue
from tests.privacy.act_oracle import Leak, letters, places
from tests.privacy.act_world import Quoted, Said, World, accepted, empty_world

Act = Callable[[World, int, int], Any]
ACTS: dict[str, Act] = {}
Chosen = TypeVar("Chosen")
Status = Replacement.Status

# What must not be published once somebody says so: its type, its name, and a way to mishear it.
NAMES = [
    ("company", "Zephyrine Labs", "Sephirin Lapse"),
    ("person", "Ottoline Marsh", "Otterline March"),
    ("product", "Brackenfold", "Brecken Foale"),
]
SPELLED: list[Callable[[str], str]] = [
    str,
    str.lower,
    lambda name: name.replace(" ", "-").upper(),
    lambda name: name.replace(" ", ""),
    lambda name: name.replace("e", "é"),
    lambda name: f"{name[:4]}<b>{name[4:]}</b>",
]
# A name that is a common word too: it counts only after another word.
COMMON, BEFORE = "Anvil", "joining"
# Names that no identifier has any more are known under numbers below minus this.
FORGOTTEN = 1_000_000
ISSUE_WORDS = ["Fields at {} are empty", "Fields are empty", "Some {} fields", "Fields of an anvil, joining Anvil"]
ROLES = ["data scientist", "analyst", ""]


class Nothing(Exception):
    """There is nothing that the act could be done to."""


def does(acting: Act) -> Act:
    ACTS[acting.__name__] = acting
    return acting


def act(world: World, name: str, a: int = 0, b: int = 0) -> str:
    """Do one act; refusals are answers, too."""
    try:
        # Outside of a test each act is a transaction of its own, and what waits for its end is done then.
        with TestCase.captureOnCommitCallbacks(execute=True):
            ACTS[name](world, a, b)
        outcome = "done"
    except Nothing:
        outcome = "nothing to do"
    except WorkshopError:
        outcome = "refused"
    world.count[f"{name} {outcome}"] += 1
    return outcome


def pick(rows: Sequence[Chosen], number: int) -> Chosen:
    if not rows:
        raise Nothing
    return rows[number % len(rows)]


def telling(number: int) -> str:
    """A word that nobody says by chance; all are as long, so none is part of another.

    >>> telling(7), telling(42)
    ('zumbamugat', 'zumfodigat')
    """
    syllables = ("ba", "co", "di", "fe", "fo", "ga", "hu", "mu", "ne", "pi")
    return f"zum{syllables[number // 10 % 10]}{syllables[number % 10]}gat"


def spelled(number: int, which: int) -> str:
    """The name that `add_identifier` enters for this number, as somebody may spell it."""
    return SPELLED[which % len(SPELLED)](NAMES[number % (len(NAMES) + 1) % len(NAMES)][1])


# --- talks


def talk(number: int) -> list[tuple[str, str]]:
    """Speakers and words of an invented talk; in every third a second person is interviewed too."""
    words = [telling(number * 6 + each) for each in range(6)]
    second = "Interviewee 2" if number % 3 == 2 else "Interviewee 1"
    return [
        ("Interviewer", f"What hurts most around {words[0]} here?"),
        ("Interviewee 1", f"Half of the {words[1]} fields are empty. Nobody at {spelled(0, number)} knows {words[2]}."),
        (second, f"{spelled(1, number // 2)} waits for the {words[3]} table. We hit an anvil before joining Anvil."),
        ("Interviewee 1", f"It is {spelled(2, number)} that fails. Then {words[4]} comes, and {words[5]} goes."),
    ]


@does
def import_talk(world: World, a: int, b: int) -> None:
    """Import the next talk, or one that is there already; most people agree to be quoted."""
    number = a % (world.facts.talks + 1) if b % 4 == 3 else world.facts.talks
    lines = talk(number)
    data = "\n\n".join(f"{who}: {words}" for who, words in lines).encode()
    name = f"{world.private(f'recorded{telling(900 + number)}')}.txt"
    interview = ingest.import_interview(
        by=world.people.imani, study=world.study, data=data, name=name, confirm_duplicate=True
    )
    world.facts.talks = max(world.facts.talks, number + 1)
    for segment in interview.segments.select_related("speaker"):
        know(world, segment)
    for speaker in interview.speakers.exclude(participant=None).select_related("participant"):
        if b % 4 != 2:
            agree(world, speaker.participant)


def know(world: World, segment: Segment) -> None:
    words = segment.text
    unique = {m[0]: m.span() for m in re.finditer(r"zum[a-z]{4}gat", words)}
    clauses = [m.span() for m in re.finditer(r"[^.?]+[.?]", words)]
    world.facts.said[segment.pk] = Said(
        words, segment.speaker.role, segment.speaker.participant_id, unique, [(0, len(words)), *clauses]
    )


def agree(world: World, participant: Participant) -> None:
    if not Consent.objects.filter(participant=participant).update(revoked_on=None):
        give_consent(participant)
    world.facts.consenting.add(participant.pk)


def readable(world: World) -> list[Interview]:
    return list(Interview.objects.filter(study=world.study_pk, data_key__isnull=False).order_by("pk"))


def turns(world: World) -> list[Segment]:
    found = Segment.objects.filter(interview__in=readable(world)).select_related("interview__study", "speaker")
    return list(found.order_by("pk"))


@does
def correct_speaker(world: World, a: int, b: int) -> None:
    segment = pick(turns(world), a)
    role = (Speaker.Role.INTERVIEWER, Speaker.Role.INTERVIEWEE)[b % 2]
    redact.correct_speaker(by=world.people.dele, segment=segment, role=role)
    said, speaker = world.facts.said[segment.pk], Segment.objects.get(pk=segment.pk).speaker
    said.role, said.person = role, speaker.participant_id


# --- de-identification


@does
def redact_words(world: World, a: int, b: int) -> None:
    """Replace a telling word or a name by hand."""
    segment = pick(turns(world), a)
    spans = [(span, "other") for span in world.facts.said[segment.pk].telling.values()]
    for type, name, _ in NAMES:
        spans += [(span, type) for span in places(segment.text, letters(name))]
    (start, end), type = pick(spans, b)
    redact.make_replacement(
        by=world.people.dele,
        segment=segment,
        start=start,
        end=end,
        text=f"[{type}]",
        type=type,
        reason=world.private(f"because {telling(950)}"),
    )


@does
def suggest_words(world: World, a: int, b: int) -> None:
    suggest.suggest_redactions(by=world.people.dele, study=world.study)


def replacements(world: World, *states: str) -> list[Replacement]:
    found = Replacement.objects.filter(segment__interview__in=readable(world), status__in=states)
    return list(found.select_related("segment__interview__study").order_by("pk"))


@does
def accept(world: World, a: int, b: int) -> None:
    row = pick(replacements(world, Status.SUGGESTED), a)
    words = row.segment.text[row.start : row.end]
    # The common word is an identifier only in its context, which this act cannot say.
    as_identifier = b % 4 == 3 and letters(words) != letters(COMMON)
    [row, *_] = decide.accept(by=world.people.dele, replacement=row, as_identifier=as_identifier, everywhere=b % 2 == 1)
    if as_identifier and row.identifier_id:
        world.facts.names.setdefault(row.identifier_id, set()).add(letters(words))


@does
def reject(world: World, a: int, b: int) -> None:
    row = pick(replacements(world, Status.SUGGESTED), a)
    decide.reject(by=world.people.dele, replacement=row, everywhere=b % 2 == 1)


@does
def undo(world: World, a: int, b: int) -> None:
    if b % 2:
        decide.undo_last(by=world.people.dele, study=world.study)
    else:
        row = pick(replacements(world, Status.ACCEPTED, Status.REJECTED), a)
        redact.undo_decision(by=world.people.dele, replacement=row)


@does
def review(world: World, a: int, b: int) -> None:
    interview = pick(readable(world), a)
    redact.review_deidentification(by=world.people.dele, interview=interview)
    for segment in interview.segments.all():
        world.facts.reviewed.setdefault(segment.pk, []).append(accepted(segment.pk))


@does
def add_identifier(world: World, a: int, b: int) -> None:
    """A name of this study or of another, or a common word in its context."""
    study = Study.objects.get(pk=world.other_pk) if b % 4 == 3 else world.study
    if a % (len(NAMES) + 1) == len(NAMES):
        identifier = redact.add_identifier(
            by=world.people.dele, study=study, type="product", name=COMMON, context_before=[BEFORE]
        )
        world.facts.names[identifier.pk] = {letters(BEFORE + COMMON)}
        return
    type, name, misheard = NAMES[a % (len(NAMES) + 1)]
    variants = [misheard] if b % 2 else []
    identifier = redact.add_identifier(by=world.people.dele, study=study, type=type, name=name, variants=variants)
    world.facts.names[identifier.pk] = {letters(each) for each in (name, *variants)}


@does
def add_variant(world: World, a: int, b: int) -> None:
    """A misheard way to say a known name, or a word of what is public now."""
    identifier = pick(list(Identifier.objects.filter(data_key__isnull=False).order_by("pk")), a)
    quotes = Evidence.objects.published().order_by("pk")
    said = [word for quote in quotes for word in re.findall(r"zum[a-z]{4}gat", quote.text)]
    text = pick(said, a) if b % 3 == 2 else NAMES[b % len(NAMES)][2]
    redact.add_variant(by=world.people.dele, identifier=identifier, text=text)
    world.facts.names.setdefault(identifier.pk, set()).add(letters(text))


# --- coding


@does
def code_talk(world: World, a: int, b: int) -> None:
    """Cora codes an interview, and Mona takes her pass as moderated."""
    interview = pick([i for i in readable(world) if not i.passes.exists()], a)
    issue_code = make_code(world.study, issue=world.issue, definition=world.private(f"when {telling(960)}"))
    coding_pass = code.assign_pass(by=world.people.cora, interview=interview, coder=world.people.cora)
    for segment in interview.segments.select_related("interview__study"):
        code.apply_code(
            by=world.people.cora, coding_pass=coding_pass, segment=segment, start=0, end=segment.length, code=issue_code
        )
    coding_pass = code.submit_pass(by=world.people.cora, coding_pass=coding_pass)
    moderate.adopt_pass_as_moderated(by=world.people.mona, coding_pass=coding_pass)


@does
def moderate_again(world: World, a: int, b: int) -> None:
    moderated = CodingPass.objects.filter(interview__in=readable(world), kind=CodingPass.Kind.MODERATED)
    one = pick(list(moderated.select_related("interview__study").order_by("pk")), a)
    again = moderate.reopen_moderation if one.status == CodingPass.Status.SUBMITTED else moderate.submit_moderation
    again(by=world.people.mona, moderated=one)


# --- publishing


@does
def propose(world: World, a: int, b: int) -> None:
    """Propose a coded turn, or one clause of it, as evidence."""
    codings = Coding.objects.filter(
        coding_pass__kind=CodingPass.Kind.MODERATED, coding_pass__interview__in=readable(world)
    )
    coding = pick(list(codings.select_related("segment", "code").order_by("pk")), a)
    start, end = pick(world.facts.said[coding.segment_id].clauses, b)
    proposed = publish.propose_evidence(
        by=world.people.mona,
        coding=coding,
        start=start,
        end=end,
        issue=world.issue,
        relevance=world.private(f"bears on {telling(970)}"),
    )
    world.facts.approved.discard(proposed.pk)


@does
def approve(world: World, a: int, b: int) -> None:
    approve_one(world, pick(list(EvidenceDraft.objects.filter(status=DraftStatus.PROPOSED).order_by("pk")), a))


def approve_one(world: World, one: EvidenceDraft) -> None:
    publish.approve_evidence(by=world.people.pia, draft=one)
    world.facts.approved.add(one.pk)


@does
def publish_all(world: World, a: int, b: int) -> None:
    """Publish; before it, people may read every talk anew (b is odd) and approve what is proposed (a is odd)."""
    for number in range(len(readable(world)) if b % 2 else 0):
        review(world, number, 0)
    for one in EvidenceDraft.objects.filter(status=DraftStatus.PROPOSED).order_by("pk") if a % 2 else ():
        try:
            approve_one(world, one)
        except WorkshopError:
            world.count["approve refused"] += 1
    report = publish.publish(by=world.people.pia, study=world.study)
    world.count["quotes published"] += len(report.evidence)
    world.count["issues published"] += len(report.issues)
    world.count["drafts held back"] += len(report.held)
    for public_id in report.evidence:
        note_published(world, EvidenceDraft.objects.get(public_id=public_id, status=DraftStatus.PUBLISHED))


def note_published(world: World, one: EvidenceDraft) -> None:
    """Remember whose quote it is; `World.check` looks at what it says."""
    facts = world.facts
    said = facts.said[one.segment_id]
    suggested = Replacement.objects.filter(segment=one.segment_id, status=Status.SUGGESTED, identifier=None)
    coding_pass = one.coding.coding_pass
    facts.unfit[one.public_id] = [
        what
        for what, wrong in {
            "nobody approved it": one.pk not in facts.approved,
            "it was not read as it stands": accepted(one.segment_id) not in facts.reviewed.get(one.segment_id, []),
            "a suggestion is undecided": suggested.filter(start__lt=one.end, end__gt=one.start).exists(),
            "moderation is open": coding_pass.status != CodingPass.Status.SUBMITTED,
        }.items()
        if wrong
    ]
    facts.approved.discard(one.pk)
    facts.quoted[one.public_id] = Quoted(one.segment_id, one.start, one.end, said.person or 0)


@does
def publish_issue_words(world: World, a: int, b: int) -> None:
    """Rewrite the issue, with a name in its words or without, and publish it."""
    words = pick(ISSUE_WORDS, b).format(spelled(a, b // 2))
    texts = {"title": words if b % 2 else "Fields", "summary": f"{words}, nobody knows why.", "description": words}
    content: dict[str, Any] = {"texts": {"en": texts}, "note": "Rewritten"}
    if b % 3 == 2:
        content["claims"] = [{"aspect": "symptom", "position": 1, "texts": {"en": f"It hurts: {words}."}}]
    issue = None if b % 5 == 4 else world.issue
    if issue is None:
        content |= {"slug": f"issue-{a}-{b}", "primary_phase": world.issue.primary_phase.slug}
    proposed = publish.propose_issue(by=world.people.mona, study=world.study, content=content, issue=issue)
    publish.approve_issue(by=world.people.pia, draft=proposed)
    publish_all(world, 0, 0)


@does
def change_issue(world: World, a: int, b: int) -> None:
    """Deprecate, merge, reinstate or withdraw an issue, for a reason with a name in it or without."""
    becomes = ["deprecated", "merged", "published", "merged", "withdrawn"][b % 5]
    issue = pick(list(Issue.objects.order_by("pk")), a)
    if becomes == "merged" and not Issue.objects.published().exclude(pk=issue.pk).exists():
        make_issue(Issue.objects.count() + 50, "Values are missing")
    content: dict[str, Any] = {"becomes": becomes, "reason": {"en": pick(ISSUE_WORDS, a).format(spelled(a, b))}}
    if becomes in {"merged", "deprecated"}:
        others = Issue.objects.published().exclude(pk=issue.pk).order_by("pk")
        content["other"] = others[b % len(others)].number if others else None
    proposed = publish.propose_issue(by=world.people.mona, study=world.study, content=content, issue=issue)
    publish.approve_issue(by=world.people.pia, draft=proposed)
    publish_all(world, 0, 0)


@does
def clear_occurrence(world: World, a: int, b: int) -> None:
    """A second person finds one place where an identifier stands in a draft harmless."""
    waiting = [DraftStatus.PROPOSED, DraftStatus.APPROVED]
    quotes = EvidenceDraft.objects.filter(status__in=waiting).order_by("pk")
    candidates: list[EvidenceCandidate | IssueCandidate] = [
        *(EvidenceCandidate(each) for each in quotes),
        *(IssueCandidate(each) for each in IssueDraft.objects.filter(status__in=waiting).order_by("pk")),
    ]
    occurrences = [(c, part, m) for c in candidates for part in c.parts for m in c.registry.find_each(part.text)]
    candidate, part, match = pick(occurrences, a)
    draft.clear_occurrence(
        by=world.people.imani,
        draft=candidate.draft,
        identifier=Identifier.objects.get(pk=match.key),
        place=part.place,
        start=match.start,
        end=match.end,
        reason=world.private(f"harmless {telling(980)}"),
    )
    excuse(world, match.key, part.text, [(match.start, match.end)])


def excuse(world: World, identifier: int, text: str, spans: list[tuple[int, int]]) -> None:
    world.facts.cleared.setdefault(identifier, {}).setdefault(text, set()).update(spans)


@does
def settle_held(world: World, a: int, b: int) -> None:
    """Put held words of an issue back, write them anew, or leave the placeholder."""
    held = pick(list(HeldText.objects.filter(settlement="").select_related("study", "identifier").order_by("pk")), a)
    words = held.text if held.text_encrypted is not None else ""
    if b % 3 == 0:
        reason = world.private(f"fine {telling(990)}")
        hold.settle(by=world.people.imani, held=held, settlement=HeldText.Settlement.CLEARED, reason=reason)
        spans = [span for name in world.facts.names[held.identifier_id] for span in places(words, name)]
        excuse(world, held.identifier_id, words, spans)
    elif b % 3 == 1:
        text = f"Written anew by {spelled(a, b)}" if b % 2 else "Written anew"
        hold.settle(by=world.people.pia, held=held, settlement=HeldText.Settlement.REWRITTEN, text=text)
    else:
        hold.settle(by=world.people.pia, held=held, settlement=HeldText.Settlement.LEFT)


@does
def release(world: World, a: int, b: int) -> None:
    world.facts.releases += 1
    make_release(f"2026.{world.facts.releases}", on=date(2026, 2, 1))


# --- taking back


@does
def hide_quote(world: World, a: int, b: int) -> None:
    quote = pick(list(Evidence.objects.published().order_by("pk")), a)
    hide.hide_evidence(by=world.people.pia, evidence=quote, reason=world.private(f"hidden for {telling(940)}"))


def people(world: World) -> list[Participant]:
    return list(Participant.objects.filter(study=world.study_pk).order_by("pk"))


@does
def revoke_consent(world: World, a: int, b: int) -> None:
    """Consent is taken back, or given anew."""
    person = pick(people(world), a)
    if b % 3 == 2:
        if person.withdrawn_at is None:
            agree(world, person)
        return
    for consent in Consent.objects.filter(participant=person, revoked_on=None):
        consent.revoked_on = timezone.localdate()
        consent.save()
    world.facts.consenting.discard(person.pk)
    hide_unconsented(by=world.people.kofi, participant=person)


@does
def describe(world: World, a: int, b: int) -> None:
    """What is known of a participant changes, and labels with it."""
    person = pick(people(world), a)
    Participant.objects.filter(pk=person.pk, withdrawn_at=None).update(role=ROLES[b % len(ROLES)])
    label.relabel(by=world.people.kofi, study=world.study)


@does
def withdraw_person(world: World, a: int, b: int) -> None:
    """Names that were replaced by hand in what they said are known from then on."""
    person = pick(people(world), a)
    theirs = (
        Replacement.objects.filter(
            segment__speaker__participant=person,
            status=Status.ACCEPTED,
            kind=Replacement.Kind.PSEUDONYM,
            origin=Replacement.Origin.HAND,
            identifier=None,
            segment__interview__data_key__isnull=False,
        )
        .exclude(type="other")
        .select_related("segment__interview")
    )
    words = {row.segment.text[row.start : row.end] for row in theirs}
    withdraw(by=world.people.kofi, participant=person)
    world.facts.withdrawn.add(person.pk)
    world.facts.consenting.discard(person.pk)
    for name in words:
        if any(map(str.isupper, name)):
            known = Identifier.objects.filter(study=world.study_pk, fingerprint=fingerprint(name)).first()
            world.facts.names.setdefault(known.pk if known else -person.pk, set()).add(letters(name))


# --- restoring


@does
def back_up(world: World, a: int, b: int) -> None:
    world.saved = (Backup(), copy.deepcopy(world.facts))


@does
def restore(world: World, a: int, b: int) -> None:
    """Bring back the database as it was saved, and start to serve it.

    What people did since is lost but for what was taken back: who withdrew or took a consent back is as before, no
    quote that was down stands again, and names are known, but for one that counts only after certain words.
    """
    if world.saved is None:
        raise Nothing
    backup, then = world.saved
    now, down = world.facts, set(Evidence.objects.exclude(status="published").values_list("public_id", flat=True))
    shown = dict(Evidence.objects.published().values_list("public_id", "text"))
    backup.restore()
    facts = copy.deepcopy(then)
    facts.consenting &= now.consenting
    facts.withdrawn |= now.withdrawn & {person.pk for person in people(world)}
    facts.never |= now.never
    world.facts = facts
    guard.start()
    know_names_again(world, now.names)
    for public_id, text in Evidence.objects.published().values_list("public_id", "text"):
        # Down when the backup was restored; or hidden in between, and shown again with other words than these.
        if public_id in down or shown.get(public_id, text) != text:
            raise Leak(f"quote {public_id} came back from the backup")


def know_names_again(world: World, names: dict[int, set[str]]) -> None:
    """What was known of names when the backup was restored must be kept from readers now.

    Each is known under whichever identifier the registry has for it; under none of them if it was forgotten.
    """
    registered = set().union(*(said for identifier, said in names.items() if identifier > 0))
    for number, name in enumerate(sorted(registered - {letters(BEFORE + COMMON)})):
        known = IdentifierVariant.objects.filter(fingerprint=fingerprint(name), context_before="")
        for identifier in set(known.values_list("identifier", flat=True)) or {-FORGOTTEN - number}:
            world.facts.names.setdefault(identifier, set()).add(name)


def make_world() -> World:
    """Two talks that are coded and read, with quotes proposed; whoever publishes next has something to publish."""
    world = empty_world()
    for number in range(2):
        import_talk(world, 0, 0)
        code_talk(world, 0, 0)
        review(world, number, 0)
    # Of each talk one turn: the first whole, of the second a clause.
    propose(world, 1, 0)
    propose(world, 6, 1)
    describe(world, 0, 0)
    describe(world, 1, 0)
    for one in EvidenceDraft.objects.order_by("pk"):
        approve_one(world, one)
    # The issue was there before all acts, published as anything is.
    Revision.objects.bump()
    world.check()
    return world
