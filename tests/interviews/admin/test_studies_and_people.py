"""Studies, accounts, participants and codes can be made without a shell, by those who may."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.actions.code import assign_pass, submit_pass
from interviews.actions.memos import change_memo, write_memo
from interviews.actions.publish import propose_evidence
from interviews.actions.redact import add_identifier
from interviews.models import Code, Consent, Event, Memo, Study, StudyMembership
from tests import factories as make
from tests.interviews.admin.pages import words
from tests.people import join, person, team

MEMBERS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
NO_CONSENTS = {"consents-TOTAL_FORMS": 0, "consents-INITIAL_FORMS": 0}


def page(name, act, *args):
    return reverse(f"admin:interviews_{name}_{act}", args=args)


@pytest.fixture
def ada(db):
    """Ada runs the site: a superuser, in no study."""
    return person("ada", is_superuser=True)


def test_a_superuser_makes_the_first_study_and_becomes_its_custodian(ada, as_user):
    client = as_user(ada)
    answer = client.post(page("study", "add"), {"slug": "harbour", "title": "Harbour", "k": 5, **MEMBERS}, follow=True)
    study = Study.objects.get()
    assert answer.status_code == 200
    assert list(study.memberships.values_list("user__username", "role")) == [("ada", "custodian")]
    assert client.get(page("study", "change", study.pk)).status_code == 200


def test_a_study_can_be_made_with_its_members(ada, as_user):
    member = {"memberships-TOTAL_FORMS": 1, "memberships-0-user": person("cora").pk, "memberships-0-role": "coder"}
    as_user(ada).post(page("study", "add"), {"slug": "harbour", "title": "Harbour", "k": 5, **MEMBERS, **member})
    assert StudyMembership.objects.filter(user__username="cora", role="coder").exists()


def test_a_custodian_alone_makes_no_study(people, as_user):
    assert as_user(people.kofi).get(page("study", "add")).status_code == 403


def changed_members(study, rows):
    """The posted study page with its memberships as `rows` of (membership, role, delete)."""
    data = {"slug": study.slug, "title": study.title, "k": 1}
    data |= {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": len(rows)}
    for n, (row, role, delete) in enumerate(rows):
        data |= {f"memberships-{n}-id": row.pk, f"memberships-{n}-study": study.pk}
        data |= {f"memberships-{n}-user": row.user_id, f"memberships-{n}-role": role}
        data |= {f"memberships-{n}-DELETE": "on"} if delete else {}
    return data


def test_the_last_custodian_of_a_study_can_neither_leave_nor_change_role(study, people, as_user):
    kofi, only = as_user(people.kofi), study.memberships.filter(role="custodian")
    for role, delete in (("coder", False), ("custodian", True)):
        rows = [
            (row, role if row == only.get() else row.role, delete and row == only.get())
            for row in study.memberships.all()
        ]
        answer = kofi.post(page("study", "change", study.pk), changed_members(study, rows))
        assert "A study needs a custodian" in words(answer)
    assert only.exists()


def test_a_custodian_takes_a_role_away(study, people, as_user):
    rows = [(row, row.role, row.user == people.cora) for row in study.memberships.all()]
    as_user(people.kofi).post(page("study", "change", study.pk), changed_members(study, rows))
    assert not study.memberships.filter(user=people.cora).exists()


def test_a_member_without_the_right_can_look_at_the_study_and_not_change_it(study, people, as_user):
    cora = as_user(people.cora)
    assert cora.get(page("study", "change", study.pk)).status_code == 200
    rows = [(row, "custodian", False) for row in study.memberships.all()]
    assert cora.post(page("study", "change", study.pk), changed_members(study, rows)).status_code == 403
    assert study.memberships.filter(role="custodian").count() == 1


def test_an_account_made_here_can_sign_in_to_the_workshop(ada, as_user, client):
    password = "a-long-enough-phrase"
    given = {"username": "nils", "usable_password": "true", "password1": password, "password2": password}
    as_user(ada).post(reverse("admin:auth_user_add"), {**given, "is_staff": "on"})
    client.post(reverse("admin:login"), {"username": "nils", "password": password})
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_form_of_an_account_proposes_that_it_may_sign_in(ada, as_user):
    form = as_user(ada).get(reverse("admin:auth_user_add")).context["adminform"].form
    assert form.fields["is_staff"].initial is True


def test_a_custodian_finds_people_by_name_and_makes_no_accounts(people, as_user):
    kofi = as_user(people.kofi)
    query = {"app_label": "interviews", "model_name": "studymembership", "field_name": "user", "term": "oli"}
    answer = kofi.get(reverse("admin:autocomplete"), {**query, "term": "col"})
    assert [choice["text"] for choice in answer.json()["results"]] == ["colin"]
    assert kofi.get(reverse("admin:auth_user_add")).status_code == 403


def test_a_coder_can_not_list_accounts(people, as_user):
    assert as_user(people.cora).get(reverse("admin:auth_user_changelist")).status_code == 403


def test_a_custodian_adds_a_participant_with_a_consent(study, people, as_user):
    consent = {"consents-0-scope": "quote", "consents-0-granted_on": "2025-03-01", "consents-0-evidence": "signed form"}
    given = {"study": study.pk, "code": "P05", **NO_CONSENTS, "consents-TOTAL_FORMS": 1, **consent}
    as_user(people.kofi).post(page("participant", "add"), given)
    assert Consent.objects.get().participant.code == "P05"


def test_a_participant_cannot_be_added_to_a_study_of_others(study, people, as_user):
    other = make.make_study("other")
    join(people.kofi, other, "coder")
    given = {"study": other.pk, "code": "P05", **NO_CONSENTS}
    answer = as_user(people.kofi).post(page("participant", "add"), given)
    assert "study" in answer.context["adminform"].form.errors
    assert not other.participants.exists()


def test_what_is_saved_by_hand_stands_in_the_studys_log_by_its_id(study, people, as_user):
    as_user(people.kofi).post(page("participant", "add"), {"study": study.pk, "code": "P05", **NO_CONSENTS})
    assert Event.objects.get().data == {"row": study.participants.get().pk}


def test_a_coder_adds_a_code(study, people, as_user):
    as_user(people.cora).post(page("code", "add"), {"study": study.pk, "name": "Data-drift", "kind": "issue"})
    assert Code.objects.get().name == "Data-drift"
    assert Event.objects.filter(action="code created").count() == 1


@pytest.mark.parametrize(("name", "renamed"), [("cora", False), ("mona", True)])
def test_renaming_a_code_is_a_moderators(name, renamed, study, people, as_user):
    code = make.make_code(study, "Data-drift")
    address = page("code", "change", code.pk)
    as_user(getattr(people, name)).post(address, {"name": "Drift", "kind": "issue", "definition": "It moves."})
    code.refresh_from_db()
    assert (code.name, code.definition) == ("Drift" if renamed else "Data-drift", "It moves.")


def test_a_name_that_is_taken_and_a_circle_of_parents_are_refused_beside_their_fields(study, people, as_user):
    above, below = make.make_code(study, "Data"), make.make_code(study, "Data-drift")
    below.parent = above
    below.save()
    given = {"name": "Data-drift", "kind": "issue", "parent": below.pk}
    errors = as_user(people.mona).post(page("code", "change", above.pk), given).context["adminform"].form.errors
    assert set(errors) == {"name", "parent"}


def test_a_code_of_another_study_cannot_stand_above_one_of_this(study, people, as_user):
    other = make.make_study("other")
    join(people.mona, other, "moderator")
    code, foreign = make.make_code(study), make.make_code(other, "Foreign")
    given = {"name": code.name, "kind": "issue", "parent": foreign.pk}
    errors = as_user(people.mona).post(page("code", "change", code.pk), given).context["adminform"].form.errors
    assert "another study" in errors["parent"][0]


def test_a_moderator_merges_separates_and_retires_a_code(study, people, as_user):
    code, into = make.make_code(study, "Data-missing-value"), make.make_code(study, "Data-missing-values")
    mona, address = as_user(people.mona), page("code", "settle", code.pk)
    mona.post(address, {"act": "merge", "into": into.pk})
    code.refresh_from_db()
    assert code.merged_into == into
    mona.post(address, {"act": "separate"})
    mona.post(address, {"act": "retire"})
    code.refresh_from_db()
    assert (code.merged_into, code.retired_at is None) == (None, False)


def test_merging_is_not_for_a_coder(study, people, as_user):
    assert as_user(people.cora).get(page("code", "settle", make.make_code(study).pk)).status_code == 403


def test_a_memo_is_sealed_and_read_by_its_author(study, interview, people, as_user):
    cora = as_user(people.cora)
    given = {"study": study.pk, "interview": interview.pk, "turn": 1, "text": "Ask about Ottoline."}
    cora.post(page("memo", "add"), given)
    memo = Memo.objects.get()
    assert b"Ottoline" not in bytes(memo.text_encrypted)
    assert memo.segment.position == 1
    assert "Ask about Ottoline." in words(cora.get(page("memo", "change", memo.pk)))
    assert "Ottoline" not in words(cora.get(page("memo", "changelist")))


def test_a_memo_is_deleted_in_its_list_with_what_it_said_before_and_only_by_its_author(
    study, interview, people, as_user
):
    coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    turn = interview.segments.get(position=1)
    memo = write_memo(by=people.cora, coding_pass=coras, segment=turn, text="Ask Ottoline.")
    change_memo(by=people.cora, coding_pass=coras, memo=memo.pk, version="", text="Ask again.")
    cora = as_user(people.cora)
    kept = Memo.objects.get(version_of=memo)
    assert cora.get(page("memo", "change", kept.pk)).status_code == 302
    assert "Ottoline" not in words(cora.get(page("memo", "change", memo.pk)))
    submit_pass(by=people.cora, coding_pass=coras)
    assert as_user(people.mona).post(page("memo", "delete", memo.pk), {"post": "yes"}).status_code == 403
    cora.post(page("memo", "delete", memo.pk), {"post": "yes"})
    assert not Memo.objects.exists()


def test_a_memo_about_a_turn_that_is_not_there_is_refused(study, interview, people, as_user):
    given = {"study": study.pk, "interview": interview.pk, "turn": 99, "text": "Which?"}
    answer = as_user(people.cora).post(page("memo", "add"), given)
    assert "There is no such turn" in answer.context["adminform"].form.errors["turn"][0]


def test_a_public_text_that_names_an_identifier_is_refused_in_the_catalogs_admin(study, people, as_user):
    add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs")
    address = reverse("admin:catalog_source_change", args=[make.make_source().pk])
    given = {"slug": "invented-study", "citation": "Told by Zephyrine Labs, 2026.", "k": 5}
    answer = as_user(people.pia).post(address, {**given, "texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0})
    assert "stands at 8-22" in answer.context["adminform"].form.errors["citation"][0]


@pytest.mark.parametrize(("name", "status"), [("pia", 200), ("cora", 403), ("olga", 403)])
def test_only_a_publisher_adds_to_the_catalog(name, status, people, as_user):
    assert as_user(getattr(people, name)).get(reverse("admin:catalog_strategy_add")).status_code == status


def test_the_first_page_says_what_waits_for_each(study, interview, people, as_user):
    def waiting(user):
        (mine,) = as_user(user).get(reverse("admin:index")).context["waiting"]
        return {item.text: item.count for item in mine.items}

    assert waiting(people.dele) == {"turns to review": 4}
    assert waiting(people.cora) == {"interview to code": 1}
    assert waiting(people.kofi)["participant without consent to quote"] == 1
    assert waiting(people.imani) == {}


def test_every_line_of_what_waits_leads_to_a_list_that_opens(study, interview, people, as_user):
    kofi = as_user(join(people.kofi, study, *StudyMembership.Role))
    coding = make.moderated_coding(interview.segments.get(position=1), "fields", by=people.mona)
    propose_evidence(by=people.mona, coding=coding, issue=make.make_issue())
    (mine,) = kofi.get(reverse("admin:index")).context["waiting"]
    assert len(mine.items) >= 4
    # Django sends a list with a filter that it does not know to "?e=1".
    refused = [item.text for item in mine.items if kofi.get(item.address).status_code != 200]
    assert refused == []


def test_the_first_page_of_somebody_in_no_study_says_whom_to_ask(people, as_user, ada):
    assert "Ask a custodian" in words(as_user(people.olga).get(reverse("admin:index")))
    assert "Make the first one" in words(as_user(ada).get(reverse("admin:index")))


def test_the_work_of_two_studies_is_kept_apart(study, people, as_user):
    other = make.make_study("other")
    team(other)
    make.make_interview(other)
    first, second = as_user(people.dele).get(reverse("admin:index")).context["waiting"]
    assert [len(first.items), len(second.items)] == [0, 1]


def link_speaker(client, interview, participant):
    """Save the interview's details with its interviewee tied to `participant`."""
    speakers = list(interview.speakers.order_by("role", "number"))
    data = {"language": "en", "speakers-TOTAL_FORMS": len(speakers), "speakers-INITIAL_FORMS": len(speakers)}
    for n, speaker in enumerate(speakers):
        linked = participant.pk if speaker.role == "interviewee" else ""
        data |= {f"speakers-{n}-id": speaker.pk, f"speakers-{n}-interview": interview.pk}
        data[f"speakers-{n}-participant"] = linked
    return client.post(page("interview", "change", interview.pk), data)


def test_an_interviewee_is_tied_to_another_participant_of_the_study(study, interview, people, as_user):
    other = make.make_participant(study)
    link_speaker(as_user(people.imani), interview, other)
    assert interview.speakers.get(role="interviewee").participant == other


def test_an_interviewee_is_no_participant_of_another_study(study, interview, people, as_user):
    foreign = make.make_participant(make.make_study("other"))
    join(people.imani, foreign.study, "importer")
    answer = link_speaker(as_user(people.imani), interview, foreign)
    assert "another study" in words(answer)
    assert interview.speakers.get(role="interviewee").participant == study.participants.get()


def test_a_participants_code_is_given_once_and_stays(study, people, as_user):
    participant = make.make_participant(study, "P01")
    kofi = as_user(people.kofi)
    answer = kofi.post(page("participant", "add"), {"study": study.pk, "code": "P01", **NO_CONSENTS})
    assert "There is one already (participant code once)." in words(answer)
    kofi.post(page("participant", "change", participant.pk), {"code": "P99", "role": "analyst", **NO_CONSENTS})
    participant.refresh_from_db()
    assert (participant.code, participant.role) == ("P01", "analyst")


def test_a_guides_version_is_taken_once_in_its_study_also_when_it_is_changed(study, people, as_user):
    first, second = (study.guides.create(version=version) for version in ("1", "2"))
    questions = {"questions-TOTAL_FORMS": 0, "questions-INITIAL_FORMS": 0}
    answer = as_user(people.kofi).post(page("interviewguide", "change", second.pk), {"version": "1", **questions})
    assert "There is one already (guide version once)." in words(answer)
    assert first.version != second.version


def test_the_same_consent_twice_on_one_page_is_refused(study, people, as_user):
    participant, row = make.make_participant(study), {"scope": "quote", "granted_on": "2025-03-01", "evidence": "form"}
    twice = {f"consents-{n}-{name}": value for n in (0, 1) for name, value in row.items()}
    given = {"role": "analyst", **NO_CONSENTS, "consents-TOTAL_FORMS": 2, **twice}
    answer = as_user(people.kofi).post(page("participant", "change", participant.pk), given)
    assert "There is one already (consent scope once)." in words(answer)
    assert not participant.consents.exists()


def test_nothing_is_written_down_again_of_a_participant_who_withdrew(study, people, as_user):
    gone = make.make_participant(study, role="", withdrawn_at=timezone.now())
    kofi = as_user(people.kofi)
    assert kofi.post(page("participant", "change", gone.pk), {"role": "analyst", **NO_CONSENTS}).status_code == 403
    given = {"participant": gone.pk, "scope": "quote", "granted_on": "2025-03-01", "evidence": "form"}
    assert "participant" in kofi.post(page("consent", "add"), given).context["adminform"].form.errors
