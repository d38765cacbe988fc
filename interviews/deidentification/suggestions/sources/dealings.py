"""With whom somebody deals and whence they come: clients, partners, owners, former employers.

"We had a pilot with X", "customers like X", "she came from X", "they were bought by X".
"""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Span, Suggestion, Talk
from interviews.deidentification.suggestions.heard import AFTER_AT, GENERAL, LESS_COMMON, as_a_rare_phrase, as_one_word
from interviews.deidentification.suggestions.names import name_after
from interviews.deidentification.suggestions.oddity import is_bare_noun
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

ORGANISATION = (
    r"(?:compan(?:y|ies)|startups?|start-ups?|firms?|consultanc(?:y|ies)|clients?|customers?|employers?|banks?|providers?"
    r"|partners?|vendors?|suppliers?|competitors?|retailers?|insurers?|hospitals?|agenc(?:y|ies)|investors?|boîtes?"
    r"|entreprises?|compagnies?|fournisseurs?|partenaires?|concurrents?)"
)
DEAL = (
    r"(?:demo|pilot|proof of concept|poc|intern(?:ed|ing|ship)|compet(?:e|ed|ing)|projects?|contracts?|deals?"
    r"|partnership|collaboration|meetings?|engagement|mandate|mandat|contrats?|projets?|collaborat(?:ed|ing)|partner(?:ed|ing)"
    r"|together|merger|merged)"
)
STUDIED = r"(?:j['’]étais|je suis|travaill\w+|bosse|bossé|stage|doctorat|maîtrise|master|étudi\w+|études)"
# After these a name is heard in any word that can be one.
NAMED = re.compile(
    rf"\b(?:by the name of|under the name(?: of)?|du nom de|{STUDIED} (?:à|chez)|join(?:ed|ing)?|(?:rejoint|quitté)"
    r"|(?:I|we|he|she|they) (?:left|quit)|(?:I['’]m|I am|I was|he['’]s|she['’]s) (?:currently |now |still )?with"
    rf"|(?:previous|current|former|last|new|first|old) {ORGANISATION}(?: is| was|,| were)"
    # Who hesitates there looks for a name.
    rf"|{ORGANISATION} (?:is|was),? (?:uh|um|euh)"
    rf"|{ORGANISATION} (?:that |where |which )?(?:I|we) (?:\w+ ){{1,4}}(?:is|was))(?=[\s,])",
    re.IGNORECASE,
)
# After these much else may stand as well.
MAYBE = re.compile(
    rf"\b(?:{DEAL} (?:with|for|avec|pour)"
    rf"|{ORGANISATION}(?: (?:of|de|in|en) \w+)?(?: is| was| are| were)?(?: like| such as|,| called| named| comme)"
    rf"|(?:my|our|the|one of (?:our|the|my)|notre|mon) {ORGANISATION}(?: is| was| are| were| est)?"
    rf"|{ORGANISATION}(?: is| are)|(?:school|university|college|hospital) (?:is|was)"
    r"|(?:I|he|she|who|they|we) (?:came|come|comes|moved|switched|went) (?:over |back )?(?:from|to|by)"
    r"|(?:acquired|bought|owned|funded|backed|founded|developed|built|tender) by|work(?:ed|ing|s)? (?:with|for)"
    r"|(?:funding|grants?|money|data|images|support|help) from"
    r"|(?:subsidiary|division|branch|arm|spin-?off|spun out|part|management|owners?|founders?|shareholders?) of"
    r"|(?:formerly|previously|originally) (?:at|with|from)"
    r"|(?:racheté|acheté|développé|fondé)e?s? par|filiale de|travaill\w+ (?:avec|pour))(?=[\s,])",
    re.IGNORECASE,
)
# "X is our client", "X, our biggest customer".
IS_ONE = re.compile(
    r"(?:,| is| was|, which is|, who are|,? c['’]est)(?: basically| like| kind of| actually| just)*"
    rf" (?:our|my|the|one of our|an?|une?|notre)(?: [\w-]+){{0,2}}? {ORGANISATION}\b",
    re.IGNORECASE,
)
AND_ANOTHER = re.compile(r"(?:,| and|, and| or| et)(?= )")
MOST_BESIDE = 4


class Dealings:
    name = "dealing"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue in NAMED.finditer(turn.text):
                if span := name_after(turn.text, cue.end(), small=as_one_word):
                    yield from self.judged(turn.position, turn.text, span, 0.4)
            for cue in MAYBE.finditer(turn.text):
                span = name_after(turn.text, cue.end()) or as_a_rare_phrase(turn.text, cue.end())
                for _ in range(MOST_BESIDE):
                    if not span:
                        break
                    yield from self.judged(turn.position, turn.text, span, 0.3)
                    more = AND_ANOTHER.match(turn.text, span[1])
                    span = name_after(turn.text, more.end()) if more else None
            ends = {token.end: token for token in tokens_of(turn.text)}
            for found in IS_ONE.finditer(turn.text):
                if (token := ends.get(found.start())) and could_be_one(token):
                    yield from self.judged(turn.position, turn.text, (token.start, token.end), 0.35)

    def judged(self, position: int, text: str, span: Span, small: float) -> Iterator[Suggestion]:
        """The suggestion for a span after a cue: surer with a capital, low for a tool that everybody uses."""
        words = [token.base for token in tokens_of(text) if span[0] <= token.start < span[1]]
        if all(word in TALK for word in words):
            return
        tool = all(is_technology(word) for word in words)
        confidence = 0.2 if tool else 0.55 if text[span[0]].isupper() else small
        yield Suggestion(position, *span, "company", self.name, confidence, not tool)


def could_be_one(token: Token) -> bool:
    """Whether a word may be the name of what is said to be an organisation."""
    word = token.base
    if token.capital:
        return word not in TALK
    return is_bare_noun(word) and word not in GENERAL and word not in AFTER_AT and zipf(word) < LESS_COMMON
