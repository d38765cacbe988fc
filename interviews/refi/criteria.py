"""What a code means, as one description: the format has no place of its own for when to use it and when not."""

import re

INCLUDE, EXCLUDE = "Use it when:", "Don't use it when:"
_PART = re.compile(rf"(?:\A|\n\n)({re.escape(INCLUDE)}|{re.escape(EXCLUDE)})\s*")


def description(definition: str, include: str, exclude: str) -> str:
    """The parts that are there, one after the other.

    >>> description("Values are missing.", "fields are empty", "")
    'Values are missing.\\n\\nUse it when: fields are empty'
    """
    parts = [definition, *(f"{label} {text}" for label, text in ((INCLUDE, include), (EXCLUDE, exclude)) if text)]
    return "\n\n".join(part for part in parts if part)


def parts_of(text: str) -> tuple[str, str, str]:
    """Definition, include and exclude of a description, whoever wrote it.

    >>> parts_of("Values are missing.\\n\\nDon't use it when: they are zero")
    ('Values are missing.', '', 'they are zero')
    """
    definition, *rest = _PART.split(text)
    said = dict(zip(rest[::2], rest[1::2], strict=True))
    return definition.strip(), said.get(INCLUDE, "").strip(), said.get(EXCLUDE, "").strip()
