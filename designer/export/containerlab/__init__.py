"""The drawn network as a lab of containers, and as tables that configure its devices."""
