"""The case file: one SQLite database per review.  SQL is known nowhere else.

Importing this package, `reading` or `case_file` must not load SQLAlchemy (docs/decisions/0001).
"""
