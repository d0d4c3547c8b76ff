"""The window: all of PySide6 and pyqtgraph; asks services, decides nothing."""
