"""Shadows on the floor of an isometric picture, as quadrangles that do not overlap."""

from typing import Final, NamedTuple

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.isometric.projection import Isometry

SUN: Final = np.array([0.30, -0.20])
"""Where the shadow of a centimetre of height falls on the turned plan."""
_CONTACT: Final = 7.0


class Shadows(NamedTuple):
    """Shadows in the picture.

    Attributes:
        cast: What the light does not reach (m, 4, 2).
        rim: The dark strip close around the feet (k, 4, 2).
        outside: Whether any of it falls out of the room.
    """

    cast: Floats
    rim: Floats
    outside: bool


def shadows(
    corners: Floats, normals: Floats, heights: Floats, standing_free: np.ndarray, room: Floats | None, eye: Isometry
) -> Shadows:
    """The shadows of what stands on a floor.

    Args:
        corners: Of footprints on the plan, clockwise (n, 4, 2).
        normals: Out of their sides (n, 4, 2).
        heights: Of what stands on them (n,).
        standing_free: Which sides do not stand against a neighbour (n, 4).
        room: Corners of the walls; None where there are none.
        eye: From where it is looked at.
    """
    starts = eye.turned(corners)
    ends = np.roll(starts, -1, axis=1)
    out = eye.turned(normals)
    # A side that looks away from the light carries a shadow; against a neighbour it carries none, so that those of a
    # row lie side by side.
    away = np.broadcast_to((SUN * heights[:, None])[:, None, :], starts.shape)
    carries = standing_free & (out @ SUN > 1e-9)
    cast = _swept(starts[carries], ends[carries], away[carries])
    rim = _swept(starts[standing_free], ends[standing_free], out[standing_free] * _CONTACT)
    outside = False
    if room is not None and len(cast):
        walls, flat = eye.turned(room), cast.reshape(-1, 2)
        outside = bool((flat.min(axis=0) < walls.min(axis=0)).any() or (flat.max(axis=0) > walls.max(axis=0)).any())
        outside = outside or len(room) > 4
    plain = Isometry()
    return Shadows(plain.placed(cast), plain.placed(rim), outside)


def _swept(starts: Floats, ends: Floats, by: Floats) -> Floats:
    return np.stack([starts, ends, ends + by, starts + by], axis=1).reshape(-1, 4, 2)
