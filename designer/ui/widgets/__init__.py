"""Widgets that any feature uses: fields, lists, tables, rows of figures, theme and icons."""
