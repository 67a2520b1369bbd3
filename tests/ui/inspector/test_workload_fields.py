"""Workloads in the inspector: what is typed lands in the design, and what comes of it is read beside."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_choice, set_fact
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.inspector.field_spec import NOT_SET
from designer.ui.inspector.panes.design_section import DesignSection
from tests.long_runs import runs
from tests.ui.inspector.entering import enter
from tests.ui.seen import problem

LLAMA = "meta/llama-3.1-70b"

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, job):
    """An application and an engine on four DGX H100, nothing said about either."""
    window.files.new_empty()
    work = window.workspace
    document = work.document
    library = document.library
    with job.held():
        for node_id, part in (("app", "langchain/langchain"), ("engine", "vllm/vllm"), ("dgx", "nvidia/dgx-h100")):
            document.edit(lambda design, part=part, name=node_id: add_node(design, library, part, 0, 0, node_id=name))
        document.edit(lambda design: add_link(design, "app", "engine", medium="depends_on", link_id="asks"))
        document.edit(lambda design: add_link(design, "engine", "dgx", medium="runs_on", link_id="runs"))
    work.canvas.select(("app",))
    return work


def node(work, name):
    return work.document.design.nodes[name]


def asked(work, name):
    work.canvas.select((name,))
    return work.inspector.section


def told(work, name):
    work.canvas.select((name,))
    return work.inspector.section.pane.results


def say(work, name, **facts):
    for fact, value in facts.items():
        assert work.document.edit(lambda design, fact=fact, value=value: set_fact(design, name, fact, value))


@pytest.fixture
def serving(work, job):
    """The same with demand and a model."""
    library = work.document.library
    with job.held():
        say(work, "app", users=2000, requests_per_user_hour=10, input_tokens=1000, output_tokens=200)
        assert work.document.edit(lambda design: set_choice(design, library, "engine", "model", LLAMA))
    return work


def test_demand_is_typed_with_thousands_and_units(work, qtbot):
    pane = asked(work, "app")
    for name, text in (
        ("users", "5k"),
        ("requests_per_user_hour", "0.5/min"),
        ("input_tokens", "1,500"),
        ("output_tokens", "400"),
        ("cached_input_share", "25 %"),
    ):
        enter(qtbot, pane.fields[f"fact:{name}"], text)
    assert node(work, "app").facts == {
        "users": 5000.0,
        "requests_per_user_hour": 30.0,
        "input_tokens": 1500.0,
        "output_tokens": 400.0,
        "cached_input_share": 0.25,
    }
    assert work.document.session.undo_label
    work.document.undo()
    assert "cached_input_share" not in node(work, "app").facts
    enter(qtbot, pane.fields["fact:users"], "")
    assert "users" not in node(work, "app").facts


def test_what_cannot_be_is_refused_beside_the_field(work, qtbot):
    for name, text in [
        ("users", "many"),
        ("users", "-1"),
        ("users", "nan"),
        ("users", "5 kg"),
        ("cached_input_share", "150 %"),
        ("requests_per_user_hour", "3 m"),
        ("users", "1e99"),
    ]:
        pane = asked(work, "app")
        steps = len(work.document.session.labels)
        enter(qtbot, pane.fields[f"fact:{name}"], text)
        assert node(work, "app").facts == {}, (name, text)
        assert len(work.document.session.labels) == steps, (name, text)
        refused = problem(pane, pane.fields[f"fact:{name}"])
        assert refused, (name, text)
        assert "\n" not in refused, (name, text)
        assert pane.fields[f"fact:{name}"].text() == "", (name, text)


def test_fields_say_what_holds_when_nothing_is_said(work):
    pane = asked(work, "app")
    assert pane.fields["fact:users"].placeholderText() == NOT_SET
    assert pane.fields["fact:peak_factor"].placeholderText() == "2 assumed"
    assert pane.fields["fact:model_calls"].placeholderText() == "1"
    # vLLM's own default.
    assert asked(work, "engine").fields["fact:gpu_memory_share"].placeholderText() == "0.92"


def test_it_tells_what_to_fill_in(work):
    words = told(work, "app").words
    assert words.isVisible()
    assert words.text() == "Not set yet: users, requests of a user in an hour, tokens in and tokens out."
    assert told(work, "engine").words.text() == "Choose a model above."
    say(work, "app", users=1, requests_per_user_hour=1, input_tokens=1, output_tokens=1)
    assert not told(work, "app").words.isVisible()


def test_what_stands_alone_is_told_what_to_link(work):
    document = work.document
    document.edit(lambda design: add_node(design, document.library, "generic/training-job", 0, 0, node_id="job"))
    assert "Let it run on servers or instances" in told(work, "job").words.text()
    section = work.inspector.section
    # A job is only described: it has no power of its own and nothing is bought.
    facts = {key.removeprefix("fact:") for key in section.fields if key.startswith("fact:")}
    assert facts == {asked.name for asked in ASKED_FACTS["training-job"]}
    assert "price_usd" not in section.fields


def test_a_model_is_chosen_by_search_and_keys_alone(work, qtbot):
    pane = asked(work, "engine")
    button = pane.fields["model"]
    assert button.text() == "Choose a model…"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    dialog = pane.findChild(PartChoiceDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert {work.document.library.parts[row.key].kind for row in dialog.picker.list.row_model.rows} == {"model"}
    qtbot.keyClicks(dialog.picker.search, "llama 3.1 70")
    qtbot.keyClick(dialog.picker.search, Qt.Key.Key_Return)
    assert node(work, "engine").choices == {"model": LLAMA}
    assert button.text() == "Llama 3.1 70B"
    assert work.document.design.parts[LLAMA].kind == "model"
    qtbot.waitUntil(lambda: pane.findChild(PartChoiceDialog) is None)


def test_the_picker_finds_only_the_kind_and_escape_changes_nothing(work, qtbot):
    pane = asked(work, "engine")
    pane.fields["model"].click()
    dialog = pane.findChild(PartChoiceDialog)
    qtbot.keyClicks(dialog.picker.search, "dgx")
    assert dialog.picker.part is None
    assert not dialog.take_button.isEnabled()
    qtbot.keyClick(dialog.picker.search, Qt.Key.Key_Escape)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert node(work, "engine").choices == {}


def test_a_chosen_model_can_be_taken_away(serving, qtbot):
    pane = asked(serving, "engine")
    pane.fields["model"].click()
    dialog = pane.findChild(PartChoiceDialog)
    assert dialog.picker.part.id == LLAMA
    dialog.none_button.click()
    assert node(serving, "engine").choices == {}
    assert told(serving, "engine").words.text() == "Choose a model above."


def test_choices_are_one_edit_each_and_change_the_result(serving, qtbot):
    pane = asked(serving, "engine")
    before = told(serving, "engine").rows["Weights of a copy"].text_shown
    # 69.5 billion parameters without the input embedding; the head of 1.05 stays in BF16.
    assert before == "139 GB"
    choice = pane.fields["precision"]
    choice.setFocus()
    index = choice.findData("fp8")
    choice.setCurrentIndex(index)
    choice.activated.emit(index)
    assert node(serving, "engine").choices["precision"] == "fp8"
    assert told(serving, "engine").rows["Weights of a copy"].text_shown == "70.6 GB"


def test_static_batching_answers_fewer_requests(serving):
    def requests():
        results = serving.document.results.workloads
        return results.serving[0].requests_per_s.value

    before = requests()
    choice = asked(serving, "engine").fields["batching"]
    index = choice.findData("static")
    choice.activated.emit(index)
    assert requests() < before


def test_results_are_read_and_asked_why(serving, qtbot):
    pane = told(serving, "engine")
    assert pane.rows["Fits"].text_shown == "yes"
    assert pane.rows["Accelerators it has"].text_shown == "8"
    for title in ("Tokens it writes", "Requests it answers", "First token", "Whole answer", "Accelerators needed"):
        assert pane.rows[title].figure.known, title
    # 2,000 users × 10 requests an hour, twice that at the peak.
    assert pane.rows["Asked, busiest hour"].figure.value == pytest.approx(2 * 2000 * 10 / 3600, rel=0.5)
    row = pane.rows["Whole answer"]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, WhyDialog)]
    assert dialogs
    for dialog in dialogs:
        dialog.close()


def test_a_model_larger_than_the_machines_is_told_in_red(serving):
    library = serving.document.library
    serving.document.edit(lambda design: set_choice(design, library, "engine", "model", "moonshot/kimi-k2"))
    pane = told(serving, "engine")
    assert pane.rows["Fits"].text_shown == "no"
    assert pane.rows["Fits"].tone == "error"
    assert "does not fit" in pane.words.text()


def test_the_design_tells_answer_money_and_the_fullest_layer(serving):
    serving.canvas.select(())
    section = serving.inspector.section
    assert isinstance(section, DesignSection)
    for title in ("The slowest answer", "Cost of a request", "Requests", "Fullest layer", "In it"):
        assert section.row(title).isVisible(), title
    # 20,000 requests an hour, 730 hours.
    assert section.row("Requests").figure.value == pytest.approx(20_000 * 730)
    # 11.1 requests a second at the peak (8.3 to 22.2), of which four accelerators answer 9.7 (7.1 to 12.0).
    assert section.row("Fullest layer").text_shown == "Silicon 100% (50–200%)"
    assert section.row("In it").text_shown.startswith("DGX H100")


def test_the_strip_names_what_runs_full_under_demand(serving):
    item = serving.headline.item("bottleneck")
    assert item.ids == ("dgx",)
    say(serving, "app", users=10_000_000)
    item = serving.headline.item("bottleneck")
    assert item.tone == "error"
    assert item.unit == "DGX H100"


def test_without_demand_there_are_no_rows_of_demand(work):
    work.canvas.select(())
    section = work.inspector.section
    assert not section.row("The slowest answer").isVisible()
    assert not section.row("Fullest layer").isVisible()


@pytest.mark.scaled
@pytest.mark.parametrize("story", ["rag-service", "training-run", "api-service", "cloud-serving", "data-platform"])
def test_every_workload_of_the_stories_is_shown(window, wear, story):
    wear("dark")
    window.files.new_from(story, {})
    work = window.workspace
    seen = 0
    nodes = work.document.design.nodes
    # One of each part in a quick run: those of one part have the same rows.
    for placed in runs({one.part or one.kind: one for one in nodes.values()}, dict(nodes)).values():
        work.canvas.select((placed.id,))
        pane = work.inspector.section.pane.results
        if pane is None:
            continue
        seen += 1
        shown = [row.text_shown for row in pane.rows.values() if row.isVisible()]
        kinds_told = {
            "application",
            "serving",
            "model-api",
            "vector-database",
            "training-job",
            "pipeline",
            "orchestrator",
        }
        assert bool(shown) >= (placed.kind in kinds_told), placed.id
        for control in (*work.inspector.section.fields.values(), *pane.rows.values()):
            assert control.accessibleName()
    assert seen >= 2


def test_how_an_instance_is_paid_changes_the_month(window):
    window.files.new_from("cloud-serving", {})
    work = window.workspace
    before = work.document.results.workloads.usd_per_month.value
    choice = asked(work, "instance").fields["rent_basis"]
    index = choice.findData("spot")
    choice.activated.emit(index)
    assert node(work, "instance").choices["rent_basis"] == "spot"
    assert work.document.results.workloads.usd_per_month.value < before


def test_a_split_is_asked_once_it_is_set_by_hand(window, qtbot):
    window.files.new_from("training-run", {})
    work = window.workspace
    pane = asked(work, "job")
    assert not pane.fields["fact:tensor_parallel"].isVisible()
    index = pane.fields["split"].findData("set")
    pane.fields["split"].activated.emit(index)
    assert pane.fields["fact:tensor_parallel"].isVisible()
    enter(qtbot, pane.fields["fact:tensor_parallel"], "8")
    enter(qtbot, pane.fields["fact:pipeline_parallel"], "2")
    enter(qtbot, pane.fields["fact:data_parallel"], "15")
    assert work.document.results.workloads.training[0].split == "TP 8 · PP 2 × 10 · DP 15"
    assert told(work, "job").rows["Split"].text_shown == "TP 8 · PP 2 × 10 · DP 15"
    # What is left open is chosen; what is stated stands.
    enter(qtbot, pane.fields["fact:interleaved_stages"], "4")
    assert told(work, "job").rows["Split"].text_shown == "TP 8 · PP 2 × 4 · DP 15"


def test_a_data_set_has_size_version_and_sensitivity(window, qtbot):
    window.files.new_from("data-platform", {})
    work = window.workspace
    pane = asked(work, "set")
    enter(qtbot, pane.fields["fact:data_tb"], "1.5 PB")
    assert node(work, "set").facts["data_tb"] == 1500.0
    enter(qtbot, pane.fields["version"], "2026-11")
    assert node(work, "set").choices["version"] == "2026-11"
    index = pane.fields["sensitivity"].findData("sensitive")
    pane.fields["sensitivity"].activated.emit(index)
    assert node(work, "set").choices["sensitivity"] == "sensitive"


def test_a_deadline_is_typed_and_what_it_takes_is_read(window, qtbot):
    window.files.new_from("training-run", {})
    work = window.workspace
    assert "Has to be done in" not in told(work, "job").rows
    pane = asked(work, "job")
    enter(qtbot, pane.fields["fact:deadline_days"], "15 weeks")
    assert node(work, "job").facts["deadline_days"] == 105.0
    rows = told(work, "job").rows
    assert rows["Has to be done in"].figure.value == 105.0
    assert rows["Accelerators for that"].figure.value == rows["Accelerators it has"].figure.value < 248
    assert rows["Too late by"].tone == "text"
    enter(qtbot, asked(work, "job").fields["fact:deadline_days"], "10")
    pane = told(work, "job")
    assert pane.rows["Too late by"].tone == "error"
    assert "days too late" in pane.words.text()
    enter(qtbot, asked(work, "job").fields["fact:deadline_days"], "")
    assert "deadline_days" not in node(work, "job").facts
    assert "Has to be done in" not in told(work, "job").rows


def test_machines_that_work_takes_and_what_is_kept_free_are_typed(window, qtbot):
    window.files.new_from("training-run", {})
    work = window.workspace
    library = work.document.library
    work.document.edit(lambda design: add_node(design, library, "generic/work", 0, 0, node_id="piece"))
    work.document.edit(lambda design: add_node(design, library, "cncf/kubernetes", 0, 0, node_id="cluster"))
    work.document.edit(lambda design: add_link(design, "piece", "cluster", medium="runs_on", link_id="on-cluster"))
    work.document.edit(lambda design: add_link(design, "cluster", "dgx", medium="runs_on", link_id="on-dgx"))
    say(work, "piece", accelerators_asked=1000)
    every = told(work, "piece").rows["Accelerators it gets"].figure.value
    enter(qtbot, asked(work, "piece").fields["fact:hosts_asked"], "2")
    assert told(work, "piece").rows["Accelerators it gets"].figure.value == 16 < every
    enter(qtbot, asked(work, "cluster").fields["fact:headroom_share"], "25 %")
    assert node(work, "cluster").facts["headroom_share"] == 0.25
    assert told(work, "piece").rows["Accelerators it gets"].figure.value == 12
    choice = asked(work, "piece").fields["hosts_order"]
    choice.activated.emit(choice.findData("racks"))
    assert node(work, "piece").choices["hosts_order"] == "racks"


@pytest.mark.parametrize(
    ("part", "heading"), [("apc/ap8868", "When something fails"), ("nvidia/dgx-h100", "How it sends")]
)
def test_a_choice_by_itself_stands_under_a_heading_that_fits(window, job, part, heading):
    """What a PDU does when it is overloaded is no way of paying for it."""
    window.files.new_empty()
    document = window.workspace.document
    with job.held():
        document.edit(lambda design: add_node(design, document.library, part, 0, 0, node_id="one"))
    window.workspace.canvas.select(("one",))
    texts = {label.text() for label in window.workspace.inspector.section.findChildren(QLabel)}
    assert heading in texts
    assert "How it is paid" not in texts
