"""The developers' pages name only what is in the tree, and the README leads to them."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer.ui.app.guide_dialog import GUIDE, GuideDialog

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "guide" / "developers"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
TOP = ("designer", "tests", "catalogs", "resources", "packaging")

PATH = re.compile(rf"(?:{'|'.join(TOP)})/[\w./-]*\w/?")
NAMED = re.compile(r"`((?:designer|tests|packaging)/[\w./-]+\.py)` → (`[\w.]+`(?:(?:, | and )`[\w.]+`)*)")
"""A file, then names of it: `designer/edit/nodes/nodes.py` → `set_node`, `add_node`."""


def paths_of(text: str) -> list[str]:
    """Return what TEXT shows in back ticks as a path of the tree; words in capitals stand for any name."""
    shown = [one for one in re.findall(r"`([^`\n]+)`", text) if PATH.fullmatch(one)]
    return [one for one in shown if not any(re.fullmatch(r"[A-Z]+(\.\w+)?", piece) for piece in one.split("/"))]


def names_of(text: str) -> list[tuple[str, str]]:
    """Return (file, name) for every name that TEXT says is in a file."""
    return [(file, name) for file, names in NAMED.findall(text) for name in re.findall(r"`([\w.]+)`", names)]


@cache
def defined_in(file: str) -> frozenset[str]:
    """Return names at the top of FILE, and those of its classes as Class.name."""
    found: set[str] = set()
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    for node in tree.body:
        found.update(_bound(node))
        if isinstance(node, ast.ClassDef):
            found.update(f"{node.name}.{name}" for inner in node.body for name in _bound(inner))
    return frozenset(found)


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def test_the_three_pages_are_there() -> None:
    assert list(PAGES) == ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_in_the_tree(page: str) -> None:
    assert [path for path in paths_of(PAGES[page]) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_name_that_a_page_places_in_a_file_is_there(page: str) -> None:
    assert [(file, name) for file, name in names_of(PAGES[page]) if name not in defined_in(file)] == []


def test_the_pages_name_enough_for_these_tests_to_mean_something() -> None:
    assert len(set(names_of(PAGES["ARCHITECTURE.md"]))) > 45
    assert len(set(names_of(PAGES["CONTRIBUTING.md"]))) > 25
    assert len(set(paths_of(PAGES["CONTRIBUTING.md"]))) > 40
    assert names_of("`designer/a.py` → `B.c` and `d` and `designer/e.py` → `f`") == [
        ("designer/a.py", "B.c"),
        ("designer/a.py", "d"),
        ("designer/e.py", "f"),
    ]
    assert paths_of("`designer/a.py` `catalogs/LAYER/KIND.yaml` `tests/b/` `x/y.py`") == ["designer/a.py", "tests/b/"]
    assert {"Session", "Session.commit", "HISTORY_LIMIT"} <= defined_in("designer/edit/session.py")
    assert not {"commit", "Session.forget"} & defined_in("designer/edit/session.py")


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_lead_somewhere(page: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]) if not link.startswith("https://")]
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in PAGES[page].splitlines()
        if line.startswith("#")
    }
    assert [link for link in links if link.startswith("#") and link[1:] not in headings] == []
    assert [link for link in links if not link.startswith("#") and not (FOLDER / link).exists()] == []


def test_the_readme_links_each_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [page for page in PAGES if f"](resources/guide/developers/{page})" not in readme] == []


def test_the_tasks_that_are_told_are_the_tasks_that_there_are() -> None:
    table = PAGES["CONTRIBUTING.md"].partition("## Tasks")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)
    script = ast.parse((ROOT / "packaging" / "task.py").read_text("utf-8"))
    calls = [node for node in ast.walk(script) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Task"]
    assert told == [ast.literal_eval(call.args[0]) for call in named]
    scripts = re.findall(r"\bpython3? (packaging/\w+\.py)", "\n".join(PAGES.values()))
    assert len(scripts) > 4
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


def test_the_guide_in_the_window_is_for_users(qtbot: QtBot) -> None:
    dialog = GuideDialog()
    qtbot.addWidget(dialog)
    listed = {dialog.list.item(row).text() for row in range(dialog.list.count())}
    assert len(listed) == len(list(GUIDE.glob("*.md")))
    titles = {text.partition("\n")[0].removeprefix("# ") for text in PAGES.values()}
    assert listed.isdisjoint(titles)
