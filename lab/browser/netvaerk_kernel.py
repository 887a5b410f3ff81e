"""The kernel of the browser edition: IPython's own shell, speaking to the page through a few functions.

Everything is called by ``worker.js``, one call after the other. What goes back and forth is JSON, and bytes
beside it.
"""

import importlib
import io
import json
import sys
import zipfile
from importlib.machinery import PathFinder
from typing import Any

import comm
import netvaerk_page
from comm.base_comm import BaseComm, CommManager
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from pyodide.ffi import to_js

_header = "null"


def _say(kind, content, metadata=None, buffers=None):
    held = to_js([bytes(buffer) for buffer in buffers]) if buffers else None
    netvaerk_page.send(kind, json.dumps(content), json.dumps(metadata or {}), held, _header)


class Stream(io.TextIOBase):
    """What is printed, on its way to the page."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        if text:
            _say("stream", {"name": self.name, "text": text})
        return len(text)


class Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        content = {"data": data, "metadata": metadata or {}, "transient": transient or {}}
        _say("update_display_data" if update else "display_data", content)

    def clear_output(self, wait: bool = False) -> None:
        _say("clear_output", {"wait": wait})


class Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        _say("execute_result", {"data": format_dict, "metadata": md_dict or {}})


class Shell(InteractiveShell):
    def init_history(self) -> None:
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def init_virtualenv(self) -> None:
        pass

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def _showtraceback(self, etype, evalue, stb):
        self.failed = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}


class Comm(BaseComm):
    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        _say(msg_type, {"data": data or {}, "comm_id": self.comm_id, **keys}, metadata, buffers)


manager = CommManager()
comm.create_comm = Comm
comm.get_comm_manager = lambda: manager
sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
shell = Shell.instance(displayhook_class=Hook, display_pub_class=Publisher)


def execute(code: str, expressions: str, header: str) -> str:
    """Run a cell, then ask for ``expressions`` (JSON, {name: expression}), as the page does of its place.

    The reply as JSON: ``status`` ok or error, and what the expressions come to under ``user_expressions``.
    """
    global _header
    _header = header
    shell.failed = None
    shell.run_cell(code, store_history=False)
    failed = shell.failed
    if failed:
        return json.dumps({"status": "error", "user_expressions": {}, **failed})
    found = shell.user_expressions(json.loads(expressions))
    return json.dumps({"status": "ok", "user_expressions": found})


def comms(target: str) -> str:
    """The channels there are to widgets, of one target or (``""``) of all."""
    found = {
        one.comm_id: {"target_name": one.target_name}
        for one in manager.comms.values()
        if target in ("", one.target_name)
    }
    return json.dumps(found)


def comm_message(kind: str, content: str, metadata: str, buffers: Any, header: str) -> None:
    """A widget's message: ``kind`` comm_open, comm_msg or comm_close, ``buffers`` as JavaScript arrays."""
    global _header
    _header = header
    held = [memoryview(buffer.to_bytes()) for buffer in buffers]
    message = {
        "header": {"msg_type": kind},
        "content": json.loads(content),
        "metadata": json.loads(metadata),
        "buffers": held,
    }
    getattr(manager, kind)(None, None, message)


def call(name: str, arguments: str) -> str:
    """A function of `exercises.browser`, by name, with arguments and an answer that JSON can hold."""
    from exercises import browser

    return json.dumps(getattr(browser, name)(*json.loads(arguments)))


def let_go() -> None:
    """Before the next page: its kernel is this one, and it must not find the last page's widgets."""
    from ipywidgets import Widget

    Widget.close_all()
    shell.user_ns.clear()
    shell.init_user_ns()


class Shelves:
    """Finds modules that are not fetched before somebody imports them, whole packages at a time."""

    def __init__(self, where: dict[str, str]) -> None:
        self.where = where  # module: the zip it is in

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        shelf = self.where.get(name) or self.where.get(name.partition(".")[0])
        if shelf is None:
            return None
        self.where = {module: zip_ for module, zip_ in self.where.items() if zip_ != shelf}
        with zipfile.ZipFile(io.BytesIO(netvaerk_page.fetch(shelf).to_bytes())) as archive:
            archive.extractall("/")
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)


def open_shelves(where: str) -> None:
    sys.meta_path.append(Shelves(json.loads(where)))
