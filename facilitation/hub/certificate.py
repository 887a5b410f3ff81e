"""The machine's own certificate, for a room without internet.

No browser knows who signed it, so it warns once; or one installs ``authority.crt`` on the machines that are
to trust this one. A certificate holds for the addresses it names and for two years, as phones demand.
"""

import json
import shutil
from ipaddress import ip_address
from pathlib import Path

from facilitation.hub.settings import write_private

FOLDER = "hub/certificate"
KEY, CERTIFICATE, AUTHORITY = f"{FOLDER}/hub.key", f"{FOLDER}/hub.crt", "authority.crt"
NAMES = "names.json"
YEARS = 2


def ensure(folder, address):
    """Make a key and a certificate for ``address`` unless they are there; the authority stays the same."""
    from certipy import Certipy
    from certipy.certipy import CertNotFoundError

    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = [_kind(name) for name in dict.fromkeys([address, "localhost", "127.0.0.1"])]
    if (folder / CERTIFICATE).exists() and _read(place / NAMES) == names:
        return
    store = Certipy(store_dir=str(place / "store"))
    try:
        authority = store.store.get_files("authority")
    except CertNotFoundError:
        authority = store.create_ca("authority", years=10)
        authority = store.store.get_files("authority")
    pair = store.create_signed_pair("hub", "authority", alt_names=names, years=YEARS, overwrite=True)
    pair = store.store.get_files("hub")
    write_private(folder / KEY, Path(pair.key.file_path).read_text())
    write_private(folder / CERTIFICATE, Path(pair.cert.file_path).read_text())
    shutil.copy(authority.cert.file_path, folder / AUTHORITY)
    (folder / AUTHORITY).chmod(0o644)
    write_private(place / NAMES, json.dumps(names))


def _kind(name):
    try:
        return f"IP:{ip_address(name)}"
    except ValueError:
        return f"DNS:{name}"


def _read(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return None
