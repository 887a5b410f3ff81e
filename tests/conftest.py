"""What all tests share: a learner's folder of their own, and no notebook language left over."""

import os
import runpy
from pathlib import Path

import pytest

import exercises
from exercises import store as store_module


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """No test may open the store of whoever runs it."""
    monkeypatch.setenv("NETVAERK_STORE", str(tmp_path / "Mit netværk"))
    monkeypatch.setenv("NETVAERK_FAULTS", "print")
    monkeypatch.setattr(exercises, "_language", None)
    yield tmp_path
    for opened in list(store_module._open.values()):
        opened.close()


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
