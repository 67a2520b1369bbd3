"""All that can be written of a design, in one table: a row for each card of the Export page."""

import re
from shlex import quote
from typing import Final, NamedTuple

from designer.ui.commands.actions import export_kinds as kinds

DRAWING: Final = "exports.drawing"
PACK: Final = "exports.pack"
COMPARED: Final = "files.compare"
PAPER: Final = "A3"
"""What an installation pack goes on where nothing else is chosen."""
UNSAVED: Final = "DESIGN.stackwright"
"""Stands in a command line for a design that has no file yet."""


class ExportOutput(NamedTuple):
    """One output.

    Attributes:
        command: Id of the command that writes it.
        about: What it is for, in one line.
        kinds: The kinds of files that its command offers.
        arguments: Of the command line, with {project} and {view} in it; the file is the last one.
    """

    command: str
    about: str
    kinds: str
    arguments: str

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the endings of its files; a folder of workbooks has none."""
        return tuple(dict.fromkeys(re.findall(r"\*((?:\.\w+)+)", self.kinds)))

    def line(self, project: str, view: str, *, paper: str = "", variant: str = "") -> str:
        """Return what writes it on the command line.

        Args:
            project: Name of the file; "" for a design that has none yet.
            view: The view in sight.
            paper: Of an installation pack; "" is what it goes on by itself.
            variant: Name of the variant that is open; "" for the main design.
        """
        named = quote(project or UNSAVED)
        if variant and self.command != COMPARED:
            named += f" --variant {quote(variant)}"
        words = self.arguments.format(project=named, view=quote(view))
        if self.command == PACK:
            words = words.replace(" -o ", f" --paper {paper or PAPER} -o ")
        return f"stackwright {words}"


OUTPUTS: Final[tuple[ExportOutput, ...]] = (
    ExportOutput(
        "exports.bill",
        "What is bought, with prices, sources and three totals.",
        kinds.BILL_KINDS,
        "bom {project} -o bill.xlsx",
    ),
    ExportOutput(
        "exports.bill_against",
        "Lines, counts and prices that differ from another design.",
        kinds.BILL_KINDS,
        "bom {project} --against OLD.stackwright -o difference.xlsx",
    ),
    ExportOutput(
        "exports.requests",
        "A workbook for each vendor, to be filled in with prices.",
        "",
        "bom {project} --requests requests",
    ),
    ExportOutput(
        "exports.cables",
        "Each cable with both ends, length, type and part number.",
        kinds.CABLE_KINDS,
        "cables {project} -o cables.xlsx",
    ),
    ExportOutput(
        "exports.labels",
        "Both ends of every cable, with a code to scan.",
        kinds.LABEL_KINDS,
        "export {project} --view labels -o labels.pdf",
    ),
    ExportOutput(
        "exports.pack",
        "Plans, elevations, port maps and schedules; title block and paper are yours.",
        kinds.PACK_KINDS,
        "export {project} --view install -o pack.pdf",
    ),
    ExportOutput(
        DRAWING,
        "The view in sight, legible on paper.",
        kinds.PICTURE_KINDS,
        "export {project} --view {view} -o drawing.pdf",
    ),
    ExportOutput(
        "exports.floor_dxf",
        "Walls, racks and devices to scale, for CAD programs.",
        kinds.DXF_KINDS,
        "export {project} --view floor -o floor.dxf",
    ),
    ExportOutput(
        "exports.lab",
        "The drawn network as containers that boot: a link for each cable, BGP on each switch.",
        kinds.LAB_KINDS,
        "export {project} -o fabric.clab.yml",
    ),
    ExportOutput(
        "exports.addresses",
        "Every port with its peer, addresses, rail and plane, for configuration tools.",
        kinds.ADDRESS_KINDS,
        "export {project} --view addresses -o addresses.csv",
    ),
    ExportOutput(
        "exports.report",
        "A first page for whoever decides, then chapters with sources.",
        kinds.REPORT_KINDS,
        "export {project} --view report -o report.pdf",
    ),
    ExportOutput(
        "exports.deck",
        "Slides whose sentences follow the figures.",
        kinds.DECK_KINDS,
        "export {project} --view deck -o deck.pptx",
    ),
    ExportOutput(
        "present.deck",
        "Reorder, hide and rewrite slides before they are written.",
        kinds.DECK_KINDS,
        "export {project} --view deck -o deck.pdf",
    ),
    ExportOutput(
        "exports.viewer",
        "Slides and all views in one file that needs no network.",
        kinds.VIEWER_KINDS,
        "export {project} -o page.html",
    ),
    ExportOutput(
        "exports.diagram",
        "Shapes and connectors for draw.io, or a graph for other tools.",
        kinds.DIAGRAM_KINDS,
        "export {project} -o diagram.drawio",
    ),
    ExportOutput(
        "files.compare",
        "Up to four designs side by side: figures, charts, differences.",
        "Page (*.html)",
        "diff OLD.stackwright {project} --html comparison.html",
    ),
    ExportOutput(
        "exports.text",
        "The whole design, to be read, compared and read back.",
        kinds.TEXT_KINDS,
        "export {project} -o design.yaml",
    ),
)
"""In the order of the page: what is bought, what is installed, what is shown, what goes on in other programs."""
