"""nbgrader's Autograde, in another order: a hand-in is read and run first, and all is written in the end.

nbgrader opens and parses a notebook twice and writes to the gradebook on the way, before and after the cells
are run. Here its own preprocessors get the same notebook one after another in memory, and the gradebook is
locked for none of the time in which cells run.
"""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.converters import Autograde
from nbgrader.utils import find_all_files, setenv

from facilitation.grading import writing
from facilitation.grading.execute import BoxedExecute

# whose preprocessors begin each notebook anew; a facilitator's own may not
WITHOUT_MEMORY = ("nbgrader.", "nbconvert.", "facilitation.")


class StagedAutograde(Autograde):
    """Autograde for a stage with one hand-in, whose cells run in a box.

    ``problem`` is the error that nbgrader would only have logged, None for none; ``written`` says whether
    marks were being written by then. ``kept`` has the preprocessors that are the same for every hand-in.
    """

    problem = None
    written = False

    def __init__(self, kept: Any, **words: Any) -> None:
        super().__init__(**words)
        self.kept = kept

    def init_destination(self, assignment_id: Any, student_id: Any) -> Any:
        wanted = super().init_destination(assignment_id, student_id)
        if wanted:
            self._run_all(assignment_id, student_id)
        return wanted

    def init_assignment(self, assignment_id: Any, student_id: Any) -> None:
        with self._kept():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: Any) -> None:
        with self._kept():
            found, steps = self._done[notebook_filename]
            if isinstance(found, BaseException):
                raise found
            self.written = True
            nb, resources = _through(steps, *found)
            # it was judged when it had been run
            text = writing.writes(nb)
            self.write_single_notebook(text if text.endswith("\n") else f"{text}\n", resources)

    def _run_all(self, assignment_id, student_id):
        """Clean and run each notebook, in a folder as nbgrader would lay it; keep what came of it."""
        folder = Path(self.coursedir.root, "run")
        self._lay(self._format_source(assignment_id, student_id), folder)
        self._lay(self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id), folder)
        self._done, ready = {}, []
        for path in self.notebooks:
            self._done[path] = None, []
            with self._caught(path):
                resources = ResourcesDict()
                resources.update(self.init_single_notebook_resources(path))
                resources["output_extension"] = self.exporter.file_extension
                resources["metadata"] = {"name": Path(path).stem, "path": str(folder)}
                nb = nbformat.convert(nbformat.reader.reads(Path(path).read_text("utf-8")), 4)
                nb, resources = _through(self._steps(sanitizing=True), nb, resources)
                (folder / Path(path).name).write_text(json.dumps(nb, ensure_ascii=False), "utf-8")
                ready.append((path, nb, resources))
        for path, nb, resources in ready:
            with self._caught(path), setenv(NBGRADER_EXECUTION="autograde"):
                steps = self._steps(sanitizing=False)
                last = max(at for at, one in enumerate(steps) if isinstance(one, BoxedExecute)) + 1
                found = _through(steps[:last], nb, resources)
                nbformat.validate(found[0])
                self._done[path] = found, steps[last:]

    def _lay(self, source, target):
        target.mkdir(exist_ok=True)
        for path in find_all_files(source, [*self.coursedir.ignore, "*.ipynb"]):
            place = target / os.path.relpath(path, source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)

    def _steps(self, *, sanitizing):
        wanted = self.sanitize_preprocessors if sanitizing else self.autograde_preprocessors
        return [self._step(one) for one in wanted]

    def _step(self, one):
        if one in self.kept:
            return self.kept[one]
        self.exporter._preprocessors = []
        self.exporter.register_preprocessor(one)
        step = self.exporter._preprocessors[-1]
        if type(step).__module__.startswith(WITHOUT_MEMORY):
            self.kept[one] = step
        return step

    @contextmanager
    def _caught(self, path):
        """nbgrader shall hear of an error when it would: after it has noted that there is a hand-in."""
        try:
            yield
        except (Exception, SystemExit) as error:
            self._done[path] = error, []

    @contextmanager
    def _kept(self):
        try:
            yield
        except BaseException as error:
            self.problem = self.problem or error
            raise


def _through(steps, nb, resources):
    for step in steps:
        nb, resources = step(nb, resources)
    return nb, resources
