"""Designs by tools alone: the same figures and digests as the command line, proposals that are undone exactly."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from designer.cli.main import run
from designer.store import proposals
from designer.store.project import read_project
from designer.store.proposals import answer_offer, read_offers
from tests.assistant.conftest import Call, Said, Script

POD = {"design": "pod.stackwright"}


def test_a_pod_is_built_failed_and_billed_as_by_the_command_line(
    folder: Path, play: Callable[[Script], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def command(*words: object) -> Any:
        assert run([str(word) for word in words]) == 0
        return json.loads(capsys.readouterr().out)

    async def script(call: Call, client: Client) -> None:
        await call("new_design", design="mine.stackwright", template="empty", name="Mine")
        for part, copies, made in (("nvidia/dgx-h100", 4, "dgx"), ("nvidia/qm9700", 2, "leaf")):
            await call("add_part", design="mine.stackwright", part=part, copies=copies, id=made)
        await call("add_part", design="mine.stackwright", part="nvidia/qm9700", id="spine")
        await call("add_link", design="mine.stackwright", a="dgx", b="leaf", cables=32, medium="fabric", id="rails")
        await call("add_link", design="mine.stackwright", a="leaf", b="spine", cables=32, medium="fabric")
        assert not (folder / "mine.stackwright").exists()
        written = await call("commit_proposal", design="mine.stackwright")
        path = folder / "mine.stackwright"
        assert read_project(path).digest == written.document["digest"]
        failed = await call("what_if_failure", design="mine.stackwright", ids=["leaf[0]"])
        told = command("analyze", path, "--fail", "leaf[0]", "--json")
        assert failed.document["lost"]["rows"] == told["resilience"]["lost"]
        after = {row["key"]: row["after"] for row in failed.document["figures"]}
        assert after["bisection"] == told["network"]["bisection_gbps"]["value"]
        bill = await call("bill", design="mine.stackwright")
        assert bill.document["total"] == command("bom", path, "--json")["total"]
        assert bill.document["digest"] == written.document["digest"]
        # By a template the file is, record by record, that of the command.
        by_tools = await call("new_design", design="again.stackwright", template="leaf-spine", parameters={"nodes": 16})
        run(["new", str(folder / "command.stackwright"), "--template", "leaf-spine", "--set", "nodes=16"])
        assert by_tools.document["digest"] == read_project(folder / "command.stackwright").digest

    play(script)


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
        await ask("undo")
        assert (await ask("preview_proposal", picture=False))["digest_proposed"] == before
        assert (await ask("commit_proposal"))["digest"] == before == read_project(folder / "pod.stackwright").digest
        await ask("regenerate", parameters={"scale_units": 2})
        await ask("discard_proposal")
        await look("new_design", design="sketch.stackwright", template="empty")
        sketch = {"design": "sketch.stackwright"}
        await look("add_part", **sketch, part="nvidia/dgx-h100", copies=2)
        await look("make_real", **sketch, redundancy="N", only=["racks"])
        await look("discard_proposal", **sketch)
        assert not (folder / "sketch.stackwright").exists()
        drawn = await call("picture", **POD, view="topology-logical", form="png")
        assert drawn.pictures
        said.append(("picture", drawn))

    play(script)
    assert len(said) >= 50
    assert {tool for tool, _ in said} >= {"commit_proposal", "undo", "picture"}


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
