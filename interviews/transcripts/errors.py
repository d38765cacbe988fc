"""The one error of reading a transcript."""


class TranscriptError(Exception):
    """A file that cannot be read as a transcript; nothing of it should be stored.

    `str()` is one line, `file:line: reason; remedy`, fit for a terminal and a form alike. It never quotes
    words of the interview. A fault of the whole file is told at line 1.

    >>> str(TranscriptError("talk.txt", 3, "the cue has no end time", "export the captions again"))
    'talk.txt:3: the cue has no end time; export the captions again'
    """

    def __init__(self, file: str, line: int, reason: str, remedy: str) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        self.remedy = remedy
        super().__init__(file, line, reason, remedy)

    def __str__(self) -> str:
        return " ".join(f"{self.file}:{self.line}: {self.reason}; {self.remedy}".split())
