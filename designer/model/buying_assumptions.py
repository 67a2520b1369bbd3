"""What is assumed of what is bought beside the drawn parts: racks, panels, spares, lengths, delivery, installation."""

from typing import Final

from designer.model.assumption import Assumption

_AIDC: Final = "AIDC Studio (haanjack, MIT licence, 15 September 2026)"
_ASK: Final = "no document states one; a planning range of general knowledge, ask for a quote"
_HPE: Final = (
    "HPE list prices of 2026 (price exports of its configurator, read on 27 November 2026 in a public repository)"
)
_IMEG: Final = (
    "T. Paap (IMEG), Consulting-Specifying Engineer, 16 September 2022: 100 feet for 800 A at 480 V, three phases"
)

BUYING: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="rack_cabinet_usd",
        title="Price of a rack cabinet",
        unit="USD",
        default=4_500.0,
        low=3_500.0,
        high=9_000.0,
        most=1e6,
        reason="For a rack that is drawn without a cabinet in it: planning values of 3,500 (42 U), 4,500 (48 U), 5,500 "
        f"(48 U, 800 mm) and 9,000 with accessories of {_AIDC}; put a cabinet of the catalog into the rack, or set "
        "the rack's own price.",
    ),
    Assumption(
        name="blanking_panel_usd",
        title="Price of a blanking panel of 1 U",
        unit="USD",
        default=39.0,
        low=10.0,
        high=150.0,
        most=1e4,
        reason=f"The class of rack accessories costs 10 to 150 USD: {_ASK}; 39 is the geometric mean of both.",
    ),
    Assumption(
        name="blanking_share",
        title="Free rack units that get a blanking panel",
        unit="",
        default=1.0,
        low=1.0,
        high=1.0,
        most=1.0,
        reason="All of them, so that hot air does not come back to the front; 0 where panels are not bought.",
    ),
    Assumption(
        name="unrouted_cable_m",
        title="Length of a cable without a route",
        unit="m",
        default=20.0,
        low=3.0,
        high=50.0,
        least=0.1,
        most=100_000.0,
        reason="Where neither the link nor a rack, a room or places on the floor tell it: 3 m is what passive copper "
        "reaches and 50 m what 400G multimode optics reach, 20 m between them is a planning value; set the length "
        "on the link, or place the racks.",
    ),
    Assumption(
        name="power_cord_10a_usd",
        title="Price of a power cord of 10 A",
        unit="USD",
        default=11.0,
        low=8.9,
        high=20.0,
        most=10_000.0,
        reason="Between plugs of the C13/C14 class, 1 to 3 m: 11 for P78145-B21, C13–C14 of 2 m, and 20 for the next "
        f"larger cord as the upper end, {_HPE}; 8.90 for a C14–C13 of 14 AWG (FS.com number 35990, a copy of its "
        "shop, 2026, not confirmed). Many systems come with cords: set 0 then.",
    ),
    Assumption(
        name="power_cord_16a_usd",
        title="Price of a power cord of 16 A",
        unit="USD",
        default=45.0,
        low=20.0,
        high=102.0,
        most=10_000.0,
        reason="Between plugs of the C19/C20 class, 2.5 m: 20 for P78384-B21, fitted in the factory, and 102 for "
        f"295633-B22, bought by itself, {_HPE}; 45 is the geometric mean of both. Many systems come with cords: set 0 "
        "then.",
    ),
    Assumption(
        name="feeder_usd_per_kva_m",
        title="Price of a feeder by its power and length",
        unit="USD/kVA/m",
        default=0.893,
        low=0.533,
        high=3.06,
        most=10_000.0,
        reason=f"Material alone. {_IMEG} (665 kVA × 30.48 m), cost 10,800 as copper in conduit, 18,100 as armoured "
        "cable in a tray, which is planned with, and 62,000 as aluminium bus duct. Medium voltage takes thinner "
        "cable and dearer ends; ask for a quote.",
    ),
    Assumption(
        name="feeder_install_usd_per_kva_m",
        title="Installation of a feeder by its power and length",
        unit="USD/kVA/m",
        default=0.242,
        low=0.242,
        high=0.557,
        most=10_000.0,
        reason=f"{_IMEG}, took labour of 4,900 for cable in a tray and of 11,300 for wire in conduit.",
    ),
    Assumption(
        name="chilled_pipe_usd_per_kw",
        title="Piping of chilled water by its heat",
        unit="USD/kW",
        default=90.0,
        low=90.0,
        high=140.0,
        most=1e6,
        reason=f"To air handlers: planned with 90 for each kW of heat by {_AIDC}; 140, its value for facility water, "
        "is the upper end.",
    ),
    Assumption(
        name="facility_pipe_usd_per_kw",
        title="Piping of facility water by its heat",
        unit="USD/kW",
        default=140.0,
        low=90.0,
        high=140.0,
        most=1e6,
        reason="To coolant units and between heat rejection and chillers, pipes, valves and pumps: planned with 140 "
        f"for each kW of heat by {_AIDC}; 90, its value for chilled water, is the lower end.",
    ),
    Assumption(
        name="rack_pipe_usd",
        title="Coolant connection of a rack",
        unit="USD",
        default=9_000.0,
        low=9_000.0,
        high=9_000.0,
        most=1e6,
        reason=f"Row manifold, hoses and couplings of one liquid-cooled rack, by {_AIDC}; no other document states "
        "one, so there is no range: ask for a quote.",
    ),
    Assumption(
        name="pipe_install_h_per_kw",
        title="Installation of piping by its heat",
        unit="h/kW",
        default=0.3,
        low=0.3,
        high=0.3,
        most=1_000.0,
        reason=f"300 hours for each MW of heat, by {_AIDC}; no other document states one.",
    ),
    Assumption(
        name="rack_pipe_install_h",
        title="Installation of a rack's coolant connection",
        unit="h",
        default=6.0,
        low=6.0,
        high=6.0,
        most=1_000.0,
        reason=f"Hours of piping for one liquid-cooled rack, by {_AIDC}; no other document states one.",
    ),
    Assumption(
        name="spare_optic_share",
        title="Spare optics",
        unit="",
        default=0.03,
        low=0.01,
        high=0.05,
        most=1.0,
        reason=f"Share of each sort of optic that lies on the shelf, rounded up. Spares are 1 to 3% of the hardware "
        f"and more for optics: {_ASK}.",
    ),
    Assumption(
        name="spare_cable_share",
        title="Spare cables",
        unit="",
        default=0.02,
        low=0.01,
        high=0.03,
        most=1.0,
        reason=f"Share of each length of a cable, rounded up. Spares are 1 to 3% of the hardware: {_ASK}.",
    ),
    Assumption(
        name="spare_device_share",
        title="Spare switches, network cards and PDUs",
        unit="",
        default=0.01,
        low=0.01,
        high=0.03,
        most=1.0,
        reason=f"Share of each type, rounded up; servers are repaired under support. Spares are 1 to 3%: {_ASK}.",
    ),
    Assumption(
        name="spare_from",
        title="Pieces from which one is kept spare",
        unit="",
        default=10.0,
        low=1.0,
        high=50.0,
        least=1.0,
        most=1e6,
        reason="Of fewer pieces of a sort none is kept, of so many at least one; a planning value.",
    ),
    Assumption(
        name="freight_share",
        title="Freight and insurance",
        unit="",
        default=0.02,
        low=0.01,
        high=0.03,
        most=1.0,
        reason=f"Share of the price of goods and spares: 1 to 3%, {_ASK}.",
    ),
    Assumption(
        name="labour_usd_per_h",
        title="Labour of installation",
        unit="USD/h",
        default=85.0,
        low=60.0,
        high=130.0,
        most=10_000.0,
        reason=f"Planning value of {_AIDC}; the range is ours.",
    ),
    Assumption(
        name="rack_install_h",
        title="Installation of a rack",
        unit="h",
        default=6.0,
        low=6.0,
        high=10.0,
        most=10_000.0,
        reason=f"Hours planned for a rack by {_AIDC}, 10 for an Open Rack.",
    ),
    Assumption(
        name="rack_system_install_h",
        title="Installation of a rack system",
        unit="h",
        default=80.0,
        low=60.0,
        high=100.0,
        most=10_000.0,
        reason=f"Hours planned for a rack system of the NVL72 class by {_AIDC}; the range is ours.",
    ),
    Assumption(
        name="optical_cable_install_h",
        title="Installation of an optical cable",
        unit="h",
        default=0.4,
        low=0.25,
        high=0.6,
        most=1_000.0,
        reason=f"Hours for one, its test included, by {_AIDC}; the range is ours.",
    ),
    Assumption(
        name="copper_cable_install_h",
        title="Installation of a copper cable or cord",
        unit="h",
        default=0.25,
        low=0.1,
        high=0.4,
        most=1_000.0,
        reason=f"Hours for one by {_AIDC}; the range is ours.",
    ),
    Assumption(
        name="tax_share",
        title="Sales tax or VAT",
        unit="",
        default=0.0,
        low=0.0,
        high=0.0,
        most=1.0,
        reason="None unless you set it: prices are without tax, states differ, and many buyers recover it.",
    ),
)
