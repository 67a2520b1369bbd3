"""A project that was made with older facts: the commands that judge it say so."""

from pathlib import Path

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.store.project import write_project

DGX = "nvidia/dgx-h100"


def test_check_and_analyze_name_the_part_and_what_is_different(stackwright, library: Library, tmp_path: Path) -> None:
    design = build_template("dgx-superpod-h100", library, {"scale_units": "1"})
    path = tmp_path / "pod.stackwright"
    write_project(path, design)
    said = stackwright("check", path, "--json")
    assert "newer-facts" not in {finding["rule"] for finding in said.document["findings"]}
    part = library.parts[DGX]
    weaker = replace(part, facts={**part.facts, "power_max_w": replace(part.facts["power_max_w"], value=9900.0)})
    path = tmp_path / "older.stackwright"
    write_project(path, replace(design, parts={**design.parts, DGX: weaker}))
    for command in ("check", "analyze"):
        findings = stackwright(command, path, "--json").document["findings"]
        (found,) = [finding for finding in findings if finding["rule"] == "newer-facts"]
        assert found["message"] == "The catalog has newer facts for 1 part: DGX H100."
        assert found["detail"] == "Power, maximum: 9.9 kW → 10.2 kW."
        assert found["fix"]["edit"] == "accept_update"
