"""What is kept of somebody who tries to sign in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def name_to_keep(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The name under which an attempt is counted: an account's own, else a keyed digest of what was typed.

    People type their password into the field above it. What is no account's name is therefore kept by nobody, and
    is still locked after as many attempts as a real one. AXES_USERNAME_CALLABLE names this function.
    """
    posted = request.POST if request is not None else {}
    typed = str((credentials or posted).get("username") or "")
    if get_user_model()._default_manager.filter(username=typed).exists():
        return typed
    return f"no account {salted_hmac('interviews.attempts', typed).hexdigest()[:16]}"
