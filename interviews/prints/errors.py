"""The one error of reading a coded print."""


class PrintError(Exception):
    """A file that cannot be read as a coded print; nothing of it should be stored.

    `str()` is one line, `file: page n: reason; remedy` ("file: reason; remedy" where the fault is the whole
    file's, page 0). It never quotes words of the interview.

    >>> str(PrintError("talk.pdf", 3, "the page has no text", "print it again from the coding tool"))
    'talk.pdf: page 3: the page has no text; print it again from the coding tool'
    """

    def __init__(self, file: str, page: int, reason: str, remedy: str) -> None:
        self.file = file
        self.page = page
        self.reason = reason
        self.remedy = remedy
        super().__init__(file, page, reason, remedy)

    def __str__(self) -> str:
        where = f"{self.file}: page {self.page}" if self.page else self.file
        return " ".join(f"{where}: {self.reason}; {self.remedy}".split())
