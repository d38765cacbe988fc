"""Labels of speakers as they stand in the catalog: "a data scientist", "a data scientist, participant 3"."""

ANYBODY = "a practitioner"
LINK = ", participant "


def group_of(label: str) -> str:
    """A label without the number that links one participant's quotes.

    >>> group_of("a data scientist, participant 3")
    'a data scientist'
    """
    return label.partition(LINK)[0]
