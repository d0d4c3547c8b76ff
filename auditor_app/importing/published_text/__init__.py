"""Recognises published figures in the text of a release: tables, counts, lists, references, dates."""
