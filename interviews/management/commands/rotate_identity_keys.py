"""`manage.py rotate_identity_keys`: wrap every data key with the newest of `IDENTITY_KEYS`."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from interviews.crypto import KeyMissing, rewrap


class Command(BaseCommand):
    help = (
        "Wrap every data key with the newest key of IDENTITY_KEYS, all of them or none. Put the new key first, run "
        "this, then take the old key away: what was destroyed before is then unreadable in older backups too."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for model in keyed_models():
            for pk, wrapped in model._default_manager.filter(data_key__isnull=False).values_list("pk", "data_key"):
                try:
                    fresh = rewrap(bytes(wrapped))
                except KeyMissing as error:
                    table = model._meta.db_table
                    raise CommandError(f"{table} {pk}: {error}; nothing was changed") from error
                model._default_manager.filter(pk=pk).update(data_key=fresh)
                count += 1
        self.stdout.write(f"{count} data keys are wrapped with the newest key")


def keyed_models() -> list[type[models.Model]]:
    """Every private model whose rows have a data key."""
    private = apps.get_app_config("interviews").get_models()
    return [model for model in private if any(field.name == "data_key" for field in model._meta.fields)]
