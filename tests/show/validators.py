"""What programs of others say of our files; each returns what is wrong, nothing where all is well.

xmllint, qpdf, chromium and soffice are asked where they are installed; what is missing is told once, never taken as
passed.
"""

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import yaml
from ezdxf.filemanagement import readfile
from PIL import Image

from designer.drawing.design_views import VIEW_IDS
from designer.drawing.paper.records import LEAST_LABEL_PT, LEAST_PT
from tests.show import office
from tests.show.papers import of_pages
from tests.show.programs import converted, run

LEAST_SLIDE_PT: Final = 10.0
"""Of footers; a slide is 13.33 inches wide."""
_LEAST_PT: Final[Mapping[str, float]] = {"deck": LEAST_SLIDE_PT, "deck-notes": 0.0, "labels": LEAST_LABEL_PT}
"""By the name of the file; above its notes a slide stands as a small picture."""
_REMOTE: Final = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", re.IGNORECASE)


def of_svg(path: Path) -> list[str]:
    """Ask xmllint whether it is well-formed, and look for addresses."""
    return [*of_xml(path), *(["a remote reference"] if _REMOTE.search(path.read_text("utf-8")) else [])]


def of_xml(path: Path) -> list[str]:
    """Ask xmllint whether it is well-formed."""
    if shutil.which("xmllint") is None:
        return []
    code, said = run("xmllint", "--noout", "--nonet", path)
    return [said.strip()[:200]] if code else []


def of_pdf(path: Path) -> list[str]:
    """Ask qpdf whether it is whole, and measure its pages."""
    found = of_pages(path, _LEAST_PT.get(path.stem, LEAST_PT), tiled=path.stem in VIEW_IDS)
    if shutil.which("qpdf") is not None:
        code, said = run("qpdf", "--check", path)
        found += [said.strip()[-200:]] if code else []
    return found


def of_pptx(path: Path) -> list[str]:
    """Reopen it, and look what LibreOffice makes of it, as pages and as a deck."""
    paper = converted(path)
    pages = of_pages(paper, LEAST_SLIDE_PT) if paper is not None else []
    return [*office.of_pptx(path), *(f"as pages: {words}" for words in pages)]


def of_xlsx(path: Path) -> list[str]:
    """Reopen it, and look what LibreOffice makes of it, as pages and as a workbook."""
    paper = converted(path)
    pages = of_pages(paper, LEAST_PT) if paper is not None else []
    return [*office.of_xlsx(path), *(f"as pages: {words}" for words in pages)]


def of_html(path: Path) -> list[str]:
    """Look for addresses, and for what headless Chromium complains of."""
    found = ["a remote reference"] if _REMOTE.search(path.read_text("utf-8")) else []
    if shutil.which("chromium") is not None:
        picture = path.with_suffix(".html.png")
        # The page of views fills a window; documents go on below it.
        high = 1000 if path.stem == "design" else 2400
        _, said = run(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--screenshot={picture}"),
            *(f"--window-size=1400,{high}", "--virtual-time-budget=4000", "--enable-logging=stderr", path.as_uri()),
        )
        found += [line[-200:] for line in said.splitlines() if "CONSOLE" in line]
        if not picture.exists():
            found.append("Chromium made no picture of it")
    return found


def of_dxf(path: Path) -> list[str]:
    """Audit it by ezdxf."""
    audit = readfile(path).audit()
    return [str(error) for error in audit.errors]


def _of_png(path: Path) -> list[str]:
    with Image.open(path) as picture:
        lowest, highest = picture.convert("L").getextrema()
    return ["it is blank"] if lowest == highest else []


def _of_json(path: Path) -> list[str]:
    json.loads(path.read_text("utf-8"))
    return []


def _of_yaml(path: Path) -> list[str]:
    yaml.safe_load(path.read_text("utf-8"))
    return []


def _of_csv(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        widths = {len(row) for row in csv.reader(file) if row}
    return [] if widths else ["it has no row"]


CHECKS: Final[Mapping[str, Callable[[Path], list[str]]]] = {
    ".svg": of_svg,
    ".graphml": of_xml,
    ".drawio": of_xml,
    ".pdf": of_pdf,
    ".png": _of_png,
    ".pptx": of_pptx,
    ".xlsx": of_xlsx,
    ".html": of_html,
    ".dxf": of_dxf,
    ".json": _of_json,
    ".yaml": _of_yaml,
    ".csv": _of_csv,
}


def problems(path: Path) -> list[str]:
    """Return what is wrong with the file at PATH, by its ending."""
    check = CHECKS.get(path.suffix)
    try:
        return check(path) if check is not None else []
    except Exception as problem:
        return [f"{type(problem).__name__}: {problem}"]
