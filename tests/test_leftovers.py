"""What pages that are gone have left in a kernel is closed by the next one, if that is alone there."""

import pytest
from jupyter_client.manager import start_new_kernel

from exercises.leftovers import ALONE

CELLS = (
    'import exercises; exercises.language("da")',
    'from exercises.views.act import Act; Act("fast-and-cheap")',
    "from exercises.views.who_can_help import WhoCanHelp; WhoCanHelp()",
)
# the last look at the store comes within a second
LEFT = """import asyncio, gc
await asyncio.sleep(1.2)
from ipywidgets.widgets.widget import _instances
from exercises.kit.base import Exercise
gc.collect()
print(len(_instances), sum(isinstance(one, Exercise) for one in gc.get_objects()))"""


@pytest.fixture
def page(tmp_path):
    """`page(alone)` runs a page's cells; returns how many widgets are open, exercises are held, and what was
    said of closed ones."""
    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(tmp_path), extra_arguments=["--HistoryManager.enabled=False"]
    )

    def run(code, **about):
        said = []
        asked = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        message = client.session.msg("execute_request", asked, metadata=about)
        client.shell_channel.send(message)
        while True:
            heard = client.get_iopub_msg(timeout=60)
            if heard["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                said.append((heard["msg_type"], heard["content"]))
                if heard["content"].get("execution_state") == "idle":
                    return said

    def show(alone):
        said = [one for cell in CELLS for one in run(cell, **{ALONE: alone})]
        counted = next(content["text"] for kind, content in run(LEFT) if kind == "stream")
        return (*map(int, counted.split()), [kind for kind, _ in said if kind in ("comm_close", "error")])

    yield show
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_page_that_is_alone_closes_what_is_left_and_frees_it_and_says_nothing_of_it(page):
    widgets, exercises, _ = page(True)
    assert exercises == 2
    for _ in range(2):
        assert page(True)[0] == widgets
    found = page(True)
    # one or the other of the round before is still in somebody's hand
    assert found[0] == widgets and found[1] <= 2 * exercises and found[2] == []


def test_a_page_beside_another_leaves_its_exercises_alone(page):
    widgets, exercises, _ = page(True)
    assert page(False) == (2 * widgets, 2 * exercises, [])
