"""What an auditor can do, one verb per module; joins storage, importing and exporting, knows no window."""
