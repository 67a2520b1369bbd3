"""A drawn service from its text form to every answer: four H100, Qwen3 32B with vLLM in BF16, 64 requests at once."""

import pytest

from designer.analysis.run import analyze
from designer.export.report.report import write_report
from designer.export.text.text_form import read_text_design
from designer.ui.inspector.panes.workload_rows import told_of
from tests.export.report.reports import report_for
from tests.pdf_words import pdf_words

SERVICE = """
format: stackwright-design
version: 1
name: Four H100
nodes:
  - {id: box, part: nvidia/dgx-h100}
  - id: engine
    part: vllm/vllm
    choices: {model: alibaba/qwen3-32b}
    facts: {tensor_parallel: 4, share: 0.5, requests_at_once: 64, input_tokens: 1024, output_tokens: 128}
links:
  - {id: runs, a: engine, b: box, medium: runs_on}
"""
TOKEN = "28.7 ms (21.8–39.0)"
WORDS = (
    "Median error 11%, 9 in 10 within 31%, on 1,592 measured rows of model families that the constants had not seen."
)


@pytest.fixture
def drawn(tmp_path):
    path = tmp_path / "service.yaml"
    path.write_text(SERVICE, "utf-8")
    return path


def test_in_json_with_its_range_its_terms_and_how_sure_it_is(drawn, stackwright):
    found = stackwright("analyze", drawn, "--json", "--why", "--only", "workloads").document
    (engine,) = found["workloads"]["serving"]
    token = engine["token_s"]
    assert token["value"] * 1e3 == pytest.approx(28.7, abs=0.05)
    assert [token["low"] * 1e3, token["high"] * 1e3] == pytest.approx([21.8, 39.0], abs=0.05)
    terms = token["terms"][0]["terms"]
    assert [one["label"] for one in terms] == [
        "weights",
        "experts",
        "cache",
        "arithmetic",
        "layers",
        "expert calls",
        "all-reduce",
        "all-to-all",
        "requests",
        "prefill of others",
    ]
    assert sum(one["value"] for one in terms) == pytest.approx(token["value"])
    assert engine["at_once"]["value"] == 64
    sure = engine["how_sure"]["token_s"]
    assert (sure["rows"], sure["median"], sure["nine_in_ten"], sure["outside"]) == (1592, 0.108, 0.312, [])
    assert set(engine["how_sure"]) >= {"token_s", "first_token_s", "output_tokens_per_s", "requests_per_s"}


def test_in_the_text_of_the_command_line(drawn, stackwright):
    said = " ".join(stackwright("analyze", drawn).out.split())
    assert f"a token {TOKEN}" in said
    assert f"How sure a token of engine: m{WORDS[1:].rstrip('.')}" in said
    assert "How sure tokens a second of engine: median error 10%, 9 in 10 within 30%, on 1,592 measured rows" in said


def test_a_measured_rate_that_cannot_be_used_says_why(drawn, stackwright):
    drawn.write_text(SERVICE.replace("share: 0.5,", "share: 0.5, measured_tokens_per_s: 2000,"), "utf-8")
    said = " ".join(stackwright("analyze", drawn, "--only", "workloads").out.split())
    assert "The measured rate is not used: say accelerators of your run" in said
    assert f"a token {TOKEN}" in said


def test_in_the_report_and_in_the_window(drawn, tmp_path, library):
    design = library.embedded(read_text_design(drawn, library))
    results = analyze(design)
    write_report(tmp_path / "report.pdf", report_for(design, results, library=library))
    text = pdf_words(tmp_path / "report.pdf")
    assert "How sure these figures are" in text
    assert TOKEN in " ".join(text.split())
    assert "Median error 11%, 9 in 10 within 31%, on 1,592" in text
    rows = {row.title: row for row in told_of(results.workloads, "serving", "engine").rows}
    assert rows["A further token"].words == TOKEN
    assert rows["A further token"].figure is results.workloads.serving[0].token_s
    assert rows["How sure: a token"].words == WORDS
    # "Why?" has it too, on the leaf that gives the range.
    notes = [figure.note for figure in results.workloads.serving[0].token_s.walk()]
    assert WORDS in notes
