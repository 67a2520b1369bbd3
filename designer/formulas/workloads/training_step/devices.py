"""Accelerators by name: peaks, memory and links, from the vendors' data sheets. Not fitted."""

import re
from typing import Final

from msgspec import Struct


class Device(Struct, frozen=True):
    """One accelerator.

    Attributes:
        family: What its efficiencies are called in `constants.CONSTANTS`.
        bf16: Peak in bf16, dense, TFLOP/s.
        fp8: Peak in FP8, dense, TFLOP/s; that of bf16 where training in FP8 is not supported.
        fp4: Peak in FP4, dense, TFLOP/s; that of FP8 where there is none. For Blackwell Ultra that of Blackwell, as
            the factor of the fit stands on it.
        memory_gb: Memory, in GiB as it is sold.
        memory_gb_per_s: Memory's rate, GB/s.
        inside_gb_per_s: Rate of the scale-up link one way, GB/s; on a torus the sum over the axes of one direction.
        link: Generation of NVLink; 0 for another link.
        domain: Accelerators that the scale-up link usually joins; 0 where a whole slice is joined.
        fabric_gb_per_s: Usual rate of the fabric one way of an accelerator, GB/s.
        ultra: Whether it is Blackwell Ultra.
        tested: Whether a measured run on it is among the rows.
    """

    family: str
    bf16: float
    fp8: float
    fp4: float
    memory_gb: float
    memory_gb_per_s: float
    inside_gb_per_s: float
    link: int
    domain: int
    fabric_gb_per_s: float
    ultra: bool = False
    tested: bool = True


FAMILIES: Final = ("a100", "hopper", "blackwell", "tpu_v4", "tpu_v5e", "tpu_v5", "tpu_v6", "other")
"""Families in the order of their index."""
BLACKWELL: Final = FAMILIES.index("blackwell")
HOPPER: Final = FAMILIES.index("hopper")
A100: Final = FAMILIES.index("a100")

_DEVICES: Final = (
    ("gb300", Device("blackwell", 2500, 5000, 10000, 279, 8000, 900, 5, 72, 100, ultra=True)),
    ("gb200", Device("blackwell", 2500, 5000, 10000, 186, 8000, 900, 5, 72, 50)),
    ("b300", Device("blackwell", 2250, 4500, 9000, 270, 8000, 900, 5, 8, 100, ultra=True)),
    ("b200", Device("blackwell", 2250, 4500, 9000, 180, 8000, 900, 5, 8, 50)),
    ("gh200", Device("hopper", 989, 1979, 1979, 96, 4000, 450, 4, 1, 50, tested=False)),
    ("h200", Device("hopper", 989, 1979, 1979, 141, 4800, 450, 4, 8, 50, tested=False)),
    ("h100", Device("hopper", 989, 1979, 1979, 80, 3350, 450, 4, 8, 50)),
    ("h800", Device("hopper", 989, 1979, 1979, 80, 3350, 200, 4, 8, 50, tested=False)),
    ("h20", Device("hopper", 148, 296, 296, 96, 4000, 450, 4, 8, 50, tested=False)),
    ("a800", Device("a100", 312, 312, 312, 80, 2039, 200, 3, 8, 25, tested=False)),
    ("a100", Device("a100", 312, 312, 312, 80, 2039, 300, 3, 8, 25)),
    ("v4", Device("tpu_v4", 275, 275, 275, 32, 1228, 150, 0, 0, 50)),
    ("v5e", Device("tpu_v5e", 197, 197, 197, 16, 819, 100, 0, 0, 50, tested=False)),
    ("v5litepod", Device("tpu_v5e", 197, 197, 197, 16, 819, 100, 0, 0, 50, tested=False)),
    ("v5p", Device("tpu_v5", 459, 459, 459, 95, 2765, 300, 0, 0, 50)),
    ("v6e", Device("tpu_v6", 918, 918, 918, 32, 1640, 224, 0, 0, 50)),
    ("trillium", Device("tpu_v6", 918, 918, 918, 32, 1640, 224, 0, 0, 50)),
)
"""Devices by the word that names them.

Sources: NVIDIA data sheets; Google Cloud TPU documentation (HBM, ICI). A800, H800, H20, GH200 and the links of TPU are
from memory and not verified; the first four are marked as untested, so their ranges are wider.
"""


def find_device(name: str) -> Device | None:
    """Return the device that NAME speaks of, such as "H100", "NVIDIA H100 SXM" or "TPU v5p"; None if unknown."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    for word, device in _DEVICES:
        if word in words or f"tpu{word}" in words:
            return device
    return None


def device_words() -> str:
    """Return the words by which devices are known, for a message."""
    return ", ".join(word for word, _ in _DEVICES)
