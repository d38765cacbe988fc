"""The account that acts when nobody is named."""

from typing import Any

from django.contrib.auth import get_user_model

# Acts on the command line when nobody is named. Active, so that its memberships count; without a password, so
# that nobody signs in with it.
COMMAND_LINE = "command-line"


def command_line_account() -> Any:
    """The account that acts when nobody is named, made on first use."""
    user, created = get_user_model().objects.get_or_create(username=COMMAND_LINE, defaults={"is_staff": False})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
