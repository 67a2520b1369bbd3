"""What an edit leaves alone is not worked out again, and the answer is the one of a process that has just begun."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer import worker
from designer.analysis import quantities, run, sections
from designer.analysis.chain.ledger import askings
from designer.analysis.network import cabling, copy_groups
from designer.analysis.power import failures, load_flow, phases, power_chain, redundancy
from designer.analysis.reach import reachability
from designer.analysis.resilience import single_failures
from designer.analysis.rooms import cables
from designer.edit.templates.templates import build_template
from designer.model import design as design_of
from designer.model.assumptions import table
from designer.model.identity_cache import Remembered
from designer.model.network import ports
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.rooms import rack_slots
from tests.long_runs import runs
from tests.shipped import LIBRARY


@pytest.fixture
def anew(monkeypatch):
    """Forget everything that was kept; what is put there is taken away after the test."""

    def forget():
        monkeypatch.setattr(sections, "_chains", Remembered())
        monkeypatch.setattr(sections, "_supplied", Remembered())
        monkeypatch.setattr(power_chain, "_laid_out", Remembered(kept=2))
        monkeypatch.setattr(failures, "_alike", Remembered())
        monkeypatch.setattr(redundancy, "_known_ways", Remembered())
        monkeypatch.setattr(load_flow, "_known", Remembered(kept=32))
        monkeypatch.setattr(phases, "_read", Remembered())
        monkeypatch.setattr(single_failures, "_found", Remembered(kept=12))
        monkeypatch.setattr(worker, "_last", [])
        monkeypatch.setattr(cables, "_last", [])
        monkeypatch.setattr(design_of, "_ordered", Remembered(kept=2))
        monkeypatch.setattr(table, "_known", Remembered())
        monkeypatch.setattr(quantities, "_known_facts", Remembered())
        monkeypatch.setattr(quantities, "_known_chips", Remembered())
        monkeypatch.setattr(rack_slots, "_all_slots", Remembered(kept=2))
        monkeypatch.setattr(copy_groups, "_merged", Remembered())
        monkeypatch.setattr(reachability, "_whole", Remembered())
        for kept in (cabling._kept_joints, ports._best_places, askings._few_parts):
            kept.cache_clear()

    forget()
    return forget


def asked(design, fail=()):
    """The reply of the worker to a request about DESIGN."""
    reply = worker.decode_reply(
        worker.answer(worker.encode_request(1, design, date(2026, 11, 27), library=LIBRARY, fail=fail))
    )
    assert reply.error == ""
    return reply


def edits(design):
    """DESIGN with a network link, a power link, a node and an assumption edited, one after the other."""
    network = next(one for one in design.links.values() if one.medium in NETWORK_MEDIA and one.cables > 1)
    yield replace(design, links={**design.links, network.id: replace(network, cables=network.cables // 2)})
    power = next((one for one in design.links.values() if one.medium == "power"), None)
    if power is not None:
        yield replace(design, links={name: one for name, one in design.links.items() if name != power.id})
    host = next(one for one in design.nodes.values() if one.kind == "server")
    yield replace(design, nodes={**design.nodes, host.id: replace(host, copies=host.copies + 1)})
    yield replace(design, settings=replace(design.settings, assumptions={"pue": 1.7, "typical_load": 0.5}))
    yield design


@pytest.mark.scaled
@pytest.mark.parametrize("template", runs(["ai-stack"], ["dgx-superpod-h100", "ai-stack"]))
def test_answers_after_edits_are_those_of_a_fresh_process(template, anew):
    design = build_template(template, LIBRARY, {})
    asked(design)
    found = [asked(one) for one in edits(design)]
    for one, reply in zip(edits(design), found, strict=True):
        anew()
        assert asked(one) == reply


def test_the_power_chain_is_kept_while_networks_are_edited_and_not_when_something_has_failed(anew, monkeypatch):
    design = build_template("ai-stack", LIBRARY, {})
    first = run.analyze(design).plant
    network, *_ = edits(design)
    assert run.analyze(network).plant is first
    host = next(one for one in design.nodes.values() if one.kind == "server")
    other = replace(design, nodes={**design.nodes, host.id: replace(host, copies=host.copies + 1)})
    assert run.analyze(other).plant is not first
    failed = run.analyze(design, fail=("ups-a",)).plant
    assert failed.failure is not None
    assert run.analyze(design).plant is first
