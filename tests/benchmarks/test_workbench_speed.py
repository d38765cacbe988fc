"""The coding workbench on a long interview: opening, coding and what goes over the wire, in a real browser.

`pytest tests/benchmarks/test_workbench_speed.py --benchmark-only -s -p no:xdist` makes an interview of 300,000
characters with 5,000 codings by three coders and prints, beside an interview of twenty turns in the same run: the time
until the page takes keys, from the key to the painted code, to move over a hundred turns, and the bytes of an act. The
moderator's page is measured, for it shows all three coders' work. Nothing is asserted on time; the aims are 2 s,
100 ms, and bytes that don't depend on the length.

With TAGUETTE=1 before the command, or TAGUETTE=/path/to/bin/taguette, Taguette shows the same words with the same
codings in the same browser, and the table has its figures beside ours (taguette_beside.py); without it the table says
why it has none.
"""

import os
import random
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.urls import reverse

from interviews.actions.code import assign_pass, submit_pass
from interviews.actions.moderate import start_moderation
from interviews.models import Coding
from tests import factories as make
from tests.benchmarks import taguette_beside
from tests.browser.conftest import browser, playwright_driver, server, sign_in, site  # noqa: F401 - fixtures
from tests.people import join, team

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
CHARACTERS, CODINGS, CODERS = 300_000, 5000, 3
# Taguette opens a document in a time that grows with the square of its highlights, with 5,000 in many minutes: it gets
# the first of the codings, unless told otherwise, on the whole text.
IN_TAGUETTE = int(os.environ.get("TAGUETTE_CODINGS", "1000"))
SENTENCE = "The fields were empty on some days and nobody could say since when. "
# From the key until the browser has painted a code that was not there before.
KEY_TO_PAINT = """() => new Promise((done) => {
  const turn = document.querySelector(".turn.here"), began = performance.now();
  new MutationObserver((_, seen) => {
    if (!turn.querySelector(".coding.waiting")) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
  }).observe(turn, { childList: true, subtree: true });
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
})"""

# Eighty keys of which every second gives the code that is used last, one every 27 ms, as fast as keys repeat: for each
# of these the time until the browser has painted, in ms, sorted.
BURST = """async () => {
  const paints = [];
  const press = (key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (let n = 0; n < 80; n++) {
    const began = performance.now();
    if (n % 2) requestAnimationFrame(() => setTimeout(() => paints.push(performance.now() - began)));
    press(n % 2 ? "1" : "j");
    await new Promise((done) => setTimeout(done, Math.max(0, 27 - (performance.now() - began))));
  }
  await new Promise((done) => setTimeout(done, 500));
  return paints.sort((one, other) => one - other);
}"""
# The browser's own counters of what it did meanwhile.
WORK = {
    "script": "ScriptDuration",
    "styles": "RecalcStyleDuration",
    "layout": "LayoutDuration",
    "layouts": "LayoutCount",
}

# Sixty steps through the document, each as high as a window: the longest that the browser took to paint one, in ms.
SCROLL = """async () => {
  let slowest = 0;
  for (let step = 0; step < 60; step++) {
    const began = performance.now();
    scrollBy(0, innerHeight);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    slowest = Math.max(slowest, performance.now() - began);
  }
  scrollTo(0, 0);
  return slowest;
}"""


def coded_interview(study: Any, people: Any, number: int, *, turns: int, codings: int) -> Any:
    """An interview in moderation: what three coders coded, and the moderator's own pass over it."""
    chance = random.Random(number)
    said = [("interviewee", (SENTENCE * chance.randint(1, 8)).strip()) for _ in range(turns)]
    interview = make.make_interview(study, number=number, turns=said)
    codes = [make.make_code(study, name=f"code {n:02d}") for n in range(40)]
    segments = list(interview.segments.order_by("position"))
    coders = [people.cora, people.colin, join(people.olga, study, "coder")]
    passes = [assign_pass(by=coder, interview=interview, coder=coder) for coder in coders[:CODERS]]
    for opened in passes:
        rows: set[tuple[int, int, int, int]] = set()
        while len(rows) < codings // CODERS:
            segment = chance.choice(segments)
            start = chance.randrange(segment.length - 20)
            end = min(segment.length, start + chance.randint(10, 90))
            rows.add((segment.pk, start, end, chance.choice(codes).pk))
        Coding.objects.bulk_create(
            Coding(coding_pass=opened, segment_id=turn, start=start, end=end, code_id=code)
            for turn, start, end, code in sorted(rows)
        )
        submit_pass(by=opened.coder, coding_pass=opened)
    start_moderation(by=people.mona, interview=interview)
    return interview


@pytest.fixture
def interviews(db: None) -> Any:
    study = make.make_study()
    people = team(study)
    long = coded_interview(study, people, 1, turns=CHARACTERS // (len(SENTENCE) * 9 // 2), codings=CODINGS)
    short = coded_interview(study, people, 2, turns=20, codings=30)
    return people, {"long": long, "short": short}


def measured(page: Any, address: str, code: int) -> dict[str, float]:
    """The figures of one visit, in milliseconds and bytes, with a code that the turns don't have yet."""
    page.goto("about:blank")
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#bench[data-ready]")
    opened = page.evaluate("performance.now()")
    frame = page.evaluate(SCROLL)
    page.locator("#codes button").nth(code).click()
    page.wait_for_selector("#sign[data-state=saved]")
    paints = []
    for _ in range(15):
        page.keyboard.press("j")
        paints.append(page.evaluate(KEY_TO_PAINT))
        page.wait_for_selector("#sign[data-state=saved]")
    burst = in_a_burst(page)
    began = page.evaluate("performance.now()")
    for _ in range(100):
        page.keyboard.press("j")
    moved = page.evaluate("performance.now()") - began
    acts = page.evaluate(
        "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/act/')).map((e) => e.transferSize)"
    )
    return {
        "opened": opened,
        "slowest frame": frame,
        "key to paint": median(paints),
        **burst,
        "100 turns": moved,
        "bytes an act": median(acts),
    }


def in_a_burst(page: Any) -> dict[str, float]:
    """The slowest paints of a burst of keys, and what a key of it cost: milliseconds, and layouts in hundredths."""
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")

    def counters() -> dict[str, float]:
        return {each["name"]: each["value"] for each in client.send("Performance.getMetrics")["metrics"]}

    before, paints, after = counters(), page.evaluate(BURST), counters()
    page.wait_for_selector("#sign[data-state=saved]")
    spent = {name: (after[counter] - before[counter]) / 80 for name, counter in WORK.items()}
    return {
        "burst, p95": paints[int(len(paints) * 0.95)],
        **{f"{name}, µs a key": 1_000_000 * spent[name] for name in ("script", "styles", "layout")},
        "layouts a key": 100 * spent["layouts"],
    }


def same_in_taguette(interview: Any, page: Any, directory: Path) -> tuple[dict[str, float], str]:
    """Taguette's figures for the interview with its coders' codings, or none and why."""
    segments = list(interview.segments.order_by("position"))
    starts, at = {}, 0
    for segment in segments:
        starts[segment.pk] = at
        at += segment.length
    codings = Coding.objects.filter(coding_pass__interview=interview, coding_pass__kind="independent")
    names = sorted(set(codings.values_list("code__name", flat=True)))
    rows = [
        (starts[turn] + start, starts[turn] + end, names.index(name))
        for turn, start, end, name in codings.values_list("segment", "start", "end", "code__name").order_by("pk")
    ][:IN_TAGUETTE]
    try:
        with taguette_beside.serving(directory, [each.text for each in segments], names, rows) as address:
            return taguette_beside.measured(page, address, len(rows), scroll=SCROLL), ""
    except taguette_beside.NotHere as error:
        return {}, str(error)


def test_the_workbench_on_a_long_interview(
    benchmark: Any,
    interviews: Any,
    browser: Any,  # noqa: F811
    server: str,  # noqa: F811
    capsys: Any,
    tmp_path: Path,
):
    people, both = interviews
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, server, people.mona)
    address = {name: reverse("admin:interviews_interview_workbench", args=[one.pk]) for name, one in both.items()}
    measured(page, server + address["short"], code=1)
    short = measured(page, server + address["short"], code=2)
    long = benchmark.pedantic(measured, args=(page, server + address["long"], 3), rounds=1)
    shown = page.evaluate("[document.querySelectorAll('.coding').length, document.querySelectorAll('.words').length]")
    length = sum(segment.length for segment in both["long"].segments.all())
    theirs, why_not = same_in_taguette(both["long"], context.new_page(), tmp_path)
    context.close()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{length:,} characters in {shown[1]} turns, {shown[0]:,} codings of {CODERS} coders shown\n"
        )
        sys.stdout.write(f"{'':>18}  {'ours':>9}  {'short':>9}  {'Taguette':>9}\n")
        for name, value in long.items():
            beside = f"{theirs[name]:9,.0f}" if name in theirs else f"{'-':>9}"
            sys.stdout.write(f"{name:>18}  {value:9,.0f}  {short[name]:9,.0f}  {beside}\n")
        if theirs:
            sys.stdout.write(f"Taguette has {IN_TAGUETTE:,} of the codings (TAGUETTE_CODINGS)\n")
        if why_not:
            sys.stdout.write(f"Taguette is not measured: {why_not}\n")
