"""What a codebook said before: kept for every act that changes it, sealed, put back, and destroyed where it must be."""

import pytest

from interviews.actions.codebook import (
    change_code,
    create_code,
    forget_version,
    merge_codes,
    rename_code,
    restore_version,
    retire_code,
    separate_code,
)
from interviews.actions.redact import add_identifier
from interviews.actions.reseal import reseal_study
from interviews.actions.retention import destroy_raw_text
from interviews.actions.scan import replace_everywhere
from interviews.actions.split import split_code
from interviews.errors import NotPermitted, WrongState
from interviews.models import CodeVersion, Event, Segment, Study
from interviews.reports.codebook import chapters, history
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study, people):
    return create_code(by=people.cora, study=study, name="Gaps", definition="Rows that are not there.")


def told(study, code=None):
    """The sentences of a history and what changed, the latest first."""
    return [
        (each.told.sentence, [(c.label, c.before, c.after, [(p.kind, p.text) for p in c.pieces]) for c in each.changes])
        for each in chapters(study, history(study, code))
    ]


def test_every_act_on_the_codebook_is_told_with_what_it_changed(study, people, code):
    data = make.make_code(study, "Data")
    change_code(by=people.cora, code=code, definition="Rows that were never there.", parent=data, colour="#aa0000")
    rename_code(by=people.mona, code=code, name="Holes")
    change_code(by=people.colin, code=code, include="Empty months.", shortcut="ho")
    merge_codes(by=people.mona, code=code, into=data)
    separate_code(by=people.mona, code=code)
    retire_code(by=people.mona, code=code)
    retire_code(by=people.mona, code=code, retired=False)
    split_code(by=people.mona, code=code, into=["Holes in time", "Holes in space"])
    lines = told(study, code)
    assert [sentence for sentence, _ in lines] == [
        "mona split Holes into Holes in time and Holes in space.",
        "mona took Holes into use again.",
        "mona took Holes out of use.",
        "mona separated Holes from Data again.",
        "mona merged Holes into Data.",
        "colin changed what it is for and the shortcut of Holes.",
        "mona renamed a code: Holes.",
        "cora changed the parent, the definition and the colour of Holes.",
        "cora made the code Holes.",
    ]
    assert dict(lines)["mona renamed a code: Holes."] == [("the name", "Gaps", "Holes", [])]
    assert dict(lines)["cora changed the parent, the definition and the colour of Holes."] == [
        ("the parent", "", "Data", []),
        (
            "the definition", "", "",
            [("same", "Rows that"), ("gone", "are not"), ("new", "were never"), ("same", "there.")],
        ),
        ("the colour", "", "#aa0000", []),
    ]  # fmt: skip
    assert len(told(study)) == len(lines) + 2


def test_what_stays_the_same_is_no_act(people, code):
    before = Event.objects.count()
    change_code(by=people.cora, code=code, definition="Rows that are not there.", colour="")
    assert (Event.objects.count(), CodeVersion.objects.count()) == (before, 1)


def test_a_code_from_before_there_was_a_history_begins_as_it_was_found(study, people):
    code = make.make_code(study, "Old", definition="As it was")
    change_code(by=people.cora, code=code, definition="As it is")
    first, second = CodeVersion.objects.order_by("pk")
    assert (first.by, first.event, first.entry["definition"]) == (None, None, "As it was")
    assert (second.by, second.entry["definition"]) == (people.cora, "As it is")


def test_a_coder_redefines_but_only_a_moderator_renames(people, code):
    with pytest.raises(NotPermitted, match="moderator"):
        change_code(by=people.cora, code=code, name="Other", definition="Other")
    with pytest.raises(NotPermitted):
        change_code(by=people.pia, code=code, definition="Other")
    code.refresh_from_db()
    assert (code.name, code.definition) == ("Gaps", "Rows that are not there.")


def test_no_code_stands_above_itself_or_below_one_of_another_study(study, people, code):
    below = create_code(by=people.cora, study=study, name="Below", parent=code)
    with pytest.raises(WrongState, match="above itself"):
        change_code(by=people.cora, code=code, parent=below)
    with pytest.raises(WrongState, match="another study"):
        change_code(by=people.cora, code=code, parent=make.make_code(make.make_study("other"), "Far"))


def test_an_old_wording_is_put_back_as_an_act_like_any_other(people, code):
    change_code(by=people.cora, code=code, definition="Nonsense", include="All of it")
    restore_version(by=people.colin, version=code.versions.earliest("pk"))
    code.refresh_from_db()
    assert (code.definition, code.include) == ("Rows that are not there.", "")
    assert code.versions.count() == 3
    assert code.versions.latest("pk").by == people.colin


def test_an_old_wording_whose_shortcut_another_code_has_is_not_put_back(study, people, code):
    change_code(by=people.cora, code=code, shortcut="g")
    change_code(by=people.cora, code=code, shortcut="h")
    create_code(by=people.cora, study=study, name="Growth", shortcut="g")
    with pytest.raises(WrongState, match="the shortcut g is that of code Growth"):
        restore_version(by=people.cora, version=code.versions.order_by("pk")[1])


def withdraw_or_merge(issue, into):
    """What becomes of an issue in the catalog while a codebook led to it."""
    issue.status, issue.merged_into = ("merged", into) if into else ("withdrawn", None)
    issue.save()


@pytest.mark.parametrize("merged", [True, False])
def test_an_old_wording_leads_to_where_its_issue_went(people, code, merged):
    issue, other = make.make_issue(1), make.make_issue(2, "Values are missing")
    change_code(by=people.cora, code=code, issue=issue)
    change_code(by=people.cora, code=code, issue=None)
    withdraw_or_merge(issue, other if merged else None)
    version = code.versions.order_by("pk")[1]
    code = restore_version(by=people.cora, version=version)
    assert code.issue == (other if merged else None)


@pytest.mark.parametrize("merged", [True, False])
def test_no_code_is_led_to_an_issue_that_is_merged_or_withdrawn(study, people, code, merged):
    issue = make.make_issue(1)
    withdraw_or_merge(issue, make.make_issue(2, "Values are missing") if merged else None)
    with pytest.raises(WrongState, match=r"issue MLQ-001 is (merged|withdrawn)"):
        create_code(by=people.cora, study=study, name="New", issue=issue)
    with pytest.raises(WrongState, match=r"issue MLQ-001 is (merged|withdrawn)"):
        change_code(by=people.cora, code=code, issue=issue)


def test_a_code_that_still_leads_to_a_merged_issue_is_split_all_the_same(study, people):
    issue, other = make.make_issue(1), make.make_issue(2, "Values are missing")
    code = make.make_code(study, "Holes", issue=issue)
    withdraw_or_merge(issue, other)
    split_code(by=people.mona, code=code, into=["Holes in time", "Holes in space"])
    assert {part.issue for part in code.split_into.all()} == {other}


def test_an_old_wording_can_be_destroyed_and_todays_not(study, people, code):
    change_code(by=people.cora, code=code, definition="Ottoline said so.")
    with pytest.raises(WrongState, match="change it first"):
        forget_version(by=people.mona, version=code.versions.latest("pk"))
    change_code(by=people.cora, code=code, definition="Somebody said so.")
    slip = code.versions.order_by("pk")[1]
    with pytest.raises(NotPermitted):
        forget_version(by=people.cora, version=slip)
    forget_version(by=people.mona, version=slip)
    assert CodeVersion.objects.get(pk=slip.pk).entry == {}
    found = chapters(study, history(study, code))
    assert [each.forgotten for each in found] == [False, True, True, False]
    assert "Ottoline" not in str(told(study))
    with pytest.raises(WrongState, match="words of this version are gone"):
        restore_version(by=people.cora, version=CodeVersion.objects.get(pk=slip.pk))


def test_old_wordings_are_sealed_and_move_to_a_new_key_with_the_study(study, people, code):
    version = code.versions.get()
    assert b"Rows that" not in bytes(version.entry_encrypted)
    before = bytes(version.entry_encrypted)
    reseal_study(study)
    moved = CodeVersion.objects.get(pk=version.pk)
    assert bytes(moved.entry_encrypted) != before
    assert moved.entry["definition"] == "Rows that are not there."


def test_a_withdrawal_takes_the_persons_names_out_of_the_codebook_as_it_is_and_was(study, people, code):
    change_code(by=people.cora, code=code, definition="As Quillonix told us.", exclude="What Quillonix did.")
    change_code(by=people.cora, code=code, definition="As somebody told us.")
    identifier = add_identifier(by=people.dele, study=study, type="person", name="Quillonix")
    replace_everywhere(by=people.kofi, study=study, identifiers=[identifier], but=Segment.objects.none())
    code.refresh_from_db()
    assert code.exclude == "What [person] did."
    assert [version.entry["definition"] for version in code.versions.order_by("pk")] == [
        "Rows that are not there.",
        "As [person] told us.",
        "As somebody told us.",
    ]
    assert "Quillonix" not in str(told(study))


def test_a_withdrawal_takes_the_persons_names_out_of_the_names_of_codes(study, people):
    named = create_code(by=people.cora, study=study, name="The Quillonix problem")
    long = create_code(by=people.cora, study=study, name="Quillonix " + "x" * 110)
    create_code(by=people.cora, study=study, name="The [person] problem")
    coded = make.make_pass(make.make_interview(study), people.cora)
    coded.printed_turns = [{"position": 0, "pieces": [], "codes": [named.name, "Once Quillonix", "Plain"]}]
    coded.save()
    identifier = add_identifier(by=people.dele, study=study, type="person", name="Quillonix")
    replace_everywhere(by=people.kofi, study=study, identifiers=[identifier], but=Segment.objects.none())
    for each in (named, long):
        each.refresh_from_db()
        assert each.versions.get().entry["name"] == each.name
    assert named.name == "The [person] problem (2)"
    assert long.name == ("[person] " + "x" * 110)[:120]
    coded.refresh_from_db()
    assert coded.printed_turns[0]["codes"] == [named.name, "Once [person]", "Plain"]


def test_destroying_a_studys_words_destroys_what_its_codebook_said_before(study, people, code):
    destroy_raw_text(by=people.kofi, study=study, reason="done")
    code = type(code).objects.select_related("study").get(pk=code.pk)
    assert code.versions.get().entry == {}
    change_code(by=people.cora, code=code, definition="Still a codebook")
    assert code.definition == "Still a codebook"
    assert Study.objects.get().destroyed_at
    assert told(study, code)[0][0] == "cora changed the definition of Gaps."
