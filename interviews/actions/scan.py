"""Finding identifiers in what a study keeps, and putting their placeholders there: turns, memos, drafted issues."""

import json
from collections.abc import Callable, Collection
from itertools import chain, count
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from interviews.actions.identify import add_identifier
from interviews.actions.log import record
from interviews.crypto import decrypt, encrypt
from interviews.deidentification.folding import words_of
from interviews.deidentification.matching import Match
from interviews.deidentification.safe_text import Substitution, apply
from interviews.deidentification.spans import uncovered
from interviews.fingerprints import fingerprint
from interviews.models import (
    Code,
    CodeVersion,
    CodingPass,
    HeldText,
    Identifier,
    IdentifierVariant,
    IssueDraft,
    Memo,
    Replacement,
    Segment,
    Speaker,
    Study,
)
from interviews.models.code_versions import WORDS, sealed
from interviews.models.identifiers import DIRECT_TYPES, IdentifierType
from interviews.registry import Registry

Status = Replacement.Status
LONGEST_NAME = 4
# Words of labels that say what somebody does in the talk, not who they are.
GENERIC = {"interviewee", "interviewer", "interviewe", "intervieweur", "enquete", "enqueteur", "participant", "speaker"}
GENERIC |= {"unknown", "respondent", "moderator", "researcher", "person", "host", "guest", "locuteur", "personne"}


def replace_everywhere(
    *, by: Any, study: Study, identifiers: Collection[Identifier], but: "QuerySet[Segment]"
) -> tuple[int, set[int]]:
    """Put placeholders wherever these identifiers stand in the study, except in the segments `but`.

    In turns they are replacements, accepted by `by`; the texts of memos, codes and drafted issues are written anew.
    Returns how many replacements were made in turns, and the ids of the identifiers that stand in any.
    """
    variants = IdentifierVariant.objects.filter(identifier__in=identifiers)
    registry, by_id = Registry(variants), {identifier.pk: identifier for identifier in identifiers}
    segments = Segment.objects.with_replacements().filter(interview__study=study, interview__data_key__isnull=False)
    made = 0
    standing: set[int] = set()
    for segment in segments.exclude(pk__in=but.values("pk")).iterator(chunk_size=500):
        for match in registry.find(segment.text):
            made += len(replace_match(by, segment, match, by_id[match.key]))
            standing.add(match.key)
    for memo in Memo.objects.filter(study=study).select_related("study"):
        rewrite_memo(memo, registry, by_id)
    renamed: dict[str, str] = {}
    for code in Code.objects.filter(study=study).select_related("study"):
        renamed |= rewrite_code(code, registry, by_id)
    rewrite_printed_codes(study, renamed, registry, by_id)
    for draft in IssueDraft.objects.filter(study=study).select_related("study"):
        rewrite_draft(draft, registry, by_id)
    return made, standing


def replace_match(by: Any, segment: Segment, match: Match, identifier: Identifier) -> list[Replacement]:
    """Replace what no accepted replacement covers of a match; what it overlaps of suggested or kept is settled."""
    now = timezone.now()
    touching = [r for r in segment.replacements.all() if r.start < match.end and match.start < r.end]
    covered = sorted((r.start, r.end) for r in touching if r.status == Status.ACCEPTED)
    made: list[Replacement] = []
    for start, end in uncovered(match.start, match.end, covered):
        if not words_of(segment.text[start:end]):
            continue
        replacement = Replacement.written(
            segment=segment,
            start=start,
            end=end,
            # The rest of a name that is partly replaced already is deleted: its placeholder stands there.
            text="" if covered or made else identifier.placeholder,
            kind=Replacement.Kind.DELETION if covered or made else Replacement.Kind.PSEUDONYM,
            type=identifier.type,
            identifier=identifier,
            origin=Replacement.Origin.SUGGESTION,
            status=Status.ACCEPTED,
            decided_by=by,
            decided_at=now,
            reason="found when a participant withdrew",
        )
        replacement.save()
        made.append(replacement)
        record(by=by, action="replacement accepted", interview=segment.interview, replacement=replacement.pk)
    if made:
        open_or_kept = [r.pk for r in touching if r.status in (Status.SUGGESTED, Status.KEPT)]
        Replacement.objects.filter(pk__in=open_or_kept).update(
            status=Status.REJECTED, decided_by=by, decided_at=now, reason="another replacement stands there"
        )
    return made


def rewritten(text: str, registry: Registry, by_id: dict[int, Identifier]) -> str:
    """`text` with each match's placeholder in its place."""
    matches = registry.find(text)
    return apply(text, [Substitution(m.start, m.end, by_id[m.key].placeholder) for m in matches]).text


def rewrite_memo(memo: Memo, registry: Registry, by_id: dict[int, Identifier]) -> None:
    text = rewritten(memo.text, registry, by_id)
    if text != memo.text:
        sealed = encrypt(memo.study.data_key, text, context="memo")
        # Who has it open with its old words does not write them over these (`Memo.version`).
        Memo.objects.filter(pk=memo.pk).update(text_encrypted=sealed, changed_at=timezone.now())


def rewrite_code(code: Code, registry: Registry, by_id: dict[int, Identifier]) -> dict[str, str]:
    """A codebook's words are not an interview's, but may quote one: as they are, and as they were.

    Returns the code's new name by its old one where it got one.
    """
    new = {name: rewritten(getattr(code, name), registry, by_id) for name in WORDS}
    renamed = {}
    if new["name"] != code.name:
        new["name"] = renamed[code.name] = free_name(code, new["name"])
    if any(new[name] != getattr(code, name) for name in WORDS):
        Code.objects.filter(pk=code.pk).update(**new)
    for version in CodeVersion.objects.filter(code=code).select_related("code__study"):
        words = {name: rewritten(version.entry[name], registry, by_id) for name in WORDS if name in version.entry}
        if "name" in words:
            words["name"] = renamed.get(version.entry["name"], words["name"])
        if any(words[name] != version.entry[name] for name in words):
            CodeVersion.objects.filter(pk=version.pk).update(entry_encrypted=sealed(code, {**version.entry, **words}))
    return renamed


def free_name(code: Code, name: str) -> str:
    """The name, cut to what a code may be called, with a number where another code of the study has it."""
    longest = Code._meta.get_field("name").max_length or 0
    others = set(Code.objects.filter(study=code.study_id).exclude(pk=code.pk).values_list("name", flat=True))
    endings = chain([""], (f" ({number})" for number in count(2)))
    return next(free for end in endings if (free := name[: longest - len(end)] + end) not in others)


def rewrite_printed_codes(
    study: Study, renamed: dict[str, str], registry: Registry, by_id: dict[int, Identifier]
) -> None:
    """The names of codes as a coded print shows them; those of today's codes stay theirs."""
    passes = CodingPass.objects.filter(interview__study=study, printed_turns__isnull=False)
    for coding_pass in passes:
        turns = each_text(coding_pass.printed_turns, lambda name: renamed.get(name) or rewritten(name, registry, by_id))
        if turns != coding_pass.printed_turns:
            CodingPass.objects.filter(pk=coding_pass.pk).update(printed_turns=turns)


def each_text(content: Any, change: Callable[[str], str]) -> Any:
    """What JSON can hold, with every text in it changed; keys are the program's own and stay."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {key: each_text(value, change) for key, value in content.items()}
    return [each_text(value, change) for value in content] if isinstance(content, list) else content


def rewrite_draft(draft: IssueDraft, registry: Registry, by_id: dict[int, Identifier]) -> None:
    content = each_text(draft.content, lambda text: rewritten(text, registry, by_id))
    if content != draft.content:
        sealed = encrypt(draft.study.data_key, json.dumps(content, ensure_ascii=False), context="issue-draft")
        IssueDraft.objects.filter(pk=draft.pk).update(content_encrypted=sealed)


def rewrite_held(identifiers: Collection[Identifier]) -> None:
    """Put placeholders where these identifiers stand in words held back for another name, in any study."""
    registry = Registry(IdentifierVariant.objects.filter(identifier__in=identifiers))
    by_id = {identifier.pk: identifier for identifier in identifiers}
    for held in HeldText.objects.filter(text_encrypted__isnull=False).select_related("study"):
        if held.study.data_key and (text := rewritten(held.text, registry, by_id)) != held.text:
            sealed = encrypt(held.study.data_key, text, context="held-text")
            HeldText.objects.filter(pk=held.pk).update(text_encrypted=sealed)


def label_of(speaker: Speaker) -> str:
    """The label that a source gave a speaker, where it is a name; empty for "Interviewee 1" and its like."""
    if speaker.label_encrypted is None or speaker.interview.data_key is None:
        return ""
    label = decrypt(speaker.interview.data_key, speaker.label_encrypted, context="speaker-label")
    words = [word.folded for word in words_of(label) if not word.folded.isdigit() and len(word.folded) > 1]
    return label if words and not GENERIC & set(words) else ""


def remember(*, by: Any, study: Study, name: str, type: str) -> Identifier:
    """The study's identifier of that name, made when there is none, so that it is known from then on."""
    known = study.identifiers.filter(fingerprint=fingerprint(name)).first()
    return known or add_identifier(by=by, study=study, type=type, name=name, sure=True)


def identifiers_in(*, by: Any, study: Study, segments: "QuerySet[Segment]") -> list[Identifier]:
    """Identifiers of the study that stand in these segments, by their words or by a replacement's link.

    Names that were replaced by hand without being made an identifier, and names that speakers are labelled with,
    are made identifiers first.
    """
    turns = list(segments.with_replacements())  # type: ignore[attr-defined]
    for turn in turns:
        for replacement in turn.replacements.all():
            if is_name(replacement, words := turn.text[replacement.start : replacement.end]):
                remember(by=by, study=study, name=words, type=replacement.type)
    for speaker in {turn.speaker for turn in turns}:
        if label := label_of(speaker):
            remember(by=by, study=study, name=label, type=IdentifierType.PERSON)
    registry = Registry(IdentifierVariant.objects.filter(identifier__study=study))
    found = {match.key for turn in turns for match in registry.find(turn.text)}
    found |= {r.identifier_id for turn in turns for r in turn.replacements.all() if r.identifier_id}
    found |= {i.pk for turn in turns if (label := label_of(turn.speaker)) for i in named(study, label)}
    return list(study.identifiers.filter(pk__in=found))


def named(study: Study, name: str) -> "QuerySet[Identifier]":
    return study.identifiers.filter(fingerprint=fingerprint(name))


def is_name(replacement: Replacement, words: str) -> bool:
    """Whether somebody replaced what looks like a name: a few words, one with a capital, by hand, for its type."""
    return (
        replacement.identifier_id is None
        and replacement.status == Status.ACCEPTED
        and replacement.kind == Replacement.Kind.PSEUDONYM
        and replacement.origin == Replacement.Origin.HAND
        and replacement.type in DIRECT_TYPES
        and len(words_of(words)) <= LONGEST_NAME
        and any(character.isupper() for character in words)
    )
