"""A selection of words in one turn, as a person gives it: turn, first and last character, or a whole turn."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.deidentification.safe_text import check_span
from interviews.models import Interview, Segment
from interviews.safe import safe_text


class TurnForm(forms.Form):
    """A turn of an interview, by its position. Clean, `segment` is there."""

    turn = forms.IntegerField(min_value=0, label=_("Turn"))

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        # Two forms of one page ask for a turn: their fields' ids must differ.
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.interview = interview

    def clean_turn(self) -> int:
        position: int = self.cleaned_data["turn"]
        segments = Segment.objects.with_replacements().filter(interview=self.interview, position=position)
        self.segment = segments.first()
        if self.segment is None:
            raise forms.ValidationError(_("There is no such turn."))
        return position


class SpanForm(TurnForm):
    """A span of a turn: characters from `start` (counted from 0) up to, not including, `end`; empty: all of it.

    Clean, `raw_start` and `raw_end` are code points of the raw text. What a person counts are characters of the
    words that they see: safe text, unless the form `shows_raw` text.
    """

    shows_raw: ClassVar[bool] = False

    start = forms.IntegerField(min_value=0, required=False, label=_("From"))
    end = forms.IntegerField(min_value=1, required=False, label=_("To"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        segment = getattr(self, "segment", None)
        if segment is not None and not self.errors:
            safe = safe_text(segment)
            start, end = self.span(segment.length if self.shows_raw else len(safe.text))
            try:
                if self.shows_raw:
                    check_span(start, end, segment.length)
                    cleaned["raw_start"], cleaned["raw_end"] = start, end
                else:
                    cleaned["raw_start"], cleaned["raw_end"] = safe.raw_span(start, end)
            except ValueError:
                message = _(
                    "The characters from %(start)s to %(end)s are not in turn %(turn)s: select words of one turn."
                )
                values = {"start": start, "end": end, "turn": segment.position}
                raise forms.ValidationError(message, params=values) from None
        return cleaned

    def span(self, length: int) -> tuple[int, int]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return start or 0, length if end is None else end
