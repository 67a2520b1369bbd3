"""The power chain of 2,000 racks: all that the analysis says of it, and every single failure."""

from collections.abc import Iterator

from designer.analysis.power.failures import sweep
from designer.analysis.power.power_chain import plant_of, plant_result
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from tests.bench.timing import Row, milliseconds


def rows() -> Iterator[Row]:
    design = build_template("power-chain", read_library(), {"racks": "2000"})
    found = plant_result(design)
    assert found is not None
    assert [one.scheme for one in found.redundancy] == ["2N"]
    plant = plant_of(design)
    tried = sweep(plant, every=True)
    assert not any(one.dark for one in tried.failures)
    after = milliseconds(lambda: plant_result(design, ("ups-a",), loads_only=True))
    yield Row("power chain, 2N, 2,000 racks: loads after a failure", after)
    yield Row("power chain, 2N, 2,000 racks: loads, redundancy, stranded", milliseconds(lambda: plant_result(design)))
    yield Row(
        f"power chain, 2N, 2,000 racks: all {tried.tried:,} single failures",
        milliseconds(lambda: sweep(plant, every=True), 1),
    )
