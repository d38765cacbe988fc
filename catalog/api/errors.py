"""What views of the API raise; `service.py` says what each answers."""


class Gone(Exception):
    """It was here and was withdrawn; `str()` says what."""


class Moved(Exception):
    """It has another address: `to`, absolute."""

    def __init__(self, to: str, why: str) -> None:
        super().__init__(why)
        self.to = to


class BadParameter(Exception):
    """Parameters that are unknown, or have a value that only the database can refuse: `reasons` by name."""

    def __init__(self, **reasons: str) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons
