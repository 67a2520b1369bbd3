"""Whatever the bytes are, an import answers with a report, and what it takes is a part that the catalog keeps."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.catalog.files.part_yaml import part_yaml
from designer.catalog.netbox.exporting import netbox_yaml
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.netbox.report import ImportReport
from designer.catalog.reading import parse_parts
from designer.model.records import RefusedInput
from tests.long_runs import SAME_FIXTURES, runs

TODAY = date(2026, 11, 24)
KEYS = (
    "manufacturer",
    "model",
    "slug",
    "part_number",
    "u_height",
    "is_full_depth",
    "weight",
    "max_weight",
    "weight_unit",
    "airflow",
    "subdevice_role",
    "is_powered",
    "front_image",
    "description",
    "comments",
    "interfaces",
    "console-ports",
    "console-server-ports",
    "power-ports",
    "power-outlets",
    "front-ports",
    "rear-ports",
    "module-bays",
    "device-bays",
    "inventory-items",
    "form_factor",
    "width",
    "outer_width",
    "outer_unit",
    "mounting_depth",
    "starting_unit",
    "other",
)
ITEM_KEYS = (
    "name",
    "type",
    "mgmt_only",
    "maximum_draw",
    "allocated_draw",
    "rear_port",
    "positions",
    "label",
    "poe_mode",
)
WORDS = (
    "",
    "Acme",
    "switch 64",
    "PSU1",
    "a power supply",
    "1000base-t",
    "infiniband-ndr",
    "iec-60320-c14",
    "lc",
    "rj-45",
    "kg",
    "lb",
    "mm",
    "front-to-rear",
    "parent",
    "P0.0",
    "a/b",
    "<b>",
    "../..",
    "￿",
    "\x07",
    "9" * 40,
    "ß" * 200,
    "```yaml stackwright\nparts:\n- {id: a}\n```",
)
scalars = st.one_of(
    st.sampled_from(WORDS),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.text(max_size=20),
    st.sampled_from([0, 0.5, 1, 48, 10**400, -1]),
)
items = st.dictionaries(st.sampled_from(ITEM_KEYS), scalars, max_size=4)
values = st.one_of(
    scalars, st.lists(st.one_of(items, scalars), max_size=6), st.dictionaries(st.text(max_size=4), scalars)
)


def imported_from(folder: Path, content: bytes) -> ImportReport:
    path = folder / "type.yaml"
    path.write_bytes(content)
    report = import_netbox(path, today=TODAY)
    for file in report.files:
        assert file.notes
        assert all("\n" not in note.message for note in file.notes)
    for part in report.parts.values():
        assert parse_parts(part_yaml(part).encode(), "x") == [part]
        try:
            text = netbox_yaml(part, report.sources)[0]
        except RefusedInput:
            continue
        path.write_text(text, "utf-8")
        assert import_netbox(path, today=TODAY).parts == {part.id: part}
    return report


@settings(max_examples=runs(15, 150), suppress_health_check=SAME_FIXTURES, deadline=None)
@given(data=st.dictionaries(st.sampled_from(KEYS), values, max_size=10), named=st.booleans())
def test_any_values_under_its_keys(tmp_path: Path, data: dict[str, Any], named: bool) -> None:
    if named:
        data = {"manufacturer": "Acme", "model": "Box", **data}
    imported_from(tmp_path, yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"))


@settings(max_examples=runs(20, 60), suppress_health_check=SAME_FIXTURES, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    imported_from(tmp_path, content)


@pytest.mark.parametrize("seed", range(6))
def test_files_of_the_library_with_bytes_changed(sample: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted(sample.rglob("*.y*ml")):
        content = bytearray(path.read_bytes()[:4_000])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(content))
            match chance.randrange(4):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randint(1, 40)]
                case 2:
                    content[place:place] = chance.choice(
                        [b"\n", b": ", b"- ", b"{", b"[", b"'", b"1e999", b"&a ", b"\0"]
                    )
                case _:
                    content += content[place : place + 200]
            content = content or bytearray(b"x")
        imported_from(tmp_path, bytes(content))
