"""Places of the whole stack on the canvas: a band for each layer, the cloud in a column beside."""

from collections.abc import Mapping
from typing import Final

from designer.edit.templates.stories.assistant import frame

_SERVING: Final = 68.0
_SERVICE: Final = (416.0, 656.0, 896.0)
_NETWORK: Final = (1192.0, 1432.0)
_DATA: Final = (1728.0, 1968.0)
_TRAINING: Final = 2316.0
_CLOUD: Final = 2736.0
"""Left edges of the tiles of each rack, and of what stands above it."""

_ASKING: Final = (40.0, 168.0)
_LEARNING: Final = (376.0, 504.0)
_KEEPING: Final = (712.0, 840.0)
_RACKS: Final = (1112.0, 1248.0, 1384.0)
_PDUS: Final = 1520.0
_PLANT: Final = 1760.0
_OUTSIDE: Final = (1936.0, 2064.0)
"""Top edges of the rows of each band."""

_LEFT: Final = -56.0
_RIGHT: Final = 2672.0
_CLOUD_LEFT: Final = 2704.0
_CLOUD_RIGHT: Final = 2992.0

BANDS: Final = (
    frame("band-serving", "Serving and applications", "yellow", _LEFT, 0.0, _RIGHT, 296.0),
    frame("band-training", "Training and orchestration", "violet", _LEFT, 336.0, _RIGHT, 632.0),
    frame("band-data", "Data and storage", "green", _LEFT, 672.0, _RIGHT, 968.0),
    frame("band-servers", "Servers and fabric", "blue", _LEFT, 1008.0, _RIGHT, 1656.0),
    frame("band-facility", "Power and cooling", "plain", _LEFT, 1696.0, _RIGHT, 2208.0),
    frame("band-cloud", "Cloud", "blue", _CLOUD_LEFT, 0.0, _CLOUD_RIGHT, 968.0),
)

_PDU_WIDTH: Final = 104.0
_PDU_STEP: Final = 112.0


def _pdus(rack: str, left: float, sides: str = "ab") -> dict[str, tuple[float, float]]:
    return {f"{rack}-pdu-{side}": (left + number * _PDU_STEP, _PDUS) for number, side in enumerate(sides)}


PLACES: Final[Mapping[str, tuple[float, float]]] = {
    "users": (_SERVING, _ASKING[0]),
    "app": (_SERVICE[1], _ASKING[0]),
    "engine": (_SERVING, _ASKING[1]),
    "api": (_CLOUD, _ASKING[0]),
    "kubernetes": (_SERVING, _LEARNING[1]),
    "tracker": (_SERVICE[2], _LEARNING[0]),
    "job": (_TRAINING, _LEARNING[0]),
    "megatron": (_DATA[1], _LEARNING[1]),
    "pytorch": (_DATA[0], _LEARNING[1]),
    "slurm": (_TRAINING, _LEARNING[1]),
    "index": (_SERVICE[0], _KEEPING[1]),
    "airflow": (_NETWORK[0], _KEEPING[0]),
    "spark": (_DATA[0], _KEEPING[1]),
    "lustre": (_DATA[1], _KEEPING[1]),
    "documents": (_CLOUD, _KEEPING[0]),
    "serving-dgx": (_SERVING, _RACKS[0]),
    **_pdus("serving", _SERVING - 52.0, "abc"),
    "vector-host": (_SERVICE[0], _RACKS[0]),
    "app-host": (_SERVICE[1], _RACKS[0]),
    "tool-host": (_SERVICE[2], _RACKS[0]),
    **_pdus("service", _SERVICE[1]),
    "leaf": (_NETWORK[0], _RACKS[0]),
    "spine": (_NETWORK[0], _RACKS[1]),
    "storage-switch": (_NETWORK[1], _RACKS[0]),
    "inband": (_NETWORK[1], _RACKS[1]),
    "oob": (_NETWORK[1], _RACKS[2]),
    **_pdus("network", _NETWORK[0]),
    "worker": (_DATA[0], _RACKS[0]),
    "appliance": (_DATA[1], _RACKS[0]),
    **_pdus("data", _DATA[0]),
    "training-dgx": (_TRAINING, _RACKS[0]),
    **_pdus("training", _TRAINING - 52.0, "abc"),
    "switchgear-a": (_SERVICE[0], _PLANT),
    "ups-a": (_SERVICE[1], _PLANT),
    "sts": (_SERVICE[2], _PLANT),
    "ups-b": (_NETWORK[0], _PLANT),
    "switchgear-b": (_NETWORK[1], _PLANT),
    "air-a": (_DATA[0], _PLANT),
    "air-b": (_DATA[1], _PLANT),
    "transformer-a": (_SERVICE[0], _OUTSIDE[0]),
    "generator-a": (_SERVICE[1], _OUTSIDE[0]),
    "utility-a": (_SERVICE[0], _OUTSIDE[1]),
    "utility-b": (_NETWORK[1], _OUTSIDE[1]),
    "generator-b": (_NETWORK[0], _OUTSIDE[0]),
    "transformer-b": (_NETWORK[1], _OUTSIDE[0]),
    "chiller-a": (_DATA[0], _OUTSIDE[0]),
    "chiller-b": (_DATA[1], _OUTSIDE[0]),
}
"""Upper left corners of all tiles; containers go around what they hold."""

SMALL: Final[Mapping[str, tuple[float, float]]] = {
    node_id: (_PDU_WIDTH, 104.0) for node_id in PLACES if "-pdu-" in node_id
}
"""Width and height of tiles of a size of their own: two PDUs stand side by side under what they feed."""
