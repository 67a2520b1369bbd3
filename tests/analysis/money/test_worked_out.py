"""What small stacks cost, worked out by hand: every line, where it sits, and how it grows."""

import pytest

from designer.analysis.money.breakdown import where_it_sits
from designer.analysis.money.cost_lines import monthly_lines
from designer.analysis.money.growth import growth
from designer.analysis.run import analyze
from tests.builders.facilities import FACILITIES
from tests.builders.stacks import STACKS
from tests.builders.told import sections, told

# "chat": 4 × 400,000 USD over 4 years; "rented": (50 + 2 × 25) USD × 730 h × 12 months.
CASES = {**{name: one for name, one in STACKS.items() if name != "cluster"}, "plant": FACILITIES["plant"]}
EXPECTED = """
## chat
[cost]: capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06); 2 missing, opex_usd_per_year 228527 USD/year (115869 to
    481543); 2 missing, energy_usd_per_year 36811.3 USD/year (18013.4 to 71152.8), support_usd_per_year 80000
    USD/year (36000 to 144000); 2 missing, rent_usd_per_year 0 USD/year, staff_usd_per_year 21600 USD/year (3104
    to 160000), space_usd_per_year 90115.8 USD/year (58752 to 106390), services_usd_per_year 0 USD/year,
    amortisation_usd_per_year 451219 USD/year (262025 to 698460); 2 missing, monthly_usd 56645.5 USD/month
    (31491.2 to 98333.6); 2 missing, tco_usd 2.51411e+06 USD (1.54761e+06 to 4.20771e+06); 2 missing,
    usd_per_gpu_hour 2.69433 USD/h (1.34808 to 6.01355); 2 missing
[cost].lines[0]: part langchain/langchain, name LangChain, kind application, layer serving_apps, vendor
    LangChain, quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[1]: part vllm/vllm, name vLLM, kind serving, layer serving_apps, vendor PyTorch Foundation,
    quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[2]: part nvidia/dgx-h100, name DGX H100, kind server, layer servers_fabric, vendor NVIDIA, quantity
    4, unit_usd 400000 USD (300000 to 450000), total_usd 1.6e+06 USD (1.2e+06 to 1.8e+06), basis street,
    discount 0, upfront_share 0, spares 0
[cost].by_kind: [server] 1.6e+06 USD (1.2e+06 to 1.8e+06)
[cost].by_layer: [servers_fabric] 1.6e+06 USD (1.2e+06 to 1.8e+06)
[cost].delivery: spares_usd 0 USD, freight_usd 32000 USD (12000 to 54000); 2 missing, racks_usd 0 USD,
    cables_usd 0 USD, delivered_usd 1.632e+06 USD (1.212e+06 to 1.854e+06); 2 missing, tax_usd 0 USD,
    with_tax_usd 1.632e+06 USD (1.212e+06 to 1.854e+06); 2 missing
[grown]: months (0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34
    35 36), growing True, requests_per_month (2.628e+07 2.7594e+07 2.89737e+07 3.04224e+07 3.19435e+07
    3.35407e+07 3.52177e+07 3.69786e+07 3.88275e+07 4.07689e+07 4.28074e+07 4.49477e+07 4.71951e+07 4.95549e+07
    5.20326e+07 5.46342e+07 5.73659e+07 6.02342e+07 6.3246e+07 6.64083e+07 6.97287e+07 7.32151e+07 7.68759e+07
    8.07196e+07 8.47556e+07 8.89934e+07 9.34431e+07 9.81152e+07 1.03021e+08 1.08172e+08 1.13581e+08 1.1926e+08
    1.25223e+08 1.31484e+08 1.38058e+08 1.44961e+08 1.52209e+08), accelerators (8 8 8 8 8 8 10 10 10 10 10 12 12
    12 12 14 14 14 16 16 16 18 18 20 20 22 22 24 24 26 28 28 30 32 32 34 36), accelerators_drawn 32,
    total_usd_per_month (56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5
    56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5
    56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 70806.9 70806.9),
    runs_out 35, words The 32 drawn accelerators are too few from month 35 on: 34 are needed then. The bill of a
    month becomes 1.2 times today's by month 36.
[grown].requests: [0] 2.628e+07 1/month, [12] 4.71951e+07 1/month, [24] 8.47556e+07 1/month, [36] 1.52209e+08
    1/month
[grown].accelerators_needed: [0] 8 (4 to 18), [12] 12 (8 to 30), [24] 20 (12 to 54), [36] 36 (22 to 96)
[grown].lines[0]: name As it stands, usd_per_month (56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5
    56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5
    56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5 56645.5
    56645.5 56645.5 56645.5 56645.5)
[grown].lines[0].at: [0] 56645.5 USD/month (31491.2 to 98333.6); 2 missing, [12] 56645.5 USD/month (31491.2 to
    98333.6); 2 missing, [24] 56645.5 USD/month (31491.2 to 98333.6); 2 missing, [36] 56645.5 USD/month (31491.2
    to 98333.6); 2 missing
[grown].lines[1]: name More of box, subject box, usd_per_month (0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    0 0 0 0 0 0 0 0 0 0 0 14161.4 14161.4)
[grown].lines[1].at: [0] 0 USD/month; 2 missing, [12] 0 USD/month; 2 missing, [24] 0 USD/month (0 to 73750.2); 2
    missing, [36] 14161.4 USD/month (0 to 196667); 2 missing
[grown].total: [0] 56645.5 USD/month (31491.2 to 98333.6); 2 missing, [12] 56645.5 USD/month (31491.2 to
    98333.6); 2 missing, [24] 56645.5 USD/month (31491.2 to 172084); 2 missing, [36] 70806.9 USD/month (31491.2
    to 295001); 2 missing
[monthly]: [capital] 37601.6 USD/month (21835.5 to 58205); 2 missing, [energy] 3067.61 USD/month (1501.11 to
    5929.4), [space] 7509.65 USD/month (4896 to 8865.84), [staff] 1800 USD/month (258.667 to 13333.3), [support]
    6666.67 USD/month (3000 to 12000); 2 missing
[sits]: usd_per_gpu_hour 2.69433 USD/h (1.34808 to 6.01355); 2 missing, usd_per_month 56645.5 USD/month (31491.2
    to 98333.6); 2 missing
[sits].by_layer[0]: key serving_apps, name Serving and applications
[sits].by_layer[1]: key servers_fabric, name Servers and fabric, capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06),
    running_usd_per_year 80000 USD/year (36000 to 144000), write_off_usd_per_year 451219 USD/year (262025 to
    698460), usd_per_month 44268.2 USD/month (24835.5 to 70205), share 0.781496 (0.252563 to 2.22935); 2 missing
[sits].by_layer[2]: key facility, name Facility, capex_usd 0 USD, running_usd_per_year 148527 USD/year (79869.4
    to 337543), write_off_usd_per_year 0 USD/year, usd_per_month 12377.3 USD/month (6655.78 to 28128.6), share
    0.218504 (0.0676857 to 0.893219); 2 missing
[sits].by_kind[0]: key server, name Servers, capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06), running_usd_per_year
    80000 USD/year (36000 to 144000), write_off_usd_per_year 451219 USD/year (262025 to 698460), usd_per_month
    44268.2 USD/month (24835.5 to 70205), share 0.781496 (0.252563 to 2.22935); 2 missing
[sits].by_kind[1]: key space, name Space, capex_usd 0 USD, running_usd_per_year 90115.8 USD/year (58752 to
    106390), write_off_usd_per_year 0 USD/year, usd_per_month 7509.65 USD/month (4896 to 8865.84), share
    0.132573 (0.0497897 to 0.281534); 2 missing
[sits].by_kind[2]: key energy, name Energy, capex_usd 0 USD, running_usd_per_year 36811.3 USD/year (18013.4 to
    71152.8), write_off_usd_per_year 0 USD/year, usd_per_month 3067.61 USD/month (1501.11 to 5929.4), share
    0.0541545 (0.0152655 to 0.188287); 2 missing
[sits].by_kind[3]: key staff, name Staff, capex_usd 0 USD, running_usd_per_year 21600 USD/year (3104 to 160000),
    write_off_usd_per_year 0 USD/year, usd_per_month 1800 USD/month (258.667 to 13333.3), share 0.0317766
    (0.0026305 to 0.423398); 2 missing
[sits].by_kind[4]: key application, name Application frameworks
[sits].by_kind[5]: key serving, name Inference servers
[sits].by_vendor[0]: key NVIDIA, name NVIDIA, capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06), running_usd_per_year
    80000 USD/year (36000 to 144000), write_off_usd_per_year 451219 USD/year (262025 to 698460), usd_per_month
    44268.2 USD/month (24835.5 to 70205), share 0.781496 (0.252563 to 2.22935); 2 missing
[sits].by_vendor[1]: key Hall, name Hall, capex_usd 0 USD, running_usd_per_year 90115.8 USD/year (58752 to
    106390), write_off_usd_per_year 0 USD/year, usd_per_month 7509.65 USD/month (4896 to 8865.84), share
    0.132573 (0.0497897 to 0.281534); 2 missing
[sits].by_vendor[2]: key Electricity, name Electricity, capex_usd 0 USD, running_usd_per_year 36811.3 USD/year
    (18013.4 to 71152.8), write_off_usd_per_year 0 USD/year, usd_per_month 3067.61 USD/month (1501.11 to
    5929.4), share 0.0541545 (0.0152655 to 0.188287); 2 missing
[sits].by_vendor[3]: key Staff, name Staff, capex_usd 0 USD, running_usd_per_year 21600 USD/year (3104 to
    160000), write_off_usd_per_year 0 USD/year, usd_per_month 1800 USD/month (258.667 to 13333.3), share
    0.0317766 (0.0026305 to 0.423398); 2 missing
[sits].by_vendor[4]: key LangChain, name LangChain
[sits].by_vendor[5]: key PyTorch Foundation, name PyTorch Foundation
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06); 2 missing,
    running_usd_per_year 0 USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share
    0.636409 (0.28519 to 1.16309); 2 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 228527 USD/year (115869 to 481543);
    2 missing, write_off_usd_per_year 451219 USD/year (262025 to 698460); 2 missing, usd_per_month 56645.5
    USD/month (31491.2 to 98333.6); 2 missing, share 0.0908979 (0.0275374 to 0.311153); 2 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 228527 USD/year (115869 to 481543);
    2 missing, write_off_usd_per_year 451219 USD/year (262025 to 698460); 2 missing, usd_per_month 56645.5
    USD/month (31491.2 to 98333.6); 2 missing, share 0.0908979 (0.0275374 to 0.311153); 2 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 228527 USD/year (115869 to 481543);
    2 missing, write_off_usd_per_year 451219 USD/year (262025 to 698460); 2 missing, usd_per_month 56645.5
    USD/month (31491.2 to 98333.6); 2 missing, share 0.0908979 (0.0275374 to 0.311153); 2 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 228527 USD/year (0 to 481543); 2
    missing, write_off_usd_per_year 451219 USD/year (0 to 698460); 2 missing, usd_per_month 56645.5 USD/month (0
    to 98333.6); 2 missing, share 0.0908979 (0 to 0.311153); 2 missing
[sits].vendors_of_layer[facility]: [Electricity] 3067.61 USD/month (1501.11 to 5929.4), [Hall] 7509.65 USD/month
    (4896 to 8865.84), [Staff] 1800 USD/month (258.667 to 13333.3)
[sits].vendors_of_layer[servers_fabric]: [NVIDIA] 44268.2 USD/month (24835.5 to 70205)
## retrieval
[cost]: capex_usd 800000 USD (600000 to 900000); 3 missing, opex_usd_per_year 398088 USD/year (341759 to
    524595); 3 missing, energy_usd_per_year 18405.7 USD/year (9006.68 to 35576.4), support_usd_per_year 40000
    USD/year (18000 to 72000); 3 missing, rent_usd_per_year 0 USD/year, staff_usd_per_year 10800 USD/year (1552
    to 80000), space_usd_per_year 45057.9 USD/year (29376 to 53195), services_usd_per_year 283824 USD/year,
    amortisation_usd_per_year 225609 USD/year (131013 to 349230); 3 missing, monthly_usd 51974.8 USD/month
    (39397.6 to 72818.8); 3 missing, tco_usd 2.39235e+06 USD (1.62528e+06 to 3.52298e+06); 3 missing,
    usd_per_gpu_hour 2.69433 USD/h (1.34808 to 6.01355); 3 missing
[cost].lines[0]: part llamaindex/llamaindex, name LlamaIndex, kind application, layer serving_apps, vendor
    LlamaIndex, quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[1]: part weaviate/weaviate, name Weaviate, kind vector-database, layer data_storage, vendor
    Weaviate, quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[2]: part vllm/vllm, name vLLM, kind serving, layer serving_apps, vendor PyTorch Foundation,
    quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[3]: part nvidia/dgx-h100, name DGX H100, kind server, layer servers_fabric, vendor NVIDIA, quantity
    2, unit_usd 400000 USD (300000 to 450000), total_usd 800000 USD (600000 to 900000), basis street, discount
    0, upfront_share 0, spares 0
[cost].service_lines[0]: part anthropic/claude-haiku-4-5, name Claude Haiku 4.5, kind model-api, layer cloud,
    vendor Anthropic, quantity 1, unit_usd 23652 USD/month, total_usd 283824 USD/year, basis list, discount 0,
    upfront_share 0, spares 0
[cost].by_kind: [server] 800000 USD (600000 to 900000)
[cost].by_layer: [servers_fabric] 800000 USD (600000 to 900000)
[cost].delivery: spares_usd 0 USD, freight_usd 16000 USD (6000 to 27000); 3 missing, racks_usd 0 USD, cables_usd
    0 USD, delivered_usd 816000 USD (606000 to 927000); 3 missing, tax_usd 0 USD, with_tax_usd 816000 USD
    (606000 to 927000); 3 missing
[grown]: months (0 1 2 3), requests_per_month (1.0512e+07 1.0512e+07 1.0512e+07 1.0512e+07), accelerators (1 1 1
    1), accelerators_drawn 16, total_usd_per_month (51974.8 51974.8 51974.8 51974.8), words The 16 drawn
    accelerators last 3 months. Nothing grows: say on the application by how much a month., notes (No growth is
    set on people: it stays as it is.)
[grown].requests: [0] 1.0512e+07 1/month, [3] 1.0512e+07 1/month
[grown].accelerators_needed: [0] 1, [3] 1
[grown].lines[0]: name As it stands, usd_per_month (28322.8 28322.8 28322.8 28322.8)
[grown].lines[0].at: [0] 28322.8 USD/month (15745.6 to 49166.8); 3 missing, [3] 28322.8 USD/month (15745.6 to
    49166.8); 3 missing
[grown].lines[1]: name Tokens of api, subject api, usd_per_month (23652 23652 23652 23652)
[grown].lines[1].at: [0] 23652 USD/month, [3] 23652 USD/month
[grown].total: [0] 51974.8 USD/month (39397.6 to 72818.8); 3 missing, [3] 51974.8 USD/month (39397.6 to
    72818.8); 3 missing
[monthly]: [capital] 18800.8 USD/month (10917.7 to 29102.5); 3 missing, [energy] 1533.8 USD/month (750.557 to
    2964.7), [space] 3754.82 USD/month (2448 to 4432.92), [staff] 900 USD/month (129.333 to 6666.67), [support]
    3333.33 USD/month (1500 to 6000); 3 missing, [tokens] 23652 USD/month
[sits]: usd_per_gpu_hour 2.69433 USD/h (1.34808 to 6.01355); 3 missing, usd_per_month 51974.8 USD/month (39397.6
    to 72818.8); 3 missing
[sits].by_layer[0]: key serving_apps, name Serving and applications
[sits].by_layer[1]: key data_storage, name Data and storage
[sits].by_layer[2]: key cloud, name Cloud, capex_usd 0 USD, running_usd_per_year 283824 USD/year,
    write_off_usd_per_year 0 USD/year, usd_per_month 23652 USD/month, share 0.455067 (0.324806 to 0.600341); 3
    missing
[sits].by_layer[3]: key servers_fabric, name Servers and fabric, capex_usd 800000 USD (600000 to 900000),
    running_usd_per_year 40000 USD/year (18000 to 72000), write_off_usd_per_year 225609 USD/year (131013 to
    349230), usd_per_month 22134.1 USD/month (12417.7 to 35102.5), share 0.425863 (0.170529 to 0.890981); 3
    missing
[sits].by_layer[4]: key facility, name Facility, capex_usd 0 USD, running_usd_per_year 74263.5 USD/year (39934.7
    to 168771), write_off_usd_per_year 0 USD/year, usd_per_month 6188.63 USD/month (3327.89 to 14064.3), share
    0.11907 (0.045701 to 0.356983); 3 missing
[sits].by_kind[0]: key model-api, name Model APIs, capex_usd 0 USD, running_usd_per_year 283824 USD/year,
    write_off_usd_per_year 0 USD/year, usd_per_month 23652 USD/month, share 0.455067 (0.324806 to 0.600341); 3
    missing
[sits].by_kind[1]: key server, name Servers, capex_usd 800000 USD (600000 to 900000), running_usd_per_year 40000
    USD/year (18000 to 72000), write_off_usd_per_year 225609 USD/year (131013 to 349230), usd_per_month 22134.1
    USD/month (12417.7 to 35102.5), share 0.425863 (0.170529 to 0.890981); 3 missing
[sits].by_kind[2]: key space, name Space, capex_usd 0 USD, running_usd_per_year 45057.9 USD/year (29376 to
    53195), write_off_usd_per_year 0 USD/year, usd_per_month 3754.82 USD/month (2448 to 4432.92), share
    0.0722432 (0.0336177 to 0.112517); 3 missing
[sits].by_kind[3]: key energy, name Energy, capex_usd 0 USD, running_usd_per_year 18405.7 USD/year (9006.68 to
    35576.4), write_off_usd_per_year 0 USD/year, usd_per_month 1533.8 USD/month (750.557 to 2964.7), share
    0.0295106 (0.0103072 to 0.0752507); 3 missing
[sits].by_kind[4]: key staff, name Staff, capex_usd 0 USD, running_usd_per_year 10800 USD/year (1552 to 80000),
    write_off_usd_per_year 0 USD/year, usd_per_month 900 USD/month (129.333 to 6666.67), share 0.0173161
    (0.0017761 to 0.169215); 3 missing
[sits].by_kind[5]: key application, name Application frameworks
[sits].by_kind[6]: key serving, name Inference servers
[sits].by_kind[7]: key vector-database, name Vector databases
[sits].by_vendor[0]: key Anthropic, name Anthropic, capex_usd 0 USD, running_usd_per_year 283824 USD/year,
    write_off_usd_per_year 0 USD/year, usd_per_month 23652 USD/month, share 0.455067 (0.324806 to 0.600341); 3
    missing
[sits].by_vendor[1]: key NVIDIA, name NVIDIA, capex_usd 800000 USD (600000 to 900000), running_usd_per_year
    40000 USD/year (18000 to 72000), write_off_usd_per_year 225609 USD/year (131013 to 349230), usd_per_month
    22134.1 USD/month (12417.7 to 35102.5), share 0.425863 (0.170529 to 0.890981); 3 missing
[sits].by_vendor[2]: key Hall, name Hall, capex_usd 0 USD, running_usd_per_year 45057.9 USD/year (29376 to
    53195), write_off_usd_per_year 0 USD/year, usd_per_month 3754.82 USD/month (2448 to 4432.92), share
    0.0722432 (0.0336177 to 0.112517); 3 missing
[sits].by_vendor[3]: key Electricity, name Electricity, capex_usd 0 USD, running_usd_per_year 18405.7 USD/year
    (9006.68 to 35576.4), write_off_usd_per_year 0 USD/year, usd_per_month 1533.8 USD/month (750.557 to 2964.7),
    share 0.0295106 (0.0103072 to 0.0752507); 3 missing
[sits].by_vendor[4]: key Staff, name Staff, capex_usd 0 USD, running_usd_per_year 10800 USD/year (1552 to
    80000), write_off_usd_per_year 0 USD/year, usd_per_month 900 USD/month (129.333 to 6666.67), share 0.0173161
    (0.0017761 to 0.169215); 3 missing
[sits].by_vendor[5]: key LlamaIndex, name LlamaIndex
[sits].by_vendor[6]: key PyTorch Foundation, name PyTorch Foundation
[sits].by_vendor[7]: key Weaviate, name Weaviate
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 800000 USD (600000 to 900000); 3 missing,
    running_usd_per_year 0 USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share
    0.334399 (0.17031 to 0.553752); 3 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 398088 USD/year (341759 to 524595);
    3 missing, write_off_usd_per_year 225609 USD/year (131013 to 349230); 3 missing, usd_per_month 51974.8
    USD/month (39397.6 to 72818.8); 3 missing, share 0.1664 (0.0970085 to 0.322773); 3 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 398088 USD/year (341759 to 524595);
    3 missing, write_off_usd_per_year 225609 USD/year (131013 to 349230); 3 missing, usd_per_month 51974.8
    USD/month (39397.6 to 72818.8); 3 missing, share 0.1664 (0.0970085 to 0.322773); 3 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 398088 USD/year (341759 to 524595);
    3 missing, write_off_usd_per_year 225609 USD/year (131013 to 349230); 3 missing, usd_per_month 51974.8
    USD/month (39397.6 to 72818.8); 3 missing, share 0.1664 (0.0970085 to 0.322773); 3 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 398088 USD/year (0 to 524595); 3
    missing, write_off_usd_per_year 225609 USD/year (0 to 349230); 3 missing, usd_per_month 51974.8 USD/month (0
    to 72818.8); 3 missing, share 0.1664 (0 to 0.322773); 3 missing
[sits].vendors_of_layer[cloud]: [Anthropic] 23652 USD/month
[sits].vendors_of_layer[facility]: [Electricity] 1533.8 USD/month (750.557 to 2964.7), [Hall] 3754.82 USD/month
    (2448 to 4432.92), [Staff] 900 USD/month (129.333 to 6666.67)
[sits].vendors_of_layer[servers_fabric]: [NVIDIA] 22134.1 USD/month (12417.7 to 35102.5)
## rented
[cost]: opex_usd_per_year 788400 USD/year (551880 to 963600); 2 missing, energy_usd_per_year 0 USD/year,
    rent_usd_per_year 788400 USD/year (551880 to 963600), staff_usd_per_year 0 USD/year, space_usd_per_year 0
    USD/year, services_usd_per_year 0 USD/year, monthly_usd 65700 USD/month (45990 to 80300); 2 missing, tco_usd
    3.1536e+06 USD (1.65564e+06 to 4.818e+06); 2 missing, usd_per_gpu_hour 4.16667 USD/h (2.625 to 6.54762); 2
    missing
[cost].lines[0]: part langchain/langchain, name LangChain, kind application, layer serving_apps, vendor
    LangChain, quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[1]: part vllm/vllm, name vLLM, kind serving, layer serving_apps, vendor PyTorch Foundation,
    quantity 1, discount 0, upfront_share 0, spares 0
[cost].rent_lines[0]: part aws/p5.48xlarge, name p5.48xlarge, kind instance, layer cloud, vendor AWS, quantity
    1, unit_usd 50 USD/h, total_usd 394200 USD/year (306600 to 438000), basis on-demand, discount 0,
    upfront_share 0, spares 0
[cost].rent_lines[1]: part aws/p5.48xlarge, name p5.48xlarge, kind instance, layer cloud, vendor AWS, quantity
    2, unit_usd 25 USD/h (20 to 30), total_usd 394200 USD/year (245280 to 525600), basis spot, discount 0,
    upfront_share 0, spares 0
[cost].delivery: spares_usd 0 USD, freight_usd 0 USD; 2 missing, racks_usd 0 USD, cables_usd 0 USD,
    delivered_usd 0 USD; 2 missing, tax_usd 0 USD, with_tax_usd 0 USD; 2 missing
[grown]: months (0 1 2 3), requests_per_month (2.628e+07 2.628e+07 2.628e+07 2.628e+07), accelerators (8 8 8 8),
    accelerators_drawn 24, total_usd_per_month (65700 65700 65700 65700), words The 24 drawn accelerators last 3
    months. Nothing grows: say on the application by how much a month., notes (No growth is set on app: it stays
    as it is.)
[grown].requests: [0] 2.628e+07 1/month, [3] 2.628e+07 1/month
[grown].accelerators_needed: [0] 8 (4 to 18), [3] 8 (4 to 18)
[grown].lines[0]: name As it stands, usd_per_month (65700 65700 65700 65700)
[grown].lines[0].at: [0] 65700 USD/month (45990 to 80300); 2 missing, [3] 65700 USD/month (45990 to 80300); 2
    missing
[grown].total: [0] 65700 USD/month (45990 to 80300); 2 missing, [3] 65700 USD/month (45990 to 80300); 2 missing
[monthly]: [rent] 65700 USD/month (45990 to 80300)
[sits]: usd_per_gpu_hour 4.16667 USD/h (2.625 to 6.54762); 2 missing, usd_per_month 65700 USD/month (45990 to
    80300); 2 missing
[sits].by_layer[0]: key serving_apps, name Serving and applications
[sits].by_layer[1]: key cloud, name Cloud, capex_usd 0 USD, running_usd_per_year 788400 USD/year (551880 to
    963600), write_off_usd_per_year 0 USD/year, usd_per_month 65700 USD/month (45990 to 80300), share 1
    (0.572727 to 1.74603); 2 missing
[sits].by_kind[0]: key instance, name Cloud instances, capex_usd 0 USD, running_usd_per_year 788400 USD/year
    (551880 to 963600), write_off_usd_per_year 0 USD/year, usd_per_month 65700 USD/month (45990 to 80300), share
    1 (0.572727 to 1.74603); 2 missing
[sits].by_kind[1]: key application, name Application frameworks
[sits].by_kind[2]: key serving, name Inference servers
[sits].by_vendor[0]: key AWS, name AWS, capex_usd 0 USD, running_usd_per_year 788400 USD/year (551880 to
    963600), write_off_usd_per_year 0 USD/year, usd_per_month 65700 USD/month (45990 to 80300), share 1
    (0.572727 to 1.74603); 2 missing
[sits].by_vendor[1]: key LangChain, name LangChain
[sits].by_vendor[2]: key PyTorch Foundation, name PyTorch Foundation
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 0 USD; 2 missing, running_usd_per_year 0
    USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share 0; 2 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 788400 USD/year (551880 to 963600);
    2 missing, write_off_usd_per_year 0 USD/year; 2 missing, usd_per_month 65700 USD/month (45990 to 80300); 2
    missing, share 0.25 (0.114545 to 0.582011); 2 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 788400 USD/year (551880 to 963600);
    2 missing, write_off_usd_per_year 0 USD/year; 2 missing, usd_per_month 65700 USD/month (45990 to 80300); 2
    missing, share 0.25 (0.114545 to 0.582011); 2 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 788400 USD/year (551880 to 963600);
    2 missing, write_off_usd_per_year 0 USD/year; 2 missing, usd_per_month 65700 USD/month (45990 to 80300); 2
    missing, share 0.25 (0.114545 to 0.582011); 2 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 788400 USD/year (0 to 963600); 2
    missing, write_off_usd_per_year 0 USD/year; 2 missing, usd_per_month 65700 USD/month (0 to 80300); 2
    missing, share 0.25 (0 to 0.582011); 2 missing
[sits].vendors_of_layer[cloud]: [AWS] 65700 USD/month (45990 to 80300)
## training
[cost]: capex_usd 1.875e+06 USD (1.42e+06 to 2.13e+06); 4 missing, opex_usd_per_year 253763 USD/year (129557 to
    523449); 4 missing, energy_usd_per_year 39638.7 USD/year (19455.8 to 76436.9), support_usd_per_year 93750
    USD/year (42600 to 170400); 4 missing, rent_usd_per_year 0 USD/year, staff_usd_per_year 21600 USD/year (3104
    to 160000), space_usd_per_year 98774 USD/year (64396.8 to 116612), services_usd_per_year 0 USD/year,
    amortisation_usd_per_year 528772 USD/year (310063 to 826511); 4 missing, monthly_usd 65211.2 USD/month
    (36635 to 112497); 4 missing, tco_usd 2.89005e+06 USD (1.80867e+06 to 4.74724e+06); 4 missing,
    usd_per_gpu_hour 3.10175 USD/h (1.56828 to 6.87969); 4 missing
[cost].lines[0]: part pytorch/pytorch, name PyTorch, kind framework, layer training, vendor PyTorch Foundation,
    quantity 1, discount 0, upfront_share 0, spares 0
[cost].lines[1]: part nvidia/dgx-h100, name DGX H100, kind server, layer servers_fabric, vendor NVIDIA, quantity
    4, unit_usd 400000 USD (300000 to 450000), total_usd 1.6e+06 USD (1.2e+06 to 1.8e+06), basis street,
    discount 0, upfront_share 0, spares 0
[cost].lines[2]: part nvidia/qm9700, name Quantum-2 QM9700, kind switch, layer servers_fabric, vendor NVIDIA,
    quantity 1, unit_usd 25000 USD (20000 to 30000), total_usd 25000 USD (20000 to 30000), basis street,
    part_number MQM9700-NS2F, discount 0, upfront_share 0, spares 0
[cost].lines[3]: part ddn/ai400x2, name AI400X2, kind storage, layer data_storage, vendor DDN, quantity 1,
    unit_usd 250000 USD (200000 to 300000), total_usd 250000 USD (200000 to 300000), basis estimate, discount 0,
    upfront_share 0, spares 0
[cost].lines[4]: part mlflow/mlflow, name MLflow, kind tracker, layer training, vendor LF Projects, quantity 1,
    discount 0, upfront_share 0, spares 0
[cost].lines[5]: name Fabric cable 400G (type not chosen), kind cable, layer servers_fabric, quantity 32,
    discount 0, upfront_share 0, spares 0, links (box-leaf)
[cost].lines[6]: name Storage cable 200G (type not chosen), kind cable, layer servers_fabric, quantity 4,
    discount 0, upfront_share 0, spares 0, links (box-array)
[cost].by_kind: [server] 1.6e+06 USD (1.2e+06 to 1.8e+06), [storage] 250000 USD (200000 to 300000), [switch]
    25000 USD (20000 to 30000)
[cost].by_layer: [data_storage] 250000 USD (200000 to 300000), [servers_fabric] 1.625e+06 USD (1.22e+06 to
    1.83e+06); 2 missing
[cost].delivery: spares_usd 0 USD, freight_usd 37500 USD (14200 to 63900); 4 missing, racks_usd 0 USD,
    cables_usd 765 USD (216 to 1872), delivered_usd 1.91326e+06 USD (1.43442e+06 to 2.19577e+06); 4 missing,
    tax_usd 0 USD, with_tax_usd 1.91326e+06 USD (1.43442e+06 to 2.19577e+06); 4 missing
[grown]: months (0 1 2 3), requests_per_month (0 0 0 0), accelerators (nan nan nan nan), accelerators_drawn 0,
    total_usd_per_month (65211.2 65211.2 65211.2 65211.2), words Nothing is asked for yet: say on an application
    how many users it has and how they grow.
[grown].requests: [0] 0 1/month, [3] 0 1/month
[grown].lines[0]: name As it stands, usd_per_month (65211.2 65211.2 65211.2 65211.2)
[grown].lines[0].at: [0] 65211.2 USD/month (36635 to 112497); 4 missing, [3] 65211.2 USD/month (36635 to
    112497); 4 missing
[grown].total: [0] 65211.2 USD/month (36635 to 112497); 4 missing, [3] 65211.2 USD/month (36635 to 112497); 4
    missing
[monthly]: [capital] 44064.3 USD/month (25838.6 to 68875.9); 4 missing, [energy] 3303.22 USD/month (1621.32 to
    6369.74), [space] 8231.16 USD/month (5366.4 to 9717.66), [staff] 1800 USD/month (258.667 to 13333.3),
    [support] 7812.5 USD/month (3550 to 14200); 4 missing
[sits]: usd_per_gpu_hour 3.10175 USD/h (1.56828 to 6.87969); 4 missing, usd_per_month 65211.2 USD/month (36635
    to 112497); 4 missing
[sits].by_layer[0]: key training, name Training and orchestration
[sits].by_layer[1]: key data_storage, name Data and storage, capex_usd 250000 USD (200000 to 300000),
    running_usd_per_year 12500 USD/year (6000 to 24000), write_off_usd_per_year 70503 USD/year (43670.9 to
    116410), usd_per_month 6916.91 USD/month (4139.24 to 11700.8), share 0.106069 (0.0367944 to 0.31939); 4
    missing
[sits].by_layer[2]: key servers_fabric, name Servers and fabric, capex_usd 1.625e+06 USD (1.22e+06 to 1.83e+06);
    2 missing, running_usd_per_year 81250 USD/year (36600 to 146400); 2 missing, write_off_usd_per_year 458269
    USD/year (266393 to 710101); 2 missing, usd_per_month 44959.9 USD/month (25249.4 to 71375.1); 2 missing,
    share 0.689451 (0.224446 to 1.94828); 4 missing
[sits].by_layer[3]: key facility, name Facility, capex_usd 0 USD, running_usd_per_year 160013 USD/year (86956.6
    to 353049), write_off_usd_per_year 0 USD/year, usd_per_month 13334.4 USD/month (7246.38 to 29420.7), share
    0.20448 (0.0644142 to 0.803077); 4 missing
[sits].by_kind[0]: key server, name Servers, capex_usd 1.6e+06 USD (1.2e+06 to 1.8e+06), running_usd_per_year
    80000 USD/year (36000 to 144000), write_off_usd_per_year 451219 USD/year (262025 to 698460), usd_per_month
    44268.2 USD/month (24835.5 to 70205), share 0.678844 (0.220766 to 1.91634); 4 missing
[sits].by_kind[1]: key space, name Space, capex_usd 0 USD, running_usd_per_year 98774 USD/year (64396.8 to
    116612), write_off_usd_per_year 0 USD/year, usd_per_month 8231.16 USD/month (5366.4 to 9717.66), share
    0.126223 (0.0477027 to 0.265256); 4 missing
[sits].by_kind[2]: key storage, name Storage, capex_usd 250000 USD (200000 to 300000), running_usd_per_year
    12500 USD/year (6000 to 24000), write_off_usd_per_year 70503 USD/year (43670.9 to 116410), usd_per_month
    6916.91 USD/month (4139.24 to 11700.8), share 0.106069 (0.0367944 to 0.31939); 4 missing
[sits].by_kind[3]: key energy, name Energy, capex_usd 0 USD, running_usd_per_year 39638.7 USD/year (19455.8 to
    76436.9), write_off_usd_per_year 0 USD/year, usd_per_month 3303.22 USD/month (1621.32 to 6369.74), share
    0.0506542 (0.0144121 to 0.17387); 4 missing
[sits].by_kind[4]: key staff, name Staff, capex_usd 0 USD, running_usd_per_year 21600 USD/year (3104 to 160000),
    write_off_usd_per_year 0 USD/year, usd_per_month 1800 USD/month (258.667 to 13333.3), share 0.0276026
    (0.00229933 to 0.363951); 4 missing
[sits].by_kind[5]: key switch, name Switches, capex_usd 25000 USD (20000 to 30000), running_usd_per_year 1250
    USD/year (600 to 2400), write_off_usd_per_year 7050.3 USD/year (4367.09 to 11641), usd_per_month 691.691
    USD/month (413.924 to 1170.08), share 0.0106069 (0.00367944 to 0.031939); 4 missing
[sits].by_kind[6]: key cable, name Cables
[sits].by_kind[7]: key tracker, name Experiment trackers
[sits].by_kind[8]: key framework, name Training frameworks
[sits].by_vendor[0]: key NVIDIA, name NVIDIA, capex_usd 1.625e+06 USD (1.22e+06 to 1.83e+06),
    running_usd_per_year 81250 USD/year (36600 to 146400), write_off_usd_per_year 458269 USD/year (266393 to
    710101), usd_per_month 44959.9 USD/month (25249.4 to 71375.1), share 0.689451 (0.224446 to 1.94828); 4
    missing
[sits].by_vendor[1]: key Hall, name Hall, capex_usd 0 USD, running_usd_per_year 98774 USD/year (64396.8 to
    116612), write_off_usd_per_year 0 USD/year, usd_per_month 8231.16 USD/month (5366.4 to 9717.66), share
    0.126223 (0.0477027 to 0.265256); 4 missing
[sits].by_vendor[2]: key DDN, name DDN, capex_usd 250000 USD (200000 to 300000), running_usd_per_year 12500
    USD/year (6000 to 24000), write_off_usd_per_year 70503 USD/year (43670.9 to 116410), usd_per_month 6916.91
    USD/month (4139.24 to 11700.8), share 0.106069 (0.0367944 to 0.31939); 4 missing
[sits].by_vendor[3]: key Electricity, name Electricity, capex_usd 0 USD, running_usd_per_year 39638.7 USD/year
    (19455.8 to 76436.9), write_off_usd_per_year 0 USD/year, usd_per_month 3303.22 USD/month (1621.32 to
    6369.74), share 0.0506542 (0.0144121 to 0.17387); 4 missing
[sits].by_vendor[4]: key Staff, name Staff, capex_usd 0 USD, running_usd_per_year 21600 USD/year (3104 to
    160000), write_off_usd_per_year 0 USD/year, usd_per_month 1800 USD/month (258.667 to 13333.3), share
    0.0276026 (0.00229933 to 0.363951); 4 missing
[sits].by_vendor[5]: key LF Projects, name LF Projects
[sits].by_vendor[6]: key No vendor named, name No vendor named
[sits].by_vendor[7]: key PyTorch Foundation, name PyTorch Foundation
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 1.875e+06 USD (1.42e+06 to 2.13e+06); 4 missing,
    running_usd_per_year 0 USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share
    0.648778 (0.299121 to 1.17766); 4 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 253763 USD/year (129557 to 523449);
    4 missing, write_off_usd_per_year 528772 USD/year (310063 to 826511); 4 missing, usd_per_month 65211.2
    USD/month (36635 to 112497); 4 missing, share 0.0878056 (0.0272909 to 0.289411); 4 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 253763 USD/year (129557 to 523449);
    4 missing, write_off_usd_per_year 528772 USD/year (310063 to 826511); 4 missing, usd_per_month 65211.2
    USD/month (36635 to 112497); 4 missing, share 0.0878056 (0.0272909 to 0.289411); 4 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 253763 USD/year (129557 to 523449);
    4 missing, write_off_usd_per_year 528772 USD/year (310063 to 826511); 4 missing, usd_per_month 65211.2
    USD/month (36635 to 112497); 4 missing, share 0.0878056 (0.0272909 to 0.289411); 4 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 253763 USD/year (0 to 523449); 4
    missing, write_off_usd_per_year 528772 USD/year (0 to 826511); 4 missing, usd_per_month 65211.2 USD/month (0
    to 112497); 4 missing, share 0.0878056 (0 to 0.289411); 4 missing
[sits].vendors_of_layer[data_storage]: [DDN] 6916.91 USD/month (4139.24 to 11700.8)
[sits].vendors_of_layer[facility]: [Electricity] 3303.22 USD/month (1621.32 to 6369.74), [Hall] 8231.16
    USD/month (5366.4 to 9717.66), [Staff] 1800 USD/month (258.667 to 13333.3)
[sits].vendors_of_layer[servers_fabric]: [NVIDIA] 44959.9 USD/month (25249.4 to 71375.1)
## pipelines
[cost]: capex_usd 650000 USD (500000 to 750000); 1 missing, opex_usd_per_year 76475.9 USD/year (39106.6 to
    153959); 2 missing, energy_usd_per_year 11187.8 USD/year (5474.65 to 21624.9), support_usd_per_year 32500
    USD/year (15000 to 60000); 1 missing, staff_usd_per_year 5400 USD/year (776 to 40000), space_usd_per_year
    27388.1 USD/year (17856 to 32334.2), services_usd_per_year 0 USD/year, amortisation_usd_per_year 183308
    USD/year (109177 to 291025); 1 missing, monthly_usd 21648.6 USD/month (12357 to 37082); 2 missing, tco_usd
    955904 USD (617320 to 1.5198e+06); 2 missing, usd_per_gpu_hour 4.11884 USD/h (2.11592 to 9.07094); 2 missing
[cost].lines[0]: part apache/spark, name Spark, kind pipeline, layer data_storage, vendor Apache, quantity 1,
    discount 0, upfront_share 0, spares 0
[cost].lines[1]: part ddn/ai400x2, name AI400X2, kind storage, layer data_storage, vendor DDN, quantity 1,
    unit_usd 250000 USD (200000 to 300000), total_usd 250000 USD (200000 to 300000), basis estimate, discount 0,
    upfront_share 0, spares 0
[cost].lines[2]: part nvidia/dgx-h100, name DGX H100, kind server, layer servers_fabric, vendor NVIDIA, quantity
    1, unit_usd 400000 USD (300000 to 450000), total_usd 400000 USD (300000 to 450000), basis street, discount
    0, upfront_share 0, spares 0
[cost].by_kind: [server] 400000 USD (300000 to 450000), [storage] 250000 USD (200000 to 300000)
[cost].by_layer: [data_storage] 250000 USD (200000 to 300000); 1 missing, [servers_fabric] 400000 USD (300000 to
    450000)
[cost].rent_lines[0]: part azure/blob-hot-lrs, name Blob Storage Hot LRS, kind object-store, layer data_storage,
    vendor Azure, quantity 1, discount 0, upfront_share 0, spares 0
[cost].delivery: spares_usd 0 USD, freight_usd 13000 USD (5000 to 22500); 1 missing, racks_usd 0 USD, cables_usd
    0 USD, delivered_usd 663000 USD (505000 to 772500); 1 missing, tax_usd 0 USD, with_tax_usd 663000 USD
    (505000 to 772500); 1 missing
[grown]: months (0 1 2 3), requests_per_month (0 0 0 0), accelerators (nan nan nan nan), accelerators_drawn 0,
    total_usd_per_month (21648.6 21648.6 21648.6 21648.6), words Nothing is asked for yet: say on an application
    how many users it has and how they grow.
[grown].requests: [0] 0 1/month, [3] 0 1/month
[grown].lines[0]: name As it stands, usd_per_month (21648.6 21648.6 21648.6 21648.6)
[grown].lines[0].at: [0] 21648.6 USD/month (12357 to 37082); 2 missing, [3] 21648.6 USD/month (12357 to 37082);
    2 missing
[grown].total: [0] 21648.6 USD/month (12357 to 37082); 2 missing, [3] 21648.6 USD/month (12357 to 37082); 2
    missing
[monthly]: [capital] 15275.6 USD/month (9098.11 to 24252.1); 1 missing, [energy] 932.313 USD/month (456.221 to
    1802.07), [space] 2282.34 USD/month (1488 to 2694.52), [staff] 450 USD/month (64.6667 to 3333.33), [support]
    2708.33 USD/month (1250 to 5000); 1 missing
[sits]: usd_per_gpu_hour 4.11884 USD/h (2.11592 to 9.07094); 2 missing, usd_per_month 21648.6 USD/month (12357
    to 37082); 2 missing
[sits].by_layer[0]: key data_storage, name Data and storage, capex_usd 250000 USD (200000 to 300000); 1 missing,
    running_usd_per_year 12500 USD/year (6000 to 24000); 2 missing, write_off_usd_per_year 70503 USD/year
    (43670.9 to 116410); 1 missing, usd_per_month 6916.91 USD/month (4139.24 to 11700.8); 2 missing, share
    0.319508 (0.111624 to 0.9469); 2 missing
[sits].by_layer[1]: key servers_fabric, name Servers and fabric, capex_usd 400000 USD (300000 to 450000),
    running_usd_per_year 20000 USD/year (9000 to 36000), write_off_usd_per_year 112805 USD/year (65506.4 to
    174615), usd_per_month 11067.1 USD/month (6208.86 to 17551.3), share 0.511213 (0.167436 to 1.42035); 2
    missing
[sits].by_layer[2]: key facility, name Facility, capex_usd 0 USD, running_usd_per_year 43975.9 USD/year (24106.6
    to 93959.1), write_off_usd_per_year 0 USD/year, usd_per_month 3664.66 USD/month (2008.89 to 7829.93), share
    0.169279 (0.0541742 to 0.633643); 2 missing
[sits].by_kind[0]: key server, name Servers, capex_usd 400000 USD (300000 to 450000), running_usd_per_year 20000
    USD/year (9000 to 36000), write_off_usd_per_year 112805 USD/year (65506.4 to 174615), usd_per_month 11067.1
    USD/month (6208.86 to 17551.3), share 0.511213 (0.167436 to 1.42035); 2 missing
[sits].by_kind[1]: key storage, name Storage, capex_usd 250000 USD (200000 to 300000), running_usd_per_year
    12500 USD/year (6000 to 24000), write_off_usd_per_year 70503 USD/year (43670.9 to 116410), usd_per_month
    6916.91 USD/month (4139.24 to 11700.8), share 0.319508 (0.111624 to 0.9469); 2 missing
[sits].by_kind[2]: key space, name Space, capex_usd 0 USD, running_usd_per_year 27388.1 USD/year (17856 to
    32334.2), write_off_usd_per_year 0 USD/year, usd_per_month 2282.34 USD/month (1488 to 2694.52), share
    0.105427 (0.0401273 to 0.218056); 2 missing
[sits].by_kind[3]: key energy, name Energy, capex_usd 0 USD, running_usd_per_year 11187.8 USD/year (5474.65 to
    21624.9), write_off_usd_per_year 0 USD/year, usd_per_month 932.313 USD/month (456.221 to 1802.07), share
    0.0430657 (0.012303 to 0.145834); 2 missing
[sits].by_kind[4]: key staff, name Staff, capex_usd 0 USD, running_usd_per_year 5400 USD/year (776 to 40000),
    write_off_usd_per_year 0 USD/year, usd_per_month 450 USD/month (64.6667 to 3333.33), share 0.0207865
    (0.00174388 to 0.269753); 2 missing
[sits].by_kind[5]: key pipeline, name Data pipelines
[sits].by_kind[6]: key object-store, name Object stores, capex_usd 0 USD, write_off_usd_per_year 0 USD/year,
    usd_per_month 0 USD/month; 1 missing, share 0; 2 missing
[sits].by_vendor[0]: key NVIDIA, name NVIDIA, capex_usd 400000 USD (300000 to 450000), running_usd_per_year
    20000 USD/year (9000 to 36000), write_off_usd_per_year 112805 USD/year (65506.4 to 174615), usd_per_month
    11067.1 USD/month (6208.86 to 17551.3), share 0.511213 (0.167436 to 1.42035); 2 missing
[sits].by_vendor[1]: key DDN, name DDN, capex_usd 250000 USD (200000 to 300000), running_usd_per_year 12500
    USD/year (6000 to 24000), write_off_usd_per_year 70503 USD/year (43670.9 to 116410), usd_per_month 6916.91
    USD/month (4139.24 to 11700.8), share 0.319508 (0.111624 to 0.9469); 2 missing
[sits].by_vendor[2]: key Hall, name Hall, capex_usd 0 USD, running_usd_per_year 27388.1 USD/year (17856 to
    32334.2), write_off_usd_per_year 0 USD/year, usd_per_month 2282.34 USD/month (1488 to 2694.52), share
    0.105427 (0.0401273 to 0.218056); 2 missing
[sits].by_vendor[3]: key Electricity, name Electricity, capex_usd 0 USD, running_usd_per_year 11187.8 USD/year
    (5474.65 to 21624.9), write_off_usd_per_year 0 USD/year, usd_per_month 932.313 USD/month (456.221 to
    1802.07), share 0.0430657 (0.012303 to 0.145834); 2 missing
[sits].by_vendor[4]: key Staff, name Staff, capex_usd 0 USD, running_usd_per_year 5400 USD/year (776 to 40000),
    write_off_usd_per_year 0 USD/year, usd_per_month 450 USD/month (64.6667 to 3333.33), share 0.0207865
    (0.00174388 to 0.269753); 2 missing
[sits].by_vendor[5]: key Apache, name Apache
[sits].by_vendor[6]: key Azure, name Azure, capex_usd 0 USD, write_off_usd_per_year 0 USD/year, usd_per_month 0
    USD/month; 1 missing, share 0; 2 missing
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 650000 USD (500000 to 750000); 1 missing,
    running_usd_per_year 0 USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share
    0.679985 (0.328992 to 1.21493); 2 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 76475.9 USD/year (39106.6 to
    153959); 2 missing, write_off_usd_per_year 183308 USD/year (109177 to 291025); 1 missing, usd_per_month
    21648.6 USD/month (12357 to 37082); 2 missing, share 0.0800038 (0.0257315 to 0.249399); 2 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 76475.9 USD/year (39106.6 to
    153959); 2 missing, write_off_usd_per_year 183308 USD/year (109177 to 291025); 1 missing, usd_per_month
    21648.6 USD/month (12357 to 37082); 2 missing, share 0.0800038 (0.0257315 to 0.249399); 2 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 76475.9 USD/year (39106.6 to
    153959); 2 missing, write_off_usd_per_year 183308 USD/year (109177 to 291025); 1 missing, usd_per_month
    21648.6 USD/month (12357 to 37082); 2 missing, share 0.0800038 (0.0257315 to 0.249399); 2 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 76475.9 USD/year (0 to 153959); 2
    missing, write_off_usd_per_year 183308 USD/year (0 to 291025); 1 missing, usd_per_month 21648.6 USD/month (0
    to 37082); 2 missing, share 0.0800038 (0 to 0.249399); 2 missing
[sits].vendors_of_layer[data_storage]: [Azure] 0 USD/month; 1 missing, [DDN] 6916.91 USD/month (4139.24 to
    11700.8)
[sits].vendors_of_layer[facility]: [Electricity] 932.313 USD/month (456.221 to 1802.07), [Hall] 2282.34
    USD/month (1488 to 2694.52), [Staff] 450 USD/month (64.6667 to 3333.33)
[sits].vendors_of_layer[servers_fabric]: [NVIDIA] 11067.1 USD/month (6208.86 to 17551.3)
## plant
[cost]: capex_usd 52232.6 USD (30081.2 to 105988); 1 missing, opex_usd_per_year 92863 USD/year (59245.7 to
    196366); 1 missing, energy_usd_per_year 33829.1 USD/year (33485.7 to 34172.5), support_usd_per_year 2611.63
    USD/year (902.436 to 8479.06); 1 missing, rent_usd_per_year 0 USD/year, staff_usd_per_year 0 USD/year,
    space_usd_per_year 56422.2 USD/year (24857.5 to 153714), services_usd_per_year 0 USD/year,
    amortisation_usd_per_year 11939.1 USD/year (5105.16 to 32047.6); 1 missing, monthly_usd 8733.51 USD/month
    (5362.57 to 19034.5); 1 missing, tco_usd 423684 USD (207818 to 1.08782e+06); 1 missing
[cost].lines[0]: name Rack cabinet, as drawn, kind rack-cabinet, layer facility, quantity 4, unit_usd 4500 USD
    (3500 to 9000), total_usd 18000 USD (14000 to 36000), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on One for each rack that is drawn without a cabinet; price by the assumption rack_cabinet_usd.
[cost].lines[1]: name Rack PDU, by rule, kind pdu, layer facility, quantity 8, unit_usd 2400 USD (800 to 4000),
    total_usd 19200 USD (6400 to 32000), basis estimate, discount 0, upfront_share 0, spares 0, rests_on By
    rule, as no PDU is drawn: rack_pdu_sides sides, each with so many of rack_pdu_w that they carry the greatest
    draw of the rack; price by the assumption rack_pdu_usd.
[cost].lines[2]: name Coolant pipes for 15 kW, kind cable, layer servers_fabric, quantity 3, unit_usd 1350 USD
    (1350 to 2100), total_usd 4050 USD (4050 to 6300), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on Sized by the smaller of what its ends cool; price by the assumption chilled_pipe_usd_per_kw., links
    (chiller-crah), install_usd 382.5 USD (270 to 585)
[cost].lines[3]: name Coolant pipes for 30 kW, kind cable, layer servers_fabric, quantity 2, unit_usd 4200 USD
    (2700 to 4200), total_usd 8400 USD (5400 to 8400), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on Sized by the smaller of what its ends cool; price by the assumption facility_pipe_usd_per_kw.,
    links (dry-chiller), install_usd 765 USD (540 to 1170)
[cost].lines[4]: name Feeder for 0.8 kVA, kind cable, layer servers_fabric, quantity 2, unit_usd 14.288 USD
    (1.2792 to 128.842), total_usd 28.576 USD (2.5584 to 257.684), basis estimate, discount 0, upfront_share 0,
    spares 0, rests_on Sized by the smaller of what its ends carry; price by the assumption
    feeder_usd_per_kva_m. Length: By the assumption unrouted_cable_m., length_m 20, links (utility-dry),
    install_usd 3.872 USD (0.5808 to 23.4526)
[cost].lines[5]: name Feeder for 1 kVA, kind cable, layer servers_fabric, quantity 3, unit_usd 17.86 USD (1.599
    to 161.053), total_usd 53.58 USD (4.797 to 483.158), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on Sized by the smaller of what its ends carry; price by the assumption feeder_usd_per_kva_m. Length:
    By the assumption unrouted_cable_m., length_m 20, links (utility-crah), install_usd 4.84 USD (0.726 to
    29.3158)
[cost].lines[6]: name Feeder for 10 kVA, kind cable, layer servers_fabric, quantity 4, unit_usd 178.6 USD (15.99
    to 1610.53), total_usd 714.4 USD (63.96 to 6442.11), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on Sized by the smaller of what its ends carry; price by the assumption feeder_usd_per_kva_m. Length:
    By the assumption unrouted_cable_m., length_m 20, links (ups-host), install_usd 48.4 USD (7.26 to 293.158)
[cost].lines[7]: name Feeder for 50 kVA, kind cable, layer servers_fabric, quantity 2, unit_usd 893 USD (79.95
    to 8052.63), total_usd 1786 USD (159.9 to 16105.3), basis estimate, discount 0, upfront_share 0, spares 0,
    rests_on Sized by the smaller of what its ends carry; price by the assumption feeder_usd_per_kva_m. Length:
    By the assumption unrouted_cable_m., length_m 20, links (utility-ups), install_usd 242 USD (36.3 to 1465.79)
[cost].lines[8]: name Power cable (type not chosen), kind cable, layer servers_fabric, quantity 2, discount 0,
    upfront_share 0, spares 0, links (utility-chiller)
[cost].by_kind: [cable] 15032.6 USD (9681.22 to 37988.2); 1 missing, [pdu] 19200 USD (6400 to 32000),
    [rack-cabinet] 18000 USD (14000 to 36000)
[cost].by_layer: [facility] 37200 USD (20400 to 68000), [servers_fabric] 15032.6 USD (9681.22 to 37988.2); 1
    missing
[cost].delivery: spares_usd 0 USD, freight_usd 1044.65 USD (300.812 to 3179.65); 1 missing, racks_usd 2040 USD
    (1440 to 5200), cables_usd 3419.86 USD (2006.98 to 8438.06), delivered_usd 58737.1 USD (33829 to 122806); 1
    missing, tax_usd 0 USD, with_tax_usd 58737.1 USD (33829 to 122806); 1 missing
[grown]: months (0 1 2 3), requests_per_month (0 0 0 0), accelerators (nan nan nan nan), accelerators_drawn 0,
    total_usd_per_month (8733.51 8733.51 8733.51 8733.51), words Nothing is asked for yet: say on an application
    how many users it has and how they grow.
[grown].requests: [0] 0 1/month, [3] 0 1/month
[grown].lines[0]: name As it stands, usd_per_month (8733.51 8733.51 8733.51 8733.51)
[grown].lines[0].at: [0] 8733.51 USD/month (5362.57 to 19034.5); 1 missing, [3] 8733.51 USD/month (5362.57 to
    19034.5); 1 missing
[grown].total: [0] 8733.51 USD/month (5362.57 to 19034.5); 1 missing, [3] 8733.51 USD/month (5362.57 to
    19034.5); 1 missing
[monthly]: [capital] 994.926 USD/month (425.43 to 2670.64); 1 missing, [energy] 2819.09 USD/month (2790.48 to
    2847.71), [space] 4701.85 USD/month (2071.46 to 12809.5), [support] 217.636 USD/month (75.203 to 706.588); 1
    missing
[sits]: usd_per_month 8733.51 USD/month (5362.57 to 19034.5); 1 missing
[sits].by_layer[0]: key servers_fabric, name Servers and fabric, capex_usd 15032.6 USD (9681.22 to 37988.2); 1
    missing, running_usd_per_year 751.628 USD/year (290.436 to 3039.06); 1 missing, write_off_usd_per_year
    1448.27 USD/year (650.73 to 5661.36); 1 missing, usd_per_month 183.325 USD/month (78.4305 to 725.035); 1
    missing, share 0.020991 (0.00412045 to 0.135203); 1 missing
[sits].by_layer[1]: key facility, name Facility, capex_usd 37200 USD (20400 to 68000), running_usd_per_year
    92111.4 USD/year (58955.2 to 193327), write_off_usd_per_year 10490.8 USD/year (4454.43 to 26386.3),
    usd_per_month 8550.18 USD/month (5284.14 to 18309.4), share 0.979009 (0.277609 to 3.4143); 1 missing
[sits].by_kind[0]: key space, name Space, capex_usd 0 USD, running_usd_per_year 56422.2 USD/year (24857.5 to
    153714), write_off_usd_per_year 0 USD/year, usd_per_month 4701.85 USD/month (2071.46 to 12809.5), share
    0.538369 (0.108827 to 2.38869); 1 missing
[sits].by_kind[1]: key energy, name Energy, capex_usd 0 USD, running_usd_per_year 33829.1 USD/year (33485.7 to
    34172.5), write_off_usd_per_year 0 USD/year, usd_per_month 2819.09 USD/month (2790.48 to 2847.71), share
    0.322791 (0.146601 to 0.531035); 1 missing
[sits].by_kind[2]: key pdu, name PDUs, capex_usd 19200 USD (6400 to 32000), running_usd_per_year 960 USD/year
    (192 to 2560), write_off_usd_per_year 5414.63 USD/year (1397.47 to 12417.1), usd_per_month 531.219 USD/month
    (132.456 to 1248.09), share 0.0608254 (0.00695874 to 0.232741); 1 missing
[sits].by_kind[3]: key rack-cabinet, name Rack cabinets, capex_usd 18000 USD (14000 to 36000),
    running_usd_per_year 900 USD/year (420 to 2880), write_off_usd_per_year 5076.21 USD/year (3056.96 to
    13969.2), usd_per_month 498.018 USD/month (289.747 to 1404.1), share 0.0570238 (0.0152222 to 0.261833); 1
    missing
[sits].by_kind[4]: key cable, name Cables, capex_usd 15032.6 USD (9681.22 to 37988.2); 1 missing,
    running_usd_per_year 751.628 USD/year (290.436 to 3039.06); 1 missing, write_off_usd_per_year 1448.27
    USD/year (650.73 to 5661.36); 1 missing, usd_per_month 183.325 USD/month (78.4305 to 725.035); 1 missing,
    share 0.020991 (0.00412045 to 0.135203); 1 missing
[sits].by_vendor[0]: key Hall, name Hall, capex_usd 0 USD, running_usd_per_year 56422.2 USD/year (24857.5 to
    153714), write_off_usd_per_year 0 USD/year, usd_per_month 4701.85 USD/month (2071.46 to 12809.5), share
    0.538369 (0.108827 to 2.38869); 1 missing
[sits].by_vendor[1]: key Electricity, name Electricity, capex_usd 0 USD, running_usd_per_year 33829.1 USD/year
    (33485.7 to 34172.5), write_off_usd_per_year 0 USD/year, usd_per_month 2819.09 USD/month (2790.48 to
    2847.71), share 0.322791 (0.146601 to 0.531035); 1 missing
[sits].by_vendor[2]: key No vendor named, name No vendor named, capex_usd 52232.6 USD (30081.2 to 105988); 1
    missing, running_usd_per_year 2611.63 USD/year (902.436 to 8479.06); 1 missing, write_off_usd_per_year
    11939.1 USD/year (5105.16 to 32047.6); 1 missing, usd_per_month 1212.56 USD/month (500.633 to 3377.22); 1
    missing, share 0.13884 (0.0263014 to 0.629777); 1 missing
[sits].by_year[0]: key 0, name Year 0, the purchase, capex_usd 52232.6 USD (30081.2 to 105988); 1 missing,
    running_usd_per_year 0 USD/year, write_off_usd_per_year 0 USD/year, usd_per_month 0 USD/month, share
    0.123282 (0.0276528 to 0.510004); 1 missing
[sits].by_year[1]: key 1, name Year 1, capex_usd 0 USD, running_usd_per_year 92863 USD/year (59245.7 to 196366);
    1 missing, write_off_usd_per_year 11939.1 USD/year (5105.16 to 32047.6); 1 missing, usd_per_month 8733.51
    USD/month (5362.57 to 19034.5); 1 missing, share 0.21918 (0.0544629 to 0.944892); 1 missing
[sits].by_year[2]: key 2, name Year 2, capex_usd 0 USD, running_usd_per_year 92863 USD/year (59245.7 to 196366);
    1 missing, write_off_usd_per_year 11939.1 USD/year (5105.16 to 32047.6); 1 missing, usd_per_month 8733.51
    USD/month (5362.57 to 19034.5); 1 missing, share 0.21918 (0.0544629 to 0.944892); 1 missing
[sits].by_year[3]: key 3, name Year 3, capex_usd 0 USD, running_usd_per_year 92863 USD/year (59245.7 to 196366);
    1 missing, write_off_usd_per_year 11939.1 USD/year (5105.16 to 32047.6); 1 missing, usd_per_month 8733.51
    USD/month (5362.57 to 19034.5); 1 missing, share 0.21918 (0.0544629 to 0.944892); 1 missing
[sits].by_year[4]: key 4, name Year 4, capex_usd 0 USD, running_usd_per_year 92863 USD/year (0 to 196366); 1
    missing, write_off_usd_per_year 11939.1 USD/year (0 to 32047.6); 1 missing, usd_per_month 8733.51 USD/month
    (0 to 19034.5); 1 missing, share 0.21918 (0 to 0.944892); 1 missing
[sits].vendors_of_layer[facility]: [Electricity] 2819.09 USD/month (2790.48 to 2847.71), [Hall] 4701.85
    USD/month (2071.46 to 12809.5), [No vendor named] 1029.24 USD/month (422.203 to 2652.19)
[sits].vendors_of_layer[servers_fabric]: [No vendor named] 183.325 USD/month (78.4305 to 725.035); 1 missing
"""


def outcome(name: str) -> list[str]:
    design = CASES[name]
    found = analyze(design, only=("power", "cost", "workloads"))
    grown = growth(design, found, 36 if name == "chat" else 3, "2027-01")
    return told(
        {
            "cost": found.cost,
            "sits": where_it_sits(design, found.cost),
            "monthly": {line.key: usd for line, usd in monthly_lines(found.cost)},
            "grown": grown,
        },
        skip=("places",),
    )


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_of_money(name):
    assert outcome(name) == sections(EXPECTED)[name]
