"""`netvaerk start`: the learner's folder is made, refreshed and served, and nothing of theirs is lost."""

import ast
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError

import nbformat
import pytest
from jupyter_client import BlockingKernelClient
from nbformat import read, reads
from nbformat.sign import NotebookNotary

from facilitation import command, exchange, handing_out, laying, learner_folder
from facilitation import serve as serving
from facilitation.language import choose, from_locale

WELCOME = "da/00-welcome.ipynb"
REFLECTION = "reflections/01-trial-da/trial.ipynb"


@pytest.fixture
def folder(home):
    return home / "Mine øvelser"


@pytest.fixture
def shared(tmp_path):
    return tmp_path / "aflevering"


@pytest.fixture
def start(course, folder, shared, monkeypatch, capsys):
    """Run the command with a folder and an exchange of its own, all but the server; see what was served."""
    served = []

    def run(page, variables, *, port=None, browser=True, announce=print):
        served.append((page, variables, port, browser))
        announce("http://here")

    monkeypatch.setattr(serving, "run", run)

    def start(*words, root=course, plain=False):
        rest = [] if plain else ["--folder", str(folder), "--exchange", str(shared)]
        code = command.main(["start", *rest, *words], root=root)
        out, err = capsys.readouterr()
        start.served = served[-1] if served else None
        return code, out, err

    return start


def test_a_first_start_lays_lessons_pictures_store_and_reflections(start, folder):
    assert start()[0] == 0
    for name in (WELCOME, "en/01-first.ipynb", "images/boat.svg", REFLECTION, "Mit netværk"):
        assert (folder / name).exists(), name
    page, variables, port, browser = start.served
    assert (page.folder, page.first, port, browser) == (folder, f"/lab/tree/{WELCOME}", None, True)
    assert variables["NETVAERK_STORE"] == str(folder / "Mit netværk")
    assert not any(page.extensions[name] for name in page.extensions if "formgrader" in name)


def workshop(course, name, kind):
    for lang in ("da", "en"):
        page = json.loads((course / "lessons" / lang / "01-first.ipynb").read_text(encoding="utf-8"))
        page["metadata"]["course"] = {"kind": kind, "lang": lang}
        (course / "workshops" / lang).mkdir(parents=True, exist_ok=True)
        (course / "workshops" / lang / name).write_text(json.dumps(page), encoding="utf-8")


def test_the_evenings_lie_beside_the_lessons_and_the_hosts_sheets_do_not(start, folder, course):
    workshop(course, "51-evening.ipynb", "workshop")
    workshop(course, "host-evening.ipynb", "desk")
    (course / "workshops/images").mkdir()
    (course / "workshops/images/board.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert start()[0] == 0
    for name in ("da/51-evening.ipynb", "en/51-evening.ipynb", "images/board.svg", "images/boat.svg"):
        assert (folder / name).exists(), name
    assert not list(folder.rglob("host-*"))


def test_the_learners_folder_is_closed_to_others(start, folder):
    start()
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "Mit netværk").stat().st_mode & 0o077 == 0


def test_what_the_learner_changed_is_kept_and_said(start, folder, course, say):
    start()
    (folder / WELCOME).write_text("mine egne ord", encoding="utf-8")
    (course / "lessons" / WELCOME).write_text("kursets nye ord", encoding="utf-8")
    code, out, _ = start()
    assert code == 0
    assert (folder / WELCOME).read_text(encoding="utf-8") == "mine egne ord"
    assert say("note.kept", file=WELCOME) in out


def test_what_the_learner_left_alone_is_brought_up_to_date(start, folder, course):
    start()
    new = (course / "lessons" / WELCOME).read_text(encoding="utf-8").replace("#", "# Nyt:")
    (course / "lessons" / WELCOME).write_text(new, encoding="utf-8")
    _, out, _ = start()
    assert (folder / WELCOME).read_text(encoding="utf-8") == new
    assert len(out.splitlines()) == 4  # the address in three lines, and that it is closed


def test_a_deleted_lesson_comes_back(start, folder):
    start()
    (folder / WELCOME).unlink()
    start()
    assert (folder / WELCOME).exists()


def test_a_lesson_that_the_course_gave_up_goes_unless_it_was_changed(start, folder, course):
    start()
    (folder / "en/01-first.ipynb").write_text("my notes")
    for lang in ("da", "en"):
        (course / "lessons" / lang / "01-first.ipynb").unlink()
    start()
    assert not (folder / "da/01-first.ipynb").exists()
    assert (folder / "en/01-first.ipynb").read_text() == "my notes"


def test_a_damaged_manifest_loses_nothing_of_the_learners(start, folder):
    start()
    (folder / WELCOME).write_text("mine egne ord")
    (folder / laying.BOOKS / laying.MANIFEST).write_text("{")
    assert start()[0] == 0
    assert (folder / WELCOME).read_text() == "mine egne ord"


@pytest.mark.parametrize("name", ["Mit netværk", "My network"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_store_folder_that_exists_wins(start, folder, name, language):
    (folder / name).mkdir(parents=True)
    start("--language", language)
    assert start.served[1]["NETVAERK_STORE"] == str(folder / name)
    assert [path.name for path in folder.glob("M*")] == [name]


def test_an_answer_survives_a_new_release_of_its_reflection(start, folder, course, shared):
    start()
    (folder / REFLECTION).write_text("mit svar")
    released = course / "release/01-trial-da/trial.ipynb"
    released.write_text(released.read_text(encoding="utf-8").replace("Prøve", "Ny prøve"), encoding="utf-8")
    start()
    assert (folder / REFLECTION).read_text() == "mit svar"
    outbound = shared / "netvaerk/outbound/01-trial-da/trial.ipynb"
    assert outbound.read_bytes() == released.read_bytes()


def test_a_reflection_the_learner_threw_away_comes_back(start, folder):
    start()
    shutil.rmtree((folder / REFLECTION).parent)
    (folder / "reflections/01-trial-en/trial.ipynb").unlink()
    start()
    assert (folder / REFLECTION).exists()
    assert (folder / "reflections/01-trial-en/trial.ipynb").exists()


def test_where_nothing_is_new_nbgrader_is_not_loaded(start, monkeypatch):
    start()
    monkeypatch.setattr(handing_out, "_nbgrader", lambda *_, **__: pytest.fail("nbgrader was loaded"))
    assert start()[0] == 0


def test_the_command_itself_loads_neither_nbgrader_nor_jupyter():
    heavy = "[name for name in ('nbgrader', 'jupyterlab', 'pandas', 'nbconvert') if name in sys.modules]"
    seen = subprocess.check_output(
        [sys.executable, "-c", f"import sys, facilitation.command; print({heavy})"], text=True
    )
    assert seen.strip() == "[]"


def test_what_a_facilitator_released_or_took_back_is_left_alone(start, course, shared):
    start()
    own = shared / "netvaerk/outbound/01-trial-da/trial.ipynb"
    own.write_text("facilitatorens egen udgave")
    shutil.rmtree(shared / "netvaerk/outbound/01-trial-en")
    start()
    assert own.read_text() == "facilitatorens egen udgave"
    assert not (shared / "netvaerk/outbound/01-trial-en").exists()


def test_somebody_elses_exchange_is_fetched_from_but_not_released_into(course, folder, shared, monkeypatch):
    exchange.usable(shared)
    handing_out.release(course, shared)
    outbound = shared / "netvaerk/outbound"
    shutil.rmtree(outbound / "01-trial-en")
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    learner_folder.prepare(folder, course, "da", shared)
    assert (folder / REFLECTION).exists()
    assert [path.name for path in outbound.iterdir()] == ["01-trial-da"]


def test_the_exchange_is_open_to_all_but_nobody_moves_anothers_files(start, shared):
    start()
    assert shared.stat().st_mode & 0o7777 == 0o1777
    assert (shared / "netvaerk/inbound").stat().st_mode & 0o777 == 0o733


def test_the_exchange_that_nobody_named_lies_in_a_folder_closed_to_others(start, folder, home):
    code, _, err = start("--folder", str(folder), plain=True)
    assert code == 0, err
    assert exchange.default().is_relative_to(home)
    assert exchange.default().parent.stat().st_mode & 0o077 == 0


def test_laid_notebooks_and_reflections_are_trusted_and_changed_ones_are_not(start, folder):
    start()
    (folder / "en/01-first.ipynb").write_text(
        (folder / "en/01-first.ipynb").read_text().replace("print(6 * 7)", "print('other')")
    )
    start()
    notary = NotebookNotary(data_dir=str(folder / laying.BOOKS / "data"))
    trusted = {
        name: notary.check_signature(read(folder / name, as_version=4))
        for name in (WELCOME, "en/01-first.ipynb", REFLECTION)
    }
    notary.store.close()
    assert trusted == {WELCOME: True, "en/01-first.ipynb": False, REFLECTION: True}


def test_what_was_signed_is_not_read_again_but_is_where_its_signature_is_gone(start, folder, monkeypatch):
    start()
    looked = []
    monkeypatch.setattr(nbformat, "reads", lambda *asked, **how: looked.append(asked) or reads(*asked, **how))
    start()
    assert not looked
    data = folder / laying.BOOKS / "data"
    for gone in ("nbsignatures.db", "notebook_secret"):
        (data / gone).unlink()
        start()
        notary = NotebookNotary(data_dir=str(data))
        assert notary.check_signature(read(folder / WELCOME, as_version=4)), gone
        notary.store.close()
        assert looked, gone
        looked.clear()


def test_a_course_folder_that_a_stranger_made_in_the_exchange_is_not_trusted(course, shared, monkeypatch):
    exchange.usable(shared)
    handing_out.release(course, shared)
    assert handing_out.released_notebooks(course, shared)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    shown = Path.stat

    def stat(self, **options):
        result = shown(self, **options)
        return result if self != shared else os.stat_result([*result[:4], 999, *result[5:]])

    monkeypatch.setattr(Path, "stat", stat)
    assert handing_out.released_notebooks(course, shared) == []


# language


@pytest.mark.parametrize(
    ("asked", "last", "environ", "chosen", "why"),
    [
        ("en", "da", {"LANG": "da_DK.UTF-8"}, "en", "asked for"),
        (None, "en", {"LANG": "da_DK.UTF-8"}, "en", "last used in the folder"),
        (None, None, {"LANG": "en_GB.UTF-8"}, "en", "the locale"),
        (None, None, {"LC_ALL": "da_DK", "LANG": "en_GB"}, "da", "LC_ALL comes first"),
        (None, None, {"LC_MESSAGES": "en_US", "LANG": "da_DK"}, "en", "then LC_MESSAGES"),
        (None, None, {"LC_ALL": "", "LANG": "en_US"}, "en", "an empty one is not set"),
        (None, None, {"LANG": "C.UTF-8"}, "da", "no language in the locale"),
        (None, None, {"LANG": "sv_SE.UTF-8"}, "da", "a language the course lacks"),
        (None, None, {}, "da", "nothing to go by"),
        (None, "fr", {"LANG": "en_GB"}, "en", "a damaged setting"),
    ],
)
def test_the_language_is_asked_for_or_last_used_or_the_locales_or_danish(asked, last, environ, chosen, why):
    assert choose(asked, last, environ) == chosen, why


@pytest.mark.parametrize(("code", "chosen"), [(0x0809, "en"), (0x0406, "da"), (0x040C, None)])
def test_windows_is_asked_for_its_display_language(monkeypatch, code, chosen):
    import ctypes
    from types import SimpleNamespace

    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: code)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert from_locale({}) == chosen


def test_the_language_is_remembered_and_the_labs_own_words_follow(start, folder, monkeypatch):
    start("--language", "en")
    start()
    assert start.served[0].first == "/lab/tree/en/00-welcome.ipynb"
    assert start.served[1]["NETVAERK_LANGUAGE"] == "en"
    setting = folder / laying.BOOKS / learner_folder.LOCALE_SETTING
    assert json.loads(setting.read_text())["locale"] == "en"
    start("--language", "da")
    assert json.loads(setting.read_text())["locale"] == "da_DK"


def test_the_default_folder_is_in_the_home_folder_and_stays_the_same(start, home, shared):
    start("--exchange", str(shared), plain=True)
    assert start.served[0].folder == home / "Netværkskursus"
    start("--exchange", str(shared), "--language", "en", plain=True)
    assert start.served[0].folder == home / "Netværkskursus"


def test_no_browser_prints_the_address_alone(start, say):
    _, out, _ = start("--no-browser")
    assert out.splitlines()[:3] == say("open.address", url="http://here").splitlines()
    assert start.served[3] is False


# what goes wrong and can be mended: one sentence, exit code 2


@pytest.fixture(params=["da", "en"])
def refused(request, start, say):
    """Start with these words and expect one sentence, in either language, and no traceback."""

    def refused(key, *words, root=None, plain=False, **names):
        options = {"plain": plain} | ({"root": root} if root else {})
        code, out, err = start("--language", request.param, *words, **options)
        assert code == 2
        assert err == say(f"problem.{key}", request.param, **names) + "\n"
        assert out == ""
        assert start.served is None

    return refused


def test_a_taken_port_is_said(refused):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused("port_taken", "--port", str(port), port=port, other=8899)


@pytest.mark.parametrize("port", ["0", "65536", "otte", "-1", "²"])
def test_a_port_that_is_no_port_is_said(refused, port):
    refused("port_number", f"--port={port}", port=port)


def test_a_folder_that_is_a_file_is_said(refused, folder):
    folder.write_text("min indkøbsliste")
    refused("folder_is_file", folder=folder)
    assert folder.read_text() == "min indkøbsliste"


def test_a_folder_inside_a_file_is_said(refused, folder):
    folder.write_text("min indkøbsliste")
    inner = folder / "kursus"
    refused("folder_is_file", "--folder", str(inner), folder=inner)


def test_a_folder_that_nbgrader_could_not_search_is_said(refused, home):
    folder = home / "kursus [2]"
    refused("folder_name", "--folder", str(folder), folder=folder)


@pytest.mark.parametrize("inner", [".", "lessons", "source/01-trial-da"])
def test_the_courses_own_material_is_no_learners_folder(refused, course, inner):
    folder = Path(os.path.normpath(course / inner))
    refused("folder_in_course", "--folder", str(folder), folder=folder)


@pytest.mark.parametrize("missing", ["lab/learner", "lab/extensions", "lessons", "nbgrader_config.py"])
def test_a_half_made_course_is_said(refused, course, missing):
    (course / missing).rename(course / "væk")
    refused("half_made", missing=f"lessons/da/{command.WELCOME}" if missing == "lessons" else missing)


def test_a_missing_package_is_said(refused, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "networkx" else found(name))
    refused("half_made", missing="networkx")


def test_an_exchange_that_is_a_file_is_said(refused, shared):
    shared.write_text("")
    refused("exchange_not_writable", folder=shared)


def test_a_language_that_the_course_lacks_is_said(start, say):
    code, _, err = start("--language", "fr")
    assert (code, err) == (2, say("problem.unknown_language", language="fr") + "\n")


@pytest.mark.parametrize("words", [["--prot", "3"], ["--port"], ["--folder"]])
def test_a_mistyped_line_is_said_in_the_users_language(course, capsys, home, say, words):
    assert command.main(["start", *words, "--language=en"][: len(words) + 2], root=course) == 2
    what = " ".join([*words, "--language=en"]) if words == ["--prot", "3"] else " ".join(words)
    err = capsys.readouterr().err
    assert err.startswith(say("problem.not_understood", "en", what="§").partition("§")[0])
    assert what in err and len(err.splitlines()) == 1


def test_without_a_command_the_help_is_shown_in_the_users_language(course, capsys, home, say):
    assert command.main([], root=course) == 2
    shown = " ".join(capsys.readouterr().out.split())
    for key in ("help.about", "help.start", "help.desk", "help.options"):
        assert say(key) in shown


def as_nobody(*words, root):
    """Run the command as a user without rights here: tests may run as root, who has them all.

    Forked, not started anew, since that user may not even read the Python that runs the tests.
    """
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setresgid(65534, 65534, 65534)
                os.setresuid(65534, 65534, 65534)
            sys.stderr = os.fdopen(said, "w", encoding="utf-8")
            code = command.main(words, root=root)
            sys.stderr.flush()
        finally:
            os._exit(code)
    os.close(said)
    with os.fdopen(heard, encoding="utf-8") as lines:
        err = lines.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), err


@pytest.fixture
def locked(course, tmp_path):
    """A folder that nobody may write in, and a course that all may read."""
    for above in (tmp_path, *list(tmp_path.parents)[:3]):
        above.chmod(above.stat().st_mode | 0o055)
    locked = tmp_path / "låst"
    locked.mkdir()
    locked.chmod(0o555)
    yield locked
    locked.chmod(0o755)


def test_a_folder_without_the_right_to_write_is_said(course, locked, home, say):
    folder = locked / "kursus"
    done = as_nobody("start", "--folder", str(folder), root=course)
    assert done == (2, say("problem.folder_not_writable", folder=folder) + "\n")


def test_an_exchange_without_the_right_to_write_is_said(course, locked, home, say, tmp_path):
    own, shared = tmp_path / "egen", locked / "aflevering"
    own.mkdir()
    own.chmod(0o777)
    words = ["start", "--folder", str(own / "kursus"), "--exchange", str(shared)]
    assert as_nobody(*words, root=course) == (2, say("problem.exchange_not_writable", folder=shared) + "\n")


@pytest.mark.parametrize("errno", [28, 122], ids=["disk", "quota"])
def test_a_full_disk_is_said_and_leaves_every_old_file_whole(start, folder, course, monkeypatch, say, errno):
    start()
    old = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (course / "lessons" / WELCOME).write_text("nyt")
    real = os.fdopen

    def full(handle, mode="r", *rest, **named):
        if "w" in mode:
            os.close(handle)
            raise OSError(errno, os.strerror(errno))
        return real(handle, mode, *rest, **named)

    monkeypatch.setattr(os, "fdopen", full)
    code, _, err = start()
    assert (code, err) == (2, say("problem.disk_full", folder=folder) + "\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == old


# Windows, where nbgrader has no exchange


def test_on_windows_lessons_open_and_handing_in_says_what_to_do(start, folder, shared, monkeypatch, say):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "getuid")
    code, out, err = start()
    assert (code, err) == (0, "")
    assert (folder / REFLECTION).exists() and (folder / WELCOME).exists()
    assert say("note.no_exchange", folder=folder / "reflections") in out
    assert not shared.exists()
    assert "NETVAERK_EXCHANGE" not in start.served[1]
    assert start.served[0].extensions[serving.HAND_IN] is False
    (folder / REFLECTION).write_text("mit svar")
    start()
    assert (folder / REFLECTION).read_text() == "mit svar"


# a real server


def ask_kernel(folder, kernel, line):
    """What a running kernel prints when it runs ``line``."""
    client = BlockingKernelClient()
    client.load_connection_file(str(folder / f".netvaerk/data/runtime/kernel-{kernel}.json"))
    client.start_channels()
    try:
        for _ in range(30):  # a kernel that is slow to begin has no heartbeat yet
            try:
                client.wait_for_ready(timeout=60)
                break
            except RuntimeError:
                time.sleep(1)
        printed = []
        client.execute_interactive(line, timeout=60, output_hook=printed.append)
    finally:
        client.stop_channels()
    return "".join(m["content"].get("text", "") for m in printed if m["msg_type"] == "stream").strip()


def test_a_real_server_serves_the_welcome_page_and_closes_when_told(serve, home, shared, course, say):
    folder = home / "Kursus på æ ø å"
    words = ["start", "--no-browser", "--folder", str(folder), "--exchange", str(shared)]
    server = serve(*words)
    assert server.line.startswith(say("open.address", url="§").partition("§")[0])
    assert server.json("/api/status")["started"]
    welcome = server.json("/api/contents/da/00-welcome.ipynb")["content"]
    assert all(cell["metadata"]["trusted"] for cell in welcome["cells"] if cell["cell_type"] == "code")
    config = server.get("/lab").partition('id="jupyter-config-data"')[2].partition("</script>")[0]
    config = json.loads(config.partition(">")[2])
    assert config["appSettingsDir"] == str(course / "lab/learner")
    assert config["extraLabextensionsPath"] == [str(course / "lab/extensions")]
    assert config["news"] == {"disabled": True} and not config["terminalsAvailable"]
    assert config["userSettingsDir"].startswith(str(folder))
    for gone in ("/formgrader", "/api/terminals", "/lsp/status"):
        with pytest.raises(HTTPError):
            server.get(gone)
    listed = server.json("/assignments?course_id=netvaerk")
    assert listed["success"] and {one["status"] for one in listed["value"]} == {"fetched"}
    handed_in = server.json("/assignments/submit?course_id=netvaerk&assignment_id=01-trial-da", method="POST")
    assert handed_in["success"]
    assert list((shared / "netvaerk/inbound").glob("*+01-trial-da+*/trial.ipynb"))

    again = serve(*words)
    assert again.line == say("open.already", url=f"{server.url}token={server.token}") + "\n"
    assert again.process.wait(timeout=10) == 0

    kernel = server.json("/api/kernels", method="POST")["id"]
    assert ask_kernel(folder, kernel, "print(__import__('os').environ['NETVAERK_STORE'])") == str(
        folder / "Mit netværk"
    )
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=30) == 0
    begun = say("open.address", url=server.url).splitlines()[1:]
    assert server.process.stdout.read().splitlines() == [*begun, say("open.closed", folder=folder)]


# Jupyter Server puts a kernel on its list one turn of its loop before it says when that was last active
ASKED_TOO_SOON = """
import asyncio, json, sys
from pathlib import Path
from facilitation import serve

page = serve.Page(*map(Path, sys.argv[1:3]), "learner", "/lab", serve.LEARNER_EXTENSIONS)

async def first_listed(kernels):
    starting = asyncio.ensure_future(kernels.start_kernel())
    while not kernels.list_kernel_ids():
        await asyncio.sleep(0)
    try:
        return kernels.list_kernels()
    finally:
        await starting
        await kernels.shutdown_all(now=True)

from jupyterlab.labapp import LabApp
server = LabApp.initialize_server(serve.arguments(page, 0, False, "t"))
print(json.dumps(server.io_loop.run_sync(lambda: first_listed(server.kernel_manager))))
"""


def test_who_asks_for_the_kernels_while_one_begins_is_answered(home, tmp_path, course):
    """As Jupyter's REST API has a kernel: with the time of its last activity and with its state."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED_TOO_SOON, str(tmp_path), str(course)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [kernel] = json.loads(done.stdout)
    assert datetime.fromisoformat(kernel["last_activity"]).tzinfo
    assert kernel["execution_state"] == "starting"


def test_a_learner_for_whom_nobody_collects_is_told_so_and_others_are_not(home, tmp_path):
    own, named = exchange.default(), tmp_path / "holdets"
    own.mkdir(parents=True)
    assert [exchange.is_collected(one) for one in (None, own, named)] == [False, False, True]
    exchange.note_desk(own)
    assert exchange.is_collected(own)
    exchange.note_desk(tmp_path / "not there")
    page = serving.Page(tmp_path, tmp_path, "learner", "", {}, alone=True)
    told = [one for one in serving.arguments(page, None, False, "t") if "netvaerkAlone" in one]
    assert ast.literal_eval(told[0].partition("=")[2]) == serving.ALONE
    together = serving.Page(tmp_path, tmp_path, "learner", "", {})
    assert not [one for one in serving.arguments(together, None, False, "t") if "netvaerkAlone" in one]
