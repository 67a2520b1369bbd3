"""Every assumption the analysis may fall back on: one table of default, range, unit and reason."""

from collections.abc import Mapping
from typing import Final

from designer.model.design import Design
from designer.model.figures import Figure, leaf
from designer.model.records import Record


class Assumption(Record, frozen=True, kw_only=True):
    """A number that is supposed where the design does not say.

    Attributes:
        name: Key in a design's `assumptions`.
        default: Planning value.
        low: Least plausible.
        high: Greatest plausible.
        reason: Why this value, with its source.
        least: Smallest value that may be set.
        most: Greatest value that may be set.
    """

    name: str
    title: str
    unit: str
    default: float
    low: float
    high: float
    reason: str
    least: float = 0.0
    most: float = 1e12


ASSUMPTIONS: Final[Mapping[str, Assumption]] = {
    item.name: item
    for item in (
        Assumption(
            name="typical_load",
            title="Typical load",
            unit="",
            default=0.8,
            low=0.7,
            high=0.9,
            most=1.0,
            reason="Share of maximum power that equipment draws in use when its maker does not say.",
        ),
        Assumption(
            name="pue",
            title="PUE",
            unit="",
            default=1.54,
            low=1.2,
            high=1.58,
            least=1.0,
            most=5.0,
            reason="Facility power per IT power where no plant is drawn: average of the Uptime Institute survey "
            "2025 (1.54), 1.58 in 2023; new large halls reach about 1.2.",
        ),
        Assumption(
            name="electricity_usd_per_kwh",
            title="Electricity price",
            unit="USD/kWh",
            default=0.0836,
            low=0.06,
            high=0.14,
            most=10.0,
            reason="Planning value for a large industrial customer in the USA; set the tariff of your site.",
        ),
        Assumption(
            name="electrical_efficiency",
            title="Efficiency of the power chain",
            unit="",
            default=0.95,
            low=0.92,
            high=0.97,
            least=0.1,
            most=1.0,
            reason="From utility to rack where the drawn chain states none: transformer, UPS and cabling together.",
        ),
        Assumption(
            name="years",
            title="Years in use",
            unit="years",
            default=4.0,
            low=3.0,
            high=5.0,
            least=0.5,
            most=30.0,
            reason="Time over which equipment is written off; Hamilton's model has 3 years for servers.",
        ),
        Assumption(
            name="annual_rate",
            title="Cost of money",
            unit="",
            default=0.05,
            low=0.03,
            high=0.08,
            most=1.0,
            reason="5% a year in Hamilton's data-center cost model.",
        ),
        Assumption(
            name="utilisation",
            title="Hours sold or used",
            unit="",
            default=0.9,
            low=0.7,
            high=1.0,
            least=0.01,
            most=1.0,
            reason="Share of all hours in which the accelerators do paid work.",
        ),
        Assumption(
            name="peak_factor",
            title="Peak over average demand",
            unit="",
            default=2.0,
            low=1.5,
            high=4.0,
            least=1.0,
            most=1000.0,
            reason="Busiest hour over the usual one where an application does not say; a planning value, measure your "
            "own.",
        ),
        Assumption(
            name="serving_efficiency",
            title="Share of both roofs that serving reaches",
            unit="",
            default=0.6,
            low=0.5,
            high=1.0,
            least=0.01,
            most=1.0,
            reason="What TensorRT-LLM publishes for Llama 3.1 8B in FP8 on an H100 is 0.57 to 0.63 of the bound by "
            "memory and arithmetic; the bound itself is the high end.",
        ),
        Assumption(
            name="serving_memory_share",
            title="Memory that serving may use",
            unit="",
            default=0.9,
            low=0.85,
            high=0.95,
            least=0.05,
            most=1.0,
            reason="Share of an accelerator's memory for weights and cache where the engine does not say; vLLM takes "
            "0.90 to 0.92.",
        ),
        Assumption(
            name="longest_answer",
            title="Longest answer of a static batch over the mean",
            unit="",
            default=2.0,
            low=1.2,
            high=4.0,
            least=1.0,
            most=100.0,
            reason="A static batch ends with its longest answer; a planning value, measure your own.",
        ),
        Assumption(
            name="object_request_mb",
            title="Size of a request to an object store",
            unit="MB",
            default=8.0,
            low=1.0,
            high=16.0,
            least=0.001,
            most=5000.0,
            reason="Where a store states requests a second and no GB/s: AWS names 8 or 16 MB as usual for parts of "
            "large objects; small files make it smaller.",
        ),
        Assumption(
            name="support_share",
            title="Support and spares",
            unit="1/year",
            default=0.05,
            low=0.03,
            high=0.08,
            most=1.0,
            reason="Yearly maintenance as a share of the purchase price; an estimate, set your contract's.",
        ),
        Assumption(
            name="air_delta_t_f",
            title="Air temperature rise",
            unit="°F",
            default=25.0,
            low=20.0,
            high=36.0,
            least=1.0,
            most=100.0,
            reason="Rise of the cooling air through the racks, for the airflow it takes.",
        ),
        Assumption(
            name="pressure_ratio",
            title="Air pressure ratio",
            unit="",
            default=1.0,
            low=0.8,
            high=1.0,
            least=0.3,
            most=1.1,
            reason="Air density against sea level; 0.80 at 6,000 ft.",
        ),
    )
}

HOURS_PER_YEAR: Final = 8760.0


def assumed(design: Design, name: str) -> Figure:
    """Assumption NAME as a leaf figure: the design's own value, else the default with its range.

    Raises:
        KeyError: there is no such assumption.
    """
    item = ASSUMPTIONS[name]
    own = design.settings.assumptions.get(name)
    if own is not None:
        return leaf(
            item.title, own, item.unit, operation="assumption", status="user", subject=name,
            note="Set in this design.",
        )  # fmt: skip
    return leaf(
        item.title, item.default, item.unit, low=item.low, high=item.high, operation="assumption", status="assumed",
        subject=name, note=item.reason,
    )  # fmt: skip
