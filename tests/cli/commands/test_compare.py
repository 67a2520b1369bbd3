"""Comparing ways on the command line, cost cases posed as designs, and the spread with a seed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Stackwright = Callable[..., Any]
USE = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 500}
HOURS = 8760 / 12


def typed(path: Path, nodes: list[dict[str, Any]], links: list[dict[str, Any]] | None = None, **more: Any) -> Path:
    document = {"format": "stackwright-design", "version": 1, "nodes": nodes, "links": links or [], **more}
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """A chat service on two machines of one's own."""
    return typed(
        tmp_path / "chat.json",
        [
            {"id": "app", "part": "langchain/langchain", "facts": USE},
            {
                "id": "engine",
                "part": "vllm/vllm",
                "choices": {"model": "meta/llama-3.1-70b", "precision": "fp8"},
            },
            {"id": "box", "part": "nvidia/dgx-h100", "copies": 2},
        ],
        [
            {"id": "asks", "a": "app", "b": "engine", "medium": "depends_on"},
            {"id": "runs", "a": "engine", "b": "box", "medium": "runs_on"},
        ],
        name="A chat",
    )


def test_a_page_for_people(chat: Path, stackwright: Stackwright) -> None:
    said = stackwright("compare", chat, "--instance", "aws/p5.48xlarge", "--api", "anthropic/claude-haiku-4-5")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "A chat"
    assert any(line.startswith("Own: DGX H100") and "270 k$" in line for line in lines)
    assert any(line.startswith("p5.48xlarge, reserved") for line in lines)
    assert any(line.startswith("Claude Haiku 4.5") for line in lines)
    told = " ".join(said.out.split())
    assert "Owning is cheaper than p5.48xlarge, on demand after 8.5 months, in eight of ten draws between" in told
    assert max(map(len, lines)) <= 110


def test_one_document(chat: Path, stackwright: Stackwright) -> None:
    document = stackwright("compare", chat, "--json", "--instance", "aws/p5.48xlarge", "--months", 24).document
    assert document["basis"] == "demand"
    assert [row["key"] for row in document["rows"][:2]] == ["own", "cloud:aws/p5.48xlarge:on-demand"]
    # Two accelerators answer 6.7 requests a second: three copies for 20, or five at 0.73 times that, in two machines.
    assert document["rows"][0]["capex_usd"] == {
        "value": 270_000,
        "unit": "USD",
        "low": 199_000,
        "high": 2 * 317_000,
        "missing": [],
    }
    assert len(document["over_time"][0]["usd"]) == 25
    crossing = document["crossings"][0]
    assert crossing["at"]["unit"] == "months"
    assert crossing["tornado"][0]["name"] == "DGX H100: price"
    assert "spread" not in document


def test_a_seed_draws_the_spread(chat: Path, stackwright: Stackwright) -> None:
    spread = stackwright("compare", chat, "--json", "--seed", 5).document["spread"]
    analyzed = stackwright("analyze", chat, "--json", "--seed", 5, "--only", "cost").document
    assert analyzed["cost"]["spread"]["capex"] == spread["capex"]
    assert spread["seed"] == 5
    assert spread["monthly"]["p10"] < spread["monthly"]["p50"] < spread["monthly"]["p90"]
    assert spread["capex"]["tornado"][0]["name"] == "DGX H100: price"
    assert "spread" not in stackwright("analyze", chat, "--json", "--only", "cost").document["cost"]
    said = stackwright("analyze", chat, "--only", "cost", "--seed", 5)
    assert "As it is drawn, over all ranges at once (seed 5)" in said.out


def test_testing_becomes_a_line_of_the_bill(stackwright: Stackwright, tmp_path: Path) -> None:
    """At 5 USD a million tokens 50,000 requests of 1,500 tokens a day, 5,000 users with 10 each, are 375 USD a day."""
    users = {"users": 5000 / 24, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    price = {"low": 5, "typical": 5, "high": 5, "basis": "user", "per": "million-tokens"}
    path = typed(
        tmp_path / "tokens.json",
        [
            {"id": "app", "part": "langchain/langchain", "facts": {**users, "growth_per_month": 0.1}},
            {"id": "model", "part": "anthropic/claude-haiku-4-5"},
        ],
        [{"id": "asks", "a": "app", "b": "model", "medium": "depends_on"}],
        prices={"prices": {"anthropic/claude-haiku-4-5": [{**price, "item": item} for item in ("input", "output")]}},
    )
    line = stackwright("compare", path, "--json").document["growth"]["lines"][0]
    assert line["name"] == "Tokens of model"
    assert line["at"]["0"]["value"] == pytest.approx(375 * 365 / 12)
    assert line["at"]["12"]["value"] == pytest.approx(375 * 365 / 12 * 1.1**12)
    said = stackwright("compare", path).out
    assert "As it grows, a month" in said
    assert "11.4 k$" in next(row for row in said.splitlines() if "Tokens of model" in row)


def test_the_published_break_even_as_a_design(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """COST-06: 833,806 / (33 − 0.87) = 25,951 h; own runs 10 kW at 0.087 USD/kWh."""
    case = cases["COST-06"]
    given = case["inputs"]
    path = typed(
        tmp_path / "server.json",
        [
            {
                "id": "box",
                "part": "nvidia/dgx-h100",
                "price_usd": given["capex"],
                "facts": {"power_typical_w": 10_000, "power_max_w": 10_000},
            },
            {"id": "cloud", "part": "aws/p5.48xlarge", "price_usd": given["cloud_per_h"]},
        ],
        assumptions={
            "support_share": 0,
            "staff_per_100_accelerators": 0,
            "colocation_usd_per_kw_month": 0,
            "utilisation": 1,
            "pue": 1,
            "electricity_usd_per_kwh": given["onprem_per_h"] / 10,
        },
    )
    document = stackwright("compare", path, "--json").document
    crossing = next(one for one in document["crossings"] if one["than"] == "cloud:aws/p5.48xlarge:on-demand")
    by_design = crossing["at"]["value"] * HOURS
    keys = {"capex_usd": "capex", "own_usd_per_h": "onprem_per_h", "cloud_usd_per_h": "cloud_per_h"}
    asked = [f"{key}={given[name]}" for key, name in keys.items()]
    settings = [word for setting in asked for word in ("--set", setting)]
    by_calculator = stackwright("calc", "break-even", *settings, "--json").document["outputs"]["hours"]["value"]
    assert by_design == pytest.approx(by_calculator, rel=1e-9)
    assert by_design == pytest.approx(case["expected"]["hours"], rel=0.001)


def test_the_energy_of_a_hall_as_a_design(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """COST-03: 15 MW of IT at 80% load, PUE 1.7 and 0.07 USD/kWh for 730 h: 1,042,440 USD a month."""
    case = cases["COST-03"]
    given = case["inputs"]
    path = typed(
        tmp_path / "hall.json",
        [{"id": "it", "part": "generic/host", "facts": {"power_max_w": given["critical_kW"] * 1000}}],
        assumptions={
            "typical_load": given["avg_load"],
            "pue": given["PUE"],
            "electricity_usd_per_kwh": given["usd_kWh"],
        },
    )
    document = stackwright("analyze", path, "--json", "--only", "power,cost").document
    monthly = document["cost"]["energy_usd_per_year"]["value"] / 12
    assert monthly == pytest.approx(case["expected"]["monthly"], abs=1)


def test_servers_and_plant_repaid_as_a_design(stackwright: Stackwright, cases: Any, tmp_path: Path) -> None:
    """COST-01 pays monthly, a design yearly: 100 M$ × 0.05 · 1.05³/(1.05³ − 1) / 12, 2.1% above the case."""
    case = cases["COST-01"]
    given = case["inputs"]
    path = typed(
        tmp_path / "servers.json",
        [{"id": "all", "part": "generic/host", "price_usd": given["servers_usd"]}],
        assumptions={"years": given["months"] / 12, "annual_rate": given["annual_rate"]},
    )
    document = stackwright("analyze", path, "--json", "--only", "cost").document
    monthly = document["cost"]["amortisation_usd_per_year"]["value"] / 12
    growth = 1.05**3
    assert monthly == pytest.approx(1e8 * 0.05 * growth / (growth - 1) / 12)
    assert monthly == pytest.approx(case["expected"]["monthly"], rel=0.022)


def test_amounts_are_shown_in_the_currency_of_the_book(chat: Path, stackwright: Stackwright) -> None:
    document = json.loads(chat.read_text("utf-8"))
    document["prices"] = {"currency": "EUR", "rates": {"EUR": {"usd": 1.25, "date": "2026-11-20"}}}
    chat.write_text(json.dumps(document), "utf-8")
    said = stackwright("compare", chat, "--instance", "aws/p5.48xlarge")
    assert any(line.startswith("Own: DGX H100") and "216 k€" in line for line in said.out.splitlines())
    assert "1 EUR = 1.25 USD on 2026-11-20" in said.out
    assert stackwright("compare", chat, "--json").document["rows"][0]["capex_usd"]["value"] == 270_000


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--instance", "aws/p5.48xlrge"], 1, "Did you mean"),
        (["--instance", "nvidia/dgx-h100"], 1, "bought, not rented"),
        (["--api", "nvidia/dgx-h100"], 1, "not a model API"),
        (["--months", "0"], 2, "--months"),
        (["--seed", "-1"], 2, "--seed"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    words: list[str], code: int, told: str, chat: Path, stackwright: Stackwright
) -> None:
    said = stackwright("compare", chat, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert said.err.count("\n") == 1


def test_an_empty_design_has_nothing_to_compare(stackwright: Stackwright, tmp_path: Path) -> None:
    said = stackwright("compare", typed(tmp_path / "empty.json", []))
    assert said.code == 0
    assert "There is nothing to compare yet." in said.out


def test_each_way_tells_what_it_gives(chat: Path, stackwright: Stackwright) -> None:
    """One of two machines is needed: its tokens take longer than those of both as drawn, which the page tells too."""
    ways = ("--instance", "aws/p5.48xlarge", "--instance", "azure/standard-nd96isr-mi300x-v5")
    arguments = ("compare", chat, *ways, "--api", "anthropic/claude-haiku-4-5")
    document = stackwright(*arguments, "--json").document
    gives = {row["key"]: row["gives"] for row in document["rows"]}
    drawn = document["headlines"]
    assert set(gives["own"]) == {"token", "first_token", "tokens"} <= set(drawn)
    assert gives["own"]["token"]["value"] > drawn["token"]["value"]
    assert gives["own"]["token"]["how_sure"]["rows"] == 1592
    rented = gives["cloud:aws/p5.48xlarge:on-demand"]
    assert rented["token"]["value"] == pytest.approx(gives["own"]["token"]["value"])
    api = next(row for row in document["rows"] if row["way"] == "api")
    assert api["gives"]["token"]["value"] is None
    assert "how fast Claude Haiku 4.5 writes" in api["untold"]
    assert not {"serving", "training"} & set(api)
    page = stackwright(*arguments).out
    assert "What each way gives" in page
    told = " ".join(page.split())
    low, high = gives["own"]["token"]["low"], gives["own"]["token"]["high"]
    assert f"Own: DGX H100 {low:.1f}–{high:.1f} ms" in told
    assert "No source publishes how fast Claude Haiku 4.5 writes" in told
    outside = told.partition("lie outside of what was tested: ")[2]
    assert "not a Hopper or Blackwell chip" in outside.partition(" - ")[0]
    table = page.partition("What each way gives\n")[2].partition("\n\n")[0].splitlines()
    assert len(table) == 1 + len(gives)
    assert max(map(len, table)) <= 110
