"""Danish for what the course's users still see of JupyterLab: its dialogs.

JupyterLab finds the package through the entry point `da_DK` of the group `jupyterlab.languagepack`
and reads `locale/da_DK/LC_MESSAGES/jupyterlab.json`. The published Danish pack lacks them.
"""
