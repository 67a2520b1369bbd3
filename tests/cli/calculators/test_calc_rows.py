"""`calc NAME --rows FILE`: a calculator over a table."""

import csv
import json
from pathlib import Path

import pytest

HEAD = "name,model,accelerator,engine,input_tokens,output_tokens,concurrency,tp\n"
ROW = "mine,alibaba/qwen3-32b,nvidia/h100-sxm5-80gb,vllm,1024,128,64,4\n"
TOO_MANY = "far,alibaba/qwen3-32b,nvidia/h100-sxm5-80gb,vllm,1024,128,64,16\n"


@pytest.fixture
def table(tmp_path):
    def write(text, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_rows_are_answered_in_order_and_refused_one_by_one(stackwright, table):
    done = stackwright("calc", "serving-step", "--rows", table(HEAD + ROW + TOO_MANY + ROW), "--json")
    assert done.code == 0
    document = json.loads(done.out)
    assert document["name"] == "serving-step"
    first, refused, last = document["rows"]
    assert (first["row"], refused, last["row"]) == (0, {"row": 1, "error": "tp 16 needs network_gb_per_s"}, 2)
    assert first["outputs"] == last["outputs"]
    token = first["outputs"]["tpot_ms"]
    assert {key: round(value, 1) if isinstance(value, float) else value for key, value in token.items()} == {
        "value": 28.7,
        "unit": "ms",
        "low": 21.8,
        "high": 39.0,
        "missing": [],
    }
    assert "Not inputs of serving-step, and left out: name." in done.err


def test_answers_stand_beside_the_rows_in_a_file(stackwright, table, tmp_path):
    out = tmp_path / "answers.csv"
    done = stackwright("calc", "serving-step", "--rows", table(HEAD + ROW + TOO_MANY), "-o", str(out))
    assert done.code == 0
    assert done.out == f"Wrote 2 rows to {out}, 1 of them without an answer.\n"
    first, second = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert (first["name"], first["error"], second["error"]) == ("mine", "", "tp 16 needs network_gb_per_s")
    assert float(first["tpot_ms_low"]) < float(first["tpot_ms"]) < float(first["tpot_ms_high"])
    assert second["tpot_ms"] == ""


def test_any_calculator_takes_a_table(stackwright, table):
    done = stackwright("calc", "fat-tree", "--rows", table("k\n4\n48\nodd\n"), "--json")
    assert done.code == 0
    four, many, odd = json.loads(done.out)["rows"]
    one = stackwright("calc", "fat-tree", "--set", "k=48", "--json")
    wanted = {name: figure["value"] for name, figure in json.loads(one.out)["outputs"].items()}
    assert {name: figure["value"] for name, figure in many["outputs"].items()} == wanted
    assert "outputs" in four
    assert "k must be a number" in odd["error"]


def test_one_row_is_asked_by_set(stackwright):
    words = ["model=alibaba/qwen3-32b", "accelerator=nvidia/h100-sxm5-80gb", "engine=vllm", "tp=4"]
    words += ["input_tokens=1024", "output_tokens=128", "concurrency=64"]
    pairs = [word for pair in words for word in ("--set", pair)]
    done = stackwright("calc", "serving-step", *pairs)
    assert done.code == 0
    assert "28.71 (21.82–39.04) ms" in done.out
    outputs = json.loads(stackwright("calc", "serving-step", *pairs, "--json").out)["outputs"]
    assert outputs["tpot_ms"]["value"] == pytest.approx(28.7, abs=0.05)
    assert "serving-step" in stackwright("calc", "--list").out
    listed = json.loads(stackwright("calc", "--list", "serving-step", "--json").out)
    assert [item["name"] for item in listed[0]["inputs"] if item["required"]][:2] == ["model", "accelerator"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "has no input of serving-step"),
        ("tp,tp\n1,2\n", "has the column 'tp' twice"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        ('model,tp\n"open,1\n', "is not CSV"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_one_line(text, said, stackwright, table):
    done = stackwright("calc", "serving-step", "--rows", table(text))
    assert done.code == 1
    assert said in done.err
    assert done.err.count("\n") == 1


def test_odd_rows_are_told_each_in_one_line_and_the_others_answered(stackwright, table):
    """Missing fields, unknown names, FP4 on a chip without it, sequences of none, huge ones, cells beyond the head."""
    head = "model,accelerator,engine,weights,input_tokens,output_tokens,concurrency,tp,disaggregated"
    good = ["alibaba/qwen3-32b", "nvidia/h100-sxm5-80gb", "vllm", "bf16", "1024", "128", "64", "4", "0"]

    def but(**changed):
        names = head.split(",")
        return ",".join(changed.get(name, value) for name, value in zip(names, good, strict=True))

    rows = {
        but(): "",
        but(model=""): "model is missing",
        but(accelerator="nvidia/x9000"): "the catalog has no accelerator nvidia/x9000",
        but(weights="fp4"): "",
        but(input_tokens="0"): "input_tokens must be above 0",
        but(output_tokens="0"): "output_tokens must be above 0",
        but(input_tokens="1e12"): "at most 1e+09, not 1e12",
        but(concurrency="nan"): "concurrency must be above 0",
        but(tp="2.5"): "tp must be a whole number",
        but(tp="16"): "tp 16 needs network_gb_per_s",
        but(engine="lmdeploy"): "it must be one of vllm",
        but() + ",more": "the row has 10 cells, the head of the table 9",
        ",".join(good[:2]): "input_tokens is missing",
        but(): "",
    }
    done = stackwright("calc", "serving-step", "--rows", table("\n".join([head, *rows]) + "\n"), "--json")
    assert done.code == 0
    answers = json.loads(done.out)["rows"]
    assert len(answers) == len(rows)
    for said, answer in zip(rows.values(), answers, strict=True):
        assert said in answer.get("error", "")
        assert ("outputs" in answer) is not bool(said)
        assert "\n" not in answer.get("error", "")
    # FP4 works in BF16 on a Hopper: weights are read faster, arithmetic is not.
    plain, narrow = (answers[place]["outputs"] for place in (0, 3))
    assert narrow["weights_ms"]["value"] < plain["weights_ms"]["value"]
    assert narrow["arithmetic_ms"]["value"] == pytest.approx(plain["arithmetic_ms"]["value"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["calc", "nothing", "--rows", "TABLE"], "There is no calculator 'nothing'"),
        (["calc", "serving-step", "--rows", "TABLE", "--set", "tp=1"], "calc takes --set or --rows, not both"),
        (["calc", "serving-step", "-o", "out.csv"], "calc takes -o and --shapes with --rows only"),
        (["calc", "serving-step", "--rows", "TABLE", "-o", "out.txt"], "written as .csv"),
        (["calc", "serving-step", "--rows", "no-such.csv"], "no-such.csv cannot be read"),
        (["calc", "serving-step", "--rows", "TABLE", "--shapes", "TABLE"], "serving-step takes no --shapes"),
        (["calc", "fat-tree", "--rows", "TABLE", "--shapes", "TABLE"], "fat-tree takes no --shapes"),
        (["calc", "training-step", "--rows", "TABLE"], "training-step"),
        (["calc", "training-step", "--set", "n=8"], "training-step takes a table"),
        (["calc", "serving-step", "--set", "size=1"], "serving-step has no input 'size'"),
        (["calc", "serving-step", "--set", "tp=1"], "serving-step cannot answer: model is missing"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line(words, said, stackwright, table):
    path = table(HEAD + ROW)
    done = stackwright(*(path if word == "TABLE" else word for word in words))
    assert done.code in {1, 2}
    assert done.out == ""
    assert said in done.err


def test_an_empty_table_has_no_answers(stackwright, table):
    done = stackwright("calc", "serving-step", "--rows", table(HEAD), "--json")
    assert json.loads(done.out)["rows"] == []


def test_the_measured_collectives_are_taken_as_they_are(stackwright):
    table = Path(__file__).parents[2] / "data" / "measured" / "collective_rows_public.csv"
    done = stackwright("calc", "collective", "--rows", table, "--json")
    rows = json.loads(done.out)["rows"]
    with table.open(encoding="utf-8", newline="") as file:
        measured = [float(row["measured_us"]) for row in csv.DictReader(file)]
    assert len(rows) == len(measured)
    inside = [
        row["outputs"]["us"]["low"] <= each <= row["outputs"]["us"]["high"]
        for row, each in zip(rows, measured, strict=True)
    ]
    assert sum(inside) / len(inside) >= 0.8


def test_a_collective_of_one_bus_rate_takes_a_table_too(stackwright, table):
    done = stackwright(
        "calc", "collective", "--rows", table("op,ranks,bytes,bus_gb_per_s\nall-reduce,8,1e9,200\n"), "--json"
    )
    (row,) = json.loads(done.out)["rows"]
    assert "us" not in row["outputs"]


@pytest.fixture(scope="module")
def measured_training():
    folder = Path(__file__).parents[2] / "data" / "measured"
    return folder / "training_rows_public.csv", folder / "model_shapes.json"


def test_the_measured_runs_are_taken_as_they_are(stackwright, measured_training):
    table, shapes = measured_training
    done = stackwright("calc", "training-step", "--rows", table, "--shapes", shapes, "--json")
    rows = json.loads(done.out)["rows"]
    with table.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    assert len(rows) == len(known)
    assert all("outputs" in row for row in rows)


def test_hours_of_a_training_are_told_with_their_range(stackwright, measured_training, table):
    with measured_training[0].open(encoding="utf-8", newline="") as file:
        row = next(one for one in csv.DictReader(file) if one["model"] == "llama3-70b" and one["device"] == "H100")
    row |= {"kind": "GPU-hours", "tokens": "15e12"}
    text = f"{','.join(row)}\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"
    done = stackwright("calc", "training-step", "--rows", table(text), "--shapes", measured_training[1], "--json")
    (answer,) = json.loads(done.out)["rows"]
    hours = answer["outputs"]["gpu_hours"]
    assert hours["low"] < hours["value"] < hours["high"]
    assert hours["value"] > 15e12 / answer["outputs"]["tokens_s_gpu"]["value"] / 3600


@pytest.mark.parametrize(
    ("text", "said"),
    [("[1]", "holds no shapes"), ("{", "is not JSON"), ("[" * 100_000, "is not JSON"), (None, "cannot be read")],
)
def test_shapes_that_cannot_be_read_are_refused_in_one_line(text, said, stackwright, measured_training, tmp_path):
    path = tmp_path / "shapes.json"
    if text is not None:
        path.write_text(text)
    done = stackwright("calc", "training-step", "--rows", measured_training[0], "--shapes", path)
    assert done.code == 1
    assert said in done.err
