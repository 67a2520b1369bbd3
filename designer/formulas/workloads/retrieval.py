"""Memory of vector indexes, bytes."""

from designer.formulas.checks import positive, whole

OVERHEAD = 1.1
"""What an index takes above its vectors and links (OpenSearch)."""


def hnsw_bytes(vectors: int, dimensions: int, bytes_per_value: float = 4.0, m: int = 16) -> float:
    """Memory of an HNSW graph index, bytes: 1.1 · (bytes·d + 8·M) · n.

    Source: OpenSearch k-NN documentation, memory estimation.

    Args:
        vectors: Vectors n.
        dimensions: Dimensions d.
        bytes_per_value: Bytes of a value: 4 for single precision.
        m: Links M of a vector.

    Raises:
        ValueError: An input is out of range.
    """
    size = positive("bytes_per_value", bytes_per_value) * whole("dimensions", dimensions, 1)
    return OVERHEAD * (size + 8 * whole("m", m, 1)) * whole("vectors", vectors, 1)


def ivf_bytes(vectors: int, dimensions: int, nlist: int, bytes_per_value: float = 4.0) -> float:
    """Memory of an inverted-file index, bytes: 1.1 · (bytes·d·n + 4·nlist·d).

    Source: OpenSearch k-NN documentation, memory estimation; its centroids stay in single precision.

    Args:
        vectors: Vectors n.
        dimensions: Dimensions d.
        nlist: Buckets.
        bytes_per_value: Bytes of a value: 4 for single precision.

    Raises:
        ValueError: An input is out of range.
    """
    size = whole("dimensions", dimensions, 1)
    vectors_bytes = positive("bytes_per_value", bytes_per_value) * size * whole("vectors", vectors, 1)
    return OVERHEAD * (vectors_bytes + 4 * whole("nlist", nlist, 1) * size)
