"""nbgrader's Execute for a hand-in that may do and write anything: its cells run in a box.

What is asked of a cell, and what becomes of what it says, is nbclient's; here is only how the two meet.
"""

import time
from itertools import groupby
from json import dumps
from typing import Any

from nbclient.client import NotebookClient, timestamp
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbformat import from_dict
from nbgrader.preprocessors import Execute
from traitlets import Integer

from facilitation.grading.running import Run, TooMuchOutput

bench = None  # where the kernels of this process come from
# what a message of each kind gives its output
OUTPUTS = {
    "stream": ("name", "text"),
    "display_data": ("metadata", "data"),
    "execute_result": ("metadata", "data", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}
STARTING = 60  # seconds for a kernel to be there, on a machine that is busy


class BoxedExecute(Execute):
    """Runs a notebook in a box from the bench, and ends it when the notebook has written more than
    ``output_limit`` bytes in all, counted as they would be written into its file."""

    output_limit = Integer(20_000_000).tag(config=True)

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> Any:
        NotebookClient.__init__(self, nb, km)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        # nobody here answers a widget
        self.comm_open_handlers = {}
        cells = [(at, cell) for at, cell in enumerate(nb.cells) if self._is_run(cell)]
        folder = resources["metadata"]["path"]
        with Run(bench, folder, [(at, cell.source) for at, cell in cells], self.extra_arguments) as run:
            language = self._next(run, time.monotonic() + STARTING)
            if language is None or language["msg_type"] != "language":
                raise DeadKernelError("the kernel did not start")
            nb.metadata["language_info"] = language["content"]
            for at, cell in cells:
                self._run_cell(run, cell, at)
        self.set_widgets_metadata()
        wrote = sum(size(cell.get("outputs", []), 3) for cell in nb.cells)
        if wrote + size(nb.metadata.get("widgets", {}), 2) > self.output_limit:
            run.reason = "output"
            raise TooMuchOutput
        return nb, self.resources

    def _is_run(self, cell):
        tags = cell.metadata.get("tags", [])
        return cell.cell_type == "code" and cell.source.strip() and self.skip_cells_with_tag not in tags

    def _run_cell(self, run, cell, at):
        """As nbclient's ``execute_cell``, for a cell that was asked for already."""
        cell.metadata["execution"] = {}
        cell.outputs = []
        self.code_cells_executed += 1
        self.clear_before_next_output = False
        timeout, reply, complete = self._get_timeout(cell), None, False
        until = time.monotonic() + (timeout or self.output_limit)
        while not complete:
            msg = self._next(run, until)
            if msg is None and reply is None:
                # no answer in time: it is stopped, and may say so
                run.interrupt()
                reply = {"content": {**self.error_on_timeout, "status": "error"}}
                until = time.monotonic() + self.iopub_timeout
            elif msg is None:
                raise CellTimeoutError.error_from_timeout_and_cell("no answer", self.iopub_timeout, cell)
            elif msg["of"] not in (str(at), None):
                continue
            elif msg["msg_type"] == "execute_reply":
                cell.metadata["execution"]["shell.execute_reply"] = timestamp(msg)
                reply = reply or msg
            else:
                try:
                    self.process_message(msg, cell, at)
                except CellExecutionComplete:
                    complete = reply is not None
        cell.outputs = list(_joined(cell.outputs))
        self.on_cell_executed(cell=cell, cell_index=at, execute_reply=reply)

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: Any) -> Any:
        """As nbclient's, but that no output is examined by itself: the whole notebook is in the end."""
        out = made(msg)
        if self.clear_before_next_output:
            outs[:] = []
            self.clear_display_id_mapping(cell_index)
            self.clear_before_next_output = False
        if out is None:
            return None
        if display_id:
            places = self._display_id_map.setdefault(display_id, {}).setdefault(cell_index, [])
            places.append(len(outs))
        outs.append(out)
        return out

    def _next(self, run, until):
        msg = run.message(until)
        if msg is None and run.reason is not None:
            raise DeadKernelError("Kernel died")
        return msg


def made(msg: Any) -> Any:
    """The output that a message tells of, None for none."""
    names = OUTPUTS.get(msg["msg_type"])
    if names is None:
        return None
    return from_dict({"output_type": msg["msg_type"]} | {name: msg["content"][name] for name in names})


def _joined(outputs):
    """The outputs of a cell, with what a stream says in a row as one."""
    for (kind, _), group in groupby(outputs, lambda one: (one.output_type, one.get("name"))):
        if kind != "stream":
            yield from group
            continue
        first, *others = group
        first.text = "".join([first.text, *(one.text for one in others)])
        yield first


def size(value: Any, depth: Any) -> Any:
    """Bytes that ``value`` takes in a notebook's file, indented by ``depth``, or some more.

    It counts what would be written and makes none of it: one output may stand in many places.
    """
    if isinstance(value, str):
        # a text is written line by line
        ends = value.count("\n")
        plain = value.isascii() and value.isprintable()
        escaped = (
            len(value) if plain else len(dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        )
        return escaped + (ends + 1) * (depth + 6)
    if isinstance(value, dict):
        return 2 * depth + 6 + sum(size(str(name), 2) + size(one, depth + 1) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return 2 * depth + 6 + sum(size(one, depth + 1) for one in value)
    return depth + 3 + len(str(value))
