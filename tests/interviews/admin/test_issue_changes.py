"""Proposing what becomes of an issue: what will follow is told first, and nothing changes before it is published."""

from typing import Any

import pytest
from django.urls import reverse

from catalog.models import Claim, Issue, IssueRelation
from interviews.models import IssueDraft
from tests import factories as make
from tests.interviews.admin.pages import words
from tests.interviews.ready import Ready, make_ready

WHY = {"reason": "Both tell of missing values.", "reason_fr": "Toutes deux parlent de valeurs manquantes."}


def prepare() -> Ready:
    """MLQ-001 with a published quote beside its symptom, and MLQ-002 with a cause."""
    ready = make_ready()
    ready.publish()
    other = make.make_issue(2, "Values are missing")
    make.make_claim(other, Claim.Aspect.CAUSE, "Nobody asks for them.")
    IssueRelation.objects.create(issue=ready.issue, kind="causes", other=make.make_issue(3, "Schemas change"))
    return ready


def page(act: str, number: int = 1, query: str = "") -> str:
    issue = Issue.objects.get(number=number)
    return reverse("admin:interviews_issuedraft_change_issue", args=[issue.pk, act]) + query


def propose(client: Any, ready: Ready, act: str, query: str = "", **data: Any) -> IssueDraft:
    answer = client.post(page(act, query=query), {"study": ready.study.pk, **WHY, **data})
    assert answer.status_code == 302, answer.context["form"].errors
    return IssueDraft.objects.latest("pk")


def carry_out(client: Any, draft: IssueDraft) -> None:
    client.post(reverse("admin:interviews_issuedraft_act", args=[draft.pk, "approve"]))
    client.post(reverse("admin:interviews_study_publish_now", args=[draft.study_id]))


def test_an_issue_offers_what_can_become_of_it_to_whoever_may_propose_it(ready, as_user):
    address = reverse("admin:catalog_issue_change", args=[ready.issue.pk])
    offered = words(as_user(ready.people.mona).get(address))
    assert [act for act in ("merge", "deprecate", "withdraw", "reinstate") if page(act) in offered] == [
        "merge",
        "deprecate",
        "withdraw",
    ]
    assert page("merge") not in words(as_user(ready.people.cora).get(address))


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "kofi", "olga"])
def test_nobody_else_opens_the_page(name, ready, as_user):
    client = as_user(getattr(ready.people, name))
    assert client.get(page("withdraw")).status_code == 403
    assert client.post(page("withdraw"), {"study": ready.study.pk, **WHY}).status_code == 403
    assert not IssueDraft.objects.exists()


def test_an_act_that_the_issue_does_not_allow_is_no_page(ready, as_user):
    pia = as_user(ready.people.pia)
    assert pia.get(page("reinstate")).status_code == 404
    assert pia.get(page("explode")).status_code == 404
    assert pia.get(page("merge", query="?other=1")).status_code == 404


def test_a_merge_asks_for_the_other_issue_and_then_tells_what_will_follow(ready, as_user):
    pia = as_user(ready.people.pia)
    other = Issue.objects.get(number=2)
    answer = pia.post(page("merge"), {"other": other.pk})
    assert answer["Location"] == page("merge", query="?other=2")
    shown = words(pia.get(answer["Location"]))
    for line in (
        "/issues/MLQ-001/fields-are-empty/, its history and its citations lead to /issues/MLQ-002/values-are-missing/",
        "1 public quote will stand under MLQ-002 and keep its address.",
        "Symptom 1: Rows lack the values models need. (1 quote)",
        "1 relation will be MLQ-002&#x27;s, unless said there already.",
        "1 code of study invented will lead to MLQ-002.",
        "It goes; its quotes stand beside MLQ-002 cause 1: Nobody asks for them.",
    ):
        assert line in shown, line
    assert Issue.objects.get(number=1).status == "published"


def test_a_merge_is_proposed_approved_and_published(ready, as_user):
    pia = as_user(ready.people.pia)
    draft = propose(pia, ready, "merge", "?other=2", **{f"beside-{ready.claim.pk}": "cause 1"})
    assert draft.content == {
        "becomes": "merged",
        "other": 2,
        "beside": {"symptom 1": "cause 1"},
        "reason": {"en": WHY["reason"], "fr": WHY["reason_fr"]},
        "written_for": {"1": 1, "2": 1},
    }
    shown = words(pia.get(reverse("admin:interviews_issuedraft_change", args=[draft.pk])))
    assert "Merge MLQ-001 into MLQ-002" in shown
    assert "Symptom 1 goes; 1 quote will stand beside cause 1 of MLQ-002." in shown
    assert "Merge MLQ-001 into MLQ-002" in words(
        pia.get(reverse("admin:interviews_study_publish", args=[ready.study.pk]))
    )
    assert Issue.objects.get(number=1).status == "published"
    carry_out(pia, draft)
    assert Issue.objects.get(number=1).merged_into.number == 2
    assert str(ready.evidence().claim) == "MLQ-002 cause 1"
    done = words(pia.get(reverse("admin:interviews_issuedraft_change", args=[draft.pk])))
    assert "What will change" not in done


def test_an_issue_is_deprecated_with_or_without_another_to_read_and_reinstated(ready, as_user):
    pia = as_user(ready.people.pia)
    assert "keeps answering, says that it is deprecated" in words(pia.get(page("deprecate")))
    other = Issue.objects.get(number=2)
    carry_out(pia, propose(pia, ready, "deprecate", other=other.pk))
    assert Issue.objects.get(number=1).replaced_by == other
    assert "MLQ-001 is in lists, matrix and search again, with 1 quote." in words(pia.get(page("reinstate")))
    carry_out(pia, propose(pia, ready, "reinstate"))
    assert Issue.objects.get(number=1).status == "published"


def test_a_withdrawal_says_what_cannot_be_undone(ready, as_user):
    pia = as_user(ready.people.pia)
    shown = words(pia.get(page("withdraw")))
    assert "1 quote will be withdrawn for good, in releases too" in shown
    assert "1 code of study invented will lead to no issue." in shown
    carry_out(pia, propose(pia, ready, "withdraw"))
    assert Issue.objects.get(number=1).status == "withdrawn"
    opened = pia.get(reverse("admin:catalog_issue_change", args=[ready.issue.pk]))
    assert opened.status_code == 200
    assert page("merge") not in words(opened)


def test_a_reason_that_names_somebody_stands_on_the_draft_with_what_holds_it(ready, as_user):
    pia = as_user(ready.people.pia)
    draft = propose(pia, ready, "deprecate", reason="Only Zephyrine Labs had it.")
    shown = words(pia.get(reverse("admin:interviews_issuedraft_change", args=[draft.pk])))
    assert "of the reason/en" in shown
    carry_out(pia, draft)
    assert Issue.objects.get(number=1).status == "published"


def test_what_was_approved_by_mistake_can_be_set_aside(ready, as_user):
    pia = as_user(ready.people.pia)
    draft = propose(pia, ready, "withdraw")
    for act in ("approve", "reject"):
        pia.post(reverse("admin:interviews_issuedraft_act", args=[draft.pk, act]))
    pia.post(reverse("admin:interviews_study_publish_now", args=[ready.study.pk]))
    draft.refresh_from_db()
    assert (draft.status, Issue.objects.get(number=1).status) == ("rejected", "published")


def test_a_reason_is_asked_for(ready, as_user):
    answer = as_user(ready.people.pia).post(page("deprecate"), {"study": ready.study.pk})
    assert answer.status_code == 200
    assert "reason" in answer.context["form"].errors
