"""The price book on the command line: the summary speaks its currency, the JSON keeps US dollars."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pdf_words import pdf_words

Stackwright = Callable[..., Any]

DESIGN = """
format: stackwright-design
version: 1
name: Two racks
prices:
  currency: EUR
  rates: {EUR: {usd: 1.25, date: 2026-11-20}}
  discounts: [{vendor: NVIDIA, share: 0.1}]
  prices: {nvidia/dgx-h100: [{low: 190000, typical: 200000, high: 210000, basis: street, currency: EUR}]}
nodes: [{id: dgx, part: nvidia/dgx-h100, copies: 4}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "racks.yaml"
    path.write_text(DESIGN, "utf-8")
    return path


def test_the_summary_is_in_euros_and_says_the_rate(project: Path, stackwright: Stackwright) -> None:
    said = stackwright("analyze", project)
    assert said.code == 0
    # 4 × 200,000 EUR; of the triangle 760, 800, 840 a tenth lies below 760 + √(0.1 × 80 × 40) = 778, a tenth above 822.
    assert re.search(r"To buy +800 k€ \(778–822 k€\)", said.out)
    assert re.search(r"Accelerator hour +\S+ € / h", said.out)
    assert re.search(r"Exchange rate +1 EUR = 1.25 USD on 2026-11-20", said.out)
    assert "$" not in said.out.split("Findings:")[0]
    why = stackwright("analyze", project, "--why").out
    assert "US dollars for 1 EUR: 1.25 $ / EUR" in why
    assert "DGX H100: own price: 200 k€ (190–210 k€)" in why


def test_the_json_keeps_dollars_and_says_the_currency(project: Path, stackwright: Stackwright) -> None:
    cost = stackwright("analyze", project, "--json").document["cost"]
    assert cost["prices"] == {"currency": "EUR", "usd_per_unit": 1.25, "date": "2026-11-20"}
    assert (cost["capex_usd"]["unit"], cost["capex_usd"]["value"]) == ("USD", 1_000_000)
    line = next(line for line in cost["lines"] if line["part"] == "nvidia/dgx-h100")
    assert (line["own"], line["basis"], line["discount"]) == (True, "street", 0.0)


def test_the_bill_is_in_euros(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    said = stackwright("bom", project)
    assert re.search(r"4 +NVIDIA DGX H100 +190–210 k€ +760–840 k€  street +user", said.out)
    assert said.out.endswith("Exchange rate: 1 EUR = 1.25 USD on 2026-11-20.\n")
    out = tmp_path / "bill.json"
    stackwright("bom", project, "-o", out)
    document = json.loads(out.read_text("utf-8"))
    assert (document["total"]["value"], document["total"]["unit"]) == (800_000, "EUR")


def test_the_report_is_in_euros_and_states_the_rate(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    assert stackwright("export", project, "-o", out, "--view", "report").code == 0
    text = pdf_words(out)
    assert "760–840 k€" in text.replace("\u00a0", " ")
    assert "1 EUR = 1.25 USD on 2026-11-20" in text


def test_the_book_survives_a_project_file(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    saved, back = tmp_path / "racks.stackwright", tmp_path / "back.json"
    assert stackwright("import", project, "-o", saved).code == 0
    assert stackwright("export", saved, "-o", back).code == 0
    prices = json.loads(back.read_text("utf-8"))["prices"]
    assert prices["currency"] == "EUR"
    assert prices["rates"] == {"EUR": {"usd": 1.25, "date": "2026-11-20"}}
    assert prices["discounts"] == [{"share": 0.1, "vendor": "NVIDIA"}]
    assert prices["prices"]["nvidia/dgx-h100"][0]["typical"] == 200_000
