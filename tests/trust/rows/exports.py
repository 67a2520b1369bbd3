"""Promise 8: what is written for others carries no formula, no script and no reference to anything elsewhere."""

import ast
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from designer.analysis.addresses.plan import address_plan
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.catalog.netbox.exporting import write_netbox
from designer.catalog.netbox.report import FileNote, FileReport, ImportReport
from designer.catalog.own.own_parts import write_parts_file
from designer.cli.calculators.calc_rows import calculate_rows
from designer.cli.commands.import_commands import write_rows
from designer.export.bills.bill import bill_of
from designer.export.bills.difference import bill_difference
from designer.export.bills.files import SUFFIXES as BILL_SUFFIXES
from designer.export.bills.files import write_bill
from designer.export.bills.records import Bill
from designer.export.bills.request_files import request_workbook
from designer.export.bills.requests import Request, requests
from designer.export.built.files import write_built
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.cable_schedule_files import SUFFIXES as CABLE_SUFFIXES
from designer.export.cables.cable_schedule_files import write_cables
from designer.export.cables.drawn_network import network_of
from designer.export.compared_files import SUFFIXES as COMPARED_SUFFIXES
from designer.export.comparison.page import write_comparison
from designer.export.containerlab.address_tables import SUFFIXES as ADDRESS_SUFFIXES
from designer.export.containerlab.address_tables import write_addresses
from designer.export.containerlab.lab_kinds import lab_options
from designer.export.containerlab.names import LAB_SUFFIX
from designer.export.containerlab.topology import lab_of, write_containerlab
from designer.export.deck.deck import deck_of
from designer.export.deck.pdf_file import write_deck_pdf
from designer.export.deck.pptx_file import write_deck
from designer.export.drawio.writing import write_drawio
from designer.export.graphs.writing import WRITTEN_SUFFIXES, write_graph
from designer.export.netbox_bundle import write_netbox_bundle
from designer.export.paper.floor_dxf import write_floor_dxf
from designer.export.paper.labels import SUFFIXES as LABEL_SUFFIXES
from designer.export.paper.labels import write_labels
from designer.export.paper.pack import write_pack
from designer.export.picture import SUFFIXES as PICTURE_SUFFIXES
from designer.export.picture import write_picture
from designer.export.readings_files import write_readings
from designer.export.report.report import SUFFIXES as REPORT_SUFFIXES
from designer.export.report.report import report_of, write_report
from designer.export.text.text_form import SUFFIXES as TEXT_SUFFIXES
from designer.export.text.text_form import write_text_design
from designer.export.viewer.page import write_viewer
from designer.model.deck_settings import LEVELS
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace, Settings, View
from designer.model.marks import Mark
from designer.model.parts.part import Part, PortGroup, Price, Source
from designer.model.records import RefusedInput
from designer.reality.built.records import BuiltCable, BuiltEnd, Comparison, Extra, FoundDevice
from designer.reality.readings.comparing import compare_readings
from designer.reality.readings.records import PowerReading, Readings
from designer.review.effects.comparison import compared
from designer.review.effects.preview import State
from designer.review.rules import review
from tests.export.bills.test_bill import NASTY
from tests.trust.export_checks import CHECKS
from tests.trust.registry import Measured, Run, row

DAY: Final = date(2026, 11, 28)
ROOT: Final = Path(__file__).resolve().parents[3]
LOADING: Final = (
    '<img src="http://x.invalid/a.png" onerror="alert(1)">',
    "<script src=//x.invalid></script>",
    "javascript:alert(1)",
    'x" onmouseover="alert(1)',
    "</text><script>alert(1)</script>",
    "</style><style>@import url(http://x.invalid)</style>",
    '<a xlink:href="http://x.invalid">x</a>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
    "]]><script>1</script>",
    "--><script>1</script><!--",
    "<?xml-stylesheet href='http://x.invalid'?>",
    'a"]; b [URL="http://x.invalid"',
    'a\\"; URL="http://x.invalid',
    "<<b>html label</b>>",
    '!!python/object/apply:os.system ["id"]',
    "*alias",
    "&anchor x",
    "--- # x\n... ",
    "(x) /JavaScript (alert)",
    ") >> /OpenAction << /S /URI /URI (http://x.invalid) >>",
)
NAMES: Final = (*LOADING, *NASTY)
WRITERS: Final = {
    "catalog/netbox/exporting.py:write_netbox": "NetBox type",
    "catalog/own/own_parts.py:write_parts_file": "parts that travel",
    "cli/calculators/calc_rows.py:calculate_rows": "rows of a calculator",
    "cli/commands/import_commands.py:write_rows": "report of an import",
    "export/bills/files.py:write_bill": "bill",
    "export/bills/files.py:write_requests": "request",
    "export/cables/cable_schedule_files.py:write_cables": "cables",
    "export/netbox_bundle.py:write_netbox_bundle": "NetBox bundle",
    "export/compared_files.py:write_compared": "built against drawn, readings",
    "export/collective_table.py:write_collective_table": "numbers alone, and the name of the collective",
    "export/containerlab/address_tables.py:write_addresses": "addresses",
    "export/containerlab/topology.py:write_containerlab": "lab",
    "export/containerlab/topology.py:_write_configs": "lab: configurations lie in a folder beside it",
    "export/deck/pdf_file.py:write_deck_pdf": "deck",
    "export/deck/pptx_file.py:write_deck": "deck",
    "export/comparison/page.py:write_comparison": "comparison",
    "export/drawio/writing.py:write_drawio": "diagram",
    "export/viewer/page.py:write_viewer": "page of views",
    "export/graphs/writing.py:write_graph": "graph",
    "export/paper/floor_dxf.py:write_floor_dxf": "floor as DXF",
    "export/paper/labels.py:write_labels": "labels",
    "export/text/text_form.py:write_text_design": "text",
    "paint/bill.py:write_bill_pages": "bill",
    "paint/paper/pdf.py:write_sheets": "installation pack, labels",
    "paint/pictures.py:write_pdf": "topology",
    "paint/pictures.py:write_png": "topology",
    "paint/pictures.py:write_svg": "topology",
    "paint/racks/pages.py:write_racks": "rack",
    "paint/report/pdf_file.py:write_report_pdf": "report",
    "export/report/html_file.py:write_report_html": "report",
    "ui/widgets/charts/chart_frame.py:ChartFrame.write_picture": "our titles and numbers, written as the drawings are",
    "ui/catalog/imports/netbox_dialog.py:NetboxDialog.save_report": "NetBox report",
    "ui/explore_window/window.py:ExploreWindow.save_space": "YAML, quoted by its library: tests/ui/explore_window",
    "explore/sweep/journal.py:Journal.finish": "numbers, and words that begin no formula: tests/explore/sweep",
    "explore/sweep/results_head.py:write_beside": "YAML and JSON, quoted by their libraries: tests/explore/sweep",
    "api/export_forms.py:_own": "what a plug-in that a person switched on gives, byte for byte",
    "ui/commands/actions/file_writers.py:own": "what a plug-in that a person switched on gives, byte for byte",
    "cli/reach/manual.py:man": "pages of the commands themselves, with nothing of a design",
    # What the program writes for itself alone, and reads again.
    "cli/commands/git_commands.py:git_setup": "own",
    "catalog/bundles/reading.py:write_bundle": "YAML and JSON, quoted by their libraries: tests/catalog/bundles",
    "catalog/bundles/taking.py:_keep_former": "own",
    "catalog/bundles/taking.py:bring_back": "own",
    "catalog/bundles/taking.py:take_bundle": "own",
    "catalog/own/own_folder.py:keep_sources": "own",
    "catalog/plugin_parts.py:_told": "own",
    "store/proposals.py:answer_offer": "own",
    "store/proposals.py:put_offer": "own",
    "catalog/own/own_parts.py:remove_own_part": "own",
    "catalog/own/own_parts.py:save_own_parts": "own",
    "catalog/own/own_prices.py:keep_prices": "own",
    "catalog/files/parse_cache.py:ParseCache.keep": "own",
    "store/lock.py:ProjectLock.take": "own",
    "store/recent.py:forget_project": "own",
    "store/recent.py:remember_project": "own",
    "store/version_figures.py:VersionFigures.keep": "own",
    "ui/app/gallery/picture_work.py:_draw": "own",
    "ui/commands/actions/snapshot_files.py:write_snapshot": "own",
    "ui/jobs/background_process.py:_PipeTeller.partial": "own",
    "ui/jobs/background_process.py:_outcome": "own",
    "ui/jobs/background_process.py:pack_task": "own",
    "ui/widgets/icons.py:_is_written": "own",
    "files/writing.py:write_readable": "the writer itself",
    "files/writing.py:write_whole": "the writer itself",
    "paint/pictures.py:whole_file": "the writer itself",
}
"""Every place where a file is written, and the export below in which it is tried, or why it need not be."""
_CALLS: Final = frozenset(
    {"write_whole", "write_in_pieces", "write_readable", "whole_file", "write_text", "write_bytes"}
)

Export = tuple[str, str, Callable[[Path], object]]
"""What it is, the ending of its file, and what writes it."""


def places_that_write() -> set[str]:
    """Return every function of the program that writes a file, by its place."""
    found: set[str] = set()

    def look(node: ast.AST, place: str, names: tuple[str, ...]) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = (*names, node.name)
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            if name in _CALLS:
                found.add(f"{place}:{'.'.join(names)}")
        for child in ast.iter_child_nodes(node):
            look(child, place, names)

    for path in (ROOT / "designer").rglob("*.py"):
        text = path.read_text("utf-8")
        if any(call in text for call in _CALLS):
            look(ast.parse(text), path.relative_to(ROOT / "designer").as_posix(), ())
    return found


def named(names: Sequence[str]) -> Design:
    """Return a hall of racks of servers, in which every word that a person may type is one of NAMES."""
    nodes = [Node(id="hall", kind="room", name=names[0], floor=None, order=0)]
    parts, sources, links = dict[str, Part](), dict[str, Source](), dict[str, Link]()
    for number, name in enumerate(names):
        part_id, source_id, rack = f"acme/p{number}", f"s{number}", f"r{number // 20}"
        if number % 20 == 0:
            place = FloorPlace(x_mm=700.0 * (number // 20), y_mm=1_000.0)
            nodes.append(Node(id=rack, kind="rack", name=name, parent="hall", floor=place, order=len(nodes)))
        sources[source_id] = Source(id=source_id, publisher=name, published=name)
        parts[part_id] = Part(
            id=part_id,
            kind="server",
            layer="servers_fabric",
            vendor=name,
            name=name,
            summary=name,
            notes=name,
            part_number=name,
            ports=(PortGroup(name="eth", media=("fabric",), count=4, connector="QSFP28", rate_gbps=100.0),),
            prices=(Price(low=1, typical=2, high=3, basis="list", date="2026-01-01", note=name, sources=(source_id,)),),
        )
        nodes.append(
            Node(
                id=f"n{number}",
                kind="server",
                part=part_id,
                name=name,
                note=name,
                parent=rack,
                rack=RackPlace(u=2 * (number % 20) + 1),
                order=len(nodes),
                x=210.0 * (number % 6),
                y=120.0 * (number // 6),
            )
        )
        if number % 2:
            links[f"l{number}"] = Link(
                id=f"l{number}", a=f"n{number - 1}", b=f"n{number}", medium="fabric", cables=2, name=name
            )
    marks = {
        f"m{number}": Mark(id=f"m{number}", kind="note", x=0, y=9.0 * number, width=200, height=80, text=name)
        for number, name in enumerate(names)
    }
    views = {
        f"v{number}": View(id=f"v{number}", name=name, caption=name, notes=name, order=number)
        for number, name in enumerate(names)
    }
    return Design(
        settings=Settings(name=names[0], description=names[-1], made_by=names[1 % len(names)]),
        nodes={node.id: node for node in nodes},
        links=links,
        parts=parts,
        sources=sources,
        marks=marks,
        views=views,
    )


def exports(design: Design, names: Sequence[str]) -> Iterator[Export]:
    """Give every export that there is, of DESIGN, in every form; a new form is there by its ending."""
    library = Library(parts=design.parts, sources=design.sources)
    results = analyze(design, library=library)
    findings = review(design, results, DAY, library=library)
    bill = bill_of(design, results, "", DAY)
    less = replace(bill, lines=bill.lines[1:])
    for suffix in BILL_SUFFIXES:
        yield "bill", suffix, partial(write_bill, bill=bill, cables=lambda: cable_schedule(design, library.parts))
        yield "bill against another", suffix, partial(write_bill, bill=bill, against=bill_difference(less, bill))
    for request in requests(bill)[:20]:
        yield "request", ".xlsx", partial(_asked, bill, request)
    for suffix in CABLE_SUFFIXES:
        yield "cables", suffix, partial(write_cables, schedule=cable_schedule(design, library.parts))
    for suffix in COMPARED_SUFFIXES:
        told = Readings(
            form="table",
            of=tuple(PowerReading(name, 5.0, 6.0, 1, name, file=name) for name in names),
            notes=tuple(names),
        )
        measured = compare_readings(design, results, told)
        yield "readings", suffix, partial(write_readings, comparison=measured, name=design.name, day=DAY)
    plan = address_plan(design, network_of(design, library.parts).cables)
    for suffix in ADDRESS_SUFFIXES:
        yield "addresses", suffix, partial(write_addresses, plan=plan)
    yield "lab", LAB_SUFFIX, partial(write_containerlab, lab=lab_of(design, plan, lab_options({})))
    yield "NetBox bundle", ".zip", partial(write_netbox_bundle, design=design, parts=library.parts)
    for suffix in LABEL_SUFFIXES:
        yield "labels", suffix, partial(write_labels, schedule=cable_schedule(design, library.parts))
    pack = partial(write_pack, design=design, parts=library.parts, results=results, findings=findings, day=DAY)
    yield "installation pack", ".pdf", pack
    yield "floor", ".dxf", partial(write_floor_dxf, design=design)
    for suffix in PICTURE_SUFFIXES:
        for view in ("topology", "floor", "isometric", "stack", "rack", "power", "v1"):
            drawn = partial(write_picture, design=design, view=view, theme="print", results=results, findings=findings)
            yield view, suffix, partial(drawn, day=DAY)
    paper = report_of(design, library, results, findings, DAY, "engineer")
    for suffix in REPORT_SUFFIXES:
        yield "report", suffix, partial(write_report, paper=paper)
    for level in LEVELS:
        deck = deck_of(design, library, results, findings, DAY, level)
        material = {"deck": deck, "design": design, "results": results, "findings": findings}
        yield "deck", ".pptx", partial(write_deck, **material)
        for notes in (False, True):
            yield "deck", ".pdf", partial(write_deck_pdf, **material, notes=notes)
    for suffix in TEXT_SUFFIXES:
        yield "text", suffix, partial(write_text_design, design=design, library=Library(parts={}, sources={}))
    for suffix in WRITTEN_SUFFIXES:
        yield "graph", suffix, partial(write_graph, design=design)
    page = partial(write_viewer, design=design, library=library, results=results, findings=findings, day=DAY)
    yield "page of views", ".html", page
    state = State(design, results, findings)
    both = compared((state, state), (design.name, names[0]))
    yield "comparison", ".html", partial(write_comparison, states=(state, state), comparison=both, day=DAY)
    for suffix in COMPARED_SUFFIXES:
        yield "built against drawn", suffix, partial(_built, names)
    yield "diagram", ".drawio", partial(write_drawio, design=design, results=results, findings=findings)
    for part, source in zip(design.parts.values(), design.sources.values(), strict=True):
        # Signs that cannot be shown are refused here, one part at a time.
        yield "parts that travel", ".yaml", partial(write_parts_file, parts=[part], sources=[source])
        yield "NetBox type", ".yaml", partial(write_netbox, part=part, sources=design.sources)
    yield "NetBox report", ".csv", partial(_as_report, names)
    rows = [(name, name) for name in names]
    yield "report of an import", ".csv", partial(write_rows, headings=("a", "b"), rows=rows)
    yield "rows of a calculator", ".csv", partial(_calculated, names)


def _built(names: Sequence[str], path: Path) -> None:
    """Write a comparison in which every device is called by one of NAMES."""
    ends = [BuiltEnd(name, name, "", name, name) for name in names]
    extra = tuple(Extra(BuiltCable(end, end), end.name) for end in ends)
    unknown = tuple(FoundDevice(id=name, model=name) for name in names)
    found = Comparison(form="table", drawn=0, found=0, agreeing=0, extra=extra, unknown=unknown, notes=tuple(names))
    write_built(path, found, names[0], DAY)


def _asked(bill: Bill, request: Request, path: Path) -> None:
    path.write_bytes(request_workbook(bill, request))


def _as_report(names: Sequence[str], path: Path) -> None:
    from designer.ui.catalog.imports.netbox_dialog import report_csv  # Qt is loaded for it

    notes = tuple(FileNote(kind="refused", field=name, message=name) for name in names)
    files = tuple(FileReport(path=name, part=name, notes=notes[:2]) for name in names)
    path.write_bytes(report_csv(ImportReport(parts={}, sources={}, files=files)))


def _calculated(names: Sequence[str], path: Path) -> None:
    """Run a calculator over a table whose headings and cells are NAMES."""
    table = path.with_suffix(".in.csv")
    head = ["k", *dict.fromkeys(stripped for name in names if (stripped := name.strip()))]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([["4", *head[1:]], *([name] for name in names if name.strip())])
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        calculate_rows("fat-tree", table, None, path, as_json=False)


@row(8, f"{len(set(NAMES))} nasty names in every word of a design, in every format", quick=8, whole=len(NAMES))
def exports_of_nasty_names(run: Run) -> Measured:
    step = max(1, len(NAMES) // run.size)
    names = list(dict.fromkeys(NAMES[::step]))
    design = named(names)
    wrong: list[str] = []
    files = refused = 0
    seen = set[str]()
    for what, suffix, write in exports(design, names):
        path = run.folder / f"{files}{suffix}"
        try:
            write(path)
        except RefusedInput:
            refused += 1
            continue
        files, seen = files + 1, seen | {suffix}
        wrong += [f"{what}{suffix}: {problem}" for problem in CHECKS[suffix](path)]
    untried = sorted(places_that_write() ^ WRITERS.keys())
    words = f"{len(wrong)} formulas, scripts and references in {files} files of {len(seen)} formats, "
    words += f"{len(names)} names; {refused} refused to be written"
    if untried:
        words += f"; not tried: {untried}"
    return Measured(not wrong and not untried and refused < files / 2, words + (f": {wrong[:5]}" if wrong else ""))
