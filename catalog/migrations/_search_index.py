"""The parts of the search index that Django's models can't say, in the words of each database.

- Triggers on every table whose words are searched: a row that changes, however it is changed, is noted in
  `catalog_searchpending`, for `Revision.objects.bump()` to read anew in the same transaction.
- SQLite: an FTS5 table beside each entry table, kept equal to it by triggers. The terms are made in Python, so its
  tokenizer only cuts at spaces.
- PostgreSQL: a tsvector for each level of each entry, generated from its terms, each with a GIN index. Levels are
  columns and not weights, for an index knows no weights and would have to look at every row again.

A migration that alters one of the watched tables calls `drop_watch` first and `create_watch` at its end: SQLite
rebuilds a table to alter it, and the rebuilt one has no triggers. A test counts them.
"""

from dataclasses import dataclass

ENTRIES = ("issueentry", "strategyentry", "quoteentry")
COLUMNS = ("first", "second", "third", "phases")


@dataclass(frozen=True)
class Watch:
    """A table of the catalog: the columns that matter, and which rows to read anew ({row} is OLD or NEW)."""

    table: str
    columns: str
    kind: str
    rows: str


ISSUE_OF_CLAIM = "SELECT issue_id FROM catalog_claim WHERE id = {row}.claim_id"
ISSUE_OF_MITIGATION = "SELECT issue_id FROM catalog_mitigation WHERE id = {row}.mitigation_id"
QUOTES_OF_ISSUE = "SELECT id FROM catalog_evidence WHERE issue_id = {row}.id"

WATCHED = [
    Watch("issue", "number, status, primary_phase_id", "issue", "SELECT {row}.id"),
    Watch("issue", "status", "quote", QUOTES_OF_ISSUE),
    Watch("issuetext", "issue_id, language, title, summary, description", "issue", "SELECT {row}.issue_id"),
    Watch("issuephase", "issue_id, phase_id", "issue", "SELECT {row}.issue_id"),
    Watch("claim", "issue_id", "issue", "SELECT {row}.issue_id"),
    Watch("claimtext", "claim_id, language, statement", "issue", ISSUE_OF_CLAIM),
    Watch("mitigation", "issue_id", "issue", "SELECT {row}.issue_id"),
    Watch("mitigationtext", "mitigation_id, language, how", "issue", ISSUE_OF_MITIGATION),
    Watch("strategy", "number, status", "strategy", "SELECT {row}.id"),
    Watch("strategytext", "strategy_id, language, title, summary, description", "strategy", "SELECT {row}.strategy_id"),
    Watch("evidence", "public_id, issue_id, phase_id, status, text, language", "quote", "SELECT {row}.id"),
]
# Which versions of a row an event knows.
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def name_of(watch, event):
    return f"search_{watch.table}_{watch.kind}_{event.lower()}"


def notes(watch, event):
    """The statements that note what an event touched; a row that did not change place is noted once."""
    rows = " UNION ".join(watch.rows.format(row=row) for row in EVENTS[event])
    return f"INSERT INTO catalog_searchpending (kind, row) SELECT '{watch.kind}', touched.* FROM ({rows}) AS touched;"  # nosec B608


def when(watch, event):
    return f"UPDATE OF {watch.columns}" if event == "UPDATE" else event


def create_watch(apps, schema_editor):
    for watch in WATCHED:
        for event in EVENTS:
            for statement in trigger(schema_editor.connection.vendor, watch, event):
                schema_editor.execute(statement)


def trigger(vendor, watch, event):
    name, body = name_of(watch, event), notes(watch, event)
    head = f"CREATE TRIGGER {name} AFTER {when(watch, event)} ON catalog_{watch.table} FOR EACH ROW"
    if vendor == "sqlite":
        return [f"{head} BEGIN {body} END"]
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    return [function, f"{head} EXECUTE FUNCTION {name}()"]


def drop_watch(apps, schema_editor):
    for watch in WATCHED:
        for event in EVENTS:
            name = name_of(watch, event)
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON catalog_{watch.table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def create_index(apps, schema_editor):
    make = {"sqlite": sqlite_index, "postgresql": postgresql_index}[schema_editor.connection.vendor]
    for entry in ENTRIES:
        for statement in make(entry):
            schema_editor.execute(statement)
    # Completing a word is a range of its bytes, in both databases.
    collation = {"sqlite": "BINARY", "postgresql": '"C"'}[schema_editor.connection.vendor]
    schema_editor.execute(f"CREATE INDEX search_word_folded ON catalog_searchword (folded COLLATE {collation})")


def sqlite_index(entry):
    table, columns = f"catalog_{entry}", ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("OLD", "NEW"))
    remove = f"INSERT INTO {table}_text ({table}_text, rowid, {columns}) VALUES ('delete', OLD.place, {old});"  # nosec B608
    add = f"INSERT INTO {table}_text (rowid, {columns}) VALUES (NEW.place, {new});"  # nosec B608
    return [
        f"CREATE VIRTUAL TABLE {table}_text USING fts5({columns}, content='{table}', content_rowid='place', "
        f"tokenize='ascii', columnsize=0)",
        f"CREATE TRIGGER {entry}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {entry}_removed AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER {entry}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END",
    ]


def postgresql_index(entry):
    statements, so_far = [], "phases"
    for level, column in enumerate(COLUMNS[:1] if entry == "quoteentry" else COLUMNS[:3], 1):
        so_far = f"{column} || ' ' || {so_far}"
        statements += [
            f"ALTER TABLE catalog_{entry} ADD COLUMN level_{level} tsvector "
            f"GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple', {so_far})) STORED",
            f"CREATE INDEX {entry}_level_{level} ON catalog_{entry} USING gin (level_{level}) WITH (fastupdate = off)",
        ]
    return [*statements, *postgresql_storage(entry)]


def postgresql_storage(entry):
    """Where the long columns of a row lie, so that counting rows, of which each has its page read, reads few pages.

    Of issues and strategies elsewhere, packed: a hundred rows to a page instead of one. A quote is too short for
    PostgreSQL to put any of it elsewhere; its vector stays with it, for phrases are checked in it, row by row.
    """
    if entry == "quoteentry":
        return [f"ALTER TABLE catalog_{entry} ALTER COLUMN level_1 SET STORAGE MAIN"]
    extended = ", ".join(f"ALTER COLUMN level_{level} SET STORAGE EXTENDED" for level in (1, 2, 3))
    return [f"ALTER TABLE catalog_{entry} {extended}", f"ALTER TABLE catalog_{entry} SET (toast_tuple_target = 128)"]


def store_elsewhere(apps, schema_editor):
    """Write the rows of databases that were made before `postgresql_storage` spoke of issues and strategies anew."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for entry in ENTRIES[:2]:
        for statement in postgresql_storage(entry):
            schema_editor.execute(statement)
        schema_editor.execute(f"CLUSTER catalog_{entry} USING catalog_{entry}_pkey")


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP INDEX search_word_folded")
    if schema_editor.connection.vendor == "sqlite":
        for entry in ENTRIES:
            for event in ("added", "removed", "changed"):
                schema_editor.execute(f"DROP TRIGGER {entry}_{event}")
            schema_editor.execute(f"DROP TABLE catalog_{entry}_text")


def fill(apps, schema_editor):
    """Index what was published before; a database without issues and strategies has nothing yet."""
    if apps.get_model("catalog", "Issue").objects.exists() or apps.get_model("catalog", "Strategy").objects.exists():
        from catalog.models import indexing

        indexing.rebuild()
