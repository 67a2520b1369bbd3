"""The analysis process, spawned for real: it answers, it survives bad requests, it goes when the pipe closes."""

import multiprocessing
from collections.abc import Iterator
from datetime import date
from multiprocessing.connection import Connection

import msgspec
import pytest
from msgspec.structs import replace

from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.results import TRAFFICS
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node, Settings
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Part, Quantity
from designer.model.records import RefusedInput
from designer.review.rules import review
from designer.worker import MOST_FILLERS, Reply, answer, decode_reply, encode_aside, encode_request, serve

TODAY = date(2026, 12, 1)
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    facts={"power_max_w": Quantity(value=1000.0)},
)
DESIGN = Design(
    nodes={"srv": Node(id="srv", kind="server", part="x/server", copies=3)},
    links={"lost": Link(id="lost", a="srv", b="gone", medium="fabric")},
    parts={"x/server": SERVER},
)
SUMS = ("power", "cooling", "cost")


@pytest.fixture(scope="module")
def process() -> Iterator[tuple[Connection, multiprocessing.process.BaseProcess]]:
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    child = spawn.Process(target=serve, args=(there,), daemon=True)
    child.start()
    there.close()
    yield here, child
    here.close()
    child.join(20)
    assert child.exitcode == 0
    child.close()


def asked(connection: Connection, data: bytes) -> Reply:
    connection.send_bytes(data)
    assert connection.poll(60)
    return decode_reply(connection.recv_bytes())


def test_a_spawned_process_answers_as_the_functions_do(
    process: tuple[Connection, multiprocessing.process.BaseProcess],
) -> None:
    reply = asked(process[0], encode_request(7, DESIGN, TODAY))
    here = analyze(DESIGN)
    assert reply.revision == 7
    assert reply.error == ""
    assert reply.results == here
    assert reply.results is not None
    assert reply.results.power is not None
    assert reply.results.power.it_max_w.value == 3_000
    assert reply.findings == review(DESIGN, here, TODAY)
    assert "link-to-nowhere" in {finding.rule for finding in reply.findings}


def test_an_early_reply_is_announced_by_an_empty_message(
    process: tuple[Connection, multiprocessing.process.BaseProcess],
) -> None:
    connection, _ = process
    connection.send_bytes(encode_request(11, DESIGN, TODAY, early=True))
    assert connection.recv_bytes() == b""
    early = decode_reply(connection.recv_bytes())
    whole = decode_reply(connection.recv_bytes())
    assert early.results is not None
    assert whole.results is not None
    assert whole.results.network == analyze(DESIGN, only=("network",)).network
    # The bisection takes longest and no colour needs it: what the links carry is told before it.
    assert early.results.network is not None
    assert whole.results.network is not None
    loads = early.results.network
    assert loads == replace(whole.results.network, bisection_gbps=loads.bisection_gbps, min_cut=loads.min_cut)
    assert early.results.power is None
    assert whole.results == analyze(DESIGN)
    # Where the network is not asked there is nothing to tell early, and an error comes alone.
    assert asked(connection, encode_request(12, DESIGN, TODAY, only=SUMS, early=True)).revision == 12
    assert asked(connection, encode_request(13, DESIGN, TODAY, traffic="morse", early=True)).error


def test_results_ahead_of_their_findings_make_up_the_same_reply(
    process: tuple[Connection, multiprocessing.process.BaseProcess],
) -> None:
    connection, _ = process
    whole = asked(connection, encode_request(14, DESIGN, TODAY))
    connection.send_bytes(encode_request(14, DESIGN, TODAY, ahead=True))
    assert connection.recv_bytes() == b""
    ahead = decode_reply(connection.recv_bytes())
    rest = decode_reply(connection.recv_bytes())
    assert (ahead.revision, ahead.ahead, ahead.results, ahead.findings) == (14, True, whole.results, ())
    assert (rest.revision, rest.ahead, rest.results) == (14, True, None)
    assert (rest.findings, rest.likely, rest.error) == (whole.findings, whole.likely, "")
    # An error comes alone.
    error = asked(connection, encode_request(15, DESIGN, TODAY, traffic="morse", ahead=True))
    assert (error.revision, error.ahead) == (15, False)
    assert error.error


def test_bad_requests_get_an_error_and_the_next_one_an_answer(
    process: tuple[Connection, multiprocessing.process.BaseProcess],
) -> None:
    connection, child = process
    refused = asked(connection, encode_request(8, DESIGN, TODAY, traffic="morse"))
    assert refused.revision == 8
    assert refused.results is None
    assert refused.error == f"There is no traffic 'morse'; choose from {', '.join(TRAFFICS)}."
    assert asked(connection, b"\xc1 rubbish").revision == -1
    connection.send_bytes(b"")  # a newer request waits: nothing is answered to that
    half = msgspec.msgpack.encode({"revision": 9, "design": 5})
    assert asked(connection, half).revision == 9
    assert asked(connection, encode_request(10, DESIGN, TODAY, only=SUMS)).error == ""
    assert child.is_alive()


def test_a_design_that_breaks_the_analysis_gives_one_plain_line() -> None:
    # No copies at all: no edit makes such a design.
    nodes = {name: Node(id=name, kind="server", part="x/server", copies=0, parent="r") for name in ("a", "b")}
    odd = Design(
        nodes={**nodes, "r": Node(id="r", kind="rack", copies=0)},
        links={"l": Link(id="l", a="a", b="b", medium="fabric")},
        parts={"x/server": SERVER},
    )
    reply = decode_reply(answer(encode_request(1, odd, TODAY)))
    assert reply.revision == 1
    assert "\n" not in reply.error


def test_what_is_not_asked_for_is_not_answered() -> None:
    reply = decode_reply(answer(encode_request(1, DESIGN, TODAY, only=("cost",))))
    assert reply.results is not None
    assert reply.results.cost is not None
    assert reply.results.power is None
    assert reply.results.network is None


def test_bytes_that_are_no_reply_are_refused() -> None:
    with pytest.raises(RefusedInput, match="cannot be read"):
        decode_reply(b"nonsense")


FLOWING = Design(
    settings=Settings(
        flows=(FlowAsk(source=("a[0]",), target=("b",), gbps=30), FlowAsk(source=("a[1]",), target=("b",)))
    ),
    nodes={
        "a": Node(id="a", kind="host", copies=2),
        "b": Node(id="b", kind="host", order=1),
        "s": Node(id="s", kind="switch", order=2),
    },
    links={
        "up": Link(id="up", a="a", b="s", medium="fabric", cables=2, capacity_gbps=100),
        "down": Link(id="down", a="s", b="b", medium="fabric", capacity_gbps=100),
        "idle": Link(id="idle", a="s", b="b", medium="management", capacity_gbps=1),
    },
)


def test_who_fills_a_link_is_asked_aside(process: tuple[Connection, multiprocessing.process.BaseProcess]) -> None:
    reply = asked(process[0], encode_aside("fillers", 9, FLOWING, "flows", (), ("down", "idle")))
    assert (reply.revision, reply.error, reply.results, reply.rates) == (9, "", None, None)
    assert reply.fillers == fillers(FLOWING, "flows", ("down", "idle"), most=MOST_FILLERS)
    assert [(one.source, one.gbps) for one in reply.fillers["down"].fillers] == [("a[1]", 100.0), ("a[0]", 30.0)]
    assert set(reply.fillers) == {"down"}


def test_what_flows_reach_is_asked_aside(process: tuple[Connection, multiprocessing.process.BaseProcess]) -> None:
    reply = asked(process[0], encode_aside("rates", 9, FLOWING, "flows"))
    assert reply.rates == fair_rates(FLOWING, FLOWING.settings.flows)
    assert reply.rates is not None
    assert [row.gbps.value for row in reply.rates.rates] == [30.0, 70.0]
    reply = asked(process[0], encode_aside("rates", 10, FLOWING, "flows", fail=("down",)))
    assert reply.rates is not None
    assert [row.gbps.value for row in reply.rates.rates] == [0.0, 0.0]


def test_what_cannot_be_told_aside_is_an_error(process: tuple[Connection, multiprocessing.process.BaseProcess]) -> None:
    reply = asked(process[0], encode_aside("fillers", 9, FLOWING, "flows", (), ("nothing",)))
    assert (reply.fillers, reply.error) == ({}, "There is no link 'nothing' in this design.")
