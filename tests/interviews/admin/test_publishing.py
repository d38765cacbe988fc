"""From a moderated coding to a public quote, and back: drafts, gate, publication, hiding, withdrawal."""

import pytest
from django.urls import reverse

from catalog.models import Evidence, Issue, WorkflowPhase
from interviews.actions import publish as publication
from interviews.actions import redact
from interviews.models import EvidenceDraft, IssueDraft, Publication, Study
from tests import factories as make
from tests.interviews.admin.pages import do, transcript, words


@pytest.fixture
def ready(study, people, interview):
    """A reviewed interview with consent and one moderated coding, of a study with a source and two participants."""
    Study.objects.filter(pk=study.pk).update(source=make.make_source())
    study.refresh_from_db()
    make.make_participant(study)
    make.give_consent(study.participants.get(code="P01"))
    coding = make.moderated_coding(interview.segments.get(position=1), "Half of the fields are empty", by=people.mona)
    redact.review_deidentification(by=people.dele, interview=interview)
    return coding


@pytest.fixture
def issue(db):
    return make.make_issue()


@pytest.fixture
def draft(ready, issue, people):
    return publication.propose_evidence(by=people.mona, coding=ready, issue=issue)


def page_of(draft, act=None):
    name = draft._meta.model_name
    args = [draft.pk, act] if act else [draft.pk]
    return reverse(f"admin:interviews_{name}_{'act' if act else 'change'}", args=args)


def study_page(name, study):
    return reverse(f"admin:interviews_study_{name}", args=[study.pk])


def test_a_moderated_coding_has_a_link_to_propose_it(ready, interview, people, as_user):
    address = reverse("admin:interviews_evidencedraft_propose", args=[ready.pk])
    assert address in words(as_user(people.mona).get(transcript(interview)))
    assert address not in words(as_user(people.cora).get(transcript(interview)))


def test_a_moderator_proposes_a_coding_trimmed(ready, issue, people, as_user):
    address = reverse("admin:interviews_evidencedraft_propose", args=[ready.pk])
    given = {"turn": 1, "start": 8, "end": 28, "issue": issue.pk, "stance": "limits"}
    as_user(people.mona).post(address, given)
    draft = EvidenceDraft.objects.get()
    assert (draft.start, draft.end, draft.issue, draft.stance) == (8, 28, issue, "limits")


def test_a_claim_of_another_issue_is_refused_in_words(ready, issue, people, as_user):
    claim = make.make_claim(make.make_issue(2, "Labels are wrong"))
    address = reverse("admin:interviews_evidencedraft_propose", args=[ready.pk])
    answer = as_user(people.mona).post(address, {"turn": 1, "issue": issue.pk, "claim": claim.pk, "stance": "supports"})
    assert "no statement of MLQ-001" in answer.context["form"].non_field_errors()[0]


def test_a_draft_shows_its_quote_and_what_the_gate_says(draft, people, as_user):
    page = words(as_user(people.pia).get(page_of(draft)))
    assert "Half of the fields are empty" in page
    assert "Have a publisher approve it" in page


def test_a_publisher_approves_a_draft_and_publishes_the_study(draft, study, people, as_user):
    pia = as_user(people.pia)
    pia.post(page_of(draft, "approve"))
    pia.post(study_page("publish_now", study))
    assert Evidence.objects.get().text == "Half of the fields are empty"


def test_a_draft_can_be_set_aside(draft, people, as_user):
    as_user(people.pia).post(page_of(draft, "reject"))
    draft.refresh_from_db()
    assert draft.status == "rejected"


def test_looking_at_the_gate_publishes_nothing(draft, study, people, as_user):
    pia = as_user(people.pia)
    pia.post(page_of(draft, "approve"))
    answer = pia.get(study_page("publish", study))
    assert [looked.draft for looked in answer.context["passing"]] == [draft]
    assert not Evidence.objects.exists()


def test_what_is_held_back_stands_there_with_reason_and_remedy(draft, study, people, as_user):
    study.participants.get(code="P01").consents.all().delete()
    pia = as_user(people.pia)
    pia.post(page_of(draft, "approve"))
    page = words(pia.get(study_page("publish", study)))
    assert "participant P01 has no standing consent to published quotes" in page
    assert "Record the consent" in page
    pia.post(study_page("publish_now", study))
    assert not Evidence.objects.exists()


def test_a_study_of_one_participant_asks_once_to_acknowledge_that(draft, study, people, as_user):
    study.participants.get(code="P02").delete()
    pia = as_user(people.pia)
    assert "has one participant" in words(pia.get(study_page("publish", study)))
    pia.post(study_page("acknowledge", study))
    assert "Nothing is published until you say" not in words(pia.get(study_page("publish", study)))


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "kofi", "olga"])
def test_nobody_but_a_publisher_publishes_or_approves(name, draft, study, people, as_user):
    client = as_user(getattr(people, name))
    assert client.get(study_page("publish", study)).status_code == 403
    assert client.post(study_page("publish_now", study)).status_code == 403
    assert client.post(page_of(draft, "approve")).status_code in {403, 404}
    draft.refresh_from_db()
    assert draft.status == "proposed"


def test_an_identifier_in_a_quote_can_be_cleared_by_a_second_person_on_the_drafts_page(draft, study, people, as_user):
    named = redact.add_identifier(by=people.dele, study=study, type="other", name="fields", sure=True)
    kofi = as_user(people.kofi)
    assert "Clear an occurrence" in words(kofi.get(page_of(draft)))
    given = {"identifier": named.pk, "place": "quote", "start": 12, "end": 18, "reason": "a common word"}
    kofi.post(page_of(draft, "clear"), given)
    assert draft.clearances.get().cleared_by == people.kofi


def test_an_issue_is_proposed_in_words_approved_and_published(study, people, as_user):
    make.make_phase()
    mona, pia = as_user(people.mona), as_user(people.pia)
    mona.post(
        reverse("admin:interviews_issuedraft_add"),
        {
            "study": study.pk,
            "primary_phase": WorkflowPhase.objects.get().slug,
            "title": "Schemas change unannounced",
            "summary": "Another team renames a column.",
            "symptoms": "A column is gone.\nA type is another.",
            "causes": "Nobody owns the schema.",
        },
    )
    draft = IssueDraft.objects.get()
    pia.post(page_of(draft, "approve"))
    pia.post(study_page("publish_now", study))
    issue = Issue.objects.get()
    assert issue.text.title == "Schemas change unannounced"
    assert [claim.text.statement for claim in issue.claims.filter(aspect="symptom")] == [
        "A column is gone.",
        "A type is another.",
    ]


def test_a_rewrite_begins_with_what_the_issue_says_now(issue, study, people, as_user):
    answer = as_user(people.mona).get(reverse("admin:interviews_issuedraft_add"), {"issue": issue.pk})
    assert 'value="Fields are empty"' in words(answer)


@pytest.fixture
def published(draft, study, people):
    publication.approve_evidence(by=people.pia, draft=draft)
    publication.publish(by=people.pia, study=study)
    return Publication.objects.get()


def test_a_publisher_hides_a_quote(published, people, as_user):
    as_user(people.pia).post(reverse("admin:interviews_publication_hide", args=[published.pk]), {"reason": "a slip"})
    assert Evidence.objects.get().status == "hidden"


@pytest.mark.parametrize("status", ["published", "hidden", "withdrawn"])
def test_pages_count_as_public_what_readers_see_now(status, published, study, people, as_user):
    if status != "published":
        Evidence.objects.update(status=status, text="")
    public = int(status == "published")
    assert as_user(people.pia).get(study_page("publish", study)).context["public"] == public
    listed = as_user(people.pia).get(reverse("admin:interviews_study_changelist")).context["cl"].result_list
    assert [row.public_count for row in listed] == [public]


def test_the_page_says_how_a_draft_comes_there_when_none_waits(study, people, as_user):
    assert "No draft waits." in words(as_user(people.pia).get(study_page("publish", study)))


def test_hiding_is_not_for_a_moderator(published, people, as_user):
    answer = as_user(people.mona).post(reverse("admin:interviews_publication_hide", args=[published.pk]))
    assert answer.status_code == 403
    assert Evidence.objects.get().status == "published"


def withdraw_page(participant):
    return reverse("admin:interviews_participant_withdraw", args=[participant.pk])


def test_a_custodian_withdraws_a_participant_by_typing_the_code(published, study, interview, people, as_user):
    participant = study.participants.get(code="P01")
    kofi = as_user(people.kofi)
    asked = words(kofi.get(withdraw_page(participant)))
    assert "Quotes published: 1" in asked
    assert "Turns that go, questions included where nobody else was interviewed: 4" in asked
    done = words(kofi.post(withdraw_page(participant), {"code": "P01"}, follow=True))
    assert "P01 is withdrawn: 4 turns of 1 interview deleted, 1 quote withdrawn" in done
    assert Evidence.objects.get().status == "withdrawn"
    assert not interview.segments.exists()


def test_a_wrong_code_withdraws_nobody(published, study, interview, people, as_user):
    as_user(people.kofi).post(withdraw_page(study.participants.get(code="P01")), {"code": "P02"})
    assert interview.segments.count() == 4


def test_the_pages_of_a_withdrawn_interview_still_open(published, study, interview, people, as_user):
    kofi = as_user(people.kofi)
    kofi.post(withdraw_page(study.participants.get(code="P01")), {"code": "P01"})
    for address in (transcript(interview), reverse("admin:interviews_event_changelist")):
        assert kofi.get(address).status_code == 200
    assert "Whoever was interviewed here withdrew" in words(kofi.get(transcript(interview)))
    assert do(kofi, interview, "review-all").status_code == 404


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "pia", "olga"])
def test_nobody_but_a_custodian_withdraws(name, study, interview, people, as_user):
    participant = study.participants.get()
    assert as_user(getattr(people, name)).post(withdraw_page(participant), {"code": "P01"}).status_code == 403
    assert interview.segments.count() == 4
