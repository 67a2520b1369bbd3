"""Files that earlier versions wrote open for ever, with all that was in them; make_frozen.py tells how they came."""

import hashlib
import json
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from designer.catalog.library import Library
from designer.export.text.text_form import design_of_document, document_of_design, read_text_design, write_text_design
from designer.export.text.text_migrations import brought_up_document
from designer.model.changes import TABLES
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.store.lock import ProjectLock
from designer.store.migrations import format_version
from designer.store.project import OpenedProject, read_project, write_project
from designer.store.recovery import recover, recoverable
from designer.store.versions import design_of_save
from tests.rights import needs_rights, rights_bind
from tests.store import make_frozen

FROZEN = Path(__file__).parent / "frozen"
SOON = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
"""Half an hour after the frozen project was saved."""
NOTHING = Library(parts={}, sources={})

# A changed sum means that somebody mended a file that people have; mend the program instead.
SUMS = {
    "version_1.journal": "352a9bb23c329c5a9bf235baf56917358b5b64b03f1a11d261fadae9c3cdb721",
    "version_1.journal-wal": "de9d224e32a00f0e690fece9ea1d5f491bbcac0f8b4bd4a9820a40c36994fa92",
    "version_1.json": "fa37b76c9cddb8bc9144d950182aa2df997fb37c0f560c71186f45a7b7446af9",
    "version_1.stackwright": "5388578e33446999eae65bad8cbc585d6528873e2adb1eb0ca10cbd01c309a54",
}
VERSIONS = tuple(range(1, 2))


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def project(version: int, tmp_path: Path) -> Path:
    """A copy of the frozen project, since nobody writes beside the frozen one."""
    return Path(shutil.copyfile(FROZEN / f"version_{version}.stackwright", tmp_path / "p.stackwright"))


@pytest.fixture
def expected(version: int) -> dict[str, Any]:
    return json.loads((FROZEN / f"version_{version}.json").read_text("utf-8"))


def document(told: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """What make_frozen told of a design, with what it has in common with the whole one filled in."""
    rest = {key: value for key, value in told.items() if key != "as_in_design"}
    return {**{key: expected["design"][key] for key in told["as_in_design"]}, **rest}


def in_text(design: Design) -> Any:
    return json.loads(json.dumps(document_of_design(design, NOTHING), default=str))


def assert_equal(design: Design, wanted: Design) -> None:
    """Equal record by record and field by field, so that a failure names the field."""
    assert design.settings == wanted.settings
    for table in TABLES[1:]:
        found, expected = getattr(design, table), getattr(wanted, table)
        assert set(found) == set(expected), table
        for name, record in expected.items():
            for field in record.__struct_fields__:
                assert getattr(found[name], field) == getattr(record, field), (table, name, field)
    assert design == wanted


def test_every_version_before_this_one_has_its_files() -> None:
    assert set(range(1, format_version())) <= set(VERSIONS)
    endings = (".stackwright", ".journal", ".journal-wal", ".json")
    assert set(SUMS) == {f"version_{version}{ending}" for version in VERSIONS for ending in endings}
    assert {path.name for path in FROZEN.iterdir()} == set(SUMS)


@pytest.mark.parametrize("name", SUMS)
def test_the_frozen_bytes_are_those_that_were_written(name: str) -> None:
    data = (FROZEN / name).read_bytes()
    if name.endswith(".json"):  # text, whose line ends a checkout may have turned
        data = data.replace(b"\r\n", b"\n")
    assert hashlib.sha256(data).hexdigest() == SUMS[name]


def test_it_opens_equal_field_by_field(project: Path, expected: dict[str, Any]) -> None:
    opened = read_project(project)
    assert (opened.digest, opened.saved_at, opened.read_only_reason) == (expected["digest"], expected["saved_at"], "")
    assert_equal(opened.design, design_of_document(expected["design"], NOTHING))


def test_it_holds_what_a_file_can_hold(project: Path) -> None:
    """A few of them by name, so that a design that lost its tables is not called equal to another that did too."""
    design = read_project(project).design
    assert {table: len(getattr(design, table)) > 1 for table in TABLES[1:]} == dict.fromkeys(TABLES[1:], True)
    assert design.total_copies("box") == 2 * 8 * 4
    assert {link.spread for link in design.links.values()} == {"even", "mesh", "pairwise"}
    assert {link.side for link in design.links.values()} == {"", "A", "B"}
    assert design.nodes["box"].price_usd == 12_345.67
    assert design.pictures["picture-png"].data.startswith(b"\x89PNG")
    assert design.views["slide"].notes.endswith("😀")
    assert [flow.gbps for flow in design.settings.flows] == [12.5, None]
    assert design.settings.prices.rates["EUR"].usd == 1.1
    assert design.settings.choices == {"climate": "singapore", "economizer": "dry", "grid": "zone-fi"}


def test_its_text_is_the_text_of_then(project: Path, expected: dict[str, Any], tmp_path: Path) -> None:
    design = read_project(project).design
    assert in_text(design) == brought_up_document(expected["design"])
    for suffix in (".json", ".yaml"):
        path = tmp_path / f"design{suffix}"
        write_text_design(path, design, NOTHING)
        assert_equal(read_text_design(path, NOTHING), design)


def test_it_is_saved_again_equal_and_keeps_its_saves(project: Path, expected: dict[str, Any]) -> None:
    opened = read_project(project)
    for _ in range(2):
        digest = write_project(project, opened.design, expected_digest=opened.digest, now=SOON)
        again = read_project(project)
        assert_equal(again.design, opened.design)
        assert again.digest == digest
        opened = again
    # A save that writes the very same content keeps no second copy of it; one of a newer version keeps the old rows.
    kept = [save.digest for save in opened.saves]
    before = [save["digest"] for save in expected["saves"]]
    assert kept in (before, [expected["digest"], *before])  # all of them are of the last hour


def saves_of(opened: OpenedProject) -> list[tuple[int, str, str]]:
    return [(save.number, save.saved_at, save.digest) for save in opened.saves]


def test_its_kept_saves_are_readable(project: Path, expected: dict[str, Any]) -> None:
    opened = read_project(project)
    assert saves_of(opened) == [(save["number"], save["saved_at"], save["digest"]) for save in expected["saves"]]
    assert [save.number for save in opened.saves] == [4, 3, 2]
    for save, told in zip(opened.saves, expected["saves"], strict=True):
        assert_equal(design_of_save(save), design_of_document(document(told["design"], expected), NOTHING))
    assert [design_of_save(save).name for save in opened.saves] == ["Nearly done", "With its rows", "With its rooms"]


@needs_rights
def test_it_opens_from_a_folder_that_cannot_be_written(version: int, expected: dict[str, Any]) -> None:
    source = FROZEN / f"version_{version}.stackwright"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = Path(shutil.copyfile(source, folder / "p.stackwright"))
        path.chmod(0o444)
        folder.chmod(0o555)
        try:
            with rights_bind():
                with pytest.raises(PermissionError):
                    (folder / "try").touch()
                opened = read_project(path)
                assert_equal(opened.design, design_of_document(expected["design"], NOTHING))
                assert design_of_save(opened.saves[0]).name == "Nearly done"
                with pytest.raises(RefusedInput, match="cannot be written; it opens read-only"):
                    ProjectLock(path).take()
                with pytest.raises(RefusedInput, match="could not be saved"):
                    write_project(path, opened.design)
            assert list(folder.iterdir()) == [path]
            assert path.read_bytes() == source.read_bytes()
        finally:
            folder.chmod(0o755)


def test_its_journal_is_recovered(version: int, expected: dict[str, Any], tmp_path: Path) -> None:
    """As a crash left it: the edits stand in the write-ahead log alone."""
    for ending in (".journal", ".journal-wal"):
        shutil.copyfile(FROZEN / f"version_{version}{ending}", tmp_path / f"left{ending}")
    told = expected["journal"]
    (found,) = recoverable(tmp_path)
    assert {name: getattr(found, name) for name in ("project", "name", "edits", "last")} == {
        name: told[name] for name in ("project", "name", "edits", "last")
    }
    assert_equal(recover(found), design_of_document(document(told["design"], expected), NOTHING))


def test_the_next_files_can_be_written_on_the_day_and_never_again(tmp_path: Path) -> None:
    """What a file can hold grows: the design of make_frozen has all of it, so that no version is left unfrozen."""
    make_frozen.main(tmp_path)
    assert read_project(tmp_path / f"version_{format_version()}.stackwright").design == make_frozen.whole_design()
    with pytest.raises(SystemExit, match="never written again"):
        make_frozen.main(tmp_path)
