"""One page per subject; pages do not know one another."""
