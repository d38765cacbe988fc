"""The search for canaries: it must find each of them in every form, and nothing else."""

import base64
import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from email.header import Header
from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.detector import find
from tests.privacy.spellings import SPELLINGS

CANARIES = [f"Kvåkk{number:04d}Ünder" for number in range(40)]
SPOKEN = "Kvåkk0007Ünder"

surroundings = st.text(max_size=40) | st.sampled_from(["<", '<a title="', "%", "&", "&#", "\\", "\\u00", "=", "="])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_canary_is_found_in_every_form_and_no_other_with_it(spelling: str):
    assert find(CANARIES, f"<p>and {SPELLINGS[spelling](SPOKEN)}, then</p>") == {SPOKEN}


@given(st.sampled_from(CANARIES), st.sampled_from(sorted(SPELLINGS)), surroundings, surroundings)
def test_whatever_stands_around_it_a_canary_is_found(canary: str, spelling: str, before: str, after: str):
    body = f"{before}{SPELLINGS[spelling](canary)}{after}"
    assert canary in find(CANARIES, body)
    assert canary in find(CANARIES, body.encode("utf-8", errors="replace"))


@given(st.sampled_from(CANARIES), st.sampled_from(sorted(SPELLINGS)), st.sampled_from(["json", "html", "url"]))
def test_a_form_inside_another_is_found(canary: str, spelling: str, outer: str):
    outermost = {"json": "JSON", "html": "HTML decimal", "url": "URL, every byte"}[outer]
    assert find(CANARIES, SPELLINGS[outermost](SPELLINGS[spelling](canary))) == {canary}


@given(st.binary(max_size=50), st.sampled_from(CANARIES), st.binary(max_size=50))
def test_bytes_around_it_do_not_hide_a_canary_in_base64(before: bytes, canary: str, after: bytes):
    data = before + canary.encode() + after
    assert canary in find(CANARIES, base64.b64encode(data))
    assert canary in find(CANARIES, base64.urlsafe_b64encode(data))
    assert canary in find(CANARIES, base64.encodebytes(data))


@given(st.text())
def test_a_text_without_a_canary_gives_no_hit(text: str):
    assert find(CANARIES, text) == set()


@pytest.mark.parametrize(
    "near", ["Kvåkk0041Ünder", "Kvåkk007Ünder", "Kvåkk", "Ünder", "Kvåkk 0007 Ünder", "=?no?b?Kvåkk?="]
)
def test_a_word_that_is_only_like_a_canary_is_no_hit(near: str):
    assert find(CANARIES, f"{near} {base64.b64encode(near.encode()).decode()} {near.encode().hex()}") == set()


def test_compressed_and_packed_bodies_are_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<c>{SPOKEN}</c>")
        archive.writestr(f"{CANARIES[3]}.txt", "nothing")
    assert find(CANARIES, packed.getvalue()) == {SPOKEN, CANARIES[3]}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zlib.compress])
def test_a_compressed_body_is_opened_also_in_another_and_a_broken_one_is_read_as_it_stands(pack):
    assert find(CANARIES, pack(SPOKEN.encode())) == {SPOKEN}
    assert find(CANARIES, gzip.compress(pack(SPOKEN.encode()))) == {SPOKEN}
    assert find(CANARIES, pack(b"")[:4] + SPOKEN.encode()) == {SPOKEN}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_bytes_a_character_are_read_too(encoding: str):
    assert find(CANARIES, f"a {SPOKEN} b".encode(encoding)) == {SPOKEN}


def test_the_escapes_of_headers_and_cookies_are_undone():
    cookie = SimpleCookie({"seen": SPOKEN}).output()
    assert SPOKEN not in cookie
    assert find(CANARIES, cookie) == {SPOKEN}
    for word in (SPOKEN, SPELLINGS["split by zero width"](SPOKEN)):
        assert find(CANARIES, Header(word, "utf-8").encode()) == {SPOKEN}
    assert find(CANARIES, "Kv=C3=A5kk0007=C3=9Cnder") == {SPOKEN}
    assert find(CANARIES, repr(SPOKEN.encode())) == {SPOKEN}


def test_several_canaries_in_one_body_are_all_found():
    body = json.dumps({"first": CANARIES[1], "second": [CANARIES[2].lower(), CANARIES[3].encode().hex()]})
    assert find(CANARIES, body) == set(CANARIES[1:4])
