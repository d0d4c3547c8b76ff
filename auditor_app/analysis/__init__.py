"""Small results out of the figures of one year or several; no file, no database."""
