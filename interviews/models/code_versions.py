"""What a codebook entry said before: the log says that it changed, and never in which words."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from interviews.crypto import decrypt, encrypt
from interviews.models.codes import Code
from interviews.models.events import Event

# What a person decides about a code in words and choices; merging, retiring and splitting stand in the log alone.
ENTRY = (
    "name",
    "kind",
    "parent_id",
    "definition",
    "include",
    "exclude",
    "shortcut",
    "colour",
    "issue_id",
    "strategy_id",
)
WORDS = ("name", "definition", "include", "exclude")


class CodeVersion(models.Model):
    """A code as an act left it. Encrypted: what a codebook said once may quote an interview, and nobody reads it over.

    `by` is nobody, and there is no event, for a code as it was found when its history began. There is none either for a
    code that was led on with others to the issue that its own was merged into.
    """

    code = models.ForeignKey(Code, models.CASCADE, related_name="versions")
    event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="+", db_constraint=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    entry_encrypted = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("model", "code version")
        verbose_name_plural = pgettext_lazy("model", "code versions")
        ordering: ClassVar[Any] = ["code", "-id"]

    @classmethod
    def written(cls, code: Code, **fields: Any) -> "CodeVersion":
        """An unsaved version of the code as it is now; without its words once the study's key is destroyed."""
        return cls(code=code, entry_encrypted=sealed(code, entry_of(code)), **fields)

    @cached_property
    def entry(self) -> dict[str, Any]:
        """What the code said, by the names of its fields; empty where that was forgotten or destroyed."""
        if self.entry_encrypted is None or self.code.study.data_key is None:
            return {}
        opened = decrypt(self.code.study.data_key, self.entry_encrypted, context="code-version")
        entry: dict[str, Any] = json.loads(opened)
        return entry

    def __str__(self) -> str:
        return f"version {self.pk} of code {self.code_id}"


def entry_of(code: Code) -> dict[str, Any]:
    """What is kept of a code."""
    return {name: getattr(code, name) for name in ENTRY}


def sealed(code: Code, entry: dict[str, Any]) -> bytes | None:
    if code.study.data_key is None:
        return None
    return encrypt(code.study.data_key, json.dumps(entry, ensure_ascii=False), context="code-version")
