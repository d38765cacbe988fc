"""The log as sentences: what each act is called in English and French, and who, what and where it was about.

    tell(Event.objects.filter(study=study)[:100])

Names of codes are those of today; the log itself holds ids alone. Which events somebody may read, `visibility.py` says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from interviews.models import Code, CodingPass, Event, Interview, Replacement, Segment

# By what they are about, as the page of the log filters them.
CODEBOOK = {
    "code created": _("%(who)s made the code %(code)s."),
    "code renamed": _("%(who)s renamed a code: %(code)s."),
    "code redefined": _("%(who)s changed %(fields)s of %(code)s."),
    "code merged": _("%(who)s merged %(code)s into %(into)s."),
    "code separated": _("%(who)s separated %(code)s from %(into)s again."),
    "code retired": _("%(who)s took %(code)s out of use."),
    "code revived": _("%(who)s took %(code)s into use again."),
    "code split": _("%(who)s split %(code)s into %(into)s."),
    "code split taken back": _("%(who)s took the split of %(code)s into %(into)s back."),
    "code filled in": _("%(who)s took over %(fields)s of %(code)s from an imported file."),
    "codebook imported": _("%(who)s imported a codebook of another tool."),
    "codes led on": _("Codes that lead to %(issue)s lead to %(other)s after an act of %(who)s."),
    "old wording forgotten": _("%(who)s destroyed an old wording of %(code)s."),
}
CODING = {
    "pass opened": _("%(who)s opened a pass for %(coder)s."),
    "pass submitted": _("%(who)s submitted a pass."),
    "pass reopened": _("%(who)s reopened the pass of %(coder)s."),
    "code applied": _("%(who)s applied %(code)s."),
    "coding removed": _("%(who)s removed %(code)s."),
    "nothing applies": _("%(who)s read the turn: nothing applies."),
    "nothing applies taken back": _("%(who)s took back that nothing applies to the turn."),
    "passage reassigned": _("%(who)s gave a passage of %(code)s the part %(into)s."),
    "coding act undone": _("%(who)s undid an act of coding."),
    "coding act redone": _("%(who)s did an act of coding again."),
    "memo written": _("%(who)s wrote a memo."),
    "memo rewritten": _("%(who)s changed a memo."),
    "memo removed": _("%(who)s removed a memo."),
    "print imported": _("%(who)s imported a coded print with %(codings)s codings."),
    "project imported": _("%(who)s imported a project of another tool."),
    "pass imported": _("%(who)s imported a pass with %(codings)s codings."),
    "memo imported": _("%(who)s imported a memo."),
}
MODERATION = {
    "moderation started": _("%(who)s began the moderation, with %(agreed)s codings that the coders agree on."),
    "difference settled": _("%(who)s settled a difference: %(code)s is %(verdict)s."),
    "moderation submitted": _("%(who)s submitted the moderation."),
    "moderation reopened": _("%(who)s reopened the moderation."),
    "pass adopted": _("%(who)s adopted the sole pass as the moderated one."),
}
DEIDENTIFICATION = {
    "replacement proposed": _("%(who)s proposed a replacement."),
    "replacement accepted": _("%(who)s accepted a replacement."),
    "replacement rejected": _("%(who)s rejected a replacement."),
    "replacement undecided": _("%(who)s made a replacement undecided again."),
    "keep asked for": _("%(who)s asked to keep words."),
    "keep confirmed": _("%(who)s agreed to keep words."),
    "keep refused": _("%(who)s refused to keep words."),
    "span changed": _("%(who)s changed the words of a replacement."),
    "decision undone": _("%(who)s undid a decision on a replacement."),
    "redactions suggested": _("%(who)s had replacements suggested: %(count)s."),
    "identifiers looked for": _("%(who)s had identifiers looked for: %(count)s suggestions."),
    "de-identification reviewed": _("%(who)s reviewed the de-identification of %(count)s turns."),
    "speaker corrected": _("%(who)s corrected who speaks."),
    "identifier added": _("%(who)s added an identifier."),
    "variant added": _("%(who)s added a variant of an identifier."),
    "identifier cleared": _("%(who)s cleared an occurrence of an identifier."),
    "clearances ended": _("%(who)s ended what was cleared of an identifier."),
    "collision settled": _("%(who)s settled what placeholders of the authors stand for."),
    "collision reopened": _("%(who)s reopened what placeholders of the authors stand for."),
    "placeholder linked": _("%(who)s said what a placeholder of the authors stands for."),
    "placeholder unlinked": _("%(who)s took back what a placeholder of the authors stands for."),
    "name known again": _("%(who)s made a name known again."),
    "texts held": _("%(who)s covered words of public issues in which an identifier stands."),
    "held text cleared": _("%(who)s put covered words back as harmless."),
    "held text rewritten": _("%(who)s rewrote covered words."),
    "held text left": _("%(who)s left the placeholder in covered words."),
}
PUBLICATION = {
    "evidence proposed": _("%(who)s proposed a quote."),
    "evidence rejected": _("%(who)s set a proposed quote aside."),
    "issue proposed": _("%(who)s proposed an issue."),
    "issue draft rejected": _("%(who)s set a draft of an issue aside."),
    "issue merged": _("%(who)s merged %(issue)s into %(other)s."),
    "issue deprecated": _("%(who)s deprecated %(issue)s."),
    "issue withdrawn": _("%(who)s withdrew %(issue)s."),
    "issue reinstated": _("%(who)s reinstated %(issue)s."),
    "draft approved": _("%(who)s approved a draft."),
    "published": _("%(who)s published."),
    "quote hidden": _("A quote was hidden by an act of %(who)s."),
    "quote withdrawn": _("A quote was withdrawn by an act of %(who)s."),
    "labels recomputed": _("Labels of public quotes were counted again after an act of %(who)s."),
    "linking turned on": _("%(who)s turned labels on that link a participant’s quotes."),
    "linking turned off": _("%(who)s turned labels off that link a participant’s quotes."),
    "single participant acknowledged": _("%(who)s acknowledged that a study of one participant is linkable."),
}
STUDY = {
    "study created": _("%(who)s created the study."),
    "role given": _("%(who)s gave %(user)s the role %(role)s."),
    "role taken": _("%(who)s took the role %(role)s from %(user)s."),
    "interview imported": _("%(who)s imported an interview of %(segments)s turns."),
    "consent taken back": _("A participant’s consent was taken back by an act of %(who)s."),
    "participant withdrawn": _("%(who)s withdrew a participant."),
    "raw text destroyed": _("%(who)s destroyed the raw text."),
    "ledger followed": _("The ledger was followed by an act of %(who)s."),
}
LOOKING = {
    "raw text seen": _("%(who)s looked at raw text."),
    "identity seen": _("%(who)s looked at identities."),
    "safe text searched": _("%(who)s searched the safe text and was shown %(passages)s passages."),
    "coded text searched": _("%(who)s searched the safe text that they see a code on."),
    "codings exported": _("%(who)s exported the codings as a table."),
    "codebook exported": _("%(who)s exported the codebook for other tools."),
    "project exported": _("%(who)s exported safe text and codings for other tools."),
}
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "codebook": (_("the codebook"), CODEBOOK),
    "coding": (_("coding"), CODING),
    "moderation": (_("moderation"), MODERATION),
    "deidentification": (_("de-identification"), DEIDENTIFICATION),
    "publication": (_("publication"), PUBLICATION),
    "study": (_("the study and its people"), STUDY),
    "looking": (_("who looked"), LOOKING),
}
SENTENCES: dict[str, Any] = {action: told for _name, acts in KINDS.values() for action, told in acts.items()}
# Where the number in a sentence is one.
OF_ONE: dict[str, Any] = {
    "print imported": _("%(who)s imported a coded print with one coding."),
    "pass imported": _("%(who)s imported a pass with one coding."),
    "moderation started": _("%(who)s began the moderation, with one coding that the coders agree on."),
    "identifiers looked for": _("%(who)s had identifiers looked for: one suggestion."),
    "de-identification reviewed": _("%(who)s reviewed the de-identification of one turn."),
    "interview imported": _("%(who)s imported an interview of one turn."),
    "safe text searched": _("%(who)s searched the safe text and was shown one passage."),
}
# Its segments are positions in the interview, not ids.
REVIEWED = "de-identification reviewed"
COUNTS = ("codings", "agreed", "count", "segments", "passages")
# What is saved in a form is logged by the name of its model, as "memo added".
ADDED, CHANGED = _("%(who)s added: %(thing)s."), _("%(who)s changed: %(thing)s.")
UNKNOWN = _("%(who)s: %(action)s.")
THINGS: dict[str, Any] = {
    "code": _("a code"),
    "consent": _("a consent"),
    "evidence draft": _("a draft of a quote"),
    "guide question": _("a question of the guide"),
    "identifier": _("an identifier"),
    "interview": _("an interview"),
    "interview guide": _("an interview guide"),
    "issue draft": _("a draft of an issue"),
    "memo": _("a memo"),
    "participant": _("a participant"),
    "speaker": _("a speaker"),
    "study": _("the study"),
    "study membership": _("a membership"),
}
FIELDS: dict[str, Any] = {
    "name": _("the name"),
    "kind": _("the kind"),
    "parent": _("the parent"),
    "definition": _("the definition"),
    "include": _("what it is for"),
    "exclude": _("what it is not for"),
    "shortcut": _("the shortcut"),
    "colour": _("the colour"),
    "issue": _("the catalog issue"),
    "strategy": _("the catalog strategy"),
}
ROLES: dict[str, Any] = {
    "importer": _("importer"),
    "deidentifier": _("de-identifier"),
    "coder": _("coder"),
    "moderator": _("moderator"),
    "publisher": _("publisher"),
    "custodian": _("custodian"),
}
VERDICTS: dict[str, Any] = {"kept": _("kept"), "left out": _("left out")}


@dataclass(frozen=True)
class Told:
    """An event as a sentence, with the interview and turn that it was about, where they are still there."""

    event: Event
    sentence: str
    interview: Interview | None
    turn: int | None


class Names:
    """What the ids in some events are called, read at once: four queries, whatever the number of events."""

    def __init__(self, events: list[Event]) -> None:
        ids: dict[str, set[int]] = {"code": set(), "user": set(), "segment": set()}
        for event in events:
            ids["code"].update(
                numbers(event.data, "code", "into", *(["row"] if event.action.startswith("code ") else []))
            )
            ids["user"].update(numbers(event.data, "coder", "user"))
            ids["segment"].update(segments_of(event)[:1])
        ids["replacement"] = {pk for event in events for pk in numbers(event.data, "replacement")}
        self.codes = dict(Code.objects.filter(pk__in=ids["code"]).values_list("pk", "name"))
        users = get_user_model()._default_manager.filter(pk__in=ids["user"])
        self.users: dict[int, str] = dict(users.values_list("pk", "username"))
        turns = Segment.objects.filter(pk__in=ids["segment"]).values_list("pk", "position")
        self.turns: dict[int, int] = dict(turns)
        replaced = Replacement.objects.filter(pk__in=ids["replacement"]).values_list("pk", "segment__position")
        self.replaced: dict[int, int] = dict(replaced)

    def of(self, event: Event) -> dict[str, Any]:
        """The values that the event's sentence may need."""
        data = event.data
        coding_pass = pass_of(event)
        coder = self.users.get(data.get("coder")) or (coding_pass.coder.get_username() if coding_pass else "?")
        values = {name: value for name, value in data.items() if isinstance(value, int | str)}
        return {
            **dict.fromkeys(COUNTS, "?"),
            **values,
            "who": event.actor.get_username() if event.actor else gettext("the program"),
            "code": self.codes.get(data.get("code"), "?"),
            "into": listed([self.codes.get(pk, "?") for pk in numbers(data, "into")]) or "?",
            "coder": coder,
            "user": self.users.get(data.get("user"), "?"),
            "fields": listed([str(FIELDS.get(name, name)) for name in data.get("fields", [])]),
            "role": ROLES.get(data.get("role"), "?"),
            "verdict": VERDICTS.get(data.get("verdict"), "?"),
            "issue": issue_code(data.get("issue")),
            "other": issue_code(data.get("other")),
            "action": event.action,
        }


def issue_code(number: Any) -> str:
    """MLQ-007 of 7, as the catalog writes it."""
    return f"MLQ-{number:03d}" if type(number) is int else "?"


def tell(events: Iterable[Event]) -> list[Told]:
    """The events as sentences, in their order. Load them with `told_from`."""
    loaded = list(events)
    names = Names(loaded)
    return [Told(event, sentence(event, names), interview_of(event), turn_of(event, names)) for event in loaded]


def told_from(events: Any) -> Any:
    """The queryset with all that `tell` reads of each event."""
    return events.select_related("actor", "interview", "coding_pass__coder")


def sentence(event: Event, names: Names) -> str:
    values, template = names.of(event), SENTENCES.get(event.action)
    if event.action in OF_ONE and 1 in [event.data.get(name) for name in COUNTS if f"%({name})s" in str(template)]:
        template = OF_ONE[event.action]
    elif template is None:
        thing, _space, done = event.action.rpartition(" ")
        template = {"added": ADDED, "changed": CHANGED}.get(done) if "row" in event.data else None
        values["thing"] = THINGS.get(thing, thing)
    told = str(template or UNKNOWN) % values
    # A person is called as they sign in.
    return told if event.actor else capfirst(told)


def interview_of(event: Event) -> Interview | None:
    """The event's interview; None where it has none or a withdrawal took it."""
    try:
        return event.interview
    except Interview.DoesNotExist:
        return None


def turn_of(event: Event, names: Names) -> int | None:
    """The turn that the event was about, or its first; of several interviews none."""
    if event.interview_id is None:
        return None
    if event.action == REVIEWED:
        return min(numbers(event.data, "segments"), default=None)
    if replaced := numbers(event.data, "replacement"):
        return names.replaced.get(replaced[0])
    segments = segments_of(event)
    return names.turns.get(segments[0]) if segments else None


def segments_of(event: Event) -> list[int]:
    """Ids of the turns that an act was about; elsewhere a number under this name counts turns."""
    listed = isinstance(event.data.get("segments"), list) and event.action != REVIEWED
    return numbers(event.data, "segment", *(["segments"] if listed else []))


def pass_of(event: Event) -> CodingPass | None:
    """The event's pass, likewise."""
    try:
        return event.coding_pass
    except CodingPass.DoesNotExist:
        return None


def numbers(data: dict[str, Any], *names: str) -> list[int]:
    """The ids under these names, each one or a list."""
    found: list[int] = []
    for name in names:
        value = data.get(name)
        found += [one for one in (value if isinstance(value, list) else [value]) if type(one) is int]
    return found


def listed(words: list[str]) -> str:
    """Words as one says them: "a, b and c"."""
    last = " et " if (get_language() or "en").startswith("fr") else " and "
    return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
