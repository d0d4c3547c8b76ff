"""Offline workbench for auditors of the common information-security standard of Japan's government."""

__version__ = "0.1.0"
