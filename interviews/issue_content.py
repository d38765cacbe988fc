"""The content of a drafted issue: what it looks like, and whether a given one does.

    {
        "number": 31, "slug": "labels-drift",                  # of a new issue; the number may be left out
        "primary_phase": "data-preparation",                   # slugs of the catalog's axes
        "phases": ["data-preparation"], "attributes": ["reliability"],
        "note": "What changed, in one line",
        "texts": {"en": {"title": "...", "summary": "...", "description": "..."}, "fr": {...}},
        "claims": [{"aspect": "symptom", "position": 1, "texts": {"en": "..."}}],
        "mitigations": [{"strategy": 4, "position": 1, "texts": {"en": "..."}}]
    }

A rewritten issue keeps what its content leaves out: without the key "claims" its claims stay; with it, they are
those of the list and no others.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from catalog.models import (
    Claim,
    ClaimText,
    Issue,
    IssueText,
    IssueVersion,
    MitigationText,
    QualityAttribute,
    Strategy,
    WorkflowPhase,
)
from catalog.withdrawn_issues import is_taken
from interviews.errors import BadDraft

KEYS = {"number", "slug", "primary_phase", "phases", "attributes", "note", "texts", "claims", "mitigations"}
TEXTS = {"title", "summary", "description"}


def check_content(content: dict[str, Any], *, new: bool) -> None:
    """Raise BadDraft, naming the place, unless `content` has the shape above and names what the catalog has."""
    unknown = set(content) - KEYS
    if unknown:
        raise BadDraft(f"the content of an issue has no {', '.join(sorted(unknown))}")
    if new:
        for key in ("slug", "primary_phase", "texts"):
            if not content.get(key):
                raise BadDraft(f"a new issue needs {key}")
        check_number(content.get("number"))
    for key, model in (("slug", Issue), ("note", IssueVersion)):
        if key in content:
            check_fits(model, key, content[key], key)
    check_texts(content.get("texts", {}), new)
    check_slugs(content)
    for claim in content.get("claims", []):
        if claim.get("aspect") not in Claim.Aspect.values or "position" not in claim or not claim.get("texts"):
            raise BadDraft("each claim has an aspect (symptom, cause, consequence), a position and texts")
        check_said(claim["texts"], ClaimText, "statement")
    for mitigation in content.get("mitigations", []):
        if not Strategy.objects.filter(number=mitigation.get("strategy")).exists() or not mitigation.get("texts"):
            raise BadDraft("each mitigation names a strategy's number, a position and texts")
        check_said(mitigation["texts"], MitigationText, "how")


def check_number(number: int | None) -> None:
    """Raise BadDraft for a number that was given before."""
    if number is not None and is_taken(number):
        raise BadDraft(f"there is or was an issue of number {number}: leave the number out, and the next one is given")


def check_texts(texts: dict[str, Any], new: bool) -> None:
    """Raise BadDraft unless each language has a title and a summary, and a new issue has English."""
    if new and "en" not in texts:
        raise BadDraft("a new issue needs its texts in English: en")
    check_languages(texts)
    for language, words in texts.items():
        if set(words) - TEXTS or not words.get("title") or not words.get("summary"):
            raise BadDraft(f"the texts in {language} are a title, a summary and, if you like, a description")
        for name, value in words.items():
            check_fits(IssueText, name, value, f"the {name} in {language}")


def check_said(texts: dict[str, Any], model: Any, field: str) -> None:
    """Raise BadDraft unless a statement's texts, by language, are words."""
    check_languages(texts)
    for language, value in texts.items():
        check_fits(model, field, value, f"each {field} in {language}")


def check_languages(texts: dict[str, Any]) -> None:
    """Raise BadDraft for a language that the site does not speak: the gate reads words, not what they stand under."""
    if set(texts) - set(dict(settings.LANGUAGES)):
        raise BadDraft(f"texts stand under their language: {', '.join(dict(settings.LANGUAGES))}")


def check_fits(model: Any, field: str, value: Any, what: str) -> None:
    """Raise BadDraft for what is no text, or none that the catalog's field takes."""
    if not isinstance(value, str):
        raise BadDraft(f"{what} is no text")
    try:
        model._meta.get_field(field).clean(value, None)
    except ValidationError as error:
        raise BadDraft(f"{what}: {' '.join(error.messages)}") from error


def check_slugs(content: dict[str, Any]) -> None:
    """Raise BadDraft for a phase or attribute that the catalog does not have."""
    phases = {*content.get("phases", []), content.get("primary_phase", "")} - {""}
    for model, wanted in ((WorkflowPhase, phases), (QualityAttribute, set(content.get("attributes", [])))):
        known = set(model._default_manager.values_list("slug", flat=True))
        if wanted - known:
            raise BadDraft(f"there is no {model._meta.verbose_name_raw} {', '.join(sorted(wanted - known))}")
