from django.db import migrations

from catalog.migrations._search_index import store_elsewhere


class Migration(migrations.Migration):
    """Let PostgreSQL keep the long columns of issues' and strategies' search entries beside their table."""

    dependencies = [("catalog", "0004_search")]

    operations = [migrations.RunPython(store_elsewhere, migrations.RunPython.noop)]
