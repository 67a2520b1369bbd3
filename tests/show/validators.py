"""What programs of others say of our files; each returns what is wrong, nothing where all is well.

xmllint, qpdf, chromium and soffice are asked where they are installed; what is missing is told once, never taken as
passed.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import ezdxf
import openpyxl
import yaml
from pptx import Presentation
from pypdf import PdfReader

PROGRAMS: Final[Mapping[str, str]] = {
    "xmllint": "libxml2-utils",
    "qpdf": "qpdf",
    "chromium": "chromium",
    "soffice": "libreoffice-impress libreoffice-calc",
}
"""Programs, and the packages of Debian that have them."""
_REMOTE: Final = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", re.IGNORECASE)
_ERRORS: Final = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "Err:")
SECONDS: Final = 180


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def run(*words: str | Path) -> tuple[int, str]:
    """Return the exit code of a program and all that it printed."""
    try:
        done = subprocess.run(
            [str(word) for word in words], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return 1, f"{words[0]} did not end within {SECONDS} s"
    return done.returncode, done.stdout + done.stderr


def of_xml(path: Path) -> list[str]:
    """Ask xmllint whether it is well-formed."""
    if shutil.which("xmllint") is None:
        return []
    code, said = run("xmllint", "--noout", "--nonet", path)
    return [said.strip()[:200]] if code else []


def of_pdf(path: Path) -> list[str]:
    """Ask qpdf and pypdf whether it is whole and has pages."""
    found = [] if PdfReader(path).pages else ["it has no page"]
    if shutil.which("qpdf") is not None:
        code, said = run("qpdf", "--check", path)
        found += [said.strip()[-200:]] if code else []
    return found


def of_pptx(path: Path) -> list[str]:
    """Reopen it, and ask LibreOffice for as many pages as it has slides."""
    slides = len(Presentation(str(path)).slides)
    found = [] if slides else ["it has no slide"]
    paper = converted(path)
    if paper is not None and len(PdfReader(paper).pages) != slides:
        found.append(f"{slides} slides became {len(PdfReader(paper).pages)} pages")
    return found


def of_xlsx(path: Path) -> list[str]:
    """Reopen it, and look for errors in what LibreOffice makes of its formulas."""
    book = openpyxl.load_workbook(path)
    found = [] if book.sheetnames else ["it has no sheet"]
    if shutil.which("soffice") is not None:
        _office("csv", path.parent / "sheets", path)
        for sheet in (path.parent / "sheets").glob(f"{path.stem}*.csv"):
            text = sheet.read_text("utf-8", "replace")
            found += [f"{error} in the first sheet" for error in _ERRORS if error in text]
    return found


def of_html(path: Path) -> list[str]:
    """Look for addresses, and for what headless Chromium complains of."""
    text = path.read_text("utf-8")
    found = ["a remote reference"] if _REMOTE.search(text) else []
    if shutil.which("chromium") is not None:
        picture = path.with_suffix(".html.png")
        _, said = run(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--screenshot={picture}"),
            *("--window-size=1400,1000", "--virtual-time-budget=4000", "--enable-logging=stderr", path.as_uri()),
        )
        found += [line[-200:] for line in said.splitlines() if "CONSOLE" in line]
        if not picture.exists():
            found.append("Chromium made no picture of it")
    return found


def of_dxf(path: Path) -> list[str]:
    """Audit it by ezdxf."""
    audit = ezdxf.readfile(path).audit()
    return [str(error) for error in audit.errors]


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
    ".svg": of_xml,
    ".graphml": of_xml,
    ".drawio": of_xml,
    ".pdf": of_pdf,
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


def converted(path: Path) -> Path | None:
    """Return PATH as PDF by LibreOffice; None where that is not installed, or makes none."""
    if shutil.which("soffice") is None:
        return None
    paper = path.parent / "by-libreoffice" / f"{path.stem}.pdf"
    if not paper.exists():
        _office("pdf", paper.parent, path)
    return paper if paper.exists() else None


def _office(form: str, folder: Path, path: Path) -> None:
    """Convert PATH by LibreOffice, with a profile of this process: two that share one wait for each other."""
    profile = Path(tempfile.gettempdir()) / f"show-office-{os.getpid()}"
    run(
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        folder,
        path,
    )
