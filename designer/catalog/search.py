"""Finds parts by what a person types: ids, names, makers, part numbers, beginnings, pieces, slips."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from designer.catalog.library import Library
from designer.model.kinds import KINDS
from designer.model.parts.part import Part

EXACT, KIND_NAME, NAME_START, KIND_START, OTHER_START, USE, NAME_PIECE, OTHER_PIECE, PURPOSE, SLIP, SCATTERED = range(
    11
)
"""How well a word fits a part, best first; USE is a place that its kind takes, the last two are guesses."""

SHORTEST_SLIP: Final = 4
MOST_KEPT: Final = 3
MAX_QUERY: Final = 200
MOST_PHRASE: Final = 4
"""Words of the longest name of a kind or use."""
_RATE: Final = re.compile(r"(\d+)(g|gb|gbe|gbit|gbps)")
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_KIND_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}


class PartIndex:
    """The words of all parts of a library, for repeated searches."""

    def __init__(self, library: Library) -> None:
        """Index the parts of LIBRARY; later changes of it are not seen."""
        own = library.own
        # Own parts first, each in the usual order: places are then ranks, and sets of them small.
        self._parts: list[Part] = sorted(
            library.parts.values(), key=lambda part: (part.id not in own, *_usual_order(part))
        )
        self._own = sum(part.id in own for part in self._parts)
        self._names: list[str] = []
        self._others: list[str] = []
        self._exact: dict[str, set[int]] = {}
        self._kinds: dict[str, set[int]] = {}
        self._rates: dict[str, set[int]] = {}
        of_kind: dict[str, set[int]] = {}
        name_words: dict[str, set[int]] = {}
        kind_words: dict[str, set[int]] = {}
        other_words: dict[str, set[int]] = {}
        purpose_words: dict[str, set[int]] = {}
        for place, part in enumerate(self._parts):
            of_kind.setdefault(part.kind, set()).add(place)
            names, others = _words(_name_texts(part)), _words(_other_texts(part))
            self._names.append(" ".join(names))
            self._others.append(" ".join(others))
            for word in names:
                name_words.setdefault(word, set()).add(place)
            for word in _words(_kind_texts(part)):
                kind_words.setdefault(word, set()).add(place)
            for word in others:
                other_words.setdefault(word, set()).add(place)
            for word in _words([part.summary]):
                purpose_words.setdefault(word, set()).add(place)
            # Whole names without spaces: "dgxh100" finds DGX H100.
            for whole in set(map(_joined, _kind_texts(part))):
                self._kinds.setdefault(whole, set()).add(place)
            for rate in _rate_words(part):
                self._rates.setdefault(rate, set()).add(place)
            for whole in (part.id, part.id.partition("/")[2], part.name, part.part_number, *part.aliases):
                if whole:
                    self._exact.setdefault(_joined(whole), set()).add(place)
        self._words = {
            PURPOSE: purpose_words,
            OTHER_START: other_words,
            KIND_START: kind_words,
            NAME_START: name_words,
        }
        # What people call a kind or its uses, by its words: ("vector", "db") and ("vector", "dbs").
        self._phrases: dict[tuple[str, ...], dict[int, int]] = {}
        for kind, places in of_kind.items():
            for fit, phrase in _phrases(kind):
                fits = self._phrases.setdefault(phrase, {})
                for place in places:
                    fits[place] = min(fit, fits.get(place, fit))
        # Sorted, so that all words with a prefix are one run.
        self._sorted = {fit: sorted(words) for fit, words in self._words.items()}

    def search(self, text: str, *, limit: int = 50) -> list[Part]:
        """The parts that TEXT may mean, likeliest first; all of them, in their usual order, when it is empty.

        Every word of TEXT must fit, by itself or in what people call a kind ("vector db") or a use of it ("top of
        rack"). Of equally fitting parts the person's own come first. One typing slip, and
        letters scattered through a name, count only for a word that fits nowhere else.

        Args:
            text: What was typed.
            limit: How many parts at most.
        """
        words = _words([text[:MAX_QUERY]])
        if not words:
            return self._parts[:limit]
        phrases = list(self._split(words))
        found = _all_fit([self._phrase_fits(phrase) for phrase in phrases])
        # The last noun says what is meant: a "GPU server" is a server, and no GPU.
        meant = self._phrases.get(phrases[-1], {})
        ranked = {place: (1 if meant.get(place) == KIND_NAME else 2, fit) for place, fit in found.items()}
        # A part that is called exactly so is first, whatever else fits.
        for place in self._exact.get(_joined(text[:MAX_QUERY]), ()):
            ranked[place] = (0, 0)
        order = sorted(
            ranked,
            key=lambda place: (*ranked[place], place >= self._own, self._length(place, *ranked[place]), place),
        )
        return [self._parts[place] for place in order[:limit]]

    def _split(self, words: list[str]) -> Iterator[tuple[str, ...]]:
        """Cut WORDS into the longest names of kinds and uses, and single words."""
        start = 0
        while start < len(words):
            longest = range(min(MOST_PHRASE, len(words) - start), 1, -1)
            length = next((n for n in longest if tuple(words[start : start + n]) in self._phrases), 1)
            yield tuple(words[start : start + length])
            start += length

    def _phrase_fits(self, phrase: tuple[str, ...]) -> dict[int, int]:
        """Return how well PHRASE fits each part, as the name of its kind or by each of the words."""
        named = self._phrases.get(phrase, {})
        if len(phrase) == 1:
            found = self._fits(phrase[0], known=bool(named))
        else:
            found = _all_fit([self._fits(word, known=True) for word in phrase])
        for place, fit in named.items():
            found[place] = min(fit, found.get(place, fit))
        return found

    def _length(self, place: int, tier: int, fit: int) -> int:
        """The length of a part's name where names were asked for or guessed: the shortest is the likeliest."""
        return len(self._parts[place].name) if tier == 0 or fit == NAME_START or fit >= SLIP else 0

    def _fits(self, word: str, *, known: bool = False) -> dict[int, int]:
        """Return how well WORD fits each part that it fits at all, by its place; no guesses about a KNOWN word."""
        found: dict[int, int] = dict.fromkeys(_starting(self._sorted[PURPOSE], self._words[PURPOSE], word), PURPOSE)
        for place, (names, others) in enumerate(zip(self._names, self._others, strict=True)):
            if word in names:
                found[place] = NAME_PIECE
            elif word in others:
                found[place] = OTHER_PIECE
        for fit in (OTHER_START, KIND_START, NAME_START):
            for place in _starting(self._sorted[fit], self._words[fit], word):
                found[place] = fit
        rate = _RATE.fullmatch(word)
        for place in self._rates.get(f"{rate[1]}g", ()) if rate else ():
            found[place] = NAME_START
        for fit, whole in ((KIND_NAME, self._kinds), (EXACT, self._exact)):
            for place in whole.get(word, ()):
                found[place] = fit
        return found if found or known else self._slips(word) or self._scattered(word)

    def _scattered(self, word: str) -> dict[int, int]:
        """Parts in whose names the letters of WORD stand in order."""
        return {place: SCATTERED for place, names in enumerate(self._names) if _stands_in(word, names)}

    def _slips(self, word: str) -> dict[int, int]:
        """Parts that hold a word one letter away from WORD."""
        if len(word) < SHORTEST_SLIP:
            return {}
        found: dict[int, int] = {}
        for near in _one_letter_away(word):
            for fit in (NAME_START, KIND_START, OTHER_START):
                for place in self._words[fit].get(near, ()):
                    found[place] = SLIP
        return found


def index_of(library: Library) -> PartIndex:
    """The index of LIBRARY, which all who search it share; that of the last few libraries is kept."""
    for kept, index in _indices:
        if kept is library:
            return index
    index = PartIndex(library)
    _indices.append((library, index))
    return index


_indices: Final[deque[tuple[Library, PartIndex]]] = deque(maxlen=MOST_KEPT)


def search(library: Library, text: str, *, limit: int = 50) -> list[Part]:
    """The parts of LIBRARY that TEXT may mean, likeliest first; see `PartIndex.search`."""
    return index_of(library).search(text, limit=limit)


def _usual_order(part: Part) -> tuple[int, str, str, str]:
    """Parts by kind as the palette lists them, then by maker and name."""
    return _KIND_ORDER.get(part.kind, len(_KIND_ORDER)), part.vendor.lower(), part.name.lower(), part.id


def _name_texts(part: Part) -> Iterator[str]:
    """Yield the names of a part."""
    yield from (part.name, part.id.partition("/")[2], part.part_number, *part.aliases)


def _other_texts(part: Part) -> Iterator[str]:
    """Yield what else tells a part: its maker, kind and tags."""
    yield part.vendor
    yield part.id.partition("/")[0]
    yield from _kind_texts(part)
    yield from part.tags


def _kind_texts(part: Part) -> Iterator[str]:
    """Yield the names of the kind of a part."""
    kind = KINDS.get(part.kind)
    yield from (part.kind, kind.title if kind else "", kind.plural if kind else "")


def _phrases(kind_id: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield how well each name and use of a kind fits, with its words, singular and plural."""
    kind = KINDS.get(kind_id)
    if kind is None:
        return
    for fit, names in ((KIND_NAME, (kind.title, kind.plural, *kind.called)), (USE, kind.used_as)):
        for name in names:
            words = tuple(_words([name]))
            yield fit, words
            yield fit, (*words[:-1], words[-1] + "s")


def _rate_words(part: Part) -> set[str]:
    """Return the rates of the ports of a part as people type them, "400g"; not of a few beside many others."""
    most = max((group.count for group in part.ports if group.rate_gbps is not None), default=0)
    return {f"{group.rate_gbps:g}g" for group in part.ports if group.rate_gbps is not None and 8 * group.count > most}


def _all_fit(fits: list[dict[int, int]]) -> dict[int, int]:
    """Add up FITS for the places that are in all of them."""
    first, *others = fits or [{}]
    return {p: fit + sum(other[p] for other in others) for p, fit in first.items() if all(p in o for o in others)}


def _words(texts: Iterable[str]) -> list[str]:
    """The distinct words of TEXTS in lower case, in order."""
    return list(dict.fromkeys(_WORD.findall(" ".join(texts).casefold())))


def _joined(text: str) -> str:
    """TEXT without case, spaces and signs, for an exact comparison."""
    return "".join(_WORD.findall(text.casefold()))


def _starting(ordered: list[str], places: dict[str, set[int]], start: str) -> Iterator[int]:
    """Places of the words in ORDERED that begin with START."""
    for index in range(bisect_left(ordered, start), len(ordered)):
        if not ordered[index].startswith(start):
            return
        yield from places[ordered[index]]


def _stands_in(word: str, text: str) -> bool:
    """Return True when the letters of WORD stand in TEXT in order."""
    place = 0
    for letter in word:
        place = text.find(letter, place) + 1
        if not place:
            return False
    return True


def _one_letter_away(word: str) -> Iterator[str]:
    """WORD with one letter left out, swapped with the next, changed or added."""
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
