"""What commands tell people is in their language's numbers; what programs read is not."""

import re
from pathlib import Path

import pytest

from designer.model.figures.number_locale import chosen_locale_name
from tests.cli.conftest import Stackwright

POINT = re.compile(r"(?<![\w.])\d+\.\d{1,2}(?![\w.])")
"""A number with a decimal point; no part of a day, nor of a name."""
NUMBER = re.compile(r"\d[\d.,-]*")
"""A number, or a day: 2026-11-24, 24.11.2026."""


@pytest.fixture
def pod(stackwright: Stackwright, tmp_path: Path) -> Path:
    made = tmp_path / "pod.stackwright"
    assert stackwright("new", str(made), "--template", "dgx-superpod-h100").code == 0
    return made


def test_a_page_for_people_is_in_their_numbers_and_json_is_not(
    stackwright: Stackwright, pod: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = stackwright("analyze", str(pod)).out
    assert "1,007: 236 power" in english
    german = stackwright("analyze", str(pod), "--locale", "de").out
    assert "1.007: 236 power" in german
    assert "at least 14,6 kW" in german
    # Nothing but numbers and days is otherwise, and the next command writes English again.
    assert NUMBER.sub("0", german) == NUMBER.sub("0", english)
    assert chosen_locale_name() == "en"
    whole = stackwright("analyze", str(pod), "--json").out
    monkeypatch.setenv("STACKWRIGHT_LOCALE", "de_DE.UTF-8")
    assert stackwright("analyze", str(pod)).out == german
    assert stackwright("analyze", str(pod), "--json", "--locale", "fr").out == whole
    refused = stackwright("analyze", str(pod), "--locale", "tlh")
    assert (refused.code, "choose from en, de" in refused.err) == (1, True)


def test_documents_follow_and_rows_for_programs_do_not(
    stackwright: Stackwright, pod: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = stackwright("text", str(pod)).out
    stackwright("bom", str(pod), "-o", str(tmp_path / "english.csv"))
    monkeypatch.setenv("STACKWRIGHT_LOCALE", "de")
    assert stackwright("text", str(pod)).out == english
    stackwright("bom", str(pod), "-o", str(tmp_path / "german.csv"))
    assert (tmp_path / "german.csv").read_bytes() == (tmp_path / "english.csv").read_bytes()
    page = tmp_path / "report.html"
    assert stackwright("export", str(pod), "-o", str(page), "--view", "report").code == 0
    body = re.sub(r"<style>.*?</style>|<img[^>]*>|<[^>]*>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(re.findall(r"\d,\d", body)) > 20
    assert POINT.findall(body) == []
