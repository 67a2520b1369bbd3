"""The measured rows as questions, for the tests of serving steps."""

import csv
from pathlib import Path

from designer.analysis.serving_rows.parts import chip_of, shape_of
from designer.formulas.workloads.serving_step.question import Question

FOLDER = Path(__file__).parents[3] / "data" / "measured" / "serving"
MODELS = {
    "deepseek-r1": "deepseek/deepseek-r1",
    "glm-5": "zhipu/glm-5",
    "gpt-oss-120b": "openai/gpt-oss-120b",
    "kimi-k2.5": "moonshot/kimi-k2.5",
    "llama-3.1-70b": "meta/llama-3.1-70b",
    "llama-3.1-8b": "meta/llama-3.1-8b",
    "minimax-m2.5": "minimax/minimax-m2.5",
    "qwen3-235b-a22b": "alibaba/qwen3-235b-a22b",
    "qwen3-32b": "alibaba/qwen3-32b",
    "qwen3.5-397b-a17b": "alibaba/qwen3.5-397b-a17b",
}
"""Parts of the families of models, those of the rows that are kept aside among them."""
SYSTEMS = {
    "h100_sxm": "nvidia/h100-sxm5-80gb",
    "h200_sxm": "nvidia/h200-sxm-141gb",
    "b200_sxm": "nvidia/b200-sxm-180gb",
    "b300_sxm": "nvidia/b300-sxm-270gb",
    "gb200": "nvidia/gb200",
    "gb300": "nvidia/gb300",
}


def read(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured_rows(mode="agg"):
    return [row for row in read("serving_rows_public.csv") if row["mode"] == mode]


def question_of(row, library):
    shape, published = shape_of(library.parts[MODELS[row["model"]]])
    assert published
    return Question(
        shape=shape,
        chip=chip_of(library.parts[SYSTEMS[row["system"]]]),
        engine=row["engine"],
        weights=row["precision"],
        cache_bytes=float(row["kv_bytes"]),
        input_tokens=float(row["isl"]),
        output_tokens=float(row["osl"]),
        concurrency=float(row["concurrency"]),
        tensor=int(row["tp"]),
        pipeline=int(row["pp"]),
        expert=int(row["ep"]),
        data=int(row["dp"]),
        replicas=int(row["workers"]),
        apart=row["mode"] == "disagg",
        network_bytes_per_s=50e9,
    )


def table_of(rows):
    """ROWS under the names of `calc serving-step`."""
    return [
        {
            "model": MODELS[row["model"]],
            "accelerator": SYSTEMS[row["system"]],
            "engine": row["engine"],
            "weights": row["precision"],
            "kv_bytes_per_value": row["kv_bytes"],
            "input_tokens": row["isl"],
            "output_tokens": row["osl"],
            "concurrency": row["concurrency"],
            "tp": row["tp"],
            "pp": row["pp"],
            "ep": row["ep"],
            "dp": row["dp"],
            "replicas": row["workers"],
            "disaggregated": "1" if row["mode"] == "disagg" else "0",
            "network_gb_per_s": "50",
        }
        for row in rows
    ]
