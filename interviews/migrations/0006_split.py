"""Codes that were split, and what codings were before somebody gave them a part.

Going back takes a column from codings, for which SQLite makes their table anew: the triggers are put in place again.
"""

import django.db.models.deletion
from django.db import migrations, models

from interviews.migrations._triggers import renew


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_guids")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, renew),
        migrations.AddField(
            model_name="code",
            name="split_into",
            field=models.ManyToManyField(blank=True, related_name="split_from", to="interviews.code"),
        ),
        migrations.AddField(
            model_name="coding",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="interviews.code",
            ),
        ),
    ]
