"""Parts of charts for which python-pptx has no call: whiskers, the place of a plot.

They are elements of DrawingML charts (ECMA-376 part 1, chapter 21.2), in the order that its schema asks for.
"""

from collections.abc import Sequence
from math import floor, log10
from typing import Any, Final

from designer.drawing.text import approximate_width
from designer.drawing.theme_tokens import type_scale
from designer.formulas.periods import MONTHS_PER_YEAR

YEAR: Final = round(MONTHS_PER_YEAR)
_STYLE: Final = "caption"


def add_whiskers(series: Any, ranges: Sequence[tuple[float, float]], ink: str) -> None:
    """Draw the range of each bar of SERIES on it.

    Args:
        series: Of a column chart of python-pptx.
        ranges: By bar, how far it may be lower and higher, in the unit of the chart; nothing is drawn of (0, 0).
        ink: Six digits.
    """
    if not any(low or high for low, high in ranges):
        return
    ends = "".join(
        f'<c:{name}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(ranges)}"/>'
        + "".join(f'<c:pt idx="{place}"><c:v>{pair[side]:.9g}</c:v></c:pt>' for place, pair in enumerate(ranges))
        + f"</c:numLit></c:{name}>"
        for name, side in (("plus", 1), ("minus", 0))
    )
    line = f'<a:ln w="15875"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:ln>'
    bars = _element(
        '<c:errBars {ns}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{ends}<c:spPr>{line}</c:spPr></c:errBars>"
    )
    series._element.find(_tag("cat")).addprevious(bars)  # noqa: SLF001


def areas_under(chart: Any, first: int, ink: str) -> None:
    """Make two series of a line chart a band below its lines.

    Args:
        chart: A line chart of python-pptx.
        first: Place of the series of the low ends, drawn without a fill; the next one stands on it.
        ink: Six digits, of the band.
    """
    lines = chart._chartSpace.find(f".//{_tag('lineChart')}")  # noqa: SLF001
    area = _element('<c:areaChart {ns}><c:grouping val="stacked"/><c:varyColors val="0"/></c:areaChart>')
    fills = ("<a:noFill/>", f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>')
    for series, fill in zip(lines.findall(_tag("ser"))[first : first + 2], fills, strict=True):
        for name in ("spPr", "marker", "smooth"):
            for old in series.findall(_tag(name)):
                series.remove(old)
        look = _element(f"<c:spPr {{ns}}>{fill}<a:ln><a:noFill/></a:ln></c:spPr>")
        series.find(_tag("tx")).addnext(look)
        area.append(series)
    for axis in lines.findall(_tag("axId")):
        area.append(_element(f'<c:axId {{ns}} val="{axis.get("val")}"/>'))
    # What stands first is painted first.
    lines.addprevious(area)


def place_plot(chart: Any, x: float, y: float, wide: float, high: float) -> None:
    """Put the plot of CHART at shares of its room."""
    shares = "".join(f'<c:{name} val="{value:g}"/>' for name, value in (("x", x), ("y", y), ("w", wide), ("h", high)))
    layout = _element(
        '<c:layout {ns}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{shares}</c:manualLayout></c:layout>'
    )
    plot = chart._chartSpace.find(f".//{_tag('plotArea')}")  # noqa: SLF001
    old = plot.find(_tag("layout"))
    if old is not None:
        plot.remove(old)
    plot.insert(0, layout)


def label_pt(labels: Sequence[str], slot_pt: float, most: float, least: float) -> float:
    """Return the size at which no word of LABELS is broken in a slot of SLOT_PT below a bar, between LEAST and MOST.

    A program that sets them in a face of its own has a tenth of the slot to spare.
    """
    words = [word for label in labels for word in label.split()]
    pixels = type_scale()[_STYLE].px
    widest = max((approximate_width(word, _STYLE) / pixels for word in words), default=0.0)
    return max(min(most, floor(slot_pt * 0.9 / max(widest, 0.1))), least)


def round_top(largest: float) -> float:
    """Return the end of an axis from 0 that has room for LARGEST: 1, 1.5, 2, 3, 4, 5 or 8 times a power of ten."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** floor(log10(largest))
    return next(step * power for step in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 8.0, 10.0) if step * power >= largest)


def apart(tops: Sequence[float], heights: Sequence[float], bottom: float) -> list[tuple[int, float]]:
    """Return the places of TOPS from above, with where each comes to stand: below the one before it, above BOTTOM.

    Args:
        tops: Where each would stand by itself.
        heights: How high each is.
        bottom: What the last of them goes to at most; where that is too little for all, they go beyond the first.
    """
    found: list[tuple[int, float]] = []
    edge = float("-inf")
    for place in sorted(range(len(tops)), key=lambda place: tops[place]):
        edge = max(tops[place], edge)
        found.append((place, edge))
        edge += heights[place]
    edge = bottom
    for number in reversed(range(len(found))):
        place, top = found[number]
        edge = min(top, edge - heights[place])
        found[number] = place, edge
    return found


def month_words(month: int) -> str:
    """Return what stands below a month: the years alone are seen."""
    return "start" if not month else f"year {month // YEAR}" if month % YEAR == 0 else str(month)


def _tag(name: str) -> str:
    from pptx.oxml.ns import qn

    return qn(f"c:{name}")


def _element(xml: str) -> Any:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return parse_xml(xml.replace("{ns}", nsdecls("c", "a")))
