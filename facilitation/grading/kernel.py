"""ipykernel's own application, without what a kernel for grading has no use for.

The warm parent calls `make`, so that the kernels it forks find nearly all of it done. What is left to a
kernel is what nobody may share: sockets, threads, folders and the environment.
"""

import os
import re
import sys
import tempfile
import threading
from copy import deepcopy
from functools import cache

from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets import DottedObjectName
from traitlets.config.loader import KVArgParseConfigLoader
from zmq.eventloop.zmqstream import ZMQStream

# what nbclient starts a kernel with, unless it is told more
USUAL = ("--HistoryManager.hist_file=:memory:",)

OPTION = re.compile(r"--\w+\.\w+=")

made = {}


def make():
    """Make a kernel with its shell ahead, for whoever is forked from this process and starts it as usual.

    It leaves the environment changed, for each kernel gets its own.
    """
    with tempfile.TemporaryDirectory() as nobodys:
        os.environ["IPYTHONDIR"] = nobodys
        # a shell writes into its settings
        kernel = Kernel.instance(config=deepcopy(settings(USUAL)), profile_dir=ProfileDir())
        # what the first cell makes that all have in common
        kernel.shell.run_cell("pass", silent=True)
        kernel.shell.display_formatter.format(None)
    # each kernel has a place of its own for such folders, too
    tempfile.tempdir = None
    made[USUAL] = kernel


class Stream(OutStream):
    def flush(self):
        """As the original, which waits for another thread even when there is nothing, some times a cell."""
        if self._buffers:
            super().flush()


class NoSubshells:
    """In place of the thread for them, which ipykernel asks for the main one when a cell awaits."""

    parent_thread = threading.main_thread()

    def __bool__(self):
        return False


class Kernel(IPythonKernel):
    _supports_kernel_subshells = False
    shell_channel_thread = NoSubshells()


class KernelApp(IPKernelApp):
    outstream_class = DottedObjectName(f"{__name__}.{Stream.__name__}")
    asked = ()

    def parse_command_line(self, argv=None):
        self.asked = tuple(argv)
        if not all(OPTION.match(word) for word in argv):
            return super().parse_command_line(argv)
        return self.update_config(settings(self.asked))

    def load_config_file(self, suppress_errors=None):
        """There is none: what a hand-in is worth must not depend on this computer's settings for IPython."""

    def init_heartbeat(self):
        """Nobody listens to it: the keeper watches."""

    def init_control(self, context):
        """Nobody speaks on it: a kernel is ended from outside, and has neither debugger nor subshells."""

    def init_kernel(self):
        kernel = made.get(self.asked) or self._another()
        shell = kernel.shell
        kernel.parent, kernel.log, kernel.profile_dir = self, self.log, self.profile_dir
        kernel.session, kernel.shell_stream = self.session, ZMQStream(self.shell_socket)
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        kernel.stdin_socket = self.stdin_socket
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        shell.profile_dir, shell.ipython_dir = self.profile_dir, self.ipython_dir
        shell.init_environment()
        for channel in (shell.displayhook, shell.display_pub):
            channel.session, channel.pub_socket = self.session, self.iopub_socket
        kernel.record_ports({f"{name}_port": port for name, port in self._ports.items()})
        self.displayhook.get_execution_count = lambda: kernel.execution_count
        self.kernel = kernel

    def _another(self):
        Kernel.clear_instance()
        ZMQInteractiveShell.clear_instance()
        return Kernel.instance(config=self.config, profile_dir=self.profile_dir)


@cache
def settings(argv):
    """The settings of a command line, without a parser for every option that ipykernel knows."""
    return KVArgParseConfigLoader(list(argv), aliases={}, flags={}).load_config()
