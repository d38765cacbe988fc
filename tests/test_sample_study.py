"""The files of the sample study: three invented talks, and the decisions that make a study of them."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from interviews.deidentification.folding import words_of
from interviews.transcripts.document import Transcript
from interviews.transcripts.reader import read_transcript

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SAMPLE = FIXTURES / "sample_study"
DECISIONS: dict[str, Any] = json.loads((SAMPLE / "study.json").read_text(encoding="utf-8"))
CHAPTERS: list[dict[str, Any]] = DECISIONS["interviews"]
CODES: list[dict[str, Any]] = DECISIONS["codes"]

each_interview = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter["file"])


def talk_of(chapter: dict[str, Any]) -> Transcript:
    return read_transcript((SAMPLE / chapter["file"]).read_bytes(), name=chapter["file"])


def spans_of(chapter: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every span that the decisions about an interview give."""
    for kind in ("identifiers", "replacements", "drafts"):
        yield from chapter[kind]
    for coding_pass in chapter["passes"]:
        yield from coding_pass["codings"]


def words_at(talk: Transcript, span: dict[str, Any]) -> str:
    segment: int = span["segment"]
    return talk.turns[segment].text[span["start"] : span["end"]]


def pass_of(chapter: dict[str, Any], account: str) -> dict[str, Any]:
    return next(each for each in chapter["passes"] if each["account"] == account)


def occurrences(talk: Transcript, identifier: dict[str, Any]) -> set[tuple[int, int]]:
    """Where an identifier's name stands in a talk, as (segment, start): in its context only, where it has one."""
    name = [word.folded for word in words_of(words_at(talk, identifier))]
    before = set(identifier["context_before"].split("|")) - {""}
    found = set()
    for turn in talk.turns:
        words = words_of(turn.text)
        for at in range(len(words) - len(name) + 1):
            said = [word.folded for word in words[at : at + len(name)]]
            if said == name and (not before or (at and words[at - 1].folded in before)):
                found.add((turn.position, words[at].start))
    return found


# The talks


@each_interview
def test_decisions_name_their_talk_by_number_language_and_hash(chapter: dict[str, Any]) -> None:
    talk = talk_of(chapter)
    assert talk.source_sha256 == chapter["source_sha256"]
    assert talk.language == chapter["language"]
    assert talk.number in {None, chapter["number"]}


@each_interview
def test_a_talk_reads_without_a_doubt(chapter: dict[str, Any]) -> None:
    talk = talk_of(chapter)
    assert {warning.code for warning in talk.warnings} <= {"title-line"}
    assert {turn.speaker.role for turn in talk.turns} == {"interviewer", "interviewee"}


def test_the_talks_show_three_dialects_and_two_languages() -> None:
    talks = [talk_of(chapter) for chapter in CHAPTERS]
    assert [talk.format for talk in talks] == ["labelled", "delve", "vtt"]
    assert [talk.language for talk in talks] == ["en", "en", "fr"]


# De-identification


@each_interview
def test_every_span_lies_in_its_turn_and_cuts_no_word(chapter: dict[str, Any]) -> None:
    talk = talk_of(chapter)
    for span in spans_of(chapter):
        text = talk.turns[span["segment"]].text
        assert 0 <= span["start"] < span["end"] <= len(text)
        assert text[span["start"] : span["end"]] == text[span["start"] : span["end"]].strip()
        for edge in (span["start"], span["end"]):
            assert not text[max(edge - 1, 0) : edge + 1].isalnum() or edge in {0, len(text)}


@each_interview
def test_every_hidden_name_has_a_replacement_wherever_it_stands(chapter: dict[str, Any]) -> None:
    talk = talk_of(chapter)
    replaced = {(each["segment"], each["start"]) for each in chapter["replacements"]}
    for identifier in chapter["identifiers"]:
        places = occurrences(talk, identifier)
        assert (identifier["segment"], identifier["start"]) in places
        assert places <= replaced


def test_a_name_that_is_a_common_word_counts_only_in_its_context() -> None:
    talk = talk_of(CHAPTERS[1])
    [name] = [each for each in CHAPTERS[1]["identifiers"] if each["match"] == "context"]
    everywhere = occurrences(talk, {**name, "context_before": ""})
    assert len(everywhere) == 2
    assert len(occurrences(talk, name)) == 1


@each_interview
def test_replacements_of_a_turn_do_not_overlap(chapter: dict[str, Any]) -> None:
    places = sorted((each["segment"], each["start"], each["end"]) for each in chapter["replacements"])
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places))


@each_interview
def test_what_stands_for_a_name_tells_its_type_only(chapter: dict[str, Any]) -> None:
    pseudonyms = [each for each in chapter["replacements"] if each["kind"] == "pseudonym"]
    assert pseudonyms
    assert all(each["text"] == f"[{each['type']}]" for each in pseudonyms)


@each_interview
def test_a_turn_with_an_undecided_replacement_is_not_called_reviewed(chapter: dict[str, Any]) -> None:
    undecided = {each["segment"] for each in chapter["replacements"] if each["status"] == "suggested"}
    assert undecided
    assert not undecided & set(chapter["reviewed"])


def test_no_name_of_the_sample_occurs_in_the_shipped_catalog() -> None:
    """The gate and the hiding of quotes know the names of every study, this one's too."""
    catalog = "".join(path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.json")).casefold()
    names = [words_at(talk_of(chapter), each) for chapter in CHAPTERS for each in chapter["identifiers"]]
    assert [name for name in names if name.casefold() in catalog] == []


def test_one_participant_did_not_agree_to_be_quoted() -> None:
    quotable = ["quote" in {consent["scope"] for consent in chapter["participant"]["consents"]} for chapter in CHAPTERS]
    assert quotable == [True, False, True]


# The codebook and the codings


def test_every_code_tells_when_to_use_it_and_when_not() -> None:
    assert 18 <= len(CODES) <= 25
    assert all(code["definition"] and code["exclude"] for code in CODES)
    assert all(code["include"] for code in CODES if code["parent"])


def test_parents_stand_before_their_children_and_shortcuts_are_given_once() -> None:
    known: set[str] = set()
    for code in CODES:
        assert code["parent"] is None or code["parent"] in known
        assert code["name"] not in known
        known.add(code["name"])
    shortcuts = [code["shortcut"] for code in CODES if code["shortcut"]]
    assert len(set(shortcuts)) == len(shortcuts)
    assert not [a for a in shortcuts for b in shortcuts if a != b and b.startswith(a)]


@each_interview
def test_every_coding_has_a_code_of_the_codebook_below_a_heading(chapter: dict[str, Any]) -> None:
    names = {code["name"] for code in CODES}
    headings = {code["parent"] for code in CODES}
    used = {coding["code"] for each in chapter["passes"] for coding in each["codings"]}
    assert used <= names - headings


@each_interview
def test_codings_are_of_participants_and_nothing_applies_where_there_is_none(chapter: dict[str, Any]) -> None:
    talk = talk_of(chapter)
    for each in chapter["passes"]:
        coded = {coding["segment"] for coding in each["codings"]}
        assert {talk.turns[position].speaker.role for position in coded} <= {"interviewee"}
        assert not coded & set(each["nothing_applies"])


@each_interview
def test_a_submitted_pass_of_a_coder_leaves_no_turn_unread(chapter: dict[str, Any]) -> None:
    turns = {turn.position for turn in talk_of(chapter).turns}
    for each in chapter["passes"]:
        if (each["kind"], each["status"]) == ("independent", "submitted"):
            assert {coding["segment"] for coding in each["codings"]} | set(each["nothing_applies"]) == turns


def test_the_coders_of_the_first_talk_agree_on_most_turns_and_differ_on_some() -> None:
    readings = [
        {(coding["segment"], coding["code"]) for coding in pass_of(CHAPTERS[0], account)["codings"]}
        for account in ("coder-a", "coder-b")
    ]
    both = readings[0] & readings[1]
    assert len(both) >= 8
    assert readings[0] - both
    assert readings[1] - both


def test_moderation_keeps_what_both_said_and_adds_nothing_nobody_said() -> None:
    first, second, settled = (
        {(coding["segment"], coding["code"]) for coding in pass_of(CHAPTERS[0], account)["codings"]}
        for account in ("coder-a", "coder-b", "moderator")
    )
    assert first & second < settled <= first | second


def test_the_talks_show_each_stage_of_coding() -> None:
    stages = [[(each["kind"], each["status"]) for each in chapter["passes"]] for chapter in CHAPTERS]
    assert stages == [
        [("independent", "submitted"), ("independent", "submitted"), ("moderated", "submitted")],
        [("independent", "submitted"), ("independent", "open")],
        [],
    ]


# Drafts of evidence


def test_a_draft_quotes_a_moderated_coding_of_its_code() -> None:
    moderated = pass_of(CHAPTERS[0], "moderator")["codings"]
    for draft in CHAPTERS[0]["drafts"]:
        assert [
            coding
            for coding in moderated
            if (coding["segment"], coding["code"]) == (draft["segment"], draft["code"])
            and coding["start"] <= draft["start"] < draft["end"] <= coding["end"]
        ]


def test_drafts_stand_beside_statements_that_the_shipped_catalog_has() -> None:
    rows = json.loads((FIXTURES / "catalog.json").read_text(encoding="utf-8"))
    by_model = {
        model: [row["fields"] for row in rows if row["model"] == f"catalog.{model}"]
        for model in ("claim", "mitigation", "issue", "strategy", "workflowphase")
    }
    claims = {(row["issue"][0], row["aspect"], row["position"]) for row in by_model["claim"]}
    mitigations = {(row["issue"][0], row["strategy"][0]) for row in by_model["mitigation"]}
    phases = {row["slug"] for row in by_model["workflowphase"]}
    for draft in CHAPTERS[0]["drafts"]:
        assert not draft["claim"] or (draft["issue"], *draft["claim"]) in claims
        assert not draft["mitigation"] or (draft["issue"], draft["mitigation"]) in mitigations
        assert draft["phase"] in phases
    assert {code["issue"] for code in CODES} - {None} <= {row["number"] for row in by_model["issue"]}
    assert {code["strategy"] for code in CODES} - {None} <= {row["number"] for row in by_model["strategy"]}


def test_the_reason_given_for_a_draft_quotes_no_three_words_of_the_talk() -> None:
    talk = talk_of(CHAPTERS[0])
    said = f" {' '.join(word.folded for turn in talk.turns for word in words_of(turn.text))} "
    for draft in CHAPTERS[0]["drafts"]:
        reason = [word.folded for word in words_of(draft["relevance"])]
        runs = [" ".join(reason[at : at + 3]) for at in range(len(reason) - 2)]
        assert [run for run in runs if f" {run} " in said] == []


# The file


def test_the_file_of_decisions_ends_with_a_newline_and_is_in_reading_order() -> None:
    assert (SAMPLE / "study.json").read_bytes().endswith(b"}\n")
    for chapter in CHAPTERS:
        for rows in (chapter["identifiers"], chapter["replacements"], *(p["codings"] for p in chapter["passes"])):
            places = [(row["segment"], row["start"], row["end"], row.get("code", "")) for row in rows]
            assert places == sorted(set(places))


def test_accounts_and_questions_that_decisions_refer_to_exist() -> None:
    accounts = {account["key"] for account in DECISIONS["accounts"]}
    questions = {question["key"] for question in DECISIONS["guide"]["questions"]}
    for chapter in CHAPTERS:
        assert {each["account"] for each in chapter["passes"]} <= accounts
        assert {draft["question"] for draft in chapter["drafts"]} <= questions
        assert {draft["proposed_by"] for draft in chapter["drafts"]} <= accounts
        assert {draft["approved_by"] for draft in chapter["drafts"]} - {None} <= accounts
