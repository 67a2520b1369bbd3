"""The plug-ins of the guide's page do what it says, as files of a folder and as a package."""

import re
from pathlib import Path

import pytest

from designer.locations import RESOURCES
from designer.plugins.finding import MOST_LINES, plugins_in, rules_folder
from tests.cli.conftest import Stackwright

PAGE = RESOURCES / "guide" / "extending.md"
HALL = """\
format: stackwright-design
version: 1
name: Two racks
nodes:
  - {id: full, kind: rack}
  - {id: spare, kind: rack}
  - {id: pods, part: nvidia/dgx-h100, copies: 4, parent: full}
  - {id: host, part: nvidia/dgx-h100, parent: spare}
"""


def code(name: str) -> str:
    """Return the block of Python that follows NAME on the page."""
    return re.split(r"```python\n", PAGE.read_text("utf-8").partition(f"`{name}`")[2])[1].partition("```")[0]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    path = tmp_path / "hall.yaml"
    path.write_text(HALL, "utf-8")
    return path


def test_the_examples_of_the_page_run(stackwright: Stackwright, hall: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    for name in ("rack-limit.py", "tonnage.py", "inventory.py", "workshop.py"):
        (folder / name).write_text(code(name), "utf-8")
        assert len(code(name).splitlines()) <= MOST_LINES
    assert [(one.name, one.provides, one.problem) for one in plugins_in(folder)] == [
        ("inventory", ("exporters",), ""),
        ("rack-limit", ("check",), ""),
        ("tonnage", ("calculators",), ""),
        ("workshop", ("parts",), ""),
    ]

    # A rule: in `check`, with an exit code, and never without consent.
    assert stackwright("check", hall).out.count("rack-limit") == 0
    said = stackwright("check", hall, "--rules", folder)
    assert said.code == 1
    assert "rack-limit: full: 40,800 W in a rack that takes 20,000." in " ".join(said.out.split())
    assert "spare:" not in said.out
    found = stackwright("analyze", hall, "--rules", folder, "--json").document["findings"]
    assert [one["ids"] for one in found if one["rule"] == "rack-limit/over-w"] == [["full"]]
    report = tmp_path / "report.html"
    assert stackwright("export", hall, "--view", "report", "--rules", folder, "-o", report).code == 0
    assert "rack-limit: full: 40,800 W" in report.read_text("utf-8")

    # A calculator, an exporter and a part source.
    assert "tons-of-cooling" in stackwright("calc", "--list", "--rules", folder).out
    answer = stackwright("calc", "tons-of-cooling", "--set", "heat_kw=100", "--json", "--rules", folder).document
    assert answer["outputs"]["tons"]["value"] == pytest.approx(28.4345, abs=1e-4)
    out = tmp_path / "hall.inventory"
    assert stackwright("export", hall, "-o", out, "--rules", folder).code == 0
    assert "pods;nvidia/dgx-h100;4" in out.read_text("utf-8").splitlines()
    shown = stackwright("catalog", "show", "workshop/rack-48", "--rules", folder)
    assert "Plug-in workshop" in shown.out
    assert stackwright("catalog", "show", "workshop/rack-48").code == 1


def test_a_person_switches_plugins_on_and_off(stackwright: Stackwright, hall: Path) -> None:
    rules_folder().mkdir(parents=True)
    (rules_folder() / "rack-limit.py").write_text(code("rack-limit.py"), "utf-8")
    assert "waits for consent" in stackwright("plugins", "list").out
    assert "rack-limit" not in stackwright("check", hall).out
    assert stackwright("plugins", "allow", "rack-limit").code == 0
    assert "rack-limit: full" in stackwright("check", hall).out
    assert stackwright("plugins", "list", "--json").document["plugins"][0]["state"] == "on"
    assert stackwright("plugins", "forbid", "rack-limit").code == 0
    assert "rack-limit" not in stackwright("check", hall).out
    for wrong in (("allow", "none"), ("forbid", "none"), ("list", "--rules", hall)):
        said = stackwright("plugins", *wrong)
        assert (said.code, said.err.count("\n")) == (1, 1)


def test_the_package_of_the_page_is_found_and_runs(
    stackwright: Stackwright, hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "hall_rules").mkdir(parents=True)
    (site / "hall_rules-1.2.dist-info").mkdir()
    (site / "hall_rules" / "__init__.py").write_text("", "utf-8")
    (site / "hall_rules" / "liquid.py").write_text(code("hall_rules/liquid.py"), "utf-8")
    (site / "hall_rules-1.2.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: hall-rules\nVersion: 1.2\n", "utf-8"
    )
    entry = re.search(r"^liquid-only = \"(.*)\"$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert entry is not None
    (site / "hall_rules-1.2.dist-info" / "entry_points.txt").write_text(
        f"[stackwright.plugins]\nliquid-only = {entry[1]}\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(site))
    assert "hall-rules 1.2: hall_rules.liquid" in " ".join(stackwright("plugins", "list").out.split())
    assert "liquid-only" not in stackwright("check", hall).out
    assert stackwright("plugins", "allow", "liquid-only").code == 0
    assert "liquid-only: 100% of the heat goes into air." in " ".join(stackwright("check", hall).out.split())
