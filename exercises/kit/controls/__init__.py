"""Controls with a script of their own, where ipywidgets has none that serves.

Imported where an exercise is shown, not where it is imported: anywidget takes longer than all else together.
"""
