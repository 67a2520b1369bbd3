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
            default=0.92,
            low=0.85,
            high=0.96,
            least=0.05,
            most=1.0,
            reason="What is left of an accelerator's memory after the libraries, their buffers and fragments; a "
            "planning value.",
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
            name="collective_step_inside_us",
            title="Latency of a collective's step on the scale-up link",
            unit="µs",
            default=8.0,
            low=2.0,
            high=12.0,
            most=1e6,
            reason="Two measured all-reduces of 1 MiB on four A100, 51.4 and 60.75 µs (vTrain, LLMCompass), leave 7.7 "
            "and 9.3 µs for each of their six steps when the wire time at 300 GB/s is taken off.",
        ),
        Assumption(
            name="collective_step_fabric_us",
            title="Latency of a collective's step on the fabric",
            unit="µs",
            default=15.0,
            low=5.0,
            high=30.0,
            most=1e6,
            reason="A planning value without a measurement: the step on the scale-up link, the network cards at both "
            "ends and the switches between them.",
        ),
        Assumption(
            name="diversity",
            title="Diversity of the maxima",
            unit="",
            default=1.0,
            low=0.8,
            high=1.0,
            least=0.05,
            most=1.0,
            reason="Share of the sum of all maxima that is drawn at one moment above the rack PDUs: 1, because "
            "training runs all accelerators in step; mixed machines rarely peak together.",
        ),
        Assumption(
            name="power_factor",
            title="Power factor",
            unit="",
            default=1.0,
            low=0.95,
            high=1.0,
            least=0.1,
            most=1.0,
            reason="Watts for a volt-ampere where only volt-amperes are stated: supplies with correction run close to "
            "1, and APC counts the AP8868 so; set 0.95 to be careful.",
        ),
        Assumption(
            name="ups_efficiency",
            title="Efficiency of a UPS",
            unit="",
            default=0.965,
            low=0.94,
            high=0.975,
            least=0.1,
            most=1.0,
            reason="Where a UPS does not say: those of the catalog state 0.965 to 0.975 in double conversion, at their "
            "best load.",
        ),
        Assumption(
            name="transformer_efficiency",
            title="Efficiency of a transformer",
            unit="",
            default=0.99,
            low=0.98,
            high=0.996,
            least=0.1,
            most=1.0,
            reason="Where a transformer does not say: US law asks 0.9955 of 2,500 kVA at half load; small and dry ones "
            "reach less.",
        ),
        Assumption(
            name="generator_start_s",
            title="Start of a generator",
            unit="s",
            default=10.0,
            low=8.0,
            high=60.0,
            most=3600.0,
            reason="From the loss of the utility until a generator carries the load: NFPA 110 calls 10 s type 10, the "
            "usual class of emergency sets.",
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
        Assumption(
            name="front_clearance_mm",
            title="Free floor in front of a rack",
            unit="mm",
            default=1_200.0,
            low=1_000.0,
            high=1_800.0,
            most=10_000.0,
            reason="TIA-942 asks for 1.0 m and prefers 1.2 m, so that equipment can be put in from the front.",
        ),
        Assumption(
            name="rear_clearance_mm",
            title="Free floor behind a rack",
            unit="mm",
            default=1_000.0,
            low=600.0,
            high=1_200.0,
            most=10_000.0,
            reason="TIA-942 asks for 0.6 m and prefers 1.0 m for work behind the rack.",
        ),
        Assumption(
            name="rack_width_mm",
            title="Width of a rack",
            unit="mm",
            default=600.0,
            low=600.0,
            high=800.0,
            least=100.0,
            most=5_000.0,
            reason="Footprint of a rack that has neither a width nor a cabinet: that of the catalog's 42 U cabinets; "
            "wider ones leave room for cables.",
        ),
        Assumption(
            name="rack_depth_mm",
            title="Depth of a rack",
            unit="mm",
            default=1_200.0,
            low=1_070.0,
            high=1_400.0,
            least=100.0,
            most=5_000.0,
            reason="Footprint of a rack that has neither a depth nor a cabinet: that of the deeper of the catalog's 42 "
            "U cabinets, in which accelerator servers fit.",
        ),
        Assumption(
            name="rack_units",
            title="Rack units of a rack",
            unit="U",
            default=42.0,
            low=42.0,
            high=52.0,
            least=1.0,
            most=100.0,
            reason="Of a rack that has neither rack units nor a cabinet: most cabinets of the catalog have 42.",
        ),
        Assumption(
            name="rack_cable_depth_mm",
            title="Room for cables behind a device",
            unit="mm",
            default=100.0,
            low=50.0,
            high=200.0,
            most=1_000.0,
            reason="For plugs and the bend of cables between a device and the door: a planning value without a "
            "published source.",
        ),
        Assumption(
            name="rack_height_u",
            title="Rack units of a rack",
            unit="U",
            default=42.0,
            low=42.0,
            high=52.0,
            least=1.0,
            most=100.0,
            reason="Of a rack that has neither a height nor a cabinet, for the height of its middle: a usual cabinet.",
        ),
        Assumption(
            name="cable_slack_share",
            title="Slack of a cable",
            unit="",
            default=0.05,
            low=0.03,
            high=0.1,
            most=1.0,
            reason="Added to the route, since cables do not lie straight and round their corners in bows; a planning "
            "value, measure your own.",
        ),
        Assumption(
            name="cable_end_m",
            title="Cable at each end",
            unit="m",
            default=0.5,
            low=0.3,
            high=1.5,
            most=50.0,
            reason="From the port to the side of the rack, with a loop so that a plug can be drawn: half the width of "
            "a rack and 0.2 m; a planning value.",
        ),
        Assumption(
            name="cable_height_mm",
            title="Height of cables without a tray",
            unit="mm",
            default=2_700.0,
            low=2_300.0,
            high=3_200.0,
            most=20_000.0,
            reason="Where no tray is drawn or none is near, cables run along the walls at this height: above a rack of "
            "52 U with room to work.",
        ),
        Assumption(
            name="tray_reach_mm",
            title="From a rack to its tray",
            unit="mm",
            default=2_000.0,
            low=1_200.0,
            high=3_000.0,
            most=100_000.0,
            reason="So far a cable may go from its rack to the nearest tray, seen from above: an aisle's width; a "
            "planning value.",
        ),
        Assumption(
            name="tray_fill_share",
            title="Fill of a tray, at most",
            unit="",
            default=0.4,
            low=0.25,
            high=0.5,
            least=0.01,
            most=1.0,
            reason="Share of a tray's cross-section that cables may take. TIA-569 has at most 50%; planned with 40%, "
            "so that some can be added.",
        ),
        Assumption(
            name="copper_cable_mm",
            title="Diameter of a copper cable",
            unit="mm",
            default=9.0,
            low=5.0,
            high=11.0,
            least=0.1,
            most=100.0,
            reason="Of direct-attach cables where the part does not say: those of eight pairs are about twice as thick "
            "as those of two; a planning value.",
        ),
        Assumption(
            name="fibre_cable_mm",
            title="Diameter of a fibre cable",
            unit="mm",
            default=3.0,
            low=2.0,
            high=5.0,
            least=0.1,
            most=100.0,
            reason="Of fibre cables of up to 12 fibres and of active optical cables where the part does not say: 3.0 "
            "mm is the usual jacket.",
        ),
        Assumption(
            name="twisted_pair_mm",
            title="Diameter of a twisted pair cable",
            unit="mm",
            default=7.5,
            low=6.0,
            high=9.0,
            least=0.1,
            most=100.0,
            reason="Of RJ45 cables where the part does not say: TIA-568 allows up to 9.0 mm for Cat6A; planned.",
        ),
        Assumption(
            name="power_cable_mm",
            title="Diameter of a power cable",
            unit="mm",
            default=12.0,
            low=8.0,
            high=25.0,
            least=0.1,
            most=200.0,
            reason="Of cords and feeds where the part does not say; a planning value.",
        ),
        Assumption(
            name="bend_ratio",
            title="Least bend radius over the diameter",
            unit="",
            default=10.0,
            low=4.0,
            high=20.0,
            most=100.0,
            reason="TIA-568 has 10 times the diameter for fibre at rest and 20 under pull, 4 times for twisted pairs.",
        ),
        Assumption(
            name="drum_m",
            title="Cable on a drum",
            unit="m",
            default=305.0,
            low=100.0,
            high=2_000.0,
            least=1.0,
            most=100_000.0,
            reason="Cable that is cut to length comes on drums or in boxes: 1,000 ft is usual for twisted pairs.",
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
