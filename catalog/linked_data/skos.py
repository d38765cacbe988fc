"""The taxonomies as SKOS (W3C Recommendation of 18 August 2009): phases, attributes, issues and strategies.

Every concept has its number as notation, one preferred label a language, and a definition. An issue is narrower than
another where the catalog says "kind of", and related where it says anything else; which phase it bites in and which
quality it hurts are `related` across schemes. Entries of other catalogs are exact, close or broad matches.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from catalog.citations import CATALOG
from catalog.linked_data import identifiers
from catalog.models import ExternalMapping, Issue, IssueRelation, Mitigation, QualityAttribute, Strategy, WorkflowPhase

SCHEMES = {
    "phases": "Workflow phases",
    "attributes": "Quality attributes",
    "issues": "Quality issues of machine-learning systems",
    "strategies": "Strategies against quality issues",
}
MATCHES: dict[str, URIRef] = {
    ExternalMapping.Match.EXACT: SKOS.exactMatch,
    ExternalMapping.Match.CLOSE: SKOS.closeMatch,
    ExternalMapping.Match.BROADER: SKOS.broadMatch,
    ExternalMapping.Match.NARROWER: SKOS.narrowMatch,
    ExternalMapping.Match.RELATED: SKOS.relatedMatch,
}
READABLE = [Issue.Status.PUBLISHED, Issue.Status.DEPRECATED]


def graph() -> Graph:
    """All taxonomies of the catalog in one graph. A fixed number of queries."""
    made = Graph()
    made.bind("skos", SKOS)
    made.bind("dcterms", DCTERMS)
    made.bind("mlq", Namespace(identifiers.absolute("home")))
    for name, title in SCHEMES.items():
        scheme = URIRef(identifiers.scheme(name))
        made.add((scheme, RDF.type, SKOS.ConceptScheme))
        if settings.LICENCE:
            made.add((scheme, DCTERMS.license, URIRef(settings.LICENCE.url)))
        made.add((scheme, DCTERMS.title, Literal(f"{CATALOG}: {title}", lang="en")))
    for phase in WorkflowPhase.objects.with_texts():
        concept = add_concept(made, identifiers.phase(phase), "phases", phase.texts.all(), "name", "summary")
        made.add((concept, SKOS.topConceptOf, URIRef(identifiers.scheme("phases"))))
    for attribute in QualityAttribute.objects.with_texts():
        texts = attribute.texts.all()
        concept = add_concept(made, identifiers.attribute(attribute), "attributes", texts, "name", "description")
        made.add((concept, SKOS.topConceptOf, URIRef(identifiers.scheme("attributes"))))
    listed = list(issues())
    above = ancestors(listed)
    for issue in listed:
        add_issue(made, issue, above)
    for strategy in strategies():
        add_strategy(made, strategy)
    return made


def issues() -> Iterable[Issue]:
    """Issues that have a page, with all that is told of them here."""
    relations = IssueRelation.objects.filter(other__status__in=READABLE).select_related("other")
    issues = Issue.objects.filter(status__in=READABLE).select_related("replaced_by")
    told = "texts", "phases", "attributes", "external_mappings"
    return issues.prefetch_related(*told, Prefetch("relations", relations))  # type: ignore[no-any-return]


def strategies() -> Iterable[Strategy]:
    helped = Mitigation.objects.filter(issue__status__in=READABLE).select_related("issue")
    return Strategy.objects.prefetch_related("texts", Prefetch("mitigations", helped))  # type: ignore[no-any-return]


def ancestors(listed: Iterable[Issue]) -> dict[int, set[int]]:
    """For each issue those it is a kind of, at any distance. SKOS forbids to call these related as well (S27)."""
    broader = {
        issue.pk: {one.other_id for one in issue.relations.all() if one.kind == IssueRelation.Kind.KIND_OF}
        for issue in listed
    }
    above: dict[int, set[int]] = {}
    for pk, parents in broader.items():
        found, waiting = set(), list(parents)
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting += broader.get(parent, ())
        above[pk] = found
    return above


def add_concept(
    made: Graph, identifier: str, scheme: str, texts: Iterable[Any], label: str, definition: str, notation: str = ""
) -> URIRef:
    """Add a concept of the scheme. `label` and `definition` name the fields of its texts."""
    concept = URIRef(identifier)
    made.add((concept, RDF.type, SKOS.Concept))
    made.add((concept, SKOS.inScheme, URIRef(identifiers.scheme(scheme))))
    for text in texts:
        made.add((concept, SKOS.prefLabel, Literal(getattr(text, label), lang=text.language)))
        if words := getattr(text, definition):
            made.add((concept, SKOS.definition, Literal(words, lang=text.language)))
    if notation:
        made.add((concept, SKOS.notation, Literal(notation)))
    return concept


def add_issue(made: Graph, issue: Issue, above: dict[int, set[int]]) -> None:
    concept = add_concept(
        made, identifiers.issue(issue), "issues", issue.texts.all(), "title", "summary", notation=issue.code
    )
    for phase in issue.phases.all():
        made.add((concept, SKOS.related, URIRef(identifiers.phase(phase))))
    for attribute in issue.attributes.all():
        made.add((concept, SKOS.related, URIRef(identifiers.attribute(attribute))))
    for relation in issue.relations.all():
        other = URIRef(identifiers.issue(relation.other))
        if relation.kind == IssueRelation.Kind.KIND_OF:
            made.add((concept, SKOS.broader, other))
        elif relation.other_id not in above[issue.pk] and issue.pk not in above.get(relation.other_id, ()):
            made.add((concept, SKOS.related, other))
    if not above[issue.pk]:
        made.add((concept, SKOS.topConceptOf, URIRef(identifiers.scheme("issues"))))
    for mapping in issue.external_mappings.all():
        if mapping.url:
            made.add((concept, MATCHES[mapping.match], URIRef(mapping.url)))
    made.add((concept, DCTERMS.modified, Literal(issue.last_changed)))
    if issue.status == Issue.Status.DEPRECATED:
        made.add((concept, OWL.deprecated, Literal(True)))
        if issue.replaced_by is not None:
            made.add((concept, DCTERMS.isReplacedBy, URIRef(identifiers.issue(issue.replaced_by))))


def add_strategy(made: Graph, strategy: Strategy) -> None:
    concept = add_concept(
        made, identifiers.strategy(strategy), "strategies", strategy.texts.all(), "title", "summary", strategy.code
    )
    made.add((concept, SKOS.topConceptOf, URIRef(identifiers.scheme("strategies"))))
    for mitigation in strategy.mitigations.all():
        made.add((concept, SKOS.related, URIRef(identifiers.issue(mitigation.issue))))
    if strategy.status == Strategy.Status.DEPRECATED:
        made.add((concept, OWL.deprecated, Literal(True)))
