"""Rules that a constraint can't say: see _triggers.py."""

from django.db import migrations

from interviews.migrations._triggers import create, drop


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
