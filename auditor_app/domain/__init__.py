"""The rules of a review in plain Python, readable by an auditor."""
