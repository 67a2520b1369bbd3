"""Tools that answer what a drawn network can carry, and who is addressed how in it."""

from typing import Any, Final, cast

from designer.analysis.limits.collective_times import COLLECTIVES
from designer.analysis.results import TRAFFICS
from designer.api.routing import ROUTINGS, routed
from designer.assistant.schemas import Schema, listed, number, text, whole
from designer.assistant.telling import bounded, paged
from designer.assistant.tool import Answer, Arguments, Tool, about, held
from designer.assistant.workbench import Workbench
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.model.records import RefusedInput
from designer.review.documents.limits_document import limits_document

_PARTS: Final = ("cut", "paths", "throughput", "fair_rates", "fillers", "networks", "uplinks", "sweep")


def _limits(bench: Workbench, given: Arguments) -> Answer:
    from designer.api.network_limits import limits_of

    if ("sources" in given) != ("targets" in given):
        raise RefusedInput("sources and targets go together.")
    design = routed(held(bench, given).as_is(given.get("which", "")).design, given.get("routing"))
    found = limits_of(
        design,
        sources=given.get("sources"),
        targets=given.get("targets"),
        traffic=given.get("traffic", TRAFFICS[0]),
        asks=[_flow(one) for one in given.get("flows", ())],
        outside=given.get("outside", ()),
        payloads=(given["bytes"],) if "bytes" in given else (),
        kinds=given.get("fail_each"),
        order=int(given.get("at_a_time", 2)),
        network=cast("Medium", given.get("network", "fabric")),
        fail=given.get("fail", ()),
    )
    told: dict[str, Any] = limits_document(found)
    part, limit = given.get("part"), int(given.get("limit", 20))
    if part is None:
        return Answer(bounded(told, limit))
    if part not in told:
        raise RefusedInput(f"{part} was not worked out; it needs {_NEEDS.get(part, 'a network')}.")
    return Answer({"part": part, "value": paged(told[part], limit, int(given.get("first", 0)))})


_NEEDS: Final = {
    "cut": "sources and targets",
    "paths": "sources and targets",
    "fair_rates": "flows, or flows that are drawn",
    "sweep": "fail_each",
}


def _flow(words: str) -> FlowAsk:
    """Return the flow that WORDS ask for: A,B or A,B,GBPS."""
    pieces = [piece.strip() for piece in words.split(",")]
    if len(pieces) not in {2, 3} or not all(pieces):
        raise RefusedInput(f"A flow is FROM,TO or FROM,TO,GBPS; {words[:60]!r} is neither.")
    try:
        gbps = float(pieces[2]) if len(pieces) == 3 else None
    except ValueError:
        raise RefusedInput(f"The rate of a flow is a number of Gb/s; {pieces[2][:60]!r} is none.") from None
    return FlowAsk(source=(pieces[0],), target=(pieces[1],), gbps=gbps)


def _collective(bench: Workbench, given: Arguments) -> Answer:
    from designer.api.network_limits import collective_of

    design = held(bench, given).as_is(given.get("which", "")).design
    ranks = [int(one) for one in given.get("ranks", ())]
    found = collective_of(design, given["collective"], given.get("bytes", ()), ranks, given.get("fail", ()))
    return Answer(bounded(limits_document(found), 64))


def _addresses(bench: Workbench, given: Arguments) -> Answer:
    from designer.export.cables.drawn_network import addresses_of
    from designer.export.containerlab.address_tables import address_document

    document = held(bench, given).as_is(given.get("which", ""))
    told = address_document(addresses_of(document.design, document.library.parts))
    wanted = given.get("device")
    devices = [one for one in told.pop("devices") if wanted is None or wanted in (one["device"], one["host_name"])]
    if wanted is not None and not devices:
        raise RefusedInput(f"The address plan has no device {wanted!r}; it has those of the networks that are drawn.")
    # Of one device all ports, of many how many each has.
    rows = devices if wanted is not None else [{**one, "ports": len(one["ports"])} for one in devices]
    page = paged(rows, int(given.get("limit", 50)), int(given.get("first", 0)))
    return Answer({**bounded(told, 50), "devices": page})


_ID: Final = text("Id of a node, a container, a link, or one copy: leaf[0].")
_FAIL: Final = listed("What has failed.", _ID, 64)
_PAGE: Final[dict[str, Schema]] = {
    "limit": whole("At most so many rows in each list.", 1, 500),
    "first": whole("Number of the first row, from 0."),
}
TOOLS: Final = (
    Tool(
        "limits",
        "Limits of the network",
        "Say how much the networks can carry at most and what bounds them, as `stackwright limits --json` does: "
        "throughput under the best routing and as it is routed (shares of the demand), who fills the fullest links, "
        "each network under a traffic of its own, room at uplinks (Gb/s). With sources and targets also the smallest "
        "cut (Gb/s, one way) and the paths (hops, ns); with flows fair rates (Gb/s); with fail_each what failures "
        "cost. A part with limit and first shows the rest of a long list.",
        about(
            None,
            {
                "sources": listed("From these.", _ID, 32),
                "targets": listed("To these.", _ID, 32),
                "traffic": text("What the endpoints send.", choices=TRAFFICS),
                "routing": text("How it is divided over ways, for the design's own.", choices=ROUTINGS),
                "flows": listed("These flows alone.", text("FROM,TO or FROM,TO,GBPS (Gb/s)."), 64),
                "outside": listed("Where north-south traffic goes to and comes from.", _ID, 64),
                "bytes": number("Size of a message on a path, bytes.", 0, 1e15),
                "fail_each": listed("Kinds that fail in turn: switch, ups, rack, link …; or all.", text("A kind."), 16),
                "at_a_time": whole("How many of them fail at a time.", 1, 2),
                "network": text("Whose parts fail in turn.", choices=tuple(NETWORK_WORDS)),
                "fail": _FAIL,
                "part": text("This part of the answer alone.", choices=_PARTS),
                **_PAGE,
            },
        ),
        _limits,
    ),
    Tool(
        "collective",
        "Time of a collective",
        "Say how long a collective of accelerators takes on the drawn fabric (µs) and its bandwidths (GB/s).",
        about(
            {"collective": text("Which.", choices=COLLECTIVES)},
            {
                "bytes": listed("Payloads, bytes; usual ones without it.", number("Bytes.", 1, 1e15), 16),
                "ranks": listed("Numbers of accelerators that take part.", whole("Accelerators.", 1, 10_000_000), 16),
                "fail": _FAIL,
            },
        ),
        _collective,
    ),
    Tool(
        "addresses",
        "Address plan",
        "List loopbacks, networks, VLANs and autonomous systems of devices; of one device every port with its peer and "
        "both addresses.",
        about(None, {"device": text("Id or host name of one device, such as leaf[0]."), **_PAGE}),
        _addresses,
    ),
)
