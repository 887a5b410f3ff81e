"""What a service worker keeps, so that the course works without the network after one visit."""

import hashlib
import json
from pathlib import Path

# Read with the network, or by the service worker itself.
NOT_KEPT = ("sw.js", "browser/sw.js", "precache.json", "netvaerk-site.txt")


def lay(to: Path) -> None:
    """Lay ``precache.json``, ``{"version": …, "files": {path: digest}}`` of all files, and ``sw.js``
    of that version in the folder that it rules."""
    files = {}
    for path in sorted(to.rglob("*")):
        name = path.relative_to(to).as_posix()
        if path.is_file() and not name.startswith(NOT_KEPT):
            files[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    version = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    content = json.dumps({"version": version, "files": files}, ensure_ascii=False)
    (to / "precache.json").write_text(content, encoding="utf-8")
    worker = to / "browser/sw.js"
    (to / "sw.js").write_text(
        worker.read_text(encoding="utf-8").replace("{version}", version), encoding="utf-8"
    )
    worker.unlink()
