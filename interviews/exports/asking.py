"""Who asks for an export, and what of a study's codings reaches them."""

from typing import Any

from django.contrib.auth import get_user_model

from catalog.exports import Refused
from interviews.actions.log import record
from interviews.errors import NotPermitted
from interviews.models import CodingPass, Study
from interviews.permissions import Act, check
from interviews.visibility import visible_passes


def study_called(slug: str | None) -> Study:
    """The study of that slug. Raises Study.DoesNotExist, naming the ones that exist."""
    study = Study.objects.filter(slug=slug).first() if slug else None
    if study is None:
        known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none"
        raise Study.DoesNotExist(f"there is no study {slug!r}; there are: {known}")
    return study


def user_called(username: str | None) -> Any:
    """The account of that name, None without one. Raises Refused where there is none."""
    if not username:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise Refused(f"--by {username}: there is no such user: add one in the admin or leave --by out")
    return user


def asker(study: Study, *, user: Any = None, by: str | None = None) -> Any:
    """Who asks: `user`, or who is called `by`; None is a command, and who can run it reads everything anyway.

    Raises NotPermitted for a `user` who may not export codings, Refused for one that was named in a command.
    """
    try:
        asks = user if user is not None else user_called(by)
        if asks is not None:
            check(asks, Act.EXPORT_CODINGS, study)
    except NotPermitted as error:
        if user is not None:
            raise
        raise Refused(str(error)) from error
    return asks


def note_command(study: Study, *, user: Any, by: str | None, action: str) -> None:
    """Note in the log that a command wrote private data of a study out; a page notes that itself, for its `user`."""
    if user is None:
        record(by=user_called(by), action=action, study=study)


def passes_for(study: Study, asks: Any) -> Any:
    """The study's passes whose codings reach who asks: all where nobody is named."""
    passes = CodingPass.objects.all() if asks is None else visible_passes(asks)
    return passes.filter(interview__study=study)
