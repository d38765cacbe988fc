"""The one error of reading a file of another tool."""

from collections.abc import Callable

from interviews.refi.words import _


class RefiError(Exception):
    """A file that cannot be read as a REFI-QDA project or codebook; nothing of it should be stored.

    `str()` is one line, `file: reason; remedy`. It names nothing that stands inside the file but a line of its XML:
    names of sources and users are private. `reason` and `remedy` are marked words, the first with places for `facts`.

    >>> str(RefiError("team.qdpx", "there are more than %(most)s codes in it", "export a part of it", most=5000))
    'team.qdpx: there are more than 5000 codes in it; export a part of it'
    """

    def __init__(self, file: str, reason: str, remedy: str, **facts: object) -> None:
        self.file = file
        self.reason = reason
        self.remedy = remedy
        self.facts = facts
        super().__init__(file, reason, remedy)

    def __str__(self) -> str:
        return self.in_language(str)

    def in_language(self, translate: Callable[[str], str]) -> str:
        """The line in the language that `translate` translates marked words to."""
        said = {"file": self.file, "reason": translate(self.reason) % self.facts, "remedy": translate(self.remedy)}
        return " ".join((translate(_("%(file)s: %(reason)s; %(remedy)s")) % said).split())
