"""Placeholders of a study's authors, told apart from running talk."""

import pytest

from interviews.transcripts.placeholders import find_placeholders


@pytest.mark.parametrize(
    ("text", "found", "type", "key"),
    [
        ("I work at Company X.", "Company X", "company", "X"),
        ("I work at Company A now", "Company A", "company", "A"),
        ("I work at company X, um", "company X", "company", "X"),
        ("with company z, me", "company z", "company", "Z"),
        ("at Company 1's office", "Company 1", "company", "1"),
        ("at Company 12", "Company 12", "company", "12"),
        ("at CompanyX", "CompanyX", "company", "X"),
        ("at Company-2", "Company-2", "company", "2"),
        ("at Copmany X", "Copmany X", "company", "X"),
        ("at Universty 1", "Universty 1", "university", "1"),
        ("chez Compagnie 2 on", "Compagnie 2", "company", "2"),
        ("je connais compagnie 1", "compagnie 1", "company", "1"),
        ("en Pays 1, puis", "Pays 1", "country", "1"),
        ("à Ville 2.", "Ville 2", "city", "2"),
        ("in Country Y", "Country Y", "country", "Y"),
        ("went to School 1, then", "School 1", "school", "1"),
        ("at University X and", "University X", "university", "X"),
        ("for Client 1 we", "Client 1", "client", "1"),
        ("called Product B", "Product B", "product", "B"),
        ("with Person 2", "Person 2", "person", "2"),
        ("near the city of X maybe", "city of X", "city", "X"),
        ("since DATE, we", "DATE", "date", ""),
        ("from NAME", "NAME", "person", ""),
        ("at [company]", "[company]", "company", ""),
        ("at [Company X]", "[Company X]", "company", "X"),
        ("at &lt;COMPANY&gt;", "COMPANY", "company", ""),
        ("about X years ago", "X years ago", "date", "X"),
        ("il y a X ans", "il y a X ans", "date", "X"),
        ("Thanks a lot, Interviewee.", "Interviewee", "person", "Interviewee"),
        ("as interviewer 2 said", "interviewer 2", "person", "Interviewer 2"),
    ],
)
def test_a_placeholder_is_found_with_its_type_and_key(text: str, found: str, type: str, key: str) -> None:
    (placeholder,) = find_placeholders(text)

    assert (placeholder.text, placeholder.type, placeholder.key) == (found, type, key)
    assert text[placeholder.start : placeholder.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "the company I know",
        "a company a bit like ours",
        "The company I'm at",
        "we left the company 2 years ago",
        "Company 2 years later",
        "the client 3 different times",
        "the client A lot of work",
        "la compagnie y travaille",
        "le client a peut-être",
        "person 1 and person 2 do it",
        "the date 5 is wrong",
        "products 1 and 2",
        "clients X",
        "county X",
        "companies 1",
        "version 2, class A, model X",
        "we added X features",
        "for X years",
        "city 2.5",
        "Company Xerox",
        "[laughs] [00:19:00] [crosstalk]",
        "the interviewee said",
        "the update of the data",
    ],
)
def test_running_talk_is_no_placeholder(text: str) -> None:
    assert find_placeholders(text) == []


def test_several_placeholders_come_in_order_without_overlap() -> None:
    found = find_placeholders("From [School 1] to Company X, then City Y of Country 2, DATE.")

    assert [placeholder.text for placeholder in found] == ["[School 1]", "Company X", "City Y", "Country 2", "DATE"]


def test_positions_count_code_points() -> None:
    (placeholder,) = find_placeholders("🙂é Company X")

    assert (placeholder.start, placeholder.end) == (3, 12)
