"""How full each link is, and the flows that are drawn."""
