"""How often small facilities and stacks work, in 200 histories of the same seed, beside what the sum of rates says."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from designer.analysis.availability.run import availability
from designer.analysis.availability.settings import Rate, RunSettings, usual_draws
from designer.model.design import Design
from tests.builders.facilities import FACILITIES
from tests.builders.networks import NETWORKS, drawn
from tests.builders.stacks import STACKS
from tests.builders.told import sections, told

RATES = {
    "utility": Rate(2_000.0, 4.0),
    "ups": Rate(10_000.0, 10.0),
    "pdu": Rate(20_000.0, 8.0),
    "switchgear": Rate(50_000.0, 20.0),
    "generator": Rate(5_000.0, 24.0),
    "crah": Rate(8_000.0, 12.0),
    "cdu": Rate(8_000.0, 12.0),
    "chiller": Rate(6_000.0, 48.0),
    "switch": Rate(20_000.0, 6.0),
    "server": Rate(4_000.0, 24.0),
}
PLAIN = RunSettings(years=1.0, draws=200, rates=RATES, seed=3)
# "one path": a utility that fails 4 h in 2,004, a UPS 10 in 10,010 and a PDU 8 in 20,008 leave 99.66 % at most.
CASES: Mapping[str, tuple[Design, RunSettings]] = {
    **{name: (FACILITIES[name], PLAIN) for name in ("one path", "two sides", "one more", "air", "liquid", "plant")},
    "pods": (drawn(NETWORKS["pods"]), PLAIN),
    "chat": (STACKS["chat"], PLAIN),
    "training": (STACKS["training"], PLAIN),
    "one crew": (FACILITIES["plant"], replace(PLAIN, crews=1)),
    "rates that are sure": (FACILITIES["one path"], replace(PLAIN, rate_cv=0.0)),
}
EXPECTED = """
## one path
years 1, draws 200, seed 3, assumed_ids (host), notes (How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 2, needed 2, nines 1.61996, left (1 1 1)
works[0].available: mean 0.99465 (0.990676 to 0.999072), p10 0.990676, p50 0.99616, p90 0.999072, error
    0.000465642
works[0].full: mean 0.957368 (0.908339 to 0.993884), p10 0.908339, p50 0.967504, p90 0.993884, error 0.00263809
works[0].served: mean 0.976009 (0.949603 to 0.994688), p10 0.949603, p50 0.982289, p90 0.994688, error
    0.00141161
works[0].work_lost: mean 0.0239907 (0.00531226 to 0.050397), p10 0.00531226, p50 0.0177113, p90 0.050397, error
    0.00141161
works[0].down_h_per_year: mean 210.158 h/year (46.5354 to 441.478), p10 46.5354, p50 155.151, p90 441.478, error
    12.3657
works[0].outages_per_year: mean 6.02 1/year (2 to 10), p10 2, p50 6, p90 10, error 0.215243
works[0].time_by_level[0]: low 0, high 0.005, share 0.00534958
works[0].time_by_level[1]: low 0.5, high 0.505, share 0.0372822
works[0].time_by_level[2]: low 1, high 1, share 0.957368
works[0].cut_sets[0]: ids (utility), example (utility), words utility, number 1, hosts 2, hours_per_year 17.485
    h/year, times_per_year 4.38 1/year, stops True
works[0].cut_sets[1]: ids (ups), example (ups), words ups, number 1, hosts 2, hours_per_year 8.75125 h/year,
    times_per_year 0.876 1/year, stops True
works[0].cut_sets[2]: ids (pdu), example (pdu), words pdu, number 1, hosts 2, hours_per_year 3.5026 h/year,
    times_per_year 0.438 1/year, stops True
## two sides
years 1, draws 200, seed 3, assumed_ids (host), notes (How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 6, needed 6, nines 1.69029, left (0.83 1 1)
works[0].available: mean 0.999991 (0.999991 to 1), p10 1, p50 1, p90 1, error 5.22192e-06
works[0].full: mean 0.890618 (0.805635 to 0.961781), p10 0.805635, p50 0.897553, p90 0.961781, error 0.00453614
works[0].served: mean 0.979596 (0.963137 to 0.993416), p10 0.963137, p50 0.981734, p90 0.993416, error
    0.00090889
works[0].work_lost: mean 0.0204039 (0.00658414 to 0.0368633), p10 0.00658414, p50 0.0182658, p90 0.0368633,
    error 0.00090889
works[0].down_h_per_year: mean 178.738 h/year (57.6771 to 322.922), p10 57.6771, p50 160.008, p90 322.922, error
    7.96188
works[0].outages_per_year: mean 0.02 1/year (0 to 0.02), p10 0, p50 0, p90 0, error 0.00992434
works[0].time_by_level[0]: low 0, high 0.005, share 9.16925e-06
works[0].time_by_level[1]: low 0.165, high 0.17, share 4.15252e-05
works[0].time_by_level[2]: low 0.33, high 0.335, share 0.000204981
works[0].time_by_level[3]: low 0.5, high 0.505, share 0.00102002
works[0].time_by_level[4]: low 0.665, high 0.67, share 0.0101743
works[0].time_by_level[5]: low 0.83, high 0.835, share 0.0979322
works[0].time_by_level[6]: low 1, high 1, share 0.890618
works[0].cut_sets[0]: ids (pdu-a ups-b), example (pdu-a[0] ups-b), words pdu-a 1 and ups-b, number 3, hosts 2,
    hours_per_year 0.0104973 h/year, times_per_year 0.00236347 1/year, stops True
works[0].cut_sets[1]: ids (ups-a pdu-b), example (pdu-b[0] ups-a), words pdu-b 1 and ups-a, number 3, hosts 2,
    hours_per_year 0.0104973 h/year, times_per_year 0.00236347 1/year, stops True
works[0].cut_sets[2]: ids (ups-a ups-b), example (ups-a ups-b), words ups-a and ups-b, number 1, hosts 6,
    hours_per_year 0.00874251 h/year, times_per_year 0.00175025 1/year, stops True
works[0].cut_sets[3]: ids (gear-a pdu-b), example (gear-a pdu-b[0]), words gear-a and pdu-b 1, number 3, hosts
    2, hours_per_year 0.00420144 h/year, times_per_year 0.000735546 1/year, stops True
works[0].cut_sets[4]: ids (pdu-a gear-b), example (gear-b pdu-a[0]), words gear-b and pdu-a 1, number 3, hosts
    2, hours_per_year 0.00420144 h/year, times_per_year 0.000735546 1/year, stops True
works[0].cut_sets[5]: ids (pdu-a pdu-b), example (pdu-a[0] pdu-b[0]), words pdu-a 1 and pdu-b 1, number 3, hosts
    2, hours_per_year 0.00420144 h/year, times_per_year 0.00105078 1/year, stops True
works[0].cut_sets[6]: ids (gear-a ups-b), example (gear-a ups-b), words gear-a and ups-b, number 1, hosts 6,
    hours_per_year 0.0034991 h/year, times_per_year 0.000525285 1/year, stops True
works[0].cut_sets[7]: ids (ups-a gear-b), example (gear-b ups-a), words gear-b and ups-a, number 1, hosts 6,
    hours_per_year 0.0034991 h/year, times_per_year 0.000525285 1/year, stops True
works[0].cut_sets[8]: ids (gear-a gear-b), example (gear-a gear-b), words gear-a and gear-b, number 1, hosts 6,
    hours_per_year 0.00140048 h/year, times_per_year 0.000140104 1/year, stops True
works[0].cut_sets[9]: ids (pdu-a utility-b generator-b), example (generator-b pdu-a[0] utility-b), words
    generator-b and pdu-a 1 and utility-b, number 3, hosts 2, hours_per_year 0.000100193 h/year, times_per_year
    4.18221e-05 1/year, stops True
## one more
years 1, draws 200, seed 3, assumed_ids (host), notes (How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 1.655, left (1 1 1)
works[0].available: mean 0.997415 (0.994633 to 0.999515), p10 0.994633, p50 0.997989, p90 0.999515, error
    0.000146212
works[0].full: mean 0.924818 (0.858088 to 0.984122), p10 0.858088, p50 0.930844, p90 0.984122, error 0.00342332
works[0].served: mean 0.977869 (0.958234 to 0.99441), p10 0.958234, p50 0.979075, p90 0.99441, error 0.000936548
works[0].work_lost: mean 0.0221311 (0.00558987 to 0.0417656), p10 0.00558987, p50 0.0209248, p90 0.0417656,
    error 0.000936548
works[0].down_h_per_year: mean 193.868 h/year (48.9673 to 365.867), p10 48.9673, p50 183.301, p90 365.867, error
    8.20416
works[0].outages_per_year: mean 4.735 1/year (1 to 8), p10 1, p50 4, p90 8, error 0.202059
works[0].time_by_level[0]: low 0, high 0.005, share 0.0025848
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.000414507
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.00475861
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0674243
works[0].time_by_level[4]: low 1, high 1, share 0.924818
works[0].cut_sets[0]: ids (utility), example (utility), words utility, number 1, hosts 4, hours_per_year 17.485
    h/year, times_per_year 4.38 1/year, stops True
works[0].cut_sets[1]: ids (pdu), example (pdu[0]), words pdu 1, number 2, hosts 2, hours_per_year 7.0052 h/year,
    times_per_year 0.876 1/year, stops True
works[0].cut_sets[2]: ids (board), example (board), words board, number 1, hosts 4, hours_per_year 3.5026
    h/year, times_per_year 0.1752 1/year, stops True
works[0].cut_sets[3]: ids (ups ups), example (ups[0] ups[1]), words ups 1 and ups 2, number 3, hosts 4,
    hours_per_year 0.0262275 h/year, times_per_year 0.00525075 1/year, stops True
## air
years 1, draws 200, seed 3, assumed_ids (host), notes (How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 1.70187, left (1 1 1)
works[0].available: mean 0.999939 (0.999939 to 1), p10 1, p50 1, p90 1, error 3.29894e-05
works[0].full: mean 0.925463 (0.853835 to 0.983896), p10 0.853835, p50 0.930673, p90 0.983896, error 0.00341589
works[0].served: mean 0.980133 (0.960873 to 0.995937), p10 0.960873, p50 0.981314, p90 0.995937, error
    0.000922516
works[0].work_lost: mean 0.019867 (0.00406301 to 0.0391274), p10 0.00406301, p50 0.0186856, p90 0.0391274, error
    0.000922516
works[0].down_h_per_year: mean 174.035 h/year (35.592 to 342.756), p10 35.592, p50 163.686, p90 342.756, error
    8.08124
works[0].outages_per_year: mean 0.025 1/year (0 to 0.025), p10 0, p50 0, p90 0, error 0.0110674
works[0].time_by_level[0]: low 0, high 0.005, share 6.06201e-05
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.000411384
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.00392655
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0701381
works[0].time_by_level[4]: low 1, high 1, share 0.925463
works[0].cut_sets[0]: ids (crah), example (crah[0]), words crah 1, number 2, hosts 1, hours_per_year 26.2406
    h/year, times_per_year 2.19 1/year, stops True
works[0].cut_sets[1]: ids (crah crah), example (crah[0] crah[1]), words crah 1 and crah 2, number 1, hosts 4,
    hours_per_year 0.019651 h/year, times_per_year 0.00328008 1/year, stops True
## liquid
years 1, draws 200, seed 3, unknown (tower), assumed_ids (host), notes (How often tower fail, or for how long,
    is not set: they are taken never to. So it is at most. How often host fail, or for how long, is supposed: as
    of published clusters.)
works[0]: id machines, title All machines, sort machines, machines 2, needed 2, nines 1.62912, left (1 1 1)
works[0].available: mean 0.996558 (0.992247 to 1), p10 0.992247, p50 0.998477, p90 1, error 0.000470009
works[0].full: mean 0.956463 (0.909953 to 0.994578), p10 0.909953, p50 0.965925, p90 0.994578, error 0.00264495
works[0].served: mean 0.97651 (0.951224 to 0.995952), p10 0.951224, p50 0.982048, p90 0.995952, error 0.00140763
works[0].work_lost: mean 0.0234897 (0.00404754 to 0.0487762), p10 0.00404754, p50 0.017952, p90 0.0487762, error
    0.00140763
works[0].down_h_per_year: mean 205.77 h/year (35.4564 to 427.28), p10 35.4564, p50 157.26, p90 427.28, error
    12.3308
works[0].outages_per_year: mean 1.33 1/year (0 to 3), p10 0, p50 1, p90 3, error 0.085393
works[0].time_by_level[0]: low 0, high 0.005, share 0.00344207
works[0].time_by_level[1]: low 0.5, high 0.505, share 0.0400953
works[0].time_by_level[2]: low 1, high 1, share 0.956463
works[0].cut_sets[0]: ids (cdu), example (cdu[0]), words cdu 1, number 2, hosts 1, hours_per_year 26.2406
    h/year, times_per_year 2.19 1/year, stops True
works[0].cut_sets[1]: ids (crah), example (crah), words crah, number 1, hosts 2, hours_per_year 13.1203 h/year,
    times_per_year 1.095 1/year, stops True
## plant
years 1, draws 200, seed 3, unknown (dry), assumed_ids (host), notes (How often dry fail, or for how long, is
    not set: they are taken never to. So it is at most. How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 1.58205, left (1 1 1)
works[0].available: mean 0.997787 (0.995359 to 0.999611), p10 0.995359, p50 0.998158, p90 0.999611, error
    0.000128328
works[0].full: mean 0.916687 (0.848206 to 0.977056), p10 0.848206, p50 0.921259, p90 0.977056, error 0.0035255
works[0].served: mean 0.973821 (0.951358 to 0.991923), p10 0.951358, p50 0.975541, p90 0.991923, error
    0.00103122
works[0].work_lost: mean 0.0261789 (0.00807723 to 0.048642), p10 0.00807723, p50 0.0244586, p90 0.048642, error
    0.00103122
works[0].down_h_per_year: mean 229.327 h/year (70.7565 to 426.104), p10 70.7565, p50 214.257, p90 426.104, error
    9.03351
works[0].outages_per_year: mean 4.56 1/year (1 to 8), p10 1, p50 4, p90 8, error 0.205776
works[0].time_by_level[0]: low 0, high 0.005, share 0.00221278
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.000659401
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.0134458
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0669947
works[0].time_by_level[4]: low 1, high 1, share 0.916687
works[0].cut_sets[0]: ids (chiller), example (chiller[0]), words chiller 1, number 1, hosts 2, hours_per_year
    69.5238 h/year, times_per_year 1.46 1/year, stops True
works[0].cut_sets[1]: ids (ups), example (ups[0]), words ups 1, number 2, hosts 2, hours_per_year 17.5025
    h/year, times_per_year 1.752 1/year, stops True
works[0].cut_sets[2]: ids (utility), example (utility), words utility, number 1, hosts 4, hours_per_year 17.485
    h/year, times_per_year 4.38 1/year, stops True
works[0].cut_sets[3]: ids (chiller chiller), example (chiller[0] chiller[1]), words chiller 1 and chiller 2,
    number 1, hosts 4, hours_per_year 0.551776 h/year, times_per_year 0.0231746 1/year, stops True
works[0].cut_sets[4]: ids (crah chiller), example (chiller[1] crah[0]), words chiller 2 and crah 1, number 2,
    hosts 2, hours_per_year 0.208259 h/year, times_per_year 0.0217544 1/year, stops True
works[0].cut_sets[5]: ids (crah chiller), example (chiller[0] crah[2]), words chiller 1 and crah 3, number 1,
    hosts 4, hours_per_year 0.10413 h/year, times_per_year 0.0108772 1/year, stops True
works[0].cut_sets[6]: ids (crah crah), example (crah[0] crah[1]), words crah 1 and crah 2, number 3, hosts 2,
    hours_per_year 0.058953 h/year, times_per_year 0.00984024 1/year, stops True
works[0].cut_sets[7]: ids (crah crah chiller), example (chiller[1] crah[0] crah[1]), words chiller 2 and crah 1
    and crah 2, number 1, hosts 4, hours_per_year 0.00015596 h/year, times_per_year 2.93075e-05 1/year, stops
    True
works[0].cut_sets[8]: ids (crah crah crah), example (crah[0] crah[1] crah[2]), words crah 1 and crah 2 and crah
    3, number 1, hosts 4, hours_per_year 2.94324e-05 h/year, times_per_year 7.36913e-06 1/year, stops True
## pods
years 1, draws 200, seed 3
works[0]: id machines, title All machines, sort machines, machines 8, needed 8, nines 2.20548, left (1 1 1)
works[0].available: mean 0.999681 (0.998954 to 1), p10 0.998954, p50 1, p90 1, error 5.31935e-05
works[0].full: mean 0.956962 (0.930652 to 0.983934), p10 0.930652, p50 0.958506, p90 0.983934, error 0.00151809
works[0].served: mean 0.993769 (0.989536 to 0.997671), p10 0.989536, p50 0.993907, p90 0.997671, error
    0.000222951
works[0].work_lost: mean 0.0062305 (0.00232903 to 0.0104644), p10 0.00232903, p50 0.0060929, p90 0.0104644,
    error 0.000222951
works[0].down_h_per_year: mean 54.5792 h/year (20.4023 to 91.6685), p10 20.4023, p50 53.3738, p90 91.6685, error
    1.95305
works[0].outages_per_year: mean 0.425 1/year (0 to 1), p10 0, p50 0, p90 1, error 0.0498427
works[0].time_by_level[0]: low 0, high 0.005, share 0.000318673
works[0].time_by_level[1]: low 0.25, high 0.255, share 4.95017e-07
works[0].time_by_level[2]: low 0.375, high 0.38, share 2.29975e-05
works[0].time_by_level[3]: low 0.5, high 0.505, share 0.000100435
works[0].time_by_level[4]: low 0.625, high 0.63, share 0.00052351
works[0].time_by_level[5]: low 0.75, high 0.755, share 0.0031324
works[0].time_by_level[6]: low 0.875, high 0.88, share 0.0389396
works[0].time_by_level[7]: low 1, high 1, share 0.956962
works[0].cut_sets[0]: ids (tor), example (tor[0]), words tor 1, number 4, hosts 2, hours_per_year 10.5088
    h/year, times_per_year 1.752 1/year, stops True
works[0].cut_sets[1]: ids (core), example (core), words core, number 1, hosts 8, hours_per_year 2.62721 h/year,
    times_per_year 0.438 1/year, stops True
works[0].cut_sets[2]: ids (spine spine), example (spine[0] spine[1]), words spine 1 and spine 2, number 2, hosts
    4, hours_per_year 0.00157585 h/year, times_per_year 0.000525442 1/year, stops True
## chat
years 1, draws 200, seed 3, notes (Nothing that machines need says how often it fails: machines alone fail.)
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 2.22519, left (1 1 1)
works[0].available: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[0].full: mean 0.977588 (0.961104 to 0.993185), p10 0.961104, p50 0.979014, p90 0.993185, error 0.000910843
works[0].served: mean 0.994046 (0.989432 to 0.998153), p10 0.989432, p50 0.994576, p90 0.998153, error
    0.00024568
works[0].work_lost: mean 0.005954 (0.00184656 to 0.0105679), p10 0.00184656, p50 0.00542369, p90 0.0105679,
    error 0.00024568
works[0].down_h_per_year: mean 52.157 h/year (16.1758 to 92.5745), p10 16.1758, p50 47.5115, p90 92.5745, error
    2.15216
works[0].outages_per_year: mean 0.015 1/year (0 to 0.015), p10 0, p50 0, p90 0, error 0.00861663
works[0].time_by_level[0]: low 0, high 0.005, share 1.8214e-05
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.00011424
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.00112063
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0211592
works[0].time_by_level[4]: low 1, high 1, share 0.977588
works[1]: id app, title app, sort service, machines 0, needed 0, nines 4.73959, usd_per_hour 300000 USD/h
    (100000 to 5e+06), left (0 0 0)
works[1].available: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[1].full: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[1].served: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[1].work_lost: mean 1.8214e-05 (0 to 1.8214e-05), p10 0, p50 0, p90 0, error 1.28761e-05
works[1].down_h_per_year: mean 0.159555 h/year (0 to 0.159555), p10 0, p50 0, p90 0, error 0.112795
works[1].outages_per_year: mean 0.015 1/year (0 to 0.015), p10 0, p50 0, p90 0, error 0.00861663
works[1].usd_per_year: mean 47866.4 USD/year (0 to 797774), p10 0, p50 0, p90 0, error 33838.5
works[1].time_by_level[0]: low 0, high 0.005, share 1
works[2]: id engine, title engine, sort service, machines 4, needed 0.751983, nines 4.73959, left (1 1 1)
works[2].available: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[2].full: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[2].served: mean 0.999982 (0.999982 to 1), p10 1, p50 1, p90 1, error 1.28761e-05
works[2].work_lost: mean 1.8214e-05 (0 to 1.8214e-05), p10 0, p50 0, p90 0, error 1.28761e-05
works[2].down_h_per_year: mean 0.159555 h/year (0 to 0.159555), p10 0, p50 0, p90 0, error 0.112795
works[2].outages_per_year: mean 0.015 1/year (0 to 0.015), p10 0, p50 0, p90 0, error 0.00861663
works[2].time_by_level[0]: low 0, high 0.005, share 1.8214e-05
works[2].time_by_level[1]: low 0.25, high 0.255, share 0.00011424
works[2].time_by_level[2]: low 0.5, high 0.505, share 0.00112063
works[2].time_by_level[3]: low 0.75, high 0.755, share 0.0211592
works[2].time_by_level[4]: low 1, high 1, share 0.977588
## training
years 1, draws 200, seed 3
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 2.20354, left (1 1 1)
works[0].available: mean 0.999675 (0.998934 to 1), p10 0.998934, p50 1, p90 1, error 4.8322e-05
works[0].full: mean 0.977289 (0.960743 to 0.992327), p10 0.960743, p50 0.978802, p90 0.992327, error 0.000912026
works[0].served: mean 0.993742 (0.989146 to 0.997874), p10 0.989146, p50 0.994199, p90 0.997874, error
    0.000250706
works[0].work_lost: mean 0.00625829 (0.00212631 to 0.010854), p10 0.00212631, p50 0.00580082, p90 0.010854,
    error 0.000250706
works[0].down_h_per_year: mean 54.8226 h/year (18.6264 to 95.0809), p10 18.6264, p50 50.8152, p90 95.0809, error
    2.19618
works[0].outages_per_year: mean 0.485 1/year (0 to 1.1), p10 0, p50 0, p90 1.1, error 0.0515964
works[0].time_by_level[0]: low 0, high 0.005, share 0.000324539
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.00011424
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.00111981
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0211527
works[0].time_by_level[4]: low 1, high 1, share 0.977289
works[0].cut_sets[0]: ids (leaf), example (leaf), words leaf, number 1, hosts 4, hours_per_year 2.62721 h/year,
    times_per_year 0.438 1/year, stops True
works[1]: id job, title job, sort job, machines 5, needed 4, nines 2.67212, usd_per_hour 89.3305 USD/h, left (1
    1 1), notes (The closed form of its training says 99.8% of goodput, these histories 99.8%: they agree.),
    goodput_by_formula 0.998023 (0.994056 to 1)
works[1].available: mean 1 (1 to 1), p10 1, p50 1, p90 1, error 1.74844e-07
works[1].full: mean 0.998369 (0.995707 to 1), p10 0.995707, p50 0.999244, p90 1, error 0.000152426
works[1].served: mean 0.999401 (0.99824 to 1), p10 0.99824, p50 0.999699, p90 1, error 5.61134e-05
works[1].goodput: mean 0.997872 (0.996278 to 0.999069), p10 0.996278, p50 0.998086, p90 0.999069, error
    7.89133e-05
works[1].work_lost: mean 0.00212756 (0.000930556 to 0.00372217), p10 0.000930556, p50 0.00191378, p90
    0.00372217, error 7.89133e-05
works[1].down_h_per_year: mean 18.6374 h/year (8.15167 to 32.6062), p10 8.15167, p50 16.7647, p90 32.6062, error
    0.691281
works[1].outages_per_year: mean 0.005 1/year (0 to 0.005), p10 0, p50 0, p90 0, error 0.005
works[1].interruptions_per_year: mean 8.44 1/year (4 to 13), p10 4, p50 8, p90 13, error 0.246038
works[1].usd_per_year: mean 1664.89 USD/year (728.193 to 2912.73), p10 728.193, p50 1497.6, p90 2912.73, error
    61.7524
works[1].time_by_level[0]: low 0, high 0.005, share 1.74844e-07
works[1].time_by_level[1]: low 0.2, high 0.205, share 0.000324364
works[1].time_by_level[2]: low 0.4, high 0.405, share 0.00011424
works[1].time_by_level[3]: low 0.6, high 0.605, share 0.00119179
works[1].time_by_level[4]: low 0.8, high 0.805, share 0.0263345
works[1].time_by_level[5]: low 1, high 1, share 0.972035
works[1].cut_sets[0]: ids (leaf), example (leaf), words leaf, number 1, hosts 4, hours_per_year 2.62721 h/year,
    times_per_year 0.438 1/year, stops True
## one crew
years 1, draws 200, seed 3, crews 1, unknown (dry), assumed_ids (host), notes (How often dry fail, or for how
    long, is not set: they are taken never to. So it is at most. How often host fail, or for how long, is
    supposed: as of published clusters. 1 crew repair in the order of failure; the rest waits.)
works[0]: id machines, title All machines, sort machines, machines 4, needed 4, nines 1.43447, left (1 1 1)
works[0].available: mean 0.99182 (0.975051 to 0.999443), p10 0.975051, p50 0.997245, p90 0.999443, error
    0.000957514
works[0].full: mean 0.905659 (0.832257 to 0.971146), p10 0.832257, p50 0.916824, p90 0.971146, error 0.00428243
works[0].served: mean 0.963227 (0.928428 to 0.989242), p10 0.928428, p50 0.97108, p90 0.989242, error 0.00192035
works[0].work_lost: mean 0.0367732 (0.0107582 to 0.0715723), p10 0.0107582, p50 0.0289199, p90 0.0715723, error
    0.00192035
works[0].down_h_per_year: mean 322.133 h/year (94.2416 to 626.973), p10 94.2416, p50 253.338, p90 626.973, error
    16.8223
works[0].outages_per_year: mean 4.65 1/year (2 to 9), p10 2, p50 4, p90 9, error 0.181804
works[0].time_by_level[0]: low 0, high 0.005, share 0.00817959
works[0].time_by_level[1]: low 0.25, high 0.255, share 0.00423122
works[0].time_by_level[2]: low 0.5, high 0.505, share 0.0197511
works[0].time_by_level[3]: low 0.75, high 0.755, share 0.0621786
works[0].time_by_level[4]: low 1, high 1, share 0.905659
works[0].cut_sets[0]: ids (chiller), example (chiller[0]), words chiller 1, number 1, hosts 2, hours_per_year
    69.5238 h/year, times_per_year 1.46 1/year, stops True
works[0].cut_sets[1]: ids (ups), example (ups[0]), words ups 1, number 2, hosts 2, hours_per_year 17.5025
    h/year, times_per_year 1.752 1/year, stops True
works[0].cut_sets[2]: ids (utility), example (utility), words utility, number 1, hosts 4, hours_per_year 17.485
    h/year, times_per_year 4.38 1/year, stops True
works[0].cut_sets[3]: ids (chiller chiller), example (chiller[0] chiller[1]), words chiller 1 and chiller 2,
    number 1, hosts 4, hours_per_year 0.551776 h/year, times_per_year 0.0231746 1/year, stops True
works[0].cut_sets[4]: ids (crah chiller), example (chiller[1] crah[0]), words chiller 2 and crah 1, number 2,
    hosts 2, hours_per_year 0.208259 h/year, times_per_year 0.0217544 1/year, stops True
works[0].cut_sets[5]: ids (crah chiller), example (chiller[0] crah[2]), words chiller 1 and crah 3, number 1,
    hosts 4, hours_per_year 0.10413 h/year, times_per_year 0.0108772 1/year, stops True
works[0].cut_sets[6]: ids (crah crah), example (crah[0] crah[1]), words crah 1 and crah 2, number 3, hosts 2,
    hours_per_year 0.058953 h/year, times_per_year 0.00984024 1/year, stops True
works[0].cut_sets[7]: ids (crah crah chiller), example (chiller[1] crah[0] crah[1]), words chiller 2 and crah 1
    and crah 2, number 1, hosts 4, hours_per_year 0.00015596 h/year, times_per_year 2.93075e-05 1/year, stops
    True
works[0].cut_sets[8]: ids (crah crah crah), example (crah[0] crah[1] crah[2]), words crah 1 and crah 2 and crah
    3, number 1, hosts 4, hours_per_year 2.94324e-05 h/year, times_per_year 7.36913e-06 1/year, stops True
## rates that are sure
years 1, draws 200, seed 3, assumed_ids (host), notes (How often host fail, or for how long, is supposed: as of
    published clusters.)
works[0]: id machines, title All machines, sort machines, machines 2, needed 2, nines 1.63511, left (1 1 1)
works[0].available: mean 0.994905 (0.990156 to 0.998733), p10 0.990156, p50 0.996654, p90 0.998733, error
    0.000415646
works[0].full: mean 0.958759 (0.917031 to 0.992794), p10 0.917031, p50 0.964623, p90 0.992794, error 0.00215886
works[0].served: mean 0.976832 (0.9529 to 0.994739), p10 0.9529, p50 0.979823, p90 0.994739, error 0.00115422
works[0].work_lost: mean 0.0231678 (0.00526088 to 0.0470997), p10 0.00526088, p50 0.0201769, p90 0.0470997,
    error 0.00115422
works[0].down_h_per_year: mean 202.95 h/year (46.0853 to 412.593), p10 46.0853, p50 176.75, p90 412.593, error
    10.1109
works[0].outages_per_year: mean 6.075 1/year (3 to 10), p10 3, p50 6, p90 10, error 0.173051
works[0].time_by_level[0]: low 0, high 0.005, share 0.00509455
works[0].time_by_level[1]: low 0.5, high 0.505, share 0.0361466
works[0].time_by_level[2]: low 1, high 1, share 0.958759
works[0].cut_sets[0]: ids (utility), example (utility), words utility, number 1, hosts 2, hours_per_year 17.485
    h/year, times_per_year 4.38 1/year, stops True
works[0].cut_sets[1]: ids (ups), example (ups), words ups, number 1, hosts 2, hours_per_year 8.75125 h/year,
    times_per_year 0.876 1/year, stops True
works[0].cut_sets[2]: ids (pdu), example (pdu), words pdu, number 1, hosts 2, hours_per_year 3.5026 h/year,
    times_per_year 0.438 1/year, stops True
"""


def outcome(name: str) -> list[str]:
    design, settings = CASES[name]
    return told(availability(design, settings), skip=("histories",))


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_a_year(name):
    assert outcome(name) == sections(EXPECTED)[name]


@pytest.mark.parametrize(
    ("failures", "draws"),
    [(0.0, 1_000), (1.0, 1_000), (150.0, 1_000), (151.0, 900), (300.0, 500), (1_500.0, 100), (1e9, 100)],
)
def test_many_histories_where_little_fails(failures, draws):
    # 150,000 failures in all, in whole hundreds from 100 to 1,000.
    assert usual_draws(failures) == draws
