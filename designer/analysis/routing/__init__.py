"""Routing of traffic through a fabric, and symmetries that spare work where it looks the same from many ends."""
