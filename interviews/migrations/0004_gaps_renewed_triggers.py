"""The triggers as they are now, for databases that ran 0003 before one of them was changed.

Such a database refused a withdrawal from an interview of several people: it let no text be sealed under a new key.
"""

from django.db import migrations

from interviews.migrations._triggers import renew

RULES = "c8f2e49a2b1c82359aea27a4e4af0ac4ecf1c38c72fe4bf5bd994eff62fc0802"


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_deidentification")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
