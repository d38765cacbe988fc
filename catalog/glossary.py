"""The words that pages use, each defined once. Phases and qualities are rows of the catalog; these words are its own.

Templates link a word with `{% term "claim" %}`; one that is not here is an error, so no link leads nowhere.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word, its anchor on the glossary's page, and what it means there."""

    slug: str
    name: Any
    meaning: Any


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: Any
    terms: tuple[Term, ...]


CHAPTERS = (
    Chapter(
        "what-is-listed",
        _("What the catalog lists"),
        (
            Term(
                "issue",
                _("issue"),
                _(
                    "Something that goes wrong with the quality of a machine-learning system, as practitioners told "
                    "it. Each has a number, MLQ-001 and on, that is never given to another."
                ),
            ),
            Term(
                "claim",
                _("claim"),
                _("One statement of an issue: a symptom, a cause or a consequence. Quotes stand beside claims."),
            ),
            Term("symptom", _("symptom"), _("A claim about how an issue shows itself: what you would see.")),
            Term("cause", _("cause"), _("A claim about why an issue comes about.")),
            Term("consequence", _("consequence"), _("A claim about what an issue costs when nobody stops it.")),
            Term(
                "strategy",
                _("strategy"),
                _("Something that practitioners do against issues. Each has a number, MLS-001 and on."),
            ),
            Term(
                "preventive",
                _("preventive"),
                _("Of a strategy: done before an issue shows, so that it does not show or is seen early."),
            ),
            Term("corrective", _("corrective"), _("Of a strategy: done once an issue shows, to repair what it did.")),
        ),
    ),
    Chapter(
        "evidence-and-its-weight",
        _("Evidence and its weight"),
        (
            Term(
                "evidence",
                _("evidence"),
                _("A practitioner’s own words, made anonymous and published with consent, with an address that stays."),
            ),
            Term(
                "stance",
                _("stance"),
                _(
                    "How a quote bears on the statement it stands beside: it supports it, limits it (true, but not "
                    "always, or not yet), or contradicts it. Quotes that speak against a claim are shown with the rest."
                ),
            ),
            Term(
                "study",
                _("study"),
                _("The research that interviews come from: who was asked, how, and what was counted."),
            ),
            Term("participant", _("participant"), _("A person who was interviewed.")),
            Term(
                "guide-question",
                _("guide question"),
                _(
                    "A question of the interviewers’ guide. A quote names the one it answers, in general words, where "
                    "that tells nobody apart."
                ),
            ),
            Term(
                "code",
                _("code"),
                _(
                    "A label that researchers put on stretches of an interview, such as the name of an issue; the "
                    "codebook defines each."
                ),
            ),
            Term(
                "moderation",
                _("moderation"),
                _("Where coders differ, they settle it together. Evidence comes from settled codings alone."),
            ),
            Term(
                "agreement",
                _("agreement, kappa"),
                _(
                    "How far two coders, each working alone, put the same codes on the same turns. Cohen’s κ is 1 "
                    "where they always do, 0 where they do as often as chance would, and below 0 where less often."
                ),
            ),
            Term(
                "saturation",
                _("saturation"),
                _("The point from which further interviews add no new issue."),
            ),
            Term(
                "survey",
                _("survey"),
                _("Other practitioners, who were not interviewed, were asked whether they know an issue."),
            ),
        ),
    ),
    Chapter(
        "keeping-people-safe",
        _("Keeping people safe"),
        (
            Term(
                "de-identification",
                _("de-identification"),
                _(
                    "Replacing whatever could tell who spoke by what it is, in square brackets: a [company], a [city]. "
                    "It is reviewed turn by turn before anything is quoted."
                ),
            ),
            Term(
                "smallest-group",
                _("smallest group (k)"),
                _(
                    "A label such as “a data scientist” is shown only where at least k quoted participants share it; "
                    "otherwise the quote is by “a practitioner”."
                ),
            ),
            Term("consent", _("consent"), _("A participant’s explicit agreement to be quoted. It can be taken back.")),
        ),
    ),
    Chapter(
        "over-time",
        _("Over time"),
        (
            Term(
                "version",
                _("version"),
                _("An issue’s words as they stood from one change to the next. Old versions stay readable."),
            ),
            Term("release", _("release"), _("A frozen state of the whole catalog, with a hash, to be cited.")),
            Term(
                "deprecated",
                _("deprecated"),
                _("No longer kept up, and still at its address, which points to what took its place."),
            ),
            Term("merged", _("merged"), _("Made part of another issue; the old address leads there.")),
            Term(
                "withdrawn",
                _("withdrawn"),
                _("Taken back: the address says so and shows nothing else, in the catalog and in every release."),
            ),
        ),
    ),
    Chapter(
        "other-catalogs",
        _("Other catalogs"),
        (
            Term(
                "mapping",
                _("mapping"),
                _(
                    "A link from an issue to an entry in somebody else’s catalog, and how the two compare, in the "
                    "words of SKOS, a standard for such links."
                ),
            ),
            Term("exact", _("exact match"), _("The other entry is about the same thing.")),
            Term("close", _("close match"), _("The other entry is about nearly the same thing.")),
            Term("broader", _("broader match"), _("The other entry covers more than the issue.")),
            Term("narrower", _("narrower match"), _("The other entry covers a part of the issue.")),
            Term(
                "related",
                _("related match"),
                _("The other entry is of another kind, for instance a practice that helps, and bears on the issue."),
            ),
        ),
    ),
)
# Words whose meaning is told on the same page from the catalog's own rows.
AXES = (Term("phase", _("workflow phase"), ""), Term("attribute", _("quality attribute"), ""))
TERMS = {term.slug: term for term in (*AXES, *(term for chapter in CHAPTERS for term in chapter.terms))}
