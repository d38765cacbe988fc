"""What the note of a version says: a line of English. Notes that the program writes itself it can translate."""

from django.utils.translation import gettext_lazy as _

# By what is stored, without the full stop that some have.
OWN = {"First published": _("First published."), "Rewritten": _("Rewritten.")}


def in_own_words(note: str) -> str | None:
    """The note in the page's language where the program wrote it; None where a person did, in English."""
    words = OWN.get(note.strip().rstrip("."))
    return None if words is None else str(words)
