"""The catalog in the vocabularies of others: schema.org for search engines, SKOS for taxonomies, Web Annotation for
quotes. Every thing has one identifier in all of them, which is also where it is read."""
