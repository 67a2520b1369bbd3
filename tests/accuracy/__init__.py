"""How far the product's figures are from measured ones: `python -m tests.accuracy`."""
