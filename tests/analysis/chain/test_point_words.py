"""Single points in plain words: what stops, in which network, and what goes without saying."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.point_words import cut_off_words, point_sentence, stops_words, told_points, worst_point
from designer.analysis.results import ServicePoint, SinglePoint
from designer.model.figures.figure import leaf
from tests.analysis.conftest import drawn

NAMES = {"app": "Assistant", "job": "Tuning", "spark": "Spark", "index": "Index", "hall": "Hall", "ask": "People"}


@pytest.fixture
def design():
    made = drawn(
        "hall: room\nask: users\napp: application\njob: training-job\nspark: pipeline\nindex: vector-database\n"
        "ups: ups\nhost: host in hall"
    )
    return replace(made, nodes={i: replace(node, name=NAMES.get(i, node.name)) for i, node in made.nodes.items()})


def point(node_id, *services):
    return ServicePoint(id=node_id, layer="facility", services=services)


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (("ask", "app"), "Assistant answers nothing"),
        (("app", "index"), "Assistant and Index answer nothing"),
        (("job",), "Tuning stops"),
        (("app", "job"), "Assistant and Tuning stop"),
        (("app", "job", "spark", "index"), "Assistant, Tuning, Spark and Index stop"),
        (("host",), "host stops"),
    ],
)
def test_what_stops(design, ids, words):
    assert stops_words(design, ids) == words


def test_more_than_are_named_are_counted(design):
    assert stops_words(design, ("app", "job", "spark", "index"), 1) == "Assistant and 3 more stop"


def test_the_place_that_everything_stands_in_is_told_only_where_nothing_else_is(design):
    hall, ups = point("hall", "app", "job", "spark"), point("ups", "app")
    assert worst_point(design, (hall, ups)) == ups
    assert worst_point(design, (hall,)) == hall
    assert told_points(design, (hall, ups)) == [ups]
    assert point_sentence(design, ups) == "If ups fails, Assistant answers nothing."


def test_what_takes_no_service_along_is_no_point_to_tell(design):
    assert worst_point(design, (point("ups", "host"), point("hall", "ask"))) is None


@pytest.mark.parametrize(
    ("count", "accelerators", "words"),
    [
        (1, 0, "1 machine is cut off from the storage network"),
        (4, 32, "4 machines are cut off from the storage network (32 accelerators)"),
    ],
)
def test_what_is_cut_off_of_which_network(count, accelerators, words):
    rate = leaf("rate", 1.0, "Gb/s")
    single = SinglePoint(
        id="s", kind="node", lost_gbps=rate, lost_accelerators=accelerators, medium="storage", lost_endpoints=count
    )
    assert cut_off_words(single) == words
