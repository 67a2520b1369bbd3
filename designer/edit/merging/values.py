"""Merging the fields of one record, of which two people each have a version."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from designer.edit.templates.three_way_merge import PLACEMENT

ABSENT: Final = object()
"""Of a field that has its default, and of a name that a mapping lacks."""
_WHOLE: Final = frozenset({"rack", "floor", "camera", "plan"})
"""Fields that say one thing together: half of a place is none."""
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("parent", "x", "y"),
    "size": ("width", "height"),
    "generator": ("made_by", "parameters"),
}
"""Fields that only make sense as one person set them; a place on the canvas belongs to what it stands in."""
SOFT: Final = PLACEMENT | {"size", "camera"}
"""Where two people may differ without anything else hanging on it: mine stands, without a question."""

Decide = Callable[[str, object, object, object], object]
"""(field, base, mine, theirs) → the value to take where both changed it."""


def merged_fields(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], decide: Decide
) -> dict[str, Any]:
    """Return the record that has the changes of both from BASE to MINE and from BASE to THEIRS.

    Args:
        base: The record as plain data, fields with their defaults left out; mappings are merged name by name.
        mine: The same in one version.
        theirs: The same in the other.
        decide: Asked where both changed one thing, and not to the same.
    """
    return _apart(_merged(_joined(base), _joined(mine), _joined(theirs), "", decide))


def _merged(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], path: str, decide: Decide
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name in _names(base, mine, theirs):
        old, own, other = (one.get(name, ABSENT) for one in (base, mine, theirs))
        where = f"{path}.{name}" if path else name
        if own == other or other == old:
            value = own
        elif own == old:
            value = other
        # Mappings that both changed are merged inside; one that a side took away whole is a matter of its own.
        elif isinstance(own, dict) and isinstance(other, dict) and name not in _WHOLE and name not in _TOGETHER:
            inside = cast("dict[str, Any]", old) if isinstance(old, dict) else {}
            value = _merged(inside, cast("dict[str, Any]", own), cast("dict[str, Any]", other), where, decide)
        else:
            value = decide(where, old, own, other)
        if value is not ABSENT:
            result[name] = value
    return result


def _names(*sides: Mapping[str, Any]) -> Iterator[str]:
    return iter(dict.fromkeys(name for side in sides for name in side))


def _joined(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return RECORD with fields that belong together as one, and flows by their ends instead of by their turn."""
    plain = dict(record)
    for name, fields in _TOGETHER.items():
        found = {field: plain.pop(field) for field in fields if field in plain}
        if found:
            plain[name] = found
    if "flows" in plain:
        plain["flows"] = {f"{','.join(flow['source'])} → {','.join(flow['target'])}": flow for flow in plain["flows"]}
    return plain


def _apart(record: dict[str, Any]) -> dict[str, Any]:
    """Take back what `_joined` did."""
    for name in _TOGETHER:
        record |= record.pop(name, {})
    if "flows" in record:
        record["flows"] = list(record["flows"].values())
    return record
