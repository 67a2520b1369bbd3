"""Halves and bounds of small networks, worked out by hand."""

import pytest

from designer.analysis.halving.bounds import sharing_bound, spectral_bound, spreading_bound
from designer.analysis.halving.exhaustive_search import smallest_cut
from designer.analysis.halving.graph import halving_graph
from designer.analysis.halving.halves import halves_of, worst_halves
from designer.analysis.network.network_context import survey_of
from tests.analysis.conftest import fat_tree, superpod
from tests.builders.networks import NETWORKS, drawn
from tests.builders.told import sections, told

# Of a fat tree of k = 4 each half of 8 hosts exchanges 800 Gb/s; of a SuperPOD of 8 nodes 4 × 8 × 400.
CASES = {
    **{name: lambda text=text: drawn(text) for name, text in NETWORKS.items()},
    "fat tree": lambda: fat_tree(4),
    "superpod": lambda: superpod(8, 8, 4),
    "superpod with a manager": lambda: superpod(7, 8, 4, managers=1),
}
EXPECTED = """
## rails
[even] True, [islands] 1, [sharing] 1066.67, [smallest] (True True False False), [spectral] 800, [spreading] 800
[graph]: endpoints (0 1 2 3), each (800 800 800 800), holder (0 1 2 3), access (inf inf inf inf), weight (800
    800 800 800 0 0 0 0), forwards (False False False False True True True True), tail (0 0 1 1 2 2 3 3 4 4 5
    5), head (4 5 4 5 4 5 4 5 6 7 6 7), gbps (400 400 400 400 400 400 400 400 400 400 400 400), even_half (True
    True False False), least_side 1600
[halves]: near (0 1), far (2 3), gbps 1600, least_gbps 1600, why Exact: every way to part the switches was
    tried.
[worst]: near (0 1), far (2 3), gbps 1600, least_gbps 1600, why Exact: every way to part the switches was tried.
## pods
[even] True, [islands] 1, [sharing] 200, [smallest] (True True True True False False False False), [spectral]
    57.1, [spreading] 200
[graph]: endpoints (0 1 2 3 4 5 6 7), each (200 200 200 200 200 200 200 200), holder (0 0 1 1 2 2 3 3), access
    (200 200 200 200 200 200 200 200), weight (400 400 400 400 0 0 0 0 0), forwards (True True True True True
    True True True True), tail (0 0 1 1 2 2 3 3 4 5 6 7), head (4 5 4 5 6 7 6 7 8 8 8 8), gbps (100 100 100 100
    100 100 100 100 100 100 100 100), even_half (True True True True False False False False), least_side 800
[halves]: near (0 1 2 3), far (4 5 6 7), gbps 200, least_gbps 200, why Exact: every way to part the switches was
    tried.
[worst]: near (0 1 2 3), far (4 5 6 7), gbps 200, least_gbps 200, why Exact: every way to part the switches was
    tried.
## slips
[even] True, [islands] 1, [sharing] 133.333, [smallest] (False False True True), [spectral] 68.5, [spreading]
    100
[graph]: endpoints (0 1 2 3), each (200 200 200 200), holder (0 1 2 3), access (200 200 200 200), weight (200
    200 200 200 0 0), forwards (True True True True True True), tail (0 0 1 1 2 3 3), head (4 5 4 5 4 4 5), gbps
    (100 100 200 100 100 100 100), even_half (True True False False), least_side 400
[halves]: near (0 1), far (2 3), gbps 300, least_gbps 300, why Exact: every way to part the switches was tried.
[worst]: near (0 1), far (2 3), gbps 300, least_gbps 300, why Exact: every way to part the switches was tried.
## few
[even] True, [islands] 1, [sharing] 400, [smallest] (False False True), [spectral] 114, [spreading] 0
[graph]: endpoints (0 1 2), each (400 400 400), holder (0 1 2), access (400 400 400), weight (400 400 400 0 0
    0), forwards (True True True True True True), tail (0 0 1 1 2 2), head (3 4 3 5 4 5), gbps (200 200 200 200
    200 200), even_half (True False False), least_side 400
[halves]: near (0), far (1 2), gbps 400, least_gbps 400, why Exact: every way to part the switches was tried.
[worst]: near (0), far (1 2), gbps 400, least_gbps 400, why Exact: every way to part the switches was tried.
## ring
[islands] 1, [sharing] 120, [smallest] (False False False True True), [spectral] 81.3, [spreading] 0
[graph]: endpoints (0 1 2 3 4), each (150 100 150 100 100), holder (1 2 0 4 5), access (150 100 inf 100 100),
    weight (150 150 100 0 100 100), forwards (False True True True True True), tail (0 0 1 1 2 3 4), head (2 3 2
    5 3 4 5), gbps (50 100 100 100 100 100 100), even_half (False True False True True), least_side 300
[halves]: near (1 3 4), far (0 2), gbps 300, least_gbps 150, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
[worst]: near (1 3 4), far (0 2), gbps 300, least_gbps 150, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
## groups
[even] True, [islands] 1, [sharing] 225, [smallest] (True True True True False False False False True True False
    False), [spectral] 69.2, [spreading] 0
[graph]: endpoints (0 1 2 3 4 5 6 7 8 9 10 11), each (100 100 100 100 100 100 100 100 100 100 100 100), holder
    (0 0 0 0 1 1 1 1 2 2 2 2), access (100 100 100 100 100 100 100 100 100 100 100 100), weight (400 400 400 0 0
    0), forwards (True True True True True True), tail (0 1 2 3 3 4), head (3 4 5 4 5 5), gbps (200 200 200 100
    100 100), even_half (True True True True True True False False False False False False), least_side 600
[halves]: near (0 1 2 3 4 5), far (6 7 8 9 10 11), gbps 400, least_gbps 400, why Exact: every way to part the
    switches was tried.
[worst]: near (0 1 2 3 4 5), far (6 7 8 9 10 11), gbps 400, least_gbps 400, why Exact: every way to part the
    switches was tried.
## three-media
[even] True, [islands] 2, [sharing] 0, [spectral] 0, [spreading] 0
[graph]: endpoints (0 1 2 3 4 5), each (1 1 1 1 1 1), holder (0 1 2 3 4 5), access (inf inf inf inf inf inf),
    weight (1 1 1 1 1 1 0 0), forwards (False False False False True True True True), tail (0 0 1 1 2 2 3 3 4),
    head (6 7 6 7 6 7 6 7 5), gbps (100 100 100 100 100 100 100 100 100), even_half (True True True False False
    False), least_side 3
[halves]: near (0 1 2), far (3 4 5), gbps 200, least_gbps 0, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
[worst]: near (0 1 2), far (3 4 5), gbps 200, least_gbps 0, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
## each-way
[halves]: near (2 3), far (0 1), gbps 120, least_gbps 120, why Exact: every way to part the switches was tried.
[worst]: near (2 3), far (0 1), gbps 120, least_gbps 120, why Exact: every way to part the switches was tried.
## bridge
[islands] 1, [sharing] 80, [smallest] (True True False False False), [spectral] 35.3, [spreading] 60
[graph]: endpoints (0 1 2 3 4), each (200 200 100 100 100), holder (0 0 1 1 1), access (200 200 100 100 100),
    weight (400 300 0), forwards (True True True), tail (0 1), head (2 2), gbps (80 100), even_half (False False
    True True True), least_side 300
[halves]: near (0 1), far (2 3 4), gbps 80, least_gbps 80, why Exact: between these halves goes no more, and
    between any balanced halves no less, by the spectrum of the network or by the all-to-all traffic that it
    carries.
[worst]: near (0 1), far (2 3 4), gbps 80, least_gbps 80, why Exact: between these halves goes no more, and
    between any balanced halves no less, by the spectrum of the network or by the all-to-all traffic that it
    carries.
## unlike
[halves]: near (2 3 4), far (0 1), gbps 350, least_gbps 250, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
[worst]: near (2 3 4), far (0 1), gbps 350, least_gbps 250, why At most this much: the smallest cut that was
    found between balanced halves. The least is what any balanced halves can exchange for certain.
## panel
[even] True, [islands] 1, [sharing] 228.571, [smallest] (False False True True False False True True),
    [spectral] 100, [spreading] 400
[graph]: endpoints (0 1 2 3 4 5 6 7), each (100 100 100 100 100 100 100 100), holder (0 1 2 3 0 1 2 3), access
    (100 100 100 100 100 100 100 100), weight (200 200 200 200 0 0), forwards (True True True True True True),
    tail (0 0 1 1 2 2 3 3), head (4 5 4 5 4 5 4 5), gbps (100 100 100 100 100 100 100 100), even_half (True True
    True True False False False False), least_side 400
[halves]: near (0 1 2 3), far (4 5 6 7), gbps 400, least_gbps 400, why Exact: every way to part the switches was
    tried.
[worst]: near (0 1 2 3), far (4 5 6 7), gbps 400, least_gbps 400, why Exact: every way to part the switches was
    tried.
## uneven
[even] True, [islands] 1, [sharing] 90, [smallest] (True True True False False False), [spectral] 58.5,
    [spreading] 0
[graph]: endpoints (0 1 2 3 4 5), each (200 200 200 200 200 200), holder (0 0 0 1 1 2), access (200 200 200 200
    200 200), weight (600 400 200 0 0), forwards (True True True True True), tail (0 0 1 1 1), head (3 4 2 3 4),
    gbps (100 100 50 200 200), even_half (True True True False False False), least_side 600
[halves]: near (0 1 2), far (3 4 5), gbps 200, least_gbps 200, why Exact: every way to part the switches was
    tried.
[worst]: near (0 1 2), far (3 4 5), gbps 200, least_gbps 200, why Exact: every way to part the switches was
    tried.
## fat tree
[even] True, [islands] 1, [sharing] 426.667, [spectral] 133, [spreading] 800
[graph]: endpoints (0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15), each (100 100 100 100 100 100 100 100 100 100 100
    100 100 100 100 100), holder (0 1 0 1 2 3 2 3 4 5 4 5 6 7 6 7), access (100 100 100 100 100 100 100 100 100
    100 100 100 100 100 100 100), weight (200 200 200 200 200 200 200 200 0 0 0 0 0 0 0 0 0 0 0 0), forwards
    (True True True True True True True True True True True True True True True True True True True True), tail
    (0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9 10 10 11 11 12 12 13 13 14 14 15 15), head (8 9 8 9 10 11 10 11 12
    13 12 13 14 15 14 15 16 17 18 19 16 17 18 19 16 17 18 19 16 17 18 19), gbps (100 100 100 100 100 100 100 100
    100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100 100), even_half
    (True True True True True True True True False False False False False False False False), least_side 800
[halves]: near (0 1 2 3 4 5 6 7), far (8 9 10 11 12 13 14 15), gbps 800, least_gbps 800, why Exact: between
    these halves goes no more, and between any balanced halves no less, as all endpoints spread evenly over the
    top of the network.
[worst]: near (0 1 2 3 4 5 6 7), far (8 9 10 11 12 13 14 15), gbps 800, least_gbps 800, why Exact: between these
    halves goes no more, and between any balanced halves no less, as all endpoints spread evenly over the top of
    the network.
## superpod
[even] True, [islands] 1, [sharing] 7314.29, [smallest] (True True True True False False False False),
    [spectral] 6.4e+03, [spreading] 12800
[graph]: endpoints (0 1 2 3 4 5 6 7), each (3200 3200 3200 3200 3200 3200 3200 3200), holder (0 1 2 3 4 5 6 7),
    access (inf inf inf inf inf inf inf inf), weight (3200 3200 3200 3200 3200 3200 3200 3200 0 0 0 0 0 0 0 0 0
    0 0 0), forwards (False False False False False False False False True True True True True True True True
    True True True True), tail (0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4
    5 5 5 5 5 5 5 5 6 6 6 6 6 6 6 6 7 7 7 7 7 7 7 7 8 8 8 8 9 9 9 9 10 10 10 10 11 11 11 11 12 12 12 12 13 13 13
    13 14 14 14 14 15 15 15 15), head (8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 8 9 10
    11 12 13 14 15 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 16 17
    18 19 16 17 18 19 16 17 18 19 16 17 18 19 16 17 18 19 16 17 18 19 16 17 18 19 16 17 18 19), gbps (400 400
    400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400
    400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400
    400 400 400 400 400 400 400 400 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200
    3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200), even_half (True True
    True True False False False False), least_side 12800
[halves]: near (0 1 2 3), far (4 5 6 7), gbps 12800, least_gbps 12800, why Exact: every way to part the switches
    was tried.
[worst]: near (0 1 2 3), far (4 5 6 7), gbps 12800, least_gbps 12800, why Exact: every way to part the switches
    was tried.
## superpod with a manager
[even] True, [islands] 1, [sharing] 6400, [smallest] (True True True False False False False), [spectral]
    5.49e+03, [spreading] 9600
[graph]: endpoints (0 1 2 3 4 5 6), each (3200 3200 3200 3200 3200 3200 3200), holder (0 1 2 3 4 5 6), access
    (inf inf inf inf inf inf inf), weight (3200 3200 3200 3200 3200 3200 3200 0 0 0 0 0 0 0 0 0 0 0 0), forwards
    (False False False False False False False True True True True True True True True True True True True),
    tail (0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3 4 4 4 4 4 4 4 4 5 5 5 5 5 5 5 5 6 6 6
    6 6 6 6 6 7 7 7 7 8 8 8 8 9 9 9 9 10 10 10 10 11 11 11 11 12 12 12 12 13 13 13 13 14 14 14 14), head (7 8 9
    10 11 12 13 14 7 8 9 10 11 12 13 14 7 8 9 10 11 12 13 14 7 8 9 10 11 12 13 14 7 8 9 10 11 12 13 14 7 8 9 10
    11 12 13 14 7 8 9 10 11 12 13 14 15 16 17 18 15 16 17 18 15 16 17 18 15 16 17 18 15 16 17 18 15 16 17 18 15
    16 17 18 15 16 17 18), gbps (400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400
    400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400 400
    400 400 400 400 400 400 400 400 400 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200
    3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200 3200), even_half (True
    True True False False False False), least_side 9600
[halves]: near (0 1 2), far (3 4 5 6), gbps 9600, least_gbps 9600, why Exact: every way to part the switches was
    tried.
[worst]: near (0 1 2), far (3 4 5 6), gbps 9600, least_gbps 9600, why Exact: every way to part the switches was
    tried.
"""


def outcome(name: str) -> list[str]:
    survey = survey_of(CASES[name]())
    fabric = survey.fabric(("fabric",))
    assert fabric is not None
    endpoints = fabric.vertices(survey.roster.endpoints(("fabric",)))
    found = {"halves": halves_of(survey, fabric), "worst": worst_halves(survey, fabric, endpoints)}
    if not fabric.directed:
        graph = halving_graph(survey, fabric, endpoints)
        found |= {
            "graph": graph,
            "even": graph.even,
            "islands": graph.islands()[0],
            "spreading": spreading_bound(graph),
            "spectral": f"{spectral_bound(graph):.3g}",
            "sharing": sharing_bound(survey, fabric, endpoints),
            "smallest": smallest_cut(fabric, endpoints),
        }
    return told(found)


@pytest.mark.parametrize("name", CASES)
def test_halves_and_what_they_exchange_at_least(name):
    assert outcome(name) == sections(EXPECTED)[name]
