"""Incomplete, cyclic, disconnected and enormous drawings: a plain answer from every limit, never an exception."""

from itertools import count

import pytest

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import MOST_FLOWS, fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.results import TRAFFICS
from designer.model.kinds import KINDS
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import RefusedInput
from tests.analysis.conftest import drawn
from tests.analysis.network.test_network_odd import LARGE, ODD, sampled
from tests.long_runs import runs

MORE = {
    "a cycle of switches": "h: host x2\ns: switch\nt: switch\nu: switch\na: h -- s x2\nb: s -- t\nc: t -- u\nd: u -- s",
    "two islands": "g: host x2\nh: host x2\ns: switch\nt: switch\na: g -- s x2\nb: h -- t x2",
    "a million parallel cables": "g: host\nh: host\ns: switch\na: g -- s x1000000\nb: h -- s x1000000",
    "a storage in a ring": "d: array\nh: host\ns: switch\na: d -- s on storage\nb: s -- h on storage\nc: h -- d",
}
EVERY = {**ODD, **MORE}


_MANY_ASKED = [
    pytest.param(name, marks=pytest.mark.long) if name == "a million hosts" else name  # each limit takes a second
    for name in EVERY
]


@pytest.mark.scaled
@pytest.mark.parametrize("name", _MANY_ASKED)
def test_every_limit_answers(name):
    design = drawn(EVERY[name])
    cabled = [n.id for n in design.nodes_in_order() if not (n.kind in KINDS and KINDS[n.kind].container)]
    for traffic in sampled(name, TRAFFICS):
        if traffic != "training":
            bound = throughput_bound(design, traffic)
            assert bound.reason
            if bound.throughput.known:
                assert bound.throughput.low <= bound.throughput.high
    assert all(row.fillers or row.others_gbps for row in fillers(design).values())
    assert all(row.reason for row in uplink_room(design))
    asked = count()
    kinds = sampled(name, ("switch", "host", "link"))
    found = sweep(design, kinds, 2, cancelled=lambda: next(asked) >= runs(40, 400))
    assert found.losses or found.harmless == found.tried or found.notes
    pairs = [(a, b) for a in cabled[:3] for b in cabled[:3] if a != b]
    for source, target in runs(pairs[:1], pairs) if name in LARGE else pairs:
        cut = min_cut_between(design, [source], [target])
        assert cut.value_gbps.value is not None
        paths = paths_between(design, [source], [target])
        assert bool(paths.hops) == (paths.nearest is not None)
        ask = FlowAsk(source=(source,), target=(target,), gbps=10.0)
        if design.total_copies(source) * design.total_copies(target) > MOST_FLOWS and not cut.notes:
            with pytest.raises(RefusedInput, match="pairs of copies"):
                fair_rates(design, [ask])
        else:
            assert (fair_rates(design, [ask]).rates[0].gbps.value or 0.0) <= 10.0 * (1 + 1e-9)
