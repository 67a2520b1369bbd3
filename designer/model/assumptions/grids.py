"""Emissions of a kWh from the grid, by country, US state and Nordic bidding zone."""

from collections.abc import Mapping
from typing import Final

from designer.model.records import Record


class Grid(Record, frozen=True, kw_only=True):
    """The average carbon of one grid over one year.

    Attributes:
        id: What it is chosen by.
        kg_per_kwh: CO2 equivalent for a kWh that is generated there.
        year: Year of the data.
        source: Publisher, document and what is counted.
    """

    id: str
    title: str
    kg_per_kwh: float
    year: int
    source: str


_EMBER: Final = "Ember and Energy Institute through Our World in Data: national average of generation, life cycle"
_EGRID: Final = "US EPA, eGRID2023 rev2: total output emission rate of the state, power plants alone"
_ENTSOE: Final = "ENTSO-E, generation by type, times life-cycle factors (Khepri v1.3)"

_TABLE: Final = (
    Grid(id="aus", title="Australia", kg_per_kwh=0.5487, year=2023, source=_EMBER),
    Grid(id="aut", title="Austria", kg_per_kwh=0.1108, year=2023, source=_EMBER),
    Grid(id="bel", title="Belgium", kg_per_kwh=0.1381, year=2023, source=_EMBER),
    Grid(id="bra", title="Brazil", kg_per_kwh=0.0983, year=2023, source=_EMBER),
    Grid(id="can", title="Canada", kg_per_kwh=0.17, year=2023, source=_EMBER),
    Grid(id="chl", title="Chile", kg_per_kwh=0.2911, year=2023, source=_EMBER),
    Grid(id="chn", title="China", kg_per_kwh=0.5823, year=2023, source=_EMBER),
    Grid(id="dnk", title="Denmark", kg_per_kwh=0.1517, year=2023, source=_EMBER),
    Grid(id="fin", title="Finland", kg_per_kwh=0.0792, year=2023, source=_EMBER),
    Grid(id="zone-fi", title="Finland, bidding zone FI", kg_per_kwh=0.072, year=2025, source=_ENTSOE),
    Grid(id="fra", title="France", kg_per_kwh=0.056, year=2023, source=_EMBER),
    Grid(id="deu", title="Germany", kg_per_kwh=0.3809, year=2023, source=_EMBER),
    Grid(id="hkg", title="Hong Kong", kg_per_kwh=0.6995, year=2022, source=_EMBER),
    Grid(id="isl", title="Iceland", kg_per_kwh=0.0277, year=2022, source=_EMBER),
    Grid(id="ind", title="India", kg_per_kwh=0.7134, year=2023, source=_EMBER),
    Grid(id="idn", title="Indonesia", kg_per_kwh=0.6759, year=2022, source=_EMBER),
    Grid(id="irl", title="Ireland", kg_per_kwh=0.2908, year=2023, source=_EMBER),
    Grid(id="isr", title="Israel", kg_per_kwh=0.5829, year=2022, source=_EMBER),
    Grid(id="ita", title="Italy", kg_per_kwh=0.3307, year=2023, source=_EMBER),
    Grid(id="jpn", title="Japan", kg_per_kwh=0.4854, year=2023, source=_EMBER),
    Grid(id="ken", title="Kenya", kg_per_kwh=0.0705, year=2023, source=_EMBER),
    Grid(id="mys", title="Malaysia", kg_per_kwh=0.6058, year=2022, source=_EMBER),
    Grid(id="mex", title="Mexico", kg_per_kwh=0.5072, year=2023, source=_EMBER),
    Grid(id="nld", title="Netherlands", kg_per_kwh=0.2676, year=2023, source=_EMBER),
    Grid(id="nzl", title="New Zealand", kg_per_kwh=0.1128, year=2023, source=_EMBER),
    Grid(id="nor", title="Norway", kg_per_kwh=0.0301, year=2023, source=_EMBER),
    Grid(id="zone-no1", title="Norway, bidding zone NO1", kg_per_kwh=0.026, year=2025, source=_ENTSOE),
    Grid(id="zone-no2", title="Norway, bidding zone NO2", kg_per_kwh=0.027, year=2025, source=_ENTSOE),
    Grid(id="zone-no3", title="Norway, bidding zone NO3", kg_per_kwh=0.0258, year=2025, source=_ENTSOE),
    Grid(id="zone-no4", title="Norway, bidding zone NO4", kg_per_kwh=0.0517, year=2025, source=_ENTSOE),
    Grid(id="zone-no5", title="Norway, bidding zone NO5", kg_per_kwh=0.0266, year=2025, source=_ENTSOE),
    Grid(id="pol", title="Poland", kg_per_kwh=0.6619, year=2023, source=_EMBER),
    Grid(id="prt", title="Portugal", kg_per_kwh=0.1656, year=2023, source=_EMBER),
    Grid(id="qat", title="Qatar", kg_per_kwh=0.6025, year=2023, source=_EMBER),
    Grid(id="sau", title="Saudi Arabia", kg_per_kwh=0.7068, year=2022, source=_EMBER),
    Grid(id="sgp", title="Singapore", kg_per_kwh=0.4708, year=2023, source=_EMBER),
    Grid(id="zaf", title="South Africa", kg_per_kwh=0.7077, year=2023, source=_EMBER),
    Grid(id="kor", title="South Korea", kg_per_kwh=0.4306, year=2023, source=_EMBER),
    Grid(id="esp", title="Spain", kg_per_kwh=0.1741, year=2023, source=_EMBER),
    Grid(id="swe", title="Sweden", kg_per_kwh=0.0407, year=2023, source=_EMBER),
    Grid(id="zone-se1", title="Sweden, bidding zone SE1", kg_per_kwh=0.0259, year=2025, source=_ENTSOE),
    Grid(id="zone-se2", title="Sweden, bidding zone SE2", kg_per_kwh=0.0257, year=2025, source=_ENTSOE),
    Grid(id="zone-se3", title="Sweden, bidding zone SE3", kg_per_kwh=0.027, year=2025, source=_ENTSOE),
    Grid(id="zone-se4", title="Sweden, bidding zone SE4", kg_per_kwh=0.0247, year=2025, source=_ENTSOE),
    Grid(id="che", title="Switzerland", kg_per_kwh=0.0348, year=2023, source=_EMBER),
    Grid(id="twn", title="Taiwan", kg_per_kwh=0.6424, year=2023, source=_EMBER),
    Grid(id="tha", title="Thailand", kg_per_kwh=0.5496, year=2023, source=_EMBER),
    Grid(id="tur", title="Turkey", kg_per_kwh=0.4646, year=2023, source=_EMBER),
    Grid(id="us-al", title="USA, Alabama", kg_per_kwh=0.3239, year=2023, source=_EGRID),
    Grid(id="us-ak", title="USA, Alaska", kg_per_kwh=0.3694, year=2023, source=_EGRID),
    Grid(id="us-az", title="USA, Arizona", kg_per_kwh=0.3126, year=2023, source=_EGRID),
    Grid(id="us-ar", title="USA, Arkansas", kg_per_kwh=0.4529, year=2023, source=_EGRID),
    Grid(id="us-ca", title="USA, California", kg_per_kwh=0.1791, year=2023, source=_EGRID),
    Grid(id="us-co", title="USA, Colorado", kg_per_kwh=0.4949, year=2023, source=_EGRID),
    Grid(id="us-ct", title="USA, Connecticut", kg_per_kwh=0.2452, year=2023, source=_EGRID),
    Grid(id="us-de", title="USA, Delaware", kg_per_kwh=0.3194, year=2023, source=_EGRID),
    Grid(id="us-dc", title="USA, District of Columbia", kg_per_kwh=0.1792, year=2023, source=_EGRID),
    Grid(id="us-fl", title="USA, Florida", kg_per_kwh=0.3579, year=2023, source=_EGRID),
    Grid(id="us-ga", title="USA, Georgia", kg_per_kwh=0.3254, year=2023, source=_EGRID),
    Grid(id="us-hi", title="USA, Hawaii", kg_per_kwh=0.6326, year=2023, source=_EGRID),
    Grid(id="us-id", title="USA, Idaho", kg_per_kwh=0.1424, year=2023, source=_EGRID),
    Grid(id="us-il", title="USA, Illinois", kg_per_kwh=0.2152, year=2023, source=_EGRID),
    Grid(id="us-in", title="USA, Indiana", kg_per_kwh=0.6647, year=2023, source=_EGRID),
    Grid(id="us-ia", title="USA, Iowa", kg_per_kwh=0.2876, year=2023, source=_EGRID),
    Grid(id="us-ks", title="USA, Kansas", kg_per_kwh=0.3326, year=2023, source=_EGRID),
    Grid(id="us-ky", title="USA, Kentucky", kg_per_kwh=0.7924, year=2023, source=_EGRID),
    Grid(id="us-la", title="USA, Louisiana", kg_per_kwh=0.3461, year=2023, source=_EGRID),
    Grid(id="us-me", title="USA, Maine", kg_per_kwh=0.1437, year=2023, source=_EGRID),
    Grid(id="us-md", title="USA, Maryland", kg_per_kwh=0.2369, year=2023, source=_EGRID),
    Grid(id="us-ma", title="USA, Massachusetts", kg_per_kwh=0.3765, year=2023, source=_EGRID),
    Grid(id="us-mi", title="USA, Michigan", kg_per_kwh=0.3617, year=2023, source=_EGRID),
    Grid(id="us-mn", title="USA, Minnesota", kg_per_kwh=0.3413, year=2023, source=_EGRID),
    Grid(id="us-ms", title="USA, Mississippi", kg_per_kwh=0.3757, year=2023, source=_EGRID),
    Grid(id="us-mo", title="USA, Missouri", kg_per_kwh=0.6598, year=2023, source=_EGRID),
    Grid(id="us-mt", title="USA, Montana", kg_per_kwh=0.4826, year=2023, source=_EGRID),
    Grid(id="us-ne", title="USA, Nebraska", kg_per_kwh=0.4653, year=2023, source=_EGRID),
    Grid(id="us-nv", title="USA, Nevada", kg_per_kwh=0.292, year=2023, source=_EGRID),
    Grid(id="us-nh", title="USA, New Hampshire", kg_per_kwh=0.1253, year=2023, source=_EGRID),
    Grid(id="us-nj", title="USA, New Jersey", kg_per_kwh=0.2133, year=2023, source=_EGRID),
    Grid(id="us-nm", title="USA, New Mexico", kg_per_kwh=0.3509, year=2023, source=_EGRID),
    Grid(id="us-ny", title="USA, New York", kg_per_kwh=0.2117, year=2023, source=_EGRID),
    Grid(id="us-nc", title="USA, North Carolina", kg_per_kwh=0.2841, year=2023, source=_EGRID),
    Grid(id="us-nd", title="USA, North Dakota", kg_per_kwh=0.5887, year=2023, source=_EGRID),
    Grid(id="us-oh", title="USA, Ohio", kg_per_kwh=0.4846, year=2023, source=_EGRID),
    Grid(id="us-ok", title="USA, Oklahoma", kg_per_kwh=0.2943, year=2023, source=_EGRID),
    Grid(id="us-or", title="USA, Oregon", kg_per_kwh=0.1655, year=2023, source=_EGRID),
    Grid(id="us-pa", title="USA, Pennsylvania", kg_per_kwh=0.2939, year=2023, source=_EGRID),
    Grid(id="us-ri", title="USA, Rhode Island", kg_per_kwh=0.381, year=2023, source=_EGRID),
    Grid(id="us-sc", title="USA, South Carolina", kg_per_kwh=0.2542, year=2023, source=_EGRID),
    Grid(id="us-sd", title="USA, South Dakota", kg_per_kwh=0.1522, year=2023, source=_EGRID),
    Grid(id="us-tn", title="USA, Tennessee", kg_per_kwh=0.2999, year=2023, source=_EGRID),
    Grid(id="us-tx", title="USA, Texas", kg_per_kwh=0.3498, year=2023, source=_EGRID),
    Grid(id="us-ut", title="USA, Utah", kg_per_kwh=0.6447, year=2023, source=_EGRID),
    Grid(id="us-vt", title="USA, Vermont", kg_per_kwh=0.0237, year=2023, source=_EGRID),
    Grid(id="us-va", title="USA, Virginia", kg_per_kwh=0.2448, year=2023, source=_EGRID),
    Grid(id="us-wa", title="USA, Washington", kg_per_kwh=0.1209, year=2023, source=_EGRID),
    Grid(id="us-wv", title="USA, West Virginia", kg_per_kwh=0.8931, year=2023, source=_EGRID),
    Grid(id="us-wi", title="USA, Wisconsin", kg_per_kwh=0.5278, year=2023, source=_EGRID),
    Grid(id="us-wy", title="USA, Wyoming", kg_per_kwh=0.8316, year=2023, source=_EGRID),
    Grid(id="are", title="United Arab Emirates", kg_per_kwh=0.5611, year=2022, source=_EMBER),
    Grid(id="gbr", title="United Kingdom", kg_per_kwh=0.2376, year=2023, source=_EMBER),
    Grid(id="usa", title="United States", kg_per_kwh=0.3695, year=2023, source=_EMBER),
    Grid(id="vnm", title="Vietnam", kg_per_kwh=0.4754, year=2023, source=_EMBER),
)

GRIDS: Final[Mapping[str, Grid]] = {grid.id: grid for grid in _TABLE}
"""By id, in the order of their titles."""
