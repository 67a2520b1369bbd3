"""The review says something about every design, however odd, and no rule breaks on it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.cooling.heat_load import cooling
from designer.analysis.counts import counts
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.results import TRAFFICS, Results
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS
from designer.model.parts.part import Contained, Medium, Part, PortGroup, Price, Quantity
from designer.model.records import RefusedInput
from designer.review.findings import SEVERITIES
from designer.review.rules import review
from tests.long_runs import runs

IDS = ("a", "b", "c", "d", "e", "f")
MEDIA: tuple[Medium, ...] = ("fabric", "storage", "management", "power", "coolant", "runs_on")

port_groups = st.builds(
    PortGroup,
    name=st.sampled_from(("p", "q")),
    media=st.lists(st.sampled_from(MEDIA), min_size=1, max_size=2, unique=True).map(tuple),
    count=st.integers(0, 8),
    rate_gbps=st.sampled_from((None, 100.0, 200.0, 400.0, 800.0)),
    breakouts=st.sampled_from(((), (2,), (2, 4))),
    role=st.sampled_from(("", "in", "out")),
    connector=st.sampled_from(("", "OSFP", "RJ45", "C13", "C20")),
)
facts = st.dictionaries(
    st.sampled_from(
        (
            "power_max_w",
            "power_typical_w",
            "weight_kg",
            "height_u",
            "efficiency",
            "cooling_capacity_w",
            "liquid_heat_share",
            "power_limit_w",
            "read_gb_per_s",
        )
    ),
    st.floats(0, 1),
    max_size=4,
)
prices = st.builds(
    Price,
    low=st.just(1.0),
    typical=st.floats(1, 2),
    high=st.just(2.0),
    basis=st.sampled_from(("list", "estimate", "on-demand")),
    currency=st.sampled_from(("USD", "EUR")),
    per=st.sampled_from(("unit", "hour", "meter")),
    date=st.sampled_from(("", "2026", "2026-99-01", "2026-01-01", "yesterday")),
    status=st.sampled_from(("sourced", "estimate", "unverified")),
)
parts = st.builds(
    Part,
    id=st.sampled_from(("x/1", "x/2", "x/3")),
    kind=st.sampled_from((*KINDS, "gizmo")),
    layer=st.sampled_from(("servers_fabric", "cloud", "facility")),
    vendor=st.just("X"),
    name=st.sampled_from(("One", "Two", "")),
    facts=facts.map(lambda own: {name: Quantity(value=value) for name, value in own.items()}),
    ports=st.lists(port_groups, max_size=3).map(tuple),
    contains=st.lists(
        st.builds(Contained, part=st.sampled_from(("x/1", "x/2", "x/9")), count=st.integers(0, 3)), max_size=2
    ).map(tuple),
    prices=st.lists(prices, max_size=2).map(tuple),
    availability=st.sampled_from(("sold", "rented", "unknown")),
)
nodes = st.builds(
    Node,
    id=st.sampled_from(IDS),
    kind=st.sampled_from((*KINDS, "gizmo")),
    part=st.sampled_from((None, "x/1", "x/2", "x/3", "x/9")),
    parent=st.sampled_from((None, *IDS, "gone")),
    copies=st.integers(1, 9),
    facts=facts,
    ports=st.lists(port_groups, max_size=2).map(tuple),
    price_usd=st.sampled_from((None, 0.0, 5.0)),
)
links = st.builds(
    Link,
    id=st.sampled_from(("l1", "l2", "l3", "l4")),
    a=st.sampled_from((*IDS, "gone")),
    b=st.sampled_from((*IDS, "gone")),
    medium=st.sampled_from(MEDIA),
    cables=st.integers(0, 70),
    spread=st.sampled_from(("even", "mesh", "pairwise")),
    a_port=st.sampled_from((None, "p", "zzz")),
    capacity_gbps=st.sampled_from((None, 100.0)),
    cable_part=st.sampled_from((None, "x/1", "x/9")),
    side=st.sampled_from(("", "A")),
)
designs = st.builds(
    lambda n, li, p: Design(
        nodes={item.id: item for item in n}, links={item.id: item for item in li}, parts={item.id: item for item in p}
    ),
    st.lists(nodes, max_size=6),
    st.lists(links, max_size=4),
    st.lists(parts, max_size=3),
)


@settings(max_examples=runs(15, 100), deadline=None)
@given(made=designs)
def test_no_rule_breaks_on_an_odd_design(made: Design) -> None:
    drawn, counted = power(made), counts(made)
    results = Results(counts=counted, power=drawn, cooling=cooling(made, drawn), cost=cost(made, drawn, counted))
    findings = review(made, results, date(2026, 12, 1))
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    for finding in findings:
        assert finding.rule != "rule-failed", finding.detail
        assert finding.message.endswith(".")
        assert set(finding.ids) <= {*made.nodes, *made.links}
        if finding.fix is not None:
            try:
                after = FIXES[finding.fix.edit](made, Library(), **finding.fix.arguments).applied(made)
            except RefusedInput:
                continue
            assert after != made
    assert review(made, results, date(2026, 12, 1)) == findings


@settings(max_examples=runs(15, 60), deadline=None)
@given(made=designs, traffic=st.sampled_from([traffic for traffic in TRAFFICS if traffic != "training"]))
def test_odd_designs_are_analysed_whole(made: Design, traffic: str) -> None:
    results = analyze(made, traffic=traffic)
    assert results.network is not None
    assert results.resilience is not None
    findings = review(made, results, date(2026, 12, 1))
    assert "rule-failed" not in {finding.rule for finding in findings}


@settings(max_examples=runs(15, 30), deadline=None)
@given(made=designs)
def test_the_review_needs_no_analysis_but_the_counts(made: Design) -> None:
    findings = review(made, Results(counts=counts(made)), date(2026, 12, 1))
    assert "rule-failed" not in {finding.rule for finding in findings}
    assert not {finding.rule for finding in findings} & {"weak-prices", "rack-power", "oversubscribed"}
