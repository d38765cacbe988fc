"""What goes wrong tells nothing: pages of errors, their heads, the log, and imports that fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections
from django.dispatch import Signal
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from catalog import statistics
from config.last_resort import with_nothing_escaping
from interviews.actions import ingest
from interviews.errors import WorkshopError
from interviews.models import Interview, Segment, Study
from interviews.transcripts.errors import TranscriptError
from tests.privacy.surfaces import Reader, logged
from tests.privacy.world import Planted

pytestmark = pytest.mark.django_db

# Errors that a view may meet, their messages holding a private word; and how the page answers.
ERRORS: dict[str, tuple[Callable[[str], Exception], int]] = {
    "a failure": (RuntimeError, 500),
    "a missing key": (KeyError, 500),
    "of the database": (DatabaseError, 500),
    "of decoding": (lambda word: UnicodeDecodeError("utf-8", word.encode(), 0, 1, word), 500),
    "of the workshop": (WorkshopError, 500),
    "of a transcript": (lambda word: TranscriptError(f"{word}.txt", 1, word, word), 500),
    "with a cause": (lambda word: caused_by(word), 500),
    "nothing there": (Http404, 404),
    "not permitted": (PermissionDenied, 403),
    "suspicious": (SuspiciousOperation, 400),
    "a bad request": (BadRequest, 400),
}

# The program as the server calls it, last resort included (config/wsgi.py). Made once: making it sets up the log anew.
served = with_nothing_escaping(get_wsgi_application())


def ask(environ: dict[str, Any], heads: list[Any]) -> bytes:
    """The body of the answer. The connection stays open after it, as with Django's test client: the test goes on."""
    with disconnected(request_started), disconnected(request_finished):
        return b"".join(served(environ, lambda *head: heads.append(head)))


@contextmanager
def disconnected(signal: Signal) -> Iterator[None]:
    signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        signal.connect(close_old_connections)


def caused_by(word: str) -> Exception:
    error = RuntimeError("while reading")
    error.__cause__ = ValueError(word)
    error.add_note(word)
    return error


@pytest.fixture
def secret(planted: Planted) -> str:
    return next(iter(planted.cage.planted))


@pytest.mark.parametrize(("path", "made_by"), [("/", "totals"), ("/fr/", "totals"), ("/api/v1/matrix/", "matrix")])
@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_page_its_head_and_the_log_tell_nothing_of_the_error(
    kind: str, path: str, made_by: str, planted: Planted, secret: str, monkeypatch: pytest.MonkeyPatch
):
    error, status = ERRORS[kind]

    def fails(*args: Any, **kwargs: Any) -> None:
        local = secret  # noqa: F841 - an error report could show it
        raise error(secret)

    monkeypatch.setattr(statistics, made_by, fails)
    reader = Reader()
    with logged() as log:
        response = reader.get(path)
    assert not settings.DEBUG
    assert response.status_code == status
    answers = {"page": response.content, "heads": "\n".join(reader.heads.values()), "log": log.getvalue()}
    assert planted.cage.told(answers) == {}
    assert log.getvalue()


@pytest.mark.parametrize("path", ["/issues/", "/api/v1/issues/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_method_that_is_refused_gives_back_nothing_of_what_was_sent(
    method: str, path: str, planted: Planted, secret: str
):
    reader = Reader()
    with logged() as log:
        response = getattr(reader, method)(path, {"q": secret}, content_type="application/json")
    # A browser asks with OPTIONS what the API allows.
    assert response.status_code == (204 if method == "options" and path.startswith("/api/") else 405)
    answers = {"page": response.content, "heads": "\n".join(reader.heads.values()), "log": log.getvalue()}
    assert planted.cage.told(answers) == {}


def test_an_error_of_the_error_page_itself_gets_no_further_than_the_cleaned_log(
    planted: Planted, secret: str, monkeypatch: pytest.MonkeyPatch
):
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr("django.core.handlers.exception.response_for_exception", fails)
    monkeypatch.setattr(statistics, "totals", fails)
    heads: list[Any] = []
    with logged() as log:
        body = ask(RequestFactory().get("/").environ, heads)
    assert heads[0][0].startswith("500")
    assert "RuntimeError" in log.getvalue()
    assert planted.cage.told({"page": body, "head": f"{heads}", "log": log.getvalue()}) == {}


def test_a_form_in_another_encoding_is_refused_without_a_word_of_it(planted: Planted, secret: str):
    sent = RequestFactory().post(
        "/admin/login/", secret, content_type="application/x-www-form-urlencoded; charset=utf-16"
    )
    sent.environ["HTTP_COOKIE"] = f"csrftoken={'a' * 32}"
    heads: list[Any] = []
    with logged() as log:
        body = ask(sent.environ, heads)
    assert heads[0][0].startswith("500")
    assert "BadRequest" in log.getvalue()
    assert planted.cage.told({"page": body, "head": f"{heads}", "log": log.getvalue()}) == {}


# --- imports that fail: the operator's terminal may name the file, the log may not


BROKEN = {
    "{word}.txt": b"\x00\x01\x02\xff\xfe",
    "{word} unlabelled.txt": b"Nobody is labelled, and {word} speaks.",
    "{word}.vtt": b"WEBVTT\n\n00:00:01.000 --> nowhere\n<v {word}>It was {word}.\n",
    "{word}.srt": b"1\n00:00:01,000 -> 2\n{word}: It was {word}.\n",
    "{word}.docx": b"PK{word} is no archive",
    "{word}.json": b'{{"segments": [{{"speaker": "{word}", "text": 7',
}


def broken(pattern: str, word: str) -> tuple[str, bytes]:
    """A file's name and bytes with the word in both."""
    return pattern.format(word=word), BROKEN[pattern].replace(b"{word}", word.encode())


@pytest.mark.parametrize("pattern", BROKEN)
def test_a_failing_import_writes_no_word_and_no_file_name_to_the_log(
    pattern: str, planted: Planted, secret: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    name, data = broken(pattern, secret)
    (tmp_path / name).write_bytes(data)
    before = Interview.objects.count()
    with logged() as log, pytest.raises(CommandError) as failed:
        call_command("import_transcript", str(tmp_path / name), study="another")
    assert planted.cage.find(log.getvalue() + str(failed.value)) == set()
    # The message of the failure names the file and quotes none of its words.
    assert planted.cage.find(capsys.readouterr().err.replace(name, "")) == set()
    assert Interview.objects.count() == before


@pytest.mark.parametrize("pattern", BROKEN)
def test_a_failing_upload_writes_no_word_and_no_file_name_to_the_log(pattern: str, planted: Planted, secret: str):
    name, data = broken(pattern, secret)
    with logged() as log:
        response = upload(planted, name, data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert planted.cage.find(log.getvalue()) == set()


def test_a_breakdown_in_the_middle_of_an_import_tells_nothing(
    planted: Planted, secret: str, monkeypatch: pytest.MonkeyPatch
):
    """The error's message and the request's form data hold the words; answer and log hold neither."""

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"could not store {secret}")

    monkeypatch.setattr(ingest, "collect_placeholders", fails)
    talk = f"Interviewer: What hurts?\n\nInterviewee: {secret} does.\n".encode()
    with logged() as log:
        response = upload(planted, f"{secret}.txt", talk)
    assert response.status_code == 500
    assert "RuntimeError" in log.getvalue()
    assert planted.cage.told({"page": response.content, "log": log.getvalue()}) == {}
    assert secret not in {segment.text for segment in Segment.objects.filter(interview__data_key__isnull=False)}


def test_an_import_that_succeeds_logs_no_word_and_keeps_no_file_name(planted: Planted):
    name, said = planted.cage.new("a source's file name"), planted.cage.new("an imported turn")
    talk = f"Interviewer: What hurts?\n\nInterviewee: {said} does, mostly on Mondays.\n".encode()
    with logged() as log:
        response = upload(planted, f"{name}.txt", talk)
    assert response.status_code == 302
    assert planted.cage.find(log.getvalue() + response.url) == set()
    rows = [f"{row!r}" for row in Interview.objects.values_list()]
    assert not {name, said} & planted.cage.find("\n".join(rows))


def upload(planted: Planted, name: str, data: bytes) -> Any:
    """Imani uploads a file in the admin."""
    client = Client(raise_request_exception=False)
    client.force_login(planted.people.imani)
    file = SimpleUploadedFile(name, data)
    fields = {"study": Study.objects.get(pk=planted.study.pk).pk, "file": file}
    return client.post(reverse("admin:interviews_interview_add"), fields)
