"""Growth in phases: the window with the Gantt picture, the table of phases, money and power by quarter."""
