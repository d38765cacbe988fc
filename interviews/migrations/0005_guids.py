"""What other tools know a study, its interviews and its codes by.

The columns are added as plain nullable ones, and filled afterwards: SQLite then adds them without rebuilding the tables,
and no trigger is lost. Each constraint is an index of its own for the same reason.
"""

import uuid

from django.db import migrations, models

MODELS = ("study", "interview", "code")


def fill(apps, schema_editor):
    for name in MODELS:
        model = apps.get_model("interviews", name)
        for row in model.objects.filter(guid=None).only("pk").iterator():
            model.objects.filter(pk=row.pk).update(guid=uuid.uuid4())


def added(name):
    """The field, which the program fills from now on."""
    plain = models.UUIDField(null=True, editable=False)
    filled = models.UUIDField(default=uuid.uuid4, null=True, editable=False)
    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.AddField(name, "guid", plain)],
        state_operations=[migrations.AddField(name, "guid", filled)],
    )


def once(name):
    constraint = models.UniqueConstraint("study", "guid", name=f"{name}_guid_once")
    return migrations.AddConstraint(name, constraint)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_gaps_renewed_triggers")]

    operations = [
        *map(added, MODELS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        once("interview"),
        once("code"),
    ]
