"""The public catalog in the admin. Importing registers everything.

What comes out of interviews (evidence, counts, an issue's words and its history) is written by publication alone
and is only shown here. Axes, strategies, sources and links to other catalogs are edited here.
"""

from catalog.admin import history, issues, questions, sources, strategies, taxonomy, texts

__all__ = ["history", "issues", "questions", "sources", "strategies", "taxonomy", "texts"]
