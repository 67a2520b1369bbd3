"""The cheapest fabric, rack plan and power chain for a need, as mixed-integer programs on HiGHS, with their bounds."""
