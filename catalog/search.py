"""Search over published text: issues, strategies and quotes, accents and case folded.

The shipped catalog is small, so its texts are read and compared here, without an index, and the answer is the same
on every database. `search()`, `matching_issues()` and `highlight()` are all that pages use of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Evidence, Issue, Strategy

WORD = re.compile(r"\w+(?:-\w+)*")
# Words that say nothing of what is looked for, English and French, folded.
COMMON_ENGLISH = (
    "a an and are as at be but by do for from has have i in is it its my not of on or our so that the their "
    "they this to too was we what when why with you your"
)
COMMON_FRENCH = (
    "au aux c ce ces d dans de des du elle en est et il ils j je l la le les leur mes mon n ne nos notre nous "
    "ou par pas pour qu que qui s sa se ses son sur un une vos votre y"
)
COMMON = frozenset([*COMMON_ENGLISH.split(), *COMMON_FRENCH.split()])
CODE = re.compile(r"(ml[qs])-?0*(\d+)")
EXCERPT_WIDTH = 220
QUERY_WORDS = 12
# The weight of a title, which stands above its excerpt already; and what a word counts in each further part.
TITLE = 10.0
REPEATED = 0.3


@dataclass(frozen=True)
class Hit:
    """Something found. `where` is the text that matched, with `score` for how well; higher is better."""

    item: Any
    score: float
    where: str
    whole: bool


@dataclass(frozen=True)
class Results:
    """What a query found, best first. `whole` is false where nothing holds all of its words."""

    query: str
    words: tuple[str, ...] = ()
    issues: list[Hit] = field(default_factory=list)
    strategies: list[Hit] = field(default_factory=list)
    quotes: list[Hit] = field(default_factory=list)
    whole: bool = True

    @property
    def count(self) -> int:
        return len(self.issues) + len(self.strategies) + len(self.quotes)


def fold(text: str) -> str:
    """`text` without case and accents, one character for each of its own, so that offsets stay true."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0] if character else ""
    return base.lower()[:1] or character


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query that mean something, each once; a code such as MLQ-7 becomes mlq-007."""
    folded = CODE.sub(lambda match: f"{match[1]}-{int(match[2]):03d}", fold(query))
    found = dict.fromkeys(WORD.findall(folded))
    return tuple([word for word in found if word not in COMMON][:QUERY_WORDS])


def stem(word: str) -> str:
    """`word` without the ending of a plural: enough for both languages, and never shorter than three letters."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" else word


def search(query: str) -> Results:
    """Issues, strategies and quotes that hold the words of `query`, or, where nothing holds all, most of them."""
    words = words_of(query)
    if not words:
        return Results(query)
    issues = found(words, ((issue, parts_of_issue(issue)) for issue in readable_issues()))
    strategies = found(words, ((strategy, parts_of_strategy(strategy)) for strategy in readable_strategies()))
    quotes = found(words, ((quote, [(quote.text, 2.0)]) for quote in readable_quotes()))
    whole = any(hit.whole for hit in (*issues, *strategies, *quotes))
    if whole:
        issues, strategies, quotes = ([hit for hit in hits if hit.whole] for hits in (issues, strategies, quotes))
    return Results(query, words, issues, strategies, quotes, whole)


def matching_issues(query: str) -> list[int]:
    """Primary keys of the published issues whose own words or quotes hold all of `query`'s words, best first.

    An empty query, or one of common words only, has no opinion: it raises nothing and matches nothing.
    """
    words = words_of(query)
    if not words:
        return []
    documents = ((issue, parts_of_issue(issue)) for issue in readable_issues())
    hits = found(words, documents)
    by_issue = {hit.item.pk: hit.score for hit in hits if hit.whole}
    for hit in found(words, ((quote, [(quote.text, 2.0)]) for quote in readable_quotes())):
        if hit.whole:
            by_issue.setdefault(hit.item.issue_id, hit.score / 2)
    return sorted(by_issue, key=lambda pk: (-by_issue[pk], pk))


def found(words: Sequence[str], documents: Iterable[tuple[Any, list[tuple[str, float]]]]) -> list[Hit]:
    """The documents, each parts with weights, that hold all of the words or at least half of them, best first."""
    hits = [hit for item, parts in documents if (hit := weigh(words, item, parts))]
    return sorted(hits, key=lambda hit: (-hit.score, str(hit.item)))


def weigh(words: Sequence[str], item: Any, parts: list[tuple[str, float]]) -> Hit | None:
    """How well the parts of `item` answer. A word counts by the weightiest part that holds it, and a little for each
    other part. The excerpt is the part that holds most words; the first of `parts`, the summary, on a tie.
    """
    stems = [stem(word) for word in words]
    shares = {word: [weight * _holds(text, word) for text, weight in parts] for word in stems}
    matched = sum(1 for held in shares.values() if any(held))
    if not matched or matched * 2 < len(stems):
        return None
    score = sum(max(held) + (sum(held) - max(held)) * REPEATED for held in shares.values())
    held_by = [sum(1 for held in shares.values() if held[place]) for place in range(len(parts))]
    where = parts[max(range(len(parts)), key=lambda place: held_by[place] * (parts[place][1] < TITLE))][0]
    return Hit(item, score, where, whole=matched == len(stems))


def _holds(text: str, word: str) -> float:
    """1 where `text` holds the word itself, 0.6 where a word of it begins so, 0 where neither."""
    share = 0.0
    for candidate in WORD.findall(fold(text)):
        if stem(candidate) == word:
            return 1.0
        if len(word) > 2 and any(part.startswith(word) for part in (candidate, *candidate.split("-"))):
            share = 0.6
    return share


def readable_issues() -> Iterable[Issue]:
    """Published issues with all their words, in seven queries."""
    return Issue.objects.published().prefetch_related(  # type: ignore[no-any-return]
        "texts", "claims__texts", "mitigations__texts", "primary_phase__texts"
    )


def readable_strategies() -> Iterable[Strategy]:
    return Strategy.objects.published().prefetch_related("texts")  # type: ignore[no-any-return]


def readable_quotes() -> Iterable[Evidence]:
    """Published quotes of published issues, with what a hit shows."""
    return (  # type: ignore[no-any-return]
        Evidence.objects.published()
        .filter(issue__status=Issue.Status.PUBLISHED)
        .select_related("issue", "phase")
        .prefetch_related("issue__texts", "phase__texts")
        .order_by("public_id")
    )


def parts_of_issue(issue: Issue) -> list[tuple[str, float]]:
    """The words of an issue in the page's language, with their weights; the summary first, for the excerpt."""
    text = issue.text
    parts = [(text.summary, 4.0), (text.title, TITLE), (issue.code, 50.0)] if text else []
    parts += [(claim.text.statement, 3.0) for claim in issue.claims.all() if claim.text]
    parts += [(mitigation.text.how, 2.0) for mitigation in issue.mitigations.all() if mitigation.text]
    return [*parts, (plain(text.description), 1.5)] if text else [(issue.code, 50.0)]


def parts_of_strategy(strategy: Strategy) -> list[tuple[str, float]]:
    text = strategy.text
    parts = [(text.summary, 4.0), (text.title, TITLE), (plain(text.description), 1.5)] if text else []
    return [*parts, (strategy.code, 50.0)]


def plain(text: str) -> str:
    """Markdown without its marks, for an excerpt."""
    return re.sub(r"[*_`#>]+|^- ", "", text, flags=re.MULTILINE)


def highlight(text: str, words: Sequence[str], *, width: int = 0) -> SafeString:
    """`text` escaped, the words that match marked; cut around the first of them where `width` is given."""
    stems = [stem(word) for word in words]
    spans = [
        match.span()
        for match in WORD.finditer(fold(text))
        if any(stem(match[0]) == word or (len(word) > 2 and match[0].startswith(word)) for word in stems)
    ]
    start, end = _window(text, spans[0][0] if spans else 0, width)
    pieces = ["… " if start else ""]
    place = start
    for left, right in spans:
        if start <= left and right <= end:
            pieces += [escape(text[place:left]), "<mark>", escape(text[left:right]), "</mark>"]
            place = right
    pieces += [escape(text[place:end]), " …" if end < len(text) else ""]
    # Every piece of `text` went through escape() above.
    return mark_safe("".join(pieces))  # nosec B308 B703


def _window(text: str, around: int, width: int) -> tuple[int, int]:
    """Where to cut `text` so that `around` is inside, at white space; all of it where `width` is 0."""
    if not width or len(text) <= width:
        return 0, len(text)
    start = max(0, around - width // 3)
    start = text.find(" ", start) + 1 if start else 0
    end = text.find(" ", start + width)
    return start, end if end != -1 else len(text)
