"""What goes out to another tool and comes back is the same, whatever was said, replaced and coded."""

import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interviews.actions import redact
from interviews.actions.ingest_refi import import_project
from interviews.exports.refi_project import RefiProject
from interviews.models import Coding, CodingPass
from interviews.refi.reader import read_file
from interviews.safe import safe_text
from tests.factories import make_code, make_interview, make_pass, make_study, submit
from tests.people import Role, join, team

pytestmark = pytest.mark.django_db

# Astral planes, joined faces, combining marks, a byte order mark inside, line ends of every kind, and labels in words.
PIECES = [
    "a",
    "b ",
    "\U0001f5c3",
    "\U0001f469\u200d\U0001f52c",
    "e\u0301",
    "\ufeff",
    "\n",
    "\r\n",
    "\r",
    "\u2028",
    ' <&>"',
    "Interviewer: ",
]
WORDS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).map(lambda words: words.strip(" \r\n\u2028"))
)
SAID = WORDS.filter(lambda words: "\n\n" not in words.replace("\r", "\n").replace("\n", "\n") and words.strip())
TURNS = st.lists(st.tuples(st.sampled_from(["interviewer", "interviewee", "unknown"]), SAID), min_size=1, max_size=4)
# Which turn, and where in it, as shares of its length.
SPAN = st.tuples(st.integers(0, 3), st.floats(0, 1), st.floats(0, 1))
CODINGS = st.lists(
    st.tuples(SPAN, st.sampled_from(["Data-gaps", "Drift"]), st.sampled_from(["cora", "colin", "mona"])), max_size=6
)
# Each example makes two studies; `make fuzz` tries as many as it is told.
EXAMPLES = 12 if settings.default.max_examples <= 100 else settings.default.max_examples
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=EXAMPLES)


def span_in(segments, span):
    """A segment and a span of it that has at least one character."""
    turn, first, last = span
    segment = segments[turn % len(segments)]
    start = min(int(min(first, last) * segment.length), segment.length - 1)
    return segment, start, max(start + 1, int(max(first, last) * segment.length))


def code(people, interview, codings):
    """The codings in passes of these people; Mona settles. An odd one runs on to the end of the next turn."""
    segments = list(interview.segments.order_by("position"))
    passes: dict[str, CodingPass] = {}
    for index, (span, name, who) in enumerate(codings):
        kind = "moderated" if who == "mona" else "independent"
        coding_pass = passes.get(who) or make_pass(interview, getattr(people, who), kind=kind)
        passes[who] = coding_pass
        segment, start, end = span_in(segments, span)
        fields = {"coding_pass": coding_pass, "code": make_code(interview.study, name)}
        later = segments[segment.position + 1 : segment.position + 2] if index % 2 else []
        group = f"{index:08}-0000-4000-8000-000000000000" if later else None
        pieces = [(segment, start, segment.length if later else end), *((other, 0, other.length) for other in later)]
        for piece, first, last in pieces:
            place = {"segment": piece, "start": first, "end": last}
            Coding.objects.get_or_create(**fields, **place, defaults={"group": group, "span_certain": index % 3 > 0})
    for coding_pass in passes.values():
        submit(coding_pass)


def rows(study, *, safe: bool):
    """Every coding of a study: whose, where, which words and code; places in safe words, or in raw ones."""
    codings = Coding.objects.filter(coding_pass__interview__study=study).select_related(
        "coding_pass__coder", "coding_pass__interview", "segment__speaker", "code"
    )
    found = set()
    for coding in codings:
        words = safe_text(coding.segment)
        span = words.safe_span(coding.start, coding.end) if safe else (coding.start, coding.end)
        speaker, made_by = coding.segment.speaker, coding.coding_pass
        who = (made_by.coder.username, made_by.kind, made_by.interview.number)
        found.add((*who, speaker.role, coding.segment.position, *span, coding.code.name, coding.span_certain))
    return found


def exported(study):
    out = io.BytesIO()
    RefiProject().write(out, study=study.slug)
    out.seek(0)
    return read_file(out, name="ours.qdpx")


@unhurried
@given(TURNS, st.lists(SPAN, max_size=2), CODINGS)
@example([("interviewee", "a\r\n\U0001f5c3 e\u0301")], [], [((0, 0.3, 1.0), "Drift", "cora")])
def test_an_export_into_an_empty_study_is_the_same_codings(turns, replaced, codings):
    with transaction.atomic():
        study, other = make_study(), make_study("elsewhere")
        people = team(study)
        team(other)
        interview = make_interview(study, turns=turns, number=7)
        for span in replaced:
            segment, start, end = span_in(list(interview.segments.order_by("position")), span)
            if not segment.replacements.exists():
                redact.make_replacement(by=people.dele, segment=segment, start=start, end=end, text="[company]")
        code(people, interview, codings)
        project = exported(study)
        done = import_project(by=people.kofi, study=other, project=project, each_coder=True, new_interviews=True)
        assert rows(other, safe=False) == rows(study, safe=True)
        assert done.remarks == []
        again = import_project(by=people.kofi, study=other, project=project, each_coder=True, new_interviews=True)
        assert (again.codes, again.interviews, again.codings) == (0, 0, 0)
        transaction.set_rollback(True)


@unhurried
@given(TURNS, CODINGS.filter(lambda codings: any(who == "cora" for _, _, who in codings)))
def test_what_was_taken_away_here_comes_back_where_it_was(turns, codings):
    with transaction.atomic():
        study = make_study()
        people = team(study)
        join(people.cora, study, Role.CODER)
        interview = make_interview(study, turns=turns)
        code(people, interview, [given for given in codings if given[2] == "cora"])
        before, project = rows(study, safe=False), exported(study)
        coras = interview.passes.get()
        type(coras).objects.filter(pk=coras.pk).update(status="open", submitted_at=None)
        type(interview).objects.filter(pk=interview.pk).update(coding_state="coding")
        coras.codings.all().delete()
        import_project(by=people.cora, study=study, project=project)
        assert rows(study, safe=False) == before
        transaction.set_rollback(True)
