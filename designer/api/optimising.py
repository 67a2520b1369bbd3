"""An optimum as `optimise --json` prints it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer.explore.optimise.records import Optimum


def optimum_document(found: "Optimum") -> dict[str, Any]:
    """Return FOUND as `--json` prints it."""
    collision = found.collision
    return {
        "cost": found.cost,
        "bound": found.bound,
        "gap": found.gap,
        "listed_bound": found.listed_bound,
        "proven": found.proven,
        "verdict": found.verdict,
        "currency": "USD",
        "low": found.low,
        "high": found.high,
        "chosen": dict(found.chosen),
        "lines": list(found.lines),
        "left_out": list(found.left_out),
        "collision": None
        if collision is None
        else {
            "wishes": list(collision.wishes),
            "texts": list(collision.texts),
            "reasons": list(collision.reasons),
            "relax": list(collision.relax),
        },
        "estimates": list(found.estimates),
        "sourced": None if found.sourced is None else optimum_document(found.sourced),
        "seconds": round(found.seconds, 3),
        "solver_seconds": round(found.solver_s, 3),
        "variables": found.size[0],
        "constraints": found.size[1],
    }
