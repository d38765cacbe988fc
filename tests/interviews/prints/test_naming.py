"""Number, coder and date from titles and file names, in all the spellings that coders use."""

from datetime import date

import pytest

from interviews.prints.naming import header_date, parse_name

THE_DAY = date(2023, 6, 4)


@pytest.mark.parametrize(
    ("name", "number", "coder", "printed_on"),
    [
        ("2023-06-04-Interview 12 - Ada.pdf", 12, "Ada", THE_DAY),
        ("2023-06-04-Interview 17- Ada.pdf", 17, "Ada", THE_DAY),
        ("2023-06-04-Interview 20 - Kim.txt.pdf", 20, "Kim", THE_DAY),
        ("Interview 32 - Kim.txt", 32, "Kim", None),
        ("Interview 5", 5, "", None),
        ("interview_3 (Bo Lindqvist)", 3, "Bo Lindqvist", None),
        ("Interview 7 - Ada (1).pdf", 7, "Ada", None),
        ("Entrevue no 8 – Zoé", 8, "Zoé", None),
        ("Interview #9 Ada", 9, "Ada", None),
        ("2023-13-40-Interview 9 - Ada.pdf", 9, "Ada", None),
        ("Notes of a meeting.pdf", None, "", None),
    ],
)
def test_a_name_tells_number_coder_and_date(name, number, coder, printed_on):
    parsed = parse_name(name)
    assert (parsed.number, parsed.coder, parsed.printed_on) == (number, coder, printed_on)


def test_the_page_header_tells_the_day_of_printing():
    assert header_date("6/4/23, 5:46 PM 2023-06-04-Interview 2 - Ada") == THE_DAY
    assert header_date("2023-06-04, 17:46 Interview 2") == THE_DAY


def test_a_header_without_a_date_tells_none():
    assert header_date("Interview 2 - Ada") is None
    assert header_date("31/31/23, 5:46 PM") is None
