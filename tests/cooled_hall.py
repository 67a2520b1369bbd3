"""A hall that is cooled by air and by liquid, for pictures, window tests and the bench."""

from designer.catalog.library import Library
from designer.model.design import Design, FloorPlace, Link, Node, Settings
from designer.model.parts.part import Part
from designer.model.rooms.room_plan import RoomPlan, rectangle


def cooled_hall(library: Library, racks: int = 10, systems: int = 8, handlers: int = 4, units: int = 3) -> Design:
    """RACKS of four DGX H100 and NVL72 SYSTEMS in a hall with air HANDLERS along its wall and coolant UNITS."""
    wide = max(20_000.0, 1_200.0 * max(racks, systems) + 4_000.0)

    spots = {
        "rack": (40.0, 200.0),
        "nvl": (420.0, 200.0),
        "crah": (40.0, 60.0),
        "cdu": (420.0, 60.0),
        "chiller": (220.0, -180.0),
        "dgx": (60.0, 250.0),
    }

    def line(y_mm: float, pitch_mm: float, turn: float = 0.0) -> FloorPlace:
        return FloorPlace(x_mm=2_000.0, y_mm=y_mm, rotation_deg=turn, pitch_mm=pitch_mm)

    nodes = [
        Node(id="hall", kind="room", name="Hall", plan=RoomPlan(outline=rectangle(wide, 12_000.0), height_mm=4_000.0)),
        Node(id="rack", kind="rack", name="Rack", parent="hall", copies=racks, floor=line(3_000.0, 1_200.0)),
        Node(id="dgx", kind="server", name="DGX H100", part="nvidia/dgx-h100", parent="rack", copies=4),
        Node(
            id="nvl",
            kind="rack-system",
            name="NVL72",
            part="nvidia/gb200-nvl72",
            parent="hall",
            copies=systems,
            floor=line(6_500.0, 1_200.0),
        ),
        Node(
            id="crah",
            kind="crah",
            name="Air handler",
            part="vertiv/cw181",
            parent="hall",
            copies=handlers,
            floor=line(600.0, 2_600.0),
        ),
        Node(
            id="cdu",
            kind="cdu",
            name="Coolant unit",
            part="vertiv/coolchip-600",
            parent="hall",
            copies=units,
            floor=line(9_500.0, 2_600.0),
        ),
        Node(id="chiller", kind="chiller", name="Chiller", part="generic/air-cooled-chiller-1500", copies=2),
    ]
    links = [
        Link(id="hoses", a="cdu", b="nvl", medium="coolant", cables=units * systems, spread="mesh", name="Rack loop"),
        Link(id="water", a="chiller", b="cdu", medium="coolant", cables=2 * units, spread="mesh", name="Unit loop"),
        Link(
            id="chilled",
            a="chiller",
            b="crah",
            medium="coolant",
            cables=2 * handlers,
            spread="mesh",
            name="Air handler loop",
        ),
    ]
    parts: dict[str, Part] = {}
    for node in nodes:
        waiting = [node.part] if node.part else []
        while waiting:
            part = library.parts[waiting.pop()]
            parts[part.id] = part
            waiting += [inside.part for inside in part.contains]
    return Design(
        settings=Settings(name="Cooled hall"),
        nodes={
            node.id: Node(
                **{
                    **{name: getattr(node, name) for name in node.__struct_fields__},
                    "order": place,
                    "x": spots.get(node.id, (0.0, 0.0))[0],
                    "y": spots.get(node.id, (0.0, 0.0))[1],
                }
            )
            for place, node in enumerate(nodes)
        },
        links={link.id: link for link in links},
        parts=parts,
        sources=dict(library.sources),
    )
