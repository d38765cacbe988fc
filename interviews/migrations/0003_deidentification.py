"""De-identification: standing decisions, what is kept or held, the authors' placeholders, linking, retention."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import interviews.crypto
from interviews.migrations._triggers import create, drop


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop, create),
        migrations.CreateModel(
            name="AuthorPlaceholder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(help_text="A kind of interviews/transcripts/placeholders.py", max_length=20)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="What tells it from others of its type: X, 1", max_length=20
                    ),
                ),
                (
                    "spellings",
                    models.JSONField(default=list, editable=False, help_text="Placeholders as they are written"),
                ),
                ("occurrences", models.PositiveIntegerField(default=0, editable=False)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_reason",
                    models.CharField(blank=True, help_text="Why a collision is none, without names", max_length=300),
                ),
                (
                    "settled_signs",
                    models.JSONField(default=list, editable=False, help_text="Digests of the collisions it was about"),
                ),
            ],
            options={
                "ordering": ["interview", "type", "key"],
            },
        ),
        migrations.CreateModel(
            name="HeldText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(help_text="catalog.issuetext", max_length=60)),
                ("row", models.JSONField(help_text="Natural key of the row")),
                ("field", models.CharField(max_length=40)),
                ("text_encrypted", models.BinaryField(null=True)),
                ("held_at", models.DateTimeField(auto_now_add=True)),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cleared", "harmless: put back"),
                            ("rewritten", "rewritten"),
                            ("left", "the placeholder stays"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Why, without quoting the words", max_length=300)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["study", "id"],
            },
        ),
        migrations.CreateModel(
            name="StandingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("replace", "replace"), ("no-identifier", "no identifier"), ("keep", "keep as it is")],
                        max_length=16,
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "person"),
                            ("company", "company"),
                            ("client", "client"),
                            ("data provider", "data provider"),
                            ("product", "product"),
                            ("university", "university or school"),
                            ("place", "place"),
                            ("country", "country"),
                            ("date", "date"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words_fingerprint", models.CharField(db_index=True, editable=False, max_length=64)),
                ("kind", models.CharField(blank=True, help_text="Kind of the replacements it makes", max_length=16)),
                ("text_encrypted", models.BinaryField(null=True)),
                ("reason", models.CharField(blank=True, help_text="Why, without quoting the words", max_length=300)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["study", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="identifierclearance",
            name="clearance_of_one_draft",
        ),
        migrations.AddField(
            model_name="participant",
            name="public_number",
            field=models.PositiveSmallIntegerField(
                blank=True,
                editable=False,
                help_text="Tells participants apart in linking labels; drawn at random, so it says nothing of the order",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="keep_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="replacement",
            name="keep_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="source",
            field=models.CharField(blank=True, help_text="Which rule suggested it", max_length=24),
        ),
        migrations.AddField(
            model_name="replacement",
            name="words_fingerprint",
            field=models.CharField(
                blank=True,
                db_index=True,
                editable=False,
                help_text="Keyed: the same words have the same",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="study",
            name="destroyed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="study",
            name="destroyed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="study",
            name="linking_labels_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="study",
            name="linking_labels_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="replacement",
            name="status",
            field=models.CharField(
                choices=[
                    ("suggested", "suggested"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("kept", "kept as it is"),
                ],
                default="suggested",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="study",
            name="data_key",
            field=models.BinaryField(default=interviews.crypto.new_data_key, null=True),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                models.F("study"), models.F("public_number"), name="participant_public_number_once"
            ),
        ),
        migrations.AddField(
            model_name="authorplaceholder",
            name="identifier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="author_placeholders",
                to="interviews.identifier",
            ),
        ),
        migrations.AddField(
            model_name="authorplaceholder",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="author_placeholders",
                to="interviews.interview",
            ),
        ),
        migrations.AddField(
            model_name="authorplaceholder",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="heldtext",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="heldtext",
            name="identifier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="held_texts", to="interviews.identifier"
            ),
        ),
        migrations.AddField(
            model_name="heldtext",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="heldtext",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="held_texts", to="interviews.study"
            ),
        ),
        migrations.AddField(
            model_name="identifierclearance",
            name="held_text",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clearances",
                to="interviews.heldtext",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifierclearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evidence_draft__isnull", False), ("held_text", None), ("issue_draft", None)),
                    models.Q(("evidence_draft", None), ("held_text", None), ("issue_draft__isnull", False)),
                    models.Q(("evidence_draft", None), ("held_text__isnull", False), ("issue_draft", None)),
                    _connector="OR",
                ),
                name="clearance_of_one_text",
            ),
        ),
        migrations.AddField(
            model_name="standingdecision",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standingdecision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standingdecision",
            name="identifier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="interviews.identifier",
            ),
        ),
        migrations.AddField(
            model_name="standingdecision",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="standing_decisions", to="interviews.study"
            ),
        ),
        migrations.AddField(
            model_name="replacement",
            name="everywhere",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replacements",
                to="interviews.standingdecision",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "kept"), _negated=True),
                    models.Q(
                        ("keep_asked_by__isnull", False),
                        models.Q(("keep_asked_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="replacement_kept_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="authorplaceholder",
            constraint=models.UniqueConstraint(
                models.F("interview"), models.F("type"), models.F("key"), name="author_placeholder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="authorplaceholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="author_placeholder_settlement_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None), ("settlement", "")),
                    models.Q(
                        models.Q(("settlement", ""), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="held_text_settlement_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="heldtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settlement", "cleared"), _negated=True),
                    models.Q(
                        ("held_by__isnull", False),
                        models.Q(("held_by", models.F("settled_by")), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="held_text_cleared_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingdecision",
            constraint=models.UniqueConstraint(
                models.F("study"),
                models.F("words_fingerprint"),
                condition=models.Q(("undone_at", None)),
                name="standing_decision_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "keep"), _negated=True),
                    models.Q(
                        ("asked_by__isnull", False), models.Q(("asked_by", models.F("decided_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="standing_keep_by_two",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
