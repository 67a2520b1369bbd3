"""Every assumption the analysis may fall back on: one table of default, range, unit and reason."""

from collections.abc import Mapping
from typing import Final

from designer.model.assumptions.buying_assumptions import BUYING
from designer.model.assumptions.cooling_assumptions import COOLING
from designer.model.assumptions.energy_assumptions import ENERGY
from designer.model.assumptions.facility_assumptions import FACILITY
from designer.model.assumptions.grids import GRIDS
from designer.model.assumptions.money_assumptions import MONEY
from designer.model.assumptions.phase_assumptions import PHASES
from designer.model.assumptions.record import Assumption
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.identity_cache import Remembered

__all__ = ["ASSUMPTIONS", "RETIRED", "Assumption", "assumed"]


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
            name="card_link_gb_per_s",
            title="Rate between accelerators where none is published",
            unit="GB/s",
            default=32.0,
            low=16.0,
            high=64.0,
            least=0.1,
            most=10_000.0,
            reason="One way, of one accelerator: 16 lanes of PCIe Gen4 give 32 GB/s, of Gen3 half and of Gen5 twice.",
        ),
        Assumption(
            name="serving_memory_share",
            title="Memory that serving may use",
            unit="",
            default=0.92,
            low=0.85,
            high=0.95,
            least=0.05,
            most=1.0,
            reason="Share of an accelerator's memory for weights and cache where the engine does not say; 0.92 is the "
            "default of vLLM, with which the measured rows of serving were read.",
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
            name="batch_wait_s",
            title="Longest wait for others of a static batch",
            unit="s",
            default=0.1,
            low=0.0,
            high=0.5,
            least=0.0,
            most=3600.0,
            reason="Where the engine does not say. TorchServe waits at most 0.1 s by default, Triton not at all.",
        ),
        Assumption(
            name="retrieval_s",
            title="Time of a retrieval",
            unit="s",
            default=0.05,
            low=0.002,
            high=0.15,
            least=0.0,
            most=3600.0,
            reason="Where no time of a query is published for the vector database: medians of 1.4 to 9 ms were "
            "measured on own servers, and 112 ms, 128 at the 95th percentile, of a serverless index over the "
            "internet; between them, a planning value.",
        ),
        Assumption(
            name="round_trip_s",
            title="Round trip of a call inside a data center",
            unit="s",
            default=0.0005,
            low=0.0001,
            high=0.002,
            least=0.0,
            most=10.0,
            reason="From an application to an engine and back, its protocol included: 0.5 ms is the usual planning "
            "value inside a data center; between zones it is more.",
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
            name="sequence_tokens",
            title="Sequence length of training",
            unit="",
            default=8192.0,
            low=2048.0,
            high=8192.0,
            least=1.0,
            most=1e8,
            reason="Where a training job does not say: Llama 3 is pre-trained at 8,192 tokens, GPT-3 at 2,048.",
        ),
        Assumption(
            name="batch_tokens",
            title="Tokens of a global batch",
            unit="",
            default=4_194_304.0,
            low=1_048_576.0,
            high=16_777_216.0,
            least=1.0,
            most=1e12,
            reason="Where a training job states no global batch: 4 Mi tokens; Llama 3 405B begins with 4 and ends with "
            "16 million.",
        ),
        Assumption(
            name="training_memory_share",
            title="Memory that training may use",
            unit="",
            default=1.0,
            low=0.9,
            high=1.0,
            least=0.05,
            most=1.0,
            reason="Of the memory as it is sold, in GiB; 4 GB for the libraries, their buffers and fragments are "
            "counted beside what the job holds. Take less to keep some free.",
        ),
        Assumption(
            name="fabric_gbps_each",
            title="Fabric rate of an accelerator",
            unit="Gb/s",
            default=200.0,
            low=25.0,
            high=400.0,
            least=0.001,
            most=1e6,
            reason="Where neither the drawing nor the part says: a DGX A100 has 200 and a DGX H100 400 Gb/s for each "
            "GPU, smaller rented machines share 25 to 100 Gb/s.",
        ),
        Assumption(
            name="failures_per_1000_node_days",
            title="Failures in 1,000 node-days",
            unit="",
            default=3.79,
            low=2.34,
            high=6.5,
            most=1e6,
            reason="Llama 3 had 419 interruptions on 16,384 GPUs in 54 days: 3.79. Meta's clusters: 2.34 (RSC-2) and "
            "6.5 (RSC-1).",
        ),
        Assumption(
            name="repair_days",
            title="Repair of a machine",
            unit="days",
            default=5.54,
            low=4.35,
            high=6.56,
            most=1e4,
            reason="From a failure until it is back: 584 repairs of 400 servers took 6.56 days on average in one half "
            "of a year and 4.35 in the other (InfiniteHBD fault trace); half of them took less than 1.4 days.",
        ),
        Assumption(
            name="downtime_usd_per_hour",
            title="Cost of an hour of downtime",
            unit="USD/h",
            default=300_000.0,
            low=100_000.0,
            high=5_000_000.0,
            most=1e12,
            reason="Of a service that people ask, where nobody says: over 90% of mid-size and large firms put an hour "
            "above 300,000 USD and 41% at 1 to over 5 million (ITIC, hourly cost of downtime survey of 1,000 firms, "
            "November 2023 to March 2024); 98% of large ones above 100,000 (its survey of 2020). What firms say of "
            "themselves, without fines: set your own. A training job costs what its machines do.",
        ),
        Assumption(
            name="enough_hosts_share",
            title="Share of the time with enough machines",
            unit="",
            default=0.9,
            low=0.9,
            high=0.9,
            most=0.999999,
            reason="For which spares are worked out: a planning value, the more the longer a job may not wait.",
        ),
        Assumption(
            name="spot_interruptions_per_month",
            title="Interruptions of a spot instance in a month",
            unit="1/month",
            default=0.15,
            low=0.05,
            high=0.25,
            most=1e4,
            reason="For each instance: AWS's advisor of June 2025 names shares from under 5% to over 20% of instances "
            "stopped in a month, by region and type; 15% is a planning value.",
        ),
        Assumption(
            name="replica_start_min",
            title="Start of another machine that serves",
            unit="min",
            default=10.0,
            low=3.0,
            high=30.0,
            most=1e5,
            reason="From a machine that is taken away until another answers: getting it, starting it, loading the "
            "model; a planning value, measure your own.",
        ),
        Assumption(
            name="restart_min",
            title="Restart of a training job",
            unit="min",
            default=15.0,
            low=5.0,
            high=60.0,
            most=1e5,
            reason="From a failure until training goes on: noticing it, another node, loading the checkpoint; a "
            "planning value, measure your own.",
        ),
        Assumption(
            name="bytes_per_token",
            title="Bytes read for a token",
            unit="B",
            default=4.0,
            low=2.0,
            high=8.0,
            most=1e9,
            reason="Where neither job nor data set says: token numbers are stored in 2 or 4 B; images and video take "
            "far more.",
        ),
        Assumption(
            name="grid_kg_per_kwh",
            title="Carbon of the grid",
            unit="kg/kWh",
            default=0.385,
            low=0.05,
            high=0.8,
            most=5.0,
            reason="The average of the USA that the LLaMA paper takes; grids of water and nuclear power lie near 0.05, "
            "of coal near 0.8. Set that of your site.",
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
            name="staff_usd_per_year",
            title="Cost of one of staff",
            unit="USD/year",
            default=135_000.0,
            low=97_000.0,
            high=250_000.0,
            most=1e7,
            reason="Median wage of network and computer systems administrators in the USA (Bureau of Labor Statistics, "
            "May 2024: 96,800), times 1.4 for benefits, taxes and workplace, a planning factor; GPU engineers cost "
            "more.",
        ),
        Assumption(
            name="staff_per_100_accelerators",
            title="Staff for 100 accelerators",
            unit="",
            default=0.5,
            low=0.1,
            high=2.0,
            most=1000.0,
            reason="People who run owned machines; a planning value, set your own: small sites need more each, large "
            "ones less.",
        ),
        Assumption(
            name="colocation_usd_per_kw_month",
            title="Rent of a hall",
            unit="USD/kW/month",
            default=184.06,
            low=120.0,
            high=217.3,
            most=10_000.0,
            reason="For each kW of IT at its maximum, where no plant is drawn; electricity apart. CBRE: 184.06 asked "
            "in the primary US markets for 250 to 500 kW, end of 2024; 120 to 140 in 2018; 217.30 the mean of the "
            "world, early 2025.",
        ),
        Assumption(
            name="spot_overhead",
            title="Hours paid again on spot",
            unit="",
            default=0.1,
            low=0.03,
            high=0.3,
            most=10.0,
            reason="Work lost and started again when spot instances are taken away, as a share of the useful hours; a "
            "planning value: AWS has told of under 5% to over 20% of instances stopped in a month.",
        ),
        Assumption(
            name="hash_share",
            title="Share of a fabric that hash collisions leave",
            unit="",
            default=0.85,
            low=0.6,
            high=1.0,
            least=0.01,
            most=1.0,
            reason="Where switches choose among equal ways by a hash, few large flows meet on some; a planning value "
            "without a measurement. With adaptive routing chosen for the design nothing is taken off.",
        ),
        *BUYING,
        *FACILITY,
        *ENERGY,
        *COOLING,
        *MONEY,
        *PHASES,
    )
}

RETIRED: Final = frozenset({"collective_step_inside_us", "collective_step_fabric_us", "serving_efficiency"})
"""Assumptions that older designs may set and that nothing reads any more: latencies of collectives are fitted now, and
so is what serving reaches of the speed of its accelerators."""


def assumed(design: Design, name: str) -> Figure:
    """Assumption NAME as a leaf figure: the design's own value, else that of its grid, else the default with its range.

    Raises:
        KeyError: there is no such assumption.
    """
    # Asked thousands of times in an analysis, of the very same settings.
    known = _known.of((design.settings,), None, dict[str, Figure])
    found = known.get(name)
    if found is None:
        found = known[name] = _assumed(design, name)
    return found


_known: Final = Remembered[dict[str, Figure]]()


def _assumed(design: Design, name: str) -> Figure:
    item = ASSUMPTIONS[name]
    own = design.settings.assumptions.get(name)
    if own is not None:
        return leaf(
            item.title,
            own,
            item.unit,
            operation="assumption",
            status="user",
            subject=name,
            note="Set in this design.",
        )
    grid = GRIDS.get(design.settings.choices.get("grid", "")) if name == "grid_kg_per_kwh" else None
    if grid is not None:
        return leaf(
            item.title,
            grid.kg_per_kwh,
            item.unit,
            operation="assumption",
            status="sourced",
            subject=name,
            date=str(grid.year),
            note=f"{grid.title}, {grid.year}. {grid.source}.",
        )
    return leaf(
        item.title,
        item.default,
        item.unit,
        low=item.low,
        high=item.high,
        operation="assumption",
        status="assumed",
        subject=name,
        note=item.reason,
    )
