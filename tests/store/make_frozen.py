"""Write the frozen project, recovery journal and expectation of the present file version into tests/store/frozen.

    python tests/store/make_frozen.py FOLDER

It is no test, and is run once for each version of the file, with the program of that version, on the day before the
format changes: version_1 was written by the last program before there were migrations. What it wrote is never written
again, since a file by a later program proves nothing about those that people have. It refuses to write a file that
leaves anything out: of every field of every record some value other than its default, of every closed set of words
each word, of every kind, fact, choice and assumption one.

Written are
    version_N.stackwright   the project, saved five times, so that three earlier saves are kept in it and one is gone
    version_N.journal       a recovery journal with three edits, as a crash leaves it, with its write-ahead log
    version_N.journal-wal
    version_N.journal-count, which the program of version 1 had not when its files were written
    version_N.json          for people and tests: digests, times, and every design in text form, pictures included
"""

import json
import shutil
import sys
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from designer.catalog.library import Library
from designer.export.text.text_form import design_of_document, document_of_design
from designer.model.address_settings import AddressSettings
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.changes import between
from designer.model.deck_settings import DeckSettings, SlideSettings, Stance
from designer.model.design import (
    Camera,
    Design,
    FloorPlace,
    Link,
    Node,
    Quarter,
    RackPlace,
    Settings,
    Spread,
    TitleBlock,
    View,
)
from designer.model.kinds import FACTS, KINDS
from designer.model.marks import Mark, MarkColour, MarkKind, Picture
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.network.card_map import GPU_CARDS
from designer.model.network.flow_asks import FlowAsk
from designer.model.network.port_map import PORT_MAP
from designer.model.parts.part import (
    LAYERS,
    PLATFORMS,
    Availability,
    Basis,
    Case,
    CaseOf,
    Contained,
    Medium,
    Part,
    Per,
    PlatformSupport,
    PortGroup,
    Price,
    Quantity,
    Source,
    StockLength,
    Term,
)
from designer.model.phase_plan import Phase, Weeks
from designer.model.rooms.room_plan import Aisle, Box, Door, KeepOut, Point, RoomPlan, Tray, Underlay, rectangle
from designer.model.workloads.choices import CHOICES
from designer.store import journal as journals
from designer.store.journal import Journal
from designer.store.project import read_project, write_project
from designer.store.recovery import recover, recoverable
from designer.store.versions import design_of_save

NOTHING = Library(parts={}, sources={})
STARTED = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WORDS = "Süd «1» – 北京 – 42 °C\nsecond line, = no formula, <b>no markup</b> 😀"
TERMS: tuple[Term, ...] = typing.get_args(Term)
CASES: tuple[CaseOf, ...] = typing.get_args(CaseOf)
STANCES: tuple[Stance, ...] = typing.get_args(Stance)
MEDIA: tuple[Medium, ...] = typing.get_args(Medium)
OWN_WORDS = {PORT_MAP: "1:3, 5-8:9-12", GPU_CARDS: "1-4:5-8"}
"""Of choices whose words are read."""
ONCE: frozenset[type[Any]] = frozenset({Settings, DeckSettings, TitleBlock, PriceBook, AddressSettings})
"""What a design has one of: it can hold one word of a closed set there, which is another than the default."""
SPREADS: tuple[Spread, ...] = typing.get_args(Spread)


def _picture(form: typing.Literal["png", "jpeg"], name: str) -> Picture:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 90, 160))
    image.setPixelColor(3, 2, QColor(250, 240, 10))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form.upper())  # type: ignore[call-overload]  # Qt takes a device and a format's name
    return Picture(
        id=f"picture-{form}", name=name, form=form, data=bytes(buffer.data().data()), width_px=8, height_px=6
    )


def _price(index: int, basis: Basis, per: Per, status: Any) -> Price:
    return Price(
        low=1.25 + index,
        typical=2.5 + index,
        high=1e3 + index,
        basis=basis,
        currency="EUR" if index % 2 else "USD",
        per=per,
        item="input" if per == "million-tokens" else "",
        region="eu" if per == "hour" else "",
        date="2026-11",
        status=status,
        sources=("acme-list",),
        note="Made up for tests",
        from_tokens=200_000 if per == "million-tokens" else 0,
        valid_from="2027-01-01" if index % 5 == 4 else "",
        valid_until="2027-12-31" if basis == "quote" else "",
        quote="Q-4711" if basis == "quote" else "",
        term=TERMS[index // 10 % len(TERMS)] if basis == "reserved" and per == "hour" else "",
        upfront_share=0.5 if basis == "reserved" and per == "hour" else 0.0,
    )


def _parts() -> dict[str, Part]:
    bases, pers, statuses = typing.get_args(Basis), typing.get_args(Per), _options(Quantity, "status")
    prices = tuple(
        # Only an hour can be reserved, for each of the terms.
        _price(
            index,
            bases[index % len(bases)],
            "hour" if bases[index % len(bases)] == "reserved" else pers[(index + index // len(bases)) % len(pers)],
            statuses[index % len(statuses)],
        )
        for index in range(90)
    )
    ports = (
        PortGroup(
            name="osfp",
            media=("fabric", "storage", "management"),
            count=64,
            connector="OSFP",
            rate_gbps=400.0,
            lanes=4,
            cages=32,
            breakouts=(2, 4),
            protocols=("infiniband", "ethernet"),
        ),
        PortGroup(name="in", media=("power", "coolant"), count=2, connector="C20", role="in"),
        PortGroup(name="out", media=("power", "coolant", "nvlink", "pcie"), count=2, connector="C19", role="out"),
        PortGroup(name="soft", media=("runs_on", "depends_on"), count=1),
    )
    quantities = {
        f: Quantity(
            value=None if index == 3 else 0.5,
            low=0.25,
            high=0.75,
            status=statuses[index % len(statuses)],
            sources=("acme-sheet",),
            date="2026-01-01",
            conditions="dense, one way",
            others="0.6 in another sheet",
        )
        for index, f in enumerate(FACTS)
    }
    box = Part(
        id="acme/box",
        kind="server",
        layer="servers_fabric",
        vendor="Acme",
        name="Box «8»",
        revision="2",
        part_number="BX-8",
        aliases=("box8", "Kasten"),
        tags=("8u", "air"),
        summary="A made-up server for tests.",
        facts=quantities,
        texts={"cooling": "air", "note": WORDS},
        sources=("acme-sheet",),
        ports=ports,
        contains=(Contained(part="acme/chip", count=8),),
        prices=prices,
        availability="sold",
        notes=WORDS,
    )
    cable = Part(
        id="acme/cable",
        kind="cable",
        layer="servers_fabric",
        vendor="Acme",
        name="Cable",
        lengths=(
            StockLength(length_m=1.5, part_number="C-1.5", price=_price(0, "list", "unit", "sourced")),
            StockLength(length_m=3.0),
        ),
        availability="rented",
    )
    others = [
        Part(id=f"acme/{layer}", kind="host", layer=layer, vendor="Acme", name=layer, availability=availability)
        for layer, availability in zip(LAYERS, (*typing.get_args(Availability), "free", "free"), strict=True)
    ]
    chip = Part(
        id="acme/chip",
        kind="accelerator",
        layer="silicon",
        vendor="Acme",
        name="Chip",
        platforms=tuple(
            PlatformSupport(
                platform=platform,
                status=statuses[place % len(statuses)],
                sources=("acme-sheet",),
                date="2026-01-01",
                note="By a plug-in",
            )
            for place, platform in enumerate(PLATFORMS)
        ),
        cases=tuple(
            Case(of=of, name="zero_stage=2" if of == "setting" else "acme/model", facts={name: quantities[name]})
            for of, name in zip(CASES, quantities, strict=False)
        ),
    )
    model = Part(id="acme/model", kind="model", layer="serving_apps", vendor="Acme", name="Model")
    return {part.id: part for part in (box, cable, chip, model, *others)}


def _plan() -> RoomPlan:
    return RoomPlan(
        outline=rectangle(12_000, 8_000),
        doors=(Door(x_mm=1_000, y_mm=10, width_mm=900, along_deg=90, swing_deg=-90),),
        columns=(Box(x_mm=4_000, y_mm=4_000, width_mm=400, depth_mm=400),),
        keep_outs=(
            KeepOut(corners=(Point(x_mm=0, y_mm=0), Point(x_mm=900.5, y_mm=0), Point(x_mm=0, y_mm=9)), why="Fire"),
        ),
        aisles=(
            Aisle(kind="cold", area=Box(x_mm=1_000, y_mm=2_000, width_mm=9_000, depth_mm=1_200), contained=True),
            Aisle(kind="hot", area=Box(x_mm=1_000, y_mm=5_000, width_mm=9_000, depth_mm=900)),
        ),
        trays=(
            Tray(id="t1", line=(Point(x_mm=0, y_mm=500), Point(x_mm=9_000, y_mm=500)), media=("fabric", "power")),
            Tray(id="t2", line=(), width_mm=150, depth_mm=50, above_mm=-300, form="ladder"),
        ),
        underlay=Underlay(picture="picture-png", mm_per_px=25.5, x_mm=-100, y_mm=50, rotation_deg=1.5, opacity=0.25),
        tile_mm=500,
        tile_x_mm=10,
        tile_y_mm=20,
        height_mm=4_200,
        load_limit_kg_per_m2=1_200.0,
    )


def _nodes() -> dict[str, Node]:
    own_port = PortGroup(name="own", media=("management",), count=3, rate_gbps=1.0)
    nodes = [
        Node(id="site", kind="site", name="Campus"),
        Node(id="hall", kind="room", name=WORDS.partition("\n")[0], parent="site", x=20, y=30, plan=_plan()),
        Node(id="pod", kind="pod", parent="hall", copies=2, x=30, y=40, width=800, height=600.5),
        Node(
            id="rack",
            kind="rack",
            parent="pod",
            copies=8,
            facts={"power_limit_w": 40_000.0},
            floor=FloorPlace(
                x_mm=1_200,
                y_mm=1_000.5,
                rotation_deg=90,
                pitch_mm=600,
                per_line=4,
                line_pitch_mm=2_400,
                face_to_face=True,
            ),
            pinned=True,
            folded=True,
        ),
        Node(
            id="box",
            kind="server",
            part="acme/box",
            name="Box",
            parent="rack",
            copies=4,
            x=-10.25,
            y=1e6,
            rack=RackPlace(u=3, face="rear", side="left"),
            facts={"power_max_w": 900.0},
            ports=(own_port,),
            price_usd=12_345.67,
            note=WORDS,
            front=3,
        ),
        Node(id="right", kind="pdu", parent="rack", rack=RackPlace(u=1, side="right", zero_u=True)),
        Node(id="lowest", kind="host", parent="rack", rack=RackPlace(u=1)),
        Node(id="chip", kind="accelerator", part="acme/chip", parent="box", copies=8),
        Node(id="sw", kind="switch", part="acme/box", copies=8, x=500, y=5),
    ]
    nodes += [Node(id=f"kind/{kind}", kind=kind, x=10.0 * place) for place, kind in enumerate(KINDS)]
    nodes += [
        Node(id=f"choice/{choice.name}/{place}", kind=min(choice.kinds), choices={choice.name: value})
        for choice in CHOICES.values()
        for place, value in enumerate(
            [option for option, _ in choice.options if option]
            or ["acme/model" if choice.part_kind else OWN_WORDS.get(choice.name, "2026-11")]
        )
    ]
    nodes.append(Node(id="all-facts", kind="host", part="acme/cloud", facts=dict.fromkeys(FACTS, 0.5)))
    return {node.id: replace(node, order=order) for order, node in enumerate(nodes)}


def _links() -> dict[str, Link]:
    links = [
        Link(
            id=f"link/{medium}",
            a="box",
            b="sw",
            medium=medium,
            cables=64 * (1 + place),
            spread=SPREADS[place % len(SPREADS)],
            name=f"Cables – {medium}",
            side=("", "A", "B")[place % 3],
        )
        for place, medium in enumerate(MEDIA)
    ]
    links.append(
        Link(
            id="whole",
            a="kind/switch",
            b="kind/server",
            medium="fabric",
            a_port="osfp",
            b_port="osfp 2",
            capacity_gbps=12.5,
            capacity_back_gbps=2.5,
            length_m=7.5,
            cable_part="acme/cable",
            across="pod",
        )
    )
    return {link.id: link for link in links}


def _views() -> dict[str, View]:
    shows: tuple[Any, ...] = _options(View, "shows")
    quarters: tuple[Quarter, ...] = typing.get_args(Quarter)
    views = [
        View(id=f"view-{show}", name=show.title(), shows=show, order=10 - place, quarter=quarters[place % 4])
        for place, show in enumerate(shows)
    ]
    views.append(
        View(
            id="slide",
            name="Slide",
            caption=WORDS.partition("\n")[0],
            notes=WORDS,
            camera=Camera(x=-5.5, y=3, width=800, height=600),
            focus=("box", "sw"),
            hidden_layers=LAYERS,
            hidden_media=MEDIA,
            detail="plain",
        )
    )
    return {view.id: view for view in views}


def _marks() -> dict[str, Mark]:
    colours: tuple[MarkColour, ...] = typing.get_args(MarkColour)
    kinds: tuple[MarkKind, ...] = typing.get_args(MarkKind)
    marks = [
        Mark(
            id=f"mark-{kind}-{colour}",
            kind=kind,
            x=5.5 * place,
            y=6,
            width=200,
            height=80,
            text=WORDS,
            colour=colour,
            points=((100.0, 0.5), (100.0, 50.0)) if kind == "arrow" else (),
            ends=("box", "sw") if kind == "arrow" and place % 2 else ("", ""),
            picture=("picture-png", "picture-jpeg")[place % 2] if kind == "picture" else None,
            front=place - 3,
            pinned=place % 2 == 1,
        )
        for kind in kinds
        for place, colour in enumerate(colours)
    ]
    return {mark.id: mark for mark in marks}


def _phases() -> tuple[Phase, ...]:
    weeks = Weeks(least=1.0, likely=2.5, most=6.0)
    first = Phase(id="first", title="First hall", order_date="2026-12-01", holds={"rack": 4})
    second = Phase(
        id="second",
        title="Second «half»",
        order_date="2027-06-01",
        holds={"rack": 12, "box": 3},
        after="first",
        energised="2027-09-01",
        energised_latest="2027-10-01",
        wanted="2027-12-01",
        building=weeks,
        installation=weeks,
        commissioning=weeks,
        lead_weeks={"acme/box": weeks},
        ramp_months=3.0,
    )
    return first, second


def _deck() -> DeckSettings:
    slides = {
        f"own-{place}": SlideSettings(
            hidden=place == 1,
            own=True,
            title="It costs {cost.capex}",
            subtitle="One line",
            text=WORDS,
            notes=WORDS,
            view="slide",
            against="variant-2",
            figures={"cost.capex_usd": 12.5, "power.it_w.max": None},
            stance=stance,
        )
        for place, stance in enumerate((*STANCES, ""))
    }
    return DeckSettings(level="engineer", template="House.pptx", order=("own-2", "money"), slides=slides)


def _phases() -> tuple[Phase, ...]:
    weeks = Weeks(least=4.0, likely=6.0, most=9.5)
    return (
        Phase(
            id="phase-1",
            title="First hall",
            order_date="2027-03-01",
            energised="2028-01-01",
            energised_latest="2028-09-01",
            wanted="2028-06-01",
            building=weeks,
            installation=weeks,
            commissioning=weeks,
            lead_weeks={"server": weeks},
            ramp_months=2.5,
            orders={"server": "2026-11-02"},
        ),
        Phase(id="phase-2", order_date="2028-03-01", after="phase-1", holds={"rack": 1}),
    )


def whole_design() -> Design:
    """Return a design that holds everything that a file can hold."""
    book = PriceBook(
        prices={"acme/box": (_price(3, "user", "unit", "user"),)},
        discounts=(Discount(share=0.15, vendor="Acme", kind="switch", note="«Rahmen»"), Discount(share=0.05)),
        currency="EUR",
        rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-20", note="Made up for tests")},
        purchase_basis="street",
        rent_basis="reserved",
        rent_term="3-years",
        region="eu",
    )
    settings = Settings(
        name="Everything «1»",
        description=WORDS,
        assumptions={name: assumption.default for name, assumption in ASSUMPTIONS.items()},
        prices=book,
        made_by="superpod",
        parameters={"scale_units": "2", "note": "«2»"},
        flows=(
            FlowAsk(source=("box[0]", "box[1]"), target=("sw",), gbps=12.5),
            FlowAsk(source=("sw",), target=("hall",)),
        ),
        choices={"climate": "singapore", "economizer": "dry", "grid": "zone-fi"},
        deck=_deck(),
        phases=_phases(),
        sites=("seattle", "london"),
        addresses=AddressSettings(
            links="172.16.0.0/14",
            hosts="172.20.0.0/14",
            loopbacks="192.168.64.0/18",
            management="10.200.0.0/16",
            host_length=24,
            management_length=27,
            ipv6="fd00:1:2::/48",
            link_addresses="unnumbered",
            asn_base=4_210_000_000,
            numbers={"sw": 3},
        ),
        title_block=TitleBlock(
            number="AC-100",
            revision="B · for approval",
            drawn_by="A drawer",
            checked_by="A checker",
            approved_by="An owner",
            paper="A4",
        ),
    )
    sources = (
        Source(
            id="acme-sheet",
            publisher="Acme, Box datasheet (made up)",
            published="2026-01-01",
            retrieved="2026-11-27",
            kind="vendor datasheet",
            tier="vendor",
        ),
        Source(id="acme-list", publisher="Acme, price list (made up)"),
    )
    pictures = (_picture("png", "Ground floor"), _picture("jpeg", "Photo – hall"))
    return Design(
        settings=settings,
        nodes=_nodes(),
        links=_links(),
        views=_views(),
        parts=_parts(),
        sources={source.id: source for source in sources},
        marks=_marks(),
        pictures={picture.id: picture for picture in pictures},
    )


def _options(kind: type[Any], field: str) -> tuple[Any, ...]:
    return typing.get_args(typing.get_type_hints(kind)[field])


def _structs(value: object) -> Iterator[msgspec.Struct]:
    if isinstance(value, msgspec.Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _structs(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _structs(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _structs(inner)


def _parts_of_hint(hint: Any) -> Iterator[Any]:
    yield hint
    for inner in typing.get_args(hint):
        if not isinstance(inner, str):
            yield from _parts_of_hint(inner)


def left_out(design: Design) -> list[str]:
    """Return what a file could hold and DESIGN does not: fields at their defaults alone, words, kinds, facts."""
    seen: dict[type[Any], list[Any]] = {}
    for one in _structs(design):
        seen.setdefault(type(one), []).append(one)
    missing: list[str] = []
    said: dict[tuple[Any, ...], set[Any]] = {}
    waiting: list[type[msgspec.Struct]] = [Design]
    known: set[type[msgspec.Struct]] = {Design}
    while waiting:
        kind = waiting.pop()
        defaults = {field.name: field.default for field in msgspec.structs.fields(kind)}
        for name, hint in typing.get_type_hints(kind).items():
            values = [getattr(one, name) for one in seen.get(kind, [])]
            if name != "id" and all(value in (defaults[name], (), {}, None) for value in values):
                missing.append(f"{kind.__name__}.{name}")
            words = {
                word
                for value in values
                for word in (value if isinstance(value, tuple) else (value,))
                if isinstance(word, str | int)
            }
            for part in _parts_of_hint(hint):
                if typing.get_origin(part) is typing.Literal and kind in ONCE:
                    continue
                if typing.get_origin(part) is typing.Literal:
                    said.setdefault(typing.get_args(part), set()).update(words)
                elif isinstance(part, type) and issubclass(part, msgspec.Struct) and part not in known:
                    known.add(part)
                    waiting.append(part)
    missing += [repr(word) for words, used in said.items() for word in words if word not in used]
    nodes = design.nodes.values()
    missing += sorted(KINDS.keys() - {node.kind for node in nodes})
    missing += sorted(FACTS.keys() - {name for node in nodes for name in node.facts})
    missing += sorted(CHOICES.keys() - {name for node in nodes for name in node.choices})
    return missing + sorted(ASSUMPTIONS.keys() - design.settings.assumptions.keys())


def _in_text(design: Design) -> dict[str, Any]:
    document = json.loads(json.dumps(msgspec.to_builtins(document_of_design(design, NOTHING))))
    if design_of_document(document, NOTHING) != design:
        raise SystemExit("The text form does not bring this design back; nothing was written.")
    return document


def _beside(document: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return DOCUMENT with the names alone of what is the same in the WHOLE design, so that the file stays short."""
    same = [key for key, value in document.items() if whole.get(key) == value]
    return {"as_in_design": same, **{key: value for key, value in document.items() if key not in same}}


def main(folder: Path) -> None:
    """Write the files of the present version to FOLDER."""
    design = whole_design()
    if missing := left_out(design):
        raise SystemExit(f"Nothing was written; the design lacks {', '.join(missing)}.")
    steps = [
        Design(settings=Settings(name="Draft"), nodes={"a": Node(id="a", kind="rack"), "b": Node(id="b", kind="pod")})
    ]
    for name in ("rooms", "rows"):
        added = Node(id=name, kind="room", x=100.0)
        last = steps[-1]
        steps.append(replace(last, settings=Settings(name=f"With its {name}"), nodes={**last.nodes, name: added}))
    steps.append(replace(design, settings=replace(design.settings, name="Nearly done"), marks={}))
    with TemporaryDirectory() as made:
        path = Path(made) / "p.stackwright"
        for number, step in enumerate((*steps, design)):
            # The first is so old that the fifth drops it.
            write_project(path, step, now=STARTED + (timedelta(minutes=number) if number else timedelta(days=-40)))
        opened = read_project(path)
        version = int.from_bytes(path.read_bytes()[60:64], "big")
        if (folder / f"version_{version}.stackwright").exists():
            raise SystemExit(f"The files of version {version} are there, and are never written again.")
        if opened.design != design or [save.number for save in opened.saves] != [4, 3, 2]:
            raise SystemExit("The project does not open as it was written; nothing was written.")
        edits = [design, replace(design, settings=replace(design.settings, name="Renamed")), replace(design, views={})]
        with mock.patch.object(journals, "_now", return_value="2026-11-27T10:00:00+00:00"):
            journal = Journal(steps[1], Path("/srv/designs/everything.stackwright"), Path(made))
            for before, after in zip((steps[1], *edits), edits, strict=False):
                journal.record(between(before, after, f"To {after.name}"))
        folder.mkdir(exist_ok=True)
        crashed = folder / f"version_{version}.journal"
        shutil.copyfile(journal.path, crashed)
        shutil.copyfile(f"{journal.path}-wal", f"{crashed}-wal")
        shutil.copyfile(f"{journal.path}-count", f"{crashed}-count")
        journal.close()
        (recovery,) = recoverable(Path(made))
        if recover(recovery) != edits[-1]:
            raise SystemExit("The journal does not bring back the last edit.")
        shutil.copyfile(path, folder / f"version_{version}.stackwright")
    whole = _in_text(design)
    expected = {
        "digest": opened.digest,
        "saved_at": opened.saved_at,
        "design": whole,
        "saves": [
            {
                "number": save.number,
                "saved_at": save.saved_at,
                "digest": save.digest,
                "design": _beside(_in_text(design_of_save(save)), whole),
            }
            for save in opened.saves
        ],
        "journal": {
            "project": recovery.project,
            "name": recovery.name,
            "edits": recovery.edits,
            "last": recovery.last,
            "design": _beside(_in_text(edits[-1]), whole),
        },
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (folder / f"version_{version}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
