"""The words of the trade that the program uses, each with what it means; they stand in a page of the guide."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from designer.locations import RESOURCES

GLOSSARY: Final = RESOURCES / "guide" / "glossary.md"
_LINK: Final = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")
_SENTENCE: Final = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
_ENDINGS: Final = "(?:es|s|’s|'s)?"
_ALSO: Final = "*Also:*"
_SOURCE: Final = "*Source:*"


@dataclass(frozen=True, slots=True)
class Term:
    """One word and what it means.

    Attributes:
        name: The word as it is headed, such as "Leaf switch".
        topic: Title of the part of the glossary that it stands in.
        markdown: One to three sentences, with links to other terms as "(#key)".
        also: Other words at which it opens: synonyms, abbreviations, and words that the sentences explain too.
        source: Document that its facts were read in; "" where it states none.
    """

    name: str
    topic: str
    markdown: str
    also: tuple[str, ...] = ()
    source: str = ""

    @property
    def key(self) -> str:
        """Return its name in links, as Markdown readers make it of a heading."""
        return key_of(self.name)

    @property
    def text(self) -> str:
        """Return its sentences as plain text."""
        return _LINK.sub(r"\1", self.markdown)

    @property
    def first_sentence(self) -> str:
        """Return its first sentence as plain text."""
        found = _SENTENCE.match(self.text)
        return found[0] if found is not None else self.text

    @property
    def links(self) -> tuple[str, ...]:
        """Return the keys of the terms that its sentences link to, in their order."""
        return tuple(found[1] for found in _LINK.findall(self.markdown))


class Glossary:
    """Terms by key, and by the words at which they open.

    Attributes:
        terms: Each term by its key, in the order of the page.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: Mapping[str, Term] = {term.key: term for term in terms}

    @cached_property
    def _by_word(self) -> Mapping[str, Term]:
        found: dict[str, Term] = {}
        for term in self.terms.values():
            for word in term.also:
                found.setdefault(word.casefold(), term)
        for term in self.terms.values():
            found[term.name.casefold()] = term
        return found

    @cached_property
    def _words(self) -> re.Pattern[str]:
        # Longest first, so that "leaf switch" is found before "switch".
        longest = sorted(self._by_word, key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest))}){_ENDINGS}(?!\w)", re.IGNORECASE)

    def named(self, word: str) -> Term | None:
        """Return the term that WORD names or opens, alone and in any case of its letters; None where none does."""
        found = self._words.fullmatch(word.strip())
        return self._by_word[found[1].casefold()] if found is not None else None

    def found_in(self, text: str) -> tuple[Term, ...]:
        """Return the terms whose words stand in TEXT, in their order, each once; the longest word counts."""
        found = (self._by_word[match[1].casefold()] for match in self._words.finditer(text))
        return tuple(dict.fromkeys(found))

    def searched(self, words: str) -> tuple[Term, ...]:
        """Return the terms in which all WORDS occur: those named so first, then those that tell of them."""
        asked = words.casefold().split()
        if not asked:
            return tuple(self.terms.values())
        named = [one for one in self.terms.values() if _holds(" ".join((one.name, *one.also)), asked)]
        told = [one for one in self.terms.values() if one not in named and _holds(f"{one.name} {one.text}", asked)]
        return (*named, *told)


def _holds(text: str, words: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def key_of(name: str) -> str:
    """Return the anchor of a heading NAME as Markdown readers make it: "N+1" is "n1", "Leaf switch" "leaf-switch"."""
    return re.sub(r"[^\w\- ]", "", name.casefold()).replace(" ", "-")


def read_glossary(page: str) -> Glossary:
    """Return the terms in PAGE, Markdown with topics as headings of the second and terms of the third level."""
    terms: list[Term] = []
    for topic in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        title, _, rest = topic.partition("\n")
        terms += [_term(title.strip(), one) for one in re.split(r"^### ", rest, flags=re.MULTILINE)[1:]]
    return Glossary(terms)


def _term(topic: str, section: str) -> Term:
    name, *lines = section.splitlines()
    also, source, text = "", "", list[str]()
    for line in lines:
        if line.startswith(_ALSO):
            also = line.removeprefix(_ALSO)
        elif line.startswith(_SOURCE):
            source = line.removeprefix(_SOURCE).strip()
        elif line.strip():
            text.append(line.strip())
    words = tuple(word.strip() for word in also.split(",") if word.strip())
    return Term(name.strip(), topic, " ".join(text), words, source)


@lru_cache(1)
def shipped_glossary(path: Path = GLOSSARY) -> Glossary:
    """Return the glossary of the guide, read once.

    Raises:
        OSError: the page is not there.
    """
    return read_glossary(path.read_text(encoding="utf-8"))
