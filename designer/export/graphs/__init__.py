"""Graphs of other tools: GraphML, DOT and JSON read as designs and written from them; NetBox cables read."""
