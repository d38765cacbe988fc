"""The sources of suggestions, in the order in which they are asked."""

from interviews.deidentification.suggestions.base import Source
from interviews.deidentification.suggestions.sources.bare_names import BareNames
from interviews.deidentification.suggestions.sources.callings import Callings
from interviews.deidentification.suggestions.sources.colleagues import Colleagues
from interviews.deidentification.suggestions.sources.contacts import Contacts
from interviews.deidentification.suggestions.sources.dates import Dates
from interviews.deidentification.suggestions.sources.dealings import Dealings
from interviews.deidentification.suggestions.sources.employers import Employers
from interviews.deidentification.suggestions.sources.firms import Firms
from interviews.deidentification.suggestions.sources.floor import Floor
from interviews.deidentification.suggestions.sources.introductions import Introductions
from interviews.deidentification.suggestions.sources.model import Model
from interviews.deidentification.suggestions.sources.namesakes import Namesakes
from interviews.deidentification.suggestions.sources.people import People
from interviews.deidentification.suggestions.sources.places import Places
from interviews.deidentification.suggestions.sources.rare_phrases import RarePhrases
from interviews.deidentification.suggestions.sources.residues import Residues
from interviews.deidentification.suggestions.sources.sizes import Sizes
from interviews.deidentification.suggestions.sources.spelled import Spelled
from interviews.deidentification.suggestions.sources.studies import Studies
from interviews.deidentification.suggestions.sources.thanks import Thanks
from interviews.deidentification.suggestions.sources.unheard_words import UnheardWords
from interviews.deidentification.suggestions.sources.whereabouts import Whereabouts
from interviews.deidentification.suggestions.sources.works import Works

SOURCES: tuple[Source, ...] = (
    Contacts(),
    Introductions(),
    Thanks(),
    Floor(),
    Employers(),
    Studies(),
    Residues(),
    Dealings(),
    Colleagues(),
    People(),
    Places(),
    Dates(),
    Sizes(),
    RarePhrases(),
    Firms(),
    Works(),
    Callings(),
    Namesakes(),
    Whereabouts(),
    Spelled(),
    BareNames(),
    UnheardWords(),
)


def sources_with(package: str) -> tuple[Source, ...]:
    """All sources, and the model of `package` where one is named; "" for none."""
    return (*SOURCES, Model(package)) if package else SOURCES
