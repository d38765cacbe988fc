"""Runs Taguette, inside its own Python, with one project of one document: `python taguette_server.py JOB.json`.

The job names a `database`, a `port`, the `turns` of the document, and its `highlights`: a start and an end in the text
of all turns, and the number of a tag. Taguette's own tables are filled by its own models, and its own `main` serves
them. Nothing of this program is imported here: the two live in two environments.
"""

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from taguette import database, main  # type: ignore[import-not-found]
from taguette.web.base import Application  # type: ignore[import-not-found]


def fill(job: dict[str, Any]) -> None:
    """The document with its tags and highlights, as if somebody had made them by hand."""
    session = database.connect(main.prepare_db(job["database"]))()
    session.add(database.User(login="admin"))
    project = database.Project(name="Benchmark", description="")
    session.add(project)
    session.flush()
    member = {"user_login": "admin", "privileges": database.Privileges.ADMIN}
    session.add(database.ProjectMember(project_id=project.id, **member))
    tags = [database.Tag(project_id=project.id, path=name, description="") for name in job["tags"]]
    session.add_all(tags)
    contents = "".join(f"<p>{escape(turn)}</p>" for turn in job["turns"])
    about = {"name": "Interview", "description": "", "filename": "interview.html", "contents": contents}
    direction = database.TextDirection.LEFT_TO_RIGHT
    document = database.Document(project_id=project.id, text_direction=direction, **about)
    session.add(document)
    session.flush()
    words = "".join(job["turns"])
    for start, end, tag in job["highlights"]:
        place = {"start_offset": start, "end_offset": end, "snippet": words[start:end]}
        session.add(database.Highlight(document_id=document.id, tags=[tags[tag]], **place))
    session.commit()
    session.close()


def serve(job: dict[str, Any]) -> None:
    """Without asking its makers' server for news: a benchmark calls nobody."""
    Application.check_messages = lambda self: self.messages_event.set()
    sys.argv = ["taguette", "--no-browser", "--port", str(job["port"]), "--database", job["database"]]
    main.main()


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    fill(told)
    serve(told)
