"""Taguette, the free tool that coders know, with the same document in the same run, where somebody asks for it.

`TAGUETTE=1` makes an environment for it in the cache directory, once, from the package index that pip knows;
`TAGUETTE=/path/to/bin/taguette` takes the one that is there. Neither touches this program's own environment.
"""

import json
import os
import re
import socket
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import TimeoutError as TooLong

VERSION = "1.5.2"
# Opening a long document marks each highlight by walking to it from the beginning: minutes, on a slow machine.
PATIENCE = 600_000
SERVER = Path(__file__).with_name("taguette_server.py")
SHOWN = "(wanted) => typeof highlights === 'object' && Object.keys(highlights).length >= wanted"
# A turn's first words are selected; then key `n`, one tag ticked, saved: until the browser has painted the highlight.
CODE = """([turn, tag]) => new Promise((done) => {
  const view = document.getElementById("document-contents") || document.getElementById("document-view");
  const words = document.createTreeWalker(view.querySelectorAll("p")[turn], NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, Math.min(9, words.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.dispatchEvent(new Event("selectionchange"));
  const known = Object.keys(highlights).length, began = performance.now();
  new MutationObserver((_, seen) => {
    if (Object.keys(highlights).length === known) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
  }).observe(view, { childList: true, subtree: true });
  document.dispatchEvent(new KeyboardEvent("keyup", { key: "n", bubbles: true }));
  document.getElementById("highlight-add-tags-" + tag).checked = true;
  document.getElementById("highlight-add-form").dispatchEvent(new Event("submit", { cancelable: true }));
})"""
BYTES = """() => performance.getEntriesByType("resource")
  .filter((entry) => /highlight\\/new|events/.test(entry.name)).reduce((sum, entry) => sum + entry.transferSize, 0)"""


class NotHere(Exception):
    """Taguette can't be measured; the message says why."""


def python_of_taguette() -> str:
    """The Python that can import Taguette. Raises NotHere."""
    asked = os.environ.get("TAGUETTE", "")
    if not asked:
        raise NotHere(
            "TAGUETTE is not set: TAGUETTE=1 installs it apart, TAGUETTE=/path/to/bin/taguette takes that one"
        )
    home = installed() if asked == "1" else Path(asked).resolve().parent
    python = home / "python"
    if not python.exists():
        raise NotHere(f"there is no {python}: name the taguette of an environment")
    return str(python)


def installed() -> Path:
    """The programs of an environment that has Taguette and nothing of ours, made where it is not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "ml-quality-catalog" / f"taguette-{VERSION}"
    if not (home / "bin" / "taguette").exists():
        venv.create(home, with_pip=True, clear=True)
        command = [home / "bin" / "python", "-m", "pip", "install", "--quiet", f"taguette=={VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise NotHere(f"pip could not install taguette {VERSION}: {done.stderr.strip().splitlines()[-1:]}")
    return home / "bin"


@contextmanager
def serving(directory: Path, turns: list[str], tags: list[str], highlights: list[Any]) -> Iterator[str]:
    """The address at which Taguette shows the document to its only user. Raises NotHere."""
    python = python_of_taguette()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    job = directory / "job.json"
    told = {"turns": turns, "tags": tags, "highlights": highlights, "port": port}
    job.write_text(json.dumps({**told, "database": str(directory / "taguette.sqlite3")}), encoding="utf-8")
    log = directory / "taguette.log"
    command = [python, "-u", "-I", str(SERVER), str(job)]
    with log.open("w") as out, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True) as running:
        try:
            yield address_in(running.stdout, log)
        finally:
            running.terminate()


def address_in(said: Any, log: Path) -> str:
    """What Taguette prints once it listens."""
    for line in said:
        if found := re.search(r"http://localhost\S+", line):
            return found[0]
    raise NotHere(f"taguette ended: {log.read_text(encoding='utf-8').strip().splitlines()[-1:]}")


def measured(page: Any, address: str, highlights: int, *, scroll: str, acts: int = 5) -> dict[str, float]:
    """The figures of one visit, by the names of ours."""
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.goto("about:blank")
    base = address.partition("?")[0].rstrip("/")
    page.goto(f"{base}/project/1/document/1", wait_until="commit")
    try:
        page.wait_for_function(SHOWN, arg=highlights)
    except TooLong as error:
        raise NotHere(f"it had not shown {highlights:,} highlights after {PATIENCE // 1000} s") from error
    opened = page.evaluate("performance.now()")
    frames = page.evaluate(scroll)
    page.evaluate("performance.clearResourceTimings()")
    # Near the beginning, where its way through the document to the place is shortest.
    paints = [page.evaluate(CODE, [turn, 1 + turn % 5]) for turn in range(acts)]
    page.wait_for_timeout(500)
    wire = page.evaluate(BYTES) / acts
    return {"opened": opened, "key to paint": median(paints), "slowest frame": frames, "bytes an act": wire}
