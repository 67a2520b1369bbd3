"""NetBox's cables as a design: each device a node of its type, cables between ports that fit."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.layouts.arrange import arrange
from designer.export.graphs.mapping import with_enough_ports
from designer.export.graphs.netbox_rows import MOST_ENDS, CableRow, DeviceRow, Termination
from designer.export.graphs.node_kinds import GENERIC, kind_of_word
from designer.export.graphs.raw_graph import GraphImport, Notes
from designer.export.text.text_problems import short
from designer.model.design import Design, Link, Node, Settings
from designer.model.kinds import HOST, RACK, SWITCH, SWITCHES
from designer.model.network.ports import best_pair, cable_gbps
from designer.model.parts.part import NETWORK_MEDIA, Medium, Part, PortGroup
from designer.model.validity import require_valid
from designer.model.wording import counted
from designer.reality.legal_ids import LegalIds, plain_name
from designer.reality.netbox.types import named_part, parts_by_name, plain_key

_POWER: Final = frozenset({"powerport", "poweroutlet", "powerfeed"})
_CONSOLE: Final = frozenset({"consoleport", "consoleserverport"})
_NETWORK: Final = frozenset({"", "interface", "frontport", "rearport"})
_MANAGEMENT: Final = re.compile(r"mgmt|management|bmc|ipmi|ilo|idrac|oob|console|cimc|eth0$|ma1$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\d\s/.:_-]+$")


class _Run(NamedTuple):
    """Cables that are alike: their ends, medium, ports and length."""

    a: str
    b: str
    medium: Medium
    a_port: str | None
    b_port: str | None
    length_m: float | None


def design_of_cables(
    cables: Iterable[CableRow], devices: Iterable[DeviceRow], library: Library, name: str
) -> GraphImport:
    """The design that NetBox CABLES between DEVICES make, called NAME, and what was guessed or left out.

    Raises:
        RefusedInput: what came out cannot be taken in.
    """
    notes = Notes()
    joined = list(_joined(cables, notes))
    nodes = _nodes(joined, devices, library, notes)
    ids = {raw: node.id for raw, node in nodes.items()}
    by_id = {node.id: node for node in nodes.values()}
    design = library.embedded(Design(settings=Settings(name=plain_name(name) or "Untitled design"), nodes=by_id))
    design = require_valid(
        Design(
            settings=design.settings,
            nodes=design.nodes,
            parts=design.parts,
            sources=design.sources,
            links=_links(joined, design, ids, notes),
        )
    )
    design = with_enough_ports(notes, design, set(design.nodes))
    unrated = sum(
        link.cables
        for link in design.links.values()
        if link.medium in NETWORK_MEDIA and cable_gbps(design, link) is None
    )
    if unrated:
        notes.line("rates", f"No port states the rate of {counted(unrated, 'network cable')}; it stays unknown.")
    return GraphImport(design=arrange(design).applied(design), notes=notes.told())


def _joined(cables: Iterable[CableRow], notes: Notes) -> Iterable[tuple[Termination, Termination, CableRow]]:
    """Each cable, or each strand of a breakout, by its two ends."""
    for cable in cables:
        if cable.odd_length:
            notes.line("lengths", f"The length {short(cable.odd_length)!r} of a cable is no length; left out.")
        if cable.status.lower() not in ("", "connected"):
            notes.count(
                f"One cable is {short(cable.status)}; taken like the others.",
                f"{{n}} cables are {short(cable.status)}; taken like the others.",
            )
        left, right = cable.a[:MOST_ENDS], cable.b[:MOST_ENDS]
        # As many ends on either side: strand by strand. One against several: a breakout.
        if len(left) == len(right):
            pairs = list(zip(left, right, strict=True))
        elif 1 in (len(left), len(right)):
            pairs = [(a, b) for a in left for b in right]
        else:
            pairs = []
        if not pairs or not all(a.device and b.device for a, b in pairs):
            notes.count(
                "One cable was left out: an end is no port of a device, or its strands do not pair up.",
                "{n} cables were left out: an end is no port of a device, or their strands do not pair up.",
            )
            continue
        if len(pairs) > 1:
            notes.count(
                "One cable with several strands became as many cables.",
                "{n} cables with several strands became as many cables each.",
            )
        for a, b in pairs:
            if a.device == b.device:
                notes.count(
                    "One cable from a device to itself was left out.",
                    "{n} cables from a device to itself were left out.",
                )
            else:
                yield a, b, cable


def _nodes(
    joined: list[tuple[Termination, Termination, CableRow]],
    devices: Iterable[DeviceRow],
    library: Library,
    notes: Notes,
) -> dict[str, Node]:
    """A node for each device by its name in NetBox, and one for each rack by ("rack", name)."""
    rows = {row.name: row for row in devices}
    # A pair of devices counts once, however many cables join it: neighbours tell switches from servers.
    pairs = {tuple(sorted((a.device, b.device))) for a, b, _ in joined}
    neighbours = Counter(end for pair in pairs for end in pair)
    known = parts_by_name(library)
    found: dict[str, Node] = {}
    ids = LegalIds()
    racks: dict[str, str] = {}
    for name in [*rows, *(name for name in neighbours if name not in rows)]:
        row = rows.get(name, DeviceRow(name))
        part = _part(row, known)
        kind = part.kind if part else _kind(row, neighbours[name], notes)
        if row.model and part is None:
            notes.count(
                f"The device type {short(row.model)!r} is not in the catalog; its device is a generic one.",
                f"The device type {short(row.model)!r} is not in the catalog; its {{n}} devices are generic ones.",
            )
        if row.rack and row.rack not in racks:
            racks[row.rack] = ids.take(row.rack, "rack")
            title = "" if racks[row.rack] == row.rack else plain_name(row.rack)
            found[f"rack {row.rack}\0"] = Node(id=racks[row.rack], kind=RACK, name=title, order=len(found))
        node_id = ids.take(name, "device")
        found[name] = Node(
            id=node_id,
            kind=kind,
            part=part.id if part else f"generic/{kind}",
            name="" if node_id == name else plain_name(name),
            parent=racks.get(row.rack),
            order=len(found),
        )
    return found


def _part(row: DeviceRow, known: Mapping[str, Part | None]) -> Part | None:
    return named_part(known, row.maker, row.model)


def _kind(row: DeviceRow, neighbours: int, notes: Notes) -> str:
    for text in (row.role, row.model, row.name):
        for word in (text, *re.findall(r"[A-Za-z]{3,}", text)):
            kind = kind_of_word(word)
            if kind in GENERIC:
                return kind
    kind = SWITCH if neighbours > 1 else HOST
    why = "several neighbours" if kind in SWITCHES else "one neighbour at most"
    notes.count(
        f"One device has no role that is known; with {why} it was taken as a {kind}.",
        f"{{n}} devices have no role that is known; with {why} they were taken as a {kind}.",
    )
    return kind


def _links(
    joined: list[tuple[Termination, Termination, CableRow]], design: Design, ids: Mapping[str, str], notes: Notes
) -> dict[str, Link]:
    runs: Counter[_Run] = Counter()
    for a, b, cable in joined:
        run = _run(a, b, cable, design, ids, notes)
        if run is not None:
            runs[run] += 1
            if cable.sort:
                what = f"The cable type {short(cable.sort)!r}"
                notes.count(f"{what} has no place; left out.", f"{what} of {{n}} cables has no place; left out.")
    links: dict[str, Link] = {}
    link_ids = LegalIds()
    for run, cables in runs.items():
        link_id = link_ids.take(f"{run.a}-{run.b}", "link")
        links[link_id] = Link(id=link_id, cables=cables, **run._asdict())
    return links


def _run(
    a: Termination, b: Termination, cable: CableRow, design: Design, ids: Mapping[str, str], notes: Notes
) -> _Run | None:
    sorts = {a.sort, b.sort}
    if sorts & _POWER or cable.sort.lower() == "power":
        media: tuple[Medium, ...] = ("power",)
    elif sorts & _CONSOLE or _MANAGEMENT.search(a.port) or _MANAGEMENT.search(b.port):
        media = ("management", "fabric", "storage")
    elif sorts <= _NETWORK:
        media = NETWORK_MEDIA
    else:
        odd = ", ".join(sorted(short(sort) for sort in sorts - _NETWORK))
        notes.count(
            f"One cable ends at a {odd}, which has no place; left out.",
            f"{{n}} cables end at a {odd}, which has no place; left out.",
        )
        return None
    if ids[a.device] > ids[b.device]:
        a, b = b, a
    a_groups, b_groups = (design.ports_of(design.nodes[ids[end.device]]) for end in (a, b))
    a_named, b_named = _called(a_groups, a.port), _called(b_groups, b.port)
    for a_port, b_port in ((a_named, b_named), (a_named, None), (None, b_named), (None, None)):
        for medium in media:
            if best_pair((a_port,) if a_port else a_groups, (b_port,) if b_port else b_groups, medium) is not None:
                return _Run(
                    ids[a.device],
                    ids[b.device],
                    medium,
                    a_port.name if a_port else None,
                    b_port.name if b_port else None,
                    cable.length_m,
                )
    if media == ("power",):
        notes.count(
            "One power cable was left out: the parts at its ends have no plugs that fit.",
            "{n} power cables were left out: the parts at their ends have no plugs that fit.",
        )
        return None
    notes.count(
        "One cable joins parts without ports that fit; it is kept.",
        "{n} cables join parts without ports that fit; they are kept.",
    )
    return _Run(ids[a.device], ids[b.device], media[0], None, None, cable.length_m)


def _called(groups: Iterable[PortGroup], port: str) -> PortGroup | None:
    """The group that PORT names, by itself or without its number: "osfp 3" is one of the group "osfp"."""
    wanted = {plain_key(port), plain_key(_NUMBER.sub("", port))} - {""}
    return next((group for group in groups if plain_key(group.name) in wanted), None)
