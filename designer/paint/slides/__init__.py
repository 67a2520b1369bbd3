"""Slides painted: on a screen, into pictures, SVG and PDF."""
