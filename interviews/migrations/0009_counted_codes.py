"""Remembers for which issue each code was counted; of older databases, as the codes lead now."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def remember_what_is_told(apps: Any, schema_editor: Any) -> None:
    """Codes that lead to an issue whose people their study's source tells."""
    told = apps.get_model("catalog", "IssueStatistics").objects.filter(codings__isnull=False)
    pairs = set(told.values_list("source", "issue"))
    codes = {code.pk: code for code in apps.get_model("interviews", "Code").objects.select_related("study")}
    counted = apps.get_model("interviews", "CountedCode")
    for code in codes.values():
        end = code
        while end.merged_into_id is not None:
            end = codes[end.merged_into_id]
        if not code.study.is_sample and (code.study.source_id, end.issue_id) in pairs:
            counted.objects.create(code_id=code.pk, issue_id=end.issue_id)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_search"),
        ("interviews", "0008_memo_taken_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counted", to="interviews.code"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.issue"
                    ),
                ),
            ],
            options={"ordering": ["code", "id"]},
        ),
        migrations.RunPython(remember_what_is_told, migrations.RunPython.noop, elidable=True),
    ]
