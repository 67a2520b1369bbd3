"""Every rule in one list, and the review that runs them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from msgspec.structs import replace

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design
from designer.review import structure_rules, update_rules
from designer.review.affected_figures import figures_touched
from designer.review.cooling import cooling_failure_rules, cooling_rules, energy_rules
from designer.review.findings import MOST_OF_A_RULE, SEVERITIES, Finding
from designer.review.money import api_rules, cost_rules, money_rules, price_book_rules
from designer.review.network import (
    address_rules,
    cable_fit_rules,
    cable_route_rules,
    cabling_rules,
    network_rules,
    panel_rules,
    port_rules,
    reach_rules,
)
from designer.review.phases import phase_rules
from designer.review.power import battery_rules, feed_rules, hall_rules, optics_rules, plant_rules, power_rules
from designer.review.rooms import floor_rules, rack_rules
from designer.review.workloads import (
    data_rules,
    goodput_rules,
    pool_rules,
    silicon_rules,
    training_rules,
    workload_rules,
)

Rule = Callable[[Design, Results, date], Iterable[Finding]]
"""A rule looks at a design, at what the analysis says of it and at today's date, and tells what it found."""

LibraryRule = Callable[[Design, Library], Iterable[Finding]]
"""A rule that holds a design against the parts on hand."""

RULES: Final[tuple[Rule, ...]] = (
    structure_rules.lost_parent,
    structure_rules.unknown_part,
    structure_rules.link_to_nowhere,
    structure_rules.unknown_kind,
    structure_rules.wrong_place,
    structure_rules.link_to_itself,
    structure_rules.chip_without_host,
    structure_rules.too_few_endpoints,
    port_rules.ports_do_not_fit,
    port_rules.ports_overfull,
    port_rules.spread_does_not_come_out,
    port_rules.hosts_cabled_unalike,
    port_rules.needs_adapter,
    panel_rules.ports_lead_nowhere,
    panel_rules.map_names_no_port,
    panel_rules.ends_do_not_fit,
    reach_rules.path_does_not_reach,
    address_rules.addresses_too_few,
    cable_fit_rules.no_such_breakout,
    cable_fit_rules.cable_does_not_suit,
    cable_route_rules.cable_does_not_reach,
    cable_route_rules.no_cable_reaches,
    cable_route_rules.cable_too_short,
    cable_route_rules.tray_too_full,
    cable_route_rules.bend_too_tight,
    cabling_rules.rails_swapped,
    cabling_rules.leaf_misses_spine,
    cabling_rules.uneven_striping,
    cabling_rules.mixed_rates,
    cabling_rules.planes_meet,
    floor_rules.floor_trouble,
    floor_rules.rack_without_place,
    power_rules.rack_over_limit,
    rack_rules.places_in_racks,
    rack_rules.air_against_the_others,
    rack_rules.liquid_without_link,
    rack_rules.waiting_for_places,
    power_rules.cooling_too_small,
    cooling_rules.zone_over_capacity,
    cooling_rules.unit_overloaded,
    cooling_rules.supply_too_warm,
    cooling_rules.airflow_short,
    cooling_rules.needs_coolant,
    cooling_rules.out_of_reach,
    cooling_rules.coolant_ring,
    cooling_failure_rules.cooling_failure_overloads,
    cooling_rules.coolers_odd,
    hall_rules.hall_without_plant,
    hall_rules.site_over_supply,
    power_rules.no_power,
    feed_rules.feed_overloaded,
    plant_rules.power_loop,
    plant_rules.stage_overloaded,
    plant_rules.failure_overloads,
    plant_rules.phases_swapped,
    plant_rules.phases_unbalanced,
    plant_rules.unlike_volts,
    plant_rules.sides_meet,
    battery_rules.battery_too_short,
    battery_rules.battery_unknown,
    battery_rules.ups_bypassed,
    plant_rules.power_single_point,
    plant_rules.cooling_unfed,
    power_rules.typical_above_maximum,
    power_rules.one_power_side,
    power_rules.rack_without_budget,
    cooling_rules.rack_too_hot_for_air,
    cooling_failure_rules.cooling_single_point,
    power_rules.power_unknown,
    optics_rules.optics_beside_the_load,
    power_rules.plant_unknown,
    energy_rules.climate_not_chosen,
    energy_rules.heat_without_way_out,
    energy_rules.pue_implausible,
    energy_rules.water_in_dry_climate,
    energy_rules.outdoors_too_warm,
    network_rules.no_network,
    network_rules.islands,
    network_rules.oversubscribed,
    network_rules.link_overloaded,
    network_rules.node_overloaded,
    network_rules.storage_too_slow,
    network_rules.single_point_of_failure,
    network_rules.services_hang_on_it,
    network_rules.no_storage,
    network_rules.no_management,
    cost_rules.weak_prices,
    cost_rules.price_unknown,
    cost_rules.stale_prices,
    cost_rules.years_apart,
    price_book_rules.stale_rate,
    price_book_rules.expired_quote,
    price_book_rules.stale_bundle,
    price_book_rules.currency_without_rate,
    price_book_rules.wanted_price_missing,
    price_book_rules.idle_entries,
    phase_rules.phase_too_late,
    phase_rules.power_after_wanted,
    phase_rules.phase_time_unknown,
    phase_rules.phase_order_late,
    phase_rules.phase_empty,
    phase_rules.phase_holds_unknown,
    money_rules.idle_capacity,
    money_rules.one_vendor,
    money_rules.serving_on_spot,
    workload_rules.model_does_not_fit,
    workload_rules.training_too_late,
    training_rules.training_memory_tight,
    training_rules.training_split_slower,
    goodput_rules.too_few_spares,
    goodput_rules.checkpoints_far_from_best,
    goodput_rules.checkpoints_stop_it,
    goodput_rules.outages_take_machines,
    goodput_rules.spot_costs_more,
    pool_rules.pools_joined,
    pool_rules.pool_is_the_limit,
    workload_rules.work_in_pieces,
    workload_rules.runs_on_nothing,
    workload_rules.shares_over_all,
    workload_rules.chips_beside_the_part,
    workload_rules.service_overloaded,
    workload_rules.may_be_too_little,
    workload_rules.promise_broken,
    workload_rules.demand_without_capacity,
    workload_rules.asks_in_a_ring,
    workload_rules.not_said_yet,
    workload_rules.answer_too_slow,
    silicon_rules.training_on_inference_silicon,
    silicon_rules.software_on_other_silicon,
    silicon_rules.prompt_too_long,
    api_rules.api_price_changes,
    api_rules.api_spending_limited,
    api_rules.api_supposed,
    data_rules.index_does_not_fit,
    data_rules.sensitive_data_outside,
    data_rules.pipeline_behind,
    data_rules.store_overloaded,
    data_rules.store_out_of_reach,
    data_rules.orchestrator_over_limit,
    data_rules.lineage_unclear,
    data_rules.data_not_versioned,
    data_rules.no_tracker,
    data_rules.software_without_machines,
    data_rules.unmaintained,
)

LIBRARY_RULES: Final[tuple[LibraryRule, ...]] = (update_rules.newer_facts,)


def review(
    design: Design,
    results: Results,
    today: date,
    rules: Sequence[Rule] = RULES,
    *,
    library: Library | None = None,
) -> tuple[Finding, ...]:
    """Return what a person should know about DESIGN, worst first.

    A rule that breaks becomes a finding itself, so that one bad rule never hides the others.

    Args:
        design: The design, incomplete or odd as it may be.
        results: What the analysis says; rules about what was not analysed stay silent.
        today: Against which the dates of prices are old.
        rules: The rules to run, in order.
        library: The parts on hand, or those of them that matter here; without them LIBRARY_RULES are not run.
    """
    found: list[Finding] = []
    checks = [(_name(rule), partial(rule, design, results, today)) for rule in rules]
    if library is not None:
        checks += [(_name(rule), partial(rule, design, library)) for rule in LIBRARY_RULES]
    for name, check in checks:
        try:
            said = list(islice(check(), MOST_OF_A_RULE + 1))
        except Exception as error:
            found.append(
                Finding(
                    rule="rule-failed",
                    severity="warning",
                    message=f"The rule {name} could not be checked.",
                    detail=f"It stopped with {type(error).__name__}: {error}",
                )
            )
            continue
        found.extend(said[:MOST_OF_A_RULE])
        if len(said) > MOST_OF_A_RULE:
            found.append(
                Finding(
                    rule=said[-1].rule,
                    severity=said[-1].severity,
                    message=f"There are more of these; the first {MOST_OF_A_RULE} are listed.",
                    detail="Mend some of them, and the next ones are shown.",
                )
            )
    found = [replace(finding, touches=figures_touched(design, finding)) for finding in found]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _name(rule: Rule | LibraryRule) -> str:
    return getattr(rule, "__name__", "without a name")
