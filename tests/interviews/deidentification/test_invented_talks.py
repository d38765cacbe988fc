"""What suggestions must find in invented talks (talks/): transcripts of nobody, with every identifier marked.

They hold whatever real talks taught the rules: names as they sound and without capitals, spoken addresses, people whom
somebody thanks, and much that only looks like a name. Who changes a rule sees here what it costs.
"""

from pathlib import Path

import pytest

from interviews.deidentification.suggestions import Suggestion, suggest
from tests.interviews.deidentification.marked_talk import Figures, Marked, figures, read_marked, without_marks

TALKS = sorted((Path(__file__).parent / "talks").glob("*.txt"))


@pytest.fixture(scope="module")
def measured() -> dict[str, Figures]:
    found = {}
    for path in TALKS:
        talk, marked = read_marked(path.read_bytes(), name=path.name)
        found[path.stem] = figures(talk, suggest(talk), marked)
    return found


def test_nearly_all_direct_identifiers_are_found_before_anybody_reads(measured):
    total = sum(measured.values(), Figures())
    assert total.direct >= 140
    assert total.recall >= 0.97, total


def test_most_of_what_is_suggested_identifies_somebody(measured):
    total = sum(measured.values(), Figures())
    assert total.precision >= 0.5, total


def test_a_talk_that_names_nobody_gets_few_suggestions_though_its_speaker_drops_articles(measured):
    [silent] = [each for each in measured.values() if not each.direct]
    assert silent.per_thousand <= 12, silent


def test_direct_identifiers_without_a_capital_are_found_too():
    small = found = 0
    for path in TALKS:
        talk, marked = read_marked(path.read_bytes(), name=path.name)
        texts = {turn.position: turn.text for turn in talk.turns}
        suggestions = suggest(talk)
        for each in marked:
            if each.direct and texts[each.position][each.start : each.end].islower():
                small += 1
                found += any(each.meets(one) for one in suggestions)
    assert small >= 20
    assert found / small >= 0.9


def test_a_mark_becomes_a_span_of_the_bare_text():
    text, marked = without_marks("I am ⟦D:person|Ottoline⟧ from ⟦Q:place|Quill⟧.", 3)
    assert text == "I am Ottoline from Quill."
    assert marked == [Marked(3, 5, 13, True), Marked(3, 19, 24, False)]


def test_overlapping_by_one_letter_counts_as_found():
    [mark] = [Marked(0, 5, 13, True)]
    assert mark.meets(Suggestion(0, 12, 20, "person", "thanks", 0.5, True))
    assert not mark.meets(Suggestion(0, 13, 20, "person", "thanks", 0.5, True))
    assert not mark.meets(Suggestion(1, 5, 13, "person", "thanks", 0.5, True))
