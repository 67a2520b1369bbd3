"""The report on paper: text set in lines and columns, blocks on pages, and the PDF with its bookmarks."""
