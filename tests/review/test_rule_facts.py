"""Every rule says what it tells, of which layer it is and what it reads, has a test and stands in the guide."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from designer.analysis.results import Results
from designer.analysis.rooms.records import FloorTrouble
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.rooms.rack_slots import SlotTrouble
from designer.review.findings import Finding
from designer.review.registry import RULE_FACTS, rule
from designer.review.rules import LIBRARY_RULES, RULES
from tests.review.told_rules import PAGE, page_with_list, rules
from tests.shipped import LIBRARY

TESTS = Path(__file__).parents[1]
TODAY = date(2026, 12, 1)
TOLD = [name for facts in RULE_FACTS.values() for name in facts.tells]


class Watched:
    """Results that note which of their fields are read."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.seen.add(name)
        return getattr(self.results, name)


@pytest.fixture(scope="module", params=["ai-stack", "rag-service", "dgx-superpod-h100", "leaf-spine"])
def analysed(request) -> tuple[Design, Results]:
    design = build_template(request.param, LIBRARY, {})
    return design, analyze(design, library=LIBRARY)


def test_rules_are_run_when_they_are_registered_and_registered_when_they_are_run() -> None:
    run = [one.__name__ for one in (*RULES, *LIBRARY_RULES)]
    assert len(run) == len(set(run))
    assert set(run) == RULE_FACTS.keys()


def test_rules_tell_what_they_are_registered_with(analysed) -> None:
    design, results = analysed
    for check in RULES:
        facts = RULE_FACTS[check.__name__]
        watched = Watched(results)
        found = list(check(design, watched, TODAY))  # type: ignore[arg-type]
        assert watched.seen <= set(facts.reads), facts.name
        assert {name: facts.tells[name] for name in {one.rule for one in found}}.keys() <= facts.tells.keys()
        assert all(one.severity in facts.tells[one.rule] for one in found), facts.name


def test_each_name_in_the_sources_is_registered() -> None:
    named = {f"floor-{trouble.replace(' ', '-')}" for trouble in get_args(FloorTrouble)}
    named |= {f"rack-{trouble.replace(' ', '-')}" for trouble in get_args(SlotTrouble)}
    assert rules().keys() | named == {*TOLD, "rule-failed"}


def test_each_rule_has_a_test() -> None:
    here = {Path(__file__), TESTS / "review" / "told_rules.py"}
    text = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("*.py") if path not in here)
    words = set(re.findall(r"\w+", text)) | set(re.findall(r"[\"']([a-z0-9-]+)[\"']", text))
    untested = [name for facts in RULE_FACTS.values() for name in facts.tells if not {name, facts.name} & words]
    assert untested == [], "write a test that these speak, and one that they are silent"


def test_the_list_of_the_guide_is_made_from_the_rules() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in TOLD)
    assert page == page_with_list(page), "run: python -m tests.review.told_rules"


def test_two_rules_may_not_tell_the_same() -> None:
    def another(design: Design, results: Results, today: date) -> list[Finding]:
        return []

    before = dict(RULE_FACTS)
    with pytest.raises(ValueError, match="no-power"):
        rule({"no-power": "warning"}, layer="facility")(another)
    assert before == RULE_FACTS
