"""What a small hall is bought with, worked out by hand: every line, spares, freight, racks, and cables by length."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design
from tests.builders.halls import CABLING, small_hall
from tests.builders.told import sections, told

HALL = small_hall()


def priced(design: Design, **assumptions: float) -> Design:
    """Return DESIGN with 1,000 USD for each part, and ASSUMPTIONS."""
    parts = {
        name: replace(
            one,
            prices=(replace(CABLING.parts["generic/cat6a"].prices[0], low=900.0, typical=1_000.0, high=1_200.0),),
        )
        for name, one in design.parts.items()
    }
    settings = replace(design.settings, assumptions=assumptions)
    return replace(design, parts=parts, settings=settings)


# Blanking panels, a patch panel less in each rack: 2 × (42 − 16 − 1) + 42 − 5 − 1 + 42 − 2 − 1; freight: 5 % of
# 53,405 USD.
# 4 DGX, 2 QM9700, 1 SN2201, 2 AI400X2 and 2 strips at 1,000 USD each; cables by the lengths of the hall.
CASES: Mapping[str, Design] = {
    "bought": priced(HALL),
    "with spares, freight and tax": priced(
        HALL,
        spare_device_share=0.25,
        spare_from=1.0,
        spare_cable_share=0.1,
        spare_optic_share=0.1,
        freight_share=0.05,
        tax_share=0.1,
    ),
    "without places": priced(replace(HALL, nodes={name: replace(one, floor=None) for name, one in HALL.nodes.items()})),
    "as it ships without prices": replace(HALL, parts={k: replace(p, prices=()) for k, p in HALL.parts.items()}),
}
EXPECTED = """
## bought
[by_kind]: [accessory] 4875 USD (1250 to 18750), [cable] 2700 USD (1330 to 5496); 2 missing, [optic] 10400 USD
    (5200 to 20800), [patch-panel] 320 USD (40 to 600), [pdu] 2000 USD (1800 to 2400), [rack-cabinet] 18000 USD
    (14000 to 36000), [server] 4000 USD (3600 to 4800), [storage] 2000 USD (1800 to 2400), [switch] 3000 USD
    (2700 to 3600)
[delivery]: spares_usd 0 USD, freight_usd 945.9 USD (317.2 to 2845.38); 2 missing, racks_usd 2040 USD (1440 to
    5200), cables_usd 726.75 USD (270 to 1716), delivered_usd 51007.7 USD (33747.2 to 104607); 2 missing,
    tax_usd 0 USD, with_tax_usd 51007.7 USD (33747.2 to 104607); 2 missing
[lines][0]: part nvidia/dgx-h100, name DGX H100, quantity 4, unit_usd 1000 USD (900 to 1200), total_usd 4000 USD
    (3600 to 4800), discount 0, upfront_share 0, spares 0, places ((box 4))
[lines][1]: part nvidia/qm9700, name Quantum-2 QM9700, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number MQM9700-NS2F, discount 0, upfront_share 0, spares 0, places ((leaf 2))
[lines][2]: part nvidia/sn2201, name Spectrum SN2201, quantity 1, unit_usd 1000 USD (900 to 1200), total_usd
    1000 USD (900 to 1200), discount 0, upfront_share 0, spares 0, places ((manager 1))
[lines][3]: part ddn/ai400x2, name AI400X2, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd 2000 USD
    (1800 to 2400), discount 0, upfront_share 0, spares 0, places ((near 1) (store 1))
[lines][4]: part apc/ap8886, name Rack PDU 2G AP8886, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number AP8886, discount 0, upfront_share 0, spares 0, places ((strip 2))
[lines][5]: name Rack cabinet, as drawn, quantity 4, unit_usd 4500 USD (3500 to 9000), total_usd 18000 USD
    (14000 to 36000), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][6]: name Blanking panel 1 U, quantity 125, unit_usd 39 USD (10 to 150), total_usd 4875 USD (1250 to
    18750), discount 0, upfront_share 0, spares 0, places ((compute 50) (network 36) (apart 39))
[lines][7]: name Patch panel 1 U, by rule, quantity 4, unit_usd 80 USD (10 to 150), total_usd 320 USD (40 to
    600), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][8]: part generic/cat6a, name Cat6A copper, quantity 4, unit_usd 10 USD (5 to 20), total_usd 40 USD (20
    to 80), discount 0, upfront_share 0, spares 0, links (box-manager)
[lines][9]: part nvidia/mfa7u10-400g-aoc-split, name MFA7U10 400G to 2 × 200G QSFP56 optical cable, 3 m,
    quantity 2, unit_usd 900 USD (450 to 1800), total_usd 1800 USD (900 to 3600), part_number 980-9I41X-00H003,
    discount 0, upfront_share 0, spares 0, length_m 3, links (near-leaf)
[lines][10]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 3 m, quantity 2, unit_usd 50 USD (25 to
    100), total_usd 100 USD (50 to 200), part_number 980-9I73U-000003, discount 0, upfront_share 0, spares 0,
    length_m 3, links (leaf-leaf)
[lines][11]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 7 m, quantity 8, unit_usd 50 USD (25 to
    100), total_usd 400 USD (200 to 800), part_number 980-9I57W-000007, discount 0, upfront_share 0, spares 0,
    length_m 7, links (box-leaf)
[lines][12]: part nvidia/mma4z00-ns, name MMA4Z00-NS 800G 2xSR4 twin-port, quantity 6, unit_usd 1000 USD (500 to
    2000), total_usd 6000 USD (3000 to 12000), part_number 980-9I510-00NS00, discount 0, upfront_share 0, spares
    0, links (box-leaf leaf-leaf)
[lines][13]: part nvidia/mma4z00-ns-flt, name MMA4Z00-NS-FLT 800G 2xSR4 flat-top, quantity 4, unit_usd 1100 USD
    (550 to 2200), total_usd 4400 USD (2200 to 8800), discount 0, upfront_share 0, spares 0, links (box-leaf)
[lines][14]: name Fabric cable 200G (type not chosen), quantity 2, discount 0, upfront_share 0, spares 0, links
    (store-leaf)
[lines][15]: name Management cable 10G (type not chosen), quantity 1, discount 0, upfront_share 0, spares 0,
    links (near-store)
[lines][16]: name Power cord C20 to C19, quantity 8, unit_usd 45 USD (20 to 102), total_usd 360 USD (160 to
    816), discount 0, upfront_share 0, spares 0, links (strip-box)
## with spares, freight and tax
[by_kind]: [accessory] 4875 USD (1250 to 18750), [cable] 2700 USD (1330 to 5496); 2 missing, [optic] 10400 USD
    (5200 to 20800), [patch-panel] 320 USD (40 to 600), [pdu] 2000 USD (1800 to 2400), [rack-cabinet] 18000 USD
    (14000 to 36000), [server] 4000 USD (3600 to 4800), [storage] 2000 USD (1800 to 2400), [switch] 3000 USD
    (2700 to 3600)
[delivery]: spares_usd 6110 USD (4255 to 9820), freight_usd 2670.25 USD (1798.75 to 5233.3); 2 missing,
    racks_usd 2040 USD (1440 to 5200), cables_usd 726.75 USD (270 to 1716), delivered_usd 58842 USD (39483.8 to
    116815); 2 missing, tax_usd 5884.2 USD (3948.38 to 11681.5); 2 missing, with_tax_usd 64726.2 USD (43432.1 to
    128497); 2 missing
[lines][0]: part nvidia/dgx-h100, name DGX H100, quantity 4, unit_usd 1000 USD (900 to 1200), total_usd 4000 USD
    (3600 to 4800), discount 0, upfront_share 0, spares 0, places ((box 4))
[lines][1]: part nvidia/qm9700, name Quantum-2 QM9700, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number MQM9700-NS2F, discount 0, upfront_share 0, spares 1, spare_rule
    spare_device_share, places ((leaf 2))
[lines][2]: part nvidia/sn2201, name Spectrum SN2201, quantity 1, unit_usd 1000 USD (900 to 1200), total_usd
    1000 USD (900 to 1200), discount 0, upfront_share 0, spares 1, spare_rule spare_device_share, places
    ((manager 1))
[lines][3]: part ddn/ai400x2, name AI400X2, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd 2000 USD
    (1800 to 2400), discount 0, upfront_share 0, spares 0, places ((near 1) (store 1))
[lines][4]: part apc/ap8886, name Rack PDU 2G AP8886, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number AP8886, discount 0, upfront_share 0, spares 1, spare_rule
    spare_device_share, places ((strip 2))
[lines][5]: name Rack cabinet, as drawn, quantity 4, unit_usd 4500 USD (3500 to 9000), total_usd 18000 USD
    (14000 to 36000), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][6]: name Blanking panel 1 U, quantity 125, unit_usd 39 USD (10 to 150), total_usd 4875 USD (1250 to
    18750), discount 0, upfront_share 0, spares 0, places ((compute 50) (network 36) (apart 39))
[lines][7]: name Patch panel 1 U, by rule, quantity 4, unit_usd 80 USD (10 to 150), total_usd 320 USD (40 to
    600), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][8]: part generic/cat6a, name Cat6A copper, quantity 4, unit_usd 10 USD (5 to 20), total_usd 40 USD (20
    to 80), discount 0, upfront_share 0, spares 1, spare_rule spare_cable_share, links (box-manager)
[lines][9]: part nvidia/mfa7u10-400g-aoc-split, name MFA7U10 400G to 2 × 200G QSFP56 optical cable, 3 m,
    quantity 2, unit_usd 900 USD (450 to 1800), total_usd 1800 USD (900 to 3600), part_number 980-9I41X-00H003,
    discount 0, upfront_share 0, spares 1, spare_rule spare_cable_share, length_m 3, links (near-leaf)
[lines][10]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 3 m, quantity 2, unit_usd 50 USD (25 to
    100), total_usd 100 USD (50 to 200), part_number 980-9I73U-000003, discount 0, upfront_share 0, spares 1,
    spare_rule spare_cable_share, length_m 3, links (leaf-leaf)
[lines][11]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 7 m, quantity 8, unit_usd 50 USD (25 to
    100), total_usd 400 USD (200 to 800), part_number 980-9I57W-000007, discount 0, upfront_share 0, spares 1,
    spare_rule spare_cable_share, length_m 7, links (box-leaf)
[lines][12]: part nvidia/mma4z00-ns, name MMA4Z00-NS 800G 2xSR4 twin-port, quantity 6, unit_usd 1000 USD (500 to
    2000), total_usd 6000 USD (3000 to 12000), part_number 980-9I510-00NS00, discount 0, upfront_share 0, spares
    1, spare_rule spare_optic_share, links (box-leaf leaf-leaf)
[lines][13]: part nvidia/mma4z00-ns-flt, name MMA4Z00-NS-FLT 800G 2xSR4 flat-top, quantity 4, unit_usd 1100 USD
    (550 to 2200), total_usd 4400 USD (2200 to 8800), discount 0, upfront_share 0, spares 1, spare_rule
    spare_optic_share, links (box-leaf)
[lines][14]: name Fabric cable 200G (type not chosen), quantity 2, discount 0, upfront_share 0, spares 0, links
    (store-leaf)
[lines][15]: name Management cable 10G (type not chosen), quantity 1, discount 0, upfront_share 0, spares 0,
    links (near-store)
[lines][16]: name Power cord C20 to C19, quantity 8, unit_usd 45 USD (20 to 102), total_usd 360 USD (160 to
    816), discount 0, upfront_share 0, spares 0, links (strip-box)
## without places
[by_kind]: [accessory] 4875 USD (1250 to 18750), [cable] 2700 USD (1330 to 5496); 2 missing, [optic] 10400 USD
    (5200 to 20800), [patch-panel] 320 USD (40 to 600), [pdu] 2000 USD (1800 to 2400), [rack-cabinet] 18000 USD
    (14000 to 36000), [server] 4000 USD (3600 to 4800), [storage] 2000 USD (1800 to 2400), [switch] 3000 USD
    (2700 to 3600)
[delivery]: spares_usd 0 USD, freight_usd 945.9 USD (317.2 to 2845.38); 2 missing, racks_usd 2040 USD (1440 to
    5200), cables_usd 726.75 USD (270 to 1716), delivered_usd 51007.7 USD (33747.2 to 104607); 2 missing,
    tax_usd 0 USD, with_tax_usd 51007.7 USD (33747.2 to 104607); 2 missing
[lines][0]: part nvidia/dgx-h100, name DGX H100, quantity 4, unit_usd 1000 USD (900 to 1200), total_usd 4000 USD
    (3600 to 4800), discount 0, upfront_share 0, spares 0, places ((box 4))
[lines][1]: part nvidia/qm9700, name Quantum-2 QM9700, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number MQM9700-NS2F, discount 0, upfront_share 0, spares 0, places ((leaf 2))
[lines][2]: part nvidia/sn2201, name Spectrum SN2201, quantity 1, unit_usd 1000 USD (900 to 1200), total_usd
    1000 USD (900 to 1200), discount 0, upfront_share 0, spares 0, places ((manager 1))
[lines][3]: part ddn/ai400x2, name AI400X2, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd 2000 USD
    (1800 to 2400), discount 0, upfront_share 0, spares 0, places ((near 1) (store 1))
[lines][4]: part apc/ap8886, name Rack PDU 2G AP8886, quantity 2, unit_usd 1000 USD (900 to 1200), total_usd
    2000 USD (1800 to 2400), part_number AP8886, discount 0, upfront_share 0, spares 0, places ((strip 2))
[lines][5]: name Rack cabinet, as drawn, quantity 4, unit_usd 4500 USD (3500 to 9000), total_usd 18000 USD
    (14000 to 36000), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][6]: name Blanking panel 1 U, quantity 125, unit_usd 39 USD (10 to 150), total_usd 4875 USD (1250 to
    18750), discount 0, upfront_share 0, spares 0, places ((compute 50) (network 36) (apart 39))
[lines][7]: name Patch panel 1 U, by rule, quantity 4, unit_usd 80 USD (10 to 150), total_usd 320 USD (40 to
    600), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][8]: part generic/cat6a, name Cat6A copper, quantity 4, unit_usd 10 USD (5 to 20), total_usd 40 USD (20
    to 80), discount 0, upfront_share 0, spares 0, links (box-manager)
[lines][9]: part nvidia/mfa7u10-400g-aoc-split, name MFA7U10 400G to 2 × 200G QSFP56 optical cable, 3 m,
    quantity 2, unit_usd 900 USD (450 to 1800), total_usd 1800 USD (900 to 3600), part_number 980-9I41X-00H003,
    discount 0, upfront_share 0, spares 0, length_m 3, links (near-leaf)
[lines][10]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 3 m, quantity 2, unit_usd 50 USD (25 to
    100), total_usd 100 USD (50 to 200), part_number 980-9I73U-000003, discount 0, upfront_share 0, spares 0,
    length_m 3, links (leaf-leaf)
[lines][11]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 10 m, quantity 8, unit_usd 50 USD (25 to
    100), total_usd 400 USD (200 to 800), part_number 980-9I57X-00N010, discount 0, upfront_share 0, spares 0,
    length_m 10, links (box-leaf)
[lines][12]: part nvidia/mma4z00-ns, name MMA4Z00-NS 800G 2xSR4 twin-port, quantity 6, unit_usd 1000 USD (500 to
    2000), total_usd 6000 USD (3000 to 12000), part_number 980-9I510-00NS00, discount 0, upfront_share 0, spares
    0, links (box-leaf leaf-leaf)
[lines][13]: part nvidia/mma4z00-ns-flt, name MMA4Z00-NS-FLT 800G 2xSR4 flat-top, quantity 4, unit_usd 1100 USD
    (550 to 2200), total_usd 4400 USD (2200 to 8800), discount 0, upfront_share 0, spares 0, links (box-leaf)
[lines][14]: name Fabric cable 200G (type not chosen), quantity 2, discount 0, upfront_share 0, spares 0, links
    (store-leaf)
[lines][15]: name Management cable 10G (type not chosen), quantity 1, discount 0, upfront_share 0, spares 0,
    links (near-store)
[lines][16]: name Power cord C20 to C19, quantity 8, unit_usd 45 USD (20 to 102), total_usd 360 USD (160 to
    816), discount 0, upfront_share 0, spares 0, links (strip-box)
## as it ships without prices
[by_kind]: [accessory] 4875 USD (1250 to 18750), [cable] 2700 USD (1330 to 5496); 2 missing, [optic] 10400 USD
    (5200 to 20800), [patch-panel] 320 USD (40 to 600), [rack-cabinet] 18000 USD (14000 to 36000)
[delivery]: spares_usd 0 USD, freight_usd 725.9 USD (218.2 to 2449.38); 7 missing, racks_usd 2040 USD (1440 to
    5200), cables_usd 726.75 USD (270 to 1716), delivered_usd 39787.7 USD (23748.2 to 91011.4); 7 missing,
    tax_usd 0 USD, with_tax_usd 39787.7 USD (23748.2 to 91011.4); 7 missing
[lines][0]: part nvidia/dgx-h100, name DGX H100, quantity 4, discount 0, upfront_share 0, spares 0, places ((box
    4))
[lines][1]: part nvidia/qm9700, name Quantum-2 QM9700, quantity 2, part_number MQM9700-NS2F, discount 0,
    upfront_share 0, spares 0, places ((leaf 2))
[lines][2]: part nvidia/sn2201, name Spectrum SN2201, quantity 1, discount 0, upfront_share 0, spares 0, places
    ((manager 1))
[lines][3]: part ddn/ai400x2, name AI400X2, quantity 2, discount 0, upfront_share 0, spares 0, places ((near 1)
    (store 1))
[lines][4]: part apc/ap8886, name Rack PDU 2G AP8886, quantity 2, part_number AP8886, discount 0, upfront_share
    0, spares 0, places ((strip 2))
[lines][5]: name Rack cabinet, as drawn, quantity 4, unit_usd 4500 USD (3500 to 9000), total_usd 18000 USD
    (14000 to 36000), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][6]: name Blanking panel 1 U, quantity 125, unit_usd 39 USD (10 to 150), total_usd 4875 USD (1250 to
    18750), discount 0, upfront_share 0, spares 0, places ((compute 50) (network 36) (apart 39))
[lines][7]: name Patch panel 1 U, by rule, quantity 4, unit_usd 80 USD (10 to 150), total_usd 320 USD (40 to
    600), discount 0, upfront_share 0, spares 0, places ((compute 2) (network 1) (apart 1))
[lines][8]: part generic/cat6a, name Cat6A copper, quantity 4, unit_usd 10 USD (5 to 20), total_usd 40 USD (20
    to 80), discount 0, upfront_share 0, spares 0, links (box-manager)
[lines][9]: part nvidia/mfa7u10-400g-aoc-split, name MFA7U10 400G to 2 × 200G QSFP56 optical cable, 3 m,
    quantity 2, unit_usd 900 USD (450 to 1800), total_usd 1800 USD (900 to 3600), part_number 980-9I41X-00H003,
    discount 0, upfront_share 0, spares 0, length_m 3, links (near-leaf)
[lines][10]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 3 m, quantity 2, unit_usd 50 USD (25 to
    100), total_usd 100 USD (50 to 200), part_number 980-9I73U-000003, discount 0, upfront_share 0, spares 0,
    length_m 3, links (leaf-leaf)
[lines][11]: part nvidia/mfp7e10-mmf, name MFP7E10 multimode fibre, 7 m, quantity 8, unit_usd 50 USD (25 to
    100), total_usd 400 USD (200 to 800), part_number 980-9I57W-000007, discount 0, upfront_share 0, spares 0,
    length_m 7, links (box-leaf)
[lines][12]: part nvidia/mma4z00-ns, name MMA4Z00-NS 800G 2xSR4 twin-port, quantity 6, unit_usd 1000 USD (500 to
    2000), total_usd 6000 USD (3000 to 12000), part_number 980-9I510-00NS00, discount 0, upfront_share 0, spares
    0, links (box-leaf leaf-leaf)
[lines][13]: part nvidia/mma4z00-ns-flt, name MMA4Z00-NS-FLT 800G 2xSR4 flat-top, quantity 4, unit_usd 1100 USD
    (550 to 2200), total_usd 4400 USD (2200 to 8800), discount 0, upfront_share 0, spares 0, links (box-leaf)
[lines][14]: name Fabric cable 200G (type not chosen), quantity 2, discount 0, upfront_share 0, spares 0, links
    (store-leaf)
[lines][15]: name Management cable 10G (type not chosen), quantity 1, discount 0, upfront_share 0, spares 0,
    links (near-store)
[lines][16]: name Power cord C20 to C19, quantity 8, unit_usd 45 USD (20 to 102), total_usd 360 USD (160 to
    816), discount 0, upfront_share 0, spares 0, links (strip-box)
"""


def outcome(name: str) -> list[str]:
    cost = analyze(CASES[name], only=("cost",), library=CABLING).cost
    return told(
        {"lines": cost.lines, "delivery": cost.delivery, "by_kind": cost.by_kind},
        skip=("vendor", "layer", "rests_on", "kind", "basis"),
    )


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_bought(name):
    assert outcome(name) == sections(EXPECTED)[name]
