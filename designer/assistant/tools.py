"""All tools, by name."""

from collections.abc import Mapping
from typing import Final

from designer.assistant import (
    catalog_tools,
    design_tools,
    figure_tools,
    file_tools,
    network_tools,
    placing_tools,
    proposal_tools,
    question_tools,
)
from designer.assistant.tool import Tool

_TABLES: Final = (
    design_tools.TOOLS,
    catalog_tools.TOOLS,
    figure_tools.TOOLS,
    network_tools.TOOLS,
    question_tools.TOOLS,
    file_tools.TOOLS,
    placing_tools.TOOLS,
    proposal_tools.TOOLS,
)
TOOLS: Final[Mapping[str, Tool]] = {tool.name: tool for table in _TABLES for tool in table}
