"""Words that mean the same: how they are read, and that people who don't know the catalog's words find their issue.

The sentences were written before the groups were, and without the graded queries of test_quality.py.
"""

import tomllib

import pytest

from catalog import search
from catalog.search.synonyms import FILE, groups, phrases_of, synonyms


def test_what_is_only_asked_is_understood_and_never_looked_for() -> None:
    assert ("enobodi",) in synonyms(("no", "one"))[0]
    assert ("eno", "eone") not in synonyms(("nobody",))[0]


def test_a_word_of_another_language_is_understood() -> None:
    assert ("elabel",) in synonyms(("etiquette",))[0]


def test_no_entry_is_of_common_words_alone() -> None:
    assert () not in groups()


def test_no_group_says_the_same_twice() -> None:
    for group in tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]:
        looked_for, asked = phrases_of(group), phrases_of(group.get("asked", {}))
        assert len({*looked_for, *asked}) == len(looked_for) + len(asked), group["reason"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sentence", "issue"),
    [
        ("the guy who built the model quit and nobody knows how it was trained", 14),
        ("garbage in, garbage out", 4),
        ("the bug vanished when we tried it again the next day", 7),
        ("half of the rows were thrown away during the import", 19),
        ("pip upgrade broke everything overnight", 15),
        ("it works on my laptop but blows up on the Raspberry Pi", 12),
        ("everything looked great in the lab, then it flopped with real customers", 1),
        ("nobody dares to touch the ETL scripts", 18),
        ("ça rame quand il y a du monde", 11),
        ("on ne sait pas d'où sort ce chiffre", 30),
        ("les stagiaires ont mal tagué les photos", 23),
    ],
)
def test_a_sentence_in_everyday_words_finds_its_issue(shipped: None, sentence: str, issue: int) -> None:
    assert issue in [hit.item.number for hit in search.search(sentence).issues.shown[:3]]
