"""Panel of how full each link is, and of the flows that are drawn."""
