"""Another reading of the study's plain transcripts, made without this package: what words must come out?

It knows only the handful of labels these files use, strikes them (and the Delve print's first and last
line) out of the source and takes all that is left, split at white space. How many were struck out is how
many turns there must be.
"""

import re

LABEL = re.compile(
    r"""
      ^[ \t]*interview(?:er|ee)[ ]?\d?(?:[ ]\d)?[ ]?:       # at a line's start, before a colon
    | ^[ \t]*(?:interview(?:er|ee)|unknown[ ]speaker)[ \t]*$  # alone on its line
    | ^(interview(?:er|ee))\*\*\1\*\*$                        # doubled by the Delve tool
    | (?<=\.[ ])interviewee:                                  # inside a line, after a sentence
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
FOOTER = re.compile(r"^Created with the Delve Qualitative Analysis Tool \(<http://www\.delvetool\.com>\)\s*\Z", re.M)
TITLE = re.compile(r"\A\s*Interview \d+ - \w+\n")


def source_words(text: str) -> list[str]:
    """Return the words of a source but its labels, title and footer."""
    return LABEL.sub(" ", TITLE.sub("", FOOTER.sub("", text))).split()


def source_labels(text: str) -> int:
    """Return how many labels a source has."""
    return len(LABEL.findall(TITLE.sub("", text)))
