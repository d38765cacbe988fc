"""The taxonomies for tools of the semantic web: SKOS as Turtle, and the same graph as JSON-LD."""

from typing import TextIO

from django.utils.translation import gettext_noop

from catalog.linked_data import skos


class SkosTurtle:
    """`export skos`: phases, attributes, issues and strategies as SKOS concepts."""

    name = "skos"
    description = gettext_noop("Phases, quality attributes, issues and strategies as SKOS concepts (Turtle)")
    filename = "taxonomy.ttl"
    private = False
    syntax = "turtle"

    def write(self, out: TextIO, *, study: str | None = None) -> int:
        graph = skos.graph()
        out.write(graph.serialize(format=self.syntax))
        return len(graph)


class SkosJson(SkosTurtle):
    """`export skos-jsonld`: the same graph as JSON-LD."""

    name = "skos-jsonld"
    description = gettext_noop("Phases, quality attributes, issues and strategies as SKOS concepts (JSON-LD)")
    filename = "taxonomy.jsonld"
    syntax = "json-ld"
