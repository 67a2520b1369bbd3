"""Plain documents, ready for JSON: what `--json` of the commands prints, scripts read and assistants are told."""

from typing import TYPE_CHECKING, Any

import msgspec

from designer.model.changes import AnyRecord, between
from designer.model.design import Design
from designer.model.figures.figure import document_of
from designer.review.effects.records import Effect

if TYPE_CHECKING:
    from designer.review.make_real.records import Proposal


def changes_document(first: Design, second: Design) -> list[dict[str, Any]]:
    """Return each record that differs from FIRST to SECOND: its table and id, how, and its fields with both values."""
    found: list[dict[str, Any]] = []
    for (table, record_id), (old, new) in between(first, second).changes.items():
        how = "added" if old is None else "removed" if new is None else "changed"
        fields = _fields(old, new) if old is not None and new is not None else {}
        found.append({"table": table, "id": record_id, "how": how, "fields": fields})
    return found


def _fields(old: AnyRecord, new: AnyRecord) -> dict[str, Any]:
    """Return the fields in which OLD and NEW differ, each with both values."""
    return {
        name: {"before": _value(getattr(old, name, None)), "after": _value(getattr(new, name, None))}
        for name in dict.fromkeys((*old.__struct_fields__, *new.__struct_fields__))
        if getattr(old, name, None) != getattr(new, name, None)
    }


def _value(value: object) -> object:
    return f"{len(value):,} bytes" if isinstance(value, bytes) else msgspec.to_builtins(value, str_keys=True)


def effect_document(effect: Effect) -> dict[str, Any]:
    """Return EFFECT as JSON-ready values; a figure that is not known is null."""
    return {
        "words": effect.words,
        "added": list(effect.added),
        "figures": [
            {
                "key": row.key,
                "title": row.title,
                "before": row.before.value if row.before is not None else None,
                "after": row.after.value if row.after is not None else None,
                "unit": next((one.unit for one in (row.after, row.before) if one is not None), ""),
                "change": row.change,
            }
            for row in effect.rows
        ],
        "mended": list(effect.mended),
        "raised": list(effect.raised),
        "harmful_power_failures": list(effect.harmful),
        "problem": effect.problem,
    }


def difference_document(effect: Effect) -> dict[str, Any]:
    """Return EFFECT as `diff --json` prints it: every headline figure whole, with its range, before and after."""
    return {
        "devices": list(effect.added),
        "figures": {
            row.key: {
                "title": row.title,
                "before": None if row.before is None else document_of(row.before),
                "after": None if row.after is None else document_of(row.after),
            }
            for row in effect.rows
        },
        "mended": list(effect.mended),
        "raised": list(effect.raised),
    }


def make_real_document(proposal: "Proposal") -> dict[str, Any]:
    """Return PROPOSAL as `make-real --json` prints it: its lines with their prices, and what it does to the figures."""
    return {
        "lines": [
            {
                "key": one.line.key,
                "step": one.line.step,
                "title": one.line.title,
                "part": one.line.part or None,
                "count": one.line.count,
                "why": one.line.why,
                "taken": one.line.taken,
                "follows": one.line.follows,
                "problem": one.line.problem,
                "others": list(one.line.others),
                "price": document_of(one.price) if one.price is not None else None,
                "basis": one.basis or None,
            }
            for one in proposal.lines
        ],
        "records": len(proposal.edit),
        "errors": {"before": proposal.errors[0], "after": proposal.errors[1]},
        "left": list(proposal.left),
        "effect": effect_document(proposal.effect),
    }
