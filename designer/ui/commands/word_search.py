"""Finding many short texts by a few words, with slips of the finger forgiven."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LEAST_FORGIVEN: Final = 4
"""Shorter words must be typed as they are."""


class WordSearch:
    """Texts that are looked through again and again, in their order.

    Args:
        texts: What is searched; letters count whether capital or not.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [text.lower() for text in texts]
        self._tokens: str | None = None

    def find(self, asked: str, most: int, *, forgiving: bool = True) -> list[int]:
        """Numbers of at most MOST texts that all words of ASKED stand in, those that begin with them first.

        Where a word of four letters or more stands in none, words that are one slip away are taken for it: a letter
        too many, too few, wrong, or two swapped; not unless FORGIVING.
        """
        words = asked.lower().split()
        if not words:
            return list(range(min(most, len(self._texts))))
        found = self._all_of([(word,) for word in words])
        # Slips of the finger are forgiven only where the words as typed find nothing.
        if not found and forgiving:
            found = self._all_of([self._meant(word) for word in words])
        texts, first, inner = self._texts, words[0], f" {words[0]}"
        # Texts that begin with the first word, then those in which a later word begins with it, then all others.
        best = [n for n in found if texts[n].startswith(first)][:most]
        for begins in (True, False):
            if len(best) >= most:
                break
            known = set(best)
            best += [n for n in found if n not in known and (not begins or inner in texts[n])][: most - len(best)]
        return best

    def make_ready(self) -> None:
        """Work out now what the first slip would have to wait for."""
        if self._tokens is None:
            # Figures are typed as they are, and would only be slow to look through.
            tokens = {token for text in self._texts for token in _WORD.findall(text) if not token[0].isdigit()}
            self._tokens = "\n".join(sorted(tokens))

    def _all_of(self, choices: Sequence[Sequence[str]]) -> list[int]:
        """Numbers of the texts in which one of each of CHOICES stands."""
        if any(not meant for meant in choices):
            return []
        numbers = list(range(len(self._texts)))
        texts = self._texts
        for meant in choices:
            if len(meant) == 1:
                (word,) = meant
                numbers = [n for n in numbers if word in texts[n]]
            else:
                numbers = [n for n in numbers if any(word in texts[n] for word in meant)]
        return numbers

    def _meant(self, word: str) -> tuple[str, ...]:
        """Return what WORD may stand for: itself, or beginnings of words that are one slip away."""
        if any(word in text for text in self._texts):
            return (word,)
        if len(word) < _LEAST_FORGIVEN:
            return ()
        self.make_ready()
        return tuple(dict.fromkeys(_slips(word).findall(self._tokens or "")))[:12]


@lru_cache(maxsize=256)
def _slips(word: str) -> re.Pattern[str]:
    """A pattern of beginnings of tokens that are one slip away from WORD, the first letter being right."""
    ways: list[str] = []
    for at in range(1, len(word)):
        before, letter, after = re.escape(word[:at]), re.escape(word[at]), re.escape(word[at + 1 :])
        ways.append(f"{before}.{after}")
        ways.append(f"{before}.{letter}{after}")
        if after:
            ways.append(f"{before}{after}")
            ways.append(f"{before}{re.escape(word[at + 1])}{letter}{re.escape(word[at + 2 :])}")
    return re.compile(f"^(?:{'|'.join(ways)})", re.MULTILINE)
