"""File to proposal; never touches the case file."""
