"""Figures of the catalog that were wrong once, as their sources print them."""

import pytest

from tests.shipped import LIBRARY


@pytest.mark.parametrize(
    ("part", "fact", "value", "span"),
    [
        # Groq's paper of 2020 prints 230 MB and, with 188 TFLOP/s in FP16, 750 TOP/s.
        ("groq/lpu-v1", "on_chip_memory_mb", 230, (220, 230)),
        ("groq/lpu-v1", "int8_dense_tops", 750, (750, 1000)),
        # Feeds are planned by the peak: 132 kW in one table, 120 kW is what the press prints as usual.
        ("nvidia/gb200-nvl72", "power_max_w", 132_000, (120_000, 150_000)),
        ("nvidia/gb300-nvl72", "power_max_w", 142_000, (132_000, 142_000)),
        ("nvidia/gb300-nvl72", "liquid_heat_share", 0.9, (None, None)),
        # Eight supplies of 875 W.
        ("nvidia/q3400-ra", "power_max_w", 7_000, (4_200, 7_000)),
        ("tenstorrent/blackhole-p150", "fp8_dense_tflops", 664, (None, None)),
        ("aws/trainium-3", "scale_up_gb_per_s", 2_560, (2_000, 2_560)),
    ],
)
def test_a_fact_is_what_its_source_prints(
    part: str, fact: str, value: float, span: tuple[float | None, float | None]
) -> None:
    found = LIBRARY.part(part).facts[fact]
    assert (found.value, (found.low, found.high)) == (value, span)
    assert found.sources


@pytest.mark.parametrize("part", ["nvidia/mfp7e30-smf", "nvidia/mfp7e10-mmf"])
def test_no_length_of_a_fibre_carries_the_number_of_another(part: str) -> None:
    """The 10 m and 30 m numbers stood for the whole part and were printed on lengths that have none."""
    cable = LIBRARY.part(part)
    numbers = [stock.part_number for stock in cable.lengths]
    assert cable.part_number == ""
    assert all(numbers)
    assert len(set(numbers)) == len(numbers)


def test_what_rests_on_no_document_has_no_price() -> None:
    assert not LIBRARY.part("google/tpu7x").prices
