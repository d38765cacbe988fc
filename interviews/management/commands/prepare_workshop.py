"""`manage.py prepare_workshop`: what `make serve` does before it serves. Running it again changes nothing."""

import io
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from catalog import guard
from catalog.ledger import LedgerError
from catalog.models import Issue
from config.env import env_str
from interviews.actions.replay import by_sha256, replay_decisions
from interviews.management.commands.replay_decisions import read_decisions
from interviews.models import Study, StudyMembership

FIXTURE = settings.BASE_DIR / "fixtures" / "catalog.json"
SAMPLE = settings.BASE_DIR / "fixtures" / "sample_study"
ACCOUNT = "coder"


class Command(BaseCommand):
    help = "Prepare the database: tables, the shipped catalog, the sample study, and an account to sign in with."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        try:
            guard.start()
        except LedgerError as error:
            raise CommandError(str(error)) from error
        if not Issue.objects.exists():
            self.stdout.write("Loading the shipped catalog ...")
            call_command("load_catalog", FIXTURE, stdout=io.StringIO())
        study = Study.objects.filter(slug="sample").first() or self.make_sample()
        password = make_account(study)
        self.stdout.write(greeting(password))

    def make_sample(self) -> Study:
        self.stdout.write("Making the sample study ...")
        return load_sample_study(SAMPLE)


def load_sample_study(directory: Path) -> Study:
    """The invented study of `fixtures/sample_study`, replayed from its decisions and its talks."""
    talks = [path.read_bytes() for path in sorted(directory.glob("talk-*"))]
    return replay_decisions(decisions=read_decisions(directory / "study.json"), sources=by_sha256(talks))


def make_account(study: Study) -> str | None:
    """An account with every role in the sample study; its new password, or None where the account is there."""
    user, made = get_user_model().objects.get_or_create(username=ACCOUNT, defaults={"is_staff": True})
    if not made:
        return None
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    # May create studies; what is in a study still needs a membership of it.
    user.is_superuser = True
    user.save()
    StudyMembership.objects.bulk_create(
        StudyMembership(study=study, user=user, role=role) for role in StudyMembership.Role.values
    )
    return password


def greeting(password: str | None) -> str:
    address = f"http://127.0.0.1:{env_str('PORT', '8000')}"
    if password is None:
        reset = f".venv/bin/python manage.py changepassword {ACCOUNT}"
        sign_in = f"  the account {ACCOUNT!r}, made before; a new password: {reset}"
    else:
        sign_in = f"  user      {ACCOUNT}\n  password  {password}   (shown this once)"
    return (
        f"\nThe catalog    {address}/\nThe workshop   {address}/admin/\n\n"
        f"Sign in to the workshop with\n{sign_in}\n\nCtrl-C stops the server."
    )
