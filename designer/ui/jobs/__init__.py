"""Work that runs beside the window: the analysis, background processes, tidying and templates."""
