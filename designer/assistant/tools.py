"""All tools, by name."""

from collections.abc import Mapping
from typing import Final

from designer.assistant import catalog_tools, design_tools, figure_tools, proposal_tools
from designer.assistant.tool import Tool

TOOLS: Final[Mapping[str, Tool]] = {
    tool.name: tool for tool in (*design_tools.TOOLS, *catalog_tools.TOOLS, *figure_tools.TOOLS, *proposal_tools.TOOLS)
}
