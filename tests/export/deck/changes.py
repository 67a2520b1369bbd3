"""Fifty changes of designs, each by what a person does, among which every sentence of a deck turns false."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.nodes import add_node, remove, set_choice, set_fact, set_node
from designer.edit.phases import add_phase, set_phase
from designer.edit.rooms.room_plan import resize_room
from designer.edit.settings import compare_at, set_assumption
from designer.model.design import Design
from tests.export.deck.designs import template, text_design
from tests.shipped import LIBRARY

_LONG: Final = "The only switch that joins all of the hosts of this place"
Change = Callable[[Design], Design]
Step = tuple[str, Change]


def node(node_id: str, **fields: Any) -> Change:
    return lambda design: set_node(design, node_id, **fields).applied(design)


def link(link_id: str, **fields: Any) -> Change:
    return lambda design: set_link(design, link_id, **fields).applied(design)


def fact(node_id: str, name: str, value: float | None) -> Change:
    return lambda design: set_fact(design, node_id, name, value).applied(design)


def without(*ids: str) -> Change:
    return lambda design: remove(design, ids).applied(design)


def at_places(*places: str) -> Change:
    return lambda design: compare_at(design, places).applied(design)


def placed(part: str, node_id: str, **fields: Any) -> Change:
    return lambda design: add_node(design, LIBRARY, part, 900.0, 900.0, node_id=node_id, **fields).applied(design)


def joined(a: str, b: str, **fields: Any) -> Change:
    return lambda design: add_link(design, a, b, **fields).applied(design)


def planned(**fields: str) -> Change:
    return lambda design: add_phase(design, fields).applied(design)


def replanned(phase: str, field: str, text: str) -> Change:
    return lambda design: set_phase(design, phase, field, text).applied(design)


def assumed(name: str, value: float | None) -> Change:
    return lambda design: set_assumption(design, name, value).applied(design)


def both(*changes: Change) -> Change:
    def change(design: Design) -> Design:
        for one in changes:
            design = one(design)
        return design

    return change


def pod() -> Design:
    """Four servers under two leaves and two spines, without a room."""
    return text_design(
        [
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 4},
            {"id": "leaf", "part": "nvidia/qm9700", "copies": 2},
            {"id": "spine", "part": "nvidia/qm9700", "copies": 2},
        ],
        [
            {"id": "rails", "a": "dgx", "b": "leaf", "medium": "fabric", "cables": 32, "spread": "even"},
            {"id": "uplinks", "a": "leaf", "b": "spine", "medium": "fabric", "cables": 32, "spread": "even"},
        ],
        name="Pod",
    )


def room() -> Design:
    """One rack with two servers and a switch, in a room of 6 × 4 m."""
    corners = [{"x_mm": x, "y_mm": y} for x, y in ((0, 0), (6000, 0), (6000, 4000), (0, 4000))]
    return text_design(
        [
            {"id": "hall", "kind": "room", "name": "Hall", "plan": {"outline": corners}},
            {"id": "rack", "kind": "rack", "parent": "hall", "floor": {"x_mm": 1200, "y_mm": 1200}},
            {"id": "dgx", "part": "nvidia/dgx-h100", "copies": 2, "parent": "rack"},
            {"id": "leaf", "part": "nvidia/qm9700", "parent": "rack"},
        ],
        [{"id": "rails", "a": "dgx", "b": "leaf", "medium": "fabric", "cables": 16, "spread": "even"}],
        name="One rack",
    )


def cloud() -> Design:
    """Four rented machines."""
    return text_design([{"id": "cloud", "part": "aws/p5.48xlarge", "copies": 4}], name="Cloud")


def hosts() -> Design:
    """Four hosts without accelerators under two leaves, all of them generic."""
    return text_design(
        [{"id": "host", "kind": "host", "copies": 4}, {"id": "leaf", "kind": "switch", "copies": 2}],
        [{"id": "rails", "a": "host", "b": "leaf", "medium": "fabric", "cables": 8, "capacity_gbps": 100.0}],
        name="Hosts",
    )


def index() -> Design:
    """An application and a vector database that others run, without a machine of one's own."""
    return text_design(
        [
            {"id": "app", "part": "langchain/langchain", "name": "Help", "facts": {"users": 5000.0}},
            {
                "id": "base",
                "part": "pinecone/serverless",
                "name": "Passages",
                "facts": {"vectors": 1e8, "dimensions": 1024},
            },
        ],
        [{"id": "reads", "a": "app", "b": "base", "medium": "asks"}],
        name="Index",
    )


def behind() -> Design:
    """A service whose database stands before the application that asks it."""
    design = template("rag-service")
    first = replace(design.nodes["index"], order=-1)
    return replace(
        design, nodes={"index": first, **{one: node for one, node in design.nodes.items() if one != "index"}}
    )


def training() -> Design:
    """A model that is trained on four servers."""
    design = pod()
    design = add_node(design, LIBRARY, "generic/training-job", 0.0, 900.0, node_id="job").applied(design)
    for name, value in {"training_tokens": 1e11, "sequence_tokens": 4096.0, "global_batch": 512.0}.items():
        design = set_fact(design, "job", name, value).applied(design)
    design = set_choice(design, LIBRARY, "job", "model", "meta/llama-3.1-8b").applied(design)
    return add_link(design, "job", "dgx", medium="runs_on").applied(design)


def model(node_id: str, part: str) -> Change:
    return lambda design: set_choice(design, LIBRARY, node_id, "model", part).applied(design)


def with_engine(design: Design) -> Design:
    """Put the engine of the template back, with what it runs on and who asks it."""
    return template("rag-service") if design.nodes["app"].facts["users"] == 4_000.0 else design


CHAINS: Final[Mapping[str, tuple[Callable[[], Design], tuple[Step, ...]]]] = {
    "pod": (
        pod,
        (
            ("cut the uplinks to a quarter", link("uplinks", cables=8)),
            ("cut them once more", link("uplinks", cables=4)),
            ("give them back", link("uplinks", cables=32)),
            ("draw more uplinks than ports", link("uplinks", cables=400)),
            ("give as many as there were", link("uplinks", cables=32)),
            ("take a spine away", node("spine", copies=1)),
            ("put it back", node("spine", copies=2)),
            ("double the servers", both(node("dgx", copies=8), link("rails", cables=64), link("uplinks", cables=64))),
            ("pay three times as much for a server", node("dgx", price_usd=800_000.0)),
            ("pay nearly nothing for it", node("dgx", price_usd=50_000.0)),
            ("let energy cost three dollars", assumed("electricity_usd_per_kwh", 3.0)),
            ("let energy cost ten cents", assumed("electricity_usd_per_kwh", 0.1)),
            ("lose the uplinks", without("uplinks")),
            ("join leaves and spines again", joined("leaf", "spine", medium="fabric", cables=64, link_id="uplinks")),
            ("leave the servers out", without("dgx")),
            ("leave all but the spines out", without("leaf")),
        ),
    ),
    "phases": (
        lambda: planned(order_date="2027-01-04", energised="2027-02-01")(index()),
        (
            ("order a year later", replanned("phase-1", "order_date", "2028-01-10")),
            ("place hosts", placed("generic/host", "host", copies=4)),
            ("say how long deliveries take", replanned("phase-1", "lead_weeks", "host=20/30/40")),
            ("know what a host costs", node("host", price_usd=300_000.0)),
            ("pay three times as much", node("host", price_usd=900_000.0)),
            ("grow in a second phase", planned(order_date="2030-01-07", holds="host=2")),
        ),
    ),
    "room": (
        room,
        (
            ("a second rack", node("rack", copies=2)),
            ("a room twice as wide", lambda d: resize_room(d, "hall", 12_000, 4_000).applied(d)),
            ("a second switch", both(node("leaf", copies=2), link("rails", cables=16))),
            ("one switch again", node("leaf", copies=1)),
            ("one rack and a hungry server", both(node("rack", copies=1), fact("dgx", "power_max_w", 25_000.0))),
            ("a server that draws little", fact("dgx", "power_max_w", 5_000.0)),
            ("no room", without("hall")),
        ),
    ),
    "cloud": (
        cloud,
        (
            ("rent twice as much", node("cloud", copies=8)),
            ("rent nothing", without("cloud")),
            ("rent two machines", placed("aws/p5.48xlarge", "cloud", copies=2)),
            ("buy one beside them", placed("nvidia/dgx-h100", "dgx")),
        ),
    ),
    "hosts": (
        hosts,
        (
            ("pay for hosts", node("host", price_usd=9_000.0)),
            ("one leaf, under a long name", both(node("leaf", copies=1), node("leaf", name=_LONG))),
            ("twice the hosts", both(node("host", copies=8), link("rails", cables=16))),
            ("one leaf of a short name", node("leaf", name="Leaf")),
            ("two leaves again", node("leaf", copies=2)),
            ("software on top", placed("langchain/langchain", "app")),
            ("a cloud index too", placed("pinecone/serverless", "base")),
            ("a file system without a price", placed("weka/data-platform", "weka")),
            ("its price", node("weka", price_usd=100_000.0)),
        ),
    ),
    "index": (
        index,
        (
            ("a name that fills a line", node("base", name=_LONG)),
            ("a server beside it", placed("nvidia/dgx-h100", "dgx")),
            ("a host of a kind that nobody names", placed("generic/host", "host")),
            ("nothing that others run", without("base", "app")),
        ),
    ),
    "free": (
        lambda: text_design([{"id": "app", "part": "langchain/langchain"}, {"id": "engine", "part": "vllm/vllm"}]),
        (
            ("the framework alone", without("engine")),
            ("a server for it", placed("nvidia/dgx-h100", "dgx")),
            ("the server alone", without("app")),
            ("a switch for it", placed("nvidia/qm9700", "leaf")),
        ),
    ),
    "service": (
        lambda: template("rag-service"),
        (
            ("ten times the users", fact("app", "users", 40_000.0)),
            ("twenty times", fact("app", "users", 80_000.0)),
            ("as few as before", fact("app", "users", 4_000.0)),
            ("no engine", without("engine")),
            ("an engine again", with_engine),
            ("short names", both(*(node(one, name=one) for one in ("app", "index", "vector-host")))),
            ("a second host for each", node("vector-host", copies=2)),
            ("nobody asks", fact("app", "users", 0.0)),
        ),
    ),
    "training": (
        training,
        (
            ("ten times the text", fact("job", "training_tokens", 1e12)),
            ("a model that does not fit", model("job", "meta/llama-3.1-405b")),
            ("one that does", model("job", "meta/llama-3.1-8b")),
            ("no job", without("job")),
        ),
    ),
    "site": (
        lambda: template("ai-stack"),
        (
            ("a server that draws more", fact("serving-dgx", "power_max_w", 12_000.0)),
            ("twice the users", fact("users", "users", 16_000.0)),
        ),
    ),
    "behind": (
        behind,
        (("twice the users", fact("app", "users", 10_000.0)),),
    ),
    "run": (
        lambda: template("training-run"),
        (("no job", without("job")), ("no cords to the storage", without("storage-power"))),
    ),
    "places": (
        lambda: at_places("seattle", "london")(pod()),
        (
            ("a third place", at_places("seattle", "london", "singapore")),
            ("two places of which no price is known", at_places("sydney", "tokyo")),
            ("other two of which none is known", at_places("zurich", "sydney")),
            ("two others", at_places("chicago", "frankfurt")),
        ),
    ),
    "delivery": (
        lambda: text_design(
            [{"id": "generator", "part": "caterpillar/3516b"}, {"id": "ups", "part": "schneider/galaxy-vxl-1250"}]
        ),
        (("neither generator nor UPS", both(placed("generic/host", "host"), without("generator", "ups"))),),
    ),
}
"""Designs to begin with, and what is done to each of them, one after the other."""
