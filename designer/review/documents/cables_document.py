"""Document of the cables, as `analyze --json` prints it."""

from typing import Any

from designer.analysis.rooms.cable_records import CablesResult
from designer.model.figures.figure import document_of

Document = dict[str, Any]


def cables_document(result: CablesResult, *, why: bool = False) -> Document:
    """RESULT as JSON-ready values: lengths by link, what is bought, drums, trays and troubles."""
    return {
        "total": result.cables,
        "unknown_length": result.unknown,
        "metres": document_of(result.metres, why=why),
        "links": [
            {
                "id": link_id,
                "cables": one.cables,
                "unknown_length": one.unknown,
                "typed": one.typed,
                "least_m": one.least_m,
                "most_m": one.most_m,
                "total_m": one.total_m,
            }
            for link_id, one in result.by_link.items()
        ],
        "bought": [
            {
                "part": one.part,
                "part_number": one.part_number,
                "stock_m": one.stock_m,
                "quantity": one.quantity,
                "needed_m": one.needed_m,
                "cut": one.cut,
                "optic": one.optic,
                "own": one.own,
                "links": list(one.links),
            }
            for one in result.purchases
        ],
        "optics": {
            "count": result.optics,
            "typical_w": document_of(result.optics_typical_w, why=why),
            "max_w": document_of(result.optics_max_w, why=why),
        },
        "drums": [
            {
                "part": one.part,
                "drums": one.drums,
                "drum_m": one.drum_m,
                "cuts": [{"length_m": length, "pieces": pieces} for length, pieces in one.cuts],
                "left_m": one.left_m,
            }
            for one in result.drums
        ],
        "trays": [
            {
                "room": one.room,
                "tray": one.tray,
                "cables": one.cables,
                "used_mm2": document_of(one.used_mm2, why=why),
                "share": document_of(one.share, why=why),
                "limit": document_of(one.limit, why=why),
                "sections": [one_share.value for one_share in one.sections],
            }
            for one in result.trays
        ],
        "tight_bends": [
            {
                "room": one.room,
                "trays": list(one.trays),
                "x_mm": one.x_mm,
                "y_mm": one.y_mm,
                "width_mm": one.width_mm,
                "needed_mm": one.needed_mm,
                "link": one.link,
            }
            for one in result.bends
        ],
        "troubles": [
            {
                "link": one.link,
                "trouble": one.trouble,
                "a": one.a,
                "b": one.b,
                "cables": one.cables,
                "length_m": one.length_m,
                "limit_m": one.limit_m,
                "why": one.why,
                "instead": one.instead,
            }
            for one in result.troubles
        ],
        "notes": list(result.notes),
    }
