"""What every table shows - its rows, columns and words - so that the screen and each export say the same."""
