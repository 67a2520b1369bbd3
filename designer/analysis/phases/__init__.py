"""Growth in phases: when each can run, what is critical, what a month of delay costs, money and power by quarter."""
