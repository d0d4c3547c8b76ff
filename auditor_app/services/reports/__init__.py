"""Reports: which sections they have, how each is composed, and the annexes in their published shape."""
