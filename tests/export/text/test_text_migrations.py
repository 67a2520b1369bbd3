"""Migrations of the text form: with a made-up chain, until there is a real one."""

from typing import Any

import pytest

from designer.catalog.library import Library
from designer.export.text import text_migrations
from designer.export.text.text_form import design_of_document, document_of_design
from designer.export.text.text_migrations import TEXT_MIGRATIONS, text_version
from designer.model.records import RefusedInput

LIBRARY = Library(parts={}, sources={})
OLD = {
    "format": "stackwright-design",
    "version": 1,
    "title": "Hall",
    "nodes": [{"id": "r", "kind": "rack", "count": 3}],
}


def _from_1(document: dict[str, Any]) -> dict[str, Any]:
    return {("name" if key == "title" else key): value for key, value in document.items()}


def _from_2(document: dict[str, Any]) -> dict[str, Any]:
    nodes = [
        {("copies" if key == "count" else key): value for key, value in node.items()} for node in document["nodes"]
    ]
    return {**document, "nodes": nodes}


@pytest.fixture
def _version_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_migrations, "TEXT_MIGRATIONS", {1: _from_1, 2: _from_2})


def test_the_real_chain_has_no_gap() -> None:
    assert sorted(TEXT_MIGRATIONS) == list(range(1, text_version()))


@pytest.mark.usefixtures("_version_3")
def test_an_old_document_is_brought_up_and_written_in_the_newest_version() -> None:
    before = repr(OLD)
    design = design_of_document(OLD, LIBRARY)
    assert (design.name, design.nodes["r"].copies) == ("Hall", 3)
    assert repr(OLD) == before
    document = document_of_design(design, LIBRARY)
    assert document["version"] == 3
    assert design_of_document(document, LIBRARY) == design


@pytest.mark.usefixtures("_version_3")
@pytest.mark.parametrize("version", [0, 4, 1.5, "1", None])
def test_a_version_that_is_not_known_is_refused_with_those_that_are(version: object) -> None:
    with pytest.raises(RefusedInput, match="this Stackwright reads versions 1 to 3"):
        design_of_document({**OLD, "version": version}, LIBRARY)


@pytest.mark.usefixtures("_version_3")
def test_a_step_that_fails_tells_which() -> None:
    with pytest.raises(RefusedInput, match=r"from version 2 to version 3 \(KeyError: 'nodes'\); write it in version 3"):
        design_of_document({"format": "stackwright-design", "version": 1}, LIBRARY)
