"""Small rooms and loops worked out by hand: heat, what takes it, what fails and how soon it is too warm."""

import pytest

from designer.analysis.run import analyze
from tests.builders.facilities import FACILITIES
from tests.builders.told import sections, told

CASES = {
    **dict.fromkeys(FACILITIES, ()),
    "air without a cooler": ("crah[1]",),
    "liquid without a unit": ("cdu[0]",),
    "liquid without its tower": ("tower",),
    "plant without chillers": ("chiller[0]", "chiller[1]"),
    "plant without power": ("utility",),
}
EXPECTED = """
## one path
heat_w 8421.05 W, heat_btu_per_h 28733.8 BTU/h, airflow_cfm 1059.27 CFM (735.602 to 1655.11), air_share 1,
    liquid_share 0
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3000 W, air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    503.152 CFM (349.411 to 786.175)
heat.devices[ups]: air_typical_w 315.789 W, air_max_w 421.053 W, liquid_typical_w 0 W, liquid_max_w 0 W,
    airflow_cfm 52.9634 CFM (36.7801 to 82.7553)
heat.sweep: tried 0
## two sides
heat_w 26666.7 W, heat_btu_per_h 90990.5 BTU/h, airflow_cfm 3354.35 CFM (2329.41 to 5241.17), air_share 1,
    liquid_share 0
racks[rack]: id rack, max_w 8000 W
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3000 W, air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    503.152 CFM (349.411 to 786.175)
heat.devices[ups-a]: air_typical_w 1000 W, air_max_w 1333.33 W, liquid_typical_w 0 W, liquid_max_w 0 W,
    airflow_cfm 167.717 CFM (116.47 to 262.058)
heat.devices[ups-b]: air_typical_w 1000 W, air_max_w 1333.33 W, liquid_typical_w 0 W, liquid_max_w 0 W,
    airflow_cfm 167.717 CFM (116.47 to 262.058)
heat.racks[rack]: air_typical_w 6000 W, air_max_w 8000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1006.3 CFM (698.822 to 1572.35), limit_w 40000 W (25000 to 40000)
heat.sweep: tried 0
## one more
heat_w 16000 W, heat_btu_per_h 54594.3 BTU/h, airflow_cfm 2012.61 CFM (1397.64 to 3144.7), air_share 1,
    liquid_share 0
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3200 W (2800 to 3600), air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0
    W, airflow_cfm 503.152 CFM (349.411 to 786.175)
heat.sweep: tried 0
## too much
heat_w 12000 W, heat_btu_per_h 40945.7 BTU/h, airflow_cfm 1509.46 CFM (1048.23 to 2358.53), air_share 1,
    liquid_share 0
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3200 W (2800 to 3600), air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0
    W, airflow_cfm 503.152 CFM (349.411 to 786.175)
heat.sweep: tried 0
## air
heat_w 16000 W, heat_btu_per_h 54594.3 BTU/h, airflow_cfm 2012.61 CFM (1397.64 to 3144.7), air_share 1,
    liquid_share 0, capacity_w 24000 W
racks[rack]: id rack, max_w 8000 W, weight_kg 60 kg
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3200 W (2800 to 3600), air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0
    W, airflow_cfm 500 CFM (500 to 625), inlet_max_c 35 °C, zone hall
heat.racks[rack]: air_typical_w 6400 W (5600 to 7200), air_max_w 8000 W, liquid_typical_w 0 W, liquid_max_w 0 W,
    airflow_cfm 1000 CFM (1000 to 1250), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 2, heat_w 16000 W, capacity_w 24000 W, utilisation
    0.666667, airflow_needed_cfm 2000 CFM (2000 to 2500), airflow_delivered_cfm 3000 CFM, supply_c 20 °C,
    inlet_max_c 35 °C, strictest host, volume_m3 60 m³, mass_kg 120 kg, spare 0
heat.units[crah]: id crah, kind crah, level 0, copies 2, zone hall, load_typical_w 6400 W, load_max_w 8000 W,
    capacity_w 12000 W, utilisation 0.666667, supply_c 20 °C
heat.sweep: tried 2
heat.sweep.failures[0]: ids (crah[0]), alike 2, accelerators 0, kept_w 4000 W, minutes 4.527 min (3.6216 to
    8.277)
heat.sweep.failures[0].zones[hall]: copies 1, heat_w 16000, capacity_w 12000, minutes 4.527 min (3.6216 to
    8.277)
heat.sweep.failures[0].warm: [host] 4
## liquid
heat_w 20000 W, heat_btu_per_h 68242.8 BTU/h, airflow_cfm 503.152 CFM (349.411 to 786.175), air_share 0.2,
    liquid_share 0.8, capacity_w 29000 W
racks[rack]: id rack, max_w 10000 W
heat: pressure_ratio 1 (0.8 to 1), notes (Pumps stand in their units: a pump that fails counts as its unit. Heat
    of fans and pumps is left out.)
heat.devices[host]: air_typical_w 1600 W, air_max_w 2000 W, liquid_typical_w 6400 W, liquid_max_w 8000 W,
    airflow_cfm 251.576 CFM (174.706 to 393.088), zone hall, units (cdu)
heat.racks[rack]: air_typical_w 1600 W, air_max_w 2000 W, liquid_typical_w 6400 W, liquid_max_w 8000 W,
    airflow_cfm 251.576 CFM (174.706 to 393.088), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 1, heat_w 4000 W, capacity_w 5000 W, utilisation 0.8,
    airflow_needed_cfm 503.152 CFM (349.411 to 786.175), supply_c 22.5 °C (18 to 27), mass_kg 0 kg, spare 0
heat.units[cdu]: id cdu, kind cdu, level 1, copies 2, load_typical_w 6400 W, load_max_w 8000 W, capacity_w 12000
    W, utilisation 0.666667, supply_c 30 °C, sources (tower), feeds (host)
heat.units[cdu].devices: [host] 2
heat.units[crah]: id crah, kind crah, level 0, copies 1, zone hall, load_typical_w 3200 W, load_max_w 4000 W,
    capacity_w 5000 W, utilisation 0.8, supply_c 22.5 °C (18 to 27)
heat.units[tower]: id tower, kind cooling-tower, level 0, copies 1, load_typical_w 12800 W, load_max_w 16000 W,
    capacity_w 50000 W, utilisation 0.32, supply_c 26 °C, feeds (cdu)
heat.units[tower].devices: [host] 2
heat.groups[0]: devices (host), units (cdu), unit_copies 2, load_w 16000 W, capacity_w 24000 W
heat.sweep: tried 6
heat.sweep.failures[0]: ids (tower), alike 1, accelerators 0, kept_w 16000 W, minutes 13.0813 min
heat.sweep.failures[0].uncooled: [host] 2
heat.sweep.failures[0].stopped: [cdu] 2
heat.sweep.failures[1]: ids (tower-cdu), alike 1, accelerators 0, kept_w 16000 W, minutes 13.0813 min
heat.sweep.failures[1].uncooled: [host] 2
heat.sweep.failures[1].stopped: [cdu] 2
heat.sweep.failures[2]: ids (cdu-host), alike 1, accelerators 0, kept_w 16000 W
heat.sweep.failures[2].uncooled: [host] 2
heat.sweep.failures[3]: ids (cdu[0]), alike 1, accelerators 0, kept_w 8000 W
heat.sweep.failures[3].uncooled: [host] 1
heat.sweep.failures[4]: ids (cdu[1]), alike 1, accelerators 0, kept_w 8000 W
heat.sweep.failures[4].uncooled: [host] 1
heat.sweep.failures[5]: ids (crah), alike 1, accelerators 0, kept_w 4000 W
heat.sweep.failures[5].zones[hall]: copies 1, heat_w 4000, capacity_w 0
heat.sweep.failures[5].warm: [host] 2
## plant
heat_w 41666.7 W, heat_btu_per_h 142173 BTU/h, airflow_cfm 5241.17 CFM (3639.7 to 8189.32), air_share 1,
    liquid_share 0, capacity_w 60000 W
racks[rack]: id rack, max_w 10000 W
heat: pressure_ratio 1 (0.8 to 1), still (ups), notes (Pumps stand in their units: a pump that fails counts as
    its unit. Heat of fans and pumps is left out.)
heat.devices[host]: air_typical_w 7500 W, air_max_w 10000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1257.88 CFM (873.528 to 1965.44), zone hall
heat.devices[ups]: air_typical_w 625 W, air_max_w 833.333 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    104.823 CFM (72.794 to 163.786)
heat.racks[rack]: air_typical_w 7500 W, air_max_w 10000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1257.88 CFM (873.528 to 1965.44), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 3, heat_w 40000 W, capacity_w 60000 W, utilisation
    0.666667, airflow_needed_cfm 5031.52 CFM (3494.11 to 7861.75), supply_c 22.5 °C (18 to 27), volume_m3 240
    m³, mass_kg 0 kg, spare 1
heat.units[chiller]: id chiller, kind chiller, level 1, copies 2, load_typical_w 20000 W, load_max_w 26666.7 W,
    capacity_w 30000 W, utilisation 0.888889, sources (dry), feeds (crah)
heat.units[crah]: id crah, kind crah, level 2, copies 3, zone hall, load_typical_w 10000 W, load_max_w 13333.3
    W, capacity_w 20000 W, utilisation 0.666667, supply_c 22.5 °C (18 to 27), sources (chiller)
heat.units[dry]: id dry, kind dry-cooler, level 0, copies 2, load_typical_w 20000 W, load_max_w 26666.7 W,
    capacity_w 40000 W, utilisation 0.666667, feeds (chiller)
heat.sweep: tried 9
heat.sweep.failures[0]: ids (dry-chiller), alike 1, accelerators 0, kept_w 40000 W, minutes 1.14684 min
    (0.289728 to 2.05224)
heat.sweep.failures[0].stopped: [chiller] 2, [crah] 3
heat.sweep.failures[0].zones[hall]: copies 1, heat_w 40000, capacity_w 0, minutes 1.14684 min (0.289728 to
    2.05224)
heat.sweep.failures[0].warm: [host] 4
heat.sweep.failures[1]: ids (chiller-crah), alike 1, accelerators 0, kept_w 40000 W, minutes 1.14684 min
    (0.289728 to 2.05224)
heat.sweep.failures[1].stopped: [crah] 3
heat.sweep.failures[1].zones[hall]: copies 1, heat_w 40000, capacity_w 0, minutes 1.14684 min (0.289728 to
    2.05224)
heat.sweep.failures[1].warm: [host] 4
heat.sweep.failures[2]: ids (dry[0]), alike 1, accelerators 0, kept_w 20000 W, minutes 2.29368 min (0.579456 to
    4.10448)
heat.sweep.failures[2].stopped: [chiller] 1, [crah] 2
heat.sweep.failures[2].zones[hall]: copies 1, heat_w 40000, capacity_w 20000, minutes 2.29368 min (0.579456 to
    4.10448)
heat.sweep.failures[2].warm: [host] 4
heat.sweep.failures[3]: ids (chiller[0]), alike 1, accelerators 0, kept_w 20000 W, minutes 2.29368 min (0.579456
    to 4.10448)
heat.sweep.failures[3].stopped: [crah] 2
heat.sweep.failures[3].zones[hall]: copies 1, heat_w 40000, capacity_w 20000, minutes 2.29368 min (0.579456 to
    4.10448)
heat.sweep.failures[3].warm: [host] 4
heat.sweep.failures[4]: ids (dry[1]), alike 1, accelerators 0, kept_w 0 W
heat.sweep.failures[4].stopped: [chiller] 1, [crah] 1
heat.sweep.failures[4].overloaded[chiller]: copies 1, heat_w 40000, capacity_w 30000
heat.sweep.failures[5]: ids (chiller[1]), alike 1, accelerators 0, kept_w 0 W
heat.sweep.failures[5].stopped: [crah] 1
heat.sweep.failures[5].overloaded[chiller]: copies 1, heat_w 40000, capacity_w 30000
heat.sweep.failures[6]: ids (crah[2]), alike 1, accelerators 0, kept_w 0 W
heat.sweep.failures[6].overloaded[chiller]: copies 1, heat_w 40000, capacity_w 30000
heat.sweep.failures[7]: ids (crah[0]), alike 2, accelerators 0, kept_w 0 W
## air without a cooler
heat_w 12000 W, heat_btu_per_h 40945.7 BTU/h, airflow_cfm 1509.46 CFM (1048.23 to 2358.53), air_share 1,
    liquid_share 0, capacity_w 24000 W
racks[rack]: id rack, max_w 6000 W, weight_kg 60 kg
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 3200 W (2800 to 3600), air_max_w 4000 W, liquid_typical_w 0 W, liquid_max_w 0
    W, airflow_cfm 500 CFM (500 to 625), inlet_max_c 35 °C, zone hall
heat.racks[rack]: air_typical_w 6400 W (5600 to 7200), air_max_w 8000 W, liquid_typical_w 0 W, liquid_max_w 0 W,
    airflow_cfm 1000 CFM (1000 to 1250), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 2, heat_w 12000 W, capacity_w 12000 W, utilisation 1,
    airflow_needed_cfm 2000 CFM (2000 to 2500), airflow_delivered_cfm 1500 CFM, supply_c 20 °C, inlet_max_c 35
    °C, strictest host, volume_m3 60 m³, mass_kg 120 kg, spare 0
heat.units[crah]: id crah, kind crah, level 0, copies 2, zone hall, load_typical_w 12000 W, load_max_w 12000 W,
    capacity_w 12000 W, utilisation 1, supply_c 20 °C
heat.failure: ids (crah[1]), alike 1, accelerators 0, kept_w 4000 W, minutes 4.527 min (3.6216 to 8.277)
heat.failure.zones[hall]: copies 1, heat_w 16000, capacity_w 12000, minutes 4.527 min (3.6216 to 8.277)
heat.failure.warm: [host] 4
## liquid without a unit
heat_w 10000 W, heat_btu_per_h 34121.4 BTU/h, airflow_cfm 251.576 CFM (174.706 to 393.088), air_share 0.2,
    liquid_share 0.8, capacity_w 29000 W
racks[rack]: id rack, max_w 10000 W
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 1600 W, air_max_w 2000 W, liquid_typical_w 6400 W, liquid_max_w 8000 W,
    airflow_cfm 251.576 CFM (174.706 to 393.088), zone hall, units (cdu)
heat.racks[rack]: air_typical_w 1600 W, air_max_w 2000 W, liquid_typical_w 6400 W, liquid_max_w 8000 W,
    airflow_cfm 251.576 CFM (174.706 to 393.088), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 1, heat_w 2000 W, capacity_w 5000 W, utilisation 0.4,
    airflow_needed_cfm 251.576 CFM (174.706 to 393.088), supply_c 22.5 °C (18 to 27), mass_kg 0 kg, spare 0
heat.units[cdu]: id cdu, kind cdu, level 1, copies 2, load_typical_w 6400 W, load_max_w 8000 W, capacity_w 12000
    W, utilisation 0.666667, supply_c 30 °C, sources (tower), feeds (host)
heat.units[cdu].devices: [host] 2
heat.units[crah]: id crah, kind crah, level 0, copies 1, zone hall, load_typical_w 1600 W, load_max_w 2000 W,
    capacity_w 5000 W, utilisation 0.4, supply_c 22.5 °C (18 to 27)
heat.units[tower]: id tower, kind cooling-tower, level 0, copies 1, load_typical_w 6400 W, load_max_w 8000 W,
    capacity_w 50000 W, utilisation 0.16, supply_c 26 °C, feeds (cdu)
heat.units[tower].devices: [host] 2
heat.groups[0]: devices (host), units (cdu), unit_copies 2, load_w 16000 W, capacity_w 24000 W
heat.failure: ids (cdu[0]), alike 1, accelerators 0, kept_w 8000 W
heat.failure.uncooled: [host] 1
heat.failure.uncooled_copies: [host] (0)
## liquid without its tower
heat_w 0 W, heat_btu_per_h 0 BTU/h, airflow_cfm 0 CFM, capacity_w 29000 W
racks[rack]: id rack, max_w 0 W
heat: pressure_ratio 1 (0.8 to 1)
heat.devices[host]: air_typical_w 1600 W, air_max_w 2000 W, liquid_typical_w 6400 W, liquid_max_w 8000 W,
    airflow_cfm 251.576 CFM (174.706 to 393.088), zone hall, units (cdu)
heat.racks[rack]: air_typical_w 0 W, air_max_w 0 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm 0 CFM,
    limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 1, heat_w 0 W, capacity_w 5000 W, utilisation 0,
    airflow_needed_cfm 0 CFM, supply_c 22.5 °C (18 to 27), mass_kg 0 kg, spare 1
heat.units[cdu]: id cdu, kind cdu, level 1, copies 2, load_typical_w 0 W, load_max_w 0 W, capacity_w 12000 W,
    utilisation 0, supply_c 30 °C, sources (tower), feeds (host)
heat.units[cdu].devices: [host] 2
heat.units[crah]: id crah, kind crah, level 0, copies 1, zone hall, load_typical_w 0 W, load_max_w 0 W,
    capacity_w 5000 W, utilisation 0, supply_c 22.5 °C (18 to 27)
heat.units[tower]: id tower, kind cooling-tower, level 0, copies 1, load_typical_w 0 W, load_max_w 0 W,
    capacity_w 50000 W, utilisation 0, supply_c 26 °C, feeds (cdu)
heat.units[tower].devices: [host] 2
heat.groups[0]: devices (host), units (cdu), unit_copies 2, load_w 16000 W, capacity_w 24000 W
heat.failure: ids (tower), alike 1, accelerators 0, kept_w 16000 W, minutes 13.0813 min
heat.failure.uncooled: [host] 2
heat.failure.uncooled_copies: [host] (0 1)
heat.failure.stopped: [cdu] 2
## plant without chillers
heat_w 0 W, heat_btu_per_h 0 BTU/h, airflow_cfm 0 CFM, capacity_w 60000 W
racks[rack]: id rack, max_w 0 W
heat: pressure_ratio 1 (0.8 to 1), still (ups)
heat.devices[host]: air_typical_w 7500 W, air_max_w 10000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1257.88 CFM (873.528 to 1965.44), zone hall
heat.devices[ups]: air_typical_w 625 W, air_max_w 833.333 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    104.823 CFM (72.794 to 163.786)
heat.racks[rack]: air_typical_w 7500 W, air_max_w 10000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1257.88 CFM (873.528 to 1965.44), limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 3, heat_w 0 W, capacity_w 0 W, airflow_needed_cfm 0
    CFM, supply_c 22.5 °C (18 to 27), volume_m3 240 m³, mass_kg 0 kg, spare 0
heat.units[chiller]: id chiller, kind chiller, level 1, copies 2, load_typical_w 0 W, load_max_w 0 W, capacity_w
    30000 W, utilisation 0, sources (dry), feeds (crah)
heat.units[crah]: id crah, kind crah, level 2, copies 3, zone hall, load_typical_w 0 W, load_max_w 0 W,
    capacity_w 20000 W, utilisation 0, supply_c 22.5 °C (18 to 27), sources (chiller)
heat.units[dry]: id dry, kind dry-cooler, level 0, copies 2, load_typical_w 0 W, load_max_w 0 W, capacity_w
    40000 W, utilisation 0, feeds (chiller)
heat.failure: ids (chiller[0] chiller[1]), alike 1, accelerators 0, kept_w 40000 W, minutes 1.14684 min
    (0.289728 to 2.05224)
heat.failure.stopped: [crah] 3
heat.failure.zones[hall]: copies 1, heat_w 40000, capacity_w 0, minutes 1.14684 min (0.289728 to 2.05224)
heat.failure.warm: [host] 4
## plant without power
heat_w 0 W, heat_btu_per_h 0 BTU/h, airflow_cfm 0 CFM, capacity_w 60000 W
racks[rack]: id rack, max_w 0 W
heat: pressure_ratio 1 (0.8 to 1), still (ups)
heat.devices[host]: air_typical_w 7500 W, air_max_w 10000 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    1257.88 CFM (873.528 to 1965.44), zone hall
heat.devices[ups]: air_typical_w 625 W, air_max_w 833.333 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm
    104.823 CFM (72.794 to 163.786)
heat.racks[rack]: air_typical_w 0 W, air_max_w 0 W, liquid_typical_w 0 W, liquid_max_w 0 W, airflow_cfm 0 CFM,
    limit_w 40000 W (25000 to 40000)
heat.zones[hall]: id hall, copies 1, coolers (crah), units 3, heat_w 0 W, capacity_w 0 W, airflow_needed_cfm 0
    CFM, supply_c 22.5 °C (18 to 27), volume_m3 240 m³, mass_kg 0 kg, spare 0
heat.units[chiller]: id chiller, kind chiller, level 1, copies 2, load_typical_w 0 W, load_max_w 0 W, capacity_w
    30000 W, utilisation 0, sources (dry), feeds (crah)
heat.units[crah]: id crah, kind crah, level 2, copies 3, zone hall, load_typical_w 0 W, load_max_w 0 W,
    capacity_w 20000 W, utilisation 0, supply_c 22.5 °C (18 to 27), sources (chiller)
heat.units[dry]: id dry, kind dry-cooler, level 0, copies 2, load_typical_w 0 W, load_max_w 0 W, capacity_w
    40000 W, utilisation 0, feeds (chiller)
heat.failure: ids (utility crah chiller dry), alike 1, accelerators 0, kept_w 0 W
"""


def outcome(name: str) -> list[str]:
    result = analyze(FACILITIES[name.partition(" without")[0]], only=("cooling",), fail=CASES[name])
    return told(result.cooling, skip=("sweep", "notes") if CASES[name] else ())


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_heat(name):
    assert outcome(name) == sections(EXPECTED)[name]
