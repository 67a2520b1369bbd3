"""Calculators of availability and failure."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number, numbers
from designer.formulas.reliability.availability import combine_availability
from designer.formulas.reliability.failure_rates import (
    checkpoint_interval_h,
    effective_training_ratio,
    failure_rate,
    job_mttf_h,
)

SUBJECT: Final = "Failure and availability"


def _availability(settings: Settings) -> dict[str, Result]:
    return asdict(combine_availability(settings.numbers("series"), settings.numbers("parallel")))


def _job_mttf(settings: Settings) -> dict[str, Result]:
    hours = job_mttf_h(
        settings.integer("accelerators"),
        settings.integer("accelerators_per_node"),
        settings.number("failures_per_node_day"),
    )
    return {"mttf_h": hours}


def _failure_rate(settings: Settings) -> dict[str, Result]:
    rate = failure_rate(
        settings.numbers("counts"),
        settings.integer("planned"),
        settings.integer("accelerators"),
        settings.integer("accelerators_per_node"),
        settings.number("days"),
    )
    return asdict(rate)


def _checkpoint_interval(settings: Settings) -> dict[str, Result]:
    mttf_h, write_h = settings.number("mttf_h"), settings.number("write_s") / 3600
    interval_h = checkpoint_interval_h(write_h, mttf_h)
    if interval_h == 0:
        raise ValueError(f"write_s must be above 0 and well below the MTTF of {mttf_h:g} h.")
    ratio = effective_training_ratio(mttf_h, settings.number("restart_s") / 3600, interval_h, write_h)
    return {"interval_min": interval_h * 60, "effective_ratio": ratio}


CALCULATORS: Final = (
    Calculator(
        name="availability",
        subject=SUBJECT,
        summary="Availability of parts that must all work and of a group of which one must.",
        formula="series ΠA, parallel 1 − Π(1−A), combined their product, downtime (1 − combined) · 8,760 h",
        source="reliability block diagram; Microsoft Azure architecture guide, composite SLAs",
        validity="Independent failures; an empty list counts as always available.",
        inputs=(
            numbers("series", "", "availability of each part that must work, 0 to 1", optional=True),
            numbers("parallel", "", "availability of each part of which one must work", optional=True),
        ),
        outputs=(
            Output("series", "", "availability of the series"),
            Output("parallel", "", "availability of the group"),
            Output("combined", "", "availability of both together"),
            Output("downtime_h_per_year", "h/year", "expected hours a year without service"),
        ),
        compute=_availability,
    ),
    Calculator(
        name="job-mttf",
        subject=SUBJECT,
        summary="Mean time to failure of a large job.",
        formula="24 h / (nodes · r), nodes = ⌈accelerators / accelerators per node⌉",
        source="Kokolis et al., Revisiting Reliability, HPCA 2025: r = 0.0065 (RSC-1), 0.00234 (RSC-2); "
        "Llama 3 paper: 0.00379",
        validity="Large jobs only: at 1,024 accelerators and r = 0.0065 it gives 28.8 h where 7.9 h was measured.",
        inputs=(
            integer("accelerators", "", "accelerators of the job"),
            integer("accelerators_per_node", "", "accelerators in a node"),
            number("failures_per_node_day", "1/day", "failures per node and day"),
        ),
        outputs=(Output("mttf_h", "h", "mean time to failure"),),
        compute=_job_mttf,
    ),
    Calculator(
        name="failure-rate",
        subject=SUBJECT,
        summary="Failure rate from counted interruptions.",
        formula="r = unexpected / (nodes · days)",
        source="definition; Llama 3 paper, section 3.3.4 and Table 5: 419 on 16,384 GPUs in 54 days",
        validity="As good as the count: with few interruptions the rate is uncertain.",
        inputs=(
            numbers("counts", "", "unexpected interruptions, one number per cause"),
            integer("planned", "", "planned interruptions", 0),
            integer("accelerators", "", "accelerators of the job"),
            integer("accelerators_per_node", "", "accelerators in a node"),
            number("days", "days", "days that were watched"),
        ),
        outputs=(
            Output("unexpected", "", "unexpected interruptions"),
            Output("total", "", "those and the planned ones"),
            Output("shares", "", "share of each cause in the unexpected ones"),
            Output("mean_h_between", "h", "mean hours between unexpected interruptions"),
            Output("failures_per_node_day", "1/day", "failures per node and day"),
        ),
        compute=_failure_rate,
    ),
    Calculator(
        name="checkpoint-interval",
        subject=SUBJECT,
        summary="How often to write a checkpoint, and what share of the time then trains.",
        formula="interval √(2·write·MTTF) − write; ratio (1 − (restart + interval/2)/MTTF) / (1 + write/interval)",
        source="Young and Daly; Kokolis et al., Revisiting Reliability, HPCA 2025",
        validity="Writing takes much less than the MTTF and stops the job.",
        inputs=(
            number("mttf_h", "h", "mean time to failure of the job"),
            number("write_s", "s", "time to write a checkpoint"),
            number("restart_s", "s", "time to start again", 0.0),
        ),
        outputs=(
            Output("interval_min", "min", "time between checkpoints"),
            Output("effective_ratio", "", "share of the time that trains"),
        ),
        compute=_checkpoint_interval,
    ),
)
