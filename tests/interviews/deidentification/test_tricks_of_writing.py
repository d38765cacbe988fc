"""Names that are written so that a reader sees them and a program might not."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.deidentification.folding import also_written, joined, words_of
from interviews.deidentification.lookalikes import looks_like
from interviews.deidentification.matching import Finder, Pattern

FILLER, LEFT_TO_RIGHT, JOINER = "\u3164", "\u200e", "\u2060"


def digest(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()


def found(text: str, name: str) -> list[str]:
    pattern = Pattern(1, digest(joined(name)), len(words_of(name)))
    return [text[match.start : match.end] for match in Finder([pattern], digest=digest).find(text)]


def between(sign: str, name: str) -> str:
    """The name with the sign between all of its letters."""
    return sign.join(name)


@pytest.mark.parametrize(
    "text",
    [
        "at Acme\u02bcs office",
        "at Acme\ua78cs office",
        "at Acme\u2019s office",
        "at Acme\uff07s office",
        "at Acme\u055as office",
        "at Acme\u2032s office",
        "chez l\u02bcAcme",
        "two Acmes",
        "the Acmes\u2019 office",
        "the ACMEs",
        "life at AcmeCorp, AcmeTech and Acmelabs",
        "at AcmeAI",
        "at AIAcme",
        "at ACMELabs",
        "at IBMAcme now",
        "acme2 and acme_old",
    ],
)
def test_a_name_is_found_whatever_hangs_on_it(text):
    assert found(text, "Acme")


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u00ad", JOINER, LEFT_TO_RIGHT, "\ufeff", "\u034f", FILLER, "\ufe0f", "-", ".", "*"]
)
def test_a_name_is_found_with_a_sign_between_all_of_its_letters(sign):
    assert found(f"we asked {between(sign, 'zephyrinelaboratories')} once", "Zephyrine Laboratories")


def test_a_name_is_found_when_it_is_spelled_out():
    assert found("that is Z E P H Y R I N E, with a Z", "Zephyrine")
    assert found("spelled Q. L. Z., yes", "QLZ")


@pytest.mark.parametrize("text", ["a l, b", "I a m", "plan a c is", "A B"])
def test_letters_that_stand_alone_are_not_put_together_for_a_short_name(text):
    assert not found(text, "Al") + found(text, "am") + found(text, "ac") + found(text, "AB")


def test_a_separator_that_is_not_seen_parts_words_too():
    assert found("ask\u200bottoline", "Ottoline") == ["ottoline"]
    assert found("ask\u200bottol<b>ine</b>", "Ottoline")


@pytest.mark.parametrize(
    "text",
    [
        "at Zeph<!-- x -->yrine Labs",
        "at Zeph[yrine](https://example.org/a_b) Labs",
        "at Zeph[yrine](<https://example.org/> \u201ctitle\u201d) Labs",
        "at Z&eacutephyrine Labs",
        "at Z&amp;eacute;phyrine Labs",
        "at Z&#233phyrine Labs",
        "at Z&#xE9;phyrine&#8203;Labs",
        "at Zeph&shy;yrine Labs",
        "at Zeph&ZeroWidthSpace;yrine&NonBreakingSpace;Labs",
        "at Zephy-\nrine Labs",
        "at Zephyrine\r\n\r\nLabs",
        "at Zephyrine\u2028Labs",
        "at Zephyrine\u00a0\u202fLabs",
        "at Zephyrine</p>\n<p>Labs",
        "at ~~Zeph~~yrine `Labs`",
        "at Zephyrine\\_Labs",
    ],
)
def test_markup_entities_and_breaks_never_part_a_name(text):
    assert found(text, "Z\u00e9phyrine Labs")


@pytest.mark.parametrize(
    "text",
    [
        "a zephyr",
        "the philippines",
        "labs of acmeist poetry",
        "x < y & z > w",
        "[a link](https://example.org/zephyr)",
        "see Acmeist",
        "three acmes of style",
        "a pacmeal",
    ],
)
def test_other_words_are_still_not_the_name(text):
    assert not found(text, "Acme") + found(text, "Zephyrine") + found(text, "Philip")


def test_a_match_in_a_text_with_tricks_covers_all_that_is_seen_of_the_name():
    text = f"at {between(chr(0x200B), 'Zephyrine')} there"
    assert found(text, "Zephyrine") == [between("\u200b", "Zephyrine")]
    assert found("at Acme\u02bcs place", "Acme") == ["Acme"]


# Letters of Greek, Cyrillic, Armenian and Cherokee, and Latin ones beyond the plain.
OTHERS = [chr(point) for point in [*range(0x250, 0x2B0), *range(0x370, 0x590), *range(0x13A0, 0x13F6)]]


@pytest.mark.parametrize(
    "text",
    [
        "at Z\u0435phyrine now",
        "at \u0396\u0435\u0440h\u0443r\u0456n\u0435 now",
        "at Z&#1077;phyrine",
        "Z\u200b\u0435phyrine",
    ],
)
def test_a_name_is_found_in_letters_of_another_script_that_look_the_same(text):
    assert found(text, "Zephyrine")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Кёттin", "Kettin"),
        ("Маrkоν", "Markov"),
        ("Αcмe", "Acme"),
        ("Аnnέ", "Anne"),
        ("Mοnίka", "Monika"),
        ("Τаτίаna", "Tatiana"),
        ("Օttօliոe", "Ottoline"),
        ("Quɩlloɡɑx", "Quillogax"),
        ("Ꮓepᴠyrine", "Zepvyrine"),
        ("ᎪᏞᎬᎪ", "Alea"),
        ("ꓮꓖNꓮ", "AGNA"),
        ("Ｚеphyrine", "Zephyrine"),
        ("𝐙𝐞𝐩hуrine", "Zephyrine"),
    ],
)
def test_letters_of_many_scripts_are_read_as_the_latin_ones_that_they_look_like(written, name):
    assert found(f"we asked {written} twice", name) == [written]


@given(st.text(alphabet="Zephyrinacosjx", min_size=4, max_size=12), st.data())
def test_whichever_letters_are_exchanged_for_their_likes_the_match_covers_the_name(name, data):
    likes = {letter: [other for other in OTHERS if looks_like(other) == letter] for letter in set(name)}
    written = "".join(data.draw(st.sampled_from([letter, *likes[letter]])) for letter in name)
    assert found(f"we asked {written} twice", name) == [written]


def test_a_name_typed_in_look_alike_letters_is_known_in_plain_ones_too():
    assert also_written("Zеphyrine") == ["Zephyrine"]
    # A name of another script is no disguise.
    assert also_written("Жанна") == []
