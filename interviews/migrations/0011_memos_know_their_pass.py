"""Memos that were written on the workbench before they knew their pass learn it from the log."""

from typing import Any

from django.db import migrations


def learn(apps: Any, schema_editor: Any) -> None:
    """The log may know memos and passes that are gone."""
    event, memo, coding_pass = (apps.get_model("interviews", name) for name in ("Event", "Memo", "CodingPass"))
    there = set(coding_pass.objects.values_list("pk", flat=True))
    for written in event.objects.filter(action="memo written", coding_pass__in=there).iterator():
        memo.objects.filter(pk=written.data.get("memo")).update(coding_pass=written.coding_pass_id)


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0010_memo_versions"),
    ]

    operations = [
        migrations.RunPython(learn, migrations.RunPython.noop),
    ]
