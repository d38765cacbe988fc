"""What search engines read in a page: schema.org's DefinedTermSet, DefinedTerm, Quotation and Dataset.

Each function answers a JSON-LD object with its own context, of rows that the caller has read already; the template
tag `json_ld` prints it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from catalog.citations import CATALOG
from catalog.linked_data import identifiers
from catalog.models import Evidence, ExternalMapping, Issue, Release, ReleaseFile
from catalog.models.base import DEFAULT_LANGUAGE

Json = dict[str, Any]
CONTEXT = "https://schema.org"
DESCRIPTION = (
    "Quality issues in machine-learning systems by workflow phase and quality attribute: how to recognise them, why "
    "they happen, what they cost and what helps, with anonymized quotes of practitioners as evidence."
)
MEDIA_TYPES = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle", "jsonld": "application/ld+json"}


def licensed() -> Json:
    """The licence of a work, where one was granted."""
    return {"license": settings.LICENCE.url} if settings.LICENCE else {}


def term_set(*, whole: bool = False) -> Json:
    """The catalog as a set of terms; `whole` for its own page, else what other things point at."""
    named = {
        "@type": "DefinedTermSet",
        "@id": identifiers.catalog(),
        "name": CATALOG,
        "url": identifiers.absolute("home"),
    }
    if not whole:
        return named
    return {
        "@context": CONTEXT,
        **named,
        "description": DESCRIPTION,
        "inLanguage": [code for code, _ in settings.LANGUAGES],
        **licensed(),
    }


def website(*, searchable: bool = True) -> Json:
    """The site; where it is searchable with the address of its search, for a browser's or a search engine's own box."""
    site = {"@context": CONTEXT, "@type": "WebSite", "name": CATALOG, "url": identifiers.absolute("home")}
    if not searchable:
        return site
    target = f"{identifiers.absolute('search')}?q={{search_term_string}}"
    return {
        **site,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def issue(row: Issue, quotes: Iterable[Evidence], mappings: Iterable[ExternalMapping]) -> Json:
    """An issue as a term of the catalog; the quotes shown beside it are said by their addresses."""
    text = row.text
    same = [mapping.url for mapping in mappings if mapping.match == ExternalMapping.Match.EXACT]
    quoted = [{"@type": "Quotation", "@id": identifiers.quote(one)} for one in quotes]
    data: Json = {
        "@context": CONTEXT,
        "@type": "DefinedTerm",
        "@id": identifiers.issue(row),
        "termCode": row.code,
        "name": text.title if text else row.code,
        "description": text.summary if text else "",
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "inDefinedTermSet": term_set(),
        "sameAs": same,
        "subjectOf": quoted,
    }
    return {name: value for name, value in data.items() if value}


def quote(row: Evidence) -> Json:
    """A practitioner's words. Who said them is known to nobody here, so nobody is named as the speaker."""
    return {
        "@context": CONTEXT,
        "@type": "Quotation",
        "@id": identifiers.quote(row),
        "text": row.text,
        "inLanguage": row.language,
        "creditText": row.speaker_label,
        "datePublished": row.published_on.isoformat(),
        "about": {"@type": "DefinedTerm", "@id": identifiers.issue(row.issue), "termCode": row.issue.code},
        "isPartOf": {"@type": "Dataset", "@id": identifiers.dataset(), "name": CATALOG},
        "citation": row.source.citation,
        "url": identifiers.quote(row),
        **licensed(),
    }


def dataset(distributions: Sequence[Json]) -> Json:
    """The catalog as a data set, as it stands now."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": identifiers.dataset(),
        "name": CATALOG,
        "description": DESCRIPTION,
        "url": identifiers.absolute("downloads"),
        "inLanguage": get_language() or DEFAULT_LANGUAGE,
        "isAccessibleForFree": True,
        **licensed(),
        "keywords": ["machine learning", "software quality", "data quality", "interview study"],
        "image": f"{settings.SITE_URL}{static('img/card.png')}",
        "distribution": list(distributions),
    }


def download(address: str) -> Json:
    """A file of a data set, by its path on this site."""
    ending = address.rsplit(".", 1)[-1]
    return {
        "@type": "DataDownload",
        "contentUrl": f"{settings.SITE_URL}{address}",
        "encodingFormat": MEDIA_TYPES.get(ending, "text/plain"),
    }


def release(row: Release, files: Iterable[ReleaseFile]) -> Json:
    """A release: the catalog as it stood on a day, each file with its hash."""
    distributions = [
        {
            **download(reverse("catalog:release-file", args=[row.version, row.revision, file.name])),
            "name": file.name,
            "sha256": file.sha256,
        }
        for file in files
    ]
    return {
        **dataset(distributions),
        "@id": f"{identifiers.release(row)}#r{row.revision}",
        "name": f"{CATALOG} {row}",
        "version": str(row),
        "datePublished": row.released_on.isoformat(),
        "url": identifiers.release(row),
        "isBasedOn": {"@type": "Dataset", "@id": identifiers.dataset()},
    }
