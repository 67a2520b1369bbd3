"""What holds for every test: one Qt application for the whole run, off the screen unless told otherwise.

A picture that is written first would otherwise make an application without widgets, and no window test could follow.
"""

import os

# What is compared here is written in English, whatever the machine is set to.
os.environ["STACKWRIGHT_LOCALE"] = "en"

# The day of this run, whatever the calendar says; another may be set from outside.
os.environ.setdefault("STACKWRIGHT_TODAY", "2026-12-03")

# Before NumPy is read: as many processes run as there are cores, and the threads of its linear algebra would wait for
# each other in loops that keep the cores busy, which makes small products and decompositions five times as dear.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gc
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.runner import runtestprotocol
from hypothesis.internal.conjecture import providers
from msgspec.structs import replace

from designer.catalog.files import parse_cache
from designer.catalog.library import Library
from designer.edit.nodes.nodes import add_node, set_choice
from designer.edit.templates import templates
from designer.model.design import Design, Link, Node, Settings
from designer.model.parts.part import Contained, Part, PortGroup, Quantity
from designer.ui.app.unread_sources import leave_sources_unread
from tests import long_runs
from tests.shipped import LIBRARY

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SEARCHES: Final = (50_000, 20, 20)
"""After how many new objects garbage is searched for, and the same for older ones: seldom, as designs, results and
drawings are no garbage and are made by the ten thousand."""

MEMORY: Final = Path("/dev/shm")
"""Where Linux keeps files in memory."""

ROOM_BYTES: Final = 4 * 1024**3
"""How much must be free there before the files of a run are put there; a run holds some hundred megabytes at a time."""


Builder = Callable[[Library, Mapping[str, Any]], Design]


def pytest_configure(config: pytest.Config) -> None:
    """Choose the size of the runs before a test file asks for it."""
    long_runs.start(config.option.markexpr)
    _leave_sources_unread()
    _write_into_memory(config)
    gc.disable()  # hundreds of modules and thousands of tests are read now, none of them garbage


def _leave_sources_unread() -> None:
    """Keep Hypothesis and PySide from reading the source of every module that is imported.

    Hypothesis looks for numbers and words to try. It takes seconds in each process, and which examples a test tries
    would depend on what else is in the run. Runs with `-m long` do it.

    PySide looks for modules that ask for names in snake case; the program keeps it from that as well.
    """
    if hasattr(providers, "is_local_module_file"):
        providers.is_local_module_file = long_runs.runs(lambda path: False, providers.is_local_module_file)
    leave_sources_unread()


def _write_into_memory(config: pytest.Config) -> None:
    """Put the folders of tests into memory where there is room, as each journal waits for the disk at every edit.

    Long runs stay on the disk, and so does a run with a folder of its own (--basetemp or PYTEST_DEBUG_TEMPROOT).
    """
    if config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ or long_runs.is_long(config.option.markexpr):
        return
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


def pytest_collection_finish() -> None:
    """Search for garbage from now on, and never among what was read until now."""
    gc.freeze()
    gc.set_threshold(*SEARCHES)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Search for the last garbage once: pytest asks for it several more times, and designs and results are kept.

    What is found so late can only be told by a process that runs alone: xdist has closed its report by then.
    """
    if not hasattr(session.config, "workerinput"):
        gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `-m long` the scaled tests are long ones; without, the long ones are left out."""
    if long_runs.is_long(config.option.markexpr):
        for item in items:
            made = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
            if made or item.get_closest_marker("scaled"):
                item.add_marker("long")
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run ITEM, and tell nobody that it was set up or torn down well unless somebody asked how long that took.

    Each report is packed, sent and counted by the process that directs the others, which has no core of its own.
    """
    if item.config.option.durations is not None or item.config.option.xmlpath:
        return None
    place = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**place)
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(**place)
    return True


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> object:
    return qapp


@pytest.fixture(scope="session", autouse=True)
def _page_of_100_columns() -> Iterator[None]:
    """Text is laid out for as many columns whoever runs the tests; a runner of several processes sets its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        yield


@pytest.fixture(scope="session", autouse=True)
def _cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Parsed catalogs are remembered for this run alone, beside the person's own."""
    folder = tmp_path_factory.mktemp("catalogs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse_cache, "cache_folder", lambda: folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_are_made_once() -> Iterator[None]:
    """A template with the same settings is the same design, which nobody can change, in all tests of a run."""

    def kept(build: Builder) -> Builder:
        @lru_cache(maxsize=64)
        def build_once(library: _Same, values: tuple[tuple[str, int | str], ...]) -> Design:
            return build(library.held, dict(values))

        return lambda library, values: build_once(_Same(library), tuple(values.items()))

    with pytest.MonkeyPatch.context() as patch:
        for name, build in templates.BUILDERS.items():
            patch.setitem(templates.BUILDERS, name, kept(build))
        yield


class _Same:
    """A library as the key of a cache: equal to itself alone, and held as long as it is a key."""

    def __init__(self, held: Library) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.held is self.held


def _power(name: str, count: int, role: Any) -> PortGroup:
    return PortGroup(name=name, media=("power",), count=count, connector="C20" if role == "in" else "C19", role=role)


PARTS = {
    part.id: part
    for part in (
        Part(
            id="t/h100",
            kind="accelerator",
            layer="silicon",
            vendor="T",
            name="H100 SXM5 80GB",
            facts={"power_max_w": Quantity(value=700), "memory_gb": Quantity(value=80)},
        ),
        Part(
            id="t/dgx",
            kind="server",
            layer="servers_fabric",
            vendor="T",
            name="DGX H100",
            facts={"power_max_w": Quantity(value=10200)},
            contains=(Contained(part="t/h100", count=8),),
            ports=(
                PortGroup(name="fabric", media=("fabric",), count=8, connector="OSFP", rate_gbps=400),
                PortGroup(name="storage", media=("storage",), count=2, connector="OSFP", rate_gbps=400),
                PortGroup(name="bmc", media=("management",), count=1, connector="RJ45", rate_gbps=1),
                _power("psu", 6, "in"),
            ),
        ),
        Part(
            id="t/qm",
            kind="switch",
            layer="servers_fabric",
            vendor="T",
            name="QM9700",
            facts={"power_max_w": Quantity(value=1720)},
            ports=(
                PortGroup(name="ports", media=("fabric", "storage"), count=64, connector="OSFP", rate_gbps=400),
                PortGroup(name="mgmt", media=("management",), count=1, connector="RJ45", rate_gbps=1),
            ),
        ),
        Part(
            id="t/oob",
            kind="switch",
            layer="servers_fabric",
            vendor="T",
            name="SN2201",
            ports=(PortGroup(name="ports", media=("management",), count=48, connector="RJ45", rate_gbps=1),),
        ),
        Part(
            id="t/ddn",
            kind="storage",
            layer="data_storage",
            vendor="T",
            name="AI400X2",
            facts={"read_gb_per_s": Quantity(value=90), "capacity_tb": Quantity(value=250)},
            ports=(PortGroup(name="storage", media=("storage",), count=8, connector="OSFP", rate_gbps=400),),
        ),
        Part(
            id="t/pdu",
            kind="pdu",
            layer="facility",
            vendor="T",
            name="PDU",
            facts={"capacity_w": Quantity(value=9980)},
            ports=(_power("c19", 24, "out"),),
        ),
    )
}


def _design() -> Design:
    nodes = (
        Node(id="spine", kind="switch", part="t/qm", name="QM9700 spine", x=344, y=40, copies=4, order=0),
        Node(id="leaf", kind="switch", part="t/qm", name="QM9700 leaf", x=344, y=184, copies=8, order=1),
        Node(id="oob", kind="switch", part="t/oob", name="SN2201", x=40, y=184, order=2),
        Node(id="store", kind="switch", part="t/qm", name="QM9700 storage", x=776, y=184, copies=2, order=3),
        Node(id="su", kind="pod", name="Scalable unit 1", order=4),
        Node(id="rack", kind="rack", name="Compute rack", parent="su", copies=8, order=5),
        Node(id="dgx", kind="server", part="t/dgx", name="DGX H100", parent="rack", x=240, y=400, copies=4, order=6),
        Node(id="pdu", kind="pdu", part="t/pdu", name="PDU", parent="rack", x=240, y=512, copies=2, order=7),
        Node(id="ddn", kind="storage", part="t/ddn", name="AI400X2", x=776, y=400, copies=2, order=8),
    )
    links = (
        Link(id="uplinks", a="leaf", b="spine", medium="fabric", cables=256),
        Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=256, name="rails"),
        Link(id="reads", a="dgx", b="store", medium="storage", cables=64),
        Link(id="arrays", a="store", b="ddn", medium="storage", cables=16),
        Link(id="bmcs", a="dgx", b="oob", medium="management", cables=32),
        Link(id="feed-a", a="pdu", b="dgx", medium="power", cables=12, side="A"),
        Link(id="feed-b", a="pdu", b="dgx", medium="power", cables=12, side="B"),
    )
    return Design(
        settings=Settings(name="Aurora hall"),
        nodes={node.id: node for node in nodes},
        links={link.id: link for link in links},
        parts=PARTS,
    )


@pytest.fixture
def superpod() -> Design:
    """A small SuperPOD-like design with parts of its own, so that every figure on a tile is known by hand."""
    return _design()


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped parts."""
    return LIBRARY


@pytest.fixture
def stack(library):
    """A design of parts: stack("app: langchain/langchain", "engine: vllm/vllm", "app > engine", "engine @ box")."""

    def make(*lines, facts=None, choices=None):
        design, links = Design(), {}
        for line in lines:
            if ": " in line:
                name, part = line.split(": ")
                part, _, copies = part.partition(" x")
                edit = add_node(design, library, part, 0, 0, copies=int(copies or 1), node_id=name, name=name)
                design = edit.applied(design)
            else:
                sign = ">" if " > " in line else "@"
                a, b = line.split(f" {sign} ")
                link_id = f"{a}-{b}"
                medium = "depends_on" if sign == ">" else "runs_on"
                links[link_id] = Link(id=link_id, a=a, b=b, medium=medium)
        design = replace(design, links=links)
        for name, values in (facts or {}).items():
            nodes = {**design.nodes, name: replace(design.nodes[name], facts=values)}
            design = replace(design, nodes=nodes)
        for name, values in (choices or {}).items():
            for choice, value in values.items():
                design = set_choice(design, library, name, choice, value).applied(design)
        return design

    return make
