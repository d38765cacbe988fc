"""What a name of each type may be generalized to: words that say less, in brackets, to choose from."""

LEVELS: dict[str, tuple[str, ...]] = {
    "person": ("[person]", "[colleague]", "[manager]"),
    "company": ("[company]", "[large company]", "[small company]"),
    "client": ("[client]", "[company]"),
    "data provider": ("[data provider]", "[company]"),
    "product": ("[product]", "[tool]", "[system]"),
    "university": ("[university]", "[school]"),
    "place": ("[city]", "[region]", "[country]", "[place]"),
    "country": ("[country]", "[continent]", "[language]"),
    "date": ("[year]", "[month]", "[date]", "[some years ago]"),
    "other": ("[number]", "[detail]"),
}


def levels_of(type: str) -> list[str]:
    """What a name of this type may be generalized to, the most usual first.

    >>> levels_of("place")
    ['[city]', '[region]', '[country]', '[place]']
    """
    return list(LEVELS.get(type, ("[detail]",)))
