"""What is said of an organisation around its placeholder: that somebody works there, did before, or what it is.

Patterns for English and French, chosen to be rarely wrong rather than to find everything: their findings become
questions to a person (collisions.py).
"""

import re

PRESENT, FORMER, CLIENT = "present employer", "former employer", "client"

_FILLER = r"(?:(?:uh|um|er|like|you know|so|actually|now|currently|right now|donc|euh|ben|actuellement)[,.]? )*"
_FIRST = r"(?:I(?:['’]m| am| was| have been|['’]ve been)|we(?:['’]re| are))"
_AT = r"(?:at|for|with|of)"
# Words of a job between "I am" and "at": letters only, so that no other sentence begins in between.
_JOB = r"(?:[\w'’/-]+[, ] ?){0,6}?"

_BEFORE = {
    PRESENT: (
        rf"\b(?:I|you) (?:do )?(?:currently |now )?work(?:ing)? {_FILLER}(?:at|for) {_FILLER}$",
        rf"\b(?:I(?:['’]m| am)|you(?:['’]re| are)) {_FILLER}(?:\w+ing )?{_JOB}at {_FILLER}$",
        rf"\bI(?:['’]ve| have) been {_FILLER}{_JOB}at {_FILLER}$",
        rf"\b(?:here at|my (?:current )?(?:company|employer),?) {_FILLER}$",
        rf"\b(?:je|tu|vous) travaill\w+ {_FILLER}(?:à|chez|pour|au sein de) {_FILLER}$",
        rf"\bje suis {_JOB}(?:à|chez|au sein de) {_FILLER}$",
    ),
    FORMER: (
        rf"\b(?:used to work|previously|formerly|ex-?employee) {_JOB}{_AT} {_FILLER}$",
        rf"\b(?:I|you|we) (?:left|quit) {_FILLER}$",
        rf"\b(?:before|prior to|previously)(?: that| this)?,? {_FILLER}(?:I |we )?(?:{_JOB})(?:at|for) {_FILLER}$",
        rf"\b(?:j['’]ai quitté|avant,? {_JOB}(?:à|chez)|je travaillais {_JOB}(?:à|chez|pour)) {_FILLER}$",
        r"\b(?:my|mon) (?:former|previous|last|ancien) (?:company|employer|employeur),? $",
    ),
    CLIENT: (rf"\b(?:our|my|the|a|notre|un) (?:client|customer)(?:,| is| was| called| like| est)? {_FILLER}$",),
}
_AFTER = {CLIENT: (r"^,? (?:is|was|est|était) (?:our|a|my|notre|un) (?:client|customer)\b",)}
_CUES_BEFORE = {role: re.compile("|".join(cues), re.IGNORECASE) for role, cues in _BEFORE.items()}
_CUES_AFTER = {role: re.compile("|".join(cues), re.IGNORECASE) for role, cues in _AFTER.items()}
_SAID_TO_BE = re.compile(
    r"^[,.]? ?(?:(?:which|who|that|it|qui|c['’]) ?)?(?:is|are|was|est|sont) "
    rf"{_FILLER}(?:an?|une?|the|le|la) {_FILLER}(?P<what>[^.,;:?!]{{3,60}})",
    re.IGNORECASE,
)
_STATES = re.compile(r"^[,.]? ?(?:which|who|that|it|qui|c['’])", re.IGNORECASE)
_SENTENCE = re.compile(r"[.?!]\s+")
# Words of any description, which say nothing of what is described.
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "the for and that which very really big large small great good grand grande petit petite qui des une les très "
        "company firm compagnie entreprise société kind sort lot other one aussi also",
    )
)
REACH = 110
"""So many characters before a placeholder may hold what is said of it; a sentence's end cuts them short."""


def role_of(text: str, start: int, end: int) -> str | None:
    """What the organisation named at `start` to `end` is said to be to the speaker: a role of this module, or None.

    >>> text = "I used to work at Company 1."
    >>> role_of(text, 18, 27)
    'former employer'
    """
    before = _SENTENCE.split(text[max(0, start - REACH) : start].replace("\n", " "))[-1]
    after = text[end : end + REACH]
    for role in (FORMER, CLIENT, PRESENT):
        if _CUES_BEFORE[role].search(before) or (role in _CUES_AFTER and _CUES_AFTER[role].search(after)):
            return role
    return None


def description(text: str, end: int) -> frozenset[str]:
    """The words by which the organisation named just before `end` is described: "which is a bakery".

    Empty where it is not described.
    """
    found = _SAID_TO_BE.match(text[end : end + REACH].replace("\n", " "))
    if found is None or not _STATES.match(text[end : end + REACH]):
        return frozenset()
    words = re.findall(r"\w{3,}", found["what"].casefold())
    return frozenset(words[:6]) - _PLAIN
