"""Sheets of paper as display lists in millimetres, for packs of drawings, schedules and labels."""
