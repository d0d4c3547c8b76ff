"""The window: all of PySide6 and pyqtgraph; asks services, decides nothing."""

from auditor_app.ui.interpreter_guard import keep_shared_objects_alive

keep_shared_objects_alive()  # before the first Qt call of anything in this room
