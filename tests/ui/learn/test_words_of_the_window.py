"""Words of the window: abbreviations in titles, headings and fields are all in the glossary."""

import ast
import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest

import designer.ui
from designer.catalog.glossary import shipped_glossary
from designer.drawing.design_views import DESIGN_VIEWS
from designer.model.kinds import KINDS
from designer.review.headline_figures import HEADLINE_FIGURES
from designer.ui.app.frame.lens_bar import LENSES
from designer.ui.inspector import fields
from designer.ui.panels.registry import PANELS

UNITS = {"KB", "GB", "TB", "US", "$"}
"""Units that a figure has beside it, and no words of the trade."""
ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9+][A-Za-z0-9+]*")


def column_titles():
    """Headings of the tables, as they are written where a Column is made."""
    found = set()
    for path in Path(designer.ui.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Column" and call.args:
                title = call.args[0]
                if isinstance(title, ast.Constant) and isinstance(title.value, str) and title.value:
                    found.add(title.value)
    return found


def field_titles():
    """Titles of the fields of the inspector, from all its tables."""
    found = set()
    for module in pkgutil.iter_modules(fields.__path__):
        loaded = importlib.import_module(f"{fields.__name__}.{module.name}")
        for name, table in vars(loaded).items():
            if name.endswith("_FIELDS") and isinstance(table, tuple):
                found |= {spec.title for spec in table if isinstance(spec.title, str)}
    return found


@cache
def titles():
    """All of them, by where they stand; every file of the window is read for it."""
    return {
        "headline figures": {word for one in HEADLINE_FIGURES for word in (one.caption, one.title)},
        "kinds": {kind.title for kind in KINDS.values()},
        "panels": {panel.title for panel in PANELS},
        "lenses": {title for name, title in LENSES if name},
        "views": {view.title for view in DESIGN_VIEWS},
        "columns": column_titles(),
        "fields": field_titles(),
    }


def test_there_are_titles_of_each_sort():
    counts = {sort: len(found) for sort, found in titles().items()}
    assert counts["columns"] > 20
    assert counts["fields"] > 150
    assert counts["panels"] == len(PANELS)


@pytest.mark.parametrize("sort", ["headline figures", "kinds", "panels", "lenses", "views"])
def test_each_name_of_this_sort_opens_a_term(sort):
    missing = [title for title in titles()[sort] if not shipped_glossary().found_in(title)]
    assert missing == []


@pytest.mark.parametrize("sort", ["columns", "fields"])
def test_each_abbreviation_of_this_sort_is_a_term_or_a_unit(sort):
    glossary, missing = shipped_glossary(), []
    for title in titles()[sort]:
        known = " ".join(word.casefold() for term in glossary.found_in(title) for word in (term.name, *term.also))
        for short in ABBREVIATION.findall(title):
            if short not in UNITS and short.casefold().rstrip("s") not in known:
                missing.append((short, title))
    assert missing == []
