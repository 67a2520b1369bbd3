"""Calculators of storage and retrieval."""

from typing import Final

from msgspec.structs import asdict

from designer.formulas.calculators.record import Calculator, Output, Result, Settings, choice, integer, number
from designer.formulas.workloads.retrieval import hnsw_bytes, ivf_bytes
from designer.formulas.workloads.storage import CHECKPOINT_BYTES_PER_PARAM, checkpoint, training_read_gb_per_s

SUBJECT: Final = "Storage and retrieval"


def _storage_rate(settings: Settings) -> dict[str, Result]:
    rate = training_read_gb_per_s(
        settings.integer("batch"),
        settings.number("record_bytes"),
        settings.number("compute_s"),
        settings.integer("accelerators"),
        settings.number("accelerator_utilisation"),
    )
    return {"gb_per_s": rate}


def _checkpoint(settings: Settings) -> dict[str, Result]:
    written = checkpoint(
        settings.number("params"), settings.number("bytes_per_param"), settings.number("write_gb_per_s")
    )
    return asdict(written)


def _vector_index(settings: Settings) -> dict[str, Result]:
    vectors, dimensions = settings.integer("vectors"), settings.integer("dimensions")
    if settings.text("kind") == "hnsw":
        size = hnsw_bytes(vectors, dimensions, settings.number("bytes_per_value"), settings.integer("m"))
    elif settings.given("nlist"):
        size = ivf_bytes(vectors, dimensions, settings.integer("nlist"), settings.number("bytes_per_value"))
    else:
        raise ValueError("vector-index needs nlist where kind is ivf.")
    return {"gb": size / 1e9, "gib": size / 2**30}


CALCULATORS: Final = (
    Calculator(
        name="storage-rate",
        subject=SUBJECT,
        summary="Rate at which training reads its data.",
        formula="batch · record bytes / compute time · accelerators · utilisation",
        source="MLPerf Storage, DLIO workload model",
        validity="Every record is read once per use and none is cached; GB are 10⁹ bytes.",
        inputs=(
            integer("batch", "records", "records of a batch"),
            number("record_bytes", "B", "bytes of a record"),
            number("compute_s", "s", "compute time of a batch"),
            integer("accelerators", "", "accelerators that read", 1),
            number("accelerator_utilisation", "", "share of its time that an accelerator computes", 1.0),
        ),
        outputs=(Output("gb_per_s", "GB/s", "read rate"),),
        compute=_storage_rate,
    ),
    Calculator(
        name="checkpoint",
        subject=SUBJECT,
        summary="Size of a checkpoint and the time to write it.",
        formula="params · bytes; size / write bandwidth",
        source="MLPerf Storage, submission guidelines, Table 2",
        validity="About 14 B per parameter with Adam in mixed precision; GiB are 2³⁰ bytes, GB/s 10⁹.",
        inputs=(
            number("params", "", "parameters"),
            number("bytes_per_param", "B", "bytes written for each", CHECKPOINT_BYTES_PER_PARAM),
            number("write_gb_per_s", "GB/s", "write bandwidth of the storage"),
        ),
        outputs=(Output("gib", "GiB", "size"), Output("seconds", "s", "time to write it")),
        compute=_checkpoint,
    ),
    Calculator(
        name="vector-index",
        subject=SUBJECT,
        summary="Memory of a vector index.",
        formula="hnsw 1.1·(bytes·d + 8·M)·n; ivf 1.1·(bytes·d·n + 4·nlist·d)",
        source="OpenSearch k-NN documentation",
        validity="One copy: replicas multiply it; the stored documents are not counted.",
        inputs=(
            choice("kind", "kind of index", ("hnsw", "ivf")),
            integer("vectors", "", "vectors"),
            integer("dimensions", "", "dimensions of a vector"),
            number("bytes_per_value", "B", "bytes of a value", 4.0),
            integer("m", "", "links of a vector, for hnsw", 16),
            integer("nlist", "", "buckets, needed for ivf", optional=True),
        ),
        outputs=(Output("gb", "GB", "memory, 10⁹ bytes"), Output("gib", "GiB", "memory, 2³⁰ bytes")),
        compute=_vector_index,
    ),
)
