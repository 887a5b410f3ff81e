"""nbgrader's Execute for a hand-in that may do and write anything."""

from nbgrader.preprocessors import Execute
from traitlets import Integer

from facilitation.grading import warm


class TooMuchOutput(Exception):
    """A notebook wrote more than its limit."""


class CountingExecute(Execute):
    """Runs a notebook in a kernel from the bench, and ends the kernel when the notebook has written more than
    ``output_limit`` bytes in all."""

    output_limit = Integer(20_000_000).tag(config=True)
    written = 0

    def __init__(self, **words):
        super().__init__(kernel_manager_class=warm.Manager, **words)

    def preprocess(self, nb, resources, km=None):
        self.written = 0
        return super().preprocess(nb, resources, km)

    def process_message(self, msg, cell, cell_index):
        self.written += _size(msg["content"])
        if self.written > self.output_limit:
            # at once: what is on its way would still fill our memory
            self.km.provisioner.end("output")
            raise TooMuchOutput
        return super().process_message(msg, cell, cell_index)


def _size(content):
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(_size(value) for value in content.values()) + 8 * len(content)
    return sum(_size(value) for value in content) if isinstance(content, list) else 8
