"""Sentences that several pages and commands of the workshop say in the same words."""

NOT_REMEMBERED = (
    "Nothing was stored: as an identifier this name would be found wherever it is only a common or widely known word. "
    "Add it on the registry's page, where you say which words stand before it, or "
    "replace it here without remembering it."
)


def counted(number: int, thing: str) -> str:
    """A number of things in words.

    >>> counted(1, "quote"), counted(0, "quote")
    ('1 quote', '0 quotes')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


COPIES = "Copies that were downloaded before cannot be recalled, by this program or any other."
