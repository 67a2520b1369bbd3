"""The library for scripts: the same figures, edits and files as the command line and the window have."""

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from designer import api
from designer.catalog.library import Library
from designer.cli.main import run
from designer.edit.nodes.folding import fold
from designer.edit.templates.templates import build_template
from designer.model.records import RefusedInput
from designer.store.project import read_project
from designer.store.variants import add_variant


@pytest.fixture(scope="module")
def pod(library: Library) -> api.Document:
    """A SuperPOD of one unit that no test changes for good."""
    return api.new("dgx-superpod-h100", library=library, scale_units=1)


def test_every_edit_is_one_step_and_undo_is_exact(library: Library) -> None:
    pod = api.new("dgx-superpod-h100", library=library, scale_units=1)
    before = pod.digest
    spare = pod.add("nvidia/dgx-h100", copies=2, name="Spare")
    pod.link(spare, "spine", cables=4)
    pod.set(spare, copies="*2", note="for repairs")
    pod.assume(pue=1.3)
    pod.choose(grid="fra")
    phase = pod.add_phase("2027-03-01", title="All of it")
    pod.set(f"phase:{phase}", wanted="2027-12-01")
    rack = pod.add_container("rack", name="Spare rack")
    pod.edit(fold, [rack], folded=True)
    pod.put_in_rack(spare, rack, u=1)
    with pod.step("Rename and remove"):
        pod.rename("Pod")
        pod.remove(rack)
    assert spare not in pod.nodes
    assert (pod.name, len(pod.history)) == ("Pod", 11)
    assert pod.design.settings.assumptions["pue"] == 1.3
    after = pod.digest
    while pod.undo():
        pass
    assert pod.digest == before
    while pod.redo():
        pass
    assert pod.digest == after


def test_a_refusal_is_one_sentence_and_changes_nothing(pod: api.Document) -> None:
    before, steps = pod.digest, len(pod.history)

    def half_a_step() -> None:
        with pod.step("Half of it"):
            pod.rename("Half")
            pod.add("no/such-part")

    for refused in (
        half_a_step,
        lambda: pod.set("spine", copies=float("nan")),
        lambda: pod.link("spine", "nobody"),
        lambda: pod.analyze(fail=["nobody"]),
        lambda: pod.analyze().value("power.none"),
        lambda: api.open("no-such.stackwright"),
        lambda: api.read("format: something else"),
        lambda: api.calculate("fat-tree", k="many"),
        lambda: pod.picture("no such view"),
    ):
        with pytest.raises(RefusedInput) as told:
            refused()
        assert str(told.value).strip()
        assert "\n" not in str(told.value)
    assert (pod.digest, len(pod.history)) == (before, steps)


def test_figures_bill_and_comparison_are_those_of_the_commands(
    pod: api.Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: object) -> Any:
        assert run([str(word) for word in words]) == 0
        return json.loads(capsys.readouterr().out)

    path = pod.save(tmp_path / "pod.stackwright")
    assert read_project(path).digest == pod.digest
    # Availability is played over many histories: the command does so, a script where it names it.
    whole = said("analyze", path, "--json")
    assert pod.analyze().json() == {name: told for name, told in whole.items() if name != "availability"}
    assert pod.analyze(fail=["spine[0]"], only=["network"]).json() == said(
        "analyze", path, "--fail", "spine[0]", "--only", "network", "--json"
    )
    assert pod.bill_json() == said("bom", path, "--json")
    other = api.open(path, library=pod.library)
    other.set("spine", copies=5)
    other.save(tmp_path / "more.json")
    told = said("diff", path, tmp_path / "more.json", "--json")
    compared = api.compare(pod, api.open(tmp_path / "more.json", library=pod.library))
    assert {**compared, "a": "", "b": ""} == {**told, "a": "", "b": ""}
    lines = pod.analyze().why("power.pue").splitlines()
    assert lines[0].startswith("PUE: 1.54")


def test_a_change_by_others_is_noticed_and_variants_are_kept(pod: api.Document, tmp_path: Path) -> None:
    path = tmp_path / "pod.stackwright"
    pod.save(path)
    add_variant(path, pod.design, "Smaller")
    mine, other = (api.open(path, "Smaller", library=pod.library) for _ in range(2))
    other.rename("Smallest")
    other.save()
    mine.rename("Mine")
    with pytest.raises(RefusedInput, match="changed by another"):
        mine.save()
    assert api.open(path, "Smallest", library=pod.library).name == "Smallest"
    assert api.open(path, library=pod.library).digest == pod.digest
    taken = tmp_path / "taken.json"
    taken.write_text("{}", "utf-8")
    with pytest.raises(RefusedInput, match="exists"):
        mine.save(taken)


def test_threads_read_at_once_and_a_process_gets_the_same(pod: api.Document) -> None:
    with ThreadPoolExecutor(4) as threads:
        told = {one.value("facility") for one in threads.map(lambda _: pod.analyze(only=["power"]), range(8))}
    assert told == {pod.analyze().value("power.facility_w")}
    sent = pickle.loads(pickle.dumps(pod))
    assert sent.digest == pod.digest


def test_a_notebook_shows_a_picture_and_a_table(library: Library) -> None:
    made = api.Document(build_template("leaf-spine", library, {"nodes": "16"}), library=library)
    picture = made._repr_svg_() or ""
    assert picture.startswith("<?xml")
    assert "Leaf" in picture
    assert api.Document(library=library)._repr_svg_() is None
    assert "<th" in made.analyze()._repr_html_()
    assert made.picture(form="png").startswith(b"\x89PNG")


def test_a_sweep_gives_the_figures_of_its_designs(library: Library) -> None:
    found = api.sweep({"nodes": [16, 32]}, template="leaf-spine", library=library, count=["cost"])
    assert [row["parameters"] for row in found.rows] == [{"nodes": 16}, {"nodes": 32}]
    second = api.Document(found.design(1), library=library).analyze(only=["cost"])
    assert found.rows[1]["cost"]["capex_usd"]["value"] == second.value("cost.capex_usd")


def test_nothing_of_qt_is_loaded_until_a_picture_is_painted() -> None:
    script = (
        "import sys; from designer import api; d = api.new('leaf-spine', nodes=16); d.analyze(); d.bill_json();"
        "print(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
