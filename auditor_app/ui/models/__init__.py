"""Table models, each tested without a window."""
