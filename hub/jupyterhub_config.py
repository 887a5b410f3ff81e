"""JupyterHub's configuration, as `netvaerk hub` has chosen it; NETVAERK_HUB is the folder with all of it.

What is yours to set goes into ``<folder>/hub/own_config.py``, which is read last (see hub/examples/).
"""

import os
from pathlib import Path

from facilitation.hub.configure import configure
from facilitation.hub.settings import load
from facilitation.hub.spawner import PARENT

folder = Path(os.environ["NETVAERK_HUB"])
settings = load(folder)
configure(get_config(), settings)
if not settings.demo:
    PARENT.begin()  # warm by the time that the first learner comes
if (own := folder / "hub" / "own_config.py").exists():
    load_subconfig(str(own))
