"""Designs by tools alone: the same figures and digests as the command line, proposals that are undone exactly."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from designer import api
from designer.assistant.commands import COMMANDS
from designer.assistant.telling import bounded, paged
from designer.assistant.tools import TOOLS
from designer.cli import COMMANDS as OF_THE_COMMAND_LINE
from designer.cli.main import run
from designer.store import proposals
from designer.store.project import read_project
from designer.store.proposals import answer_offer, read_offers
from tests.assistant.conftest import Call, Said, Script
from tests.shipped import LIBRARY

POD = {"design": "pod.stackwright"}


TEXT = """
format: stackwright-design
version: 1
name: Mine
made_by: empty
assumptions: {pue: 1.3}
choices: {grid: fra}
nodes:
  - {id: dgx, part: nvidia/dgx-h100, name: Compute, copies: 4, note: capped, facts: {power_max_w: 9500}}
  - {id: leaf, part: nvidia/qm9700, name: Leaf, copies: 2}
  - {id: spine, part: nvidia/qm9700, name: Spine}
links:
  - {id: rails, a: dgx, b: leaf, medium: fabric, cables: 32, spread: even, a_port: fabric, b_port: ports}
  - {id: uplinks, a: leaf, b: spine, medium: fabric, cables: 32, spread: even, a_port: ports, b_port: ports}
"""


def test_a_pod_is_the_same_by_tools_by_the_library_and_by_the_command_line(
    folder: Path, play: Callable[[Script], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """One pod placed, wired, set and arranged by hand three times: by tools, by `designer.api`, and as text."""

    def command(*words: object) -> Any:
        assert run([str(word) for word in words]) == 0
        return json.loads(capsys.readouterr().out)

    mine = api.new(library=LIBRARY)
    mine.rename("Mine")
    for part, copies, made, name in PARTS:
        mine.add(part, copies=copies, id=made, name=name)
    for a, b, made in WIRES:
        mine.link(a, b, cables=32, medium="fabric", id=made)
    mine.set("dgx", note="capped", power_max_w="9.5 kW")
    mine.assume(pue=1.3)
    mine.choose(grid="fra")
    mine.arrange()
    (folder / "pod.yaml").write_text(TEXT, "utf-8")
    path = folder / "command.stackwright"
    run(["import", str(folder / "pod.yaml"), "-o", str(path)])
    capsys.readouterr()
    assert read_project(path).digest == mine.digest

    async def script(call: Call, client: Client) -> None:
        it = {"design": "mine.stackwright"}
        await call("new_design", **it, template="empty", name="Mine")
        for part, copies, made, name in PARTS:
            await call("add_part", **it, part=part, copies=copies, id=made, name=name)
        for a, b, made in WIRES:
            await call("add_link", **it, a=a, b=b, cables=32, medium="fabric", id=made)
        await call("set_fields", **it, ids=["dgx"], fields={"note": "capped", "power_max_w": "9.5 kW"})
        await call("set_assumptions", **it, assumptions={"pue": 1.3}, choices={"grid": "fra"})
        await call("arrange", **it)
        assert not (folder / "mine.stackwright").exists()
        written = await call("commit_proposal", **it)
        assert read_project(folder / "mine.stackwright").digest == written.document["digest"] == mine.digest
        # The bill, the findings, and what a failure does are those of the library and of the command.
        bill = command("bom", path, "--json")
        assert (await call("bill", **it)).document["total"] == bill["total"] == mine.bill_json()["total"]
        found = (await call("findings", **it)).document["rows"]
        said = {one["message"] for one in command("analyze", path, "--json")["findings"]}
        assert {one.message for one in mine.findings} == said
        # Those alike stand in one row there.
        assert {one["message"] for one in found} <= said
        told = command("analyze", path, "--fail", "leaf[0]", "--json")
        failed = (await call("what_if_failure", **it, ids=["leaf[0]"])).document
        after = mine.analyze(fail=["leaf[0]"])
        assert failed["lost"]["rows"] == told["resilience"]["lost"] == after.json()["resilience"]["lost"]
        bisection = next(row["after"] for row in failed["figures"] if row["key"] == "bisection")
        assert bisection == told["network"]["bisection_gbps"]["value"] == after.value("network.bisection_gbps")
        # Undone, the digest is that of before, in the proposal and in the file.
        await call("place_on_canvas", **it, id="spine", x=800, y=0)
        assert (await call("undo", **it)).document["digest"] == mine.digest
        # By a template the file is, record by record, that of the command as well.
        by_tools = await call("new_design", design="again.stackwright", template="leaf-spine", parameters={"nodes": 16})
        run(["new", str(folder / "template.stackwright"), "--template", "leaf-spine", "--set", "nodes=16"])
        assert by_tools.document["digest"] == read_project(folder / "template.stackwright").digest

    play(script)


PARTS = (
    ("nvidia/dgx-h100", 4, "dgx", "Compute"),
    ("nvidia/qm9700", 2, "leaf", "Leaf"),
    ("nvidia/qm9700", 1, "spine", "Spine"),
)
WIRES = (("dgx", "leaf", "rails"), ("leaf", "spine", "uplinks"))


def test_fifty_calls(folder: Path, play: Callable[[Script], None]) -> None:
    said: list[tuple[str, Said]] = []

    async def script(call: Call, client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert len(listed) >= 25
        assert {one.name for one in listed if not (one.annotations and one.annotations.read_only_hint)} >= {
            "commit_proposal",
            "offer_proposal",
            "add_part",
        }
        assert all(one.input_schema["type"] == "object" and one.description for one in listed)

        async def ask(tool: str, /, **arguments: Any) -> dict[str, Any]:
            answer = await call(tool, **{**POD, **arguments})
            assert not answer.refused, (tool, answer.text)
            said.append((tool, answer))
            return answer.document

        async def look(tool: str, /, **arguments: Any) -> dict[str, Any]:
            answer = await call(tool, **arguments)
            assert not answer.refused, (tool, answer.text)
            said.append((tool, answer))
            return answer.document

        before = (await ask("open_design"))["digest"]
        assert before == read_project(folder / "pod.stackwright").digest
        await look("list_designs")
        await look("list_templates")
        assert (await look("search_catalog", text="qm9700"))["rows"][0]["part"] == "nvidia/qm9700"
        await look("show_part", part="nvidia/qm9700")
        await look("list_formulas", text="tree")
        assert (await look("calculate", name="fat-tree", values={"k": 4}))["outputs"]["hosts"]["value"] == 16
        await look("sweep", template="leaf-spine", vary={"nodes": [16, 32]}, count=["cost"])
        await ask("sweep", vary={"assumptions.pue": [1.1, 1.2]}, count=["power.pue"])
        assert (await ask("show_records", limit=3, first=2))["first"] == 2
        assert [row["id"] for row in (await ask("find_records", query="switch where copies = 8"))["rows"]] == ["leaf"]
        assert (await ask("design_text"))["yaml"].startswith("format: stackwright-design")
        await ask("headline_figures")
        assert (await ask("analyze", sections=["power"], key="power.pue"))["value"]["value"] == 1.54
        await ask("analyze", sections=["network"], fail=["spine[0]"], key="network.bisection_gbps")
        await ask("findings")
        await ask("findings", severity="warning", limit=2)
        assert (await ask("why", key="facility", limit=5))["left_out"] > 0
        await ask("bill", limit=2, group_by="rack")
        assert len((await ask("cables", link="rails", limit=5))["rows"]) == 5
        await ask("compare_ways")
        await ask("limits", sources=["dgx"], targets=["spine"])
        await ask("what_if_failure", ids=["spine[0]", "leaf[0]"])
        await ask("limits", fail_each=["switch"], at_a_time=1, flows=["dgx[0],dgx[1],400"], part="sweep", limit=3)
        await ask("collective", collective="all-reduce", ranks=[8, 64])
        assert len((await ask("addresses", device="leaf[0]", limit=2))["devices"]["rows"][0]["ports"]) == 2
        await ask("compare_places", places=["phoenix"])
        await ask("single_points_of_failure")
        await ask("add_container", kind="rack", name="Spare rack", id="spare-rack")
        await ask("add_part", part="nvidia/dgx-h100", copies=2, id="spare", name="Spare")
        await ask("add_link", a="spare", b="spine", cables=4, id="to-spare")
        await ask("set_fields", ids=["spare"], fields={"copies": "*2", "note": "for repairs"})
        await ask("unlink", links=["to-spare"])
        await ask("undo")
        await ask("redo")
        await ask("swap_part", id="spare", part="nvidia/dgx-a100")
        await ask("set_assumptions", assumptions={"pue": 1.2}, choices={"grid": "fra"}, name="Pod")
        await ask("add_redundancy", id="spine")
        await ask("mend")
        await ask("put_in_rack", id="spare", rack="spare-rack", u=1)
        phase = (await ask("add_phase", order_date="2027-03-01", fields={"title": "All"}))["added"]
        await ask("set_fields", ids=[phase], fields={"wanted": "2027-12-01"})
        assert (await ask("phases", limit=3))["planned"][0]["wanted"] == "2027-12-01"
        await ask("remove_phase", phase=phase)
        await ask("stand_at", place="phoenix")
        await ask("remove", ids=["spare", "spare-rack"])
        preview = await ask("preview_proposal", picture=False)
        assert preview["figures"]
        assert preview["written"] is False
        await ask("compare_designs", which="saved", other="pod.stackwright")
        await ask("offer_proposal", by="A test")
        assert (await ask("proposal_state"))["offered"] == "waiting"
        assert read_project(folder / "pod.stackwright").digest == before
        committed = await ask("commit_proposal")
        assert read_offers(folder=proposals.offers_folder()) == []
        assert read_project(folder / "pod.stackwright").digest == committed["digest"] != before
        assert len((await ask("versions"))["rows"]) == 2
        assert (await ask("restore_version", version=1))["digest"] == before
        await ask("discard_proposal")
        await ask("undo")
        assert (await ask("preview_proposal", picture=False))["digest_proposed"] == before
        assert (await ask("commit_proposal"))["digest"] == before == read_project(folder / "pod.stackwright").digest
        await ask("regenerate", parameters={"scale_units": 2})
        await ask("discard_proposal")
        await look("new_design", design="sketch.stackwright", template="empty")
        sketch = {"design": "sketch.stackwright"}
        await look("add_part", **sketch, part="nvidia/dgx-h100", copies=2)
        await look("make_real", **sketch, redundancy="N", only=["racks"])
        await look("optimise", what="power", settings={"load_kw": 40}, propose=True, as_design="power.stackwright")
        await look("discard_proposal", design="power.stackwright")
        await look("discard_proposal", **sketch)
        assert not (folder / "sketch.stackwright").exists()
        drawn = await call("picture", **POD, view="topology-logical", form="png")
        assert drawn.pictures
        said.append(("picture", drawn))

    play(script)
    assert len(said) >= 50
    assert {tool for tool, _ in said} >= {"commit_proposal", "undo", "picture"}


def test_every_command_has_a_tool_or_is_told() -> None:
    assert set(COMMANDS) == set(OF_THE_COMMAND_LINE)
    named = {tool for by, _ in COMMANDS.values() for tool in by.split(", ") if tool}
    assert named <= set(TOOLS)
    assert all(does for _, does in COMMANDS.values())


def test_long_answers_are_cut_and_say_so() -> None:
    told = bounded({"rows": [{"ids": list(range(500))}] * 300, "one": 1}, 20)
    assert (len(told["rows"]), len(told["rows"][0]["ids"])) == (20, 20)
    assert told["left_out"] == {"rows": 280, "rows[].ids": 480}
    assert paged({f"n{n}": n for n in range(200)}, 3, 198)["rows"] == [
        {"id": "n198", "value": 198},
        {"id": "n199", "value": 199},
    ]
    assert bounded({"one": [1, 2]}) == {"one": [1, 2]}


def test_resources_and_prompts(play: Callable[[Script], None]) -> None:
    async def script(call: Call, client: Client) -> None:
        uris = [str(one.uri) for one in (await client.list_resources()).resources]
        assert uris[0] == "stackwright://design/pod.stackwright"
        text = await client.read_resource(uris[0])
        assert getattr(text.contents[0], "text", "").startswith("format: stackwright-design")
        for one in (await client.list_prompts()).prompts:
            given = {each.name: f"the {each.name}" for each in one.arguments or ()}
            words = getattr((await client.get_prompt(one.name, given)).messages[0].content, "text", "")
            assert all(value in words for value in given.values())

    play(script)


def test_an_answer_of_the_person_is_told(folder: Path, play: Callable[[Script], None]) -> None:
    async def script(call: Call, client: Client) -> None:
        for answer in ("accepted", "discarded"):
            await call("set_fields", **POD, ids=["spine"], fields={"note": "x"})
            offered = await call("offer_proposal", **POD)
            (offer,) = read_offers(folder / "pod.stackwright", folder=proposals.offers_folder())
            assert (offer.id, offer.changeset.label) == (offered.document["offer"], "Change spine")
            answer_offer(offer.id, answer, proposals.offers_folder())
            assert (await call("proposal_state", **POD)).document["offered"] == answer
            assert (await call("preview_proposal", **POD)).text == "Nothing is proposed for this design."

    play(script)
