"""Works on bought and rented machines and by the token: ways compared, where they cross, what moves that; by hand."""

import pytest
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.run import analyze
from tests.builders.told import sections, told
from tests.builders.works import WORK_PARTS, WORKS

ELSEWHERE = ("how_sure", "memory_gb", "iteration_s", "getting_on", "best_split", "runner_up")
"""What is told of a job wherever it is; its own tests hold it."""
# Chat: 300,000 $ for a box pay after 300,000 / (50 $ × 730 h × 90 % − 4,292 $) = 10.5 months.
CASES = ("chat", "crowd", "training")
EXPECTED = """
## chat
basis demand, accelerators_needed 2 (2 to 4), accelerators_drawn 16, requests_per_month 2.628e+07 1/month,
    tokens_per_month 3.942e+10 1/month, usd_per_month_as_drawn 22685.5 USD/month (13718.4 to 44798.5); 2 missing
rows[0]: key own, way own, name Own: box, accelerators_needed 2 (2 to 4), accelerators 8, machines 1, capex_usd
    300000 USD (250000 to 400000); 2 missing, cash_usd_per_month 4292.46 USD/month (2310.15 to 9464.81); 2
    missing, write_off_usd_per_month 7050.3 USD/month (4549.05 to 12934.5); 2 missing, usd_per_month 11342.8
    USD/month (6859.2 to 22399.3); 2 missing, usd_per_million_tokens 0.287741 USD (0.174003 to 0.568221); 2
    missing, usd_per_gpu_hour 2.15806 USD/h (1.17452 to 5.47927); 2 missing, reason At least this: 2 figures are
    not known: app: price and engine: price., compared True, note Network, storage and all else that is owned in
    the design is in it, in proportion to the machines.
rows[0].monthly: [energy] 751.865 USD/month (420.48 to 1291.81), [space] 1840.6 USD/month (1200 to 2173),
    [staff] 450 USD/month (64.6667 to 3333.33), [support] 1250 USD/month (625 to 2666.67); 2 missing
rows[0].serving[0]: id engine, model own/8b, fits True, accelerators 8, accelerators_needed 2 (2 to 4),
    tensor_parallel 2, replicas 4, replicas_needed 1 (1 to 2), weights_gb 7.89578 GB, cache_gb 179.378 GB, batch
    2189.67, at_once 10.8486, output_tokens_per_s 67231.7 1/s (35056.5 to 116714), accelerator_tokens_per_s
    8403.96 1/s (4382.07 to 14589.3), user_tokens_per_s 241.238 1/s (126.701 to 444.386), requests_per_s 134.463
    1/s (70.1131 to 233.428), prompt_s 0.00792592 s, first_token_s 0.0970823 s (0.0277378 to 0.319401), token_s
    0.00414529 s (0.0022503 to 0.00789262), answer_s 2.16973 s (1.24984 to 4.16112), bound arithmetic, least_gb
    15.5308 GB, least_accelerators 2
rows[1]: key cloud:cloud/eight:on-demand, way cloud, name eight, on demand, part cloud/eight, basis on-demand,
    accelerators_needed 2 (2 to 4), accelerators 8, machines 1, capex_usd 0 USD, cash_usd_per_month 32850
    USD/month (25550 to 36500), write_off_usd_per_month 0 USD/month, usd_per_month 32850 USD/month (25550 to
    36500), usd_per_million_tokens 0.833333 USD (0.648148 to 0.925926), usd_per_gpu_hour 6.25 USD/h (4.375 to
    8.92857), compared True, note Network and storage of the design are not in it, nor staff.
rows[1].monthly: [rent] 32850 USD/month (25550 to 36500)
rows[1].serving[0]: id engine, model own/8b, fits True, accelerators 8, accelerators_needed 2 (2 to 4),
    tensor_parallel 2, replicas 4, replicas_needed 1 (1 to 2), weights_gb 7.89578 GB, cache_gb 179.378 GB, batch
    2189.67, at_once 10.8486, output_tokens_per_s 67231.7 1/s (35056.5 to 116714), accelerator_tokens_per_s
    8403.96 1/s (4382.07 to 14589.3), user_tokens_per_s 241.238 1/s (126.701 to 444.386), requests_per_s 134.463
    1/s (70.1131 to 233.428), prompt_s 0.00792592 s, first_token_s 0.0970823 s (0.0277378 to 0.319401), token_s
    0.00414529 s (0.0022503 to 0.00789262), answer_s 2.16973 s (1.24984 to 4.16112), bound arithmetic, least_gb
    15.5308 GB, least_accelerators 2
rows[2]: key cloud:cloud/eight:reserved, way cloud, name eight, reserved, part cloud/eight, basis reserved,
    accelerators_needed 2 (2 to 4), accelerators 8, machines 1, capex_usd 0 USD, cash_usd_per_month 21900
    USD/month, write_off_usd_per_month 0 USD/month, usd_per_month 21900 USD/month, usd_per_million_tokens
    0.555556 USD, usd_per_gpu_hour 4.16667 USD/h (3.75 to 5.35714), compared True, note Network and storage of
    the design are not in it, nor staff.
rows[2].monthly: [rent] 21900 USD/month
rows[2].serving[0]: id engine, model own/8b, fits True, accelerators 8, accelerators_needed 2 (2 to 4),
    tensor_parallel 2, replicas 4, replicas_needed 1 (1 to 2), weights_gb 7.89578 GB, cache_gb 179.378 GB, batch
    2189.67, at_once 10.8486, output_tokens_per_s 67231.7 1/s (35056.5 to 116714), accelerator_tokens_per_s
    8403.96 1/s (4382.07 to 14589.3), user_tokens_per_s 241.238 1/s (126.701 to 444.386), requests_per_s 134.463
    1/s (70.1131 to 233.428), prompt_s 0.00792592 s, first_token_s 0.0970823 s (0.0277378 to 0.319401), token_s
    0.00414529 s (0.0022503 to 0.00789262), answer_s 2.16973 s (1.24984 to 4.16112), bound arithmetic, least_gb
    15.5308 GB, least_accelerators 2
rows[3]: key cloud:cloud/eight:spot, way cloud, name eight, spot, part cloud/eight, basis spot,
    accelerators_needed 2 (2 to 4), accelerators 8, machines 1, capex_usd 0 USD, cash_usd_per_month 14454
    USD/month (5263.3 to 28470), write_off_usd_per_month 0 USD/month, usd_per_month 14454 USD/month (5263.3 to
    28470), usd_per_million_tokens 0.366667 USD (0.133519 to 0.722222), usd_per_gpu_hour 2.75 USD/h (0.90125 to
    6.96429), compared True, note Network and storage of the design are not in it, nor staff.
rows[3].monthly: [rent] 14454 USD/month (5263.3 to 28470)
rows[3].serving[0]: id engine, model own/8b, fits True, accelerators 8, accelerators_needed 2 (2 to 4),
    tensor_parallel 2, replicas 4, replicas_needed 1 (1 to 2), weights_gb 7.89578 GB, cache_gb 179.378 GB, batch
    2189.67, at_once 10.8486, output_tokens_per_s 67231.7 1/s (35056.5 to 116714), accelerator_tokens_per_s
    8403.96 1/s (4382.07 to 14589.3), user_tokens_per_s 241.238 1/s (126.701 to 444.386), requests_per_s 134.463
    1/s (70.1131 to 233.428), prompt_s 0.00792592 s, first_token_s 0.0970823 s (0.0277378 to 0.319401), token_s
    0.00414529 s (0.0022503 to 0.00789262), answer_s 2.16973 s (1.24984 to 4.16112), bound arithmetic, least_gb
    15.5308 GB, least_accelerators 2
rows[4]: key api:far/api, way api, name api, part far/api, capex_usd 0 USD, cash_usd_per_month 91980 USD/month,
    write_off_usd_per_month 0 USD/month, usd_per_month 91980 USD/month, usd_per_million_tokens 2.33333 USD,
    compared True, note Another model may answer otherwise., untold No source publishes how fast api writes, and
    no measurement was found.
rows[4].monthly: [tokens] 91980 USD/month
rows[4].serving[0]: id engine, model far/api, reason The seller of the tokens owns the accelerators.,
    accelerators 0, first_token_s 0.5 s
crossings[0]: cheaper own, than cloud:cloud/eight:on-demand, over months, at 10.5051 months (7.31211 to
    24.8676); 2 missing, state crosses, words Owning is cheaper than eight, on demand after at least 11 months,
    in eight of ten draws between 9.8 and 14., never_share 0
crossings[0].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 8.69086, at_high 14.2142
crossings[0].tornado[1]: leaf 0.9 (0.7 to 1), at_low 14.1126, at_high 9.31459
crossings[0].tornado[2]: leaf 0.5 (0.1 to 2), at_low 10.3743, at_high 11.0264
crossings[0].tornado[3]: leaf 0.05 1/year (0.03 to 0.08), at_low 10.3243, at_high 10.7884
crossings[0].tornado[4]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 10.2746, at_high 10.6288
crossings[0].tornado[5]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 10.4276, at_high 10.6951
crossings[0].tornado[6]: leaf 135000 USD/year (97000 to 250000), at_low 10.4587, at_high 10.648
crossings[0].tornado[7]: leaf 1.54 (1.2 to 1.58), at_low 10.4444, at_high 10.5123
crossings[1]: cheaper own, than cloud:cloud/eight:reserved, over months, at 17.0382 months (12.7617 to 32.1668);
    2 missing, state crosses, words Owning is cheaper than eight, reserved after at least 17 months, in eight of
    ten draws between 16 and 22., never_share 0
crossings[1].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 14.0324, at_high 23.2682
crossings[1].tornado[1]: leaf 0.5 (0.1 to 2), at_low 16.6968, at_high 18.453
crossings[1].tornado[2]: leaf 0.05 1/year (0.03 to 0.08), at_low 16.5677, at_high 17.7962
crossings[1].tornado[3]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 16.44, at_high 17.366
crossings[1].tornado[4]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 16.8352, at_high 17.5436
crossings[1].tornado[5]: leaf 135000 USD/year (97000 to 250000), at_low 16.9165, at_high 17.4174
crossings[1].tornado[6]: leaf 1.54 (1.2 to 1.58), at_low 16.879, at_high 17.0571
crossings[2]: cheaper own, than cloud:cloud/eight:spot, over months, at 29.5231 months (9.55663 to 29.5231); 2
    missing, state crosses, may_never True, words Owning is cheaper than eight, spot after at least 30 months,
    in eight of ten draws between 22 and 61., never_share 0
crossings[2].tornado[0]: leaf 20 USD/h (10 to 30), at_low 102.231, at_high 17.2527
crossings[2].tornado[1]: leaf 0.9 (0.7 to 1), at_low 43.1684, at_high 25.4939
crossings[2].tornado[2]: leaf 300000 USD (250000 to 400000), at_low 24.1083, at_high 41.0472
crossings[2].tornado[3]: leaf 0.1 (0.03 to 0.3), at_low 32.4614, at_high 23.4567
crossings[2].tornado[4]: leaf 0.5 (0.1 to 2), at_low 28.5129, at_high 34.0463
crossings[2].tornado[5]: leaf 0.05 1/year (0.03 to 0.08), at_low 28.1385, at_high 31.8758
crossings[2].tornado[6]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 27.7723, at_high 30.5215
crossings[2].tornado[7]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 28.9191, at_high 31.0742
crossings[3]: cheaper own, than api:far/api, over months, at 3.42124 months (2.78801 to 4.84759); 2 missing,
    state crosses, words Owning is cheaper than api after at least 3.4 months, in eight of ten draws between 3.2
    and 4.2., never_share 0
crossings[3].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 2.84427, at_high 4.58343
crossings[3].tornado[1]: leaf 0.5 (0.1 to 2), at_low 3.40725, at_high 3.47473
crossings[3].tornado[2]: leaf 0.05 1/year (0.03 to 0.08), at_low 3.40184, at_high 3.45075
crossings[3].tornado[3]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 3.39643, at_high 3.43426
crossings[3].tornado[4]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 3.41298, at_high 3.44114
crossings[3].tornado[5]: leaf 135000 USD/year (97000 to 250000), at_low 3.4163, at_high 3.43626
crossings[3].tornado[6]: leaf 1.54 (1.2 to 1.58), at_low 3.41477, at_high 3.422
crossings[4]: cheaper own, than cloud:cloud/eight:on-demand, over demand, state always, words Owning is cheaper
    than eight, on demand at every demand from a hundredth of today's on. Owning costs at least what is shown:
    app: price and engine: price are not known., never_share 0
crossings[5]: cheaper own, than cloud:cloud/eight:reserved, over demand, state always, may_never True, words
    Owning is cheaper than eight, reserved at every demand from a hundredth of today's on, but not with all
    ranges against it. Owning costs at least what is shown: app: price and engine: price are not known.,
    never_share 0
crossings[6]: cheaper own, than cloud:cloud/eight:spot, over demand, state always, may_never True, words Owning
    is cheaper than eight, spot at every demand from a hundredth of today's on, but not with all ranges against
    it. Owning costs at least what is shown: app: price and engine: price are not known., never_share 0
crossings[7]: cheaper own, than api:far/api, over demand, at 0.123318 (0.0745727 to 0.243523), state crosses,
    words Owning is cheaper than api from at least 0.12 times today's demand on (3.24 million requests a month),
    between 0.075 and 0.24., never_share 0
crossings[8]: cheaper cloud:cloud/eight:on-demand, than api:far/api, over demand, at 0.357143 (0.277778 to
    0.396825), state crosses, words eight, on demand is cheaper than api from 0.36 times today's demand on (9.39
    million requests a month), between 0.28 and 0.4., never_share 0
## crowd
basis demand, accelerators_needed 180 (104 to 342), accelerators_drawn 16, requests_per_month 2.1024e+09
    1/month, tokens_per_month 3.1536e+12 1/month, usd_per_month_as_drawn 22980.5 USD/month (14279 to 44060.3); 2
    missing
rows[0]: key own, way own, name Own: box, accelerators_needed 180 (104 to 342), accelerators 184 (104 to 344),
    machines 23 (13 to 43), capex_usd 6.9e+06 USD (3.25e+06 to 1.72e+07); 2 missing, cash_usd_per_month 102119
    USD/month (33676.1 to 391116); 2 missing, write_off_usd_per_month 162157 USD/month (59137.7 to 556181); 2
    missing, usd_per_month 264276 USD/month (92813.8 to 947297); 2 missing, usd_per_million_tokens 0.0838013 USD
    (0.0294311 to 0.300386); 2 missing, usd_per_gpu_hour 2.18612 USD/h (0.369599 to 17.8251); 2 missing, reason
    At least this: 2 figures are not known: app: price and engine: price., compared True, note Network, storage
    and all else that is owned in the design is in it, in proportion to the machines.
rows[0].monthly: [energy] 20685.3 USD/month (9110.4 to 39677), [space] 42333.8 USD/month (15600 to 93439),
    [staff] 10350 USD/month (840.667 to 143333), [support] 28750 USD/month (8125 to 114667); 2 missing
rows[0].serving[0]: id engine, model own/8b, fits True, accelerators 184, accelerators_needed 180 (104 to 342),
    tensor_parallel 2, replicas 92, replicas_needed 90 (52 to 171), weights_gb 7.89578 GB, cache_gb 179.378 GB,
    batch 64, at_once 60.1969, output_tokens_per_s 826311 1/s (430862 to 1.43448e+06), accelerator_tokens_per_s
    4490.82 1/s (2341.64 to 7796.07), user_tokens_per_s 153.52 1/s (80.63 to 282.799), requests_per_s 1652.62
    1/s (861.724 to 2868.95), prompt_s 0.00587735 s, first_token_s 0.204548 s (0.0585471 to 0.672626), token_s
    0.00651383 s (0.00353608 to 0.0124023), answer_s 3.46146 s (1.99399 to 6.63829), bound kernel overhead,
    least_gb 15.5308 GB, least_accelerators 2, split 2 accelerators a copy: 1,653 requests a second within 20 ms
    a token
rows[1]: key cloud:cloud/eight:on-demand, way cloud, name eight, on demand, part cloud/eight, basis on-demand,
    accelerators_needed 180 (104 to 342), accelerators 184 (104 to 344), machines 23 (13 to 43), capex_usd 0
    USD, cash_usd_per_month 755550 USD/month (332150 to 1.5695e+06), write_off_usd_per_month 0 USD/month,
    usd_per_month 755550 USD/month (332150 to 1.5695e+06), usd_per_million_tokens 0.239583 USD (0.105324 to
    0.497685), usd_per_gpu_hour 6.25 USD/h (1.32267 to 29.533), compared True, note Network and storage of the
    design are not in it, nor staff.
rows[1].monthly: [rent] 755550 USD/month (332150 to 1.5695e+06)
rows[1].serving[0]: id engine, model own/8b, fits True, accelerators 184, accelerators_needed 180 (104 to 342),
    tensor_parallel 2, replicas 92, replicas_needed 90 (52 to 171), weights_gb 7.89578 GB, cache_gb 179.378 GB,
    batch 64, at_once 60.1969, output_tokens_per_s 826311 1/s (430862 to 1.43448e+06), accelerator_tokens_per_s
    4490.82 1/s (2341.64 to 7796.07), user_tokens_per_s 153.52 1/s (80.63 to 282.799), requests_per_s 1652.62
    1/s (861.724 to 2868.95), prompt_s 0.00587735 s, first_token_s 0.204548 s (0.0585471 to 0.672626), token_s
    0.00651383 s (0.00353608 to 0.0124023), answer_s 3.46146 s (1.99399 to 6.63829), bound kernel overhead,
    least_gb 15.5308 GB, least_accelerators 2, split 2 accelerators a copy: 1,653 requests a second within 20 ms
    a token
rows[2]: key cloud:cloud/eight:reserved, way cloud, name eight, reserved, part cloud/eight, basis reserved,
    accelerators_needed 180 (104 to 342), accelerators 184 (104 to 344), machines 23 (13 to 43), capex_usd 0
    USD, cash_usd_per_month 503700 USD/month (284700 to 941700), write_off_usd_per_month 0 USD/month,
    usd_per_month 503700 USD/month (284700 to 941700), usd_per_million_tokens 0.159722 USD (0.0902778 to
    0.298611), usd_per_gpu_hour 4.16667 USD/h (1.13372 to 17.7198), compared True, note Network and storage of
    the design are not in it, nor staff.
rows[2].monthly: [rent] 503700 USD/month (284700 to 941700)
rows[2].serving[0]: id engine, model own/8b, fits True, accelerators 184, accelerators_needed 180 (104 to 342),
    tensor_parallel 2, replicas 92, replicas_needed 90 (52 to 171), weights_gb 7.89578 GB, cache_gb 179.378 GB,
    batch 64, at_once 60.1969, output_tokens_per_s 826311 1/s (430862 to 1.43448e+06), accelerator_tokens_per_s
    4490.82 1/s (2341.64 to 7796.07), user_tokens_per_s 153.52 1/s (80.63 to 282.799), requests_per_s 1652.62
    1/s (861.724 to 2868.95), prompt_s 0.00587735 s, first_token_s 0.204548 s (0.0585471 to 0.672626), token_s
    0.00651383 s (0.00353608 to 0.0124023), answer_s 3.46146 s (1.99399 to 6.63829), bound kernel overhead,
    least_gb 15.5308 GB, least_accelerators 2, split 2 accelerators a copy: 1,653 requests a second within 20 ms
    a token
rows[3]: key cloud:cloud/eight:spot, way cloud, name eight, spot, part cloud/eight, basis spot,
    accelerators_needed 180 (104 to 342), accelerators 184 (104 to 344), machines 23 (13 to 43), capex_usd 0
    USD, cash_usd_per_month 332442 USD/month (68422.9 to 1.22421e+06), write_off_usd_per_month 0 USD/month,
    usd_per_month 332442 USD/month (68422.9 to 1.22421e+06), usd_per_million_tokens 0.105417 USD (0.0216968 to
    0.388194), usd_per_gpu_hour 2.75 USD/h (0.272471 to 23.0357), compared True, note Network and storage of the
    design are not in it, nor staff.
rows[3].monthly: [rent] 332442 USD/month (68422.9 to 1.22421e+06)
rows[3].serving[0]: id engine, model own/8b, fits True, accelerators 184, accelerators_needed 180 (104 to 342),
    tensor_parallel 2, replicas 92, replicas_needed 90 (52 to 171), weights_gb 7.89578 GB, cache_gb 179.378 GB,
    batch 64, at_once 60.1969, output_tokens_per_s 826311 1/s (430862 to 1.43448e+06), accelerator_tokens_per_s
    4490.82 1/s (2341.64 to 7796.07), user_tokens_per_s 153.52 1/s (80.63 to 282.799), requests_per_s 1652.62
    1/s (861.724 to 2868.95), prompt_s 0.00587735 s, first_token_s 0.204548 s (0.0585471 to 0.672626), token_s
    0.00651383 s (0.00353608 to 0.0124023), answer_s 3.46146 s (1.99399 to 6.63829), bound kernel overhead,
    least_gb 15.5308 GB, least_accelerators 2, split 2 accelerators a copy: 1,653 requests a second within 20 ms
    a token
rows[4]: key api:far/api, way api, name api, part far/api, capex_usd 0 USD, cash_usd_per_month 7.3584e+06
    USD/month, write_off_usd_per_month 0 USD/month, usd_per_month 7.3584e+06 USD/month, usd_per_million_tokens
    2.33333 USD, compared True, note Another model may answer otherwise., untold No source publishes how fast
    api writes, and no measurement was found.
rows[4].monthly: [tokens] 7.3584e+06 USD/month
rows[4].serving[0]: id engine, model far/api, reason The seller of the tokens owns the accelerators.,
    accelerators 0, first_token_s 0.5 s
crossings[0]: cheaper own, than cloud:cloud/eight:on-demand, over months, at 10.5596 months (2.11613 to
    10.5596); 2 missing, state crosses, may_never True, words Owning is cheaper than eight, on demand after at
    least 11 months, in eight of ten draws between 9.9 and 14., never_share 0
crossings[0].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 8.73565, at_high 14.2891
crossings[0].tornado[1]: leaf 0.9 (0.7 to 1), at_low 14.2112, at_high 9.35744
crossings[0].tornado[2]: leaf 0.5 (0.1 to 2), at_low 10.4275, at_high 11.0865
crossings[0].tornado[3]: leaf 0.05 1/year (0.03 to 0.08), at_low 10.377, at_high 10.846
crossings[0].tornado[4]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 10.3268, at_high 10.6847
crossings[0].tornado[5]: leaf 135000 USD/year (97000 to 250000), at_low 10.5128, at_high 10.7041
crossings[0].tornado[6]: leaf 1.54 (1.2 to 1.58), at_low 10.4864, at_high 10.5683
crossings[0].tornado[7]: leaf 1 (0.521429 to 1.736), at_low 10.5596, at_high 10.5596
crossings[1]: cheaper own, than cloud:cloud/eight:reserved, over months, at 17.1821 months (3.5792 to 17.1821);
    2 missing, state crosses, may_never True, words Owning is cheaper than eight, reserved after at least 17
    months, in eight of ten draws between 16 and 22., never_share 0
crossings[1].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 14.1496, at_high 23.4695
crossings[1].tornado[1]: leaf 0.5 (0.1 to 2), at_low 16.835, at_high 18.6219
crossings[1].tornado[2]: leaf 0.05 1/year (0.03 to 0.08), at_low 16.7037, at_high 17.9533
crossings[1].tornado[3]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 16.574, at_high 17.5155
crossings[1].tornado[4]: leaf 135000 USD/year (97000 to 250000), at_low 17.0583, at_high 17.5678
crossings[1].tornado[5]: leaf 1.54 (1.2 to 1.58), at_low 16.9889, at_high 17.2051
crossings[1].tornado[6]: leaf 1 (0.521429 to 1.736), at_low 17.1821, at_high 17.1821
crossings[2]: cheaper own, than cloud:cloud/eight:spot, over months, at 29.9579 months (2.72987 to 29.9579); 2
    missing, state crosses, may_never True, words Owning is cheaper than eight, spot after at least 30 months,
    in eight of ten draws between 22 and 61., never_share 0
crossings[2].tornado[0]: leaf 20 USD/h (10 to 30), at_low 107.641, at_high 17.4003
crossings[2].tornado[1]: leaf 0.9 (0.7 to 1), at_low 44.1044, at_high 25.8175
crossings[2].tornado[2]: leaf 300000 USD (250000 to 400000), at_low 24.4562, at_high 41.6781
crossings[2].tornado[3]: leaf 0.1 (0.03 to 0.3), at_low 32.9879, at_high 23.7303
crossings[2].tornado[4]: leaf 0.5 (0.1 to 2), at_low 28.9183, at_high 34.6259
crossings[2].tornado[5]: leaf 0.05 1/year (0.03 to 0.08), at_low 28.5333, at_high 32.3833
crossings[2].tornado[6]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 28.1567, at_high 30.9865
crossings[2].tornado[7]: leaf 135000 USD/year (97000 to 250000), at_low 29.5837, at_high 31.1504
crossings[3]: cheaper own, than api:far/api, over months, at 0.9509 months (0.443703 to 2.46868); 2 missing,
    state crosses, words Owning is cheaper than api after at least 0.95 months, in eight of ten draws between
    0.68 and 1.3., never_share 0
crossings[3].tornado[0]: leaf 1 (0.521429 to 1.736), at_low 1.7998, at_high 0.534197
crossings[3].tornado[1]: leaf 300000 USD (250000 to 400000), at_low 0.791894, at_high 1.26954
crossings[3].tornado[2]: leaf 0.5 (0.1 to 2), at_low 0.949817, at_high 0.954987
crossings[3].tornado[3]: leaf 0.05 1/year (0.03 to 0.08), at_low 0.949396, at_high 0.953166
crossings[3].tornado[4]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 0.948973, at_high 0.951903
crossings[3].tornado[5]: leaf 135000 USD/year (97000 to 250000), at_low 0.950519, at_high 0.952057
crossings[3].tornado[6]: leaf 1.54 (1.2 to 1.58), at_low 0.950302, at_high 0.950971
crossings[4]: cheaper own, than cloud:cloud/eight:on-demand, over demand, state always, may_never True, words
    Owning is cheaper than eight, on demand at every demand from a hundredth of today's on, but not with all
    ranges against it. Owning costs at least what is shown: app: price and engine: price are not known.,
    never_share 0
crossings[5]: cheaper own, than cloud:cloud/eight:reserved, over demand, state always, may_never True, words
    Owning is cheaper than eight, reserved at every demand from a hundredth of today's on, but not with all
    ranges against it. Owning costs at least what is shown: app: price and engine: price are not known.,
    never_share 0
crossings[6]: cheaper own, than cloud:cloud/eight:spot, over demand, state always, may_never True, words Owning
    is cheaper than eight, spot at every demand from a hundredth of today's on, but not with all ranges against
    it. Owning costs at least what is shown: app: price and engine: price are not known., never_share 0
crossings[7]: cheaper own, than api:far/api, over demand, state always, words Owning is cheaper than api at
    every demand from a hundredth of today's on. Owning costs at least what is shown: app: price and engine:
    price are not known., never_share 0
crossings[8]: cheaper cloud:cloud/eight:on-demand, than api:far/api, over demand, state always, words eight, on
    demand is cheaper than api at every demand from a hundredth of today's on., never_share 0
## training
basis drawn, accelerators_needed 32, accelerators_drawn 32, usd_per_month_as_drawn 52365.3 USD/month (32538.7 to
    99446.8); 2 missing, notes (No model is asked anything: all accelerators that are drawn are compared.)
rows[0]: key own, way own, name Own: box, accelerators_needed 32, accelerators 32, machines 4, capex_usd
    1.42e+06 USD (1.22e+06 to 1.82e+06); 2 missing, cash_usd_per_month 18993.9 USD/month (10339.4 to 40595.1); 2
    missing, write_off_usd_per_month 33371.4 USD/month (22199.4 to 58851.7); 2 missing, usd_per_month 52365.3
    USD/month (32538.7 to 99446.8); 2 missing, usd_per_gpu_hour 2.49074 USD/h (1.39293 to 6.08163); 2 missing,
    reason At least this: 2 figures are not known: Fabric cable 400G (type not chosen): price and Storage cable
    200G (type not chosen): price., compared True, note Network, storage and all else that is owned in the
    design is in it, in proportion to the machines.
rows[0].monthly: [energy] 3270.61 USD/month (1810.69 to 5675.88), [space] 8006.61 USD/month (5220 to 9452.55),
    [staff] 1800 USD/month (258.667 to 13333.3), [support] 5916.67 USD/month (3050 to 12133.3); 2 missing
rows[0].training[0]: id job, model own/8b, fits True, accelerators 32, split TP 4 · PP 2 · DP 4, micro_batch 2,
    zero_stage 1, recompute full, memory_needed_gb 12.7586 GB, memory_has_gb 107.374 GB (96.6368 to 107.374),
    slower_than_best 0.802493, full_speed_days 8.03463 days (5.5921 to 12.052), wall_days 8.12884 days (5.60289
    to 12.3363), days 8.94173 days (5.60289 to 37.0088), mfu 0.213603 (0.142402 to 0.306901), goodput 0.98841
    (0.976953 to 0.998076), mttf_h 600 h, checkpoint_gb 112 GB, checkpoint_write_s 2.24 s, checkpoint_interval_h
    0.864099 h, stall_min_per_day 1.03692 min/day, read_gb_per_s 0.000576209 GB/s (0.000384139 to 0.000827887),
    storage_read_gb_per_s 100 GB/s, fabric_gbps 7.68836 Gb/s (5.12557 to 11.0465), energy_kwh 9614.15 kWh
    (5163.62 to 14969.3), carbon_t 3.70145 t (0.258181 to 11.9755), usd 13994.6 USD (5993.78 to 40333.2); 2
    missing, notes (Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were measured, not
    28.8. The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no recomputation.)
rows[0].training[0].fabric: hosts 4, number 1, drawn True, each 8, injection_gb_per_s 400 GB/s, out_gb_per_s 400
    GB/s
rows[0].training[0].fabric.pieces[0].copies: [box] 4
rows[1]: key cloud:cloud/eight:on-demand, way cloud, name eight, on demand, part cloud/eight, basis on-demand,
    accelerators_needed 32, accelerators 32, machines 4, capex_usd 0 USD, cash_usd_per_month 131400 USD/month
    (102200 to 146000), write_off_usd_per_month 0 USD/month, usd_per_month 131400 USD/month (102200 to 146000),
    usd_per_gpu_hour 6.25 USD/h (4.375 to 8.92857), compared True, note Network and storage of the design are
    not in it, nor staff.
rows[1].monthly: [rent] 131400 USD/month (102200 to 146000)
rows[1].training[0]: id job, model own/8b, fits True, accelerators 32, split TP 4 · PP 2 · DP 4, micro_batch 2,
    zero_stage 1, recompute full, memory_needed_gb 12.7586 GB, memory_has_gb 107.374 GB (96.6368 to 107.374),
    slower_than_best 0.802493, full_speed_days 8.03463 days (5.5921 to 12.052), wall_days 8.04756 days (5.5921
    to 12.1419), days 8.85231 days (5.5921 to 36.4257), mfu 0.213603 (0.142402 to 0.306901), goodput 0.998394
    (0.992593 to 1), mttf_h 600 h, checkpoint_gb 112 GB, checkpoint_write_s 2.24 s, checkpoint_interval_h
    0.864099 h, stall_min_per_day 1.03692 min/day, read_gb_per_s 0.000576209 GB/s (0.000384139 to 0.000827887),
    storage_read_gb_per_s 100 GB/s, fabric_gbps 7.68836 Gb/s (5.12557 to 11.0465), energy_kwh 7614.4 kWh
    (3607.58 to 13260.1); 1 missing, carbon_t 2.93155 t (0.180379 to 10.6081); 1 missing, usd 38628.3 USD
    (26842.1 to 58281), notes (Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were
    measured, not 28.8. The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no
    recomputation.)
rows[2]: key cloud:cloud/eight:reserved, way cloud, name eight, reserved, part cloud/eight, basis reserved,
    accelerators_needed 32, accelerators 32, machines 4, capex_usd 0 USD, cash_usd_per_month 87600 USD/month,
    write_off_usd_per_month 0 USD/month, usd_per_month 87600 USD/month, usd_per_gpu_hour 4.16667 USD/h (3.75 to
    5.35714), compared True, note Network and storage of the design are not in it, nor staff.
rows[2].monthly: [rent] 87600 USD/month
rows[2].training[0]: id job, model own/8b, fits True, accelerators 32, split TP 4 · PP 2 · DP 4, micro_batch 2,
    zero_stage 1, recompute full, memory_needed_gb 12.7586 GB, memory_has_gb 107.374 GB (96.6368 to 107.374),
    slower_than_best 0.802493, full_speed_days 8.03463 days (5.5921 to 12.052), wall_days 8.04756 days (5.5921
    to 12.1419), days 8.85231 days (5.5921 to 36.4257), mfu 0.213603 (0.142402 to 0.306901), goodput 0.998394
    (0.992593 to 1), mttf_h 600 h, checkpoint_gb 112 GB, checkpoint_write_s 2.24 s, checkpoint_interval_h
    0.864099 h, stall_min_per_day 1.03692 min/day, read_gb_per_s 0.000576209 GB/s (0.000384139 to 0.000827887),
    storage_read_gb_per_s 100 GB/s, fabric_gbps 7.68836 Gb/s (5.12557 to 11.0465), energy_kwh 7614.4 kWh
    (3607.58 to 13260.1); 1 missing, carbon_t 2.93155 t (0.180379 to 10.6081); 1 missing, usd 38628.3 USD
    (26842.1 to 58281), notes (Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were
    measured, not 28.8. The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no
    recomputation.)
rows[3]: key cloud:cloud/eight:spot, way cloud, name eight, spot, part cloud/eight, basis spot,
    accelerators_needed 32, accelerators 32, machines 4, capex_usd 0 USD, cash_usd_per_month 57816 USD/month
    (21053.2 to 113880), write_off_usd_per_month 0 USD/month, usd_per_month 57816 USD/month (21053.2 to 113880),
    usd_per_gpu_hour 2.75 USD/h (0.90125 to 6.96429), compared True, note Network and storage of the design are
    not in it, nor staff.
rows[3].monthly: [rent] 57816 USD/month (21053.2 to 113880)
rows[3].training[0]: id job, model own/8b, fits True, accelerators 32, split TP 4 · PP 2 · DP 4, micro_batch 2,
    zero_stage 1, recompute full, memory_needed_gb 12.7586 GB, memory_has_gb 107.374 GB (96.6368 to 107.374),
    slower_than_best 0.802493, full_speed_days 8.03463 days (5.5921 to 12.052), wall_days 8.04756 days (5.5921
    to 12.1419), days 8.85231 days (5.5921 to 36.4257), mfu 0.213603 (0.142402 to 0.306901), goodput 0.998394
    (0.992593 to 1), mttf_h 600 h, checkpoint_gb 112 GB, checkpoint_write_s 2.24 s, checkpoint_interval_h
    0.864099 h, stall_min_per_day 1.03692 min/day, read_gb_per_s 0.000576209 GB/s (0.000384139 to 0.000827887),
    storage_read_gb_per_s 100 GB/s, fabric_gbps 7.68836 Gb/s (5.12557 to 11.0465), energy_kwh 7614.4 kWh
    (3607.58 to 13260.1); 1 missing, carbon_t 2.93155 t (0.180379 to 10.6081); 1 missing, usd 38628.3 USD
    (26842.1 to 58281), notes (Small jobs fail more often than nodes × rate says: at 1,024 GPUs 7.9 h were
    measured, not 28.8. The split that is set is 80% slower than TP 1 · PP 1 · DP 32, micro-batch 2, FSDP, no
    recomputation.)
rows[4]: key api:far/api, way api, name api, part far/api, capex_usd 0 USD, write_off_usd_per_month 0 USD/month,
    reason No model is asked, so no tokens are counted., note Another model may answer otherwise.
crossings[0]: cheaper own, than cloud:cloud/eight:on-demand, over months, at 12.6328 months (8.99303 to
    29.5431); 2 missing, state crosses, words Owning is cheaper than eight, on demand after at least 13 months,
    in eight of ten draws between 12 and 17., never_share 0
crossings[0].tornado[0]: leaf 0.9 (0.7 to 1), at_low 17.0661, at_high 11.1806
crossings[0].tornado[1]: leaf 300000 USD (250000 to 400000), at_low 10.7736, at_high 16.435
crossings[0].tornado[2]: leaf 0.5 (0.1 to 2), at_low 12.473, at_high 13.2703
crossings[0].tornado[3]: leaf 0.05 1/year (0.03 to 0.08), at_low 12.3723, at_high 13.0447
crossings[0].tornado[4]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 12.3272, at_high 12.7974
crossings[0].tornado[5]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 12.5298, at_high 12.8857
crossings[0].tornado[6]: leaf 135000 USD/year (97000 to 250000), at_low 12.5761, at_high 12.8075
crossings[0].tornado[7]: leaf 1.54 (1.2 to 1.58), at_low 12.5521, at_high 12.6423
crossings[1]: cheaper own, than cloud:cloud/eight:reserved, over months, at 20.6979 months (15.7907 to 38.7194);
    2 missing, state crosses, words Owning is cheaper than eight, reserved after at least 21 months, in eight of
    ten draws between 20 and 26., never_share 0
crossings[1].tornado[0]: leaf 300000 USD (250000 to 400000), at_low 17.5693, at_high 27.1888
crossings[1].tornado[1]: leaf 0.5 (0.1 to 2), at_low 20.2724, at_high 22.4662
crossings[1].tornado[2]: leaf 0.05 1/year (0.03 to 0.08), at_low 20.0077, at_high 21.8273
crossings[1].tornado[3]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 19.89, at_high 21.1435
crossings[1].tornado[4]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 20.423, at_high 21.3857
crossings[1].tornado[5]: leaf 135000 USD/year (97000 to 250000), at_low 20.5461, at_high 21.171
crossings[1].tornado[6]: leaf 1.54 (1.2 to 1.58), at_low 20.4823, at_high 20.7235
crossings[1].tornado[7]: leaf 0.8 (0.7 to 0.9), at_low 20.6879, at_high 20.7078
crossings[2]: cheaper own, than cloud:cloud/eight:spot, over months, at 36.5771 months (11.7828 to 36.5771); 2
    missing, state crosses, may_never True, words Owning is cheaper than eight, spot after at least 37 months,
    in eight of ten draws between 27 and 79., never_share 0
crossings[2].tornado[0]: leaf 20 USD/h (10 to 30), at_low 143.23, at_high 20.9656
crossings[2].tornado[1]: leaf 0.9 (0.7 to 1), at_low 54.6698, at_high 31.3839
crossings[2].tornado[2]: leaf 300000 USD (250000 to 400000), at_low 30.765, at_high 48.9834
crossings[2].tornado[3]: leaf 0.1 (0.03 to 0.3), at_low 40.4064, at_high 28.7833
crossings[2].tornado[4]: leaf 0.5 (0.1 to 2), at_low 35.2689, at_high 42.4868
crossings[2].tornado[5]: leaf 0.05 1/year (0.03 to 0.08), at_low 34.4754, at_high 40.2584
crossings[2].tornado[6]: leaf 184.06 USD/kW/month (120 to 217.3), at_low 34.1275, at_high 37.9921
crossings[2].tornado[7]: leaf 0.0836 USD/kWh (0.06 to 0.14), at_low 35.7274, at_high 38.7813
"""


def outcome(name: str) -> list[str]:
    """Return the ways of doing a work and where they cross."""
    results = analyze(WORKS[name], only=("power", "cost", "workloads"), library=WORK_PARTS)
    found = alternatives(WORKS[name], WORK_PARTS, results, months=24, instances=("cloud/eight",), apis=("far/api",))
    return told(replace(found, over_time=(), over_demand=()), skip=ELSEWHERE)


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_ways(name: str):
    assert outcome(name) == sections(EXPECTED)[name]
