"""YAML without surprises: no aliases, no dates, no key twice, no 8.0 that is not 8; and rows on one line."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)
from yaml.nodes import ScalarNode

from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.machine import TEXT_PIECE_BYTES, free_bytes, no_room
from designer.model.records import RefusedInput

MAX_DEPTH: Final = LIMITS["design text"].depth
MAX_PIECES: Final = LIMITS["design text"].items
_LOOKS: Final = 100_000
"""After so many words and numbers it is looked again whether memory holds them."""
LARGEST_WHOLE: Final = 1e15
"""Whole numbers below this are told apart by a float."""
_TEXT: Final = "tag:yaml.org,2002:str"
_MERGE: Final = "tag:yaml.org,2002:merge"
_CORE: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]+)?\Z")
_MOST_DIGITS: Final = 1_000
"""Of a number: the largest float has 309, and Python takes long over a whole number of a million."""


class _Loader(yaml.CSafeLoader):
    """YAML without dates: 2026-11-24 stays text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_FIRSTS: Final = frozenset(_Loader.yaml_implicit_resolvers)


SoundRow = Callable[[str, object], bool]
"""Says whether a row of the list of that name can be one."""


class OddRow(Exception):
    """A row of a list was not sound; `document` is what was read until there, that row included."""

    def __init__(self, document: object) -> None:
        super().__init__("a row is not sound")
        self.document = document


def parsed_yaml(text: str, sound: SoundRow | None = None) -> object:
    """Return the YAML document TEXT as plain lists, mappings, texts and numbers.

    It is built while it is read, so that what is too long, too deep or not allowed ends the reading where it stands,
    and no more than the result is ever held.

    Args:
        text: The document.
        sound: Asked about each row of the lists that the document names; the first that is not sound ends the reading.

    Raises:
        RefusedInput: it has aliases, a key twice, is nested too deep or far too long.
        OddRow: a row was not sound.
        yaml.YAMLError: it is no YAML.
    """
    loader = _Loader(text)
    try:
        return _Builder(loader, sound).document()
    finally:
        loader.dispose()


def require_few_pieces(document: object, name: str) -> None:
    """Refuse to write a DOCUMENT with more words and numbers than are read again; NAME is that of its file.

    Raises:
        RefusedInput: it has more.
    """
    written = LIMITS["design text"].written
    most = 0 if written is None else written.items
    count, waiting = 0, [document]
    while waiting:
        value = waiting.pop()
        count += 1
        if isinstance(value, Mapping):
            count += len(value)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        if count + len(waiting) > most:
            raise RefusedInput(
                f"{name} was not written: it would hold more than {most:,} words and numbers, which is the most that "
                "is read of such a file. Write it as JSON, or save it as a project."
            )


class _Builder:
    """Makes a document of the events of a loader."""

    def __init__(self, loader: _Loader, sound: SoundRow | None) -> None:
        self._loader = loader
        self._sound = sound
        self._free = free_bytes()
        self._pieces = 0

    def document(self) -> object:
        """Return the one document that there is; None where there is none."""
        open_ones: list[list[object] | dict[object, object]] = []
        keys: list[object] = []  # of the mapping that is open at each depth; _NO_KEY where a key comes next
        found: object = None
        documents = 0
        while self._loader.check_event():
            event = self._loader.get_event()
            if isinstance(event, ScalarEvent):
                value = self._scalar(event)
            elif isinstance(event, CollectionStartEvent):
                self._count(event)
                if event.tag is not None and not event.implicit:
                    raise _tagged(event, event.tag)
                if len(open_ones) >= MAX_DEPTH:
                    raise RefusedInput(f"It is nested more than {MAX_DEPTH} levels deep.")
                if open_ones and keys[-1] is _NO_KEY and isinstance(open_ones[-1], dict):
                    raise _twice(event, "a list or mapping")
                open_ones.append({} if isinstance(event, MappingStartEvent) else [])
                keys.append(_NO_KEY)
                continue
            elif isinstance(event, CollectionEndEvent):
                value = open_ones.pop()
                keys.pop()
            elif isinstance(event, AliasEvent):
                raise _aliased()
            else:
                documents += isinstance(event, DocumentStartEvent)
                if documents > 1:
                    raise RefusedInput("It holds more than one document; write one design in a file.")
                continue
            if not open_ones:
                found = value
                continue
            inside = open_ones[-1]
            if isinstance(inside, list):
                inside.append(value)
                if len(open_ones) == _ROW_DEPTH and self._sound and not self._sound(str(keys[0]), value):
                    if isinstance(open_ones[0], dict):
                        open_ones[0][keys[0]] = inside
                    raise OddRow(open_ones[0])
            elif keys[-1] is _NO_KEY:
                if value in inside:
                    raise _twice(event, str(value))
                keys[-1] = value
                inside[value] = None  # a key that comes again is noticed before its value is read
            else:
                inside[keys[-1]] = value
                keys[-1] = _NO_KEY
        return found

    def _count(self, event: ScalarEvent | CollectionStartEvent) -> None:
        """Count one more word, number, list or mapping."""
        if event.anchor is not None:
            raise _aliased()
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            raise RefusedInput(f"It holds more than {MAX_PIECES:,} words and numbers; use copies, or write it as JSON.")
        if self._pieces % _LOOKS == 0 and (problem := no_room(self._pieces * TEXT_PIECE_BYTES, self._free)):
            held = f"It holds more than {self._pieces:,} words and numbers"
            raise RefusedInput(f"{held}, and {problem}; use copies, or write it as JSON.")

    def _scalar(self, event: ScalarEvent) -> object:
        """Return the text, number, truth value or null that EVENT spells."""
        self._count(event)
        text: str = event.value
        plain: bool = event.implicit[0]
        if event.tag is not None and not plain:
            if event.tag not in _CORE:
                raise _tagged(event, event.tag)
            tag: str = event.tag
        # By its first sign most plain text can be no number, date or truth value: PyYAML's resolver is slow.
        elif plain and (not text or text[0] in _FIRSTS):
            number = _NUMBER.match(text)
            if number:
                return float(text) if number[1] else int(text)
            tag = self._loader.resolve(ScalarNode, text, (True, False))
        else:
            return text
        if tag == _TEXT:
            return text
        if tag == _MERGE:
            raise RefusedInput(f"Line {event.start_mark.line + 1} merges a mapping (<<); write it out.")
        make = SafeConstructor.yaml_constructors.get(tag)
        if make is None:
            raise _tagged(event, tag)
        # Python refuses to convert numbers of thousands of digits, which take it forever.
        if len(text) > _MOST_DIGITS:
            raise RefusedInput(f"Line {event.start_mark.line + 1} has a number of thousands of digits.")
        return make(self._loader, ScalarNode(tag, text, event.start_mark, event.end_mark))


_NO_KEY: Final = object()
_ROW_DEPTH: Final = 2
"""Lists and mappings that are open around a row: the document, and the list that it names."""


def _aliased() -> RefusedInput:
    return RefusedInput("It uses YAML anchors or aliases (&name, *name), which are refused; write it out.")


def _twice(event: Event, name: str) -> RefusedInput:
    line = event.start_mark.line + 1
    return RefusedInput(f"Line {line} has the key {short(name)} twice, or one that is no plain word.")


def _tagged(event: Event, tag: str) -> ConstructorError:
    problem = f"a value of the sort {short(tag)}, which no design has"
    return ConstructorError(None, None, problem, event.start_mark)


def whole_numbers(value: object) -> object:
    """VALUE with 8.0 as 8, which JSON and its schema hold for the same."""
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        return int(value)
    if isinstance(value, list):
        return [whole_numbers(inner) for inner in value]
    if isinstance(value, dict):
        return {name: whole_numbers(inner) for name, inner in value.items()}
    return value


class _Row(dict[str, Any]):
    """A record that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """YAML with a line for each node and link."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write values that come twice out twice."""
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """TEXT, in double quotes where a line break or an odd letter would get lost on the way."""
    style = None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True)
)


def yaml_text(document: dict[str, Any], rows: Collection[str] = ()) -> str:
    """DOCUMENT as YAML; the records of the lists called ROWS stand on a line each."""
    shown = dict(document)
    for name in rows:
        shown[name] = [_Row({key: whole_numbers(value) for key, value in row.items()}) for row in document[name]]
    return yaml.dump(shown, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
