"""The blind rule as a comparison: whatever Colin does, no answer to anybody who is blind differs in one byte.

Each page of the workshop, for one row of each kind, and what its lists, searches and logs can be asked for, is opened
before and after he codes, takes back, splits, notes and submits. Pages are found in the admin's own list of addresses,
so that a page added tomorrow is compared too.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from interviews.actions import code as coding
from interviews.actions.memos import write_memo
from interviews.actions.split import reassign, split_code
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.models import CodingPass, Memo
from tests import factories as make
from tests.interviews.admin.test_who_sees_what import MODES, reversed_for
from tests.lasting import lasting
from tests.people import Role, join, person, signed_in, team

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Cora codes, Cleo could still open a pass. What others see: test_who_sees_what.
BLIND = ["cora", "cleo"]
TOLD_OF = ("code", "coding", "codingpass", "event", "interview", "memo", "segment", "segmentreview")
# What differs from one answer to the next without anybody having done anything.
CHANGING = re.compile(rb"csrfmiddlewaretoken\" value=\"[^\"]*\"|nonce=\"[^\"]*\"|\"csrf\": \"[^\"]*\"")
LISTS = ("o=-5.6", "q=colin")


class World:
    """An interview on which Cora, Colin and Mona each have an open pass, and a code that is split."""

    def __init__(self) -> None:
        self.study = make.make_study()
        self.people = team(self.study)
        self.users = {"cleo": join(person("cleo"), self.study, Role.CODER)}
        self.interview = make.make_interview(self.study)
        make.review_turns(self.study, by=self.people.dele)
        self.codes = [make.make_code(self.study, name) for name in ("Gaps", "Costs", "Delay")]
        self.passes = {
            user.username: coding.assign_pass(by=user, interview=self.interview, coder=user)
            for user in (self.people.cora, self.people.colin, self.people.mona)
        }
        self.colin_codes(self.codes[2])
        split_code(by=self.people.mona, code=self.codes[2], into=["Short delay", "Long delay"])

    def client(self, name: str) -> Client:
        return signed_in(self.users.get(name) or getattr(self.people, name))

    def colin_codes(self, code: Any, end: int = 6) -> Any:
        colin, turn = self.people.colin, self.interview.segments.get(position=1)
        return coding.apply_code(by=colin, coding_pass=self.passes["colin"], segment=turn, start=0, end=end, code=code)

    def colin_acts(self) -> None:
        """All that a coder can do in a pass, and its submission."""
        colin, own = self.people.colin, self.passes["colin"]
        first, second = self.interview.segments.order_by("position")[:2]
        self.colin_codes(self.codes[0])
        coding.remove_coding(by=colin, coding=self.colin_codes(self.codes[1], end=9))
        undo_coding(by=colin, coding_pass=own)
        undo_coding(by=colin, coding_pass=own)
        redo_coding(by=colin, coding_pass=own)
        coding.mark_nothing_applies(by=colin, coding_pass=own, segment=first)
        write_memo(by=colin, coding_pass=own, segment=second, text="Only-Colin noted this")
        split = self.codes[2]
        delayed = own.codings.get(code=split)
        reassign(by=colin, code=split, coding=delayed, into=split.split_into.first(), seen=split.pk)
        Memo.written(study=self.study, text="Only-Colin, on a coding", author=colin, coding=delayed).save()
        coding.submit_pass(by=colin, coding_pass=CodingPass.objects.get(pk=own.pk))

    def everything(self) -> Iterator[str]:
        """The addresses that there are before Colin acts; what he adds has none that anybody knows."""
        yield reverse("admin:index")
        for name in (*TOLD_OF, "study"):
            model = apps.get_model("interviews", name)
            keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:1])
            for pattern in admin.site._registry[model].get_urls():
                if isinstance(pattern, URLPattern) and pattern.name:
                    yield from reversed_for(pattern.name, keys)
        for name in TOLD_OF:
            yield from (f"{reverse(f'admin:interviews_{name}_changelist')}?{query}" for query in LISTS)
        transcript = reverse("admin:interviews_interview_transcript", args=[self.interview.pk])
        for mode in MODES[1:]:
            yield from (f"{transcript}{mode}&show={show}" for show in ("uncoded",))
        for code in self.codes:
            yield reverse("admin:interviews_code_compare", args=[code.pk]) + "?below=1"
            yield reverse("admin:interviews_study_search", args=[self.study.pk]) + f"?q=fields&code={code.pk}"
        log = reverse("admin:interviews_study_log", args=[self.study.pk])
        yield from (f"{log}?{query}" for query in ("who=colin", "what=coding", "what=moderation", "interview=1"))
        hidden = {"coding": self.passes["colin"].codings.get().pk, "codingpass": self.passes["colin"].pk}
        for name, row in hidden.items():
            for page in ("change", "history", "delete"):
                yield reverse(f"admin:interviews_{name}_{page}", args=[row])
        for field in ("interview", "code"):
            query = f"app_label=interviews&model_name=memo&field_name={field}&term="
            yield f"{reverse('admin:autocomplete')}?{query}"


@pytest.fixture(scope="module")
def compared(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], list[str]]]:
    """The addresses whose answer to somebody differs once Colin has done everything."""
    with lasting(django_db_blocker):
        world = World()
        asked = sorted(set(world.everything()))
        before = {name: answers(world, name, asked) for name in BLIND}
        world.colin_acts()
        after = {name: answers(world, name, asked) for name in BLIND}
        yield lambda name: [at for at in asked if before[name][at] != after[name][at]]


def answers(world: World, name: str, asked: list[str]) -> dict[str, Any]:
    """Status, headers and body of each answer; what looking itself logs is taken back."""
    found = {}
    client = world.client(name)
    with transaction.atomic():
        for address in asked:
            answer = client.get(address)
            headers = {key: value for key, value in answer.items() if key in {"ETag", "Location", "Content-Type"}}
            found[address] = (answer.status_code, headers, CHANGING.sub(b"", answer.content))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", BLIND)
def test_no_answer_to_somebody_blind_differs_by_what_a_coder_did(name, compared, db):
    told = compared(name)
    assert told == []
