"""The words of the workbench: what its keys do, and what its script says aloud, in the language of whoever opens it.

The script gets them as JSON; places for values are `%(name)s`, and a message with a number comes as two: for one thing
and for several. Which of them a number takes, the browser knows of the page's language.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# One and several, for messages of both.
NUMBERS = (1, 2)

# What the keys do, in the order in which the page and the guide tell them.
KEYS = [
    ("j", gettext_lazy("next turn")),
    ("k", gettext_lazy("the turn before")),
    ("J", gettext_lazy("select further turns below; K above")),
    ("← →", gettext_lazy("select the sentence before or after, in the turn")),
    (gettext_lazy("Shift arrow"), gettext_lazy("a word fewer or more at its end")),
    ("h l", gettext_lazy("a word more or fewer at its beginning")),
    ("n", gettext_lazy("next turn with neither a code nor “nothing applies”")),
    ("/", gettext_lazy("find a code by any part of its name or definition, or make a new one")),
    (gettext_lazy("Enter"), gettext_lazy("apply the code that is found to what is selected, else to the whole turn")),
    ("1–9", gettext_lazy("apply one of the codes that you used last")),
    (gettext_lazy("a code’s shortcut"), gettext_lazy("apply that code")),
    ("Tab", gettext_lazy("choose among the codings and memos of the turn")),
    ("x", gettext_lazy("remove the chosen coding or memo, else the latest coding of the turn")),
    ("0", gettext_lazy("mark the turn: read, nothing applies; again takes that back")),
    ("m", gettext_lazy("write a memo on the turn, or change yours there; M writes a further one")),
    (
        "=",
        gettext_lazy(
            "compare the passages of the chosen coding’s code, else of the code used last; Ctrl Enter in the list"
        ),
    ),
    ("u", gettext_lazy("undo your latest coding, mark or memo; U does it again")),
    ("?", gettext_lazy("show these keys")),
    (gettext_lazy("Esc"), gettext_lazy("leave what is open, or select nothing")),
]


def words_said() -> dict[str, str | list[str] | dict[str, str]]:
    """Every message of the script by its name (static/js/workbench-words.js)."""
    return {
        "roles": {"interviewer": _("interviewer"), "interviewee": _("practitioner"), "unknown": _("unknown")},
        **of_turns(),
        **of_acts(),
        **of_memos(),
        **of_saving(),
    }


def of_turns() -> dict[str, str | list[str]]:
    """What is said of turns, and of what is selected in them."""
    return {
        "turn": _("Turn %(turn)s, %(who)s"),
        "not_reviewed": _("De-identification not reviewed"),
        "read": _("Read, nothing applies"),
        "codings": _("Codings"),
        "progress": [
            ngettext("%(done)s of %(count)s turn done", "%(done)s of %(count)s turns done", n) for n in NUMBERS
        ],
        "words_of_turn": _("Selected: words of turn %(turn)s."),
        "words_of_turns": _("Selected: words of %(count)s turns."),
        "turns_selected": _("Selected: turns %(first)s to %(last)s."),
        "nothing_selected": _("Nothing selected: a code takes the whole turn."),
    }


def of_acts() -> dict[str, str | list[str]]:
    """What is said of codes, and of what was done with them."""
    return {
        "use": _("Use: %(words)s"),
        "not": _("Not: %(words)s"),
        "make": _("Make the code “%(name)s”"),
        "every_turn_done": _("Every turn is done."),
        "left": [
            ngettext(
                "%(count)s turn has neither a code nor “nothing applies”.",
                "%(count)s turns have neither a code nor “nothing applies”.",
                n,
            )
            for n in NUMBERS
        ],
        "applied": _("%(code)s, turn %(turn)s"),
        "applied_to_turns": _("%(code)s, %(count)s turns"),
        "removed": _("%(code)s removed, turn %(turn)s"),
        "no_coding": _("No coding of this pass stands here."),
        "has_codings": _("This turn has codings: remove them first."),
        "compared": _("The passages of %(code)s are open in another window."),
        "nothing_to_compare": _("No code was used yet: choose a coding, or a code with / and Ctrl Enter."),
        "not_read": _("Turn %(turn)s: not read yet"),
        "nothing_applies": _("Turn %(turn)s: nothing applies"),
    }


def of_memos() -> dict[str, str]:
    """What is said of the coder's own memos."""
    return {
        "memo": _("Memo"),
        "memos": _("Memos"),
        "memo_about": _("Memo on %(code)s"),
        "memo_on": _("Memo on turn %(turn)s"),
        "memo_unsaved": _("Memo, not saved"),
        "memo_now": _("Saved is: %(words)s"),
        "memo_write": _("Write it"),
        "memo_save": _("Save it"),
        "memo_empty": _("A memo without words: write some, or remove it."),
        "memo_written": _("Memo on turn %(turn)s written."),
        "memo_changed": _("Memo on turn %(turn)s changed."),
        "memo_removed": _("Memo on turn %(turn)s removed."),
        "memo_kept": _("What you typed on turn %(turn)s is kept in this window, and not saved."),
        "memo_fixed": _("This memo belongs to another pass of yours: here it is only read."),
    }


def of_saving() -> dict[str, str | list[str]]:
    """What is said of acts on their way to the server."""
    return {
        "saved": _("All saved"),
        "saving": _("Saving …"),
        "offline": [
            ngettext("No connection: %(count)s act waits here", "No connection: %(count)s acts wait here", n)
            for n in NUMBERS
        ],
        "signed-out": [
            ngettext(
                "Not signed in as before: %(count)s act waits here",
                "Not signed in as before: %(count)s acts wait here",
                n,
            )
            for n in NUMBERS
        ],
        "closed": [
            ngettext(
                "This pass is closed: %(count)s act waits here", "This pass is closed: %(count)s acts wait here", n
            )
            for n in NUMBERS
        ],
        "not_yet_saved": _("Not everything is saved yet: wait until it is, then submit."),
        "then_sent": _("Once you are signed in again, it is sent."),
        "older": _("The server did not understand this: load the page again, it is older than the server."),
    }
