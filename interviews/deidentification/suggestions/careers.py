"""Where in a talk somebody tells who they are: its beginning, and turns about work and studies of their own.

Most names of employers, schools and places stand there, so a word needs less to be taken for one.
"""

import re

from interviews.deidentification.suggestions.base import Turn

BEGINNING = 14
"""So many turns, in which people usually introduce themselves."""
OWN = (
    r"(?:background|career|degree|master|ph\.?d|bachelor|company|employer|experience|job|role|position|title|studies"
    r"|internship|thesis|maîtrise|doctorat|parcours|expérience|poste)"
)
CAREER = re.compile(
    rf"\b(?:(?:my|mon|ma|mes) (?:own )?{OWN}"
    r"|(?:I|I['’]ve been|I['’]m|I was|I am|je suis|j['’]étais) (?:currently |now |also |actually |still )*"
    r"(?:at|with|in|from|à|chez)"
    r"|(?:I|I['’]ve|I['’]m|I was|I am|je|j['’]ai) (?:currently |now |also |been |actually )*"
    r"(?:work|working|worked|joined|studied|graduated|started|left|hired|travaill\w+|étudi\w+))\b",
    re.IGNORECASE,
)


def tells_a_career(turn: Turn) -> bool:
    return turn.position < BEGINNING or CAREER.search(turn.text) is not None
