"""One painter for a Drawing: canvas, SVG, PNG, PDF. Imported only when painting."""
