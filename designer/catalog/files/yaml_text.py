"""Plain data out of YAML text that may be hostile: bounded in size and depth, without anchors and dates."""

import re
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from designer.limits import LIMITS
from designer.model.records import RefusedInput

MAX_FILE_BYTES: Final = LIMITS["catalog"].bytes
MAX_DEPTH: Final = LIMITS["catalog"].depth
_DENSEST: Final = 0.2
"""Commas, colons and line ends for each byte of the largest catalog file; the shipped ones have 0.1."""
_ANCHORS: Final = re.compile(rb"(?<![0-9A-Za-z])[&*](?! )")
"""Where an anchor or alias may stand: not within a word, as in R&D, nor by itself, as in A & B."""
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_RUNS: Final = re.compile(rb"[-?:][ \t]+[-?:][ \t]+[-?:][ \t]+(?:[-?:][ \t]+){3}")
_INDENTED: Final = re.compile(rb"^[ \t]{64}", re.MULTILINE)
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_TEXT: Final = "tag:yaml.org,2002:str"
_LIST: Final = "tag:yaml.org,2002:seq"
_MAPPING: Final = "tag:yaml.org,2002:map"
_UNDECIDED: Final = ""


class _Loader(yaml.CSafeLoader):
    """YAML without dates (2026-11-24 stays text), which decides what a scalar is only when it is built.

    The usual loader asks a regular expression about every scalar; most begin with a letter that no number,
    truth value or null begins with, and are texts.
    """

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        """The tag of a node; undecided for a scalar that may be something other than text."""
        if kind is ScalarNode:
            plain = implicit[0] and (not value or value[0] in _FIRSTS)
            return _UNDECIDED if plain else _TEXT
        return _MAPPING if kind is MappingNode else _LIST

    def descend_resolver(self, current_node: Node | None, current_index: Any) -> None:
        """Nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing: no tag depends on where a node stands."""

    def built(self, node: Node) -> Any:
        """Return the data of NODE, as lists, mappings, texts and numbers."""
        tag = node.tag
        if tag is _TEXT:
            return node.value
        # Plain numbers are most of a catalog: they are read here, far quicker than by the rules of YAML.
        if tag == _UNDECIDED:
            number = _NUMBER.match(node.value)
            if number:
                return float(node.value) if number[1] else int(node.value)
            node.tag = super().resolve(ScalarNode, node.value, (True, False))
        elif tag is _MAPPING:
            return {
                key.value if key.tag is _TEXT else self._key(key): value.value
                if value.tag is _TEXT
                else self.built(value)
                for key, value in node.value
            }
        elif tag is _LIST:
            return [self.built(value) for value in node.value]
        return self.construct_object(node, deep=True)

    def _key(self, node: Node) -> Any:
        if isinstance(node, MappingNode | SequenceNode):
            raise ConstructorError(None, None, "found unhashable key", node.start_mark)
        return self.built(node)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_FIRSTS: Final = frozenset(_Loader.yaml_implicit_resolvers)


def plain_yaml(data: bytes, name: str, most: int = MAX_FILE_BYTES) -> Any:
    """The YAML document DATA as plain lists, mappings, texts and numbers.

    Raises:
        RefusedInput: it is no YAML, holds an anchor, is nested too deep or has more than MOST bytes.
    """
    if len(data) > most:
        raise RefusedInput(f"{name} is larger than {most // 1_000_000} MB; split the catalog file.")
    # Bounded before it is parsed, since the parser takes hundreds of bytes for each word.
    if _pieces(data) > most * _DENSEST:
        raise RefusedInput(
            f"{name} holds more than {int(most * _DENSEST):,} words and numbers; split the catalog file."
        )
    try:
        # Anchors let a short file stand for billions of values; only files that might hold one are looked through.
        if _may_hide_depth(data):
            _refuse_anchors(data, name)
        loader = _Loader(data)
        try:
            document = loader.get_single_node()
            return None if document is None else loader.built(document)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, LookupError, TypeError, RecursionError) as error:
        if isinstance(error, RefusedInput):
            raise
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it is not readable text"
        raise RefusedInput(f"{name} is not valid YAML{line}: {problem}.") from error


def _pieces(data: bytes) -> int:
    """Return about how many words and numbers stand in DATA: commas, line ends and colons."""
    return data.count(b",") + data.count(b"\n") + data.count(b":")


def require_readable(body: bytes, name: str, advice: str, kind: str = "catalog") -> None:
    """Refuse to write BODY, a file NAME of a KIND in `LIMITS`, where it could not be read again.

    Raises:
        RefusedInput: it is larger than what is read, or denser; the message ends with ADVICE.
    """
    written = LIMITS[kind].written
    most = 0 if written is None else written.bytes
    if len(body) > most:
        raise RefusedInput(f"{name} would be larger than {most // 1_000_000} MB; {advice}.")
    if _pieces(body) > most * _DENSEST:
        raise RefusedInput(f"{name} would hold more than {int(most * _DENSEST):,} words and numbers; {advice}.")


def _may_hide_depth(data: bytes) -> bool:
    """Return True when DATA could hold an alias or nest deep, and must be looked through before it is built.

    Most files answer no, and so are parsed only once.
    """
    if (b"&" in data or b"*" in data) and _ANCHORS.search(data):
        return True
    if _RUNS.search(data) or _INDENTED.search(data):
        return True
    # Each round takes away the innermost pairs, one or two levels of them.
    brackets = data.translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH // 2):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def _refuse_anchors(data: bytes, name: str) -> None:
    """Refuses anchors, aliases and deep nesting before anything is built from DATA."""
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            line = event.start_mark.line + 1
            raise RefusedInput(f"{name}: line {line} holds an anchor or alias (& or *); write the value out instead.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise RefusedInput(f"{name} is nested more than {MAX_DEPTH} deep; a catalog entry is flatter.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
