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

from catalog.models import Claim, QualityAttribute, Strategy, WorkflowPhase
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
    check_texts(content.get("texts", {}), new)
    check_slugs(content)
    for claim in content.get("claims", []):
        if claim.get("aspect") not in Claim.Aspect.values or "position" not in claim or not claim.get("texts"):
            raise BadDraft("each claim has an aspect (symptom, cause, consequence), a position and texts")
    for mitigation in content.get("mitigations", []):
        if not Strategy.objects.filter(number=mitigation.get("strategy")).exists() or not mitigation.get("texts"):
            raise BadDraft("each mitigation names a strategy's number, a position and texts")


def check_texts(texts: dict[str, Any], new: bool) -> None:
    """Raise BadDraft unless each language has a title and a summary, and a new issue has English."""
    if new and "en" not in texts:
        raise BadDraft("a new issue needs its texts in English: en")
    for language, words in texts.items():
        if set(words) - TEXTS or not words.get("title") or not words.get("summary"):
            raise BadDraft(f"the texts in {language} are a title, a summary and, if you like, a description")


def check_slugs(content: dict[str, Any]) -> None:
    """Raise BadDraft for a phase or attribute that the catalog does not have."""
    phases = {*content.get("phases", []), content.get("primary_phase", "")} - {""}
    for model, wanted in ((WorkflowPhase, phases), (QualityAttribute, set(content.get("attributes", [])))):
        known = set(model._default_manager.values_list("slug", flat=True))
        if wanted - known:
            raise BadDraft(f"there is no {model._meta.verbose_name} {', '.join(sorted(wanted - known))}")
