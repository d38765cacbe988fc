"""Code names: their kind, their parent, and which of them look alike."""

import pytest

from interviews.prints.codebook import near_duplicates, parents, parse_code


@pytest.mark.parametrize(
    ("name", "kind", "parent_key", "area", "key"),
    [
        ("Q2.1", "question", "Q2", "", "Q2.1"),
        ("Q9", "question", "", "", "Q9"),
        ("Data-low-quality", "issue", "Data", "Data", ""),
        ("data-high-quality", "issue", "Data", "Data", ""),
        ("ME-metrics", "issue", "ME", "ME", ""),
        ("MT-slow", "issue", "MT", "MT", ""),
        ("MD-configuration", "issue", "MD", "MD", ""),
        ("MM-drift", "issue", "MM", "MM", ""),
        ("MLP-costly", "issue", "MLP", "MLP", ""),
        ("QM-robustness", "issue", "QM", "QM", ""),
        ("MM-drift-fix", "strategy", "MM", "MM", ""),
        ("preventive-fix", "strategy", "", "", ""),
        ("Model-Evaluation-issues [ME]", "issue", "", "ME", "ME"),
        ("Quality-Measures (QM)", "attribute", "", "QM", "QM"),
        ("Data-issues", "issue", "", "Data", "Data"),
        ("feedback-loop", "other", "", "", ""),
        ("Issues with performance alerts", "other", "", "", ""),
        ("Mediocre-bread", "other", "", "", ""),
        ("Bakery things [BT]", "other", "", "", "BT"),
    ],
)
def test_a_name_tells_kind_parent_and_area(name, kind, parent_key, area, key):
    code = parse_code(name)
    assert (code.name, code.kind, code.parent_key, code.area, code.key) == (name, kind, parent_key, area, key)


def test_white_space_in_a_name_is_collapsed():
    assert parse_code(" Quality-Measures  (QM) ").name == "Quality-Measures (QM)"


def test_children_find_the_parent_that_is_written_with_their_key():
    names = ["ME-metrics", "ME-metrics-fix", "Model-Evaluation-issues [ME]", "Q2", "Q2.1", "Q3.1", "MT-slow"]
    assert parents(names) == {
        "ME-metrics": "Model-Evaluation-issues [ME]",
        "ME-metrics-fix": "Model-Evaluation-issues [ME]",
        "Q2.1": "Q2",
    }


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Data-missing-value", "Data-missing-values"),
        ("ME-Metrics-Meaningless", "ME-metrics-meaningless"),
        ("feedback-loop", "feedback loop"),
        ("MLP-artefact-management", "MLP-artifact-management"),
        ("stack-not-standardised", "stack-not-standardized"),
        ("friction-between-teams", "friction-betwene-teams"),
    ],
)
def test_names_that_differ_by_case_plural_hyphen_or_one_letter_are_alike(left, right):
    assert near_duplicates([left, "unrelated-name", right]) == [tuple(sorted((left, right)))]


def test_questions_areas_numbers_and_short_names_that_differ_are_not_alike():
    names = ["Q1", "Q2", "Q2.1", "MM-drift", "MT-drift", "phase-one-1", "phase-one-2", "fix", "fox"]
    assert near_duplicates(names) == []


def test_an_issue_and_its_strategy_are_not_alike():
    assert near_duplicates(["MM-drift", "MM-drift-fix", "Data-low-quality", "Data-low-quantity"]) == []
