"""Canaries for what no ordinary act of the tests writes: rows made outright, and every free field that is left."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from interviews.actions.log import record
from interviews.classification import FieldClass
from interviews.crypto import encrypt
from interviews.models import (
    AuthorPlaceholder,
    Code,
    CodeVersion,
    CodingPass,
    EvidenceDraft,
    HeldText,
    Identifier,
    IdentifierClearance,
    Interview,
    InterviewGuide,
    KeyRing,
    Memo,
    Segment,
    StandingDecision,
    Study,
)
from tests.factories import make_code, make_pass, make_question
from tests.people import People
from tests.privacy.cage import Cage
from tests.privacy.register import OPENED, REASONS, fields, holds_words

EARLY = {FieldClass.RESEARCHERS_WORDS, FieldClass.QUASI_IDENTIFIER}
# Append-only, or held to other fields by a constraint: planted by hand.
BY_HAND = {"Event", "IdentifierVariant"}


def fill(cage: Cage, *, only: set[FieldClass] | None = None) -> None:
    """Put a canary into every free plain field, of every row, that has none yet."""
    for model, field, held in fields():
        place = (model.__name__, field.name)
        if model.__name__ in BY_HAND or place in REASONS or place in OPENED or not holds_words(field):
            continue
        if only is None or held in only:
            fill_field(cage, model, field)


def fill_field(cage: Cage, model: type[models.Model], field: Any) -> None:
    rows = model._default_manager
    for pk, value in list(rows.values_list("pk", field.attname)):
        if not cage.find(str(value)):
            word = cage.new(f"{model.__name__}.{field.name}")
            rows.filter(pk=pk).update(**{field.attname: [word] if isinstance(field, models.JSONField) else word})


def plant_people(cage: Cage, people: People) -> None:
    """Names and addresses of everybody who works on the study."""
    for somebody in people.all():
        somebody.first_name, somebody.last_name = cage.new("a first name"), cage.new("a last name")
        somebody.email = f"{cage.new('an address')}@example.org"
        somebody.save()


def rename_people(cage: Cage) -> None:
    """User names, last: until then the acts of the tests go by them."""
    for user in get_user_model().objects.all():
        get_user_model().objects.filter(pk=user.pk).update(username=cage.new("a user name"))


def plant_guide(cage: Cage, study: Study) -> None:
    question = make_question(study)
    question.text = cage.new("a guide's question")
    question.save()
    InterviewGuide.objects.update(version=cage.new("a guide's version"))


def plant_codes(cage: Cage, study: Study) -> None:
    for kind in Code.Kind:
        words = {name: cage.new(f"the {name} of a code") for name in ("definition", "include", "exclude")}
        CodeVersion.written(make_code(study, cage.new("a code's name"), kind=kind, **words)).save()


def plant_memos(cage: Cage, study: Study, people: People) -> None:
    coding = EvidenceDraft.objects.first().coding
    places: list[dict[str, Any]] = [{}, {"segment": Segment.objects.first()}, {"coding": coding}]
    for place in [*places, {"code": Code.objects.first()}, {"interview": Interview.objects.first()}]:
        Memo.written(study=study, text=cage.new("a memo"), author=people.cora, **place).save()


def plant_logs(cage: Cage, study: Study, people: People) -> None:
    record(by=people.dele, action=cage.new("what was done"), study=study, note=cage.new("the log"))
    told = {"object_repr": cage.new("the admin's log"), "change_message": cage.new("the admin's log")}
    LogEntry.objects.create(user=people.kofi, action_flag=2, **told)


def plant_pass(cage: Cage, interview: Interview, people: People) -> None:
    """A pass that was read from a coded print."""
    coding_pass = make_pass(interview, people.cora)
    turns = [{"position": 0, "pieces": [], "codes": [cage.new("a printed code")]}]
    CodingPass.objects.filter(pk=coding_pass.pk).update(printed_turns=turns)


def plant_decisions(cage: Cage, study: Study, people: People) -> None:
    """What was decided everywhere, found in published texts, cleared, and settled; and a key of another purpose."""
    sealed = {
        context: encrypt(study.data_key, cage.new(context), context=context) for context in ("standing", "held-text")
    }
    StandingDecision.objects.create(
        study=study,
        verdict=StandingDecision.Verdict.REPLACE,
        kind="pseudonym",
        words_fingerprint="0" * 64,
        text_encrypted=sealed["standing"],
        decided_by=people.dele,
    )
    identifier = Identifier.objects.earliest("pk")
    held = HeldText.objects.create(
        study=study,
        identifier=identifier,
        model="catalog.issuetext",
        row=[1, "en"],
        field="summary",
        text_encrypted=sealed["held-text"],
        held_by=people.dele,
        settlement=HeldText.Settlement.LEFT,
        settled_by=people.pia,
        settled_at=timezone.now(),
    )
    cleared = {"start": 0, "end": 1, "payload_sha256": "0" * 64, "cleared_by": people.pia, "reason": "harmless"}
    IdentifierClearance.objects.create(identifier=identifier, held_text=held, **cleared)
    AuthorPlaceholder.objects.create(interview=Interview.objects.earliest("pk"), type="company", key="X")
    KeyRing.objects.create(purpose=cage.new("the purpose of a key"))
