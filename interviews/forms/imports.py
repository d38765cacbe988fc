"""Uploading a transcript, or what was coded with another tool."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Study

# Larger than any talk: a day of speech as text is under a megabyte, a Word file with it a few.
MOST_BYTES = 20 * 1024 * 1024
TOO_LARGE = "The file is too large for a transcript: over 20 megabytes."


class UploadForm(forms.Form):
    """A transcript and where it goes. The file is read in memory; neither it nor its name is kept."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    file = forms.FileField(label="Transcript", help_text="Labelled text, Word (.docx), WebVTT or SubRip")
    number = forms.IntegerField(
        min_value=1, required=False, help_text="Empty: the number in the file's name or title, else the next free one"
    )
    format = forms.ChoiceField(required=False)
    confirm_duplicate = forms.BooleanField(
        required=False, label="Import it even if nearly the same words are here already, under another number"
    )

    def __init__(self, *args: Any, studies: Any, formats: list[str], dropped: bool = False, **kwargs: Any) -> None:
        """`dropped`: more was sent than the server takes into memory, so that the file is missing here."""
        super().__init__(*args, **kwargs)
        if dropped:
            self.fields["file"].error_messages["required"] = TOO_LARGE
        study: Any = self.fields["study"]
        study.queryset = studies
        choice: Any = self.fields["format"]
        choice.choices = [("", "recognise it"), *((name, name) for name in formats)]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


# Half of what the server takes into memory: a project is texts, and 300,000 characters with 5,000 codings are 1 MB.
MOST_PROJECT_BYTES = 20 * 1024 * 1024
PROJECT_TOO_LARGE = _("The file is too large: over 20 megabytes. Export it without recordings and pictures.")


class CodingsForm(forms.Form):
    """A project or codebook of another tool. The file is read in memory; neither it nor its name is kept."""

    file = forms.FileField(label=_("Project or codebook"), help_text=_("REFI-QDA: .qdpx or .qdc"))
    new_interviews = forms.BooleanField(required=False, label=_("Import texts that no interview has as new interviews"))
    each_coder = forms.BooleanField(
        required=False, label=_("Give everybody who coded in the file a submitted pass of their own")
    )
    dry_run = forms.BooleanField(required=False, label=_("Only say what would come of it; store nothing"))

    def __init__(self, *args: Any, imports: bool, dropped: bool = False, **kwargs: Any) -> None:
        """`imports`: whether the person may bring interviews and other people's passes, not their own codings alone."""
        super().__init__(*args, **kwargs)
        if not imports:
            del self.fields["new_interviews"], self.fields["each_coder"]
        if dropped:
            self.fields["file"].error_messages["required"] = PROJECT_TOO_LARGE

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_PROJECT_BYTES:
            raise forms.ValidationError(PROJECT_TOO_LARGE)
        return file
