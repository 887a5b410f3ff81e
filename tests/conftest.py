"""What all tests share: a learner's folder of their own, and no notebook language left over."""

import contextlib
import os
import re
import runpy
import shutil
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest

import exercises
from exercises import store as store_module

HERE = Path(__file__).parent
MEMORY, ROOM = Path("/dev/shm"), 2**30
# What needs a browser, a server, a box, a gradebook, megabytes or a copy of the tree: not in `make quick`.
SLOW = (
    *("browser", "hub", "pyodide", "facilitation/cycle", "facilitation/grading", "facilitation/duties"),
    "facilitation/kernels",
    *("facilitation/test_cycle.py", "facilitation/test_desk.py", "facilitation/test_start.py"),
    *("facilitation/reading/test_read_answers.py", "facilitation/reading/test_reading.py"),
    *("facilitation/test_cohort.py", "contact_files/test_contact_limits.py"),
    *("facilitation/test_without_unix.py", "facilitation/seating/test_groups.py"),
    *("test_docs.py", "test_new_lesson.py", "test_notebooks.py", "test_release.py"),
)
# What sits at a browser or a hub as a person does, and shares its cores with a hundred programs: in CI one
# failure is tried once more, and told with its first traceback. Nowhere else is anything tried twice.
BY_HAND = ("browser", "hub")


@cache
def is_slow(path):
    return any(HERE / place in (path, *path.parents) for place in SLOW)


def pytest_ignore_collect(collection_path, config):
    """Who wants nothing slow need not import it: that took longer than many a test."""
    return True if config.option.markexpr == "not slow" and is_slow(collection_path) else None


def pytest_collection_modifyitems(items):
    """What is slow comes first: two workers end at the same time when the last files are small ones."""
    again = os.environ.get("CI") == "true"
    for item in items:
        if is_slow(item.path):
            item.add_marker("slow")
        if again and any(HERE / place in item.path.parents for place in BY_HAND):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: not is_slow(item.path))


def pytest_terminal_summary(terminalreporter):
    """What was tried twice is a fault to find, whatever came of it: its first traceback."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"red at first: {report.nodeid}", sep="_")
        terminalreporter.write_line(report.longreprtext)


@pytest.hookimpl(optionalhook=True)  # the browsers' Python has no xdist
def pytest_xdist_auto_num_workers(config):
    """`-n auto`: what needs a browser or a server waits most of its time, and leaves a core idle on which
    another can work; what needs none works all the time."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if config.option.markexpr == "not slow" else cores + 1


@pytest.fixture(scope="session")
def numbered(tmp_path_factory):
    """The next of many folders, in memory where there is room: a store is on the disk after each change, and
    to wait for that, and to find the next free name among thousands, took longer than the tests."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    top = Path(tempfile.mkdtemp(prefix="netvaerk-", dir=MEMORY)) if roomy else tmp_path_factory.mktemp("many")
    yield (top / str(number) for number in count())
    shutil.rmtree(top, ignore_errors=True)


@pytest.fixture
def tmp_path(request, tmp_path_factory, numbered):
    """As pytest's own, on the disk for what is slow, and gone after the test for the rest."""
    if "slow" in request.keywords:
        yield tmp_path_factory.mktemp(re.sub(r"\W", "_", request.node.name)[:30])
        return
    folder = next(numbered)
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """No test may open the store of whoever runs it."""
    monkeypatch.setenv("NETVAERK_STORE", str(tmp_path / "Mit netværk"))
    monkeypatch.setenv("NETVAERK_FAULTS", "print")
    monkeypatch.setattr(exercises, "_language", None)
    yield tmp_path
    for opened in list(store_module._open.values()):
        opened.close()
    forget_widgets()


def forget_widgets():
    """ipywidgets knows each control as long as the process lives: after some thousand tests, a gigabyte."""
    if "ipywidgets" not in sys.modules:
        return
    from ipywidgets.widgets.widget import _instances

    for widget in list(_instances.values()):
        # a library that was imported in the test may have brought another keeper of connections
        with contextlib.suppress(KeyError):
            widget.close()
    _instances.clear()


@pytest.fixture(autouse=True)
def counted_rows(monkeypatch):
    """Rows are numbered 1, 2, 3 … so that a test can name one; tests of the numbers take this away."""
    monkeypatch.setattr(store_module, "_number", lambda last: last + 1)


@pytest.fixture
def store():
    return store_module.open_store()


@pytest.fixture(params=exercises.LANGUAGES)
def lang(request):
    exercises.language(request.param)
    return request.param


@pytest.fixture(scope="session")
def fill_whole_course():
    """``fill(store, lang)`` puts something from every exercise into an empty store."""
    return runpy.run_path(str(Path(__file__).parent / "fixtures" / "whole_course.py"))["fill"]


@pytest.fixture
def full(store, lang, fill_whole_course):
    """The store of a learner after the whole course."""
    fill_whole_course(store, lang)
    return store


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {report.longrepr}"
    return report
