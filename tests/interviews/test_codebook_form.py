"""The form of a code says beside its field what the workbench could not hear."""

import re

import pytest
from django.conf import settings
from django.forms import modelform_factory

from interviews.forms.codebook import PAGE_KEYS, CodeForm
from interviews.models import Code
from tests import factories as make

pytestmark = pytest.mark.django_db


def errors_of(study, **typed):
    form = modelform_factory(Code, form=CodeForm, fields=["study", "name", "kind", "shortcut", "issue"])
    return form({"study": study.pk, "name": "Empty fields", "kind": "issue", **typed}).errors


@pytest.mark.parametrize("typed", ["du", "e", "", "fjk", "é"])
def test_a_shortcut_may_hold_keys_of_the_workbench_after_its_first_letter(study, typed):
    assert not errors_of(study, shortcut=typed)


@pytest.mark.parametrize("typed", ["mx", "j", "0a", "?"])
def test_a_shortcut_that_begins_with_a_key_of_the_workbench_is_refused(study, typed):
    assert errors_of(study, shortcut=typed) == {
        "shortcut": [f"“{typed[0]}” is a key of the workbench: begin with another letter."]
    }


@pytest.mark.parametrize("typed", ["d", "dri"])
def test_no_shortcut_begins_another(study, typed):
    make.make_code(study, "Drift", shortcut="dr")
    assert errors_of(study, shortcut=typed) == {"shortcut": ["“dr” is Drift: neither may begin the other."]}
    assert not errors_of(make.make_study("elsewhere"), shortcut=typed)


@pytest.mark.parametrize("gone", ["merged", "withdrawn"])
def test_no_code_is_led_to_an_issue_that_is_gone_and_one_that_was_keeps_its_other_fields_open(study, gone):
    issue, other = make.make_issue(1), make.make_issue(2, "Other")
    issue.status, issue.merged_into = gone, other if gone == "merged" else None
    issue.save()
    assert errors_of(study, issue=issue.pk) == {"issue": [f"MLQ-001 is {gone}: take another."]}
    form = modelform_factory(Code, form=CodeForm, fields=["name", "kind", "shortcut", "issue"])
    code = make.make_code(study, "Drift", issue=issue)
    assert form({"name": "Drift", "kind": "other", "shortcut": "d", "issue": issue.pk}, instance=code).is_valid()


def test_the_keys_of_the_workbench_are_those_that_its_script_hears():
    script = (settings.BASE_DIR / "static/js/workbench.js").read_text(encoding="utf-8")
    block = script[script.index("const KEYS = {") :]
    heard = re.findall(r"^  \"?(.)\"?: ", block[: block.index("};")], flags=re.M)
    assert set(heard) | set("123456789") == PAGE_KEYS
