"""Models of NVIDIA topograph: a tree of switches, and blocks of nodes below its leaves.

The form is that of topograph's docs/modeling.md ("Model File Shape", 2026-08): `switches` by name, each with the
switches below it, labels and annotations; `blocks` with the names of nodes, in short as "node[001-009]", the switch
that they hang on, labels and annotations. A switch that a parent names need not be listed itself.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from designer.catalog.files.yaml_text import plain_yaml
from designer.limits import LIMITS
from designer.model.kinds import HOST, SWITCH
from designer.model.records import RefusedInput
from designer.model.wording import counted, listed
from designer.reality.built.records import Discovered, FoundCable, FoundDevice, FoundEnd

_RANGE: Final = re.compile(r"(.*?)\[(.*?)\]")
MOST_BYTES: Final = 8_000_000
"""Of a model: ranges keep even a hundred thousand nodes far below."""
_MOST: Final = LIMITS["discovered network"].items
_SWITCH_KEYS: Final = frozenset({"name", "labels", "annotations", "switches"})
_BLOCK_KEYS: Final = frozenset({"switch", "nodes", "labels", "annotations"})


def is_topograph(document: object) -> bool:
    """Return True when a YAML DOCUMENT looks like a topograph model."""
    if not isinstance(document, dict):
        return False
    blocks = document.get("blocks")
    tree = document.get("switches")
    named = isinstance(tree, dict) and any(isinstance(one, dict) and "switches" in one for one in tree.values())
    return (isinstance(blocks, list) and any(isinstance(one, dict) and "nodes" in one for one in blocks)) or named


def read_topograph(data: bytes, name: str) -> Discovered:
    """The network that the model DATA, of a file called NAME, describes: a cable from each device to what it hangs on.

    Raises:
        RefusedInput: it is no YAML, or no model: a switch with two parents, a node in two blocks, a circle.
    """
    # The cautious reader refuses what is hostile; then all is read as text, since 0101 is a name and no number.
    plain_yaml(data, name, MOST_BYTES)
    document = _texts(data)
    if not isinstance(document, dict):
        raise RefusedInput("It is no topograph model: switches and blocks are missing.")
    notes: list[str] = []
    switches = _mapping(document.get("switches"), "switches")
    above_of, labels = _tree(switches, notes)
    devices = {one: FoundDevice(id=one, kind=SWITCH, labels=labels.get(one, {})) for one in labels}
    cables = [FoundCable(FoundEnd(below), FoundEnd(above)) for below, above in above_of]
    loose = twice = 0
    for number, block in enumerate(_list(document.get("blocks"), "blocks")):
        entry = _mapping(block, f"block {number + 1}")
        _note_odd(entry, _BLOCK_KEYS, "blocks", notes)
        leaf = _text(entry.get("switch"))
        if leaf and leaf not in devices:
            # Its cable upwards may be the one that is missing.
            devices[leaf] = FoundDevice(id=leaf, kind=SWITCH)
            notes.append(f"No switch is above {leaf[:60]!r}, which block {number + 1} hangs on.")
        names = [one for text in _list(entry.get("nodes"), "nodes") for one in expanded(_text(text))]
        if not names:
            raise RefusedInput(f"Block {number + 1} names no node.")
        told = _labels(entry)
        for node in names:
            if node in devices and devices[node].kind == SWITCH:
                raise RefusedInput(f"{node[:60]!r} is a switch and a node.")
            twice += node in devices
            if len(devices) >= _MOST:
                raise RefusedInput(f"It names more than {_MOST:,} devices.")
            devices.setdefault(node, FoundDevice(id=node, kind=HOST, labels=told))
            if leaf:
                cables.append(FoundCable(FoundEnd(node), FoundEnd(leaf)))
        loose += 0 if leaf else len(names)
    unknown = set(document) - {"switches", "blocks"}
    if unknown:
        notes.append(f"Left out, as a model has no such key: {', '.join(sorted(str(key)[:40] for key in unknown))}.")
    if twice:
        words = counted(twice, "node is", "nodes are")
        notes.append(f"{words} listed once more: each listing was taken as a cable, though topograph takes one.")
    if loose:
        notes.append(f"{counted(loose, 'node')} hang on no switch, so that no cable of theirs is known.")
    if not devices:
        raise RefusedInput("It is no topograph model: it names no switch and no node.")
    return Discovered(form="topograph", devices=devices, cables=tuple(cables), notes=tuple(notes))


class _Texts(yaml.CBaseLoader):
    """YAML of which every value is a text, and no key stands twice in a mapping."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of NODE.

        Raises:
            RefusedInput: a key stands in it twice, so that one of the two would be lost.
        """
        found = super().construct_mapping(node, deep=deep)
        if len(found) < len(node.value):
            names = [str(key.value) for key, _ in node.value]
            twice = next((name for name in names if names.count(name) > 1), "")
            raise RefusedInput(f"{twice[:60]!r} stands twice in line {node.start_mark.line + 1} and below.")
        return found


def _texts(data: bytes) -> object:
    return yaml.load(data, Loader=_Texts)


def _tree(switches: Mapping[str, Any], notes: list[str]) -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    """Each switch with each that it hangs on, and the labels of every switch, in the order of the file.

    A tree has one above each; what is built may have a cable more, so that several are taken and told.
    """
    above: dict[str, list[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    for name, entry in switches.items():
        if not isinstance(entry, dict):
            raise RefusedInput(f"The switch {name[:60]!r} has no entries.")
        _note_odd(entry, _SWITCH_KEYS, "switches", notes)
        labels[name] = _labels(entry)
    for name, entry in switches.items():
        for below in _list(entry.get("switches"), "switches"):
            child = _text(below)
            if not child:
                raise RefusedInput(f"The switch {name[:60]!r} names one below it that has no name.")
            above.setdefault(child, []).append(name)
            labels.setdefault(child, {})
    _require_no_circle(above)
    several = [name for name, parents in above.items() if len(parents) > 1]
    if several:
        words = listed([repr(name[:60]) for name in several])
        notes.append(f"More than one switch is above {words}; each is a cable, though topograph takes one.")
    return [(child, parent) for child, parents in above.items() for parent in parents], labels


def _require_no_circle(above: Mapping[str, list[str]]) -> None:
    """Refuse switches that hang on themselves, by way of others."""
    done: set[str] = set()
    for start in above:
        way: dict[str, None] = {}
        waiting = [(start, False)]
        while waiting:
            here, left = waiting.pop()
            if left:
                del way[here]
                done.add(here)
                continue
            if here in done:
                continue
            if here in way:
                raise RefusedInput(f"The switch {here[:60]!r} hangs on itself, by way of others.")
            way[here] = None
            waiting.append((here, True))
            waiting += [(one, False) for one in above.get(here, ())]


def expanded(text: str) -> Iterator[str]:
    """Yield the names that TEXT stands for: "n[1-3,7]" is n1, n2, n3, n7; leading zeros are kept.

    Raises:
        RefusedInput: a range goes backwards, is none, or is longer than any network.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        if text:
            yield text
        return
    for piece in found[2].split(","):
        first, dash, last = piece.strip().partition("-")
        if not dash:
            yield f"{found[1]}{piece.strip()}"
            continue
        if not (first.isdecimal() and last.isdecimal() and first.isascii() and last.isascii() and len(last) < 10):
            raise RefusedInput(f"{text[:60]!r} is no range of names such as node[01-16].")
        if not 0 <= int(last) - int(first) < _MOST:
            raise RefusedInput(f"{text[:60]!r} goes backwards, or names more than {_MOST:,}.")
        for number in range(int(first), int(last) + 1):
            yield f"{found[1]}{number:0{len(first)}d}"


def _labels(entry: Mapping[str, Any]) -> dict[str, str]:
    """Labels and annotations of ENTRY, those of the second name where both have one."""
    found: dict[str, str] = {}
    for key in ("labels", "annotations"):
        for name, value in _mapping(entry.get(key), key).items():
            found[name[:200]] = _text(value)[:200]
    return found


def _note_odd(entry: Mapping[str, Any], known: frozenset[str], where: str, notes: list[str]) -> None:
    odd = sorted(str(key)[:40] for key in entry if key not in known)
    if odd and (line := f"Left out, as {where} have no such key: {', '.join(odd)}.") not in notes:
        notes.append(line)


def _mapping(value: object, what: str) -> dict[str, Any]:
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise RefusedInput(f"Its {what} are no mapping.")
    return {str(key): inner for key, inner in value.items()}


def _list(value: object, what: str) -> list[Any]:
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise RefusedInput(f"Its {what} are no list.")
    return value


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
