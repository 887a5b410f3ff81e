"""The files of a folder, as Jupyter's server gives them out."""

from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager


class Contents(AsyncLargeFileManager):
    """Tells no window that somebody has looked at a file: looking into a folder told of each file in it."""

    def emit(self, data: Any) -> None:
        if data.get("action") != "get":
            super().emit(data)
