"""Interfaces, console ports and panel couplers of a NetBox file as port groups."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from designer.catalog.netbox.interface_types import (
    INFINIBAND,
    INTERFACE_TYPES,
    InterfaceType,
    media_of,
    why_not_cabled,
)
from designer.catalog.netbox.plug_types import CONSOLE_TYPES, PANEL_TYPES
from designer.catalog.netbox.sheet import Sheet, item_text, plain
from designer.model.kinds import BREAKING_OUT
from designer.model.network.ports import rate_text
from designer.model.parts.part import Medium, PortGroup
from designer.model.wording import counted

SERIAL: Final = ("serial",)
PANEL_MEDIA: Final[tuple[Medium, ...]] = ("fabric", "storage", "management")
_INTERFACE_KEYS: Final = frozenset({"name", "type", "mgmt_only"})
_INFINIBAND_WORDS: Final = re.compile(r"infiniband|\bquantum\b|\bM?QM\d{4}|\bQ3[24]00", re.IGNORECASE)
_TWIN_NAME: Final = re.compile(r"(.*\d)[./:p](\d+)")
_TWINS: Final = 2


def interface_groups(sheet: Sheet, kind: str, words: str) -> list[PortGroup]:
    """The interfaces of SHEET as port groups, those of one sort in one group.

    Args:
        sheet: The file.
        kind: What the part is; only switches and modules split their ports.
        words: All that the file says in words.
    """
    items = sheet.items("interfaces", _INTERFACE_KEYS)
    if not items:
        return []
    counts: dict[tuple[str, bool], list[str]] = {}
    odd = 0
    for item in items:
        sort = item_text(item, "type").strip().lower()
        managing = item.get("mgmt_only") is True
        odd += item.get("mgmt_only") not in (None, True, False)
        counts.setdefault((sort, managing), []).append(item_text(item, "name"))
    if odd:
        sheet.note(
            "refused",
            "interfaces.mgmt_only",
            f"It is neither true nor false on {counted(odd, 'interface')}; taken as false.",
        )
    _note_twice(sheet, "interfaces", [name for names in counts.values() for name in names])
    speaks_infiniband = _INFINIBAND_WORDS.search(words) is not None
    forms: list[tuple[InterfaceType, bool, list[str]]] = []
    for (sort, managing), names in counts.items():
        form = INTERFACE_TYPES.get(sort)
        if form is None:
            sheet.note(
                "not mapped", "interfaces", f"{len(names)} × {plain(sort) or 'no type'}: {why_not_cabled(sort)}."
            )
            continue
        if speaks_infiniband and not managing:
            form = _as_infiniband(sheet, form, sort)
        elif form.cage_guessed:
            sheet.note("guessed", "interfaces.type", f"{sort} leaves the cage open; {form.connector} is the usual one.")
        forms.append((form, managing, names))
    groups = _named(forms, kind, sheet)
    taken = sum(group.count for group in groups)
    if taken:
        listed = ", ".join(f"{group.count} × {_form_words(group)}" for group in groups)
        sheet.note("taken", "interfaces", f"{taken} of {len(items)} are ports: {listed}. Their names are not kept.")
        if any(len(group.media) > 1 for group in groups):
            sheet.note(
                "guessed", "interfaces.media", "Ports from 10 Gb/s on may be fabric or storage, slower ones manage."
            )
    return groups


def console_groups(sheet: Sheet) -> list[PortGroup]:
    """The console ports of SHEET, and the ports of a console server, as port groups for management."""
    groups: list[PortGroup] = []
    for key, name in (("console-ports", "console"), ("console-server-ports", "serial")):
        sorts = Counter(item_text(item, "type").lower() for item in sheet.items(key, frozenset({"name", "type"})))
        known = {sort: count for sort, count in sorts.items() if sort in CONSOLE_TYPES}
        # Types that are not known are refused with their number, not guessed.
        for sort in sorts.keys() - known.keys():
            sheet.note(
                "refused", key, f"{sorts[sort]} × {plain(sort) or 'no type'} is no type of console port; left out."
            )
        for sort, count in known.items():
            connector = CONSOLE_TYPES[sort]
            title = name if len(known) == 1 else f"{name}-{(connector or 'other').lower().replace(' ', '-')}"
            groups.append(
                PortGroup(name=title, media=("management",), count=count, connector=connector, protocols=SERIAL)
            )
        if known:
            listed = ", ".join(f"{count} × {CONSOLE_TYPES[sort] or 'other'}" for sort, count in known.items())
            sheet.note("taken", key, f"Serial ports for management: {listed}.")
    return groups


def panel_groups(sheet: Sheet) -> list[PortGroup]:
    """The front and rear couplers of SHEET as port groups through which any network cable may pass."""
    groups: list[PortGroup] = []
    for key, side in (("front-ports", "front"), ("rear-ports", "rear")):
        used = frozenset({"name", "type", "rear_port", "positions"})
        items = sheet.items(key, used)
        if not items:
            continue
        _note_twice(sheet, key, [item_text(item, "name") for item in items])
        sorts = Counter(item_text(item, "type").lower() for item in items)
        known = {sort: count for sort, count in sorts.items() if sort in PANEL_TYPES}
        for sort in sorts.keys() - known.keys():
            sheet.note("refused", key, f"{sorts[sort]} × {plain(sort) or 'no type'} is no type of coupler; left out.")
        for sort, count in known.items():
            connector = PANEL_TYPES[sort]
            title = side if len(known) == 1 else f"{side}-{(connector or 'other').lower().replace('/', '-')}"
            groups.append(PortGroup(name=title, media=PANEL_MEDIA, count=count, connector=connector))
        if known:
            listed = ", ".join(f"{count} × {PANEL_TYPES[sort] or 'other'}" for sort, count in known.items())
            sheet.note("taken", key, f"Couplers: {listed}. Which front one leads to which rear one is not kept.")
    rears = {item_text(item, "name") for item in _mappings(sheet.data.get("rear-ports"))}
    # Front ports whose rear port is missing would lead nowhere.
    # NetBox itself writes from 4.5 on in a list of its own where they lead.
    fronts = [item for item in _mappings(sheet.data.get("front-ports")) if sheet.data.get("port-mappings") is None]
    lost = sum(item_text(item, "rear_port") not in rears for item in fronts)
    if lost:
        sheet.note(
            "contradiction",
            "front-ports",
            f"{lost} of them {'leads' if lost == 1 else 'lead'} to a rear port that is not listed.",
        )
    return groups


def _mappings(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _note_twice(sheet: Sheet, key: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        shown = ", ".join(plain(name) or "(no name)" for name in twice[:3])
        more = f" and {len(twice) - 3} more" if len(twice) > 3 else ""
        sheet.note(
            "contradiction", key, f"A name is there twice: {shown}{more}. Each entry counts as a port of its own."
        )


def _as_infiniband(sheet: Sheet, form: InterfaceType, sort: str) -> InterfaceType:
    """FORM as InfiniBand, for a part that speaks it although its interfaces are called Ethernet."""
    # Below 40 Gb/s the form has InfiniBand that no such part speaks.
    if form.protocols == INFINIBAND or form.rate_gbps < 40:
        return form
    # The InfiniBand type of the same rate, in the cage that the interface named.
    twin = next(
        (one for one in INTERFACE_TYPES.values() if one.protocols == INFINIBAND and one.rate_gbps == form.rate_gbps),
        None,
    )
    if twin is None:
        return form
    sheet.note("guessed", "interfaces.type", f"{sort} is taken as InfiniBand, as the name or the comments say so.")
    return replace(twin, connector=form.connector)


def _named(forms: list[tuple[InterfaceType, bool, list[str]]], kind: str, sheet: Sheet) -> list[PortGroup]:
    # Ports of the same form and purpose are one group.
    merged: dict[tuple[InterfaceType, bool], list[str]] = {}
    for form, managing, names in forms:
        merged.setdefault((form, managing), []).extend(names)
    managers = sum(managing for _, managing in merged)
    data = len(merged) - managers
    groups: list[PortGroup] = []
    used: Counter[str] = Counter()
    for (form, managing), names in merged.items():
        sort = f"{(form.connector or form.protocols[0]).lower()}-{rate_text(form.rate_gbps).lower()}"
        if form.protocols[0] == "fibre-channel":
            sort = f"fc-{rate_text(form.rate_gbps).lower()}"
        # A single group is called "ports" or "mgmt"; several are named by their form.
        alone = managers == 1 if managing else data == 1
        title = ("mgmt" if managing else "ports") if alone else f"mgmt-{sort}" if managing else sort
        used[title] += 1
        cages = _twin_cages(form, names)
        if cages:
            sheet.note(
                "guessed", "interfaces.cages", f"{len(names)} ports pair up by name into {cages} twin-port cages."
            )
        groups.append(
            PortGroup(
                name=title if used[title] == 1 else f"{title}-{used[title]}",
                media=media_of(form, managing),
                count=len(names),
                connector=form.connector,
                rate_gbps=form.rate_gbps,
                lanes=form.lanes,
                cages=cages,
                breakouts=form.breakouts if kind in BREAKING_OUT and not managing else (),
                protocols=form.protocols,
            )
        )
    return groups


def _twin_cages(form: InterfaceType, names: list[str]) -> int | None:
    """Into how many twin-port cages ports called NAMES pair up; None when they do not."""
    if form.connector != "OSFP" or form.protocols != INFINIBAND:
        return None
    matches = [_TWIN_NAME.fullmatch(name) for name in names]
    stems = Counter(match[1] for match in matches if match)
    whole = len(stems) * _TWINS == len(names) and set(stems.values()) == {_TWINS}
    return len(stems) if whole else None


def _form_words(group: PortGroup) -> str:
    parts: Mapping[str, None] = dict.fromkeys((group.connector, rate_text(group.rate_gbps)))
    return " ".join(part for part in parts if part) + (" for management" if group.media == ("management",) else "")
