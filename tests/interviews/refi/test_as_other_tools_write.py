"""Projects as other tools write them, made here by what is known of each: imported right, or told thing by thing."""

import io
import re
from dataclasses import dataclass, field

import pytest

from interviews.actions.ingest_refi import import_project
from interviews.models import Code, Coding, Memo
from interviews.refi.reader import read_file
from tests.interviews.refi.files import SPACE, zipped
from tests.people import Role, join

pytestmark = pytest.mark.django_db

CRLF = "\r\n"
GAPS, COSTS, GROUP = (f"0000000{n}-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
ANNE, BERT = (f"0000001{n}-0000-4000-8000-00000000001{n}" for n in (1, 2))
TEXT, OTHER, NOTE = (f"0000002{n}-0000-4000-8000-00000000002{n}" for n in (1, 2, 3))
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
CODEBOOK = (
    f'<CodeBook><Codes><Code guid="{GROUP}" name="Trouble" isCodable="false">'
    f'<Code guid="{GAPS}" name="Gaps" isCodable="true" color="#ff0000"/>'
    f'<Code guid="{COSTS}" name="Costs" isCodable="true"/></Code></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{ANNE}" name="Anne" id="AN"/><User guid="{BERT}" name="Bert" id="BE"/></Users>'
TALK = ["Interviewer: What hurts?", "Interviewee: Half of the fields are empty.", "Interviewee: It costs us a week."]


@dataclass
class Tool:
    """A file, the words that are coded in it with each code, and what of it is told."""

    data: bytes
    coded: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def project(inside: str, origin: str, *, sources: dict[str, bytes] | None = None, qde: str = "project.qde") -> bytes:
    xml = f'{HEAD}<Project xmlns="{SPACE}" name="Study" origin="{origin}" creatingUserGUID="{ANNE}">{inside}</Project>'
    return zipped({qde: xml.encode(), **(sources or {})})


def marked(text: str, words: str, code: str, *, name: str = "", user: str = ANNE, **shift: int) -> str:
    """A selection of the words, its ends moved by what a tool counts differently."""
    start, end = text.index(words), text.index(words) + len(words)
    start, end = start + shift.get("start", 0), end + shift.get("end", 0)
    guid = f"{start:08x}-0000-4000-8000-{end:012x}"
    coding = f'<Coding guid="{guid[:-2]}ff" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid}" name="{name}" {place}>{coding}</PlainTextSelection>'


def maxqda() -> Tool:
    """CR LF and a byte order mark, counted as one character each; Word beside the text, sets, titles of memos."""
    raw = CRLF.join(TALK)
    text = "\ufeff" + raw.replace(CRLF, "\n")
    source = (
        f'<TextSource guid="{TEXT}" name="Interview 1" richTextPath="internal://{TEXT}.docx" '
        f'plainTextPath="internal://{TEXT}.txt" creatingUser="{ANNE}" creationDateTime="2026-03-02T09:30:00">'
        f"{marked(text, 'fields are empty', GAPS, name='fields are empty')}"
        f"{marked(text, 'costs us a week', COSTS, name='costs us a week')}</TextSource>"
    )
    inside = f'{USERS}{CODEBOOK}<Sources>{source}</Sources><Sets><Set guid="{OTHER}" name="Group"/></Sets>'
    sources = {f"Sources/{TEXT}.txt": b"\xef\xbb\xbf" + raw.encode(), f"Sources/{TEXT}.docx": b"a Word document"}
    return Tool(
        project(inside, "MAXQDA 2022", sources=sources, qde="Project.qde"),
        {"Gaps": ["fields are empty"], "Costs": ["costs us a week"]},
        ["set: not carried", "source has formatted text"],
    )


def qda_miner() -> Tool:
    """UTF-16 code units, a prefix of its own for the namespace, variables of a case, a picture beside the text."""
    text = "\n".join(["Interviewee: The \U0001f5c3 is full.", "Interviewee: Half of the fields are empty."])
    selection = marked(text, "fields are empty", GAPS, name="fields are empty", start=1, end=1)
    inside = (
        f"{USERS}{CODEBOOK}<Variables><Variable guid='{OTHER}' name='Age' typeOfVariable='Integer'/></Variables>"
        f'<Cases><Case guid="{NOTE}" name="C1"><VariableValue><VariableRef targetGUID="{OTHER}"/>'
        "<IntegerValue>41</IntegerValue></VariableValue>"
        f'<SourceRef targetGUID="{TEXT}"/></Case></Cases><Sources><PictureSource guid="{BERT}" name="A photo" '
        f'path="internal://x.jpg"><PictureSelection guid="{GROUP}" firstX="0" firstY="0" secondX="9" secondY="9">'
        f'<Coding guid="{COSTS}"><CodeRef targetGUID="{COSTS}"/></Coding></PictureSelection></PictureSource>'
        f'<TextSource guid="{TEXT}" name="t" plainTextPath="internal://{TEXT}.txt">{selection}</TextSource></Sources>'
    )
    prefixed = inside.replace("</", "\0").replace("<", "<qda:").replace("\0", "</qda:")
    xml = f'{HEAD}<qda:Project xmlns:qda="{SPACE}" name="S" origin="QDA Miner 6">{prefixed}</qda:Project>'
    return Tool(
        zipped({"project.qde": xml, f"sources/{TEXT}.txt": text.encode()}),
        {"Gaps": ["fields are empty"]},
        ["case: not carried", "picture: not carried", "selection in a picture"],
    )


def dedoose() -> Tool:
    """GUIDs in braces and capitals, seven digits of a second, codes that don't say whether they can be applied."""
    text = "\n".join(TALK)
    inside = (
        f"{USERS}{re.sub(' isCodable=.(true|false).', '', CODEBOOK)}"
        f'<Sources><TextSource guid="{TEXT}" name="t" plainTextPath="internal://{TEXT}.txt" '
        f'creationDateTime="2026-03-02T09:30:00.1234567Z">{marked(text, "fields are empty", GAPS)}'
        f"{marked(text, 'Half', COSTS, user=BERT)}</TextSource></Sources>"
    )
    for guid in (GROUP, GAPS, COSTS, ANNE, BERT, TEXT):
        inside = inside.replace(f'"{guid}"', f'"{{{guid.upper()}}}"')
    return Tool(
        project(inside, "Dedoose", sources={f"sources/{TEXT}.txt": text.encode()}),
        {"Gaps": ["fields are empty"], "Costs": ["Half"]},
        ["more user of the file coded"],
    )


def f4analyse() -> Tool:
    """UTF-16 texts, times in the words, a memo on a selection, and a text that stays where it was on the disk."""
    text = CRLF.join([*TALK[:2], "Interviewee: It costs us a week. #00:01:02-3#"])
    selection = marked(text, "costs us a week", COSTS, name="costs us a week")
    selection = selection.replace("</Coding>", f'</Coding><NoteRef targetGUID="{NOTE}"/>')
    inside = (
        f'{USERS}{CODEBOOK}<Sources><TextSource guid="{TEXT}" name="t" plainTextPath="internal://{TEXT}.txt">'
        f'{selection}</TextSource><TextSource guid="{OTHER}" name="o" plainTextPath="absolute:///C:/Users/a/o.txt">'
        f"{marked(text, 'Half', GAPS)}</TextSource><TextSource guid='{GROUP}' name='p' "
        f"plainTextPath='relative://o.txt'/></Sources><Notes><Note guid='{NOTE}' name='Why' "
        f"plainTextPath='internal://{NOTE}.txt' creatingUser='{ANNE}'/></Notes>"
    )
    sources = {f"sources/{TEXT}.txt": text.encode("utf-16"), f"sources/{NOTE}.txt": "Dear time.".encode("utf-16")}
    return Tool(
        project(inside, "f4analyse", sources=sources),
        {"Costs": ["costs us a week"]},
        ["source lies outside of the project file", "coding lies on a source that is left out"],
    )


def quirkos() -> Tool:
    """Texts within the list, CR LF counted double though XML reads it as LF; no users, selections without a name."""
    raw = CRLF.join(TALK)
    inside = (
        f'{CODEBOOK}<Sources><TextSource guid="{TEXT}" name="t"><PlainTextContent>{raw}</PlainTextContent>'
        f"{marked(raw, 'fields are empty', GAPS, user='', name='fields are empty')}"
        f"{marked(raw, 'a week', COSTS, user='', name='a week')}</TextSource></Sources>"
    ).replace(' creatingUser=""', "")
    return Tool(project(inside, "Quirkos 2.5"), {"Gaps": ["fields are empty"], "Costs": ["a week"]})


def recordings() -> Tool:
    """PDF, sound and film as sources, with the texts that stand for them, and selections on a page and in time."""
    text = "\n".join(TALK)
    coding = f'<Coding guid="{NOTE}" creatingUser="{ANNE}"><CodeRef targetGUID="{GAPS}"/></Coding>'
    inside = (
        f'{USERS}{CODEBOOK}<Sources><PDFSource guid="{OTHER}" name="p" path="internal://{OTHER}.pdf">'
        f'<PDFSelection guid="{GAPS}" page="1" firstX="0" firstY="0" secondX="1" secondY="1">{coding}</PDFSelection>'
        f'<Representation guid="{TEXT}" plainTextPath="internal://{TEXT}.txt">'
        f"{marked(text, 'fields are empty', GAPS)}</Representation></PDFSource>"
        f'<AudioSource guid="{BERT}" name="a" path="relative://a.mp3"><AudioSelection guid="{COSTS}" begin="0" end="9">'
        f"{coding}</AudioSelection></AudioSource></Sources>"
    )
    sources = {f"sources/{TEXT}.txt": text.encode(), f"sources/{OTHER}.pdf": b"%PDF-1.7"}
    return Tool(
        project(inside, "Some tool", sources=sources),
        {"Gaps": ["fields are empty"]},
        ["PDF: its pages", "recording (audio)", "selection in an audio recording", "selection on a page of a PDF"],
    )


def careless() -> Tool:
    """What no schema allows and some tool writes all the same: codings without a code, a GUID or a user."""
    text = "\n".join(TALK)
    nameless = marked(text, "Half", GAPS).replace(f'<CodeRef targetGUID="{GAPS}"/>', "")
    both = marked(text, "a week", COSTS).replace("</PlainTextSelection>", '<Coding guid=""/></PlainTextSelection>')
    inside = (
        f'{CODEBOOK}<Sources><TextSource guid="{TEXT}" name="t" plainTextPath="{TEXT}.txt">{nameless}{both}'
        f'<PlainTextSelection startPosition="x" endPosition="9"/></TextSource></Sources>'
    )
    return Tool(
        project(inside, "Careless", sources={f"{TEXT}.txt": text.encode()}),
        {"Costs": ["a week"]},
        ["selection without a code", "selection has no positions", "2 × coding names no code"],
    )


@pytest.mark.parametrize("tool", [maxqda, qda_miner, dedoose, f4analyse, quirkos, recordings, careless])
def test_a_project_of_another_tool_is_imported_right_or_told(tool, study, people):
    made = tool()
    join(people.imani, study, Role.CODER)
    given = read_file(io.BytesIO(made.data), name="theirs.qdpx")
    done = import_project(by=people.imani, study=study, project=given, new_interviews=True)
    found: dict[str, list[str]] = {}
    for one in Coding.objects.select_related("code", "segment").order_by("pk"):
        found.setdefault(one.code.name, []).append(one.segment.text[one.start : one.end])
    assert found == made.coded
    assert study.interviews.count() == 1
    assert Code.objects.get(name="Gaps").parent == Code.objects.get(name="Trouble")
    assert Memo.objects.count() == (tool is f4analyse)
    missing = [words for words in made.told if not any(words in line for line in done.remarks)]
    assert (missing, len(done.remarks)) == ([], len(made.told)), done.remarks


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_a_codebook_as_taguette_writes_it_is_imported(before, study, people):
    xml = (
        f'{HEAD}\r\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4.1"><Codes>\r\n'
        f'<Code guid="{GAPS}" name="data.gaps" isCodable="true"><Description>What is missing</Description></Code>'
        f'<Code guid="{COSTS}" name="data" isCodable="true"><Description/></Code></Codes><Sets/></CodeBook>\r\n'
    )
    given = read_file(io.BytesIO(before + xml.encode()), name="codebook.qdc")
    done = import_project(by=people.cora, study=study, project=given)
    assert (done.codes, done.remarks) == (2, [])
    assert Code.objects.get(name="data.gaps").definition == "What is missing"
