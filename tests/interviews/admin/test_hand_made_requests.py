"""The blind rule against requests made by hand: posts to every address of the workshop, and the methods beside GET.

As in test_nothing_changes, an answer to somebody blind may not differ by one byte for what Colin did. Here all that a
page reads out of a form names his rows by their ids: before he acts nobody has them, afterwards he does. Ada has every
role there is, an account that may do everything besides, and an open pass of her own; Cora codes.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from catalog.exports import available_formats
from interviews.actions import code as coding
from interviews.admin.pages.acts import ACTS
from interviews.admin.pages.workbench_acts import ACTS as WORKBENCH_ACTS
from interviews.exports.refi_project import RefiProject
from interviews.models import Event, Memo
from tests.interviews.admin.test_nothing_changes import CHANGING, TOLD_OF
from tests.interviews.admin.test_nothing_changes import World as Compared
from tests.interviews.admin.test_who_sees_what import reversed_for
from tests.lasting import lasting
from tests.people import Role, join, person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

BLIND = ["cora", "ada"]
BESIDE = ("study", "evidencedraft", "countedcode", "codeversion", "speaker")
# Pages that Django gives to every model; test_nothing_changes opens them.
DJANGOS = ("_changelist", "_add", "_change", "_history", "_delete")
# Of these only a memo's take a post from a coder.
FEW_FORMS = ("_add", "_history", "_delete")
OTHER_METHODS = ("head", "options", "put", "patch", "delete")
CREATED = ("code", "coding", "codeversion", "event", "memo", "segmentreview")
# Address, what is posted, and how (a form, or "application/json").
Asked = tuple[str, Any, str]


class World(Compared):
    """As it was compared before, with Ada."""

    def __init__(self) -> None:
        super().__init__()
        ada = join(person("ada", is_superuser=True), self.study, *Role)
        self.users["ada"] = ada
        self.passes["ada"] = coding.assign_pass(by=ada, interview=self.interview, coder=ada)

    def hidden(self) -> dict[str, int]:
        """By model, the id of a row that Colin made."""
        own = self.passes["colin"]
        return {
            "codingpass": own.pk,
            "coding": own.codings.latest("pk").pk,
            "segmentreview": own.reviews.latest("pk").pk,
            "memo": Memo.objects.filter(author=own.coder).latest("pk").pk,
            "event": Event.objects.filter(coding_pass=own).latest("pk").pk,
        }

    def everything_posted(self, name: str, hidden: dict[str, int]) -> Iterator[Asked]:
        """What single pages ask for; by Ada, who is refused the fewest, also a form that names all of it everywhere."""
        fields = {
            "id": hidden["coding"],
            "pass": hidden["codingpass"],
            "memo": hidden["memo"],
            "coding": hidden["coding"],
            "coder": self.people.colin.pk,
            "code": self.codes[2].pk,
            "turn": 1,
            "start": 0,
            "end": 6,
            "text": "As Colin",
            "study": self.study.pk,
            "interview": self.interview.pk,
            "action": "delete_selected",
            "post": "yes",
        }
        for address in self.addresses(hidden) if name == "ada" else ():
            yield address, {**fields, "_selected_action": list(hidden.values())}, "form"
        yield from self.acts(name, hidden, fields)

    def addresses(self, hidden: dict[str, int], *, own: bool = False) -> Iterator[str]:
        """Every address of what tells of coding, for a row of Colin's or the first; `own`: none of Django's."""
        for name in (*TOLD_OF, *BESIDE):
            model = apps.get_model("interviews", name)
            first = model._default_manager.order_by("pk").first()
            key = hidden.get(name) or (first.pk if first else 0)
            for pattern in admin.site._registry[model].get_urls():
                skipped = DJANGOS if own else () if name == "memo" else FEW_FORMS
                if isinstance(pattern, URLPattern) and pattern.name and not pattern.name.endswith(skipped):
                    yield from set(reversed_for(pattern.name, [key]))
        yield reverse("admin:interviews_evidencedraft_propose", args=[hidden["coding"]])

    def acts(self, name: str, hidden: dict[str, int], fields: dict[str, Any]) -> Iterator[Asked]:
        """The acts of the pages, each about a coding of Colin's and about his pass."""
        one, part = [self.interview.pk], self.codes[2].split_into.order_by("pk").first()
        for act in ACTS:
            address = reverse("admin:interviews_interview_act", args=[*one, act])
            yield from ((address, {**fields, "id": hidden[row]}, "form") for row in ("coding", "codingpass"))
        workbench = reverse("admin:interviews_interview_workbench_act", args=one)
        sent = {**fields, "since": 0, "version": "", "turns": [[1, 0, 6]], "name": "Gaps", "on": True, "client": "c"}
        for act in WORKBENCH_ACTS:
            for working in (hidden["codingpass"], self.passes[name].pk):
                yield workbench, {**sent, "act": act, "pass": working}, "json"
        for verdict in ("keep", "leave"):
            differences = reverse("admin:interviews_interview_differences", args=one)
            yield differences, {"decide": f"{verdict}-{hidden['coding']}", "reason": "As Colin"}, "form"
        give = f"give-{hidden['coding']}-{part.pk}-{self.codes[2].pk}"
        for code in (self.codes[2], part):
            for act in (give, "undo", "redo", "join", "split"):
                splitting = {"act": act, "part": ["One", "Two"]}
                yield reverse("admin:interviews_code_split", args=[code.pk]), splitting, "form"
            for act in ("merge", "separate", "retire", "revive"):
                settling = {"act": act, "into": self.codes[0].pk}
                yield reverse("admin:interviews_code_settle", args=[code.pk]), settling, "form"
        for what in ("project", "codebook"):
            yield reverse("admin:interviews_study_download", args=[self.study.pk, what]), {}, "form"
        project = io.BytesIO()
        with transaction.atomic():
            RefiProject().write(project, study=self.study.slug)
            # That it was written stands in the log, which is compared too.
            transaction.set_rollback(True)
        for how in ({}, {"each_coder": "on", "new_interviews": "on"}):
            address = reverse("admin:interviews_study_other_tools", args=[self.study.pk])
            yield address, {**how, "dry_run": "on", "file": project.getvalue()}, "form"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with lasting(django_db_blocker):
        yield World()


@pytest.fixture(scope="module")
def compared(world: World) -> Callable[[str], list[Any]]:
    """What was posted by somebody, where the answer differs once Colin has done everything."""
    with transaction.atomic():
        world.colin_acts()
        hidden = world.hidden()
        asked = {name: list(world.everything_posted(name, hidden)) for name in BLIND}
        after = {name: answers(world.client(name), asked[name]) for name in BLIND}
        transaction.set_rollback(True)
    before = {name: answers(world.client(name), asked[name]) for name in BLIND}
    pairs = {name: zip(asked[name], before[name], after[name], strict=True) for name in BLIND}
    told = {name: [(*each[:2], *both) for each, *both in pairs[name] if both[0] != both[1]] for name in BLIND}
    return lambda name: told[name]


def answers(client: Client, asked: list[Asked]) -> list[Any]:
    """Status, address, messages and body of each answer; what each of them did is undone before the next."""
    return [answer_to(client, *each) for each in asked]


def answer_to(client: Client, address: str, data: Any, how: str) -> Any:
    newest = {name: newest_of(name) for name in CREATED}
    with transaction.atomic():
        if how == "json":
            answer = client.post(address, json.dumps(data), content_type="application/json")
        elif "file" in data:
            answer = client.post(address, {**data, "file": SimpleUploadedFile("project.qdpx", data["file"])})
        else:
            answer = client.post(address, data)
        if answer.status_code == 405:
            answer = client.get(address)
        said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
        made = {row for name in CREATED for row in range(newest[name] + 1, newest_of(name) + 1)}
        transaction.set_rollback(True)
    # Else every page would show again what those before it said.
    client.cookies.pop("messages", None)
    body = CHANGING.sub(b"", answer.content).decode(errors="replace")
    if made:
        # The ids of rows count up over everything that anybody does (docs/decisions/0030).
        said = re.sub(r"\d+", lambda found: "new" if int(found[0]) in made else found[0], said)
        if how == "json":
            body = re.sub(r'"(id|version|tone)": ("[^"]*"|\d+)|\[\d+, 0, 6, ', "new", body)
    return answer.status_code, answer.get("Location"), answer.get("ETag"), said, body


def newest_of(name: str) -> int:
    rows = apps.get_model("interviews", name)._default_manager.order_by("-pk").values_list("pk", flat=True)
    return int(rows.first() or 0)


@pytest.mark.parametrize("name", BLIND)
def test_no_answer_to_a_post_differs_by_what_a_coder_did(name, compared, db):
    told = compared(name)
    assert [each[:2] for each in told] == []


def test_other_methods_are_refused_or_answered_as_get_is(world, db):
    world.colin_acts()
    ada, differing = world.client("ada"), []
    for address in sorted(world.addresses(world.hidden(), own=True)):
        shown = ada.get(address)
        for method in OTHER_METHODS:
            answer = getattr(ada, method)(address)
            same = answer.status_code == shown.status_code and answer.get("Location") == shown.get("Location")
            body = CHANGING.sub(b"", answer.content) in {b"", CHANGING.sub(b"", shown.content)}
            if not ((same and body) or answer.status_code in {403, 405}):
                differing.append((method, address, answer.status_code))
    assert differing == []


def exported(world):
    """What every format of private data holds for Ada, asked for by a command."""
    found = {}
    formats: dict[str, Any] = available_formats()
    for name, format_ in formats.items():
        if format_.private:
            out: Any = io.BytesIO() if getattr(format_, "binary", False) else io.StringIO()
            format_.write(out, study=world.study.slug, by="ada")
            found[name] = (out.getvalue(), getattr(format_, "remarks", []))
    return found


def test_no_export_for_somebody_blind_differs_by_what_a_coder_did(world, db):
    before = exported(world)
    world.colin_acts()
    assert exported(world) == before
    assert {"codings-csv", "refi-qda"} <= set(before)
