"""Content to file, one module per format: written beside, read back, then renamed."""
