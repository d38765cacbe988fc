"""That nothing in the payload names or links anybody."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from interviews.gate_rules.base import EvidenceCandidate, Finding, IssueCandidate
from interviews.payload import payload_hash
from interviews.transcripts.placeholders import find_placeholders

# A placeholder of our own with a number or letter of its own: [company 2], [person A].
NUMBERED = re.compile(r"\[[^\[\]]*(?:\d|\b[A-Z]\b)[^\[\]]*\]")


def names_no_identifier(candidate: EvidenceCandidate | IssueCandidate) -> Iterator[Finding]:
    """No identifier of any study stands anywhere in the payload, unless a second person cleared that occurrence."""
    cleared = {(c.identifier_id, c.payload_sha256, c.start, c.end) for c in candidate.clearances()}
    for part in candidate.parts:
        for match in candidate.registry.find_each(part.text):
            is_cleared = (match.key, payload_hash(part.text), match.start, match.end) in cleared
            yield Finding(
                "names_no_identifier",
                f"identifier {match.key} stands at {match.start}-{match.end} of the {part.place}",
                "a second person cleared it"
                if is_cleared
                else "replace it, or have a second person clear this occurrence",
                holds=not is_cleared,
            )


def names_nobody_across_parts(candidate: EvidenceCandidate | IssueCandidate) -> Iterator[Finding]:
    """No identifier runs from the end of one text into the next one on the page. Nobody can clear that."""
    for page in candidate.pages:
        ends = list(accumulate(len(part.text) + 1 for part in page))
        for match in candidate.registry.find_each("\n".join(part.text for part in page)):
            first, last = (bisect_right(ends, at) for at in (match.start, match.end - 1))
            if first != last:
                yield Finding(
                    "names_nobody_across_parts",
                    f"identifier {match.key} runs from the {page[first].place} into the {page[last].place}",
                    "write one of them otherwise",
                )


def placeholders_tell_a_type_only(candidate: EvidenceCandidate | IssueCandidate) -> Iterator[Finding]:
    """With linking off, no placeholder says which company it was: neither "Company X" nor "[company 2]"."""
    if candidate.study.linking_labels:
        return
    for part in candidate.own_parts:
        spans = [(found.start, found.end) for found in find_placeholders(part.text) if found.key]
        spans += [found.span() for found in NUMBERED.finditer(part.text)]
        for start, end in sorted(set(spans)):
            yield Finding(
                "placeholders_tell_a_type_only",
                f"the placeholder at {start}-{end} of the {part.place} tells one company or person from another",
                "replace it by its type alone, such as [company]",
            )
