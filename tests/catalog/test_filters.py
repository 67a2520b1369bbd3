import pytest

from designer.catalog.filters import PartFilter, Sieve, facets, preferred_price, traits_of
from designer.model.parts.part import Part, PortGroup, Price, Quantity


def part(part_id: str = "maker/part", **given: object) -> Part:
    fields: dict[str, object] = {"kind": "server", "layer": "servers_fabric", "vendor": "Maker", "name": "Part"}
    return Part(id=part_id, **(fields | given))  # type: ignore[arg-type]


def watts(value: float | None, **given: object) -> dict[str, Quantity]:
    return {"power_max_w": Quantity(value=value, **given)}  # type: ignore[arg-type]


def usd(amount: float, **given: object) -> Price:
    return Price(low=amount / 2, typical=amount, high=amount * 2, basis="street", **given)  # type: ignore[arg-type]


def test_an_empty_filter_keeps_everything() -> None:
    assert PartFilter().matches(part())
    assert PartFilter().asked == frozenset()


def test_the_choices_of_names() -> None:
    switch = part(kind="switch", vendor="Arista")
    assert PartFilter(kinds=frozenset({"switch", "nic"}), vendors=frozenset({"Arista"})).matches(switch)
    assert not PartFilter(kinds=frozenset({"nic"})).matches(switch)
    assert not PartFilter(vendors=frozenset({"NVIDIA"})).matches(switch)
    assert not PartFilter(layers=frozenset({"cloud"})).matches(switch)
    assert PartFilter(layers=frozenset({"cloud", "servers_fabric"})).matches(switch)


def test_power_at_its_bound_and_beyond() -> None:
    bound = PartFilter(most_power_w=700)
    assert bound.matches(part(facts=watts(700)))
    assert not bound.matches(part(facts=watts(700.1)))
    assert not bound.matches(part(facts=watts(650, low=600, high=750)))


@pytest.mark.parametrize("facts", [{}, watts(None)])
def test_unknown_power_is_not_little_power(facts: dict[str, Quantity]) -> None:
    silent = part(facts=facts)
    assert not PartFilter(most_power_w=700).matches(silent)
    assert PartFilter(most_power_w=700, with_unknown=True).matches(silent)
    assert not PartFilter(most_power_w=700, with_unknown=True).matches(part(facts=watts(701)))


def test_zero_units_are_known_and_no_height_is_not() -> None:
    flat = part(facts={"height_u": Quantity(value=0)})
    assert PartFilter(most_height_u=2).matches(flat)
    assert not PartFilter(most_height_u=2).matches(part())
    assert not PartFilter(most_height_u=2).matches(part(facts={"height_u": Quantity(value=8)}))


def test_the_fastest_port_or_the_rate() -> None:
    ports = tuple(PortGroup(name=f"p{rate}", media=("fabric",), count=1, rate_gbps=rate) for rate in (1.0, 400.0, None))
    switch = part(ports=ports, facts={"rate_gbps": Quantity(value=10)})
    cable = part(facts={"rate_gbps": Quantity(value=800)})
    assert traits_of(switch).gbps == 400
    assert PartFilter(least_gbps=400).matches(switch)
    assert not PartFilter(least_gbps=401).matches(switch)
    assert not PartFilter(most_gbps=399).matches(switch)
    assert PartFilter(least_gbps=401, most_gbps=800).matches(cable)
    assert not PartFilter(most_gbps=800).matches(part())


def test_prices_of_one_and_of_an_hour_are_two_things() -> None:
    bought, rented = part(prices=(usd(900),)), part(prices=(usd(3, per="hour"),))
    assert PartFilter(most_usd=900).matches(bought)
    assert not PartFilter(most_usd=899).matches(bought)
    assert not PartFilter(most_usd=900).matches(rented)
    assert PartFilter(most_usd=3, price_per="hour").matches(rented)
    assert not PartFilter(most_usd=900, price_per="hour").matches(bought)


def test_a_price_in_other_money_is_not_one_in_dollars() -> None:
    abroad = part(prices=(usd(5, currency="EUR"), usd(7)))
    found = preferred_price(abroad, "unit")
    assert found is not None
    assert found.typical == 7
    assert not PartFilter(most_usd=10).matches(part(prices=(usd(5, currency="EUR"),)))
    assert PartFilter(only_priced=True).matches(part(prices=(usd(5, currency="EUR"),)))
    assert not PartFilter(only_priced=True).matches(part())


def test_the_weakest_figure_and_any_figure() -> None:
    mixed = part(
        facts={"power_max_w": Quantity(value=1), "weight_kg": Quantity(value=2, status="estimate")},
    )
    assert traits_of(mixed).worst == "estimate"
    assert PartFilter(statuses=frozenset({"estimate"})).matches(mixed)
    assert not PartFilter(statuses=frozenset({"sourced"})).matches(mixed)
    assert PartFilter(statuses=frozenset({"sourced"}), any_status=True).matches(mixed)
    bare = part(facts=watts(None, status="unverified"))
    assert traits_of(bare).worst is None
    assert not PartFilter(statuses=frozenset({"unverified"})).matches(bare)
    assert PartFilter(statuses=frozenset({"unverified"}), with_unknown=True).matches(bare)


def test_a_weak_price_weakens_a_part() -> None:
    assert traits_of(part(facts=watts(1), prices=(usd(5, status="estimate"),))).worst == "estimate"


def test_availability_and_own() -> None:
    sold = part(availability="sold")
    assert PartFilter(availability=frozenset({"sold"})).matches(sold)
    assert not PartFilter(availability=frozenset({"free"}), with_unknown=True).matches(sold)
    assert not PartFilter(availability=frozenset({"free"})).matches(part())
    assert PartFilter(availability=frozenset({"free"}), with_unknown=True).matches(part())
    assert PartFilter(only_own=True).matches(sold, frozenset({sold.id}))
    assert not PartFilter(only_own=True).matches(sold)


def test_counts_of_what_is_left() -> None:
    counted = facets(
        [part("a/1", kind="switch"), part("a/2", vendor="Other", facts=watts(3)), part("a/3", layer="cloud")]
    )
    assert counted.layers == {"servers_fabric": 2, "cloud": 1}
    assert counted.kinds == {"switch": 1, "server": 2}
    assert counted.vendors == {"Maker": 2, "Other": 1}
    assert counted.statuses == {"sourced": 1}
    assert counted.availability == {"unknown": 3}


def test_a_choice_counts_what_it_would_leave() -> None:
    parts = [
        part("a/1", kind="switch", vendor="One", facts=watts(10)),
        part("a/2", kind="switch", vendor="Two"),
        part("a/3", kind="nic", vendor="One", facts=watts(10)),
    ]
    sifted = Sieve().sift(parts, PartFilter(kinds=frozenset({"switch"}), most_power_w=20))
    assert [found.id for found in sifted.parts] == ["a/1"]
    assert sifted.facets.kinds == {"switch": 1, "nic": 1}
    assert sifted.facets.vendors == {"One": 1}
    assert sifted.kept_out == {"power": 1, "kind": 1}


def test_a_sieve_forgets_a_part_that_was_replaced() -> None:
    sieve = Sieve(["a/1"])
    wanted = PartFilter(most_power_w=20, only_own=True)
    assert sieve.sift([part("a/1", facts=watts(10)), part("a/2", facts=watts(10))], wanted).parts
    assert not sieve.sift([part("a/1", facts=watts(30))], wanted).parts


def test_what_is_asked() -> None:
    wanted = PartFilter(most_gbps=1, most_usd=0, only_own=True, layers=frozenset({"cloud"}))
    assert wanted.asked == {"rate", "price", "own", "layer"}
