"""Quotes as W3C Web Annotations (Recommendation of 23 February 2017): a quote's words, tagged with its issue.

The target is the quote's own page, narrowed to its words by a TextQuoteSelector; the body is the issue, with the
statement it stands beside and its stance as tags. An annotation never names who spoke.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from catalog.linked_data import identifiers
from catalog.models import Evidence

Json = dict[str, Any]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
PER_PAGE = 200


def annotation(quote: Evidence) -> Json:
    """One quote, read with its issue, phase, claim and mitigation's strategy."""
    return {"@context": CONTEXT, **item(quote)}


def item(quote: Evidence) -> Json:
    """The annotation without its context, as a page of a collection holds it."""
    return {
        "id": identifiers.absolute("annotation", quote.public_id),
        "type": "Annotation",
        "motivation": "classifying",
        **({"rights": settings.LICENCE.url} if settings.LICENCE else {}),
        "created": f"{quote.published_on.isoformat()}T00:00:00Z",
        "body": [
            {
                "type": "SpecificResource",
                "source": identifiers.issue(quote.issue),
                "purpose": "classifying",
            },
            {
                "type": "SpecificResource",
                "source": identifiers.phase(quote.phase),
                "purpose": "tagging",
            },
            *({"type": "TextualBody", "value": tag, "language": "en", "purpose": "tagging"} for tag in tags(quote)),
        ],
        "target": {
            "type": "SpecificResource",
            "source": identifiers.quote(quote),
            "selector": {"type": "TextQuoteSelector", "exact": quote.text},
        },
    }


def tags(quote: Evidence) -> list[str]:
    """What kind of statement the quote stands beside, and whether it supports, limits or contradicts it."""
    beside = [quote.claim.aspect] if quote.claim else ["mitigation"] if quote.mitigation else []
    return [*beside, quote.stance]


def pages_of(total: int) -> int:
    """How many pages the collection has; one where it is empty."""
    return max(1, -(-total // PER_PAGE))


def collection(total: int) -> Json:
    """All quotes: how many there are, and where the first page of them is."""
    address = identifiers.absolute("annotations")
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": "Quotes of the ML Quality Catalog",
        "total": total,
        "first": f"{address}?page=1",
        "last": f"{address}?page={pages_of(total)}",
    }


def page(quotes: Sequence[Evidence], *, number: int, total: int) -> Json:
    """Page `number`, from 1, of the collection."""
    address = identifiers.absolute("annotations")
    data: Json = {
        "@context": CONTEXT,
        "id": f"{address}?page={number}",
        "type": "AnnotationPage",
        "partOf": {"id": address, "type": "AnnotationCollection", "total": total},
        "startIndex": (number - 1) * PER_PAGE,
        "items": [item(quote) for quote in quotes],
    }
    if number < pages_of(total):
        data["next"] = f"{address}?page={number + 1}"
    if number > 1:
        data["prev"] = f"{address}?page={number - 1}"
    return data
