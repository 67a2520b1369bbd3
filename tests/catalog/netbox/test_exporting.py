from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.netbox.exporting import DEVICES, MODULES, RACKS, netbox_document, netbox_yaml, write_netbox
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.netbox.own_block import _digest
from designer.catalog.netbox.plug_types import EITHER_PLUG
from designer.catalog.netbox.report import ImportReport
from designer.model.parts.part import Contained, Part, PortGroup, Price, Quantity, Source
from designer.model.records import RefusedInput
from tests.long_runs import runs
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 24)
LATER = date(2027, 3, 1)
Problems = Callable[[Part, str], list[str]]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


def back(folder: Path, text: str) -> tuple[Part, ImportReport]:
    """The part in the exported TEXT, read back on a later day."""
    path = folder / "type.yaml"
    path.write_text(text, "utf-8")
    report = import_netbox(path, today=LATER)
    assert len(report.parts) == 1, report.files
    return next(iter(report.parts.values())), report


def ports(part: Part) -> Counter[tuple[str, float | None, str]]:
    """How many ports of each connector, rate and direction PART has, those left out that the form calls other."""
    counts: Counter[tuple[str, float | None, str]] = Counter()
    for group in part.ports:
        if group.connector not in ("", EITHER_PLUG):
            counts[group.connector, group.rate_gbps, group.role] += group.count
    return counts


def switch() -> Part:
    return Part(
        id="acme/leaf-64",
        kind="switch",
        layer="servers_fabric",
        vendor="Acme",
        name="Leaf 64",
        part_number="AL64",
        summary="64 ports of 400 GbE.",
        notes="Made for leaves.",
        revision="3",
        aliases=("al64",),
        tags=("leaf",),
        facts={
            "height_u": Quantity(value=2, sources=("acme-sheet",), date="2026-05-01"),
            "weight_kg": Quantity(value=21.5, sources=("acme-sheet",), date="2026-05-01"),
            "power_max_w": Quantity(
                value=1400,
                low=1300,
                high=1500,
                sources=("acme-sheet",),
                date="2026-05-01",
                conditions="with active cables",
            ),
            "switching_tbps": Quantity(value=25.6, status="derived", sources=("acme-sheet",), date="2026-05-01"),
            "port_latency_ns": Quantity(value=None, sources=("acme-sheet",), date="2026-05-01"),
        },
        texts={"airflow": "front to rear", "psu_redundancy": "1+1"},
        sources=("acme-sheet",),
        ports=(
            PortGroup(
                name="ports",
                media=("fabric", "storage"),
                count=64,
                connector="OSFP",
                rate_gbps=400,
                lanes=4,
                cages=32,
                breakouts=(2,),
                protocols=("infiniband",),
            ),
            PortGroup(
                name="mgmt", media=("management",), count=1, connector="RJ45", rate_gbps=1, protocols=("ethernet",)
            ),
            PortGroup(name="odd", media=("storage",), count=2, rate_gbps=12.5),
            PortGroup(name="psu", media=("power",), count=2, connector="C20", role="in"),
            PortGroup(name="loop", media=("coolant",), count=1, role="in"),
        ),
        contains=(Contained(part="acme/chip", count=2),),
        prices=(Price(low=1, typical=2, high=3, basis="list", date="2026-05-01", sources=("acme-prices",)),),
        availability="sold",
    )


SOURCES = {
    "acme-sheet": Source(id="acme-sheet", publisher="Acme, Leaf 64 sheet", retrieved="2026-05-01", tier="vendor"),
    "acme-prices": Source(id="acme-prices", publisher="Acme, price list", retrieved="2026-05-01", tier="vendor"),
    "other": Source(id="other", publisher="Somebody else"),
}


class TestForthAndBack:
    @pytest.mark.scaled
    def test_every_shipped_device_module_and_rack(self, shipped: Library, problems: Problems, tmp_path: Path) -> None:
        done = 0
        for part in list(shipped.parts.values())[:: runs(4, 1)]:
            if part.kind not in DEVICES | MODULES | RACKS:
                with pytest.raises(RefusedInput, match="which NetBox has no type for"):
                    netbox_yaml(part, shipped.sources)
                continue
            text, _ = netbox_yaml(part, shipped.sources)
            assert problems(part, text) == [], part.id
            again, report = back(tmp_path, text)
            assert again == part
            assert {name: shipped.sources[name] for name in report.sources} == report.sources
            done += 1
        assert done >= runs(80, 350)

    def test_every_imported_part(self, imported: ImportReport, problems: Problems, tmp_path: Path) -> None:
        for part in imported.parts.values():
            text, _ = netbox_yaml(part, imported.sources)
            assert problems(part, text) == [], part.id
            assert back(tmp_path, text)[0] == part

    def test_of_the_form_alone_as_much_comes_back_as_it_holds(self, imported: ImportReport, tmp_path: Path) -> None:
        for part in imported.parts.values():
            again = back(tmp_path, yaml.safe_dump(netbox_document(part).data))[0]
            assert (again.vendor, again.name, again.summary, again.notes) == (
                part.vendor,
                part.name,
                part.summary,
                part.notes,
            )
            for fact in ("height_u", "weight_kg", "rack_units"):
                if fact in part.facts and not (fact == "height_u" and part.kind in MODULES):
                    assert again.facts[fact].value == pytest.approx(part.facts[fact].value, abs=0.006)
            assert ports(again) == ports(part), part.id

    def test_what_the_form_holds_stands_in_it(self, problems: Problems) -> None:
        text, lost = netbox_yaml(switch(), SOURCES)
        data = yaml.safe_load(text)
        assert problems(switch(), text) == []
        assert list(data)[:6] == ["manufacturer", "model", "slug", "part_number", "u_height", "is_full_depth"]
        assert (data["slug"], data["u_height"], data["weight"], data["weight_unit"], data["airflow"]) == (
            "acme-leaf-64",
            2,
            21.5,
            "kg",
            "front-to-rear",
        )
        sorts = [item["type"] for item in data["interfaces"]]
        assert (sorts.count("infiniband-ndr"), sorts.count("1000base-t"), sorts.count("other")) == (64, 1, 2)
        assert data["power-ports"] == [
            {"name": "psu 1", "type": "iec-60320-c20", "maximum_draw": 1400},
            {"name": "psu 2", "type": "iec-60320-c20", "maximum_draw": 1400},
        ]
        assert data["comments"].startswith("Made for leaves.\n\n```yaml stackwright\n")
        assert "other" not in {
            source["id"] for source in yaml.safe_load(data["comments"].split("```")[1].partition("\n")[2])["sources"]
        }
        said = " ".join(lost)
        for words in (
            "odd: the form has no type",
            "loop: ports for coolant",
            "ports: cages and breakouts",
            "1 price",
            "2 × acme/chip",
            "1 of 2 inlets",
            "travels in the comments",
        ):
            assert words in said

    def test_all_comes_back_with_its_sources(self, tmp_path: Path) -> None:
        again, report = back(tmp_path, netbox_yaml(switch(), SOURCES)[0])
        assert again == switch()
        assert report.sources == {name: SOURCES[name] for name in ("acme-sheet", "acme-prices")}
        told = {note.field for note in report.files[0].notes}
        assert {"comments", "manufacturer", "interfaces", "power-ports", "slug"} <= told

    def test_texts_that_look_like_the_block_or_like_yaml(self, problems: Problems, tmp_path: Path) -> None:
        part = replace(
            switch(),
            summary="yes",
            notes="```yaml stackwright\nparts: []\n```\n\n- a: |\n  b  \n\ttab: \"'#\n---\n…",
            texts={"airflow": "1:30", "lines": "a\n\n  b\nc  \n", "ticks": "````\n`"},
        )
        part = replace(part, notes="see ```yaml stackwrong``` and ~~~\n  two lines")
        text, _ = netbox_yaml(part, SOURCES)
        assert problems(part, text) == []
        assert back(tmp_path, text)[0] == part

    def test_texts_longer_than_netbox_takes(self, problems: Problems, tmp_path: Path) -> None:
        part = replace(switch(), name="Leaf " * 40 + "64", part_number="A" * 60, summary="64 ports. " * 40 + "End.")
        text, lost = netbox_yaml(part, SOURCES)
        data = yaml.safe_load(text)
        assert [len(data[key]) for key in ("model", "part_number", "description")] == [100, 50, 200]
        assert sum("longer than NetBox takes" in line for line in lost) == 3
        assert problems(part, text) == []
        assert back(tmp_path, text)[0] == part

    @pytest.mark.scaled
    def test_a_block_without_an_end_is_a_remark(self, tmp_path: Path) -> None:
        comments = "```yaml stackwright\n" * runs(10_000, 50_000)
        part = back(tmp_path, yaml.safe_dump({**netbox_document(switch()).data, "comments": comments}))[0]
        assert part.id == "netbox/acme-leaf-64"

    def test_an_unknown_height_stays_unknown(self, problems: Problems, tmp_path: Path) -> None:
        part = replace(switch(), facts={})
        text, lost = netbox_yaml(part, SOURCES)
        assert problems(part, text) == []
        assert "Its height is unknown; u_height is 0, as the form wants one." in lost
        assert back(tmp_path, text)[0] == part


class TestChangedFile:
    def changed(self, folder: Path, part: Part, **keys: object) -> tuple[Part, ImportReport]:
        data = yaml.safe_load(netbox_yaml(part, SOURCES)[0])
        data.update(keys)
        data = {key: value for key, value in data.items() if value is not None}
        return back(folder, yaml.safe_dump(data, sort_keys=False))

    def test_what_the_form_holds_counts_before_the_block(self, tmp_path: Path) -> None:
        part, report = self.changed(tmp_path, switch(), weight=23, u_height=1, part_number="AL64-B", airflow=None)
        assert part.part_number == "AL64-B"
        assert (part.facts["weight_kg"].value, part.facts["weight_kg"].sources) == (23, ("netbox-device-types",))
        assert part.facts["weight_kg"].date == "2027-03-01"
        assert part.facts["height_u"].value == 1
        assert part.texts == {"psu_redundancy": "1+1"}
        assert part.facts["power_max_w"] == switch().facts["power_max_w"]
        assert (part.ports, part.prices, part.contains) == (switch().ports, switch().prices, switch().contains)
        assert "netbox-device-types" in report.sources
        said = {note.field: note.message for note in report.files[0].notes}
        assert {field for field, message in said.items() if "since the export" in message} == {
            "part_number",
            "weight",
            "u_height",
            "airflow",
        }
        assert said["airflow"] == "It was taken out since the export; the file counts before the block."
        assert said["weight"] == "It was changed since the export; the file counts before the block."
        assert said["interfaces"] == "As it is in the block that its comments carry."

    def test_changed_ports(self, tmp_path: Path) -> None:
        interfaces = [{"name": f"p{number}", "type": "800gbase-x-osfp"} for number in range(32)]
        part, _ = self.changed(tmp_path, switch(), interfaces=interfaces)
        fast = part.port("ports")
        assert fast is not None
        assert (fast.count, fast.rate_gbps) == (32, 800)

    def test_what_an_earlier_export_wrote_otherwise_is_no_change(self, tmp_path: Path) -> None:
        text = netbox_yaml(switch(), SOURCES)[0]
        data = yaml.safe_load(text)
        earlier = [{**item, "type": "other"} for item in data["interfaces"]]
        block = data["comments"].replace(_digest(data["interfaces"]), _digest(earlier))
        part, report = self.changed(tmp_path, switch(), interfaces=earlier, comments=block)
        assert part == switch()
        assert not any("since the export" in note.message for note in report.files[0].notes)

    def test_a_change_that_no_part_holds(self, tmp_path: Path) -> None:
        data = yaml.safe_load(netbox_yaml(switch(), SOURCES)[0])
        renamed = [{**item, "label": "x"} for item in data["interfaces"]]
        part, report = self.changed(tmp_path, switch(), interfaces=renamed)
        assert part == switch()
        said = {note.field: note.message for note in report.files[0].notes}
        assert said["interfaces"] == "It was changed since the export; nothing of that is in a part."

    def test_changed_comments(self, tmp_path: Path) -> None:
        data = yaml.safe_load(netbox_yaml(switch(), SOURCES)[0])
        part, _ = self.changed(tmp_path, switch(), comments="News.\n" + data["comments"])
        assert part.notes == "News.\nMade for leaves."
        bare, _ = self.changed(tmp_path, switch(), comments="Made for leaves.")
        assert (bare.id, bare.prices) == ("netbox/acme-leaf-64", ())

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("count: 64", "count: 1000000"),
            ("kind: switch", "kind: rack"),
            ("id: acme/leaf-64", "id: ../../x"),
            ("parts:", "bits:"),
            ("value: 1400", "value: .inf"),
            ("- id: acme/leaf-64", "- {id: a}\n  - id: b"),
        ],
    )
    def test_a_damaged_block_is_refused_in_one_line(self, tmp_path: Path, before: str, after: str) -> None:
        text = netbox_yaml(switch(), SOURCES)[0]
        assert before in text
        (tmp_path / "type.yaml").write_text(text.replace(before, after), "utf-8")
        report = import_netbox(tmp_path / "type.yaml", today=LATER)
        assert report.parts == {}
        assert [note.kind for note in report.files[0].notes] == ["refused"]
        assert "\n" not in report.files[0].notes[0].message


class TestRefusals:
    @pytest.mark.parametrize(
        ("part", "message"),
        [
            (replace(switch(), kind="serving"), "a inference server, which NetBox has no type for"),
            (replace(switch(), vendor=" "), "acme/leaf-64 has no vendor"),
            (replace(switch(), ports=(PortGroup(name="p", media=("fabric",), count=5001),)), "more than 5,000 ports"),
            (replace(switch(), kind="rack-cabinet"), "does not say how many rack units it holds"),
            (replace(switch(), notes="\ud800"), "holds a character that no text file can hold"),
            (replace(switch(), kind="no-such-kind"), "is a no-such-kind, which NetBox has no type for"),
        ],
    )
    def test_are_one_plain_line(self, part: Part, message: str) -> None:
        with pytest.raises(RefusedInput, match=message) as caught:
            netbox_yaml(part, SOURCES)
        assert "\n" not in str(caught.value)


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    lost = write_netbox(tmp_path / "leaf.yaml", switch(), SOURCES)
    assert lost == netbox_yaml(switch(), SOURCES)[1]
    assert import_netbox(tmp_path / "leaf.yaml").parts == {"acme/leaf-64": switch()}
    with pytest.raises(RefusedInput):
        write_netbox(tmp_path / "no" / "leaf.yaml", switch(), SOURCES)
