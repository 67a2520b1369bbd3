import os
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from designer.catalog.check import check_catalog
from designer.catalog.library import Library
from designer.catalog.netbox.importing import import_netbox
from designer.catalog.netbox.report import ROW_HEADINGS, FileReport, ImportReport, report_rows
from designer.catalog.own.own_parts import save_own_parts
from designer.catalog.reading import read_library
from designer.model.parts.part import Part
from designer.model.records import RefusedInput

TODAY = date(2026, 11, 24)
DEVICE = """
manufacturer: Acme
model: Box 9
slug: acme-box-9
u_height: 1
is_full_depth: true
"""


def file_of(report: ImportReport, end: str) -> FileReport:
    return next(file for file in report.files if file.path.endswith(end))


def part_of(report: ImportReport, end: str) -> Part:
    return report.parts[file_of(report, end).part]


def messages(file: FileReport, kind: str) -> list[str]:
    return [note.message for note in file.notes if note.kind == kind]


def import_text(folder: Path, text: str, name: str = "box.yaml") -> FileReport:
    (folder / name).write_text(text, "utf-8")
    return import_netbox(folder / name, today=TODAY).files[0]


class TestSample:
    def test_every_file_gives_a_part(self, imported: ImportReport) -> None:
        assert len(imported.files) == len(imported.parts) == 47
        assert imported.counts()["refused"] == 0
        assert not imported.cancelled

    def test_nothing_is_dropped_in_silence(self, imported: ImportReport, sample: Path) -> None:
        for file in imported.files:
            data = yaml.safe_load((sample / file.path).read_text("utf-8"))
            told = {note.field.partition(".")[0] for note in file.notes}
            assert set(data) - told == set(), file.path
            inside = {
                f"{key}.{name}"
                for key, items in data.items()
                if isinstance(items, list)
                for item in items
                for name in item
            }
            used = {
                "name",
                "type",
                "mgmt_only",
                "maximum_draw",
                "allocated_draw",
                "rear_port",
                "positions",
                "manufacturer",
                "part_id",
            }
            unused = {place for place in inside if place.partition(".")[2] not in used}
            assert unused <= {note.field for note in file.notes}, file.path

    def test_kinds_are_guessed_and_said_to_be(self, imported: ImportReport) -> None:
        assert Counter(part.kind for part in imported.parts.values()) == {
            "switch": 15,
            "module": 8,
            "appliance": 6,
            "server": 4,
            "pdu": 3,
            "nic": 3,
            "storage": 2,
            "ats": 1,
            "ups": 1,
            "cdu": 1,
            "patch-panel": 1,
            "accessory": 1,
            "rack-cabinet": 1,
        }
        for file in imported.files:
            assert [note.kind for note in file.notes if note.field == "kind"] == ["guessed"]

    def test_62_of_64_ports(self, imported: ImportReport) -> None:
        part = part_of(imported, "QM9700.yaml")
        ports = part.port("ports")
        assert ports is not None
        assert (ports.count, ports.connector, ports.rate_gbps, ports.protocols) == (62, "OSFP", 400, ("infiniband",))
        assert messages(file_of(imported, "QM9700.yaml"), "contradiction") == [
            "62 of 64 ports: the names run from P0.0 to P31.1, but P22.1, P23.0 are not listed."
        ]

    def test_a_height_that_cannot_be(self, imported: ImportReport) -> None:
        assert messages(file_of(imported, "SN4600.yml"), "contradiction") == [
            "A height of 1 U cannot be: 65 cages take 2 U at least, unless ports are listed twice. "
            "It is kept as it stands."
        ]
        assert part_of(imported, "SN4600.yml").facts["height_u"].value == 1

    def test_a_height_of_half_a_unit(self, imported: ImportReport) -> None:
        assert "1.5 U is half a rack unit, while racks have holes for whole ones." in messages(
            file_of(imported, "DS-7732NXI-I4-S.yml"), "contradiction"
        )

    def test_a_switch_of_twin_cages(self, imported: ImportReport) -> None:
        part = part_of(imported, "Q3400-RA.yaml")
        fast = next(group for group in part.ports if group.rate_gbps == 800)
        assert fast.count == 145
        assert "The comments say 144 ports, but 145 of that sort are listed." in messages(
            file_of(imported, "Q3400-RA.yaml"), "contradiction"
        )

    def test_more_than_a_plug_carries(self, imported: ImportReport) -> None:
        assert messages(file_of(imported, "AS-4126GS-NMR-LCC.yml"), "contradiction") == [
            "PSU 01, like 3 more, draws 6,600 W, but a C20 inlet carries 5,000 W at most."
        ]

    def test_supplies_are_followed_into_module_types(self, imported: ImportReport) -> None:
        part = part_of(imported, "C9300-48U.yaml")
        rating = part.facts["psu_rating_w"]
        assert (part.facts["psu_count"].value, rating.low, rating.high, rating.status) == (2, 1100, 1900, "derived")
        assert "PWR-C1-1100WAC-P" in rating.conditions
        assert "NXA-PAC-3200W-PI" not in rating.conditions  # for the Nexus 9300, not for the Catalyst
        one = part_of(imported, "X460-G2-16mp-32p-10GE4.yaml")
        inlets = one.port("psu")
        assert one.facts["psu_rating_w"].value == 300
        assert inlets is not None
        assert (inlets.count, inlets.connector, inlets.role) == (2, "C14", "in")

    def test_a_single_file_looks_for_supplies_in_its_clone(self, sample: Path) -> None:
        report = import_netbox(sample / "device-types" / "Cisco" / "C9300-48U.yaml", today=TODAY)
        assert list(report.parts) == ["netbox/cisco-c9300-48u"]
        assert report.parts["netbox/cisco-c9300-48u"].facts["psu_rating_w"].low == 1100

    def test_draw_of_redundant_inlets_is_a_guess_with_a_range(self, imported: ImportReport) -> None:
        draw = part_of(imported, "DCS-7050T-52.yaml").facts["power_max_w"]
        assert (draw.value, draw.low, draw.high, draw.status) == (460, 460, 920, "derived")
        assert draw.conditions == "guessed: 1 of 2 equal inlets carries all, the rest stands by"
        gpu = part_of(imported, "AS-8125GS-TNMR2.yml").facts["power_max_w"]
        assert (gpu.value, gpu.high) == (9000, 18000)
        unequal = part_of(imported, "5069-L310ER-NSE.yaml").facts["power_typical_w"]
        assert (unequal.value, unequal.conditions) == (20, "guessed: the sum of 2 unequal inlets")

    def test_power_distribution(self, imported: ImportReport) -> None:
        pdu = part_of(imported, "AP7868.yml")
        assert {group.name: (group.count, group.connector, group.role) for group in pdu.ports if group.role} == {
            "input": (1, "CS8365C", "in"),
            "c13": (30, "C13", "out"),
            "c19": (6, "C19", "out"),
        }
        assert (pdu.facts["capacity_w"].value, pdu.facts["height_u"].value) == (12500, 0)
        assert "power_max_w" not in pdu.facts
        assert pdu.facts["weight_kg"].value == pytest.approx(15.87 * 0.45359237)

    def test_a_rack(self, imported: ImportReport) -> None:
        rack = part_of(imported, "AR3300.yaml")
        facts = {name: fact.value for name, fact in rack.facts.items()}
        assert facts == {
            "rack_units": 42,
            "height_mm": 1991,
            "depth_mm": 1200,
            "weight_kg": 134.09,
            "load_limit_kg": 1701,
        }
        assert messages(file_of(imported, "AR3300.yaml"), "contradiction") == [
            "191 mm between the posts is too little for a cabinet."
        ]

    def test_a_console_server_and_a_panel(self, imported: ImportReport) -> None:
        serial = part_of(imported, "CM8196-10G.yaml").port("serial")
        assert serial is not None
        assert (serial.count, serial.connector, serial.protocols) == (96, "RJ45", ("serial",))
        panel = part_of(imported, "CPP24FMWBLY.yaml")
        assert [(group.name, group.count, group.connector) for group in panel.ports] == [
            ("front", 24, "RJ45"),
            ("rear", 24, "110 punch-down"),
        ]

    def test_every_figure_has_the_source_its_date_and_a_status(self, imported: ImportReport) -> None:
        assert list(imported.sources) == ["netbox-device-types"]
        source = imported.sources["netbox-device-types"]
        assert (source.tier, source.retrieved) == ("dataset", "2026-11-24")
        facts = [fact for part in imported.parts.values() for fact in part.facts.values()]
        assert {(fact.sources, fact.date) for fact in facts} == {(("netbox-device-types",), "2026-11-24")}
        assert {fact.status for fact in facts} == {"sourced", "derived"}
        assert all(fact.conditions for fact in facts if fact.status == "derived")

    def test_the_catalog_check_has_no_error_about_them(self, imported: ImportReport) -> None:
        found = check_catalog(Library(parts=imported.parts, sources=imported.sources), TODAY)
        assert [problem for problem in found if problem.severity == "error"] == []

    def test_they_are_kept_as_own_parts(self, imported: ImportReport, tmp_path: Path) -> None:
        save_own_parts(imported.parts.values(), imported.sources.values(), tmp_path)
        library = read_library(own_folder=tmp_path)
        assert library.problems == ()
        assert {part_id: library.parts[part_id] for part_id in imported.parts} == dict(imported.parts)

    def test_rows_of_the_report(self, imported: ImportReport) -> None:
        rows = report_rows(imported)
        assert len(rows) == sum(imported.counts().values())
        assert {len(row) for row in rows} == {len(ROW_HEADINGS)}
        assert ("device-types/Nvidia/SN5600.yaml", "netbox/nvidia-sn5600", "taken", "u_height", "2 U.") in rows


class TestContradictions:
    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ("weight: 12\n", "12 is given without a unit, so it is left out."),
            (
                "weight: 120\nweight_unit: kg\n",
                "A height of 1 U cannot be for 120.0 kg: that is more than 45 kg for each unit. "
                "It is kept as it stands.",
            ),
            ("weight_unit: kg\n", "There is a unit of weight, but no weight."),
            (
                "interfaces: [{name: a, type: 1000base-t}, {name: a, type: 1000base-t}]\n",
                "A name is there twice: a. Each entry counts as a port of its own.",
            ),
            (
                "power-ports: [{name: p, type: iec-60320-c14, maximum_draw: 100, allocated_draw: 300}]\n",
                "p is allocated 300 W, more than its maximum of 100 W.",
            ),
            ("model: Box 10\n", "The key is there twice; the last one counts."),
            (
                "front-ports: [{name: f, type: lc, rear_port: r}]\n",
                "1 of them leads to a rear port that is not listed.",
            ),
        ],
    )
    def test_are_told(self, tmp_path: Path, more: str, message: str) -> None:
        report = import_text(tmp_path, DEVICE + more)
        assert report.part
        assert message in messages(report, "contradiction")

    def test_draw_above_the_rating_of_the_supplies(self, tmp_path: Path) -> None:
        library = tmp_path / "module-types" / "Acme"
        library.mkdir(parents=True)
        (library / "psu.yaml").write_text(
            "manufacturer: Acme\nmodel: PSU-300\ndescription: power supply for BOX-9000\n"
            "power-ports: [{name: in, type: iec-60320-c14, maximum_draw: 300}]\n"
        )
        devices = tmp_path / "device-types" / "Acme"
        devices.mkdir(parents=True)
        report = import_text(
            devices,
            "manufacturer: Acme\nmodel: BOX-9000\nslug: acme-box\nu_height: 1\nis_full_depth: true\n"
            "power-ports: [{name: PSU1, type: iec-60320-c14, maximum_draw: 900}, "
            "{name: PSU2, type: iec-60320-c14, maximum_draw: 900}]\n"
            "module-bays: [{name: PSU1, position: '1'}, {name: PSU2, position: '2'}]\n",
        )
        assert "It draws 900 W, but 2 supplies of 300 W give no more than 600 W." in messages(report, "contradiction")

    def test_two_files_of_one_name(self, tmp_path: Path) -> None:
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / name).write_text(DEVICE)
        report = import_netbox(tmp_path, today=TODAY)
        assert list(report.parts) == ["netbox/acme-box-9", "netbox/acme-box-9-2"]
        assert messages(report.files[1], "contradiction") == [
            "Another file describes netbox/acme-box-9 too; this one is called netbox/acme-box-9-2."
        ]


class TestHostile:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a: &a [1]\nb: *a\n", "box.yaml: line 1 holds an anchor or alias (& or *); write the value out instead."),
            ("[" * 2000, None),
            ("[" * 30 + "]" * 30, "box.yaml is nested more than 24 deep; a catalog entry is flatter."),
            ("- a\n- b\n", "It is no mapping of keys, so it describes no device, module or rack."),
            ("", "It is no mapping of keys, so it describes no device, module or rack."),
            ("model: x\nu_height: 1\n", "It has no manufacturer; a part is named by manufacturer and model."),
            ("manufacturer: [1]\nmodel: x\n", "It has no manufacturer; a part is named by manufacturer and model."),
            (
                "manufacturer: <b>Acme</b>\nmodel: x\n",
                "Its manufacturer '<b>Acme</b>' is no plain text of 1 to 120 letters.",
            ),
            (
                "manufacturer: Acme\nmodel: x\ninterfaces:\n" + "- {name: a, type: 1000base-t}\n" * 5001,
                "It lists 5,001 interfaces, more than 5,000; no device has so many.",
            ),
            (
                "manufacturer: Acme\nmodel: x\ncomments: '" + "x" * 2_000_000 + "'\n",
                "box.yaml is larger than 2 MB; split the catalog file.",
            ),
            ("manufacturer: !!python/object:os.system [x]\nmodel: x\n", None),
            ("manufacturer: Acme\nmodel: x\n---\nmodel: y\n", None),
        ],
        ids=[
            "aliases",
            "depth",
            "deep",
            "list",
            "empty",
            "nameless",
            "no text",
            "markup",
            "ports",
            "size",
            "tag",
            "documents",
        ],
    )
    def test_a_file_is_refused_in_one_line(self, tmp_path: Path, text: str, message: str | None) -> None:
        report = import_text(tmp_path, text)
        assert report.part == ""
        assert [note.kind for note in report.notes] == ["refused"]
        assert "\n" not in report.notes[0].message
        assert message is None or report.notes[0].message == message

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ("weight: 1.0e+999\nweight_unit: kg\n", "'inf' is no number; left out."),
            ("weight: .nan\nweight_unit: kg\n", "'nan' is no number; left out."),
            ("weight: 1e999\nweight_unit: kg\n", "'1e999' is no number; left out."),
            ("weight: heavy\nweight_unit: kg\n", "'heavy' is no number; left out."),
            ("weight: -1\nweight_unit: kg\n", "-1 lies outside 0 to 10,000,000; left out."),
            ("weight: 1\nweight_unit: stone\n", "'stone' is no unit of weight; left out."),
            ("interfaces: {}\n", "It is no list; left out."),
            ("interfaces: [1, 2]\n", "Left out: 2 entries that are no mappings."),
            ("airflow: upwards\n", "'upwards' is none of"),
            ("is_powered: perhaps\n", "'perhaps' is neither true nor false; left out."),
            ("power-ports: [{name: p, type: iec-60320-c14, maximum_draw: 9e99}]\n", "is no power in watts; left out."),
        ],
    )
    def test_a_field_is_refused_and_the_rest_is_taken(self, tmp_path: Path, more: str, message: str) -> None:
        report = import_text(tmp_path, DEVICE + more)
        assert report.part == "netbox/acme-box-9"
        assert any(message in told for told in messages(report, "refused"))

    def test_a_path_as_slug(self, tmp_path: Path) -> None:
        report = import_text(tmp_path, DEVICE.replace("acme-box-9", "../../etc/passwd"))
        assert report.part == "netbox/acme-box-9"
        assert "'../../etc/passwd' is no slug; acme-box-9 is taken instead." in messages(report, "refused")

    def test_a_broken_file_does_not_stop_the_rest(self, sample: Path, tmp_path: Path) -> None:
        shutil.copytree(sample, tmp_path / "clone")
        (tmp_path / "clone" / "device-types" / "Nvidia" / "AAA.yaml").write_bytes(b"\xff\xfe: [")
        (tmp_path / "clone" / "device-types" / "Nvidia" / "notes.txt").write_text("not a type")
        report = import_netbox(tmp_path / "clone", today=TODAY)
        assert (len(report.files), len(report.parts), report.counts()["refused"]) == (48, 47, 1)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
    def test_a_pipe_in_the_folder_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        (tmp_path / "box.yaml").write_text(DEVICE)
        assert [file.path for file in import_netbox(tmp_path, today=TODAY).files] == ["box.yaml"]

    def test_a_folder_that_leads_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "box.yaml").write_text(DEVICE)
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
        assert len(import_netbox(tmp_path, today=TODAY).files) == 1

    @pytest.mark.parametrize("name", ["nothing", "empty"])
    def test_nothing_to_read(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(RefusedInput):
            import_netbox(tmp_path / name)


class TestWalking:
    def test_a_folder_without_the_library_s_own_folders(self, sample: Path, tmp_path: Path) -> None:
        for path in (sample / "module-types" / "Cisco").iterdir():
            shutil.copy(path, tmp_path / path.name)
        shutil.copy(sample / "device-types" / "Cisco" / "C9300-48U.yaml", tmp_path / "a.yaml")
        shutil.copy(sample / "rack-types" / "APC" / "AR3300.yaml", tmp_path / "z.YML")
        (tmp_path / ".hidden.yaml").write_text("x")
        report = import_netbox(tmp_path, today=TODAY)
        assert {part.kind for part in report.parts.values()} == {"switch", "module", "rack-cabinet"}
        assert report.parts["netbox/cisco-c9300-48u"].facts["psu_rating_w"].low == 1100
        assert report.files[0].path == "NXA-FAN-160CFM2PI.yaml"

    def test_only_the_library_s_folders_of_a_clone_are_read(self, sample: Path, tmp_path: Path) -> None:
        shutil.copytree(sample / "rack-types", tmp_path / "rack-types")
        (tmp_path / ".github").mkdir()
        (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
        assert [file.path for file in import_netbox(tmp_path, today=TODAY).files] == ["rack-types/APC/AR3300.yaml"]

    def test_progress_is_told_and_can_stop_it(self, sample: Path) -> None:
        told: list[tuple[int, int]] = []

        def go_on(done: int, total: int, name: str) -> bool:
            told.append((done, total))
            return True

        import_netbox(sample, progress=go_on, today=TODAY)
        assert told == [(0, 47), (20, 47), (40, 47), (47, 47)]
        stopped = import_netbox(sample, progress=lambda done, total, name: done < 20, today=TODAY)
        assert stopped.cancelled
        assert len(stopped.files) == len(stopped.parts) == 20
