"""The catalog in the window: browse, compare, choose, swap, replace and update parts."""
