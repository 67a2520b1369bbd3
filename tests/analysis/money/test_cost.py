"""Money by hand: prices, rent, energy, amortisation and the cost of a GPU hour."""

import pytest

from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.money.cost_lines import COST_LINES, cost_lines, inside_words
from designer.analysis.power.draw import power
from designer.analysis.results import CostResult
from designer.formulas.money import capital_recovery_factor, energy_cost
from designer.model.design import Design, Link, Node, Settings
from designer.model.figures.figure import recompute
from designer.model.parts.part import Contained, Part, Price, Quantity

CHIP = Part(id="x/chip", kind="accelerator", layer="silicon", vendor="X", name="Chip")
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    facts={"power_max_w": Quantity(value=10000.0), "power_typical_w": Quantity(value=8000.0)},
    contains=(Contained(part="x/chip", count=8),),
    prices=(Price(low=200000, typical=250000, high=300000, basis="street", date="2026-01-02", status="estimate"),),
)
SWITCH = Part(
    id="x/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="X",
    name="Switch",
    facts={"power_max_w": Quantity(value=2000.0), "power_typical_w": Quantity(value=1000.0)},
    prices=(
        Price(low=20000, typical=20000, high=20000, basis="list", currency="EUR"),
        Price(low=24000, typical=24000, high=24000, basis="list"),
    ),
)
STORE = Part(
    id="x/store",
    kind="storage",
    layer="data_storage",
    vendor="X",
    name="Store",
    facts={"power_max_w": Quantity(value=0.0), "power_typical_w": Quantity(value=0.0)},
    prices=(Price(low=1, typical=1, high=1, basis="list", currency="EUR"),),
)
INSTANCE = Part(
    id="x/instance",
    kind="server",
    layer="cloud",
    vendor="X",
    name="Instance",
    contains=(Contained(part="x/chip", count=8),),
    prices=(Price(low=32, typical=32, high=32, basis="on-demand", per="hour"),),
)
RESERVED = Part(
    id="x/reserved",
    kind="server",
    layer="cloud",
    vendor="X",
    name="Reserved instance",
    prices=(Price(low=10, typical=10, high=10, basis="reserved", per="hour"),),
)
CABLE = Part(
    id="x/cable",
    kind="cable",
    layer="servers_fabric",
    vendor="X",
    name="Cable",
    prices=(Price(low=90, typical=100, high=110, basis="list"),),
)
FIBRE = Part(
    id="x/fibre",
    kind="cable",
    layer="servers_fabric",
    vendor="X",
    name="Fibre",
    prices=(Price(low=2, typical=2, high=2, basis="list", per="meter"),),
)
PARTS = {part.id: part for part in (CHIP, SERVER, SWITCH, STORE, INSTANCE, RESERVED, CABLE, FIBRE)}


def costed(*records: Node | Link, **assumptions: float) -> CostResult:
    design = Design(
        nodes={record.id: record for record in records if isinstance(record, Node)},
        links={record.id: record for record in records if isinstance(record, Link)},
        parts=PARTS,
        settings=Settings(assumptions=assumptions),
    )
    return cost(design, power(design), counts(design))


def node(id: str, part: str, copies: int = 1, **fields: object) -> Node:
    return Node(id=id, kind=PARTS[part].kind, part=part, copies=copies, **fields)  # type: ignore[arg-type]


PLAIN = {
    "pue": 1.5,
    "electricity_usd_per_kwh": 0.1,
    "years": 4.0,
    "annual_rate": 0.05,
    "utilisation": 0.8,
    "support_share": 0.04,
    "staff_per_100_accelerators": 0.0,
    "colocation_usd_per_kw_month": 0.0,
}
"""Without people and hall, which `test_people_and_hall_by_hand` adds."""


def test_a_small_cluster_by_hand() -> None:
    found = costed(node("srv", "x/server", 10), node("sw", "x/switch", 2), **PLAIN)
    # Purchase 10 × 250,000 + 2 × 24,000 = 2,548,000 (2,048,000 to 3,048,000).
    assert found.capex_usd.value == 2_548_000
    assert (found.capex_usd.low, found.capex_usd.high) == (2_048_000, 3_048_000)
    assert found.capex_usd.status == "estimate"
    # Energy: (80,000 + 2,000) W × 1.5 = 123 kW × 8,760 h × 0.1 = 107,748.
    assert found.energy_usd_per_year.value == pytest.approx(107_748)
    assert found.energy_usd_per_year.value == pytest.approx(energy_cost(82, 1, 1.5, 0.1, 8760).usd)
    # Support 4% = 101,920. No rent. Running 209,668.
    assert found.support_usd_per_year.value == pytest.approx(101_920)
    assert found.rent_usd_per_year.value == 0
    assert found.opex_usd_per_year.value == pytest.approx(209_668)
    # Capital recovery at 5% over 4 years is 0.2820118326: 718,566.15 a year.
    assert found.amortisation_usd_per_year.value == pytest.approx(718_566.15, abs=0.01)
    assert found.amortisation_usd_per_year.value == pytest.approx(2_548_000 * capital_recovery_factor(0.05, 4))
    assert found.monthly_usd.value == pytest.approx((209_668 + 718_566.15) / 12, abs=0.01)
    assert found.tco_usd.value == pytest.approx(2_548_000 + 4 * 209_668)
    # 80 accelerators × 8,760 h × 0.8 = 560,640 h: 928,234.15 / 560,640 = 1.65567.
    assert found.usd_per_gpu_hour.value == pytest.approx(1.65567, abs=1e-5)
    for figure in (found.capex_usd, found.tco_usd, found.monthly_usd, found.usd_per_gpu_hour):
        assert recompute(figure) == figure.value


def test_people_and_hall_by_hand() -> None:
    site = {"staff_per_100_accelerators": 0.5, "colocation_usd_per_kw_month": 184.06}
    found = costed(node("srv", "x/server", 10), node("sw", "x/switch", 2), **{**PLAIN, **site})
    # 80 accelerators / 100 × 0.5 × 135,000 = 54,000; 104 kW at maximum × 184.06 × 12 = 229,706.88.
    assert found.staff_usd_per_year.value == pytest.approx(54_000)
    assert found.space_usd_per_year.value == pytest.approx(229_706.88)
    # Running 209,668 without them: 493,374.88.
    assert found.opex_usd_per_year.value == pytest.approx(493_374.88)
    assert found.monthly_usd.value == pytest.approx((493_374.88 + 718_566.15) / 12, abs=0.01)
    # 80 × 8,760 h × 0.8 = 560,640 h: 1,211,941.03 / 560,640 = 2.16171.
    assert found.usd_per_gpu_hour.value == pytest.approx(2.16171, abs=1e-5)


def test_the_lines_of_a_year_add_up_to_every_total() -> None:
    site = {"staff_per_100_accelerators": 0.5, "colocation_usd_per_kw_month": 184.06}
    found = costed(node("srv", "x/server", 10), node("vm", "x/instance", 2), **{**PLAIN, **site})
    for inside, whole in (
        ("run", found.opex_usd_per_year.value),
        ("month", (found.monthly_usd.value or 0) * 12),
        ("hour", (found.usd_per_gpu_hour.value or 0) * 96 * 8760 * 0.8),
    ):
        paid = sum(figure.value or 0 for line, figure in cost_lines(found) if inside in line.totals)
        assert paid == pytest.approx(whole), inside
    assert inside_words("run", found) == "energy, support, staff, space and rent"
    assert inside_words("month", found) == "capital, energy, support, staff, space and rent"
    assert len({line.key for line in COST_LINES}) == len(COST_LINES)


def test_a_changed_leaf_reaches_every_total() -> None:
    found = costed(node("srv", "x/server", 10), **PLAIN)
    dearer = {("x/server", "Server: price"): 260_000.0}
    assert recompute(found.capex_usd, dearer) == 2_600_000
    assert recompute(found.tco_usd, dearer) == pytest.approx((found.tco_usd.value or 0) + 100_000 * (1 + 4 * 0.04))


def test_lines_kinds_and_layers_add_up_to_the_purchase_price() -> None:
    found = costed(node("srv", "x/server", 3), node("a", "x/switch", 2), node("b", "x/switch", 5))
    assert [(line.part, line.quantity) for line in found.lines] == [("x/switch", 7), ("x/server", 3)]
    assert {kind: figure.value for kind, figure in found.by_kind.items()} == {"switch": 168_000, "server": 750_000}
    assert {layer: figure.value for layer, figure in found.by_layer.items()} == {"servers_fabric": 918_000}


def test_dollars_are_taken_where_a_part_has_them_and_others_are_missing() -> None:
    found = costed(node("sw", "x/switch"), node("store", "x/store"))
    assert found.capex_usd.value == 24_000
    assert found.capex_usd.missing == ("Store: price",)
    unit = next(line.unit_usd for line in found.lines if line.part == "x/store")
    assert unit.value is None
    assert unit.note == "Priced in EUR only; set the exchange rate in the price book."


def test_an_own_price_has_a_line_of_its_own() -> None:
    found = costed(node("a", "x/switch", 2), node("b", "x/switch", 3, price_usd=10_000.0))
    assert [(line.quantity, line.unit_usd.value, line.basis) for line in found.lines] == [
        (2, 24_000, "list"),
        (3, 10_000, "user"),
    ]
    assert found.capex_usd.value == 78_000


def test_a_priced_container_is_bought_and_an_unpriced_one_is_not() -> None:
    found = costed(Node(id="rack", kind="rack", copies=4, price_usd=3_000.0), Node(id="row", kind="row"))
    assert found.capex_usd.value == 12_000
    assert found.capex_usd.missing == ()


def test_rented_instances_cost_rent_alone() -> None:
    found = costed(node("cloud", "x/instance", 10), **PLAIN)
    # 10 × 32 × 8,760 × 0.8 = 2,242,560; per accelerator hour 32 / 8 = 4.
    assert found.capex_usd.value == 0
    assert found.energy_usd_per_year.value == 0
    assert found.rent_usd_per_year.value == pytest.approx(2_242_560)
    assert found.usd_per_gpu_hour.value == pytest.approx(4)
    assert found.lines == ()


def test_reserved_capacity_is_paid_in_all_hours() -> None:
    assert costed(node("cloud", "x/reserved", 2), **PLAIN).rent_usd_per_year.value == pytest.approx(175_200)


def test_cables_are_bought_by_the_piece_or_by_the_metre() -> None:
    found = costed(
        node("srv", "x/server", 1, price_usd=0.0),
        node("sw", "x/switch", 1, price_usd=0.0),
        Link(id="a", a="srv", b="sw", medium="fabric", cables=8, cable_part="x/cable"),
        Link(id="b", a="srv", b="sw", medium="storage", cables=2, cable_part="x/cable"),
        Link(id="c", a="srv", b="sw", medium="management", cables=4, cable_part="x/fibre", length_m=30.0),
        Link(id="d", a="srv", b="sw", medium="management", cables=1, cable_part="x/fibre"),
        Link(id="e", a="srv", b="gone", medium="management", cables=1, cable_part="x/cable"),
    )
    lines = {(line.part, line.quantity): line.total_usd.value for line in found.lines}
    assert lines["x/cable", 10] == 1_000
    assert lines["x/fibre", 4] == 240
    # Nobody says how long link d is: 20 m by assumption, 3 to 50 m, at 2 USD a metre.
    unrouted = next(line.total_usd for line in found.lines if (line.part, line.quantity) == ("x/fibre", 1))
    assert (unrouted.low, unrouted.value, unrouted.high) == (6, 40, 100)
    assert (found.capex_usd.low, found.capex_usd.value, found.capex_usd.high) == (900 + 246, 1_280, 1_100 + 340)
    assert found.capex_usd.missing == ()
    assert found.capex_usd.status == "assumed"


def test_nothing_to_divide_by_is_unknown() -> None:
    found = costed(node("sw", "x/switch"))
    assert found.usd_per_gpu_hour.value is None
    assert costed().capex_usd.value == 0


def test_energy_of_a_published_data_center() -> None:
    # Hamilton 2008: 15 MW critical load at 80%, PUE 1.7, 0.07 USD/kWh: 1,042,440 USD in 730 h, a twelfth of a year.
    found = costed(
        node("srv", "x/store", 1, facts={"power_max_w": 15e6, "power_typical_w": 12e6}),
        pue=1.7,
        electricity_usd_per_kwh=0.07,
    )
    assert (found.energy_usd_per_year.value or 0) / 12 == pytest.approx(1_042_440)


def test_what_equipment_still_brings_is_not_written_off() -> None:
    found = costed(node("srv", "x/server", 10), node("sw", "x/switch", 2), **PLAIN, residual_share=0.2)
    # (2,548,000 − 509,600) × 0.2820118 + 509,600 × 0.05 of money that stays in it = 600,332.9.
    by_hand = 2_038_400 * capital_recovery_factor(0.05, 4) + 25_480
    assert by_hand == pytest.approx(600_332.9, abs=0.1)
    assert found.amortisation_usd_per_year.value == pytest.approx(by_hand)
    assert found.capex_usd.value == 2_548_000
