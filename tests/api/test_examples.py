"""The examples and the page of the guide: each runs, and what it prints is what the analysis says of its design."""

import re
import runpy
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pytest

from designer import api
from designer.analysis.money.alternatives import alternatives
from designer.analysis.run import analyze
from designer.api import part_catalog
from designer.catalog.library import Library
from designer.clock import today
from designer.edit.set_field import set_field
from designer.edit.settings import set_assumption
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.explore.sweep.figures import cell_of
from designer.export.bills.bill import bill_of
from designer.formulas.money import capital_recovery_factor
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.documents.results_document import results_document
from designer.review.rules import review
from designer.store.project import read_project
from tests.api import reference
from tests.shipped import LIBRARY

TODAY: Final = today()

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "examples"
SCRIPTS: Final = {path.stem: path for path in FOLDER.rglob("*.py")}
"""The examples by their names; those that answer a question on a design lie in a folder of their own."""
BUY: Final = "cost.capex_usd"
BISECTION: Final = "network.bisection_gbps"


def template(name: str, **settings: int) -> Design:
    return build_template(name, LIBRARY, {key: str(value) for key, value in settings.items()})


def budget_lines() -> list[str]:
    lines: list[str] = []
    for name in ("nvidia/dgx-a100", "nvidia/dgx-h100", "nvidia/dgx-b200"):
        part = LIBRARY.parts[name]
        # The whole of one system costs its typical price.
        copies = int(10e6 // part.prices[0].typical)
        gpus = sum(one.count for one in part.contains if LIBRARY.parts[one.part].kind == "accelerator")
        # The typical power of these is not known: it is the greatest times the assumption for that.
        watts = copies * (part.facts["power_max_w"].value or 0.0) * ASSUMPTIONS["typical_load"].default
        lines.append(f"{part.name}: {copies} with {copies * gpus} GPUs, {watts / 1000:.0f} kW")
    return lines


def fabric(nodes: int, **settings: int) -> Design:
    return template("leaf-spine", nodes=nodes, **settings)


def saved(name: str) -> Design:
    return read_project(Path(name)).design


def told(design: Design, key: str, *only: str, **options: Any) -> float:
    """The figure KEY as `analyze --json` prints it, worked out here and not by the example."""
    chosen = {"only": only} if only else {}
    document = results_document(analyze(design, library=LIBRARY, **chosen, **options))
    return cell_of(document, key).value or 0.0


def severities(design: Design) -> str:
    found = Counter(one.severity for one in review(design, analyze(design, library=LIBRARY), TODAY, library=LIBRARY))
    return f"Errors: {found['error']}, warnings: {found['warning']}"


def bill_lines() -> list[str]:
    bill = bill_of(fabric(32), analyze(fabric(32), library=LIBRARY), "", TODAY)
    total = f"Total: {bill.total_usd.value:.0f} USD"
    return [*(f"{line.quantity} × {line.name}" for line in bill.lines), total]


def swept_lines() -> list[str]:
    pod = template("dgx-superpod-h100", scale_units=1)
    lines: list[str] = []
    for pue in (1.1, 1.3):
        for copies in (16, 31):
            design = set_assumption(pod, "pue", pue).applied(pod)
            design = set_field(design, LIBRARY, "dgx", "copies", str(copies)).applied(design)
            watts = told(design, "power.facility_max_w", "power")
            accelerators = analyze(design, only=("power",), library=LIBRARY).counts.accelerators.value
            lines.append(
                f"{{'assumptions.pue': {pue}, 'dgx.copies': {copies}}}: {accelerators:.0f} accelerators, "
                f"{watts / 1000:.0f} kW at most"
            )
    return lines


def way_lines() -> list[str]:
    service = template("rag-service")
    results = analyze(service, only=("power", "cost", "workloads"), library=LIBRARY)
    rows = alternatives(service, LIBRARY, results, start=TODAY.isoformat()).rows
    return [f"{row.name}: {row.usd_per_month.value:.0f} USD a month" for row in rows if row.usd_per_month.known]


def phase_lines() -> list[str]:
    found = analyze(saved("phases.stackwright"), library=LIBRARY).phases
    assert found is not None
    return [f"{one.title}: ordered {one.order_date}, runs {one.running.p50}" for one in found.phases]


EXPECTED: Final[Mapping[str, Callable[[], list[str]]]] = {
    "bill": bill_lines,
    "build_a_pod": lambda: [
        f"Accelerators: {analyze(saved('pod.stackwright'), library=LIBRARY).counts.accelerators.value:.0f}",
        f"Bisection: {told(saved('pod.stackwright'), BISECTION, 'network'):.0f} Gb/s",
        f"IT at most: {told(saved('pod.stackwright'), 'power.it_w.max', 'power'):.0f} W",
    ],
    "cables": lambda: [f"Cables: {told(fabric(16), 'counts.cables.total', 'network'):.0f}"],
    "catalog_search": lambda: [
        f"Maximum power: {LIBRARY.parts['nvidia/dgx-h100'].facts['power_max_w'].value:.0f} W, sourced from "
        + ", ".join(LIBRARY.parts["nvidia/dgx-h100"].facts["power_max_w"].sources),
        f"Templates: {len(TEMPLATES)}",
    ],
    "compare": lambda: [f"To buy: {told(fabric(16), BUY, 'cost'):.0f} to {told(fabric(32), BUY, 'cost'):.0f} USD"],
    "documents": lambda: [f"The same cables: {told(fabric(16), 'counts.cables.total', 'network'):.0f}"],
    "failures": lambda: [
        f"Whole: {told(fabric(32, rate_gbps=400), BISECTION, 'network'):.0f} Gb/s",
        f"Without one leaf: {told(fabric(32, rate_gbps=400), BISECTION, 'network', fail=('leaf[0]',)):.0f} Gb/s",
    ],
    "findings": lambda: [severities(saved("broken.stackwright")), "Fixes made: 2, left: 0"],
    "first_look": lambda: [
        f"Bisection: {told(saved('fabric.stackwright'), BISECTION, 'network'):.0f} Gb/s",
        f"To buy: {told(saved('fabric.stackwright'), BUY, 'cost'):.0f} USD",
    ],
    "formulas": lambda: [
        "Fat tree: 1024 hosts on 320 switches",  # k³/4 and 5k²/4, Al-Fares
        f"A million over five years: {1_000_000 * capital_recovery_factor(0.06, 5):.0f} USD a year",
    ],
    "gpus_at_a_budget": budget_lines,
    "graph_of_others": lambda: [f"Bisection: {told(saved('islands.stackwright'), BISECTION, 'network'):.0f} Gb/s"],
    "in_parallel": lambda: [
        f"{one}: {told(fabric(32, rate_gbps=400), 'network.worst', 'network', traffic=one) * 100:.0f} %"
        for one in ("all-to-all", "all-reduce-ring")
    ],
    "make_it_real": lambda: [
        f"Racks: {sum(one.copies for one in saved('real.stackwright').nodes.values() if one.kind == 'rack')}"
    ],
    "networkx_flow": lambda: [
        f"host to spine: {min(link.cables for link in fabric(32, rate_gbps=400).links.values()) * 400} Gb/s",
        "Copies of host: 32 to 64",
        "The design itself is as it was: True",
    ],
    "notebook": lambda: ["Picture: <?xml"],
    "own_or_rent": way_lines,
    "phases": phase_lines,
    "racks_from_a_table": lambda: [
        "In 2 racks: 10 devices",
        f"As tried out: 3 edits, {len(saved('hall.stackwright').nodes)} nodes; not saved: True",
        "Designs: From a table, As ordered",
        "The same as text: True",
    ],
    "single_points": lambda: [
        "Single points of failure: "
        f"{len(results_document(analyze(fabric(32), library=LIBRARY))['resilience']['single_points_of_failure'])}"
    ],
    "sweep_a_design": swept_lines,
    "sweep_a_template": lambda: [
        f"{{'nodes': {nodes}, 'oversubscription': {over}}}: "
        f"{told(fabric(nodes, oversubscription=over), BUY, 'cost'):.0f} USD"
        for nodes in (16, 32)
        for over in (1, 2)
    ],
    "undo": lambda: ["Last step: A second fabric", "Copies: 4", "As before: True"],
    "variants": lambda: [
        f"{name}: {told(fabric(nodes), BUY, 'cost'):.0f} USD" for name, nodes in (("Main", 16), ("Twice as many", 32))
    ],
    "watch_a_folder": lambda: ["broken.stackwright: 1 errors", "sound.stackwright: 0 errors", "Failed: 1"],
    "why": lambda: ["PUE is 1.25, user"],
}


@pytest.fixture(autouse=True)
def shared_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalog of the tests is that of the examples: it is read once, and holds no part of a person's own."""
    monkeypatch.setattr(part_catalog, "read_library", lambda: LIBRARY)
    part_catalog.catalog(fresh=True)


def test_every_example_is_checked() -> None:
    assert SCRIPTS.keys() == EXPECTED.keys()
    assert len(SCRIPTS) == len(list(FOLDER.rglob("*.py"))) >= 20


def test_every_public_name_stands_in_an_example() -> None:
    texts = [path.read_text("utf-8") for path in SCRIPTS.values()]
    words = set(re.findall(r"\w+", "\n".join([*texts, reference.PAGE.read_text("utf-8").partition("## Reference")[0]])))
    # Records that functions return are used without their names, and what a notebook asks for unasked.
    unnamed = {"Analysis", "Sweep", "RefusedInput", "state"}
    owners = (api.Document, api.Analysis, api.Sweep)
    public = {name for owner in owners for name in dir(owner) if not name.startswith("_")}
    assert {*api.__all__, *public} - unnamed - words == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_prints_what_the_analysis_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(SCRIPTS[name]), run_name="__main__")
    printed = capsys.readouterr().out.splitlines()
    expected = EXPECTED[name]()
    assert expected
    assert [line for line in expected if line not in printed] == [], printed


def test_the_page_runs_and_its_reference_is_that_of_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = reference.PAGE.read_text("utf-8")
    assert page == reference.written(), "python -m tests.api.reference writes it anew"
    assert not re.search(r"^\| `[^`]*` \|\s*\|$", page, re.MULTILINE), "a name without a docstring"
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(block, "scripting.md", "exec"), scope)
    assert "There is no 'nobody' to link to." in capsys.readouterr().out
    assert isinstance(api.to_networkx(scope["pod"]), nx.MultiGraph)
    assert issubclass(RefusedInput, ValueError)
    assert Library is type(scope["pod"].library)
    # Type checkers of others believe the types of a package that has this file.
    assert (Path(api.__file__).parents[1] / "py.typed").is_file()
