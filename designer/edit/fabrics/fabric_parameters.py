"""Parameters that several fabrics share."""

from typing import Final

from designer.edit.templates.parameters import Parameter

LEAF_RADIX: Final = Parameter(
    name="leaf_radix", title="Ports of a leaf", help="Down and up together.", default="64", least=2, most=4096
)

SPINE_RADIX: Final = Parameter(
    name="spine_radix", title="Ports of a spine", help="Of a core switch as well.", default="64", least=2, most=4096
)

OVERSUBSCRIPTION: Final = Parameter(
    name="oversubscription",
    title="Oversubscription",
    help="Down over up bandwidth of a leaf; 1 is non-blocking.",
    default="1",
    least=0.05,
    most=64,
    whole=False,
)

RATE: Final = Parameter(
    name="rate_gbps",
    title="Rate of a port, Gb/s",
    help="The same everywhere.",
    default="400",
    least=0.1,
    most=100_000,
    whole=False,
)
