"""Lint of policy texts by words: which articles of a law a sentence may touch, and which it only forbids.

An article has groups of words; a sentence touches it with a word of each group. A prohibiting word (不得, 清理 …)
governs what follows in its sentence, until an ellipsis (the words left out are not known) or a comma behind which a
new predicate opens (对, 给予 …); a word such as 一律废止 at the end governs what is before it, back to there.
A touch is 命中, 否定 (its words are governed) or 除外 (an exception stands in the sentence). Words only, no patterns:
the time is that of the text for each length of words.
命中不等于违规，零命中不等于合规.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

Outcome = Literal["命中", "否定", "除外"]
HIT, NEGATED, EXCEPTED = "命中", "否定", "除外"
STRONG = "强"
_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]*")
_COMMAS = "，,：:"
_ELLIPSES = ("…", "...")
_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*(%|％|倍)")
#: Longer words are no words of a lexicon; so many articles of a store are looked for, which bounds the time.
LONGEST_WORD, MOST_ARTICLES = 40, 2000
#: Groups of an article, and words of a group, with which it is still looked for; one that has more touches nothing.
MOST_GROUPS, MOST_WORDS = 20, 1000


class Article(NamedTuple):
    """An article that a text may touch: a sentence with one word of each group, unless it has one of ``unless``.

    ``of`` is the sort of texts that it is about (policy, fund); with ``excuse`` 依照法律 and the like except it too.
    """

    id: str
    of: str
    law: str
    article: str
    title: str
    all: Sequence[Sequence[str]]
    strength: str = STRONG
    unless: Sequence[str] = ()
    excuse: bool = False

    @property
    def place(self) -> str:
        """Law and article: 公平竞争审查条例第十条第二项."""
        return f"{self.law}{self.article}"

    @property
    def is_usable(self) -> bool:
        """True if it has groups, each with words, and neither too many."""
        return 0 < len(self.all) <= MOST_GROUPS and all(any(group) and len(group) <= MOST_WORDS for group in self.all)


class LintHit(NamedTuple):
    """An article that a sentence touches; ``start`` and ``end`` are those of the first of its ``words`` in the text.

    ``by`` is the word that negates or excepts it; ``percent`` the ratio in the sentence (1.2 倍 is 120), if it has one.
    """

    article: Article
    outcome: Outcome
    start: int
    end: int
    words: tuple[str, ...]
    sentence: str
    by: str = ""
    percent: Decimal | None = None


class _WordPlace(NamedTuple):
    """A word at its place in a sentence."""

    start: int
    word: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


class _Scope(NamedTuple):
    """The stretch of a sentence that a prohibiting word governs."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Lexicon:
    """Articles, and the words by which sentences forbid or except."""

    articles: Sequence[Article]
    negations: Sequence[str] = ()
    #: Words that only look like a negation: 规范性文件.
    no_negations: Sequence[str] = ()
    #: They govern what is before them in the sentence: 一律废止.
    negations_behind: Sequence[str] = ()
    openers: Sequence[str] = ()
    excuses: Sequence[str] = ()

    @cached_property
    def _articles_of_word(self) -> Mapping[str, Sequence[int]]:
        """By word the articles to try: each stands under the words of the group that the fewest others share.

        Articles with an empty group touch nothing, nor do those that are too long.
        """
        full = [(n, article) for n, article in enumerate(self.articles) if article.is_usable]
        shared = Counter(word for _, article in full for group in article.all for word in set(group))
        out: dict[str, dict[int, None]] = defaultdict(dict)
        for n, article in full:
            for word in min(article.all, key=lambda group: sum(shared[word] for word in group)):
                out[word][n] = None
        return {word: list(places) for word, places in out.items()}

    @cached_property
    def _words(self) -> "WordFinder":
        exceptions = (word for article in self.articles for word in article.unless)
        own = (*self.negations, *self.no_negations, *self.negations_behind, *self.excuses, *exceptions)
        of_groups = (word for article in self.articles for group in article.all for word in group)
        return WordFinder((*of_groups, *own))

    def hits(self, text: str, of: str = "policy") -> Iterator[LintHit]:
        """Every article of that sort that a sentence of the text touches, sentence by sentence; one hit an article."""
        for match in _SENTENCE.finditer(text):
            yield from self._sentence_hits(match[0], match.start(), of)

    def _sentence_hits(self, sentence: str, offset: int, of: str) -> Iterator[LintHit]:
        by_word: dict[str, list[_WordPlace]] = defaultdict(list)
        for place in self._words.find(sentence):
            by_word[place.word].append(place)
        touched = dict.fromkeys(n for word in by_word for n in self._articles_of_word.get(word, ()))
        if not touched:
            return
        scopes = list(self._scopes(sentence, by_word))
        for n in sorted(touched):
            article = self.articles[n]
            if article.of == of and (hit := self._hit(article, sentence, offset, by_word, scopes)):
                yield hit

    def _hit(
        self,
        article: Article,
        sentence: str,
        offset: int,
        by_word: Mapping[str, Sequence[_WordPlace]],
        scopes: Sequence[_Scope],
    ) -> LintHit | None:
        """The hit of one article; of each group the first word that nothing governs, else the first."""
        chosen: list[_WordPlace] = []
        by = ""
        for group in article.all:
            places = sorted(place for word in dict.fromkeys(group) for place in by_word.get(word, ()))
            if not places:
                return None
            free = next((place for place in places if not _governing(place, scopes)), None)
            chosen.append(free or places[0])
            by = by or ("" if free else _governing(places[0], scopes))
        excuses = (*article.unless, *(self.excuses if article.excuse else ()))
        excuse = next((word for word in excuses if word in by_word), "")
        outcome: Outcome = "否定" if by else "除外" if excuse else "命中"
        first = chosen[0]
        words = tuple(dict.fromkeys(_widest(place, chosen).word for place in chosen))
        span = (offset + first.start, offset + first.end)
        return LintHit(article, outcome, *span, words, sentence.strip(), by or excuse, _percent(sentence, first))

    def _scopes(self, sentence: str, by_word: Mapping[str, Sequence[_WordPlace]]) -> Iterator[_Scope]:
        ends = [*self._openings(sentence), len(sentence)]
        masked = [place for word in self.no_negations for place in by_word.get(word, ())]
        for word in self.negations:
            for place in by_word.get(word, ()):
                if not any(mask.start <= place.start and place.end <= mask.end for mask in masked):
                    yield _Scope(place.end, next(end for end in ends if end >= place.end), word)
        starts = [0, *ends]
        for word in self.negations_behind:
            for place in by_word.get(word, ()):
                begin = next(start for start, end in pairwise(starts) if place.start < end)
                yield _Scope(begin, place.start, word)

    def _openings(self, sentence: str) -> Iterator[int]:
        """The commas behind which a new predicate opens, and ellipses: what was left out may have ended the old one."""
        for n, char in enumerate(sentence):
            is_comma = char in _COMMAS and any(sentence.startswith(word, n + 1) for word in self.openers)
            if is_comma or sentence.startswith(_ELLIPSES, n):
                yield n


class WordFinder:
    """Every place of many words in a text, by the sets of words of each length."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, set[str]] = defaultdict(set)
        for word in words:
            if 0 < len(word) <= LONGEST_WORD:
                self._by_length[len(word)].add(word)

    def find(self, text: str) -> Iterator[_WordPlace]:
        """The places of the words; those that overlap too."""
        for length, words in self._by_length.items():
            for start in range(len(text) - length + 1):
                if (piece := text[start : start + length]) in words:
                    yield _WordPlace(start, piece)


def _governing(place: _WordPlace, scopes: Sequence[_Scope]) -> str:
    """The word that governs the place; empty: none."""
    return next((scope.word for scope in scopes if scope.start <= place.start and place.end <= scope.end), "")


def _widest(place: _WordPlace, places: Sequence[_WordPlace]) -> _WordPlace:
    """The longest of the places that it lies in."""
    return max((other for other in places if other.start <= place.start and place.end <= other.end), key=_length)


def _length(place: _WordPlace) -> int:
    return len(place.word)


def _percent(sentence: str, place: _WordPlace) -> Decimal | None:
    """The first ratio behind the place, in percent: 1.2倍 is 120."""
    match = _PERCENT.search(sentence, place.end)
    if match is None:
        return None
    return Decimal(match[1]) * (100 if match[2] == "倍" else 1)
