"""A year of 64 scalable units a thousand times: what fails is read, played and summed up."""

from collections.abc import Iterator

from designer.analysis.availability.run import availability, works_in
from designer.analysis.availability.settings import Rate, RunSettings
from designer.catalog.reading import read_library
from designer.edit.templates.templates import build_template
from tests.bench.timing import Row, milliseconds

PROMISE_MS = 15_000


def rows() -> Iterator[Row]:
    """What 2,048 hosts with their racks, switches and feeds take over 1,000 years, on one core."""
    design = build_template("dgx-superpod-h100", read_library(), {"scale_units": "64"})
    rates = {"rack": Rate(200_000, 10), "switch": Rate(108_000, 24), "pdu": Rate(200_000, 8)}
    settings = RunSettings(draws=1_000, rates=rates)
    works = works_in(design, settings)
    yield Row(
        "availability of 2,048 hosts, a year × 1,000",
        milliseconds(lambda: availability(design, settings, works=works), repeat=1),
        promise_ms=PROMISE_MS,
    )
