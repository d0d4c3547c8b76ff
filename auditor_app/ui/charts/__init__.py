"""Charts; the only place that knows pyqtgraph, loaded after the first paint."""
