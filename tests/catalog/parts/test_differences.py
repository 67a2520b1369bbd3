"""What differs between two states of a part, in words."""

import msgspec
import pytest
from msgspec.structs import replace

from designer.catalog.parts.differences import FieldDifference, part_differences, price_words
from designer.model.parts.part import Case, Contained, Part, PlatformSupport, PortGroup, Price, Quantity, StockLength

PART = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    part_number="S-1",
    facts={
        "power_max_w": Quantity(value=10200.0, sources=("guide",), date="2026-01"),
        "weight_kg": Quantity(value=130.0, low=125.0, high=135.0),
    },
    texts={"form_factor": "8U"},
    ports=(PortGroup(name="osfp", media=("fabric",), count=8, connector="OSFP", rate_gbps=400),),
    contains=(Contained(part="x/chip", count=8),),
    lengths=(StockLength(length_m=1.0, part_number="C-1"),),
    prices=(
        Price(low=200000, typical=250000, high=300000, basis="street", date="2026-01", status="unverified"),
        Price(low=9, typical=9, high=9, basis="on-demand", per="hour", region="us-east", date="2026-01"),
    ),
    platforms=(PlatformSupport(platform="cuda", sources=("guide",), date="2026"),),
    cases=(Case(of="tier", name="Scale", facts={"requests_per_min": Quantity(value=4000.0, sources=("guide",))}),),
    availability="sold",
)


def words(after: Part, before: Part = PART) -> list[tuple[str, str, str]]:
    return [(item.title, item.before, item.after) for item in part_differences(before, after)]


def with_fact(name: str, quantity: Quantity | None) -> Part:
    facts = {key: value for key, value in PART.facts.items() if key != name}
    return replace(PART, facts=facts if quantity is None else {**facts, name: quantity})


def test_equal_parts_have_none() -> None:
    assert part_differences(PART, msgspec.json.decode(msgspec.json.encode(PART), type=Part)) == ()


def test_a_fact_is_told_with_its_title_and_unit() -> None:
    new = with_fact("power_max_w", Quantity(value=10400.0, sources=("guide",), date="2026-01"))
    assert part_differences(PART, new) == (
        FieldDifference(field="facts.power_max_w", title="Power, maximum", before="10.2 kW", after="10.4 kW"),
    )


def test_source_date_standing_and_conditions_are_lines_of_their_own() -> None:
    new = with_fact(
        "power_max_w",
        Quantity(
            value=10200.0,
            sources=("guide", "sheet"),
            date="2026-10",
            status="derived",
            conditions="at 25 °C",
            others="10.1 kW elsewhere",
        ),
    )
    assert words(new) == [
        ("Power, maximum: standing", "sourced", "derived"),
        ("Power, maximum: as of", "2026-01", "2026-10"),
        ("Power, maximum: conditions", "not given", "at 25 °C"),
        ("Power, maximum: other values", "not given", "10.1 kW elsewhere"),
        ("Power, maximum: source", "guide", "guide, sheet"),
    ]


def test_a_small_change_is_not_rounded_away() -> None:
    new = with_fact("power_max_w", Quantity(value=10204.0, sources=("guide",), date="2026-01"))
    assert words(new) == [("Power, maximum", "10\u202f200 W", "10\u202f204 W")]


def test_a_range_is_told_beside_its_middle() -> None:
    new = with_fact("weight_kg", Quantity(value=130.0, low=125.0, high=140.0))
    assert words(new) == [("Weight", "130 kg (from 125 kg to 135 kg)", "130 kg (from 125 kg to 140 kg)")]


def test_unknown_is_not_the_same_as_not_given() -> None:
    assert words(with_fact("weight_kg", Quantity(value=None)))[0] == (
        "Weight",
        "130 kg (from 125 kg to 135 kg)",
        "unknown",
    )
    assert words(with_fact("weight_kg", None)) == [("Weight", "130 kg (from 125 kg to 135 kg)", "not given")]
    assert words(with_fact("height_u", Quantity(value=8.0, status="estimate"))) == [
        ("Height", "not given", "8 U (estimate)")
    ]


def test_prices_are_told_one_by_one() -> None:
    street, hourly = PART.prices
    dearer = replace(street, typical=260000, date="2026-11", sources=("quote",))
    spot = replace(hourly, basis="spot", low=2, typical=3, high=4)
    title = "Price, street"
    assert words(replace(PART, prices=(dearer, hourly, spot))) == [
        (
            title,
            "250\u202f000 (200\u202f000–300\u202f000) USD, street, as of 2026-01, unverified",
            "260\u202f000 (200\u202f000–300\u202f000) USD, street, as of 2026-11, unverified",
        ),
        (f"{title}: source", "not given", "quote"),
        (
            "Price, spot, per hour, us-east",
            "not given",
            "3 (2–4) USD per hour, spot, us-east, as of 2026-01",
        ),
    ]
    assert words(replace(PART, prices=(street,))) == [
        ("Price, on-demand, per hour, us-east", price_words(hourly), "not given")
    ]
    assert words(replace(PART, prices=(hourly, street))) == [
        ("Price that counts first", price_words(street), price_words(hourly))
    ]


def test_a_newer_price_beside_the_older_one_is_one_line() -> None:
    newer = replace(PART.prices[0], date="2026-11")
    assert [item.before for item in part_differences(PART, replace(PART, prices=(*PART.prices, newer)))] == [
        "not given"
    ]


def test_ports_field_by_field() -> None:
    (osfp,) = PART.ports
    changed = replace(osfp, count=4, rate_gbps=800, breakouts=(2,))
    added = PortGroup(name="bmc", media=("management",), count=1, connector="RJ45", rate_gbps=1)
    assert words(replace(PART, ports=(changed, added))) == [
        ("Ports osfp: number", "8", "4"),
        ("Ports osfp: rate", "400G", "800G"),
        ("Ports osfp: splits into", "not given", "2"),
        ("Ports bmc", "none", "1 × 1G, RJ45, management"),
    ]
    assert words(replace(PART, ports=())) == [("Ports osfp", "8 × 400G, OSFP, fabric", "none")]


def test_contents_lengths_texts_and_names() -> None:
    new = replace(
        PART,
        name="Server 2",
        revision="2",
        part_number="S-2",
        kind="host",
        layer="silicon",
        availability="not sold",
        contains=(Contained(part="x/chip2", count=4),),
        texts={"form_factor": "10U"},
        aliases=("S2",),
        lengths=(StockLength(length_m=2.0, price=Price(low=90, typical=90, high=90, basis="list", date="2026")),),
    )
    assert words(new) == [
        ("Contains x/chip", "8 ×", "none"),
        ("Contains x/chip2", "none", "4 ×"),
        ("Length 1 m", "C-1", "not sold"),
        ("Length 2 m", "not sold", "90 USD, list, as of 2026"),
        ("Name", "Server", "Server 2"),
        ("Revision", "1", "2"),
        ("Part number", "S-1", "S-2"),
        ("Kind", "Server", "Host"),
        ("Layer", "servers fabric", "silicon"),
        ("Availability", "sold", "not sold"),
        ("Other names", "not given", "S2"),
        ("Form factor", "8U", "10U"),
    ]


@pytest.mark.parametrize("field", [field for field in Part.__struct_fields__ if field != "id"])
def test_no_field_of_a_part_can_change_unseen(field: str) -> None:
    bare = Part(
        id="x/server",
        kind="host",
        layer="facility",
        vendor="Y",
        name="Other",
        revision="7",
        aliases=("a",),
        tags=("t",),
        summary="s",
        sources=("x",),
        notes="n",
    )
    assert getattr(bare, field) != getattr(PART, field)
    found = part_differences(PART, replace(PART, **{field: getattr(bare, field)}))
    assert found
    assert all(item.field.partition(".")[0] == field for item in found)
    assert all(item.before != item.after for item in found)


def test_another_order_alone_is_told_too() -> None:
    ports = (*PART.ports, PortGroup(name="bmc", media=("management",), count=1))
    part = replace(PART, ports=ports)
    assert words(replace(part, ports=ports[::-1]), part) == [("Order of its entries", "as it was", "changed")]


def test_cases_and_platforms_one_by_one() -> None:
    scale = Case(of="tier", name="Scale", facts={"requests_per_min": Quantity(value=5000.0, sources=("guide",))})
    big = Case(of="model", name="Big", facts={"output_tokens_per_s": Quantity(value=90.0, sources=("bench",))})
    rocm = PlatformSupport(platform="rocm", status="estimate", sources=("blog",), date="2025", note="by a fork")
    assert words(replace(PART, cases=(scale, big), platforms=(*PART.platforms, rocm))) == [
        ("Usage tier Scale: Requests a minute", "4\u202f000 1/min", "5\u202f000 1/min"),
        ("Running Big: Tokens out a second, each answer", "not given", "90 1/s"),
        ("Platform AMD ROCm", "not named", "named, estimate, by a fork, 2025, blog"),
    ]


def test_prices_of_long_requests_and_of_later_days_are_prices_of_their_own() -> None:
    usual = Price(low=3, typical=3, high=3, basis="list", per="million-tokens", item="input", date="2026-11")
    long, later = replace(usual, typical=6, high=6, from_tokens=200_000), replace(usual, valid_from="2027-01-01")
    before = replace(PART, prices=(usual,))
    assert words(replace(PART, prices=(usual, long, later)), before) == [
        (
            "Price, list, input, beyond 200\u202f000 tokens in, per million tokens",
            "not given",
            "3–6 USD per million tokens, input, beyond 200\u202f000 tokens in, list, as of 2026-11",
        ),
        (
            "Price, list, input, from 2027-01-01 on, per million tokens",
            "not given",
            "3 USD per million tokens, input, from 2027-01-01 on, list, as of 2026-11",
        ),
    ]
