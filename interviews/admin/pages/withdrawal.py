"""Withdrawing a participant, after saying what goes and asking for the participant's code."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from interviews.actions.withdraw import turns_of, withdraw
from interviews.admin.pages.form_page import allow, form_page
from interviews.errors import WorkshopError
from interviews.models import Interview, Participant, Publication
from interviews.permissions import Act
from interviews.wording import COPIES, counted

INTRO = (
    "This cannot be undone. What the participant said leaves the workshop, the catalog and its releases: turns, "
    "replacements, codings, memos and drafts are deleted, keys destroyed, and quotes answer that they were withdrawn. "
    f"{COPIES}"
)


class WithdrawForm(forms.Form):
    """The participant's code, typed out, so that nobody withdraws by a slip of the hand."""

    code = forms.CharField(max_length=20, label="Type the participant's code to confirm")

    def __init__(self, *args: object, participant: Participant) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.participant = participant

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if code != self.participant.code:
            raise forms.ValidationError("This is another code.")
        return code


def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask; withdraw; say what was done, in numbers."""
    participant = get_object_or_404(Participant.objects.select_related("study"), pk=pk)
    allow(request, Act.WITHDRAW, participant.study_id)
    form = WithdrawForm(request.POST or None, participant=participant)
    if form.is_valid():
        try:
            done = withdraw(by=request.user, participant=participant)
            messages.success(
                request,
                f"{participant.code} is withdrawn: {counted(done.segments, 'turn')} of "
                f"{counted(done.interviews, 'interview')} deleted, {counted(done.quotes, 'quote')} withdrawn, "
                f"{counted(done.replacements_elsewhere, 'replacement')} made elsewhere, "
                f"{counted(done.names_destroyed, 'name')} destroyed. {COPIES}",
            )
            return redirect("admin:interviews_participant_changelist")
        except WorkshopError as error:
            form.add_error(None, str(error))
    context = {"intro": INTRO, "facts": facts_of(participant), "danger": True}
    title = f"Withdraw participant {participant.code}"
    return form_page(request, model=Participant, title=title, button="Withdraw for good", form=form, **context)


def facts_of(participant: Participant) -> list[str]:
    """What would go."""
    interviews = Interview.objects.filter(speakers__participant=participant).distinct()
    turns = sum(turns_of(interview, participant).count() for interview in interviews)
    quotes = Publication.objects.filter(study=participant.study, participant_code=participant.code)
    public = quotes.exclude(evidence_id="").values("evidence_id").distinct().count()
    return [
        f"Interviews: {len(interviews)}",
        f"Turns that go, questions included where nobody else was interviewed: {turns}",
        f"Quotes published: {public}",
    ]
