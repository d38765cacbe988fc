"""What the page of differences tells: of a decision only what it changed, whatever the length of the talk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.actions.settled import KEPT, LEFT_OUT, Place
from interviews.admin.pages.workbench_data import touched_since
from interviews.admin.pages.workbench_words import of_saving
from interviews.models import CodingPass, Event, Interview, Memo
from interviews.reports.differences import OPEN, Pair, Verdict, agreement_after, reasons_of, verdicts

Data = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """Two passes' agreement as it is shown: a dash where kappa is not defined."""

    names: tuple[str, str]
    kappa: str
    percent: str


def pair_told(pair: Pair) -> Told:
    kappa, percent = pair.result.kappa, pair.result.percent
    return Told(pair.names, "–" if kappa is None else floatformat(kappa, 2), f"{round((percent or 0) * 100)} %")


def element_of(place: Place) -> str:
    """The id of a difference's element on the page."""
    return "d{}-{}".format(*place)


def version_of(moderated: CodingPass) -> int:
    """Where the page stands in the log of the pass: what is later it has not heard of."""
    return Event.objects.filter(coding_pass=moderated).aggregate(latest=Max("pk"))["latest"] or 0


def progress(left: int, decided: int) -> str:
    """How much is decided, as a sentence."""
    if not left:
        return _("Every difference is decided.")
    to_decide = ngettext("%(number)s difference to decide", "%(number)s differences to decide", left) % {"number": left}
    already = ngettext("%(number)s decided", "%(number)s are decided", decided) % {"number": decided}
    return f"{to_decide}, {already}." if decided else f"{to_decide}."


def changed(interview: Interview, moderated: CodingPass, since: int) -> Data:
    """What became of differences since the page stood at `since`, by whoever's act, and of the whole by that."""
    version, touched = touched_since(moderated, since)
    found = verdicts(interview, moderated)
    rows = {place: verdict for place, verdict in found.items() if place[0] in touched}
    reasons = reasons_of(rows.values())
    left = sum(each.verdict == OPEN for each in found.values())
    after = [pair_told(pair) for pair in agreement_after(interview, moderated)]
    return {
        "version": version,
        "rows": {element_of(place): row(verdict, reasons) for place, verdict in rows.items()},
        "left": left,
        "found": progress(left, len(found) - left),
        "after": [[pair.kappa, pair.percent] for pair in after],
    }


def row(verdict: Verdict, reasons: dict[int, Memo]) -> Data:
    memo = reasons.get(verdict.decision.memo) if verdict.decision else None
    told: Data = {"verdict": verdict.verdict, "seen": verdict.seen}
    return {**told, "why": memo.text, "by": memo.author.get_username()} if memo else told


def words_said() -> dict[str, str | list[str]]:
    """Every message of the page's script by its name (static/js/workbench-words.js)."""
    return {
        **of_saving(),
        KEPT: _("kept"),
        LEFT_OUT: _("left out"),
        "said_kept": _("Turn %(turn)s: %(code)s kept."),
        "said_left_out": _("Turn %(turn)s: %(code)s left out."),
        "say_why": _("Say why, then Enter."),
        "refused": _("Turn %(turn)s, %(code)s: %(error)s. What you wrote is still there."),
        "all_decided": _("Every difference is decided."),
        "waits": _("This one is still on its way: wait until it is saved."),
    }
