"""The parts of the dialog in which an auditor looks a table over before it is stored."""
