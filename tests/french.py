"""What of a page in French is not French: compared with the messages of the program and of Django."""

import gettext
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import django
from django.conf import settings

SPOKEN = {"aria-label", "title", "placeholder", "alt"}
SILENT = {"script", "style", "noscript"}
DJANGOS = ["conf", "contrib/admin", "contrib/auth", "forms"]


@cache
def messages() -> list[tuple[str, str]]:
    """Every message with its French, the program's own and Django's, plurals apart."""
    here = Path(django.__file__).parent
    folders = [settings.BASE_DIR / "locale", *(here / folder / "locale" for folder in DJANGOS)]
    found = []
    for folder in folders:
        compiled = folder / "fr" / "LC_MESSAGES" / "django.mo"
        if compiled.exists():
            with compiled.open("rb") as stream:
                catalog = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
            found += [(key if isinstance(key, str) else key[0], text) for key, text in catalog.items() if key]
    return found


def pattern(message: str) -> str:
    """A message with anything where its values go."""
    return ".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", message.strip()))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    # What has no word of its own would match everything.
    return re.compile("|".join(sorted({each for each in patterns if re.search(r"[^\W\d_]{2}", each)})), re.S)


@cache
def english() -> re.Pattern[str]:
    same = {text for _, text in messages()}
    return any_of(pattern(message.rpartition("\x04")[2]) for message, _ in messages() if message not in same)


@cache
def french() -> re.Pattern[str]:
    return any_of(pattern(text) for _, text in messages())


def not_french(texts: Iterable[str], data: Iterable[str]) -> set[str]:
    """Of these texts those that are no French message; `data` are texts that are nobody's to translate.

    Numbers, signs and the names of keys are no language's.
    """
    named = re.compile("|".join(map(re.escape, sorted(data, key=len, reverse=True))) or r"\Z")
    left = set()
    for text in (tidy(each) for each in texts):
        # One message, or several that were put together.
        if not is_french(text) and not all(map(is_french, map(tidy, TOGETHER.split(named.sub("", text))))):
            left.add(text)
    return left


TOGETHER = re.compile(r",|\.|:|\(|\)")


def tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:.→←›?✓")


def is_french(text: str) -> bool:
    """Whether a text without its signs at the ends is a French message and no English one."""
    if not re.search(r"[^\W\d_]{2}", text):
        return True
    if english().fullmatch(text) or english().fullmatch(f"{text}."):
        return False
    # As it may have been before it was cut: with its number or without one, a small letter, its sign.
    without = (re.sub(r"\s*\d+$", "", text), re.sub(r"^\d+ × ", "", text))
    forms = (text, f"1 {text}", text[:1].lower() + text[1:], *without)
    return any(french().fullmatch(each + sign) for each in forms for sign in ("", ".", ",", " :", " ?"))


class Spoken(HTMLParser):
    """Texts of a page that somebody reads or hears, but for words of interviews (`.words`) and other languages."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        foreign = known.get("lang") not in (None, "fr") or "words" in (known.get("class") or "").split()
        silent = tag in SILENT or foreign or bool(self.inside and self.inside[-1][1])
        if not silent:
            self.texts += [value for name, value in attrs if name in SPOKEN and value]
        if tag not in {"input", "br", "img", "link", "meta", "hr"}:
            self.inside.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self.inside and self.inside[-1][1]):
            self.texts.append(data)


def spoken(page: str) -> list[str]:
    """The texts of a page."""
    reader = Spoken()
    reader.feed(page)
    return reader.texts
