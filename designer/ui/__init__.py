"""The window: canvas, panels, tools, charts, presenter."""
