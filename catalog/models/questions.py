"""What was asked: the questions of a study's guide, in words that may be published."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from catalog.models.base import Translated, Translation
from catalog.models.evidence import Source
from catalog.models.taxonomy import WorkflowPhase


class Question(Translated):
    """A question of one version of a study's guide (Q2.1), told in general words.

    A quote names the question it answers only where that tells nobody apart (`interviews/questions.py`).
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="questions")
    guide = models.CharField(max_length=40, help_text="The guide's version")
    key = models.CharField(
        max_length=20,
        validators=[RegexValidator(r"^Q?\d+(\.\d+)*[a-z]?$", "A question's number, such as Q2.1")],
        help_text="The question's number in the guide: Q2.1",
    )
    position = models.PositiveSmallIntegerField(help_text="Order in the guide, from 1")
    phase = models.ForeignKey(WorkflowPhase, models.PROTECT, null=True, blank=True, related_name="questions")

    natural_fields = ("source", "guide", "key")

    class Meta:
        verbose_name = pgettext_lazy("model", "question")
        verbose_name_plural = pgettext_lazy("model", "questions")
        ordering: ClassVar[Any] = ["source", "guide", "position"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("source", "guide", "key", name="public_question_key_once"),
            models.UniqueConstraint("source", "guide", "position", name="public_question_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.guide})"


class QuestionText(Translation):
    question = models.ForeignKey(Question, models.CASCADE, related_name="texts")
    text = models.CharField(max_length=300)

    natural_fields = ("question", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "question text")
        verbose_name_plural = pgettext_lazy("model", "question texts")
        ordering: ClassVar[Any] = ["question", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("question", "language", name="question_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.text
