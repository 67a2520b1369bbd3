"""Calculators of goodput: interruptions, spares, spot, and availability of what is there more than once."""

from math import inf
from typing import Final

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, integer, number, numbers
from designer.formulas.checks import share as share_of
from designer.formulas.periods import HOURS_PER_MONTH, HOURS_PER_YEAR
from designer.formulas.workloads.goodput.closed_form import best_interval_s, goodput, mtbf_s
from designer.formulas.workloads.goodput.spares import (
    effective_price,
    mean_down,
    p_enough,
    spares_for,
    spot_rate_per_day,
)

SUBJECT: Final = "Failure and availability"


def _goodput(settings: Settings) -> dict[str, Result]:
    rate, write, restart = (settings.number(name) for name in ("interruptions_per_day", "write_s", "restart_s"))
    return _at(settings, rate, write, restart)


def _at(settings: Settings, rate: float, write: float, restart: float) -> dict[str, Result]:
    from designer.formulas.workloads.goodput.ranges import goodput_draws, spread_of  # NumPy takes long to load

    mean = mtbf_s(rate)
    if mean == inf:
        raise ValueError("interruptions_per_day must be above 0: without any there is no best interval.")
    interval = settings.number("interval_s") if settings.given("interval_s") else best_interval_s(write, mean)
    enough = share_of("p_enough", settings.number("p_enough"))
    share = goodput(mean, write, restart, interval) * enough
    ranged = spread_of(goodput_draws(rate, settings.number("days"), write, restart, interval) * enough)
    return {
        "mtbf_s": mean,
        "interval_s": interval,
        "goodput": share,
        # A single share is not outside of its own range, however unlike the draws are.
        "goodput_p10": min(ranged.p10, share),
        "goodput_p90": max(ranged.p90, share),
    }


def _spares(settings: Settings) -> dict[str, Result]:
    hosts, rate, repair = (
        settings.integer("hosts"),
        settings.number("faults_per_host_day"),
        settings.number("repair_days"),
    )
    down = mean_down(hosts, settings.integer("spares"), rate, repair)
    return {
        "mean_down": down,
        "p_enough": p_enough(down, settings.integer("spares")),
        "spares_for_target": spares_for(hosts, rate, repair, settings.number("target")),
    }


def _spot(settings: Settings) -> dict[str, Result]:
    each = spot_rate_per_day(settings.number("share_interrupted"), settings.number("per_hours"))
    rate = settings.integer("hosts") * (each + settings.number("faults_per_host_day"))
    found = _at(settings, rate, settings.number("write_s"), settings.number("restart_s"))
    if found["goodput"] == 0:
        raise ValueError("It is interrupted before anything is written, so no hour of progress has a price.")
    share = found["goodput"]
    assert isinstance(share, float)
    return {
        **found,
        "interruptions_per_day": rate,
        "effective_usd_per_h": effective_price(settings.number("usd_per_h"), share),
    }


def _units(settings: Settings) -> dict[str, Result]:
    from designer.formulas.workloads.goodput.hosts_up import units_enough  # NumPy takes long to load

    up = units_enough(
        settings.integer("units"),
        settings.integer("needed"),
        settings.number("unit_availability"),
        settings.number("shared_bus"),
    )
    return {"availability": up, "downtime_h_per_year": (1 - up) * HOURS_PER_YEAR}


def _hosts_up(settings: Settings) -> dict[str, Result]:
    from designer.formulas.workloads.goodput.hosts_up import (  # NumPy takes long to load
        Place,
        at_least,
        hosts_up,
        mean_of,
    )

    racks, each = settings.integer("racks"), settings.integer("hosts_per_rack")
    if racks < 1 or each < 1 or racks * each > 20_000:
        raise ValueError("racks and hosts_per_rack must be 1 or more, and make 20,000 hosts at most.")
    rack = Place(settings.number("rack_availability"), each, settings.number("host_availability"), copies=racks)
    shares = hosts_up(rack)
    return {
        "mean_hosts_up": mean_of(shares),
        "p_all_up": at_least(shares, racks * each),
        "p_at_least": [at_least(shares, int(number)) for number in settings.numbers("at_least")],
    }


_RECOVERY: Final = (
    number("write_s", "s", "time that a checkpoint stops the job"),
    number("restart_s", "s", "time from an interruption until it trains again", 0.0),
    number("interval_s", "s", "training between checkpoints; the best where it is not set", optional=True),
    number("days", "days", "days of the job, over which the range is drawn", 30.0),
    number("p_enough", "", "share of the time in which there are enough hosts, as spares answers it", 1.0),
)
_SHARES: Final = (
    Output("mtbf_s", "s", "mean time between interruptions"),
    Output("interval_s", "s", "training between checkpoints"),
    Output("goodput", "", "share of the time that trains"),
    Output("goodput_p10", "", "below which it lies in one of ten draws"),
    Output("goodput_p90", "", "above which it lies in one of ten draws"),
)
_FORM: Final = (
    "M = 86,400 / interruptions a day, τ = √(2·w·M), at least 60 s; (1 − (R + τ/2)/M) / (1 + w/τ), where interruptions "
    "cost over 0.3 of the time τ·e^(−R/M) / (M·(e^((τ+w)/M) − 1)); × P(enough hosts)"
)

CALCULATORS: Final = (
    Calculator(
        name="goodput",
        subject=SUBJECT,
        summary="What share of a long job's time trains, with checkpoints and interruptions, and its range.",
        formula=_FORM,
        source="Young 1974; Daly 2006; Kokolis et al., Revisiting Reliability, HPCA 2025",
        validity="Interruptions come independently of each other. The range draws the rate with a coefficient of "
        "variation of 0.35, as published rates of clusters differ.",
        inputs=(number("interruptions_per_day", "1/day", "interruptions of the job in a day"), *_RECOVERY),
        outputs=_SHARES,
        compute=_goodput,
    ),
    Calculator(
        name="spares",
        subject=SUBJECT,
        summary="How many hosts are in repair, how often the spares are enough, and how many are for a target.",
        formula="in repair ~ Poisson((hosts + spares) · r · repair); enough = P(in repair ≤ spares)",
        source="M/G/∞: Tijms, A First Course in Stochastic Models, 2003; Little's law",
        validity="Hosts fail one by one; faults that come in groups need more.",
        inputs=(
            integer("hosts", "", "hosts that the job needs"),
            integer("spares", "", "hosts beyond those", 0),
            number("faults_per_host_day", "1/day", "faults of a host in a day"),
            number("repair_days", "days", "mean time until a host is back"),
            number("target", "", "share of the time in which there are enough", 0.9),
        ),
        outputs=(
            Output("mean_down", "", "hosts in repair on average"),
            Output("p_enough", "", "share of the time in which the spares are enough"),
            Output("spares_for_target", "", "fewest spares for the target"),
        ),
        compute=_spares,
    ),
    Calculator(
        name="spot-goodput",
        subject=SUBJECT,
        summary="What spot interruptions leave of a job's time, and what an hour of progress then costs.",
        formula=f"interruptions a day = hosts · (share · 24 / hours + r); {_FORM}; price / goodput",
        source="the clouds' published shares of interrupted instances; Young 1974; Daly 2006",
        validity="Each instance that is taken away stops the job, and a new one comes within the restart.",
        inputs=(
            integer("hosts", "", "spot instances of the job"),
            number("share_interrupted", "", "share of instances that is taken away in per_hours"),
            number("per_hours", "h", "hours that the share is published for; a month has 730", HOURS_PER_MONTH),
            number("faults_per_host_day", "1/day", "faults of a host in a day beside", 0.0),
            *_RECOVERY,
            number("usd_per_h", "USD/h", "price of an hour", 0.0),
        ),
        outputs=(
            Output("interruptions_per_day", "1/day", "interruptions of the job in a day"),
            *_SHARES,
            Output("effective_usd_per_h", "USD/h", "price of an hour of progress"),
        ),
        compute=_spot,
    ),
    Calculator(
        name="availability-units",
        subject=SUBJECT,
        summary="Availability of units of which some must work, as N+1 or 2N, and of what all of them share.",
        formula="Σ over k from needed to units of C(units, k)·A^k·(1−A)^(units−k), × the shared bus; 2N is 1 of 2",
        source="k of n; Barlow and Proschan, Mathematical Theory of Reliability, 1965",
        validity="Independent failures.",
        inputs=(
            integer("units", "", "units that are there"),
            integer("needed", "", "units that must work"),
            number("unit_availability", "", "availability of one, 0 to 1"),
            number("shared_bus", "", "availability of what all of them need", 1.0),
        ),
        outputs=(
            Output("availability", "", "share of the time that enough of them work"),
            Output("downtime_h_per_year", "h/year", "expected hours a year without"),
        ),
        compute=_units,
    ),
    Calculator(
        name="hosts-up",
        subject=SUBJECT,
        summary="How many hosts are up at once, where each rack takes all of its hosts along.",
        formula="binomial law of a rack's hosts, × the rack's availability, + the rest at none; convolved over racks",
        source="convolution of independent counts; Barlow and Proschan, 1965",
        validity="Racks fail independently of each other, hosts within a rack too.",
        inputs=(
            integer("racks", "", "racks"),
            integer("hosts_per_rack", "", "hosts in each"),
            number("host_availability", "", "availability of a host, 0 to 1"),
            number("rack_availability", "", "availability of what all hosts of a rack need", 1.0),
            numbers("at_least", "", "numbers of hosts for which the share of the time is given", optional=True),
        ),
        outputs=(
            Output("mean_hosts_up", "", "hosts that are up on average"),
            Output("p_all_up", "", "share of the time in which all are up"),
            Output("p_at_least", "", "share in which so many are up, for each of at_least"),
        ),
        compute=_hosts_up,
    ),
)
