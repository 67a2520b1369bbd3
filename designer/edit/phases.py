"""Edits of the phases in which a design grows: add, change and remove them, and say what belongs to which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from designer.edit.draft import Draft
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.kinds import KINDS
from designer.model.phase_plan import DATES, STEPS, Phase, Weeks, require_phases
from designer.model.records import RefusedInput

PHASE: Final = "phase:"
"""Prefix of a phase's id where `set` takes the id of a record."""
TITLES: Final[Mapping[str, str]] = {
    "title": "Title",
    "order_date": "Ordered",
    "orders": "Own order days",
    "holds": "Holds",
    "lead_weeks": "Delivery, weeks",
    "energised": "Power from",
    "energised_latest": "Power at the latest",
    "wanted": "Wanted",
    "after": "After",
    "building": "Building, weeks",
    "installation": "Installation, weeks",
    "commissioning": "Commissioning, weeks",
    "ramp_months": "Ramp, months",
}
"""Fields of a phase that a person sets, in the order of the table, with what people call them."""


def phase_of(design: Design, phase_id: str) -> Phase:
    """Return the phase PHASE_ID.

    Raises:
        RefusedInput: there is none.
    """
    for phase in design.settings.phases:
        if phase.id == phase_id:
            return phase
    known = ", ".join(phase.id for phase in design.settings.phases) or "none yet"
    raise RefusedInput(f"There is no phase {phase_id[:40]!r}; there are: {known}.")


def add_phase(design: Design, fields: Mapping[str, str]) -> ChangeSet:
    """Add a phase behind the others, of the FIELDS that texts say; `order_date` it must have.

    Raises:
        RefusedInput: a field is unknown, or its text is not allowed.
    """
    taken = {phase.id for phase in design.settings.phases}
    number = next(n for n in range(1, len(taken) + 2) if f"phase-{n}" not in taken)
    phase = Phase(id=f"phase-{number}", title=f"Phase {number}", order_date="")
    for field, text in fields.items():
        phase = _with_field(design, phase, field, text)
    if not phase.order_date:
        raise RefusedInput("A phase needs its order date: order_date=2027-03-01.")
    return _put(design, (*design.settings.phases, phase), f"Add {phase.name}")


def set_phase(design: Design, phase_id: str, field: str, text: str) -> ChangeSet:
    """Give FIELD of a phase what TEXT says; "" takes an own value back.

    Weeks are one number, or least/likely/most: "26" or "20/26/40". `holds` is "pod=2, leaf=4", `lead_weeks` is
    "server=26/30/40", `orders` is "server=2026-11-02".

    Raises:
        RefusedInput: there is no such phase or field, or the text is not allowed.
    """
    phase = _with_field(design, phase_of(design, phase_id), field, text)
    return _put_phase(design, phase, f"Set {TITLES[field].partition(',')[0].lower()} of {phase.name}")


def hold_in_phase(design: Design, phase_id: str, node_id: str, copies: int) -> ChangeSet:
    """Let so many COPIES of a node or container belong to a phase; 0 leaves them to the first one.

    Raises:
        RefusedInput: there is no such phase or node, or more copies than the design has.
    """
    phase = phase_of(design, phase_id)
    holds = {name: number for name, number in phase.holds.items() if name != node_id}
    if copies:
        holds[node_id] = copies
    _require_held(design, phase, {node_id: copies} if copies else {})
    return _put_phase(design, replace(phase, holds=holds), f"Set what {phase.name} holds")


def remove_phase(design: Design, phase_id: str) -> ChangeSet:
    """Remove a phase; what belonged to it is in the first one, and none comes after it any more.

    Raises:
        RefusedInput: there is no such phase.
    """
    gone = phase_of(design, phase_id)
    left = [
        replace(phase, after="") if phase.after == phase_id else phase
        for phase in design.settings.phases
        if phase.id != phase_id
    ]
    return _put(design, left, f"Remove {gone.name}")


def text_of(phase: Phase, field: str) -> str:
    """Return FIELD of PHASE as `set_phase` reads it."""
    value: Any = getattr(phase, field)
    if value is None:
        return ""
    if isinstance(value, Weeks):
        return weeks_text(value)
    if isinstance(value, Mapping):
        texts = {str(name): weeks_text(one) if isinstance(one, Weeks) else str(one) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return ", ".join(f"{name}={text}" for name, text in texts.items())
    return number_text(value) if isinstance(value, float) else str(value)


def weeks_text(weeks: Weeks) -> str:
    """Return WEEKS as people type them: "26", or "20/26/40"."""
    ends = (weeks.least, weeks.likely, weeks.most)
    return f"{ends[0]:g}" if len(set(ends)) == 1 else "/".join(f"{one:g}" for one in ends)


def _with_field(design: Design, phase: Phase, field: str, text: str) -> Phase:
    text = text.strip()
    if field not in TITLES:
        raise RefusedInput(f"A phase has no field {field[:40]!r}; it has {', '.join(TITLES)}.")
    value: Any = text
    if field in DATES or field in {"title", "after"}:
        value = " ".join(text.split())
    elif field in STEPS:
        value = _weeks(text, TITLES[field]) if text else None
    elif field == "ramp_months":
        value = read_typed(text, "", field).value(phase.ramp_months) if text else None
    elif field == "lead_weeks":
        value = {name: _weeks(one, f"The delivery time of {name}") for name, one in _pairs(text, field)}
        _require_known(design, value)
    elif field == "orders":
        value = dict(_pairs(text, field))
        _require_known(design, value)
    else:
        value = {name: _copies(one, name) for name, one in _pairs(text, field)}
        _require_held(design, phase, value)
    return replace(phase, **{field: value})


def _require_known(design: Design, names: Iterable[str]) -> None:
    """Refuse NAMES that are neither a kind nor a part of DESIGN."""
    known = {*KINDS, *design.parts}
    for name in names:
        if name not in known:
            raise RefusedInput(f"{name[:60]!r} is neither a kind nor a part of this design.")


def _require_held(design: Design, phase: Phase, holds: Mapping[str, int]) -> None:
    """Refuse HOLDS of PHASE where other phases leave less of a node, or where it is not there."""
    for node_id, copies in holds.items():
        if node_id not in design.nodes:
            raise RefusedInput(f"There is no {node_id[:60]!r} in this design that a phase could hold.")
        others = sum(one.holds.get(node_id, 0) for one in design.settings.phases if one.id != phase.id)
        total = design.total_copies(node_id)
        if others + copies > total:
            title = design.nodes[node_id].title
            raise RefusedInput(
                f"{phase.name} cannot hold {copies:,} of {title}: there are {total:,}, of which other phases hold "
                f"{others:,}."
            )


def _pairs(text: str, field: str) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for piece in text.replace(";", ",").split(","):
        name, sign, value = (one.strip() for one in piece.partition("="))
        if not piece.strip():
            continue
        if not sign or not name or not value:
            raise RefusedInput(f"{field} takes NAME=VALUE, parted by commas, not {piece.strip()[:60]!r}.")
        if name in found:
            raise RefusedInput(f"{field} names {name[:60]!r} twice.")
        found[name] = value
    return list(found.items())


def _copies(text: str, name: str) -> int:
    if not text.isdecimal() or len(text) > len("100000000"):
        raise RefusedInput(f"The copies of {name[:60]} are a whole number, not {text[:40]!r}.")
    return int(text)


def _weeks(text: str, what: str) -> Weeks:
    pieces = [read_typed(piece, "", what).value(None) for piece in text.split("/")]
    if len(pieces) not in (1, 3):
        raise RefusedInput(f"{what} is one number of weeks or least/likely/most, as 20/26/40, not {text[:40]!r}.")
    least, likely, most = (pieces * 3)[:3]
    return Weeks(least=least, likely=likely, most=most)


def _put_phase(design: Design, phase: Phase, label: str) -> ChangeSet:
    return _put(design, [phase if one.id == phase.id else one for one in design.settings.phases], label)


def _put(design: Design, phases: Sequence[Phase], label: str) -> ChangeSet:
    require_phases(phases)
    draft = Draft(design)
    draft.put(replace(design.settings, phases=tuple(phases)))
    return draft.finished(label)
