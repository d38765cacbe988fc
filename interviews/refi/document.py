"""What a project or a codebook holds, as far as this program carries it in either direction.

References between the parts are GUIDs in lower case without braces. Positions are Unicode code points of the source's
text, which has LF line ends and no byte order mark, end exclusive.
"""

from dataclasses import dataclass, field
from datetime import datetime

# What `Project.origin` begins with in files written here.
OURS = "ML Quality Catalog"
# What the description of a project begins with that says what could not be carried.
REPORT = "What is not in this file:"
# What `Selection.description` begins with where a print left open which code of a turn has which place.
UNCERTAIN = "It is not certain which of the turn's codes have this place."
# What `User.kind` is of the user whose codings are a moderated pass.
MODERATED = "moderated"
# What its name ends with.
SETTLED = " (moderated)"


@dataclass(frozen=True)
class User:
    """Somebody who coded. `kind` is `MODERATED` for the stand-in whose codings are what the coders settled on.

    Its name says so too: tools tell users apart by name, and not all give the kind back.
    """

    guid: str
    name: str
    kind: str = ""

    @property
    def is_moderated(self) -> bool:
        """Whether these codings are what the coders settled on."""
        return self.kind == MODERATED or self.name.endswith(SETTLED)

    @property
    def person(self) -> str:
        """Whose codings they are.

        >>> User("", "ada (moderated)").person
        'ada'
        """
        return self.name.removesuffix(SETTLED)


@dataclass(frozen=True)
class Code:
    """A code; `parent` is the GUID of the code that it stands under, or ""."""

    guid: str
    name: str
    description: str = ""
    colour: str = ""
    parent: str = ""
    codable: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coding:
    """That a user (a GUID, or "" where the file doesn't say) gave a code to a selection."""

    guid: str
    code: str
    user: str = ""
    created: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A stretch of a source's text. `name` is mostly its words, perhaps shortened; `description` a comment on it."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    user: str = ""
    created: datetime | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A text. `ordinal` counts the file's sources from 1: what reports call it, since its name may be a person's."""

    guid: str
    name: str
    text: str
    ordinal: int = 0
    description: str = ""
    user: str = ""
    created: datetime | None = None
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A memo."""

    guid: str
    text: str
    user: str = ""
    created: datetime | None = None


@dataclass(frozen=True)
class Case:
    """Somebody or something that sources are about, with attributes by name."""

    guid: str
    name: str
    sources: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass
class Project:
    """A whole project, or a codebook: then there are codes alone. `remarks` say what the file held beside."""

    name: str = ""
    origin: str = ""
    description: str = ""
    users: list[User] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    own_notes: tuple[str, ...] = ()
    # GUIDs of notes on anything but the project itself and its codes, also on what is not carried itself.
    named_notes: frozenset[str] = field(default=frozenset(), compare=False)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether this program wrote the file."""
        return self.origin.startswith(OURS)
