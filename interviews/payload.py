"""What would be published, part by part, and its hash: what a clearance and an approval are given for."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from catalog.models import Claim, Issue

TEXTS = ("title", "summary", "description")


@dataclass(frozen=True)
class Part:
    """One text of a payload and where it would stand: the quote, the speaker's label, an issue's title, ..."""

    place: str
    text: str


def payload_hash(text: str) -> str:
    """SHA-256, in hex, of a text that would be published."""
    return hashlib.sha256(text.encode()).hexdigest()


def parts_of_content(content: Any, place: str = "") -> Iterator[Part]:
    """Every text in a drafted issue's content, its place spelled as the path to it: "texts/en/title"."""
    if isinstance(content, str):
        yield Part(place, content)
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from parts_of_content(value, f"{place}/{key}".lstrip("/"))
    elif isinstance(content, list):
        for number, value in enumerate(content, 1):
            yield from parts_of_content(value, f"{place}/{number}".lstrip("/"))


def pages_of_content(content: dict[str, Any]) -> Iterator[list[Part]]:
    """The texts of a drafted issue as a page shows them one after the other, language by language."""
    order = {aspect: place for place, aspect in enumerate(Claim.Aspect.values)}
    claims = sorted(content.get("claims", []), key=lambda claim: (order[claim["aspect"]], claim["position"]))
    mitigations = sorted(content.get("mitigations", []), key=lambda mitigation: mitigation["position"])
    said = [*(("claim", each) for each in claims), *(("mitigation", each) for each in mitigations)]
    for language, _ in settings.LANGUAGES:
        words = content.get("texts", {}).get(language, {})
        page = [Part(f"{name} in {language}", words[name]) for name in TEXTS if words.get(name)]
        page += [Part(f"reason in {language}", said) for said in [content.get("reason", {}).get(language)] if said]
        for kind, each in said:
            if language in each["texts"]:
                place = f"{each.get('aspect', kind)} {each['position']} in {language}"
                page.append(Part(place, each["texts"][language]))
        yield page


def words_of_issue(issue: Issue) -> Iterator[Part]:
    """Every text of a published issue, in all languages: address, title, summary, description, claims, mitigations."""
    yield Part(f"address of {issue.code}", issue.slug)
    for text in issue.texts.all():
        for name in TEXTS:
            yield Part(f"{issue.code} {name} in {text.language}", getattr(text, name))
    for claim in issue.claims.all():
        for said in claim.texts.all():
            yield Part(f"{claim.aspect} {claim.position} of {issue.code} in {said.language}", said.statement)
    for mitigation in issue.mitigations.all():
        for helps in mitigation.texts.all():
            yield Part(f"mitigation {mitigation.position} of {issue.code} in {helps.language}", helps.how)
