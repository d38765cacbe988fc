"""What becomes of an identifier in every text of the public catalog, field by field.

Whoever adds an identifier stops a leak at once, wherever it stands: `interviews/actions/hold.py` and `hide.py` read
this register, and the tests hold them to it. A new text field of a catalog model is added here in the same change,
with a guard, or with the reason why it can't hold a name; one that nobody classified fails the build.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.apps import apps


class Guard(StrEnum):
    """What happens to a text in which an identifier is found.

    - **covered**: the identifier's placeholder takes its place; what stood there waits, sealed, to be settled.
    - **history**: covered for good: what an older version said is not put back.
    - **renamed**: part of an address; a new one is made of the covered words, and waits to be settled like a text.
    - **emptied**: an address elsewhere, of no use with a hole in it; waits to be settled like a text.
    - **hidden**: a quote and its label: the quote is hidden.
    - **reissued**: a file of a release: the release is made anew out of covered rows.
    """

    COVERED = "covered"
    HISTORY = "history"
    RENAMED = "renamed"
    EMPTIED = "emptied"
    HIDDEN = "hidden"
    REISSUED = "reissued"


SETTLED = frozenset({Guard.COVERED, Guard.RENAMED, Guard.EMPTIED})
CLOSED = "one of a closed list of values"
LANGUAGE = "the code of a language: the gate lets only those of the site through"
DIGEST = "a digest in hex"
INDEX = "made of texts above, anew in the transaction that changes them (catalog/models/indexing.py)"
ENTRY = dict.fromkeys(("first", "second", "third", "phases", "written"), INDEX)

PUBLIC_WORDS: dict[str, Mapping[str, Guard | str]] = {
    "WorkflowPhase": {"slug": Guard.RENAMED},
    "WorkflowPhaseText": {
        "language": LANGUAGE,
        "name": Guard.COVERED,
        "summary": Guard.COVERED,
        "description": Guard.COVERED,
    },
    "FormerPhaseSlug": {"slug": Guard.RENAMED},
    "QualityAttribute": {"slug": Guard.RENAMED},
    "FormerAttributeSlug": {"slug": Guard.RENAMED},
    "QualityAttributeText": {"language": LANGUAGE, "name": Guard.COVERED, "description": Guard.COVERED},
    "Source": {
        "slug": Guard.RENAMED,
        "citation": Guard.COVERED,
        "authors": Guard.COVERED,
        "url": Guard.EMPTIED,
        "doi": Guard.EMPTIED,
    },
    "SourceText": {"language": LANGUAGE, "title": Guard.COVERED, "method": Guard.COVERED},
    "Question": {
        "guide": Guard.COVERED,
        "key": "a question's number, such as Q2.1: the model takes nothing else",
    },
    "QuestionText": {"language": LANGUAGE, "text": Guard.COVERED},
    "Issue": {"slug": Guard.RENAMED, "status": CLOSED},
    "IssueText": {
        "language": LANGUAGE,
        "title": Guard.COVERED,
        "summary": Guard.COVERED,
        "description": Guard.COVERED,
    },
    "IssuePhase": {},
    "IssueAttribute": {},
    "Claim": {"aspect": CLOSED},
    "ClaimText": {"language": LANGUAGE, "statement": Guard.COVERED},
    "IssueRelation": {"kind": CLOSED},
    "ExternalMapping": {
        "scheme": Guard.COVERED,
        "identifier": Guard.COVERED,
        "title": Guard.COVERED,
        "url": Guard.EMPTIED,
        "match": CLOSED,
    },
    "Strategy": {"slug": Guard.RENAMED, "kind": CLOSED, "status": CLOSED},
    "StrategyText": {
        "language": LANGUAGE,
        "title": Guard.COVERED,
        "summary": Guard.COVERED,
        "description": Guard.COVERED,
    },
    "Mitigation": {},
    "MitigationText": {"language": LANGUAGE, "how": Guard.COVERED},
    "IssueStatistics": {"reference": Guard.COVERED},
    "IssueCooccurrence": {},
    "IssueVersion": {"note": Guard.HISTORY, "snapshot": Guard.HISTORY},
    "Evidence": {
        "public_id": "drawn at random, or given in the same alphabet: twelve letters and digits that the gate checks",
        "stance": CLOSED,
        "status": CLOSED,
        "text": Guard.HIDDEN,
        "language": "the code of the language that the importer recognised",
        "speaker_label": Guard.HIDDEN,
    },
    "Release": {
        "version": "a year and a number: the command takes nothing else",
        "notes": Guard.HISTORY,
        "root_hash": DIGEST,
    },
    "ReleaseFile": {
        "name": "one of the names that the program gives its files",
        "content": Guard.REISSUED,
        "sha256": DIGEST,
    },
    "Revision": {"ledger_head": DIGEST},
    "SearchPending": {"kind": CLOSED},
    "IssueEntry": ENTRY,
    "StrategyEntry": ENTRY,
    "QuoteEntry": ENTRY,
    "SearchTerm": {"kind": CLOSED, "term": INDEX},
    "SearchWord": {"written": INDEX, "letter": "one letter, for the language", "folded": INDEX},
    "SearchSpelling": {"spelling": INDEX, "folded": INDEX},
}


def guard_of(label: str, field: str) -> Guard | None:
    """The guard of a field; `label` is that of its model, such as "catalog.issuetext". None where none is needed."""
    guard = PUBLIC_WORDS[apps.get_model(label).__name__].get(field)
    return guard if isinstance(guard, Guard) else None


def fields_with(*guards: Guard) -> list[tuple[Any, str, Guard]]:
    """Every model, field and guard of these guards; addresses first, for other rows are named by them."""
    found = [
        (apps.get_model("catalog", name), field, guard)
        for name, fields in PUBLIC_WORDS.items()
        for field, guard in fields.items()
        if guard in guards and isinstance(guard, Guard)
    ]
    return sorted(found, key=lambda each: each[2] != Guard.RENAMED)
