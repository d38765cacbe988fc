"""The one error of reading a file of another tool."""


class RefiError(Exception):
    """A file that cannot be read as a REFI-QDA project or codebook; nothing of it should be stored.

    `str()` is one line, `file: reason; remedy`. It names nothing that stands inside the file but a line of its XML:
    names of sources and users are private.

    >>> str(RefiError("team.qdpx", "there is no project.qde in it", "export it again"))
    'team.qdpx: there is no project.qde in it; export it again'
    """

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        self.file = file
        self.reason = reason
        self.remedy = remedy
        super().__init__(file, reason, remedy)

    def __str__(self) -> str:
        return " ".join(f"{self.file}: {self.reason}; {self.remedy}".split())
