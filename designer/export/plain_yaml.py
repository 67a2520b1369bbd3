"""YAML without surprises: no aliases, no dates, no key twice, no 8.0 that is not 8; and rows on one line."""

from collections.abc import Collection
from typing import Any, Final

import yaml

from designer.export.text_problems import short
from designer.machine import TEXT_PIECE_BYTES, free_bytes, no_room
from designer.model.records import RefusedInput

MAX_DEPTH: Final = 50
_LOOKS: Final = 100_000
"""After so many words and numbers it is looked again whether memory holds them: a dragonfly of 37,888 hosts, router by
router, has half a million."""
LARGEST_WHOLE: Final = 1e15
"""Whole numbers below this are told apart by a float."""


class _Loader(yaml.CSafeLoader):
    """YAML without dates (2026-11-24 stays text), in which no key of a mapping comes twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping of NODE."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
            if name in seen or not isinstance(key, yaml.ScalarNode):
                line = key.start_mark.line + 1
                raise RefusedInput(f"Line {line} has the key {short(name)} twice, or one that is no plain word.")
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parsed_yaml(text: str) -> object:
    """The YAML document TEXT as plain lists, mappings, texts and numbers.

    Raises:
        RefusedInput: it has aliases, a key twice, is nested too deep or far too long.
        yaml.YAMLError: it is no YAML.
    """
    depth, free = 0, free_bytes()
    for pieces, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise RefusedInput("It uses YAML anchors or aliases (&name, *name), which are refused; write it out.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if pieces % _LOOKS == _LOOKS - 1 and (problem := no_room(pieces * TEXT_PIECE_BYTES, free)):
            raise RefusedInput(
                f"It holds more than {pieces:,} words and numbers, and {problem}; use copies, or write it as JSON."
            )
        if depth > MAX_DEPTH:
            raise RefusedInput(f"It is nested more than {MAX_DEPTH} levels deep.")
    return yaml.load(text, Loader=_Loader)


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
