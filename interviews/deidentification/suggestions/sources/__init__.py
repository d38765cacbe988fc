"""The sources of suggestions, in the order in which they are asked."""

from interviews.deidentification.suggestions.base import Source
from interviews.deidentification.suggestions.sources.contacts import Contacts
from interviews.deidentification.suggestions.sources.dates import Dates
from interviews.deidentification.suggestions.sources.employers import Employers
from interviews.deidentification.suggestions.sources.introductions import Introductions
from interviews.deidentification.suggestions.sources.people import People
from interviews.deidentification.suggestions.sources.places import Places
from interviews.deidentification.suggestions.sources.rare_phrases import RarePhrases
from interviews.deidentification.suggestions.sources.residues import Residues
from interviews.deidentification.suggestions.sources.sizes import Sizes
from interviews.deidentification.suggestions.sources.studies import Studies
from interviews.deidentification.suggestions.sources.thanks import Thanks

SOURCES: tuple[Source, ...] = (
    Contacts(),
    Introductions(),
    Thanks(),
    Employers(),
    Studies(),
    Residues(),
    People(),
    Places(),
    Dates(),
    Sizes(),
    RarePhrases(),
)
