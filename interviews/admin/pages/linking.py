"""Turning linking labels on and off: all public quotes of each person are shown together first."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from interviews.actions.label import Person, people_quoted, seen_hash, turn_off_linking, turn_on_linking
from interviews.admin.pages.publishing import study_for
from interviews.errors import WorkshopError
from interviews.models import Study


class ReadTogetherForm(forms.Form):
    """One box a person: "I read these together". `seen` carries which quotes were shown."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", seen_hash(people))
        for person in people:
            label = f"I read the quotes of {person.participant.code} together: they tell no more than they may"
            self.fields[f"read-{person.participant.pk}"] = forms.BooleanField(required=False, label=label)

    def read(self) -> set[int]:
        """Ids of the participants whose box is ticked."""
        names = (name for name, ticked in self.cleaned_data.items() if name.startswith("read-") and ticked)
        return {int(name.removeprefix("read-")) for name in names}


def linking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each person's public quotes together; on POST turn linking on, or off where it is on."""
    study = study_for(request, pk)
    people = people_quoted(study)
    form = ReadTogetherForm(request.POST or None, people=people)
    if request.method == "POST":
        try:
            messages.success(request, switch(request, study, form))
            return redirect("admin:interviews_study_linking", study.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    boxes = [(person, form[f"read-{person.participant.pk}"]) for person in people]
    context = {
        **admin.site.each_context(request),
        "title": f"Linking labels of {study.slug}",
        "opts": Study._meta,
        "study": study,
        "form": form,
        "boxes": boxes,
    }
    return TemplateResponse(request, "interviews/linking.html", context)


def switch(request: HttpRequest, study: Study, form: ReadTogetherForm) -> str:
    """Turn linking on or off, whichever was asked for; says what was done."""
    if "off" in request.POST:
        changed = turn_off_linking(by=request.user, study=study)
        return f"Labels link nothing any more: {len(changed)} quotes are labelled anew, in releases too."
    if not form.is_valid():
        raise WorkshopError("tick a box for each person")
    changed = turn_on_linking(by=request.user, study=study, read=form.read(), seen=form.cleaned_data["seen"])
    return f"Labels link each participant's quotes now: {len(changed)} quotes are labelled anew."
