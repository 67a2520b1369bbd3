"""The questions of the guide: the calls below each are made, and the figures of the answer are in what they say."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from mcp import Client

from tests.assistant import reference
from tests.assistant.conftest import Call, Script

ASKED = re.compile(r"^> (.+?)\n\n```calls\n(.*?)```\n\n(.*?)(?=^> |^## )", re.MULTILINE | re.DOTALL)


def test_each_question_is_answered_by_its_calls(folder: Path, play: Callable[[Script], None]) -> None:
    page = reference.PAGE.read_text("utf-8")
    questions = ASKED.findall(page)
    assert len(questions) >= 10

    async def script(call: Call, client: Client) -> None:
        for question, calls, answer in questions:
            told: list[str] = []
            for line in calls.splitlines():
                tool, _, given = line.partition(" ")
                said = await call(tool, **json.loads(given))
                assert not said.refused, (question, said.text)
                # Thousands are parted as people write them, in both.
                told.append(json.dumps(said.document, ensure_ascii=False).replace("\u202f", ","))
            figures = re.findall(r"\*\*(.+?)\*\*", answer)
            assert figures, question
            missing = [one for one in figures if not any(one in words for words in told)]
            assert missing == [], (question, [words[:3000] for words in told])

    play(script)


def test_the_table_of_tools_is_that_of_the_code() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.written(), "python -m tests.assistant.reference writes it"
