"""Logs of requests as others write them: columns, times, rows that are broken, and files that are no log."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from designer.export.request_logs import reading
from designer.export.request_logs.reading import BadRow, RequestLog, read_request_log
from designer.export.request_logs.words import demand_in
from designer.model.records import RefusedInput

AZURE = """TIMESTAMP,ContextTokens,GeneratedTokens
2023-11-16 18:15:46.6805900,374,44
2023-11-16 18:15:50.9951690,396,109
"""
AZURE_2024 = "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n"
BURST = """Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
5,ChatGPT,472,18,490,Conversation log
45,ChatGPT,1087,0,1087,Conversation log
"""
MOONCAKE = """{"timestamp": 0, "input_length": 6755, "output_length": 500, "hash_ids": [0, 1]}
{"timestamp": 3052, "input_length": 7234, "output_length": 794, "hash_ids": [0]}
"""
OPENAI = """{"created": 1700158546, "model": "m", "usage": {"prompt_tokens": 12, "completion_tokens": 7}}
{"created": 1700158548, "model": "m", "usage": {"prompt_tokens": 20, "completion_tokens": 9}}
"""
VLLM = json.dumps(
    {"date": "20261101-101500", "start_times": [10.5, 12.0], "input_lens": [100, 200], "output_lens": [5, 6]}
)


def read(tmp_path: Path, text: str | bytes, name: str = "log.csv", time_unit: str = "") -> RequestLog:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_request_log(path, time_unit=time_unit)


@pytest.mark.parametrize(
    ("text", "gap", "into", "out"),
    [
        (AZURE, 4.314579, [374, 396], [44, 109]),
        (BURST, 40.0, [472, 1087], [18, 0]),
        (MOONCAKE, 3.052, [6755, 7234], [500, 794]),
        (OPENAI, 2.0, [12, 20], [7, 9]),
        (VLLM, 1.5, [100, 200], [5, 6]),
        (f"[{OPENAI.strip().replace(chr(10), ',')}]", 2.0, [12, 20], [7, 9]),
        (json.dumps(json.loads(VLLM), indent=1), 1.5, [100, 200], [5, 6]),
        ("arrived_at;num_prefill_tokens;num_decode_tokens\n0.5;10;1\n1.5;20;2\n", 1.0, [10, 20], [1, 2]),
        ("arrival_timestamp\tprompt_size\ttoken_size\n7\t1\t2\n9\t3\t4\n", 2.0, [1, 3], [2, 4]),
        ("start (ms),input_tokens,output_tokens\n7,1,2\n9,3,4\n", 0.002, [1, 3], [2, 4]),
        ('"time","note","tokens in","tokens out"\n1,"a\nb",1,2\n2,"c",3,4\n', 1.0, [1, 3], [2, 4]),
    ],
    ids=["azure", "burst", "mooncake", "openai", "vllm", "list", "indented", "vidur", "splitwise", "unit", "quoted"],
)
def test_logs_of_others_are_read(tmp_path: Path, text: str, gap: float, into: list[int], out: list[int]) -> None:
    log = read(tmp_path, text)
    assert np.diff(log.arrival_s) == pytest.approx([gap], abs=1e-6)
    assert log.input_tokens.tolist() == into
    assert log.output_tokens.tolist() == out
    assert log.bad == ()


def test_a_packed_log_is_the_same(tmp_path: Path) -> None:
    packed, plain = read(tmp_path, gzip.compress(AZURE.encode()), "log.csv.gz"), read(tmp_path, AZURE)
    assert packed.arrival_s.tolist() == plain.arrival_s.tolist()
    with pytest.raises(RefusedInput, match="damaged"):
        read(tmp_path, gzip.compress(AZURE.encode() * 500)[:-40], "log.csv.gz")


def test_zones_are_one_time(tmp_path: Path) -> None:
    rows = ["2026-03-01T12:00:00+01:00", "2026-03-01T11:00:00Z", "2026-03-01T06:30:00-05:00"]
    log = read(tmp_path, "time,tokens_in,tokens_out\n" + "".join(f"{row},1,1\n" for row in rows))
    assert (log.arrival_s - log.arrival_s[0]).tolist() == [0, 0, 1800]
    assert log.notes == ()
    assert read(tmp_path, AZURE).notes == ("Times have no zone; they are read as they are, without summer time.",)
    assert read(tmp_path, AZURE_2024).arrival_s.tolist() == pytest.approx([1715299200.00993])
    mixed = read(tmp_path, "time,isl,osl\n2026-03-01T12:00:00,1,1\n2026-03-01T12:00:00Z,1,1\n")
    assert mixed.notes == ("1 times have no zone and are read as UTC; 1 have one.",)
    assert mixed.arrival_s[0] == mixed.arrival_s[1]


@pytest.mark.parametrize("scale", [1, 1e3, 1e6, 1e9])
def test_numbers_since_1970_show_their_unit(tmp_path: Path, scale: float) -> None:
    rows = "".join(f"{round((1.7e9 + second) * scale)},1,1\n" for second in (0, 3))
    log = read(tmp_path, f"timestamp,isl,osl\n{rows}")
    assert log.arrival_s.tolist() == pytest.approx([1.7e9, 1.7e9 + 3])


def test_a_unit_can_be_said(tmp_path: Path) -> None:
    text = "timestamp,isl,osl\n0,1,1\n1500,1,1\n"
    assert read(tmp_path, text).arrival_s.tolist() == [0, 1500]
    assert read(tmp_path, text, time_unit="ms").arrival_s.tolist() == [0, 1.5]
    with pytest.raises(RefusedInput, match="no unit of time"):
        read(tmp_path, text, time_unit="fortnight")


def test_broken_rows_are_told_one_by_one_and_the_others_count(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "time,isl,osl\n1,10,1\nsoon,10,1\n2,,1\n3,10,-4\n4,10\n5,1.5,1\nnan,1,1\n\n2026-01-01,7,7\n6,20,2\n",
    )
    assert log.input_tokens.tolist() == [10, 7, 20]
    assert log.bad == (
        BadRow(3, "'soon' is no time"),
        BadRow(4, "the tokens in are missing"),
        BadRow(5, "'-4' is no number of tokens out"),
        BadRow(6, "it has 2 of 3 cells"),
        BadRow(7, "'1.5' is no number of tokens in"),
        BadRow(8, "'nan' is no time"),
    )


def test_broken_lines_of_json_are_told_too(tmp_path: Path) -> None:
    good = '{"ts": 1, "prompt_tokens": 5, "completion_tokens": 6}'
    log = read(tmp_path, f'{good}\n{{"ts": 2, "prompt\n{good}\n[1]\n{{"ts": null, "prompt_tokens": 5}}\n', "log.jsonl")
    assert log.arrival_s.tolist() == [1, 1]
    assert log.bad == (
        BadRow(2, "it is no JSON"),
        BadRow(4, "it is no object with names"),
        BadRow(5, "the time is missing"),
    )
    first = read(tmp_path, f'{{"ts": 1,\n{good}\n{good}\n', "log.jsonl")
    assert first.arrival_s.tolist() == [1, 1]
    assert first.bad == (BadRow(1, "it is no JSON"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b,c\n1,2,3\n", "has no column for time or tokens in or tokens out; it has a, b, c"),
        ("time,isl,other\n1,2,3\n", "has no column for tokens out"),
        ("time,isl,osl\nx,2,3\n", "no request that can be read. Line 2: 'x' is no time."),
        ('{"input_lens": [1], "output_lens": [2]}', "has no column for time"),
        ("[1, 2", "begins like a list in JSON"),
        ("\x00\x01\x02", "has no column"),
    ],
    ids=["empty", "no columns", "one missing", "no row", "no times", "no list", "binary"],
)
def test_what_is_no_log_is_refused_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        read(tmp_path, text)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_limits_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedInput, match="is a folder"):
        read_request_log(tmp_path)
    with pytest.raises(RefusedInput, match="cannot be read"):
        read_request_log(tmp_path / "nowhere.csv")
    rows = "time,isl,osl\n" + "x,1,1\n" * 30 + "1,1,1\n" * 30
    monkeypatch.setattr(reading, "MOST_BAD", 20)
    with pytest.raises(RefusedInput, match="more than 20 rows that cannot be read; line 2: 'x' is no time"):
        read(tmp_path, rows)
    monkeypatch.setattr(reading, "MOST_BYTES", 50)
    with pytest.raises(RefusedInput, match="is larger than"):
        read(tmp_path, rows)


def test_progress_is_told_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_TELL_EVERY", 10)
    path = tmp_path / "log.csv"
    path.write_text("time,isl,osl\n" + "1,1,1\n" * 50, "utf-8")
    told: list[str] = []
    with pytest.raises(RefusedInput, match="Stopped"):
        read_request_log(path, progress=lambda done, total, name: told.append(name) or len(told) < 3)
    assert told == ["10 rows", "20 rows", "30 rows"]


def test_a_pipe_or_a_device_is_not_even_opened(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(RefusedInput, match="is a pipe or a device, not a file"):
            read_request_log(path)


def test_too_few_good_rows_say_why_the_others_were_left_out(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("timestamp,input_tokens,output_tokens\nnan,1,2\n5,inf,3\n0,9,9\n")
    with pytest.raises(RefusedInput, match=r"at least two requests\. 2 rows were left out, the first in line 2: 'nan'"):
        demand_in(read_request_log(path))
