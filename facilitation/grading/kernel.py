"""ipykernel's own application, without what a kernel for grading has no use for.

The warm parent imports this module, so that the kernels it forks find all of it done.
"""

import re
from functools import cache

from ipykernel.kernelapp import IPKernelApp
from traitlets.config.loader import KVArgParseConfigLoader

# what nbgrader starts a kernel with, unless it is told otherwise
USUAL = ("--HistoryManager.enabled=False",)


class KernelApp(IPKernelApp):
    def parse_command_line(self, argv=None):
        if not all(re.match(r"--\w+\.\w+=", word) for word in argv):
            return super().parse_command_line(argv)
        return self.update_config(settings(tuple(argv)))

    def init_control(self, context):
        super().init_control(context)
        # nobody asks for subshells, and all that is asked would go through a thread for them
        self.shell_channel_thread = None

    def init_heartbeat(self):
        """Nobody listens to it: the keeper watches."""


@cache
def settings(argv):
    """The settings of a command line, without a parser for every option that ipykernel knows."""
    return KVArgParseConfigLoader(list(argv), aliases={}, flags={}).load_config()


settings(USUAL)
