"""Documents of what the pages show, for every export; made without the window, from the very columns it shows."""
