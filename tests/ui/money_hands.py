"""Opening the money window on a small service, and what a person does there."""

from functools import reduce

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from designer.analysis.money.alternatives import alternatives
from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_choice, set_fact
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.app.document import Document
from designer.ui.costs.money_window import MoneyWindow

FACTS = {
    "users": 20_000,
    "requests_per_user_hour": 6,
    "input_tokens": 1500,
    "output_tokens": 300,
    "growth_per_month": 0.06,
}

KEPT = 16
_known = {}
"""Results by the id of their design, which is held so that no other gets that id."""


_compared = {}
"""What was compared, by what it was compared for, whose design, library and results are held with it."""


def compared_once(design, library, results, *, instances, apis, months, start):
    """Stand in for `alternatives`: what many tests compare of the very same results is compared once."""
    asked = id(design), id(library), id(results), tuple(instances), tuple(apis), months, start
    if asked not in _compared:
        if len(_compared) == KEPT:
            _compared.pop(next(iter(_compared)))
        given = {"instances": instances, "apis": apis, "months": months, "start": start}
        _compared[asked] = design, library, results, alternatives(design, library, results, **given)
    return _compared[asked][-1]


def chat_service(library):
    """A chat on vLLM on six DGX H100 whose users grow by 6% a month."""
    placed = (("app", "langchain/langchain", 1), ("engine", "vllm/vllm", 1), ("dgx", "nvidia/dgx-h100", 6))
    design = Design()
    for name, part, copies in placed:
        design = add_node(design, library, part, 0, 0, copies=copies, node_id=name, name=name).applied(design)
    design = add_link(design, "app", "engine", medium="depends_on").applied(design)
    design = add_link(design, "engine", "dgx", medium="runs_on").applied(design)
    design = set_choice(design, library, "engine", "model", "meta/llama-3.1-70b").applied(design)
    return reduce(lambda made, fact: set_fact(made, "app", fact[0], fact[1]).applied(made), FACTS.items(), design)


def open_money_window(design, library, questions, qtbot):
    """The window on DESIGN, worked out, with its document."""
    document = Document(Session(design), library)
    work_out(document)
    money = MoneyWindow(document, questions)
    money.show()
    money.activateWindow()
    qtbot.waitUntil(money.isActiveWindow)
    return money, document


def work_out(document):
    """What the analysis process would answer; a design that many tests open is analysed once."""
    design = document.design
    if id(design) not in _known:
        if len(_known) == KEPT:
            _known.pop(next(iter(_known)))
        _known[id(design)] = design, analyze(design)
    document.set_results(_known[id(design)][1], ())


def press(qtbot, *keys):
    for key in keys:
        modifiers = Qt.KeyboardModifier.NoModifier
        if isinstance(key, tuple):
            modifiers, key = key
        qtbot.keyClick(QGuiApplication.focusWindow(), key, modifiers)


def type_over(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


CTRL = Qt.KeyboardModifier.ControlModifier
