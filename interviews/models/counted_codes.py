"""For which issue people were counted in public by what they said with a code."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from catalog.models import Issue
from interviews.models.codes import Code


class CountedCodeManager(models.Manager["CountedCode"]):
    def by_code(self, codes: Collection[int]) -> dict[int, list[int]]:
        """The issues that each of these codes was counted for, by id, the last one last."""
        found: dict[int, list[int]] = defaultdict(list)
        for code, issue in self.filter(code__in=codes).order_by("pk").values_list("code", "issue"):
            found[code].append(issue)
        return dict(found)


class CountedCode(models.Model):
    """That a code's codings were counted for an issue in public numbers. One row more for each issue after another.

    A release keeps the numbers of then: once the code leads to another issue, the numbers of now beside them tell who
    said what by subtraction (interviews/moved_codes.py).
    """

    code = models.ForeignKey(Code, models.CASCADE, related_name="counted")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+")

    objects: ClassVar[CountedCodeManager] = CountedCodeManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "counted code")
        verbose_name_plural = pgettext_lazy("model", "counted codes")
        ordering: ClassVar[Any] = ["code", "id"]

    def __str__(self) -> str:
        return f"code {self.code_id} counted for issue {self.issue_id}"
