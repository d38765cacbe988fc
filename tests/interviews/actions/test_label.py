"""Labels in the catalog and in releases: never fewer than k people, and linked only after everything was read."""

from datetime import date

import pytest

from catalog.models import Evidence, Issue, Release, Revision
from catalog.releases import make_release, rows_of
from interviews.actions.hide import hide_evidence
from interviews.actions.label import people_quoted, relabel, seen_hash, turn_off_linking, turn_on_linking
from interviews.actions.recompute import recompute
from interviews.errors import NotPermitted, WrongState
from interviews.models import Participant, Publication, Study
from tests.factories import make_issue, make_participant, make_source, make_study
from tests.people import team

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


@pytest.fixture
def study() -> Study:
    return make_study(source=make_source(k=1), k=3)


def quoted(study: Study, **fields: object) -> Participant:
    """A participant with a public quote."""
    person = make_participant(study, **fields)
    issue = Issue.objects.first() or make_issue()
    evidence = Evidence.objects.create(
        source=study.source,
        issue=issue,
        phase=issue.primary_phase,
        text=f"Words of {person.code}.",
        published_on=DAY,
    )
    Publication.objects.create(
        study=study, evidence_id=evidence.public_id, participant_code=person.code, published_by=team(study).pia
    )
    return person


def quote_of(person: Participant) -> Evidence:
    return Evidence.objects.get(public_id=public_id(person))


def public_id(person: Participant) -> str:
    return Publication.objects.get(participant_code=person.code).evidence_id


def labels_of(release: Release) -> dict[str, str]:
    rows = [row["fields"] for row in rows_of(release) if row["model"] == "catalog.evidence"]
    return {row["public_id"]: row["speaker_label"] for row in rows}


def newest() -> Release:
    return Release.objects.latest("revision")


def link(study, by):
    people = people_quoted(study)
    read = {person.participant.pk for person in people}
    return turn_on_linking(by=by, study=study, read=read, seen=seen_hash(people))


def test_linking_is_not_turned_on_before_there_is_anything_to_read_together(study, people):
    with pytest.raises(WrongState, match="nobody of the study is quoted publicly"):
        link(study, people.pia)
    assert not Study.objects.get(pk=study.pk).linking_labels


def test_a_release_with_fewer_of_a_group_than_the_catalog_has_falls_back_by_itself(study, people):
    early = [quoted(study) for _ in range(3)]
    recompute(study.source)
    make_release("2026.1", on=DAY)
    for _ in range(3):
        quoted(study)
    recompute(study.source)
    hide_evidence(by=people.pia, evidence=quote_of(early[0]))
    assert {quote_of(person).speaker_label for person in early[1:]} == {"a data scientist"}
    assert newest().revision == 2
    assert set(labels_of(newest()).values()) == {"a practitioner"}


def test_raising_k_makes_labels_more_general_in_the_catalog_and_in_releases(study, people):
    person, *_ = [quoted(study) for _ in range(3)]
    recompute(study.source)
    make_release("2026.1", on=DAY)
    before = Revision.objects.current()
    Study.objects.update(k=4)
    study.refresh_from_db()
    assert len(relabel(by=people.kofi, study=study)) == 3
    assert quote_of(person).speaker_label == "a practitioner"
    assert set(labels_of(newest()).values()) == {"a practitioner"}
    assert Revision.objects.current() != before


def test_lowering_k_tells_more_in_the_catalog_and_nothing_more_in_a_release(study, people):
    person, *_ = [quoted(study) for _ in range(2)]
    recompute(study.source)
    make_release("2026.1", on=DAY)
    Study.objects.update(k=2)
    study.refresh_from_db()
    relabel(by=people.kofi, study=study)
    assert quote_of(person).speaker_label == "a data scientist"
    assert newest().revision == 1


def test_linking_labels_number_each_participant_at_random_and_the_same_everywhere(study, people):
    persons = [quoted(study) for _ in range(3)]
    link(study, people.pia)
    numbers = {person.pk: Participant.objects.get(pk=person.pk).public_number for person in persons}
    assert set(numbers.values()) == {1, 2, 3}
    assert {quote_of(p).speaker_label for p in persons} == {f"a data scientist, participant {n}" for n in (1, 2, 3)}


def test_linking_is_refused_until_each_persons_quotes_were_read_together(study, people):
    first, second = quoted(study), quoted(study)
    shown = seen_hash(people_quoted(study))
    with pytest.raises(WrongState, match=f"read together the quotes of {second.code} first"):
        turn_on_linking(by=people.pia, study=study, read={first.pk}, seen=shown)
    assert not Study.objects.get().linking_labels


def test_linking_is_refused_when_a_quote_was_published_while_somebody_read(study, people):
    first = quoted(study)
    shown = seen_hash(people_quoted(study))
    second = quoted(study)
    with pytest.raises(WrongState, match="changed while you read"):
        turn_on_linking(by=people.pia, study=study, read={first.pk, second.pk}, seen=shown)


def test_only_a_publisher_turns_linking_on_or_off(study, people):
    quoted(study)
    for somebody in (people.kofi, people.mona, people.dele, people.olga):
        with pytest.raises(NotPermitted):
            link(study, somebody)
        with pytest.raises(NotPermitted):
            turn_off_linking(by=somebody, study=study)


def test_turning_linking_off_takes_the_numbers_out_of_the_catalog_and_of_releases(study, people):
    person, *_ = [quoted(study) for _ in range(3)]
    link(study, people.pia)
    make_release("2026.1", on=DAY)
    assert "participant" in quote_of(person).speaker_label
    turn_off_linking(by=people.pia, study=Study.objects.get())
    assert quote_of(person).speaker_label == "a data scientist"
    assert set(labels_of(newest()).values()) == {"a data scientist"}
    assert not Participant.objects.exclude(public_number=None).exists()


def test_two_studies_of_one_source_never_share_a_participants_number(study, people):
    other = make_study("other", source=study.source, k=3)
    for each in (study, other):
        for number in range(3):
            quoted(each, code=f"{each.slug}-{number}")
        link(each, team(each).pia)
    numbers = list(Participant.objects.values_list("public_number", flat=True))
    assert (len(numbers), set(numbers)) == (6, {1, 2, 3, 4, 5, 6})
