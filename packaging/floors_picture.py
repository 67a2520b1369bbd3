"""Draw the floors of the product from its imports: resources/guide/developers/floors.svg.

    python packaging/floors_picture.py [-o FILE.svg]

The floors and their order are those of the contract "layers" in pyproject.toml, which import-linter holds; files,
lines and imports are counted in the code. Needs the standard library alone.
"""

import argparse
import ast
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent.parent
PICTURE = Path("resources/guide/developers/floors.svg")
TOKENS = ROOT / "resources" / "look" / "tokens.json"

MARGIN = 24
FIRST_WIDTH = 252
"""Pixels of the uppermost box: room for its name and for the names of what it imports."""
NAME_HEIGHT = 60
"""Least height of a box: name, files, lines."""
LINE_PITCH = 17
"""Between two arrows that leave a box at its right, each with its words."""
LANE_PITCH = 10
"""Least distance between two arrows that come down side by side."""
BOX_GAP = 10
FLOOR_GAP = 18
THICKEST = 8.0
MOST_NAMED = 3
"""Imports that break the rule that the title has room for."""
HEAD = 108
"""Pixels above the floors, for the title."""


class Package(NamedTuple):
    """One folder or module of the product: its size."""

    name: str
    files: int
    lines: int


class Structure(NamedTuple):
    """What is drawn.

    Attributes:
        floors: Names of the packages that stand on each floor, uppermost floor first.
        packages: By name.
        imports: Number of import statements by (importer, imported); imports within a package are left out.
    """

    floors: tuple[tuple[str, ...], ...]
    packages: dict[str, Package]
    imports: dict[tuple[str, str], int]

    @property
    def height_of(self) -> dict[str, int]:
        """On which floor each package stands, 0 for the uppermost."""
        return {name: number for number, floor in enumerate(self.floors) for name in floor}

    @property
    def upward(self) -> dict[tuple[str, str], int]:
        """The imports that do not go down: to a higher floor, or to a neighbour on the same one."""
        at = self.height_of
        return {pair: count for pair, count in self.imports.items() if at[pair[1]] <= at[pair[0]]}


class Box(NamedTuple):
    """Where a package is drawn, in pixels."""

    x: float
    y: float
    right: float
    bottom: float


class Arrow(NamedTuple):
    """One arrow downwards: out of a box at its right at Y, then down at X into the top of another."""

    source: str
    target: str
    statements: int
    x: float
    y: float
    thickness: float


class Layout(NamedTuple):
    """The whole picture in pixels; `up` are the arrows that break the rule, with the x of their lane."""

    boxes: dict[str, Box]
    bands: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    up: tuple[tuple[str, str, int, float], ...]
    width: float
    height: float


def main(arguments: list[str]) -> int:
    """Read the code, write the picture, say what it shows."""
    parser = argparse.ArgumentParser(description="Draw the floors of the product from its imports.")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / PICTURE)
    output: Path = parser.parse_args(arguments).output
    structure = read_structure(ROOT)
    output.write_text(svg_of(structure), "utf-8")
    print(f"{output}: {len(structure.packages)} packages on {len(structure.floors)} floors. {verdict(structure)}")
    return 1 if structure.upward else 0


def verdict(structure: Structure) -> str:
    """Return one line: how many imports there are, and which of them do not go down."""
    total = sum(structure.imports.values())
    if not structure.upward:
        return f"All {total:,} imports between them go down."
    broken = [f"{source} → {target} ({count})" for (source, target), count in structure.upward.items()]
    named = ", ".join(broken[:MOST_NAMED]) + (f" and {len(broken) - MOST_NAMED} more" if broken[MOST_NAMED:] else "")
    return f"Of {total:,} imports between them these do not go down: {named}."


# What stands in the code


def read_structure(root: Path) -> Structure:
    """Count files, lines and imports of the packages in ROOT.

    Raises:
        SystemExit: a folder of the product stands on no floor of the contract, or a floor has no code.
    """
    container, floors, ignored = read_contract(root)
    folder = root / container
    files: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    imports: Counter[tuple[str, str]] = Counter()
    for path in sorted(folder.rglob("*.py")):
        importer = path.relative_to(folder).parts[0].removesuffix(".py")
        if importer == "__init__" or importer in ignored:
            continue
        text = path.read_text("utf-8")
        files[importer] += 1
        lines[importer] += len(text.splitlines())
        imports.update((importer, imported) for imported in imported_names(text, container) if imported != importer)
    named = {name for floor in floors for name in floor}
    if homeless := sorted(set(files) - named):
        sys.exit(f"{container}/{homeless[0]} stands on no floor of the contract in pyproject.toml; name it there.")
    if empty := sorted(named - set(files)):
        sys.exit(f"The contract in pyproject.toml names a floor {empty[0]!r} that is not in {container}/.")
    return Structure(
        floors,
        {name: Package(name, files[name], lines[name]) for floor in floors for name in floor},
        {pair: count for pair, count in sorted(imports.items()) if pair[1] in named},
    )


def read_contract(root: Path) -> tuple[str, tuple[tuple[str, ...], ...], frozenset[str]]:
    """Return the package that the contract of layers is about, its floors from above, and what it leaves out."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["type"] == "layers")
    floors = tuple(tuple(name.strip() for name in layer.split("|")) for layer in contract["layers"])
    return contract["containers"][0], floors, frozenset(contract.get("exhaustive_ignores", ()))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement below NODE, without the expressions in them: a tenth of what ast.walk goes through."""
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, name, ()):
            yield child
            yield from statements(child)


def imported_names(text: str, container: str) -> Iterator[str]:
    """Yield, for each import statement of TEXT, the package of CONTAINER that it names."""
    for node in statements(ast.parse(text)):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == container:
            names = (f"{container}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = (node.module,)
        for name in names:
            first, _, rest = name.partition(".")
            if first == container and rest:
                yield rest.partition(".")[0]


# Where it is drawn


def lay_out(structure: Structure) -> Layout:
    """Place the floors as steps: each box is wider than those above it by the arrows that come down on it.

    So no arrow runs through a box: it leaves at the right, and comes down where only its own target reaches.
    """
    order = [name for floor in structure.floors for name in floor]
    place = {name: number for number, name in enumerate(order)}
    down = {pair: count for pair, count in structure.imports.items() if pair not in structure.upward}
    most = max(structure.imports.values(), default=1)
    left = MARGIN + 14 + 22 * len(structure.upward)

    # Columns: what comes from nearest stands leftmost, so that arrows into one box do not cross each other.
    lanes: dict[tuple[str, str], float] = {}
    rights: dict[str, float] = {}
    right = left + FIRST_WIDTH
    for name in order:
        sources = sorted((pair[0] for pair in down if pair[1] == name), key=lambda source: -place[source])
        for source in sources:
            pitch = max(LANE_PITCH, _thickness(down[source, name], most) + 6)
            lanes[source, name] = right + pitch / 2
            right += pitch
        rights[name] = right = right + (4 if sources else 0)

    # Rows: what goes farthest leaves highest, so that arrows out of one box do not cross each other.
    boxes: dict[str, Box] = {}
    bands: list[Box] = []
    arrows: list[Arrow] = []
    top = float(HEAD)
    for floor in structure.floors:
        begun = top
        for name in floor:
            targets = sorted((pair[1] for pair in down if pair[0] == name), key=lambda target: -place[target])
            height = max(NAME_HEIGHT, LINE_PITCH * len(targets) + 14)
            boxes[name] = Box(left, top, rights[name], top + height)
            first = top + (height - LINE_PITCH * (len(targets) - 1)) / 2
            for number, target in enumerate(targets):
                count = down[name, target]
                y = first + LINE_PITCH * number
                arrows.append(Arrow(name, target, count, lanes[name, target], y, _thickness(count, most)))
            top += height + BOX_GAP
        top -= BOX_GAP
        bands.append(Box(left - 8, begun - 8, max(rights[name] for name in floor) + 8, top + 8))
        top += FLOOR_GAP + 8
    up = tuple(
        (source, target, count, MARGIN + 10 + 22 * number)
        for number, ((source, target), count) in enumerate(structure.upward.items())
    )
    return Layout(boxes, tuple(bands), tuple(arrows), up, right + MARGIN, top)


def _thickness(count: int, most: int) -> float:
    """Return the pixels of an arrow for COUNT imports; the square root, so that few are still seen beside many."""
    return 1.0 + (THICKEST - 1.0) * (count / most) ** 0.5


# The picture


def svg_of(structure: Structure) -> str:
    """Return the picture as SVG; each box and arrow carries its numbers as data attributes."""
    layout = lay_out(structure)
    colours = json.loads(TOKENS.read_text("utf-8"))["light"]
    width, height = max(layout.width, 760.0), layout.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="Inter, \'DejaVu Sans\', Arial, sans-serif">',
        f"<title>The floors of the product. {escape(verdict(structure))}</title>",
        f'<rect width="100%" height="100%" fill="{colours["surface"]}"/>',
        *_heading(structure, colours),
        *(_rect(band, colours["surface_2"], "none", 10) for band in layout.bands),
        *(piece for arrow in layout.arrows for piece in _arrow(arrow, layout.boxes, colours)),
        *(piece for name, box in layout.boxes.items() for piece in _box(structure.packages[name], box, colours)),
        *(piece for arrow in layout.arrows for piece in _words(arrow, layout.boxes, colours)),
        *(piece for one in layout.up for piece in _upward(one, layout.boxes, colours)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heading(structure: Structure, colours: dict[str, str]) -> Iterator[str]:
    yield _text(MARGIN, 34, "The floors, drawn from the imports", 18, colours["text"], weight=600)
    lines = (
        "A box is a folder of the product; boxes in one grey band share a floor and do not import each other.",
        "An arrow is what a folder imports: the number beside its target counts the import statements.",
    )
    for number, line in enumerate(lines):
        yield _text(MARGIN, 56 + 17 * number, line, 12, colours["muted"])
    broken = bool(structure.upward)
    yield _text(MARGIN, 90, verdict(structure), 12, colours["error" if broken else "ok"], weight=600)


def _box(package: Package, box: Box, colours: dict[str, str]) -> Iterator[str]:
    facts = f'data-package={quoteattr(package.name)} data-files="{package.files}" data-lines="{package.lines}"'
    yield f"<g {facts}>"
    yield _rect(box, colours["surface"], colours["muted"], 6)
    middle = (box.y + box.bottom) / 2
    yield _text(box.x + 14, middle - 10, package.name, 15, colours["text"], weight=600)
    yield _text(box.x + 14, middle + 8, _counted(package.files, "file"), 12, colours["muted"])
    yield _text(box.x + 14, middle + 23, _counted(package.lines, "line"), 12, colours["muted"])
    yield "</g>"


def _arrow(arrow: Arrow, boxes: dict[str, Box], colours: dict[str, str]) -> Iterator[str]:
    """Yield the line with a pale rim, so that one which crosses another is seen to pass over it, and its head."""
    start, tip = boxes[arrow.source].right, boxes[arrow.target].y
    head = 5 + arrow.thickness * 0.55
    bend = min(6.0, abs(arrow.x - start) / 2)
    path = (
        f"M{start:.1f} {arrow.y:.1f}H{arrow.x - bend:.1f}"
        f"Q{arrow.x:.1f} {arrow.y:.1f} {arrow.x:.1f} {arrow.y + bend:.1f}V{tip - head:.1f}"
    )
    colour = colours["accent"]
    yield f'<path d="{path}" fill="none" stroke="{colours["surface"]}" stroke-width="{arrow.thickness + 2.5:.1f}"/>'
    yield (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="0.62" stroke-width="{arrow.thickness:.1f}" '
        f"data-from={quoteattr(arrow.source)} data-to={quoteattr(arrow.target)} "
        f'data-count="{arrow.statements}" data-way="down"/>'
    )
    half = 2.5 + arrow.thickness * 0.6
    yield (
        f'<path d="M{arrow.x:.1f} {tip:.1f}L{arrow.x - half:.1f} {tip - head - 1:.1f}H{arrow.x + half:.1f}Z" '
        f'fill="{colour}"/>'
    )


def _words(arrow: Arrow, boxes: dict[str, Box], colours: dict[str, str]) -> Iterator[str]:
    """Yield the target and the number of imports, inside the box where the arrow leaves it."""
    right = boxes[arrow.source].right - 8
    yield _text(right, arrow.y + 4, f"{arrow.statements:,}", 12, colours["text"], anchor="end")
    yield _text(right - 32, arrow.y + 4, arrow.target, 12, colours["muted"], anchor="end")


def _upward(one: tuple[str, str, int, float], boxes: dict[str, Box], colours: dict[str, str]) -> Iterator[str]:
    """Yield an arrow that breaks the rule: red, dashed, at the left, with a sign; its number stands above."""
    source, target, count, x = one
    start, end = boxes[source], boxes[target]
    y, tip = (start.y + start.bottom) / 2 + 4, (end.y + end.bottom) / 2 - 4
    colour = colours["error"]
    yield (
        f'<path d="M{start.x:.1f} {y:.1f}H{x:.1f}V{tip:.1f}H{end.x - 8:.1f}" fill="none" stroke="{colour}" '
        f'stroke-width="2" stroke-dasharray="6 4" data-from={quoteattr(source)} data-to={quoteattr(target)} '
        f'data-count="{count}" data-way="up"/>'
    )
    yield f'<path d="M{end.x:.1f} {tip:.1f}l-9 -5v10Z" fill="{colour}"/>'
    middle = (y + tip) / 2
    yield f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="9" fill="{colour}"/>'
    yield _text(x, middle + 4, "!", 13, colours["surface"], weight=600, anchor="middle")


def _rect(box: Box, fill: str, stroke: str, radius: int) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.right - box.x:.1f}" height="{box.bottom - box.y:.1f}" '
        f'rx="{radius}" fill="{fill}" stroke="{stroke}"/>'
    )


def _text(x: float, y: float, text: str, size: int, fill: str, *, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
