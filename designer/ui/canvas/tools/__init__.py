"""Tools of the canvas: small state machines that speak to one port."""
