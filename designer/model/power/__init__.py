"""Which end of a power cable feeds the other, and which plugs fit."""
