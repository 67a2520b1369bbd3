"""Reading a log of requests in the window: what it says is seen first, taken as one edit and taken back in one."""

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from designer.analysis.run import analyze
from designer.edit.nodes.nodes import add_node, set_fact
from designer.edit.workloads.logged_demand import set_logged_demand
from designer.formulas.workloads.request_log import demand_of_log
from designer.model.design import Design
from designer.ui.catalog.imports.request_log_dialog import RequestLogDialog
from designer.ui.catalog.imports.request_log_work import read_log
from designer.ui.inspector.panes.workload_rows import told_of

ROWS = "".join(f"{second * 60},{100 + second % 10},{second % 5}\n" for second in range(300))


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(f"timestamp,input_tokens,output_tokens\n{ROWS}soon,1,1\n", "utf-8")
    return path


@pytest.fixture
def work(window, job):
    window.files.new_empty()
    work = window.workspace
    library = work.document.library
    with job.held():
        work.document.edit(lambda design: add_node(design, library, "langchain/langchain", 0, 0, node_id="app"))
        work.document.edit(lambda design: add_node(design, library, "nvidia/dgx-h100", 0, 0, node_id="dgx"))
        work.document.edit(lambda design: set_fact(design, "app", "users", 20.0))
    work.canvas.select(("app",))
    return work


def facts(work):
    return work.document.design.nodes["app"].facts


def test_the_button_opens_it_and_what_it_says_is_one_edit(work, window, log, qtbot):
    button = next(
        one for one in work.inspector.section.findChildren(QPushButton) if one.text() == "Read a log of requests…"
    )
    button.click()
    (dialog,) = window.findChildren(RequestLogDialog)
    before = work.document.design
    dialog.read_path(log)
    assert dialog.busy
    qtbot.waitUntil(lambda: dialog.read is not None, timeout=20_000)
    rows = {row.title: row for row in dialog.rows.shown_rows()}
    assert (rows["Users"].now, rows["Users"].then) == ("20", "20")
    # 300 requests, one a minute: 60 an hour, among 20 users; no hour is busier than another.
    assert rows["Requests of a user in an hour"].then == "3"
    assert rows["Peak over average"].then == "1"
    assert (rows["Tokens in, each request"].now, rows["Tokens in, each request"].then) == ("", "104.5")
    assert rows["Tokens in, each request"].more == "P50 104 · P90 108 · P99 109 · most 109"
    assert dialog.left_out.text() == "1 row is left out:"
    assert [(row.line, row.reason) for row in dialog.bad.shown_rows()] == [(302, "'soon' is no time")]
    dialog.users.setText("60")
    assert {row.title: row.then for row in dialog.rows.shown_rows()}["Requests of a user in an hour"] == "1"
    assert work.document.design is before
    dialog.keep_button.click()
    assert facts(work)["users"] == 60
    assert facts(work)["requests_per_user_hour"] == pytest.approx(1)
    assert facts(work)["log_input_p90"] == 108
    work.document.undo()
    assert work.document.design == before


def test_what_is_no_log_is_said_and_another_can_be_chosen(work, window, tmp_path, qtbot):
    window.commands.run("measured.read_log")
    (dialog,) = window.findChildren(RequestLogDialog)
    path = tmp_path / "bill.csv"
    path.write_text("part,count\nx,1\n", "utf-8")
    dialog.read_path(path)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
    assert "bill.csv has no column for time or tokens in or tokens out" in dialog.news.text()
    assert dialog.pages.currentWidget() is dialog.start


def test_reading_can_be_given_up(work, window, log, qtbot):
    window.commands.run("measured.read_log")
    (dialog,) = window.findChildren(RequestLogDialog)
    dialog.read_path(log)
    assert dialog.pages.currentWidget() is dialog.running
    dialog.running.cancel.click()
    assert dialog.news.text() == "Stopped; nothing was read."
    assert dialog.pages.currentWidget() is dialog.start
    assert not dialog.busy
    assert dialog.read is None


def test_what_nobody_asks_takes_no_log(work, window):
    work.canvas.select(("dgx",))
    assert not [
        one for one in work.inspector.section.findChildren(QPushButton) if one.text() == "Read a log of requests…"
    ]
    said = []
    work.message.connect(said.append)
    window.commands.run("measured.read_log")
    assert said == ["Select what users ask: an application, users, an engine or a model API."]
    assert not window.findChildren(RequestLogDialog)


def test_the_process_answers_what_the_window_shows(log):
    read = read_log(lambda *_: True, log)
    assert read.line == "log.csv: 300 requests in 4.983 h"
    assert read.columns == "time from timestamp, tokens in from input_tokens, tokens out from output_tokens"
    assert read.notes == ("60 requests have no token out; what was asked counts all the same.",)


def test_the_inspector_tells_the_log_and_what_was_changed_since(library):
    empty = Design()
    drawn = add_node(empty, library, "langchain/langchain", 0, 0, node_id="app").applied(empty)
    into = np.array([100.0] * 60 + [900.0] * 40)
    logged = set_logged_demand(drawn, "app", demand_of_log(np.arange(100) * 60.0, into, into / 10)).applied(drawn)

    def rows(design):
        told = told_of(analyze(design, only=("workloads",), library=library).workloads, "application", "app")
        return {row.title: row for row in told.rows}

    assert rows(logged)["Log it is from"].words == "100 in 1.65 h"
    assert rows(logged)["Tokens in, P50 · P90 · P99"].words == "100 · 900 · 900"
    assert rows(logged)["Busiest minute, in the log"].words == "1 × average"
    changed = set_fact(logged, "app", "input_tokens", 300.0).applied(logged)
    row = rows(changed)["Log it is from"]
    assert (row.words, row.tone) == ("100 in 1.65 h; changed since: tokens in", "warn")
