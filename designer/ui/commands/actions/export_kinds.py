"""Kinds of files that are exported, and the snapshot that is; no Qt here, as processes beside the window read it."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design, Quarter
from designer.model.parts.part import Layer, Medium
from designer.review.findings import Finding

if TYPE_CHECKING:
    from designer.drawing.rooms.floor_overlays import FloorOverlay
    from designer.drawing.topology.heat_overlay import Overlay

BILL_KINDS: Final = "Spreadsheet (*.xlsx);;Print (*.pdf);;Page (*.html);;Table (*.csv);;JSON (*.json)"
COMMA_KINDS: Final = "Table, decimal commas (*.csv)"
DESIGN_KINDS: Final = "Designs (*.stackwright *.json *.yaml *.yml);;All files (*)"
CABLE_KINDS: Final = "Spreadsheet (*.xlsx);;Table (*.csv);;JSON (*.json)"
PICTURE_KINDS: Final = "PDF drawing (*.pdf);;SVG drawing (*.svg);;PNG picture (*.png)"
DECK_KINDS: Final = "Presentation (*.pptx);;PDF slides (*.pdf)"
REPORT_KINDS: Final = "PDF report (*.pdf);;Page (*.html)"
VIEWER_KINDS: Final = "Page of HTML (*.html)"
DIAGRAM_KINDS: Final = "Diagram of draw.io (*.drawio);;Graph (*.graphml);;Graph of Graphviz (*.dot)"
TEXT_KINDS: Final = "YAML (*.yaml);;JSON (*.json)"
PACK_KINDS: Final = "Sheets of drawings (*.pdf)"
LABEL_KINDS: Final = "Sheets of labels (*.pdf);;For a label printer (*.csv)"
DXF_KINDS: Final = "DXF drawing (*.dxf)"
LAB_KINDS: Final = "Lab of containerlab (*.clab.yml)"
ADDRESS_KINDS: Final = "Table (*.csv);;Inventory of Ansible (*.yaml);;JSON (*.json)"


class Snapshot(NamedTuple):
    """Snapshot of what is exported, as it was when that was asked for."""

    design: Design
    results: Results
    findings: tuple[Finding, ...]
    library: Library
    overlay: "Overlay"
    view: str
    hidden_layers: tuple[Layer, ...] = ()
    hidden_media: tuple[Medium, ...] = ()
    room: str = ""
    floor_overlay: "FloorOverlay" = ""
    quarter: Quarter = 0
    project: Path | None = None
    variant: str = ""
