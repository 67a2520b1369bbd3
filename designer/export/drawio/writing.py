"""A design as a .drawio file: plain XML of the mxGraph model, one page for each view.

Shapes and connectors are written as the program itself writes them, uncompressed: a container holds its shapes, which
are placed from its corner, and a connector names the shapes at its ends. Data of a shape stand in an `object` around
its cell. Source: the file format as diagrams.net documents it ("mxGraph model", read 2026-11-28).
"""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from designer.analysis.results import Results
from designer.drawing.current_theme import in_theme
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import theme_named
from designer.export.drawio.pages import pages_of
from designer.export.drawio.records import Connector, DiagramPage, Shape, exact
from designer.files.writing import write_readable
from designer.model.design import Design
from designer.review.findings import Finding

_PAGE: Final = "1"
"""Id of the layer in which everything stands; 0 is the root above it."""
_ADVICE: Final = "Export one view as a picture, or fold what is alike into copies."


def write_drawio(path: Path, design: Design, results: Results | None, findings: Sequence[Finding]) -> int:
    """Write DESIGN to a .drawio file, whole or not at all, and return its number of pages.

    Raises:
        RefusedInput: the file would be too large, or cannot be written.
    """
    with in_theme(theme_named("print")):
        pages = pages_of(design, results, findings)
    write_readable(path, drawio_of(pages), "graph", _ADVICE)
    return len(pages)


def drawio_of(pages: Sequence[DiagramPage]) -> bytes:
    """Return PAGES as the bytes of a file."""
    file = ET.Element("mxfile", {"host": "Stackwright", "type": "device"})
    for page in pages:
        diagram = ET.SubElement(file, "diagram", {"id": page.id, "name": _clean(page.title)})
        model = ET.SubElement(diagram, "mxGraphModel", {"grid": "1", "gridSize": "8", "page": "0", "math": "0"})
        root = ET.SubElement(model, "root")
        ET.SubElement(root, "mxCell", {"id": "0"})
        if page.values:
            layer = ET.SubElement(root, "object", {"label": "", **_data(page.values), "id": _PAGE})
            ET.SubElement(layer, "mxCell", {"parent": "0"})
        else:
            ET.SubElement(root, "mxCell", {"id": _PAGE, "parent": "0"})
        corners = {shape.id: (shape.open_rect or shape.rect)[:2] for shape in page.shapes}
        cells = _cell_ids(page)
        for shape in page.shapes:
            _add_shape(root, shape, cells, corners.get(shape.inside, (0.0, 0.0)))
        taken = set(cells.values())
        for connector in page.connectors:
            cell_id = _free_id(connector.id, taken)
            taken.add(cell_id)
            _add_connector(root, connector, cell_id, cells)
    ET.indent(file)
    return ET.tostring(file, encoding="utf-8", xml_declaration=True)


def _cell_ids(page: DiagramPage) -> dict[str, str]:
    """Return the cell of each shape: its own id, unless that is the root's or the layer's."""
    found: dict[str, str] = {}
    taken = {"0", _PAGE}
    for shape in page.shapes:
        found[shape.id] = _free_id(shape.id, taken)
        taken.add(found[shape.id])
    return found


def _free_id(wanted: str, taken: Container[str]) -> str:
    """WANTED, with a mark before it for as long as another cell has it; links and parts may have the same id."""
    while wanted in taken or wanted in {"0", _PAGE}:
        wanted = f"_{wanted}"
    return wanted


def _add_shape(root: ET.Element, shape: Shape, cells: Mapping[str, str], corner: tuple[float, float]) -> None:
    """Add SHAPE; CORNER is that of what holds it, from which it is placed."""
    style = dict(shape.style) | ({"rotation": f"{shape.turned_deg:g}"} if shape.turned_deg else {})
    cell = _cell(root, cells[shape.id], shape.text, style, shape.values)
    cell.set("vertex", "1")
    cell.set("parent", cells[shape.inside] if shape.inside else _PAGE)
    if shape.open_rect is not None:
        cell.set("collapsed", "1")
    geometry = ET.SubElement(cell, "mxGeometry", _rect(shape.rect, corner) | {"as": "geometry"})
    if shape.open_rect is not None:
        ET.SubElement(geometry, "mxRectangle", _rect(shape.open_rect, corner) | {"as": "alternateBounds"})


def _add_connector(root: ET.Element, connector: Connector, cell_id: str, cells: Mapping[str, str]) -> None:
    cell = _cell(root, cell_id, connector.text, connector.style, connector.values)
    cell.set("edge", "1")
    cell.set("parent", _PAGE)
    points = connector.points
    if connector.a and connector.b:
        cell.set("source", cells[connector.a])
        cell.set("target", cells[connector.b])
    geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    if not (connector.a and connector.b) and points:
        ET.SubElement(geometry, "mxPoint", _point(points[0]) | {"as": "sourcePoint"})
        ET.SubElement(geometry, "mxPoint", _point(points[-1]) | {"as": "targetPoint"})
        points = points[1:-1]
    if points:
        array = ET.SubElement(geometry, "Array", {"as": "points"})
        for point in points:
            ET.SubElement(array, "mxPoint", _point(point))


def _cell(root: ET.Element, cell_id: str, text: str, style: Mapping[str, str], values: Mapping[str, str]) -> ET.Element:
    """Return a new cell below ROOT, inside of an object where it has data."""
    look = {"style": _style(style)}
    if not values:
        return ET.SubElement(root, "mxCell", {"id": cell_id, "value": _clean(text), **look})
    known = {"label": _clean(text), **_data(values), "id": cell_id}
    # Words between percent signs stand for data of the same name.
    if "%" in text:
        known["placeholders"] = "1"
    return ET.SubElement(ET.SubElement(root, "object", known), "mxCell", look)


def _data(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _clean(value) for name, value in values.items()}


def _style(style: Mapping[str, str]) -> str:
    """Return STYLE as one string; a key without a value names a look as a whole."""
    return "".join(f"{name}={value};" if value else f"{name};" for name, value in style.items())


def _rect(rect: Rect, corner: tuple[float, float]) -> dict[str, str]:
    values = (rect.x - corner[0], rect.y - corner[1], rect.width, rect.height)
    return {name: exact(value) for name, value in zip(("x", "y", "width", "height"), values, strict=True)}


def _point(point: tuple[float, float]) -> dict[str, str]:
    return {"x": exact(point[0]), "y": exact(point[1])}


def _clean(text: str) -> str:
    """TEXT without what XML cannot hold."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
