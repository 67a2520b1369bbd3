"""A year of small plants worked out by hand: energy, money, carbon, water and heat."""

import pytest

from designer.analysis.run import analyze
from tests.builders.facilities import FACILITIES
from tests.builders.told import sections, told

# "one path": 9.24 kW × 8,760 h = 80,942 kWh; × 0.385 kg/kWh; 52,560 kWh of IT × 0.38 L/kWh.
# "plant": 38.295 kW × 8,760 h × (0.6 + 0.4 × 0.5) = 268,371 kWh × 0.1 USD; 58.27 kW × 10 USD × 12 months.
CASES = FACILITIES
EXPECTED = """
## one path
it_kwh 52560 kWh/year, losses_kwh 2766.32 kWh/year, cooling_kwh 25616.1 kWh/year (7745.68 to 27718.5),
    facility_kwh 80942.4 kWh/year (63072 to 83044.8), energy_usd 6766.78 USD/year (3784.32 to 11626.3),
    usd_per_year 6766.78 USD/year (3784.32 to 11626.3), co2e_t_per_year 31.1628 t/year (3.1536 to 66.4358),
    water_m3_per_year 19.9728 m³/year (0 to 94.608), heat_kwh 80942.4 kWh/year (63072 to 83044.8), pue 1.54 (1.2
    to 1.58), pue_peak 1.54 (1.2 to 1.58), wue_l_per_kwh 0.38 L/kWh (0 to 1.8), cue_kg_per_kwh 0.5929 kg/kWh
    (0.06 to 1.264)
by_use: [cooling] 25616.1 kWh/year (7745.68 to 27718.5)
## two sides
it_kwh 157680 kWh/year, losses_kwh 17520 kWh/year, cooling_kwh 67627.2 kWh/year (14016 to 73934.4), facility_kwh
    242827 kWh/year (189216 to 249134), energy_usd 20300.4 USD/year (11353 to 34878.8), usd_per_year 20300.4
    USD/year (11353 to 34878.8), co2e_t_per_year 93.4885 t/year (9.4608 to 199.308), water_m3_per_year 59.9184
    m³/year (0 to 283.824), heat_kwh 242827 kWh/year (189216 to 249134), pue 1.54 (1.2 to 1.58), pue_peak 1.54
    (1.2 to 1.58), wue_l_per_kwh 0.38 L/kWh (0 to 1.8), cue_kg_per_kwh 0.5929 kg/kWh (0.06 to 1.264)
by_use: [cooling] 67627.2 kWh/year (14016 to 73934.4)
## one more
it_kwh 112128 kWh/year (98112 to 126144), losses_kwh 5901.47 kWh/year (3034.39 to 10969), cooling_kwh 54647.6
    kWh/year (11090.9 to 69262.2), facility_kwh 172677 kWh/year (117734 to 199308), energy_usd 14435.8 USD/year
    (7064.06 to 27903.1), usd_per_year 14435.8 USD/year (7064.06 to 27903.1), co2e_t_per_year 66.4807 t/year
    (5.88672 to 159.446), water_m3_per_year 42.6086 m³/year (0 to 227.059), heat_kwh 166776 kWh/year (109203 to
    195406), pue 1.54 (1.2 to 1.58), pue_peak 1.54 (1.2 to 1.58), wue_l_per_kwh 0.38 L/kWh (0 to 1.8),
    cue_kg_per_kwh 0.5929 kg/kWh (0.06 to 1.264)
by_use: [cooling] 54647.6 kWh/year (11090.9 to 69262.2)
## too much
it_kwh 84096 kWh/year (73584 to 94608), losses_kwh 1716.24 kWh/year (1501.71 to 1930.78), cooling_kwh 43695.6
    kWh/year (13215.1 to 52941.9), facility_kwh 129508 kWh/year (88300.8 to 149481), energy_usd 10826.9 USD/year
    (5298.05 to 20927.3), usd_per_year 10826.9 USD/year (5298.05 to 20927.3), co2e_t_per_year 49.8605 t/year
    (4.41504 to 119.585), water_m3_per_year 31.9565 m³/year (0 to 170.294), heat_kwh 127792 kWh/year (86799.1 to
    147550), pue 1.54 (1.2 to 1.58), pue_peak 1.54 (1.2 to 1.58), wue_l_per_kwh 0.38 L/kWh (0 to 1.8),
    cue_kg_per_kwh 0.5929 kg/kWh (0.06 to 1.264)
by_use: [cooling] 43695.6 kWh/year (13215.1 to 52941.9)
## air
it_kwh 112128 kWh/year (98112 to 126144), losses_kwh 5901.47 kWh/year (3034.39 to 10969), facility_kwh 118029
    kWh/year (101146 to 137113); 1 missing, energy_usd 9867.26 USD/year (6068.78 to 19195.8); 1 missing,
    usd_per_year 9867.26 USD/year (6068.78 to 19195.8); 1 missing, co2e_t_per_year 45.4413 t/year (5.05732 to
    109.69); 1 missing, water_m3_per_year 42.6086 m³/year (0 to 227.059), heat_kwh 112128 kWh/year (98112 to
    126144); 1 missing, pue 1.05263 (1.03093 to 1.08696); 1 missing, pue_peak 1.05263 (1.03093 to 1.08696); 1
    missing, wue_l_per_kwh 0.38 L/kWh (0 to 1.8), cue_kg_per_kwh 0.405263 kg/kWh (0.0515464 to 0.869565); 1
    missing
## liquid
it_kwh 140160 kWh/year, losses_kwh 7376.84 kWh/year (4334.85 to 12187.8), facility_kwh 147537 kWh/year (144495
    to 152348); 3 missing, energy_usd 12334.1 USD/year (8669.69 to 21328.7); 3 missing, usd_per_year 12334.1
    USD/year (8669.69 to 21328.7); 3 missing, co2e_t_per_year 56.8017 t/year (7.22474 to 121.878); 3 missing,
    water_m3_per_year 278.055 m³/year (187.687 to 417.082); 3 missing, heat_kwh 140160 kWh/year; 3 missing, pue
    1.05263 (1.03093 to 1.08696); 3 missing, pue_peak 1.05263 (1.03093 to 1.08696); 3 missing, wue_l_per_kwh
    1.98384 L/kWh (1.33909 to 2.97576); 3 missing, cue_kg_per_kwh 0.405263 kg/kWh (0.0515464 to 0.869565); 3
    missing
## plant
it_kwh 210240 kWh/year, losses_kwh 8760 kWh/year, cooling_kwh 49371.4 kWh/year (45937.4 to 52805.3),
    facility_kwh 268371 kWh/year (264937 to 271805), energy_usd 26837.1 USD/year (26493.7 to 27180.5),
    demand_usd 6992 USD/year, usd_per_year 33829.1 USD/year (33485.7 to 34172.5), co2e_t_per_year 134.186 t/year
    (132.469 to 135.903), water_m3_per_year 0 m³/year, heat_kwh 268371 kWh/year (264937 to 271805), pue 1.2765
    (1.26017 to 1.29283), pue_peak 1.38, wue_l_per_kwh 0 L/kWh, cue_kg_per_kwh 0.63825 kg/kWh (0.630083 to
    0.646417), free_cooling_h 4380 h/year
by_use: [chillers] 23581.9 kWh/year (23371.7 to 23792.2), [dry coolers and towers] 8970.24 kWh/year (7848.96 to
    10091.5), [fans] 16819.2 kWh/year (14716.8 to 18921.6)
"""


def outcome(name: str) -> list[str]:
    return told(analyze(CASES[name], only=("power",)).energy)


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_year(name):
    assert outcome(name) == sections(EXPECTED)[name]
