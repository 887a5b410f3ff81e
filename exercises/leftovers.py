"""What pages that are gone have left in this kernel.

A page that is loaded anew, or opened again, goes on with the kernel it had and runs its exercises in it once
more. Those of before would stay, look at the store each second and be asked for their state by the next page.
"""

import sys
from typing import Any

ALONE = "netvaerk_alone"  # what a page says with a cell that it runs where nobody else is connected


def clear() -> None:
    """Close them, if the page that runs this cell is the only one here. It knows none, and hears of none."""
    widgets: Any = sys.modules.get("ipywidgets.widgets.widget")
    if widgets is None or not widgets._instances:
        return
    shell: Any = sys.modules["IPython"].get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None or not kernel.get_parent().get("metadata", {}).get(ALONE):
        return
    for one in list(widgets._instances.values()):
        one.comm.publish_msg = _silent
        one.close()
    shell.displayhook.flush()  # IPython holds what a cell showed, and the page with it


def _silent(*_said: Any, **_more: Any) -> None:
    """Say nothing."""
