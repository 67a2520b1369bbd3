"""Texts that may be cut, each with the reason."""

import re
from typing import Final, NamedTuple

from tests.shots.clipped import Cut


class Allowed(NamedTuple):
    """What may be cut: where, as a pattern of who shows it, and why that is no loss."""

    where: str
    why: str
    text: str = ".*"


ALLOWED: Final = (
    Allowed(
        r"paint\.racks\.elevations",
        "names beside the small rack in the dialog that fills racks; the sentence beside it says them whole",
    ),
    Allowed(
        r"canvas name .*", "a name on the canvas is cut in its middle, and whole in its tool tip and the inspector"
    ),
    Allowed(
        r"canvas drawing\.(topology\..*|stack\.stack)",
        "figures below a name end where their tile ends; the inspector has all of them",
    ),
    Allowed(
        r"middle (ui\.catalog\.part_table|ui\.panels\.outline\.outline_view|"
        r"ui\.app\.gallery\.recent_list|ui\.app\.top_bar|ui\.panels\.charts_panel|ui\.widgets\.charts\..*) .*",
        "a name in a list or at a chart is cut in its middle, and whole in its tool tip",
    ),
    Allowed(
        r"middle ui\.widgets\.lists\.row_list RowDelegate",
        "a name in a list is cut in its middle, and whole in its tool tip",
    ),
    Allowed(
        r"middle ui\.widgets\.lists\.row_list facts_within",
        "the name of what is in a part is cut in its middle, and whole in its tool tip",
        r"\d+ × .*",
    ),
    Allowed(
        r"middle ui\.widgets\.fields EditLine",
        "what a person typed is longer than its line; it is whole in the tool tip, and moves with the cursor",
    ),
    Allowed(
        r"middle (paint\.racks\.elevations|ui\.canvas\.rendering\..*) .*",
        "a name over a drawing is cut in its middle from afar, and whole in the card under the pointer",
    ),
    Allowed(r"canvas drawing\.marks", "a note shows as many lines as it has room for; opened, it has all"),
)


def reason(cut: Cut) -> str:
    """Return why CUT may be; "" where it may not."""
    for one in ALLOWED:
        if re.fullmatch(one.where, cut.where) and re.fullmatch(one.text, cut.text, re.DOTALL):
            return one.why
    return ""
