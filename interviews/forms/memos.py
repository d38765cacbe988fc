"""Notes of coders, sealed as soon as they are written."""

from typing import Any

from django import forms

from interviews.crypto import encrypt
from interviews.forms.base import SameStudyForm
from interviews.models import Memo


class MemoForm(SameStudyForm):
    """A note on a study, an interview, one of its turns, or a code."""

    turn = forms.IntegerField(min_value=0, required=False, help_text="Of the interview above, by its number")
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), label="Note")

    class Meta:
        model = Memo
        fields = ("study", "interview", "code")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        turn, interview = cleaned.get("turn"), cleaned.get("interview")
        if turn is not None:
            found = interview.segments.filter(position=turn).first() if interview else None
            if found is None:
                self.add_error("turn", "There is no such turn: choose the interview, and a turn of it.")
            self.instance.segment = found
        return cleaned

    def save(self, commit: bool = True) -> Any:
        study = self.instance.study
        self.instance.text_encrypted = encrypt(study.data_key, self.cleaned_data["text"], context="memo")
        return super().save(commit)
