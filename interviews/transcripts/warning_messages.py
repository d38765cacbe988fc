"""What the reader finds odd and reads all the same. No message quotes words or labels of the source."""

from interviews.transcripts.document import ReadingWarning

MESSAGES = {
    "ambiguous-role": "the label is misspelled so that both roles may be meant; check who speaks",
    "continuations": "{count} unlabelled paragraph(s), the first one here, read as more of the turn before",
    "doubled-label": "the label stands here twice; read once",
    "doubled-number": "the label has two numbers; the first one counts",
    "empty-turn": "the label has no words; the turn stays, empty",
    "guessed-encoding": "the file does not tell its encoding; read as {encoding}",
    "inline-label": "a label inside the line begins a new turn",
    "label-typo": "the label is misspelled; read as the role it is nearest to",
    "label-without-colon": "the label stands alone on its line without a colon",
    "left-out": "{what} of the Word file are not read",
    "missing-label": "a paragraph without a label follows the words of a turn; read as more of that turn",
    "no-colon": "a semicolon or a tab stands after the label; read as a colon",
    "number-conflict": "title line and file name give different interview numbers; the file name counts",
    "possible-label": "the paragraph begins as if with a label, but no known one; read as more of the turn before",
    "several-speakers": "the label names several speakers at once; read as one speaker of that name",
    "table-header": "the table's header row is left out",
    "text-before-first-label": "words before the first label; read as a turn of an unknown speaker",
    "text-outside-cue": "text outside of any cue; read as more of the cue before",
    "title-line": "the title line is left out",
    "tool-footer": "the tool's footer is left out",
    "unknown-roles": "{count} turn(s), the first one here, whose label does not tell the role",
}


def warning(line: int, code: str, **facts: object) -> ReadingWarning:
    """Return the warning `code` at `line`, its message filled with `facts` (counts, never words)."""
    return ReadingWarning(line, code, MESSAGES[code].format(**facts))
