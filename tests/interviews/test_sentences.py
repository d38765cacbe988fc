"""The log as sentences: one for every act that the program logs, in both languages."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from interviews.actions import redact
from interviews.actions.log import record
from interviews.models import Event
from interviews.reports.sentences import SENTENCES, THINGS, tell, told_from
from tests import factories as make

# What is put together when it is logged.
PUT_TOGETHER = {f"quote {s}" for s in ("hidden", "withdrawn")}
PUT_TOGETHER |= {f"issue {s}" for s in ("merged", "deprecated", "withdrawn", "reinstated")}
PUT_TOGETHER |= {f"held text {s}" for s in ("cleared", "rewritten", "left")}
LOGGING = {"note_command", "record", "record_coding", "record_turn", "record_again", "store", "log"}


def strings(node: ast.expr, constants: dict[str, str]) -> set[str]:
    """The strings that an argument may be: itself, a constant's, either of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return strings(node.body, constants) | strings(node.orelse, constants)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return {constants[name]} if name in constants else set()


def constants_of(tree: ast.Module) -> dict[str, str]:
    """Names in capitals with their strings: `DONE = "done"` and `DONE, UNDONE = "done", "undone"`."""
    found: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
            pairs = (
                zip(target.elts, value.elts, strict=True)
                if isinstance(value, ast.Tuple) and isinstance(target, ast.Tuple)
                else [(target, value)]
            )
            found |= {
                t.id: v.value
                for t, v in pairs
                if isinstance(t, ast.Name) and isinstance(v, ast.Constant) and isinstance(v.value, str)
            }
    return found


def logged_actions() -> set[str]:
    """Every action that the source names where it writes to the log."""
    found: set[str] = set()
    for path in (settings.BASE_DIR / "interviews").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = constants_of(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in LOGGING:
                given = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
                for argument in given or call.args[1:3]:
                    found |= {s for s in strings(argument, constants) if re.fullmatch(r"[a-z][a-z -]+", s)}
    return found


def test_every_act_that_is_logged_has_its_sentence():
    found = logged_actions()
    assert len(found) > 55
    assert (found | PUT_TOGETHER) - set(SENTENCES) == {"added", "changed"}


def test_everything_that_a_form_adds_or_changes_is_called_something():
    names = {str(model._meta.verbose_name) for model in apps.get_app_config("interviews").get_models()}
    assert set(THINGS) <= names


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_sentence_is_said_of_an_act_without_any_facts(study, people, language):
    for action in [*SENTENCES, "memo added", "study changed", "unheard of"]:
        record(by=people.mona, action=action, study=study, **({"row": 1} if "added" in action else {}))
    with translation.override(language):
        told = [each.sentence for each in tell(told_from(Event.objects.order_by("pk")))]
    assert len(told) == len(SENTENCES) + 3
    assert all("mona" in sentence and sentence.endswith(".") and "%" not in sentence for sentence in told)


@pytest.mark.django_db
def test_a_sentence_says_who_what_and_where_and_outlives_what_it_is_about(study, people):
    interview = make.make_interview(study)
    working = make.make_pass(interview, people.cora)
    code = make.make_code(study, "Gaps")
    turn = interview.segments.get(position=3)
    record(
        by=people.cora, action="code applied", interview=interview, coding_pass=working, segment=turn.pk, code=code.pk
    )
    record(by=None, action="pass reopened", interview=interview, coding_pass=working)
    record(by=people.kofi, action="role given", study=study, user=people.pia.pk, role="publisher")
    record(by=people.dele, action="memo added", study=study, row=1)

    def told():
        lines = tell(told_from(Event.objects.order_by("pk")))
        return [(line.sentence, line.interview and line.interview.number, line.turn) for line in lines]

    assert told() == [
        ("cora applied Gaps.", 1, 3),
        ("The program reopened the pass of cora.", 1, None),
        ("kofi gave pia the role publisher.", None, None),
        ("dele added: a memo.", None, None),
    ]
    working.delete()
    interview.segments.all().delete()
    interview.delete()
    assert told()[:2] == [("cora applied Gaps.", None, None), ("The program reopened the pass of ?.", None, None)]


@pytest.mark.django_db
def test_one_is_said_as_one_and_a_replacement_leads_to_its_turn(study, people):
    interview = make.make_interview(study)
    turn = interview.segments.get(position=1)
    redact.make_replacement(by=people.dele, segment=turn, start=0, end=4, text="[other]", type="other")
    redact.review_deidentification(by=people.dele, segment=turn)
    for count in (1, 2):
        record(by=people.cora, action="safe text searched", study=study, passages=count)
    record(by=people.imani, action="interview imported", interview=interview, segments=turn.pk)
    told = [(line.sentence, line.turn) for line in tell(told_from(Event.objects.order_by("pk")))]
    # How many turns there are is no turn.
    assert told.pop()[1] is None
    assert ("dele accepted a replacement.", 1) in told
    assert ("dele reviewed the de-identification of one turn.", 1) in told
    assert told[-2:] == [
        ("cora searched the safe text and was shown one passage.", None),
        ("cora searched the safe text and was shown 2 passages.", None),
    ]
