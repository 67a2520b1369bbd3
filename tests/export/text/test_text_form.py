"""Designs as JSON and YAML: what is written is read back equal."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.layouts.arrange import needs_places
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.text.text_form import (
    design_of_document,
    design_schema,
    document_of_design,
    read_text_design,
    write_text_design,
)
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Camera, Design, FloorPlace, Link, Node, RackPlace, Settings, View
from designer.model.kinds import CONTAINERS
from designer.model.money.price_validity import require_price_book
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import LAYERS, Contained, Part, PortGroup, Price, Quantity, Source
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from tests.long_runs import SAME_FIXTURES, runs
from tests.shipped import LIBRARY

GUIDE = Path(__file__).parents[3] / "resources" / "guide" / "text-form.md"
OWN = Part(
    id="acme/box",
    kind="server",
    layer="servers_fabric",
    vendor="Acme",
    name="Böx «1»",
    part_number="0012",
    summary="1e3",
    facts={"power_max_w": Quantity(value=100.0, low=90.5, status="estimate", sources=("doc",), date="2026-01-01")},
    texts={"colour": "no"},
    ports=(PortGroup(name="net", media=("fabric", "storage"), count=8, rate_gbps=400.0),),
    contains=(Contained(part="nvidia/h100-sxm5-80gb", count=2),),
    prices=(Price(low=1.0, typical=2.5, high=3.0, basis="list", sources=("doc",), date="2026-01-01"),),
)
OWN_SOURCE = Source(id="doc", publisher="Acme, Box datasheet", published="2026-05")
DEARER = replace(LIBRARY.parts["nvidia/dgx-h100"], revision="2", name="DGX, dearer")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["yes", "~", "1e3", "0x10", "1:30", "2026-05-01", "=1+1", "- a", "a: b", "&a", "*a", "!!str", "\ufeff", "\x85"]
)
NUMBERS = st.floats(0, 1e17, allow_nan=False) | st.integers(0, 10**6).map(float)
FACTS = st.floats(0, 1e15) | st.integers(0, 10**6).map(float)
PLACES = st.floats(-1e6, 1e6, allow_nan=False)
SIZES = st.floats(8, 1e7)


@st.composite
def price_books(draw: st.DrawFn) -> PriceBook:
    """Own prices, discounts and dated rates; money is shown in one of the currencies that have a rate."""
    words = TEXTS.filter(lambda text: all(letter.isprintable() for letter in text))
    codes = draw(st.lists(st.sampled_from(["EUR", "GBP", "JPY", "NOK"]), unique=True))
    ids = draw(st.lists(st.sampled_from(["nvidia/dgx-h100", "acme/box", "x/y"]), unique=True))
    pairs = draw(st.lists(st.tuples(words, st.sampled_from(["", "switch", "server"])), unique=True, max_size=3))
    days = st.dates().map(lambda day: day.isoformat())
    dates = days | st.sampled_from(["", "2026", "2026-11"])

    def price() -> Price:
        typical = draw(NUMBERS)
        return Price(
            low=typical / 2,
            typical=typical,
            high=typical * 2,
            currency=draw(st.sampled_from(["USD", "EUR"])),
            basis=draw(st.sampled_from(["list", "street", "reserved", "user"])),
            region=draw(words),
            date=draw(dates),
            per=draw(st.sampled_from(["unit", "hour", "meter"])),
            item=draw(words),
            note=draw(words),
        )

    return PriceBook(
        prices={part_id: tuple(price() for _ in range(draw(st.integers(1, 3)))) for part_id in ids},
        discounts=tuple(
            Discount(share=draw(st.floats(0, 1)), vendor=vendor, kind=kind, note=draw(words)) for vendor, kind in pairs
        ),
        rates={code: ExchangeRate(usd=draw(st.floats(1e-6, 1e6)), date=draw(days), note=draw(words)) for code in codes},
        currency=draw(st.sampled_from(["USD", *codes])),
        region=draw(words),
        purchase_basis=draw(st.sampled_from([None, "list", "street"])),
        rent_basis=draw(st.sampled_from([None, "on-demand", "spot"])),
    )


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """A design of parts of the catalog and of one's own, with places, views and everything that a node may say."""
    nodes: dict[str, Node] = {}
    holders: list[str | None] = [None]
    for number in range(draw(st.integers(0, 6))):
        node_id = draw(st.sampled_from(["n", "Rack", "a.b", "x/y", "p+q:r"])) + str(number)
        part = draw(st.sampled_from([None, "nvidia/dgx-h100", "nvidia/qm9700", "generic/host", OWN.id]))
        kind = draw(st.sampled_from([*CONTAINERS, "host", "nic"]))
        if part is not None and draw(st.booleans()):
            kind = OWN.kind if part == OWN.id else LIBRARY.parts[part].kind
        nodes[node_id] = Node(
            id=node_id,
            kind=kind,
            part=part,
            name=draw(TEXTS),
            parent=draw(st.sampled_from(holders)),
            copies=draw(st.integers(1, 9)),
            order=draw(st.integers(0, 9)),
            x=draw(PLACES),
            y=draw(PLACES),
            width=draw(st.none() | SIZES),
            height=draw(st.none() | SIZES),
            floor=draw(st.none() | st.builds(FloorPlace, x_mm=PLACES, y_mm=PLACES, rotation_deg=PLACES)),
            rack=draw(st.none() | st.builds(RackPlace, u=st.integers(1, 60), face=st.sampled_from(["front", "rear"]))),
            facts=draw(st.dictionaries(st.sampled_from(["power_max_w", "power_limit_w", "weight_kg"]), FACTS)),
            ports=draw(st.sampled_from([(), OWN.ports])),
            price_usd=draw(st.none() | NUMBERS),
            pinned=draw(st.booleans()),
            folded=draw(st.booleans()),
            note=draw(TEXTS),
            front=draw(st.integers(-9, 9)),
        )
        holders.append(node_id)
    links: dict[str, Link] = {}
    for number in range(draw(st.integers(0, 4)) if nodes else 0):
        ends = st.sampled_from(list(nodes))
        links[f"l{number}"] = Link(
            id=f"l{number}",
            a=draw(ends),
            b=draw(ends),
            medium=draw(st.sampled_from(["fabric", "power", "runs_on"])),
            cables=draw(st.integers(1, 99)),
            spread=draw(st.sampled_from(["block", "complete", "even", "mesh", "pairwise", "ring"])),
            name=draw(TEXTS),
            a_port=draw(st.none() | TEXTS),
            capacity_gbps=draw(st.none() | NUMBERS),
            capacity_back_gbps=draw(st.none() | NUMBERS),
            length_m=draw(st.none() | NUMBERS),
            cable_part=draw(st.sampled_from([None, None, OWN.id])),
            side=draw(st.sampled_from(["", "A", "B"])),
        )
    views = {
        f"v{number}": View(
            id=f"v{number}",
            name=draw(TEXTS),
            caption=draw(TEXTS),
            notes=draw(TEXTS),
            shows=draw(st.sampled_from(["topology", "rack"])),
            focus=tuple(list(nodes)[:2]),
            camera=draw(st.none() | st.builds(Camera, x=PLACES, y=PLACES, width=SIZES, height=SIZES)),
            hidden_layers=tuple(draw(st.sets(st.sampled_from(LAYERS)))),
            hidden_media=("power",),
            detail=draw(st.sampled_from(["plain", "full"])),
            order=draw(st.integers(0, 9)),
        )
        for number in range(draw(st.integers(0, 3)))
    }
    assumed = {name: ASSUMPTIONS[name].high for name in draw(st.sets(st.sampled_from(list(ASSUMPTIONS))))}
    changed = {DEARER.id: DEARER} if draw(st.booleans()) else {}
    own = Library(
        parts={**LIBRARY.parts, OWN.id: OWN, **changed}, sources={**LIBRARY.sources, OWN_SOURCE.id: OWN_SOURCE}
    )
    made = Design(
        settings=Settings(
            name=draw(TEXTS),
            description=draw(TEXTS),
            assumptions=assumed,
            made_by=draw(TEXTS),
            choices=draw(st.sampled_from([{}, {"climate": "chicago", "grid": "us-il", "economizer": "dry"}])),
            prices=draw(price_books()),
            parameters=draw(st.dictionaries(TEXTS, TEXTS, max_size=3)),
        ),
        nodes=nodes,
        links=links,
        views=views,
    )
    # Some parts are embedded although nothing uses them, as after a node was removed.
    unused, sources = own.closure(draw(st.sampled_from([[], [OWN.id], ["apc/ap8886"], ["nvidia/sn2201"]])))
    made = own.embedded(made)
    return replace(made, parts={**unused, **made.parts}, sources={**sources, **made.sources})


@settings(max_examples=runs(10, 60), deadline=None, suppress_health_check=SAME_FIXTURES)
@given(design=designs())
def test_any_design_is_read_back_equal(design: Design, tmp_path: Path) -> None:
    require_valid(design)
    if needs_places(design):
        design = replace(design, nodes={})
        design = replace(design, links={}, views={})
    for suffix in (".json", ".yml", *runs((), (".yaml",))):
        path = tmp_path / f"design{suffix}"
        write_text_design(path, design, LIBRARY)
        assert read_text_design(path, LIBRARY) == design, suffix


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_templates_are_read_back_equal(name: str, suffix: str, tmp_path: Path) -> None:
    design = build_template(name, LIBRARY, {})
    path = tmp_path / f"design{suffix}"
    write_text_design(path, design, LIBRARY)
    assert read_text_design(path, LIBRARY) == design


def test_a_project_opens_without_the_catalog_of_its_maker(superpod: Design, tmp_path: Path) -> None:
    """Written against an empty library everything is in the file; read against another it stays what it was."""
    path = tmp_path / "design.json"
    write_text_design(path, superpod, Library())
    assert read_text_design(path, Library()) == superpod
    changed = Library(parts={**LIBRARY.parts, DEARER.id: DEARER}, sources=LIBRARY.sources)
    assert read_text_design(path, changed) == superpod


def test_parts_of_the_catalog_are_named_and_not_written_out(superpod: Design, tmp_path: Path) -> None:
    path = tmp_path / "design.yaml"
    write_text_design(path, superpod, LIBRARY)
    document = yaml.safe_load(path.read_text("utf-8"))
    assert not {"parts", "sources"} & set(document)
    rows = [line for line in path.read_text("utf-8").splitlines() if line.startswith("- {id: ")]
    assert len(rows) >= len(superpod.nodes) + len(superpod.links)


def test_a_typed_design_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "typed.yaml"
    path.write_text(
        "format: stackwright-design\nversion: 1\n"
        "nodes:\n- {id: a, part: nvidia/dgx-h100}\n- {id: b, part: nvidia/qm9700}\n- {id: c, kind: host}\n"
    )
    design = read_text_design(path, LIBRARY)
    assert len({(node.x, node.y) for node in design.nodes.values()}) == 3
    assert design.nodes["c"].part == "generic/host"
    assert [node.id for node in design.nodes_in_order()] == ["a", "b", "c"]


@pytest.mark.parametrize("written", ["32", "32.0", "3.2e+1", "0x20"])
def test_whole_numbers_in_several_spellings(written: str, tmp_path: Path) -> None:
    path = tmp_path / "typed.yaml"
    path.write_text(f"format: stackwright-design\nversion: 1.0\nnodes: [{{id: a, kind: rack, copies: {written}}}]\n")
    assert read_text_design(path, LIBRARY).nodes["a"].copies == 32


def test_dates_and_words_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "typed.yaml"
    path.write_text("format: stackwright-design\nversion: 1\nname: 2026-05-01\ndescription: 'yes'\n")
    design = read_text_design(path, LIBRARY)
    assert (design.name, design.settings.description) == ("2026-05-01", "yes")


def test_the_example_of_the_guide_is_read(tmp_path: Path) -> None:
    text = re.search(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert text is not None
    path = tmp_path / "guide.yaml"
    path.write_text(text[1])
    design = read_text_design(path, LIBRARY)
    assert sum(design.total_copies(node) for node in design.nodes) == 31 + 8 + 4 + 2
    assert sum(link.cables for link in design.links.values()) == 248 + 4 + 256


@pytest.mark.parametrize("suffix", ["", ".txt", ".yam", ".stackwright"])
def test_other_suffixes_are_refused(suffix: str, superpod: Design, tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match=r"a design is written as \.json or \.yaml"):
        write_text_design(tmp_path / f"design{suffix}", superpod, LIBRARY)
    assert not list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_the_old_file(
    superpod: Design, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "design.yaml"
    path.write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RefusedInput, match=r"^design.yaml could not be written: the disk is full; free some space"):
        write_text_design(path, superpod, LIBRARY)
    assert path.read_text() == "old"
    assert [child.name for child in tmp_path.iterdir()] == ["design.yaml"]


def test_the_schema_knows_every_field_of_a_written_design(superpod: Design, tmp_path: Path) -> None:
    schema = design_schema()
    assert schema["$schema"].startswith("https://json-schema.org/")
    definitions = schema["$defs"]
    top = definitions["TextDesign"]["properties"]
    node, link = definitions["Node"]["properties"], definitions["Link"]["properties"]
    path = tmp_path / "design.json"
    write_text_design(path, superpod, LIBRARY)
    document = json.loads(path.read_text("utf-8"))
    assert set(document) <= set(top)
    assert {name for row in document["nodes"] for name in row} <= set(node)
    assert {name for row in document["links"] for name in row} <= set(link)
    assert definitions["Node"]["required"] == ["id"]
    assert link["spread"]["enum"] == ["block", "complete", "even", "mesh", "pairwise", "ring"]
    references = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert references <= set(definitions)


PRICED = """
format: stackwright-design
version: 1
prices:
  currency: EUR
  rates: {EUR: {usd: 1.1, date: 2026-11-20}}
  discounts: [{vendor: NVIDIA, share: 0.1}]
  prices:
    nvidia/dgx-h100:
      - {low: 1, typical: 2, high: 3, basis: list, currency: EUR}
      - {low: 4, typical: 4, high: 4, basis: quote, quote: Q-17, valid_until: "2026-12-31"}
  purchase_basis: list
nodes: [{id: dgx, part: nvidia/dgx-h100}]
"""


def test_a_price_book_is_read_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "design.yaml"
    path.write_text(PRICED, "utf-8")
    assert read_text_design(path, LIBRARY).settings.prices == PriceBook(
        currency="EUR",
        rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-20")},
        discounts=(Discount(vendor="NVIDIA", share=0.1),),
        purchase_basis="list",
        prices={
            "nvidia/dgx-h100": (
                Price(low=1, typical=2, high=3, basis="list", currency="EUR"),
                Price(low=4, typical=4, high=4, basis="quote", quote="Q-17", valid_until="2026-12-31"),
            )
        },
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("share: 0.1", "share: 1.1", "A discount is 110%; it must be from 0 to 100%."),
        ("usd: 1.1", "usd: 1.0e+999", "finite"),
        ("usd: 1.1", "usd: -1", "the exchange rate of eur is -1; it must be a finite number above 0"),
        ("date: 2026-11-20", "date: yesterday", "write it as 2026-11-24"),
        ("currency: EUR\n", "currency: GBP\n", "there is no exchange rate for it"),
        ("basis: list,", "basis: gut,", "prices number 1: basis of prices cannot be 'gut'"),
        ("low: 1", "low: 5", "low ≤ typical ≤ high"),
        ("typical: 2, ", "", "typical is missing"),
        ("nvidia/dgx-h100:\n", "../../etc:\n", "not allowed"),
        ('"2026-12-31"', "soon", "its last day is 'soon'"),
    ],
)
def test_hostile_price_books_are_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "design.yaml"
    path.write_text(PRICED.replace(old, new), "utf-8")
    with pytest.raises(RefusedInput) as refusal:
        read_text_design(path, LIBRARY)
    assert words.lower() in str(refusal.value).lower()
    assert "\n" not in str(refusal.value)


def test_the_schema_knows_the_price_book() -> None:
    schema = design_schema()
    assert schema["$defs"]["TextDesign"]["properties"]["prices"]
    assert {"PriceBook", "Discount", "ExchangeRate", "Price"} <= set(schema["$defs"])


def test_the_prices_of_the_guide_are_read() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    prices = next(yaml.load(block, yaml.BaseLoader) for block in blocks if block.startswith("prices:"))["prices"]
    book = msgspec.convert(prices, PriceBook, strict=False)
    assert require_price_book(book) is book
    assert (book.currency, book.rates["EUR"].usd, book.discounts[0].share, book.rent_basis) == (
        "EUR",
        1.08,
        0.1,
        "reserved",
    )
    assert book.prices["nvidia/dgx-h100"][0].typical == 200_000


FLOWS = (
    FlowAsk(source=("a[0]",), target=("a[1]", "b"), gbps=0.5),
    FlowAsk(source=("b",), target=("a",), gbps=400.0),
    FlowAsk(source=("a",), target=("b",)),
)


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_flows_are_read_back_equal(suffix: str, tmp_path: Path) -> None:
    nodes = {"a": Node(id="a", kind="rack", copies=2), "b": Node(id="b", kind="rack", order=1)}
    design = Design(settings=Settings(flows=FLOWS), nodes=nodes)
    path = tmp_path / f"d{suffix}"
    write_text_design(path, design, LIBRARY)
    assert read_text_design(path, LIBRARY).settings.flows == FLOWS
    if suffix == ".yaml":
        assert "- {source: [b], target: [a], gbps: 400}" in path.read_text()


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        ({"source": ["a"], "target": ["x"]}, "flow a → x names 'x', which is no node, container or copy"),
        ({"source": ["a"]}, "flows number 1: target is missing"),
        ({"source": "a", "target": ["b"]}, "flows number 1: source must be a list, not text"),
        ({"source": ["a"], "target": ["b"], "mbps": 3}, "there is no field 'mbps'"),
    ],
)
def test_flows_that_are_refused(flow: dict[str, Any], words: str, tmp_path: Path) -> None:
    nodes = [{"id": "a", "kind": "rack"}, {"id": "b", "kind": "rack"}]
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"format": "stackwright-design", "version": 1, "nodes": nodes, "flows": [flow]}))
    with pytest.raises(RefusedInput, match=words):
        read_text_design(path, LIBRARY)


def test_the_schema_knows_flows() -> None:
    assert set(design_schema()["$defs"]["FlowAsk"]["properties"]) == {"source", "target", "gbps"}


def test_choices_go_through_text() -> None:
    document = {
        "format": "stackwright-design",
        "version": 1,
        "choices": {"climate": "chicago", "grid": "us-il"},
    }
    design = design_of_document(document, LIBRARY)
    assert dict(design.settings.choices) == {"climate": "chicago", "grid": "us-il"}
    assert design_of_document(document_of_design(design, LIBRARY), LIBRARY).settings == design.settings
    with pytest.raises(RefusedInput, match="Climate cannot be 'mars'"):
        design_of_document({**document, "choices": {"climate": "mars"}}, LIBRARY)
