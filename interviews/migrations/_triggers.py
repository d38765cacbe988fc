"""Rules that a constraint can't say, held by triggers, in the words of each database.

Each rule is a name, a message, the table and event it guards, and the condition under which it refuses. SQLite
and PostgreSQL share the conditions (plain SQL over NEW and OLD); only the frame around them differs.

A migration that alters one of these tables drops the triggers first and creates them again at its end: SQLite
rebuilds a table to alter it, and the rebuilt one has no triggers.

A rule that is changed here reaches only databases that are made anew. So a change comes with a migration that runs
`renew` and names the `digest` of the rules as they are then; a test compares it with the rules as they are now.
"""

import hashlib
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Rule:
    """`refuse` is an SQL condition over NEW and OLD; where it holds, the statement fails with `message`."""

    name: str
    table: str
    event: str
    refuse: str
    message: str


OVERLAPS = """NEW.status = 'accepted' AND EXISTS (
    SELECT 1 FROM interviews_replacement other
    WHERE other.segment_id = NEW.segment_id AND other.status = 'accepted' AND other.id <> NEW.id
      AND other.start < NEW."end" AND NEW.start < other."end")"""
OUTSIDE = """NEW."end" > (SELECT length FROM interviews_segment WHERE id = NEW.segment_id)"""
OTHER_INTERVIEW = """(SELECT interview_id FROM interviews_segment WHERE id = NEW.segment_id)
    <> (SELECT interview_id FROM interviews_codingpass WHERE id = NEW.coding_pass_id)"""
OTHER_STUDY = """(SELECT study_id FROM interviews_code WHERE id = NEW.code_id)
    <> (SELECT i.study_id FROM interviews_interview i JOIN interviews_codingpass p ON p.interview_id = i.id
        WHERE p.id = NEW.coding_pass_id)"""
SUBMITTED_NEW = """(SELECT status FROM interviews_codingpass WHERE id = NEW.coding_pass_id) = 'submitted'"""
FOREIGN_SPEAKER = """(SELECT interview_id FROM interviews_speaker WHERE id = NEW.speaker_id) <> NEW.interview_id"""
FOREIGN_PARTICIPANT = """NEW.participant_id IS NOT NULL AND
    (SELECT study_id FROM interviews_participant WHERE id = NEW.participant_id)
    <> (SELECT study_id FROM interviews_interview WHERE id = NEW.interview_id)"""


def cycle(column: str) -> str:
    """Whether following `column` from the code's new target comes back to the code."""
    return f"""NEW.{column} IS NOT NULL AND EXISTS (
    WITH RECURSIVE up(id) AS (
        SELECT NEW.{column} UNION
        SELECT c.{column} FROM interviews_code c JOIN up ON c.id = up.id WHERE c.{column} IS NOT NULL)
    SELECT 1 FROM up WHERE up.id = NEW.id)"""  # nosec B608


# The same text may be sealed again under a new data key, while the interview has none: interviews/actions/reseal.py.
HAS_KEY = "(SELECT data_key FROM interviews_interview WHERE id = OLD.interview_id) IS NOT NULL"
TEXT_CHANGED = f"""(NEW.text_encrypted <> OLD.text_encrypted AND {HAS_KEY}) OR NEW.length <> OLD.length
    OR NEW.position <> OLD.position OR NEW.interview_id <> OLD.interview_id"""  # nosec B608

RULES = [
    Rule("segment_text_is_immutable", "segment", "UPDATE", TEXT_CHANGED, "the text of a segment is never updated"),
    Rule("segment_speaker_here", "segment", "INSERT", FOREIGN_SPEAKER, "the speaker is of another interview"),
    Rule("segment_speaker_here_u", "segment", "UPDATE", FOREIGN_SPEAKER, "the speaker is of another interview"),
    Rule("speaker_of_study", "speaker", "INSERT", FOREIGN_PARTICIPANT, "the participant is of another study"),
    Rule("speaker_of_study_u", "speaker", "UPDATE", FOREIGN_PARTICIPANT, "the participant is of another study"),
    Rule("replacement_overlap", "replacement", "INSERT", OVERLAPS, "accepted replacements overlap"),
    Rule("replacement_overlap_u", "replacement", "UPDATE", OVERLAPS, "accepted replacements overlap"),
    Rule("replacement_inside", "replacement", "INSERT", OUTSIDE, "the span ends outside its segment"),
    Rule("replacement_inside_u", "replacement", "UPDATE", OUTSIDE, "the span ends outside its segment"),
    Rule("coding_inside", "coding", "INSERT", OUTSIDE, "the span ends outside its segment"),
    Rule("coding_inside_u", "coding", "UPDATE", OUTSIDE, "the span ends outside its segment"),
    Rule("coding_in_interview", "coding", "INSERT", OTHER_INTERVIEW, "segment and pass are of different interviews"),
    Rule("coding_in_interview_u", "coding", "UPDATE", OTHER_INTERVIEW, "segment and pass are of different interviews"),
    Rule("coding_in_study", "coding", "INSERT", OTHER_STUDY, "the code is of another study"),
    Rule("coding_in_study_u", "coding", "UPDATE", OTHER_STUDY, "the code is of another study"),
    Rule("coding_pass_open", "coding", "INSERT", SUBMITTED_NEW, "the pass is submitted and takes no more codings"),
    Rule("coding_pass_open_u", "coding", "UPDATE", SUBMITTED_NEW, "the pass is submitted and its codings stay"),
    Rule("draft_inside", "evidencedraft", "INSERT", OUTSIDE, "the span ends outside its segment"),
    Rule("draft_inside_u", "evidencedraft", "UPDATE", OUTSIDE, "the span ends outside its segment"),
    Rule("code_parent_cycle", "code", "UPDATE", cycle("parent_id"), "a code can't be above itself"),
    Rule("code_merge_cycle", "code", "UPDATE", cycle("merged_into_id"), "codes can't be merged in a circle"),
    Rule("event_is_kept", "event", "UPDATE", "1 = 1", "the log is append-only"),
    Rule("event_is_kept_d", "event", "DELETE", "1 = 1", "the log is append-only"),
]


def sqlite(rule: Rule) -> list[str]:
    return [
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON interviews_{rule.table} WHEN {rule.refuse} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message.replace(chr(39), chr(39) * 2)}'); END"
    ]


def postgresql(rule: Rule) -> list[str]:
    message = rule.message.replace("'", "''")
    answer = "OLD" if rule.event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {rule.refuse} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {answer}; END $$",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON interviews_{rule.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {rule.name}()",
    ]


def create(apps, schema_editor):
    make = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for rule in RULES:
        for statement in make(rule):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for rule in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {rule.name} ON interviews_{rule.table}")
            schema_editor.execute(f"DROP FUNCTION {rule.name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {rule.name}")


def renew(apps, schema_editor):
    """Put every rule in place as it is said here, whatever stood under its name, if anything did."""
    for rule in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {rule.name} ON interviews_{rule.table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {rule.name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")
    create(apps, schema_editor)


def digest() -> str:
    """SHA-256, in hex, of all rules: another one says that some rule is another."""
    return hashlib.sha256(repr([astuple(rule) for rule in RULES]).encode()).hexdigest()
