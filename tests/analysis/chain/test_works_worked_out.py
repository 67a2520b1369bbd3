"""What works share on their machines, and what breaks first as demand grows, worked out by hand."""

from typing import Any

import pytest

from designer.analysis.run import analyze
from tests.builders.told import sections, told
from tests.builders.works import WORK_PARTS, WORKS

CASES: dict[str, dict[str, Any]] = {
    # Drawn: two boxes carry 0.242, nine 1.089. 91 kW of boxes and hosts want 8 strips of 12 kW, with the leaf 3 units
    # of 40 kW: 7 × 300,000 + 6 × 1,000 + 2 × 20,000 $. Shared: small and big part 0.5 and 10.5 accelerators 1 to 3.
    # Too much: shares of 0.75 each become halves of 8.
    **{name: {} for name in WORKS if name not in ("training by itself", "pools")},
    "shared without a box": {"fail": ("box[0]",)},
    "shared with ten times as many": {"load": 10.0},
    "crowd with a hundredth": {"load": 0.01},
    "drawn without air": {"fail": ("air",)},
    "training without a box": {"fail": ("box[1]",)},
}
EXPECTED = """
## chat
[growth]: load 1
[growth].breaks[0]: id engine, layer serving_apps, at 13.4463 (7.01131 to 23.3428), bound arithmetic
[ledger][0]: resource silicon, hosts (box), capacity 16, reserve 0, idle 14, utilisation 0.125 (0.125 to 0.25),
    pressure 0.125 (0.125 to 0.25), sum_of_shares 0, more 0, copies 2
[ledger][0].grants[0]: id engine, asked 2 (2 to 4), granted 2, whole 2, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 1717.99 GB, reserve 0 GB, idle 1702.46 GB,
    utilisation 0.0090401, pressure 0.0090401, sum_of_shares 0, more 0, copies 2
[ledger][1].grants[0]: id engine, asked 15.5308 GB, granted 15.5308 GB, missing 0
## crowd
[growth]: load 1
[growth].breaks[0]: id app, layer serving_apps, at 0, bound the first token within 0.5 s, promise True
[growth].breaks[1]: id app, layer serving_apps, at 0.0893659 (0.0540642 to 0.0895671), bound an answer within 10
    s, promise True
[growth].breaks[2]: id app, layer serving_apps, at 0.0897687, bound a token within 20 ms, promise True
[growth].breaks[3]: id engine, layer serving_apps, at 0.0898164 (0.0468328 to 0.155921), bound kernel overhead
[growth].lifts[0]: step box, count 21, usd 6.3e+06 USD (5.25e+06 to 8.4e+06), watts 210000 W, carries 1.02771
    (0.538578 to 1.03002), next_id app, id app, bound an answer within 10 s, at 0.0893659 (0.0540642 to
    0.0895671)
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.07239
    (0.561994 to 1.07481), next_id app, id app, bound an answer within 10 s, at 1.02771 (0.621739 to 1.03002)
[growth].lifts[2]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.11707
    (0.585411 to 1.11959), next_id app, id app, bound an answer within 10 s, at 1.07239 (0.648771 to 1.07481)
[growth].lifts[3]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.16176
    (0.608827 to 1.16437), next_id app, id app, bound an answer within 10 s, at 1.11707 (0.675803 to 1.11959)
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.20644
    (0.632243 to 1.20916), next_id app, id app, bound an answer within 10 s, at 1.16176 (0.702835 to 1.16437)
[ledger][0]: resource silicon, hosts (box), capacity 16, reserve 0, idle 0, utilisation 11.25 (6.5 to 21.375),
    pressure 11.25 (6.5 to 21.375), sum_of_shares 0, more 0, copies 2
[ledger][0].grants[0]: id engine, asked 180 (104 to 342), granted 16, whole 16, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 1717.99 GB, reserve 0 GB, idle 1702.46 GB,
    utilisation 0.0090401, pressure 0.0090401, sum_of_shares 0, more 0, copies 2
[ledger][1].grants[0]: id engine, asked 15.5308 GB, granted 15.5308 GB, missing 0
## rented
[growth]: load 1, unknown (chat api)
[growth].breaks[0]: id engine, layer serving_apps, at 13.4463 (7.01131 to 23.3428), bound arithmetic
[ledger][0]: resource silicon, hosts (cloud), capacity 16, reserve 0, idle 14, utilisation 0.125 (0.125 to
    0.25), pressure 0.125 (0.125 to 0.25), sum_of_shares 0, more 0, copies 2
[ledger][0].grants[0]: id engine, asked 2 (2 to 4), granted 2, whole 2, missing 0
[ledger][1]: resource accelerator_memory, hosts (cloud), capacity 1717.99 GB, reserve 0 GB, idle 1702.46 GB,
    utilisation 0.0090401, pressure 0.0090401, sum_of_shares 0, more 0, copies 2
[ledger][1].grants[0]: id engine, asked 15.5308 GB, granted 15.5308 GB, missing 0
## training
[growth]: load 1
[ledger][0]: resource silicon, hosts (box), capacity 32, reserve 0, idle 0, utilisation 1, pressure 0,
    sum_of_shares 0, more 0, copies 4
[ledger][0].grants[0]: id job, granted 32, whole 32, elastic True, missing 0
## answers
[growth]: load 1, unknown (vectors)
[growth].breaks[0]: id large, layer serving_apps, at 4.31813 (2.2516 to 7.49627), bound arithmetic
[growth].breaks[1]: id small, layer serving_apps, at 4.74456 (2.47395 to 8.23655), bound memory bandwidth
[growth].lifts[0]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 4.74456 (2.47395
    to 8.23655), next_id small, id large, bound arithmetic, at 4.31813 (2.2516 to 7.49627)
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 10.7953 (5.62899
    to 18.7407), next_id large, id small, bound memory bandwidth, at 4.74456 (2.47395 to 8.23655)
[ledger][0]: resource silicon, hosts (box), capacity 8, reserve 0, idle 5, utilisation 0.375, pressure 0.375,
    sum_of_shares 0.75, more 0, copies 1
[ledger][0].grants[0]: id large, asked 2, granted 2, whole 2, share 0.75, missing 0
[ledger][0].grants[1]: id small, asked 1, granted 1, whole 1, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 858.993 GB, reserve 0 GB, idle 823.831 GB,
    utilisation 0.040934, pressure 0.040934, sum_of_shares 0.75, more 0, copies 1
[ledger][1].grants[0]: id large, asked 23.2298 GB, granted 23.2298 GB, share 0.75, missing 0
[ledger][1].grants[1]: id small, asked 11.9323 GB, granted 11.9323 GB, missing 0
[work][0]: id small, asked 1, granted 1, fraction 1
## flow
[growth]: load 1
[ledger][0]: resource cores, hosts (host), capacity 256, reserve 0, idle 248, utilisation 0.03125, pressure
    0.03125, sum_of_shares 0, more 0, copies 4
[ledger][0].grants[0]: id flow, asked 8, granted 8, elastic True, missing 0
## shared
[growth]: load 1, unknown (vectors)
[growth].breaks[0]: id vectors, layer data_storage, at 0, bound memory
[growth].breaks[1]: id hot, layer serving_apps, at 1.00915 (0.526199 to 1.75188), bound arithmetic
[growth].breaks[2]: id cold, layer serving_apps, at 1.18614 (0.618487 to 2.05914), bound memory bandwidth
[growth].lifts[0]: step host, count 1, usd 10000 USD, watts 500 W, carries 1.00915 (0.526199 to 1.75188),
    next_id hot, id vectors, bound memory, at 0
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.18614
    (0.618487 to 2.05914), next_id cold, id hot, bound arithmetic, at 1.00915 (0.526199 to 1.75188)
[growth].lifts[2]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.34553
    (0.701598 to 2.33584), next_id hot, id cold, bound memory bandwidth, at 1.18614 (0.618487 to 2.05914)
[growth].lifts[2].others[0]: step spare, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries
    1.34553 (0.701598 to 2.33584), next_id hot
[growth].lifts[3]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.42337
    (0.742184 to 2.47097), next_id cold, id hot, bound arithmetic, at 1.34553 (0.701598 to 2.33584)
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.6606 (0.865882
    to 2.88279), next_id cold, id cold, bound memory bandwidth, at 1.42337 (0.742184 to 2.47097)
[growth].lifts[4].others[0]: step spare, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries
    1.6606 (0.865882 to 2.88279), next_id cold
[ledger][0]: resource silicon, hosts (box), capacity 8, reserve 0, idle 0, utilisation 1 (1 to 1.8375), pressure
    0.9375 (0.6125 to 1.8375), sum_of_shares 0.25, more 0, copies 1
[ledger][0].grants[0]: id hot, asked 6 (4 to 12), granted 6, whole 6, missing 0
[ledger][0].grants[1]: id cold, asked 1.5 (0.9 to 2.7), granted 1.5, whole 2, share 0.25, missing 0
[ledger][0].grants[2]: id small, granted 0.125, whole 0, elastic True, missing 0
[ledger][0].grants[3]: id big, granted 0.375, whole 0, elastic True, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 858.993 GB, reserve 0 GB, idle 843.8 GB,
    utilisation 0.0176872, pressure 0.0176872, sum_of_shares 0.25, more 0, copies 1
[ledger][1].grants[0]: id hot, asked 15.1931 GB, granted 15.1931 GB, missing 0
[ledger][1].grants[1]: id cold, asked 0 GB, granted 0 GB, share 0.25, missing 0
[ledger][2]: resource silicon, hosts (box spare), capacity 16, reserve 2, idle 0, utilisation 1, pressure 0.25
    (0.15 to 0.45), sum_of_shares 0.25, more 0, copies 2
[ledger][2].grants[0]: id cold, asked 3.5 (2.1 to 6.3), granted 3.5, whole 3, share 0.25, missing 0
[ledger][2].grants[1]: id small, granted 2.625, whole 3, elastic True, missing 0
[ledger][2].grants[2]: id big, granted 7.875, whole 8, elastic True, missing 0
[ledger][3]: resource accelerator_memory, hosts (box spare), capacity 1717.99 GB, reserve 214.748 GB, idle
    1491.31 GB, utilisation 0.00793772, pressure 0.00793772, sum_of_shares 0.25, more 0, copies 2
[ledger][3].grants[0]: id cold, asked 11.9323 GB, granted 11.9323 GB, share 0.25, missing 0
[ledger][4]: resource memory, hosts (host), capacity 1000 GB, reserve 0 GB, idle 0 GB, utilisation 1.36224,
    pressure 1.36224, sum_of_shares 0, more 0, copies 1
[ledger][4].grants[0]: id vectors, asked 1362.24 GB, granted 0 GB, missing 362.24
[work][0]: id small, granted 2.75, fraction 1
[work][1]: id big, granted 8.25, fraction 1
## too much
[growth]: load 1
[growth].breaks[0]: id two, layer serving_apps, at 0.525769 (0.274151 to 0.912735), bound arithmetic
[growth].breaks[1]: id one, layer serving_apps, at 1.68191 (0.876998 to 2.9198), bound arithmetic
[growth].lifts[0]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.05154
    (0.548302 to 1.82547), next_id two, id two, bound arithmetic, at 0.525769 (0.274151 to 0.912735)
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.57731
    (0.822453 to 2.7382), next_id two, id two, bound arithmetic, at 1.05154 (0.548302 to 1.82547)
[growth].lifts[2]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.68191
    (0.876998 to 2.9198), next_id one, id two, bound arithmetic, at 1.57731 (0.822453 to 2.7382)
[growth].lifts[3]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 2.10308 (1.0966
    to 3.65094), next_id two, id one, bound arithmetic, at 1.68191 (0.876998 to 2.9198)
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 2.62884 (1.37075
    to 4.56367), next_id two, id two, bound arithmetic, at 2.10308 (1.0966 to 3.65094)
[ledger][0]: resource silicon, hosts (box), capacity 8, reserve 0, idle 2, utilisation 1.25 (1.25 to 2.5),
    pressure 1.25 (1.25 to 2.5), sum_of_shares 1.5, more 0, copies 1
[ledger][0].grants[0]: id one, asked 2 (2 to 4), granted 2, whole 2, share 0.5, missing 0
[ledger][0].grants[1]: id two, asked 8 (8 to 16), granted 4, whole 4, share 0.5, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 858.993 GB, reserve 0 GB, idle 814.554 GB,
    utilisation 0.0517346, pressure 0.0517346, sum_of_shares 1.5, more 0, copies 1
[ledger][1].grants[0]: id one, asked 15.1931 GB, granted 15.1931 GB, share 0.5, missing 0
[ledger][1].grants[1]: id two, asked 29.2465 GB, granted 29.2465 GB, share 0.5, missing 0
[ledger][2]: resource silicon, hosts (cloud), capacity 24, reserve 0, idle 0, utilisation 1.33333, pressure
    1.33333, sum_of_shares 0, more 0, copies 3
[ledger][2].grants[0]: id far, asked 32, granted 24, whole 24, missing 0
[work][0]: id far, asked 32, granted 24, fraction 0.75
## drawn
[growth]: load 1, unknown (vectors)
[growth].breaks[0]: id engine, layer serving_apps, at 0.242034 (0.126203 to 0.420171), bound arithmetic
[growth].breaks[1]: id pdu, layer facility, at 0.278339 (0.145134 to 0.483197), bound power, with_machines True
[growth].breaks[2]: id air, layer facility, at 0.453814 (0.236632 to 0.787821), bound cooling, with_machines
    True
[growth].lifts[0]: step box, count 7, usd 2.146e+06 USD (1.796e+06 to 2.846e+06), watts 70000 W, ports 56,
    carries 1.08915 (0.567916 to 1.89077), next_id engine, id engine, bound arithmetic, at 0.242034 (0.126203 to
    0.420171)
[growth].lifts[0].also[0]: id pdu, count 6
[growth].lifts[0].also[1]: id air, count 2
[growth].lifts[1]: step box, count 1, usd 301000 USD (251000 to 401000), watts 10000 W, ports 8, carries 1.21017
    (0.631017 to 2.10086), next_id engine, id engine, bound arithmetic, at 1.08915 (0.567916 to 1.89077)
[growth].lifts[1].also[0]: id pdu, count 1
[growth].lifts[2]: step box, count 1, usd 301000 USD (251000 to 401000), watts 10000 W, ports 8, carries 1.33119
    (0.694119 to 2.31094), next_id engine, id engine, bound arithmetic, at 1.21017 (0.631017 to 2.10086)
[growth].lifts[2].also[0]: id pdu, count 1
[growth].lifts[3]: step box, count 1, usd 321000 USD (271000 to 421000), watts 10000 W, ports 8, carries 1.4522
    (0.757221 to 2.52103), next_id engine, id engine, bound arithmetic, at 1.33119 (0.694119 to 2.31094)
[growth].lifts[3].also[0]: id pdu, count 1
[growth].lifts[3].also[1]: id air, count 1
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, ports 8, carries 1.57322
    (0.820323 to 2.73111), next_id engine, id engine, bound arithmetic, at 1.4522 (0.757221 to 2.52103)
[ledger][0]: resource silicon, hosts (box), capacity 16, reserve 0, idle 0, utilisation 4.25 (2.5 to 8),
    pressure 4.25 (2.5 to 8), sum_of_shares 0, more 0, copies 2
[ledger][0].grants[0]: id engine, asked 68 (40 to 128), granted 16, whole 16, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 1717.99 GB, reserve 0 GB, idle 1702.46 GB,
    utilisation 0.0090401, pressure 0.0090401, sum_of_shares 0, more 0, copies 2
[ledger][1].grants[0]: id engine, asked 15.5308 GB, granted 15.5308 GB, missing 0
[ledger][2]: resource memory, hosts (host), capacity 512 GB, reserve 0 GB, idle 419.072 GB, utilisation 0.1815,
    pressure 0.1815, sum_of_shares 0, more 0, copies 2
[ledger][2].grants[0]: id vectors, asked 92.928 GB, granted 92.928 GB, missing 0
## shared without a box
[growth]: load 1, unknown (vectors)
[growth].breaks[0]: id vectors, layer data_storage, at 0, bound memory
[growth].breaks[1]: id cold, layer serving_apps, at 0.711684 (0.371092 to 1.23548), bound memory bandwidth
[growth].breaks[2]: id hot, layer serving_apps, at 1.00915 (0.526199 to 1.75188), bound arithmetic
[growth].lifts[0]: step host, count 1, usd 10000 USD, watts 500 W, carries 0.711684 (0.371092 to 1.23548),
    next_id cold, id vectors, bound memory, at 0
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.00915
    (0.526199 to 1.75188), next_id hot, id cold, bound memory bandwidth, at 0.711684 (0.371092 to 1.23548)
[growth].lifts[1].others[0]: step spare, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries
    1.00915 (0.526199 to 1.75188), next_id hot
[growth].lifts[2]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.18614
    (0.618487 to 2.05914), next_id cold, id hot, bound arithmetic, at 1.00915 (0.526199 to 1.75188)
[growth].lifts[3]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 1.6606 (0.865882
    to 2.88279), next_id cold, id cold, bound memory bandwidth, at 1.18614 (0.618487 to 2.05914)
[growth].lifts[3].others[0]: step spare, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries
    1.6606 (0.865882 to 2.88279), next_id cold
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 2.0183 (1.0524
    to 3.50376), next_id hot, id cold, bound memory bandwidth, at 1.6606 (0.865882 to 2.88279)
[growth].lifts[4].others[0]: step spare, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries
    2.0183 (1.0524 to 3.50376), next_id hot
[ledger][0]: resource silicon, hosts (box), capacity 8, reserve 0, idle 0, utilisation 1.10714 (1.10714 to
    2.14286), pressure 1.10714 (0.714286 to 2.14286), sum_of_shares 0.25, more 0, copies 1
[ledger][0].grants[0]: id hot, asked 6 (4 to 12), granted 6, whole 6, missing 0
[ledger][0].grants[1]: id cold, asked 2.85714 (1.71429 to 5.14286), granted 2, whole 2, share 0.25, missing 0
[ledger][0].grants[2]: id small, granted 0, whole 0, elastic True, missing 0
[ledger][0].grants[3]: id big, granted 0, whole 0, elastic True, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 858.993 GB, reserve 0 GB, idle 843.8 GB,
    utilisation 0.0176872, pressure 0.0176872, sum_of_shares 0.25, more 0, copies 1
[ledger][1].grants[0]: id hot, asked 15.1931 GB, granted 15.1931 GB, missing 0
[ledger][1].grants[1]: id cold, asked 0 GB, granted 0 GB, share 0.25, missing 0
[ledger][2]: resource silicon, hosts (spare), capacity 8, reserve 2, idle 0, utilisation 1.10714, pressure
    0.357143 (0.214286 to 0.642857), sum_of_shares 0.25, more 0, copies 1
[ledger][2].grants[0]: id cold, asked 2.14286 (1.28571 to 3.85714), granted 1.5, whole 2, share 0.25, missing 0
[ledger][2].grants[1]: id small, granted 1.125, whole 1, elastic True, missing 0
[ledger][2].grants[2]: id big, granted 3.375, whole 3, elastic True, missing 0
[ledger][3]: resource accelerator_memory, hosts (spare), capacity 858.993 GB, reserve 214.748 GB, idle 632.313
    GB, utilisation 0.0185213, pressure 0.0185213, sum_of_shares 0.25, more 0, copies 1
[ledger][3].grants[0]: id cold, asked 11.9323 GB, granted 11.9323 GB, share 0.25, missing 0
[ledger][4]: resource memory, hosts (host), capacity 1000 GB, reserve 0 GB, idle 1000 GB, utilisation 1.36224,
    pressure 1.36224, sum_of_shares 0, more 0, copies 1
[ledger][4].grants[0]: id vectors, asked 1362.24 GB, granted 0 GB, missing 362.24
[work][0]: id small, granted 1.125, fraction 1
[work][1]: id big, granted 3.375, fraction 1
## shared with ten times as many
[growth]: load 10, unknown (vectors)
[growth].breaks[0]: id vectors, layer data_storage, at 0, bound memory
[growth].breaks[1]: id hot, layer serving_apps, at 1.00915 (0.526199 to 1.75188), bound arithmetic
[growth].breaks[2]: id cold, layer serving_apps, at 1.18614 (0.618487 to 2.05914), bound memory bandwidth
[growth].lifts[0]: step host, count 1, usd 10000 USD, watts 500 W, carries 1.00915 (0.526199 to 1.75188),
    next_id hot, id vectors, bound memory, at 0
[growth].lifts[1]: step box, count 27, usd 8.1e+06 USD (6.75e+06 to 1.08e+07), watts 270000 W, carries 1.18614
    (0.618487 to 2.05914), next_id cold, id hot, bound arithmetic, at 1.00915 (0.526199 to 1.75188)
[growth].lifts[2]: step box, count 19, usd 5.7e+06 USD (4.75e+06 to 7.6e+06), watts 190000 W, carries 10.0915
    (5.26199 to 17.5188), next_id hot, id cold, bound memory bandwidth, at 1.18614 (0.618487 to 2.05914)
[growth].lifts[2].others[0]: step spare, count 19, usd 5.7e+06 USD (4.75e+06 to 7.6e+06), watts 190000 W,
    carries 10.0915 (5.26199 to 17.5188), next_id hot
[ledger][0]: resource silicon, hosts (box), capacity 8, reserve 0, idle 0, utilisation 9.45455 (9.45455 to
    18.1818), pressure 9.45455 (5.63636 to 18.1818), sum_of_shares 0.25, more 0, copies 1
[ledger][0].grants[0]: id hot, asked 60 (36 to 116), granted 6, whole 6, missing 0
[ledger][0].grants[1]: id cold, asked 15.6364 (9.09091 to 29.4545), granted 2, whole 2, share 0.25, missing 0
[ledger][0].grants[2]: id small, granted 0, whole 0, elastic True, missing 0
[ledger][0].grants[3]: id big, granted 0, whole 0, elastic True, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 858.993 GB, reserve 0 GB, idle 843.8 GB,
    utilisation 0.0176872, pressure 0.0176872, sum_of_shares 0.25, more 0, copies 1
[ledger][1].grants[0]: id hot, asked 15.1931 GB, granted 15.1931 GB, missing 0
[ledger][1].grants[1]: id cold, asked 0 GB, granted 0 GB, share 0.25, missing 0
[ledger][2]: resource silicon, hosts (box spare), capacity 16, reserve 2, idle 0, utilisation 2.70455 (2.70455
    to 3.68182), pressure 1.95455 (1.13636 to 3.68182), sum_of_shares 0.25, more 0, copies 2
[ledger][2].grants[0]: id cold, asked 27.3636 (15.9091 to 51.5455), granted 3.5, whole 3, share 0.25, missing 0
[ledger][2].grants[1]: id small, granted 2.625, whole 3, elastic True, missing 0
[ledger][2].grants[2]: id big, granted 7.875, whole 8, elastic True, missing 0
[ledger][3]: resource accelerator_memory, hosts (box spare), capacity 1717.99 GB, reserve 214.748 GB, idle
    1491.31 GB, utilisation 0.00793772, pressure 0.00793772, sum_of_shares 0.25, more 0, copies 2
[ledger][3].grants[0]: id cold, asked 11.9323 GB, granted 11.9323 GB, share 0.25, missing 0
[ledger][4]: resource memory, hosts (host), capacity 1000 GB, reserve 0 GB, idle 0 GB, utilisation 1.36224,
    pressure 1.36224, sum_of_shares 0, more 0, copies 1
[ledger][4].grants[0]: id vectors, asked 1362.24 GB, granted 0 GB, missing 362.24
[work][0]: id small, granted 2.625, fraction 1
[work][1]: id big, granted 7.875, fraction 1
## crowd with a hundredth
[growth]: load 0.01
[growth].breaks[0]: id app, layer serving_apps, at 0, bound the first token within 0.5 s, promise True
[growth].breaks[1]: id app, layer serving_apps, at 0.0893659 (0.0540642 to 0.0895671), bound an answer within 10
    s, promise True
[growth].breaks[2]: id app, layer serving_apps, at 0.0897687, bound a token within 20 ms, promise True
[growth].breaks[3]: id engine, layer serving_apps, at 0.0898164 (0.0468328 to 0.155921), bound kernel overhead
[growth].lifts[0]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 0.134049
    (0.0702493 to 0.134351), next_id app, id app, bound an answer within 10 s, at 0.0893659 (0.0540642 to
    0.0895671)
[growth].lifts[1]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 0.178732
    (0.0936657 to 0.179134), next_id app, id app, bound an answer within 10 s, at 0.134049 (0.0810964 to
    0.134351)
[growth].lifts[2]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 0.223415
    (0.117082 to 0.223918), next_id app, id app, bound an answer within 10 s, at 0.178732 (0.108128 to 0.179134)
[growth].lifts[3]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 0.268098
    (0.140499 to 0.268701), next_id app, id app, bound an answer within 10 s, at 0.223415 (0.135161 to 0.223918)
[growth].lifts[4]: step box, count 1, usd 300000 USD (250000 to 400000), watts 10000 W, carries 0.312781
    (0.163915 to 0.313485), next_id app, id app, bound an answer within 10 s, at 0.268098 (0.162193 to 0.268701)
[ledger][0]: resource silicon, hosts (box), capacity 16, reserve 0, idle 14, utilisation 0.125 (0.125 to 0.25),
    pressure 0.125 (0.125 to 0.25), sum_of_shares 0, more 0, copies 2
[ledger][0].grants[0]: id engine, asked 2 (2 to 4), granted 2, whole 2, missing 0
[ledger][1]: resource accelerator_memory, hosts (box), capacity 1717.99 GB, reserve 0 GB, idle 1702.46 GB,
    utilisation 0.0090401, pressure 0.0090401, sum_of_shares 0, more 0, copies 2
[ledger][1].grants[0]: id engine, asked 15.5308 GB, granted 15.5308 GB, missing 0
## drawn without air
[growth]: load 1
## training without a box
[growth]: load 1
[ledger][0]: resource silicon, hosts (box), capacity 24, reserve 0, idle 0, utilisation 1, pressure 0,
    sum_of_shares 0, more 0, copies 3
[ledger][0].grants[0]: id job, granted 24, whole 24, elastic True, missing 0
"""


def outcome(name: str) -> list[str]:
    """Return who has what of the machines, and what demand breaks."""
    found = analyze(WORKS[name.partition(" with")[0]], library=WORK_PARTS, **CASES[name]).workloads
    assert found
    return told({"ledger": found.ledger, "growth": found.growth, "work": found.work})


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_shares_and_growth(name: str):
    assert outcome(name) == sections(EXPECTED)[name]
