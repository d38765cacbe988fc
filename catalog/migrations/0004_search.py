"""The search index: tables here, what models can't say in _search_index.py."""

from django.db import migrations, models

from catalog.migrations._search_index import create_index, create_watch, drop_index, drop_watch, fill


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueEntry",
            fields=[
                (
                    "place",
                    models.BigIntegerField(
                        help_text="The last criterion of every order: a number, or a quote's random id as a number",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("row", models.BigIntegerField(help_text="Primary key of the issue, strategy or quote", unique=True)),
                ("first", models.TextField(blank=True, help_text="Terms of number and title; of a quote all")),
                ("second", models.TextField(blank=True, help_text="Terms of summary and claims")),
                ("third", models.TextField(blank=True, help_text="Terms of the rest")),
                ("phases", models.TextField(blank=True, help_text="A term for each phase, by its primary key")),
                (
                    "written",
                    models.TextField(
                        blank=True, help_text="Each word once, as written, behind the letter of its language"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "issue entries",
            },
        ),
        migrations.CreateModel(
            name="QuoteEntry",
            fields=[
                (
                    "place",
                    models.BigIntegerField(
                        help_text="The last criterion of every order: a number, or a quote's random id as a number",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("row", models.BigIntegerField(help_text="Primary key of the issue, strategy or quote", unique=True)),
                ("first", models.TextField(blank=True, help_text="Terms of number and title; of a quote all")),
                ("second", models.TextField(blank=True, help_text="Terms of summary and claims")),
                ("third", models.TextField(blank=True, help_text="Terms of the rest")),
                ("phases", models.TextField(blank=True, help_text="A term for each phase, by its primary key")),
                (
                    "written",
                    models.TextField(
                        blank=True, help_text="Each word once, as written, behind the letter of its language"
                    ),
                ),
                ("issue", models.BigIntegerField(help_text="Primary key of its issue")),
            ],
            options={
                "verbose_name_plural": "quote entries",
            },
        ),
        migrations.CreateModel(
            name="SearchPending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("issue", "issue"), ("strategy", "strategy"), ("quote", "quote")], max_length=8
                    ),
                ),
                ("row", models.BigIntegerField(help_text="Primary key of the issue, strategy or quote")),
            ],
            options={
                "verbose_name_plural": "search pending",
            },
        ),
        migrations.CreateModel(
            name="StrategyEntry",
            fields=[
                (
                    "place",
                    models.BigIntegerField(
                        help_text="The last criterion of every order: a number, or a quote's random id as a number",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("row", models.BigIntegerField(help_text="Primary key of the issue, strategy or quote", unique=True)),
                ("first", models.TextField(blank=True, help_text="Terms of number and title; of a quote all")),
                ("second", models.TextField(blank=True, help_text="Terms of summary and claims")),
                ("third", models.TextField(blank=True, help_text="Terms of the rest")),
                ("phases", models.TextField(blank=True, help_text="A term for each phase, by its primary key")),
                (
                    "written",
                    models.TextField(
                        blank=True, help_text="Each word once, as written, behind the letter of its language"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "strategy entries",
            },
        ),
        migrations.CreateModel(
            name="SearchSpelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spelling", models.CharField(max_length=250)),
                ("folded", models.CharField(db_index=True, max_length=250)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("spelling", "folded"), name="search_spelling_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("issue", "issue"), ("strategy", "strategy"), ("quote", "quote")], max_length=8
                    ),
                ),
                ("term", models.CharField(blank=True, max_length=250)),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("term", "kind"), name="search_term_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written", models.CharField(help_text="In small letters, with its accents", max_length=250)),
                ("letter", models.CharField(help_text="Its language: e, f, or o for any other", max_length=1)),
                ("folded", models.CharField(max_length=250)),
                ("entries", models.BigIntegerField(help_text="In how many entries it stands")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("written", "letter"), name="search_word_once")],
            },
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(create_watch, drop_watch),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
