"""Limits of a fabric as the plain document that `limits --json` prints."""

from collections.abc import Mapping
from typing import Any, cast

from designer.model.figures.figure import Figure, document_of
from designer.model.records import Record


def limits_document(value: Any, *, why: bool = False) -> Any:
    """VALUE as JSON-ready values: every record as its fields, every figure as its document."""
    if isinstance(value, Figure):
        return document_of(value, why=why)
    if isinstance(value, Record):
        return {name: limits_document(getattr(value, name), why=why) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        rows = cast("Mapping[Any, Any]", value)
        return {str(name): limits_document(inner, why=why) for name, inner in rows.items()}
    if isinstance(value, tuple):
        return [limits_document(inner, why=why) for inner in cast("tuple[Any, ...]", value)]
    return value
