"""Cooling: what the analysis says of a SuperPOD's heat, of 40 cooled racks and of 2,000, and every single failure."""

from collections.abc import Iterator

from designer.analysis.cooling.heat import heat_result
from designer.analysis.cooling.heat_load import contents_of_racks, cooling
from designer.analysis.power.draw import power
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from tests.bench.timing import Row, milliseconds
from tests.cooled_hall import cooled_hall


def rows() -> Iterator[Row]:
    library = read_library()
    for units in ("4", "64"):
        pod = build_template("dgx-superpod-h100", library, {"scale_units": units})
        drawn = power(pod)
        yield Row(
            f"cooling of a SuperPOD of {units} units", milliseconds(lambda pod=pod, drawn=drawn: cooling(pod, drawn))
        )
    for racks, handlers, cdus in ((40, 12, 10), (2_000, 480, 400)):
        hall = cooled_hall(library, racks=racks, systems=racks, handlers=handlers, units=cdus)
        inside = contents_of_racks(hall)
        found = heat_result(hall, inside, every=True)
        assert found.sweep.tried == handlers + cdus + 2 + 3
        loads = milliseconds(lambda hall=hall, inside=inside: heat_result(hall, inside, loads_only=True))
        yield Row(f"{racks:,} racks and {racks:,} NVL72, {handlers} handlers, {cdus} coolant units: loads", loads)
        swept = milliseconds(lambda hall=hall, inside=inside: heat_result(hall, inside, every=True), 1)
        yield Row(f"the same with all {found.sweep.tried} single failures", swept)
