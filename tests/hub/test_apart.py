"""Learners kept apart on one server: what Mallory tries on Anna, on the room, and on whoever comes after.

Rows are those of the list of attacks that the hub was mended after; each is tried at the door of a real hub.
"""

import contextlib
import io
import os
import pwd
import re
import socket
import stat
import subprocess
import sys
import textwrap
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from benchmarks.hub import Learner
from exercises.texts import Texts
from facilitation.command import main
from facilitation.hub import walls
from facilitation.hub.book import FILE, Book
from facilitation.hub.settings import load, socket_url
from facilitation.language import TEXTS
from tests.hub.conftest import PATIENCE, WORD, NotLetIn, Person

SAID = Texts("hub", "da", folder=TEXTS)

# a process that a learner leaves behind: it has left its parents, takes no polite word, and has a door
STRAY = """
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal, socket, time
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        door = socket.create_server(("0.0.0.0", 0))
        while True:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            time.sleep(0.2)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def anna(hub):
    anna = Learner(hub, f"{hub.NAME} Anna")
    anna.open_lesson()
    return anna


@pytest.fixture(scope="module")
def mallory(hub, anna):
    mallory = Learner(hub, f"{hub.NAME} Mallory")
    mallory.open_lesson()
    return mallory


def uid(learner):
    return pwd.getpwnam(learner.name).pw_uid


def processes(learner):
    return walls.running(uid(learner))


def status(number):
    lines = Path("/proc", str(number), "status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


# -- One address for all -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["lab", "api/contents", "files/da/01-why-network.ipynb", "static/x.js", ""])
def test_row_068_nobody_is_shown_a_page_of_anothers_server(hub, anna, mallory, path):
    """Whatever it serves, and whether or not it asks who comes."""
    answer = anna.person.get(f"{mallory.person.base}{path}")
    assert answer.status_code == 403 and "X-JupyterHub-Version" in answer.headers
    assert "/hub/door" in answer.url, "the hub has answered, not Mallory's server"


def test_row_069_nor_is_the_facilitator(mallory, facilitator):
    answer = facilitator.get(f"{mallory.person.base}lab")
    assert answer.status_code == 403 and "/hub/door" in answer.url


WAYS = [
    *("/user/{anna}/api/contents", "/user/%61%6e%6e%61-is-not-her/api", "/%75ser/{anna}/api/contents"),
    *("//user/{anna}/api/contents", "/user//{anna}/api/contents", "/user/{anna}%2fapi/contents"),
    *("/user/{mallory}/../{anna}/api/contents", "/user/{mallory}/%2e%2e/{anna}/api/contents"),
    *("/user/{mallory}/..%2f..%2fservices/netvaerk/api/contents", "/services/netvaerk/api/contents"),
    *("/user/{anna};/api/contents", "/user/{anna}?/api/contents", "/USER/{anna}/api/contents"),
]


@pytest.mark.parametrize("way", WAYS)
def test_more_068_no_way_of_writing_an_address_leads_past_the_door(hub, anna, mallory, way):
    secret = "hemmelig-fil.txt"
    (hub.home(anna) / "Netværkskursus" / secret).touch()
    address = hub.url + way.format(anna=anna.name, mallory=mallory.name)
    request = mallory.person.session.prepare_request(requests.Request("GET", address))
    request.url = address
    answer = mallory.person.session.send(request, verify=mallory.person.session.verify, timeout=PATIENCE)
    assert secret not in answer.text and "gradebook" not in answer.text


@pytest.mark.parametrize(
    "name",
    ["X-Door-To", "X-Door-Cookie", "X-Forwarded-Uri", "X-Forwarded-Method", "X-Forwarded-Host", "Host"],
)
def test_more_068_nobody_answers_in_the_doors_name(hub, anna, mallory, name):
    """Headers in which Caddy and the door speak to each other are theirs alone."""
    run = load(hub.folder).run
    said = {
        "X-Door-To": f"unix/{run / 'servers' / anna.name}",
        "X-Door-Cookie": "; ".join(f"{one.name}={one.value}" for one in anna.person.session.cookies),
        "X-Forwarded-Uri": f"{mallory.person.base}api/contents",
        "X-Forwarded-Method": "GET",
        "X-Forwarded-Host": "elsewhere.example",
        "Host": "elsewhere.example",
    }
    session, place = mallory.person.session, f"{hub.url}{anna.person.base}api/contents"
    answer = session.get(place, headers={name: said[name]}, allow_redirects=False, timeout=PATIENCE)
    assert answer.status_code == 302 and "/hub/door?" in answer.headers["Location"]
    assert "elsewhere" not in answer.headers["Location"]
    posted = session.post(place, headers={name: said[name]}, allow_redirects=False, timeout=PATIENCE)
    assert posted.status_code == 403


def test_more_068_a_ticket_opens_ones_own_door_until_one_leaves(hub):
    bo = Person(hub, f"{hub.NAME} Bo").sign_in(f"{hub.NAME} Bo", "Bos eget ord", hub.code, "da")
    bo.open()
    copied = requests.cookies.cookiejar_from_dict(bo.session.cookies.get_dict())
    here = f"{hub.url}{bo.base}api/contents"

    def asked():
        answer = requests.get(
            here, cookies=copied, verify=bo.session.verify, timeout=PATIENCE, allow_redirects=False
        )
        return answer.status_code

    assert asked() != 302, "through the door"
    bo.get("/hub/logout")
    assert asked() == 302, "to the hub, to sign in"


def test_more_068_a_server_behind_the_door_sees_no_ticket(hub, mallory):
    settings, heard = load(hub.folder), []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.headers)
            self.send_response(204)
            self.end_headers()

        def address_string(self):
            return ""

        def log_message(self, *_):
            pass

    class Unix(HTTPServer):
        address_family = socket.AF_UNIX

        def server_bind(self):
            self.socket.bind(str(self.server_address))

    place, spec = settings.run / "a-test.sock", f"/user/{mallory.name}/"
    book = Book(settings.folder / FILE)
    target, data = book.route(spec)
    with Unix(place, Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        book.add_route(spec, socket_url(place), data)
        try:
            assert mallory.person.get(f"{spec}x").status_code == 204
        finally:
            book.add_route(spec, target, data)
            server.shutdown()
            place.unlink()
    [headers] = heard
    assert "jupyterhub-session-id" in headers["Cookie"] and "netvaerk-door" not in headers["Cookie"]
    assert "X-Door-To" not in headers and "X-Door-Cookie" not in headers


def test_row_084_every_answer_has_the_doors_headers_and_every_cookie_is_secure(hub, anna):
    raw = requests.get(f"{hub.url}/hub/login", verify=anna.person.session.verify, timeout=PATIENCE)
    for answer in (raw, anna.person.get(f"{anna.person.base}lab")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        # a room's own certificate is not the world's: a browser must not be told so
        assert "Strict-Transport-Security" not in answer.headers
    assert {cookie.name for cookie in raw.cookies} >= {"_xsrf", "netvaerk-language"}
    cookies = [*raw.cookies, *anna.person.session.cookies]
    assert [one.name for one in cookies if not one.secure] == []


# -- A server's own settings -------------------------------------------------------------------------------

OWN_SETTINGS = [
    *(".netvaerk/config/jupyter_server_config.py", ".netvaerk/config/jupyter_config.py"),
    *(".netvaerk/config/jupyter_lab_config.py", ".netvaerk/config/jupyterhub_singleuser_config.py"),
    *(".netvaerk/config/nbgrader_config.py", "nbgrader_config.py", "reflections/nbgrader_config.py"),
    *("jupyter_server_config.py", "jupyter_config.py", "reflections/jupyter_config.py"),
    *(".netvaerk/data/nbgrader_config.py", "sitecustomize.py", "usercustomize.py", "jupyterlab.py"),
    *(
        "../.jupyter/jupyter_server_config.py",
        "../.jupyter/jupyter_config.py",
        "../.jupyter/nbgrader_config.py",
    ),
    *("../.local/etc/jupyter/jupyter_server_config.py", "../.local/etc/jupyter/jupyter_config.py"),
    *("../.local/share/jupyter/jupyter_config.py", "../.ipython/profile_default/ipython_config.py"),
    *("../.local/lib/python3.{minor}/site-packages/usercustomize.py", "../.pythonrc.py"),
    *("../.local/lib/python3.{minor}/site-packages/sitecustomize.py",),
]


@pytest.fixture(scope="module")
def eve(hub):
    """A learner whose server has started anew after she has written settings wherever one may look."""
    eve = Learner(hub, f"{hub.NAME} Eve")
    folder = hub.home(eve) / "Netværkskursus"
    note = "import os\nopen({!r}, 'a').write(f'{{os.getpid()}} ')\n"
    account = pwd.getpwnam(eve.name)
    for name in OWN_SETTINGS:
        path = folder / name.format(minor=sys.version_info.minor)
        new = [above for above in path.parents if not above.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(note.format(str(marker(hub, eve, name))))
        for one in (path, *new):
            os.chown(one, account.pw_uid, account.pw_gid)
    stop(eve)
    eve.person.open()
    eve.person.api("assignments", course_id="netvaerk")  # nbgrader looks for settings with every question
    return eve


def marker(hub, learner, name):
    return hub.home(learner) / f"ran-{re.sub('[^a-z0-9]', '_', name)}"


def stop(learner):
    """Stop a learner's own server, as they may."""
    session, hub = learner.person.session, learner.person.hub
    headers = {
        "X-XSRFToken": next(c.value for c in session.cookies if c.path == "/hub/" and c.name == "_xsrf")
    }
    there = f"{hub.url}/hub/api/users/{learner.name}/server"
    answer = session.delete(there, headers=headers, timeout=PATIENCE)
    assert answer.status_code in (202, 204), answer.text
    end = time.monotonic() + PATIENCE
    while processes(learner) and time.monotonic() < end:
        time.sleep(0.2)


@pytest.mark.parametrize("name", OWN_SETTINGS)
def test_row_068_no_file_of_a_learners_own_is_run_by_their_server(hub, eve, name):
    assert not marker(hub, eve, name).exists()


# -- A port is not a name ----------------------------------------------------------------------------------


def test_row_070_a_servers_door_was_put_there_by_root_and_answers_nobody_else(hub, anna, mallory):
    place = load(hub.folder).run / "servers" / anna.name
    for path in (place, place.parent, place.parent.parent):
        assert path.stat().st_uid == 0 and not path.stat().st_mode & 0o022
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_row_070_whoever_takes_every_port_takes_nobodys_page(hub, anna, mallory):
    take = """
        import socket
        taken = []
        for port in range(1, 65536):
            try:
                taken.append(socket.create_server(("127.0.0.1", port)))
            except OSError:
                pass
            if len(taken) > 400:
                break
        """
    assert mallory.run(textwrap.dedent(take))
    cyd = Learner(hub, f"{hub.NAME} Cyd")
    cyd.open_lesson()
    assert cyd.run(f"import os; assert os.getuid() == {uid(cyd)}")
    assert mallory.run("[one.close() for one in taken]")


def test_row_071_what_a_learner_leaves_behind_ends_with_their_server(hub):
    dan = Learner(hub, f"{hub.NAME} Dan")
    dan.open_lesson()
    before = set(processes(dan))
    assert dan.run(STRAY)
    time.sleep(1)
    assert set(processes(dan)) - before
    stop(dan)
    assert processes(dan) == []


def test_more_071_a_process_that_has_hidden_in_namespaces_of_its_own_ends_too(hub):
    eli = Learner(hub, f"{hub.NAME} Eli")
    eli.open_lesson()
    hide = "unshare -Urn --pid --fork setsid sleep 1000 & unshare -Un sleep 1000"
    assert eli.run(f"import subprocess; subprocess.Popen(['setsid', 'sh', '-c', {hide!r}])")
    time.sleep(1)
    assert len(processes(eli)) > 2
    stop(eli)
    assert processes(eli) == []


# -- What is inherited -------------------------------------------------------------------------------------


def test_row_074_and_076_no_terminal_log_or_descriptor_of_the_hubs_reaches_a_learner(hub, anna):
    """Neither what the hub was started with, nor anything else that the account could not open itself."""
    hubs = {handle(hub.process.pid, number) for number in range(3)} - {"nowhere"}
    assert hubs
    seen = 0
    for number in processes(anna):
        for name in os.listdir(f"/proc/{number}/fd"):
            at = handle(number, name)
            seen += 1
            assert at not in hubs, (number, name)
            target = os.readlink(f"/proc/{number}/fd/{name}")
            mine = target.startswith(str(hub.home(anna))) or str(hub.root) in target
            known = target == "/dev/null" or target.startswith(("pipe:", "socket:", "anon_inode:", "/memfd:"))
            assert mine or known or not os.access(target, os.W_OK) or "/dev/shm" in target, target
        assert status(number)["NSsid"].strip() != "0"
    assert seen > 10


def handle(number, name):
    found = os.stat(f"/proc/{number}/fd/{name}")
    # what leads nowhere is nobody's
    return (
        "nowhere"
        if found.st_rdev == os.stat(os.devnull).st_rdev and found.st_rdev
        else (
            found.st_dev,
            found.st_ino,
        )
    )


def test_row_076_nobody_writes_into_the_log_or_cuts_it(hub, mallory):
    before = hub.log.read_bytes()
    forge = """
        import os
        for name in os.listdir('/proc/self/fd'):
            for act in (lambda n: os.ftruncate(n, 0), lambda n: os.write(n, b'forged by mallory')):
                try:
                    if not os.get_inheritable(int(name)) and int(name) > 2:
                        continue
                    act(int(name))
                except OSError:
                    pass
        for number in range(3):
            try:
                os.ftruncate(number, 0)
            except OSError:
                pass
        """
    assert mallory.run(textwrap.dedent(forge))
    time.sleep(0.5)
    after = hub.log.read_bytes()
    assert after.startswith(before) and b"forged by mallory" not in after


def test_row_092_shared_memory_has_an_end_and_is_ones_own(anna, mallory):
    look = "import os; s = os.statvfs('/dev/shm'); assert s.f_blocks * s.f_frsize <= 64 * 2**20"
    assert anna.run(look) and mallory.run(look)
    assert mallory.run("open('/dev/shm/mine', 'w').close()")
    assert anna.run("import os; assert not os.path.exists('/dev/shm/mine')")
    assert not Path("/dev/shm/mine").exists()


def test_row_095_a_learners_processes_can_gain_no_right(anna):
    numbers = processes(anna)
    assert len(numbers) >= 2
    for number in numbers:
        said = status(number)
        assert said["NoNewPrivs"] == "1"
        for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert int(said[kind], 16) == 0, kind
        assert set(said["Uid"].split()) == {str(uid(anna))}
        assert set(said["Groups"].split()) == {str(pwd.getpwnam(anna.name).pw_gid)}


def test_row_096_the_warm_parent_never_had_a_learners_word(hub, anna, mallory):
    [parent] = [
        int(place.name)
        for place in Path("/proc").glob("[0-9]*")
        if status_of(place).get("PPid") == str(hub.process.pid)
        and b"facilitation.hub.warm" in (place / "cmdline").read_bytes()
    ]
    memory = contents(parent)
    assert b"jupyterhub.singleuser.extension" in memory
    assert not re.search(rb'JUPYTERHUB_API_TOKEN["\']?[:=] ?["\']?[0-9a-f]{32}', memory)
    for learner in (anna, mallory):
        assert learner.name.encode() not in memory


def test_a_learners_kernel_is_forked_from_what_never_had_the_word_of_the_server(anna):
    above = {number: int(status(number)["PPid"]) for number in processes(anna)}
    # the server, its nursery, the nursery's kernels
    kernels = [number for number, up in above.items() if above.get(above.get(up)) is not None]
    assert kernels
    for kernel in kernels:
        nursery = above[kernel]
        word = re.search(rb"--HubAuth\.api_token=([0-9a-f]{32})", contents(above[nursery]))[1]
        for number in (kernel, nursery):
            memory = contents(number)
            assert b"exercises.views.network_account" in memory
            assert word not in memory


def status_of(place):
    try:
        return status(place.name)
    except OSError:
        return {}


def contents(number):
    """All that a process has written to in its memory."""
    found = []
    with open(f"/proc/{number}/mem", "rb", buffering=0) as memory:
        for line in Path("/proc", str(number), "maps").read_text().splitlines():
            area, rights = line.split()[:2]
            if "rw" not in rights:
                continue
            first, last = (int(one, 16) for one in area.split("-"))
            memory.seek(first)
            try:
                found.append(memory.read(last - first))
            except OSError:
                continue
    return b"".join(found)


# -- Names and words ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def forgotten(hub, mallory):
    """Gus has lost his own word, and a page of his is open somewhere; what the command says."""
    gus = Learner(hub, f"{hub.NAME} Gus")
    gus.open_lesson()
    assert gus.run("open('mit.txt', 'w').close()")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert command("--forget", gus.name, hub) == 0
    pattern = re.escape(SAID("forgotten", name=gus.name, word="@")).replace("@", "(.+)")
    return gus, re.fullmatch(pattern, said.getvalue().strip())[1]


def command(word, name, hub):
    return main(["hub", "--folder", str(hub.folder), word, name, "--language", "da"], root=hub.root)


def test_row_078_whoever_had_a_forgotten_learners_page_open_has_it_no_more(hub, forgotten):
    gus, _ = forgotten
    assert processes(gus) == []
    for path in (f"{gus.person.base}lab", "/hub/home", f"/hub/api/users/{gus.name}"):
        answer = gus.person.get(path)
        assert "/hub/login" in answer.url or answer.status_code == 403, answer.url


def test_row_077_a_forgotten_learners_name_is_nobodys_to_take(hub, forgotten):
    gus, lent = forgotten
    with pytest.raises(NotLetIn, match=re.escape(SAID("refused.word"))):
        hub.sign_in(gus.name, word="Mallorys eget ord")
    with pytest.raises(NotLetIn, match=SAID("refused.choose_word")):
        hub.sign_in(gus.name, word=lent)
    again = Person(hub, gus.name).sign_in(gus.name, lent, hub.code, "da", new_word="Gus' nye ord")
    again.open()
    assert "mit.txt" in str(again.api("api/contents/da"))
    with pytest.raises(NotLetIn):
        hub.sign_in(gus.name, word=lent)


def test_row_081_a_form_from_another_browser_signs_nobody_in(hub):
    """Nor one without: so no page elsewhere can put somebody into an account that is not theirs."""
    mine, other = Person(hub, ""), Person(hub, "")
    page = other.get("/hub/login").text
    mine.get("/hub/login")
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields |= {"username": f"{hub.NAME} Mallory", "password": WORD, "code": hub.code}
    own = next(one.value for one in mine.session.cookies if one.name == "_xsrf")
    for form in (fields, fields | {"_xsrf": own}, fields | {"mark": ""}):
        answer = mine.session.post(f"{hub.url}/hub/login", data=form, timeout=PATIENCE, allow_redirects=False)
        assert answer.status_code == 403


def test_row_090_one_person_does_not_take_forty_names(hub):
    let_in = 0
    for number in range(30):
        try:
            hub.sign_in(f"{hub.NAME} mange {number}")
            let_in += 1
        except NotLetIn as refused:
            assert str(refused) == SAID("refused.too_many_names")
    assert let_in <= 24


# from a kernel, by the hub's own socket: names of one's choosing, each from an address that is made up
INVENTING = """
import http.client, re, socket, urllib.parse
class Inside(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect({place!r})
for number in range(4):
    here = {{"X-Forwarded-For": f"10.9.8.{{number}}", "Host": {host!r}}}
    page = Inside("hub")
    page.request("GET", "/hub/login", headers=here)
    answer = page.getresponse()
    cookies = "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])
    found = dict(re.findall(r'type="hidden" name="(\\w+)" value="([^"]*)"', answer.read().decode()))
    form = found | {{"username": f"{name} opfundet {{number}}", "password": "blå kande", "code": {code!r}}}
    page = Inside("hub")
    kind = {{"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}}
    page.request("POST", "/hub/login", urllib.parse.urlencode(form), here | kind)
    # a form that is let in sends on to one's own page
    assert page.getresponse().status == 403
"""


def test_more_090_nobody_signs_in_past_the_door_from_an_address_they_have_made_up(hub, mallory):
    """A learner's server asks the hub on its socket; pages and forms are for those who come through the door,
    which alone knows an address. Bounds by address would else hold for no learner's kernel."""
    words = {
        "place": str(load(hub.folder).run / "hub.sock"),
        "host": hub.url.partition("//")[2],
        "name": hub.NAME,
        "code": hub.code,
    }
    assert mallory.run(INVENTING.format(**words))


# -- Closing time (last: the room is closed) ---------------------------------------------------------------


def test_row_071_closing_the_room_ends_whatever_a_learner_has_started(hub, anna, mallory):
    assert mallory.run(STRAY)
    assert len(processes(mallory)) > 2
    hub.stop()
    for name in hub.accounts():
        assert walls.running(pwd.getpwnam(name).pw_uid) == [], name


def test_row_072_and_073_whoever_holds_ports_holds_neither_the_hubs_door_nor_the_desks(hub, mallory):
    """As an ordinary account on the machine, outside every wall, before the room opens again."""
    hub.stop()
    run = load(hub.folder).run
    places = [str(run / "hub.sock"), str(run / "desk" / "desk.sock"), str(run / "door.sock")]
    squat = f"""
import os, socket
os.setgroups([]); os.setgid({pwd.getpwnam(mallory.name).pw_gid}); os.setuid({uid(mallory)})
got = []
for place in {places!r}:
    for act in (os.unlink, lambda p: os.rename(p, p + 'x'), lambda p: socket.socket(socket.AF_UNIX).bind(p)):
        try:
            act(place)
            got.append(place)
        except OSError:
            pass
assert not got, got
held = []
for port in range(1024, 65536):
    if port != {hub.port}:
        try:
            held.append(socket.create_server(('127.0.0.1', port), backlog=1))
        except OSError:
            pass
    if len(held) > 800:
        break
print('held', flush=True)
import time; time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", squat], stdout=subprocess.PIPE) as stray:
        try:
            assert stray.stdout.readline() == b"held\n"
            hub.start()
            desk = hub.facilitator()
            assert desk.open()
            # nobody who has no server has a process once the room is open
            assert walls.running(uid(mallory)) == []
        finally:
            stray.kill()


def test_more_071_a_name_is_refused_without_the_code_also_after_all_that(hub):
    with pytest.raises(NotLetIn):
        hub.sign_in(f"{hub.NAME} Mallory", code="forkert")


def test_a_learner_who_is_removed_leaves_nothing_on_the_machine(hub, capsys):
    """With the room closed: it is opened again at once."""
    ida = Learner(hub, f"{hub.NAME} Ida")
    assert command("--remove", ida.name, hub) == 2
    assert capsys.readouterr().err.strip() == SAID("problem.room_open")
    number = uid(ida)
    hub.stop()
    assert command("--remove", ida.name, hub) == 0
    assert walls.running(number) == [] and ida.name not in hub.accounts()
    assert not hub.home(ida).exists()
    for file in (hub.folder / "hub").glob("*.sqlite*"):
        assert ida.name.encode() not in file.read_bytes(), file
    assert command("--remove", ida.name, hub) == 2
    hub.start()
