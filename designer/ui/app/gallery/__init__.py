"""The start page: recent projects with pictures, and a gallery of samples."""
