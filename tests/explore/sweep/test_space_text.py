"""A space that the window writes is the one that the command reads; a name that is no word for a table is refused."""

import contextlib

import pytest

from designer.explore.sweep.reading import read_space
from designer.explore.sweep.space import Counted, Option, Space, Variable
from designer.explore.sweep.space_text import space_text
from designer.model.records import RefusedInput
from tests.export.bills.test_bill import NASTY


@pytest.mark.parametrize("name", [name for name in NASTY if name.strip() and name.isprintable()])
def test_a_written_space_is_read_as_it_was(name: str) -> None:
    space = Space(
        name=name,
        template="leaf-spine",
        settings={"nodes": 64.0},
        vary=(
            Variable(name="over", sets="oversubscription", values=(1.0, 2.5)),
            Variable(name="reach", options=(Option(name=name, settings={"rate_gbps": 400.0}),)),
        ),
        count=(Counted(key="cost.capex_usd", better="lower", at_most=1e6),),
    )
    text = space_text(space)
    # Plain YAML: no tag that a reader would run, whatever the names are.
    assert "!!python" not in text
    if name.strip()[:1] in "=@+-" or len(name) > 120 or not name.isascii():
        with contextlib.suppress(RefusedInput):
            assert read_space(text) == space
        return
    assert read_space(text) == space
