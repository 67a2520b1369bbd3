"""One call for everything, and only what was asked for."""

import pytest

from designer.analysis.run import analyze
from designer.analysis.sections import ALL
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part
from designer.model.records import RefusedInput

DESIGN = Design(
    nodes={
        "a": Node(id="a", kind="server", part="x/server", copies=2),
        "sw": Node(id="sw", kind="switch", part="x/switch"),
    },
    links={"up": Link(id="up", a="a", b="sw", medium="fabric", cables=2, capacity_gbps=100.0)},
    parts={
        "x/server": Part(id="x/server", kind="server", layer="servers_fabric", vendor="X", name="Server"),
        "x/switch": Part(id="x/switch", kind="switch", layer="servers_fabric", vendor="X", name="Switch"),
    },
)


@pytest.mark.parametrize("name", ALL)
def test_only_what_is_asked_for_is_worked_out(name: str) -> None:
    results = analyze(DESIGN, only=(name,))
    assert {part for part in ALL if getattr(results, part) is not None} == {name}
    assert results.counts.nodes == 3
    assert results.counts.by_tier == {"endpoint": 2, "leaf": 1}


def test_all_at_once_agrees_with_one_at_a_time() -> None:
    together = analyze(DESIGN)
    assert together.cost == analyze(DESIGN, only=("cost",)).cost
    assert together.cooling == analyze(DESIGN, only=("cooling",)).cooling
    assert together.power is not None
    assert together.power.it_max_w.missing == ("Server: power, maximum", "Switch: power, maximum")


def test_what_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(RefusedInput, match="no analysis 'weather'"):
        analyze(DESIGN, only=("weather",))
    with pytest.raises(RefusedInput, match="no traffic 'morse'"):
        analyze(DESIGN, traffic="morse")
    with pytest.raises(RefusedInput, match="'nobody' cannot fail"):
        analyze(DESIGN, fail=("nobody",))
    with pytest.raises(RefusedInput, match=r"'a\[2\]' cannot fail"):
        analyze(DESIGN, fail=("a[2]",))
    assert analyze(DESIGN, fail=("a[1]", "up[0]", "sw")).failed == ("a[1]", "up[0]", "sw")


def test_the_sums_load_no_graph_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from designer.analysis.run import analyze; from designer.model.design import Design;"
        "analyze(Design(), only=('power', 'cooling', 'cost'));"
        "print(sorted({'networkx', 'scipy', 'numpy', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
