"""Rules of plug-ins: each in its time, named, and none able to stop the others or the program."""

from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from designer.analysis.counts import counts
from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.model.design import Design, Node
from designer.plugins import host as plugin_process
from designer.plugins.finding import plugins_in
from designer.plugins.records import Plugin
from designer.plugins.running import MOST_ENDS, PluginHost, plugin_host
from designer.review import own_rules
from designer.review.own_rules import with_own_rules

HEAD = "from designer.api.plugins import Finding, hookimpl\n"
BODIES = {
    "divides": "    return 1 / 0\n",
    "ends": "    __import__('os')._exit(3)\n",
    "exits": "    raise SystemExit(0)\n",
    "loops": "    while True:\n        pass\n",
    "eats": "    held = []\n    while True:\n        held.append(bytearray(10**10))\n",
    "words": "    print('x' * 9999)\n    __import__('os').write(1, b'y')\n    return ['a finding']\n",
    "typed": "    return [Finding(rule=3, severity='grave', message=None)]\n",
    "vast": "    while True:\n        yield Finding(rule='r', severity='note', message='m' * 10**6, ids=['gone'])\n",
    "sound": "    return Finding(rule='name', severity='error', message='It is\\nbad.', ids=('a', 'gone'))\n",
    "nothing": "    return None\n",
}
SAID = {
    "divides": "line 4: ZeroDivisionError: division by zero.",
    "ends": "ended its process.",
    "exits": "line 4: called for the end of the program.",
    "loops": "took more than 1 s and was ended.",
    "eats": "took more than 1.5 GB of memory.",
    "words": "check gave a str among its findings.",
    "typed": "check gave a finding that is none",
    "asks": "a hook of it asks for 'desing', which is not given.",
    "unknown": "there is no hook chek; there are check, calculators, exporters, parts.",
    "import": "line 1: ModuleNotFoundError",
}


def test_hostile_rules_are_named_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, body in BODIES.items():
        (tmp_path / f"{name}.py").write_text(f"{HEAD}@hookimpl\ndef check(design):\n{body}", "utf-8")
    (tmp_path / "asks.py").write_text(f"{HEAD}@hookimpl\ndef check(desing):\n    return []\n", "utf-8")
    (tmp_path / "unknown.py").write_text(
        f"{HEAD}@hookimpl\ndef chek(design):\n    return []\n@hookimpl\ndef check():\n    return []\n", "utf-8"
    )
    (tmp_path / "import.py").write_text(
        f"import no_such_thing\n{HEAD}@hookimpl\ndef check():\n    return []\n", "utf-8"
    )
    monkeypatch.setattr(own_rules, "RULE_S", 1.0)
    design = Design(nodes={"a": Node(id="a", kind="rack")})
    results = Results(counts=counts(design))
    plugins = plugins_in(tmp_path)
    assert {plugin.name for plugin in plugins} == {*BODIES, "asks", "unknown", "import"}
    assert not any(plugin.problem for plugin in plugins)
    with plugin_host() as host:
        found = with_own_rules((), plugins, design, Library(), results, date(2026, 11, 29), host)
    failed = {one.message.split()[2].rstrip(":"): one.message for one in found if one.rule == "plugin-failed"}
    assert set(failed) == set(SAID)
    for name, words in SAID.items():
        assert failed[name].startswith(f"The plug-in {name}: ")
        assert words in failed[name], failed[name]
    assert max(map(len, failed.values())) < 2 * plugin_process.MOST_SAID
    told = [one for one in found if one.rule != "plugin-failed"]
    assert told[0].message == "sound: It is bad."
    assert (told[0].rule, told[0].severity, told[0].ids) == ("sound/name", "error", ("a",))
    assert [one.rule for one in told[1:]] == ["vast/r"] * 51
    assert all(len(one.message) <= 420 for one in told)
    assert capfd.readouterr() == ("", "")


def test_a_rule_that_hangs_is_not_asked_a_third_time_nor_waited_for_when_nobody_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loops.py").write_text(f"{HEAD}@hookimpl\ndef check(design):\n{BODIES['loops']}", "utf-8")
    forks = "    import os\n    os.fork()\n    return Finding(rule='f', severity='note', message='Once.')\n"
    (tmp_path / "forks.py").write_text(f"{HEAD}@hookimpl\ndef check(design):\n{forks}", "utf-8")
    forking, looping = plugins_in(tmp_path)
    design = Design(nodes={"a": Node(id="a", kind="rack")})
    results = Results(counts=counts(design))
    day = date(2026, 11, 29)

    def said(host: PluginHost, *plugins: Plugin) -> list[str]:
        return [one.message for one in with_own_rules((), plugins, design, Library(), results, day, host)]

    with plugin_host() as host:
        # A copy that a rule makes of the process answers nothing: the next answer is that of the next question.
        assert said(host, forking) == ["forks: Once."]
        assert said(host, forking) == ["forks: Once."]
        host.hurried = lambda: True
        assert said(host, looping) == ["The plug-in loops: was not waited for."]
        host.hurried = lambda: False
        monkeypatch.setattr(own_rules, "RULE_S", 0.3)
        for _ in range(MOST_ENDS):
            assert said(host, looping) == ["The plug-in loops: took more than 0.3 s and was ended."]
        begun = monotonic()
        assert "It was ended twice and is not asked again" in said(host, looping)[0]
        assert monotonic() - begun < 0.2
        assert said(host, forking) == ["forks: Once."]
