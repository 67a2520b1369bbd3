"""The stack view: the six layers over the facility."""
