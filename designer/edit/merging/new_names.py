"""New ids for what both people added under the same id, though it is not the same thing."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from designer.edit.ids import new_id
from designer.model.changes import Table
from designer.model.copy_ids import CopyId
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.marks import Mark

DRAWN: Final[tuple[Table, ...]] = ("nodes", "links", "views", "marks", "pictures")
"""Tables whose ids are one set of names."""


def renamed_additions(base: Design, mine: Design, theirs: Design) -> tuple[Design, dict[str, str]]:
    """Return THEIRS with new ids for what it added under an id that MINE gave to something else; also old id → new."""
    new_names: dict[str, str] = {}
    of_mine = _ids(mine)
    taken = of_mine | _ids(theirs)
    for table in DRAWN:
        before, own, other = getattr(base, table), getattr(mine, table), getattr(theirs, table)
        for record_id, record in other.items():
            # Added by both and equal: one and the same, as after one command that both ran.
            if record_id in of_mine and record_id not in before and own.get(record_id) != record:
                new_names[record_id] = new_id(mine, record_id, taken)
                taken.add(new_names[record_id])
    return (_called(theirs, new_names) if new_names else theirs), new_names


def _ids(design: Design) -> set[str]:
    return {record_id for table in DRAWN for record_id in getattr(design, table)}


def _called(design: Design, names: Mapping[str, str]) -> Design:
    """Return DESIGN with the records of NAMES under their new ids, and all that refers to them following."""
    tables: dict[str, dict[str, Any]] = {
        table: {names.get(key, key): _followed(record, names) for key, record in getattr(design, table).items()}
        for table in DRAWN
    }
    return replace(design, settings=_followed_settings(design.settings, names), **tables)


def _followed(record: Any, names: Mapping[str, str]) -> Any:
    """Return RECORD with its own id and every id that it refers to as NAMES say."""

    def called(name: str) -> str:
        return names.get(name, name)

    fields: dict[str, Any] = {"id": called(record.id)}
    match record:
        case Node():
            fields["parent"] = record.parent and called(record.parent)
            if record.plan is not None and record.plan.underlay is not None:
                underlay = replace(record.plan.underlay, picture=called(record.plan.underlay.picture))
                fields["plan"] = replace(record.plan, underlay=underlay)
        case Link():
            fields |= {"a": called(record.a), "b": called(record.b), "across": record.across and called(record.across)}
        case View():
            fields["focus"] = tuple(map(called, record.focus))
        case Mark():
            fields["ends"] = tuple(map(called, record.ends))
            fields["picture"] = record.picture and called(record.picture)
        case _:
            pass
    changed = {name: value for name, value in fields.items() if value != getattr(record, name)}
    return replace(record, **changed) if changed else record


def _followed_settings(settings: Settings, names: Mapping[str, str]) -> Settings:
    def ends(end: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(CopyId(names.get(one.id, one.id), one.copy)) for one in map(CopyId.read, end))

    flows = tuple(replace(flow, source=ends(flow.source), target=ends(flow.target)) for flow in settings.flows)
    return replace(settings, flows=flows)
