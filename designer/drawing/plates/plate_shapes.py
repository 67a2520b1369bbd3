"""The shapes of a plate: pure geometry, the same for every painter and every file."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from designer.drawing.plates import devices, plant, software
from designer.drawing.plates.shapes import Area, PlateShape
from designer.drawing.records import Plate, PlateForm

_SIGN_PX: Final = 24.0


def _sign(plate: Plate, width: float) -> Iterator[PlateShape]:
    """The icon of a kind that has no picture of its own."""
    size = min(_SIGN_PX, plate.height - 6)
    yield PlateShape("icon", "bright", *Area((width - size) / 2, (plate.height - size) / 2, size, size))


DRAWERS: Final[Mapping[PlateForm, Callable[[Plate, float], Iterator[PlateShape]]]] = {
    "switch": devices.switch,
    "machine": devices.machine,
    "storage": devices.storage,
    "cabinet": devices.cabinet,
    "rack_system": devices.rack_system,
    "chip": devices.chip,
    "processor": devices.processor,
    "card": devices.card,
    "module": devices.module,
    "optic": devices.optic,
    "cable": devices.cable,
    "ports": devices.ports,
    "device": devices.device,
    "rack_pdu": devices.rack_pdu,
    "panel": plant.panel,
    "busway": plant.busway,
    "transfer": plant.transfer,
    "ups": devices.ups,
    "generator": plant.generator,
    "switchgear": plant.switchgear,
    "transformer": plant.transformer,
    "utility": plant.utility,
    "air_handler": plant.air_handler,
    "coolant_unit": plant.coolant_unit,
    "chiller": plant.chiller,
    "dry_cooler": plant.dry_cooler,
    "cooling_tower": plant.cooling_tower,
    "users": software.users,
    "application": software.application,
    "chain": software.chain,
    "work": software.work,
    "training": software.training,
    "pipeline": software.pipeline,
    "inference": software.inference,
    "model_api": software.model_api,
    "vector_database": software.vector_database,
    "tracker": software.tracker,
    "orchestrator": software.orchestrator,
    "framework": software.framework,
    "model": software.model,
    "data_set": software.data_set,
    "file_system": software.file_system,
    "object_store": software.object_store,
    "instance": software.instance,
    "place": software.place,
    "sign": _sign,
}
"""How each form is drawn, WIDTH canvas pixels wide."""


@lru_cache(maxsize=2048)
def plate_shapes(plate: Plate, width: float) -> tuple[PlateShape, ...]:
    """Return the shapes of PLATE, from back to front, where it is WIDTH canvas pixels wide."""
    return tuple(DRAWERS[plate.form](plate, width))
