"""JupyterHub's configuration, as `netvaerk hub` has chosen it; NETVAERK_HUB is the folder with all of it.

What is yours to set goes into ``<folder>/hub/own_config.py``, which is read last (see hub/examples/).
"""

import os
from pathlib import Path

from facilitation.hub.configure import configure
from facilitation.hub.settings import load

folder = Path(os.environ["NETVAERK_HUB"])
configure(get_config(), load(folder))
if (own := folder / "hub" / "own_config.py").exists():
    load_subconfig(str(own))
