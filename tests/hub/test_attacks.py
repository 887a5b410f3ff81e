"""What a learner tries on a real hub, over HTTP and from the kernel of their own server, and does not get.

Mallory is a learner like Anna, with a page and a kernel; all of it is done with what these give her.
"""

import contextlib
import os
import pwd
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from benchmarks.hub import Learner
from exercises.texts import Texts
from facilitation.hub.settings import load
from facilitation.language import TEXTS
from tests.hub.conftest import NAME, PATIENCE, WORD, NotLetIn, Person

ASSIGNMENT, FILE = "01-why-network-da", "why-network.ipynb"
CANARY = "Kanutte Kanariegård"
ANSWER = "Annas egne ord om at følge op"
SAID = Texts("hub", "da", folder=TEXTS)


@pytest.fixture(scope="module")
def anna(hub):
    """A learner who has written of a contact, handed in, and got feedback."""
    anna = Learner(hub, f"{NAME} Anna")
    anna.open_lesson()
    assert anna.run(f"from exercises.store import open_store; open_store().put('act', 'then', {CANARY!r})")
    place = f"api/contents/{quote(f'reflections/{ASSIGNMENT}/{FILE}')}"
    notebook = anna.person.api(place)["content"]
    next(cell for cell in notebook["cells"] if cell["id"] == "answer-1")["source"] = ANSWER
    anna.person.api(place, "PUT", {"type": "notebook", "format": "json", "content": notebook})
    assert anna.hand_in(ASSIGNMENT)
    return anna


@pytest.fixture(scope="module")
def returned(hub, anna, facilitator):
    """Anna's hand-in collected, graded and answered: all there is of hers outside her home."""
    for step in (
        f"assignment/{ASSIGNMENT}/collect",
        f"submission/{ASSIGNMENT}/{anna.name}/autograde",
        f"assignment/{ASSIGNMENT}/generate_feedback",
        f"assignment/{ASSIGNMENT}/release_feedback",
    ):
        done = facilitator.api(f"formgrader/api/{step}", "POST")
        assert done["success"], (step, done)
    assert list((hub.folder / "exchange/netvaerk/feedback").rglob("*.html"))


@pytest.fixture(scope="module")
def mallory(hub, anna, returned):
    mallory = Learner(hub, f"{NAME} Mallory")
    mallory.open_lesson()
    return mallory


@pytest.fixture(scope="module")
def places(hub, anna):
    """Where things lie, as `test_what_lies_elsewhere_is_closed` names them."""
    course = hub.folder / "exchange" / "netvaerk"
    own = {name: of_account(name) for name in (anna.name, "netvaerk-desk")}
    inbound = course / "inbound"
    return {
        "homes": hub.folder / "homes",
        "home": hub.home(anna),
        "store": hub.home(anna) / "Netværkskursus" / "Mit netværk" / "network.sqlite",
        "inbound": inbound,
        "feedback": course / "feedback",
        "desk": hub.folder / "desk",
        "submitted": hub.folder / "desk" / "submitted" / anna.name / ASSIGNMENT / FILE,
        "gradebook": hub.folder / "desk" / "gradebook.db",
        "source": hub.root / "source",
        "hub": hub.folder / "hub",
        "settings": hub.folder / "hub" / "settings.json",
        "database": hub.folder / "hub" / "jupyterhub.sqlite",
        "cookies": hub.folder / "hub" / "cookie-secret",
        "words": hub.folder / "hub" / "words.sqlite",
        "code": hub.folder / "hub" / "facilitator-code",
        "key": hub.folder / "hub" / "certificate" / "hub.key",
        "hub's environment": Path(f"/proc/{hub.process.pid}/environ"),
        "server's environment": Path(f"/proc/{own[anna.name][0]}/environ"),
        "server's files": Path(f"/proc/{own[anna.name][0]}/fd"),
        "server's memory": Path(f"/proc/{own[anna.name][0]}/mem"),
        "desk's environment": Path(f"/proc/{own['netvaerk-desk'][0]}/environ"),
    }


def refused(learner, code):
    """Whether the learner's kernel may not do ``code``, for that reason and no other."""
    lines = f"try:\n    {code}\nexcept PermissionError:\n    pass\nelse:\n    raise SystemError\n"
    return learner.run(f"import os\n{lines}")


def of_account(name):
    """The processes of an account, as numbers."""
    number, found = pwd.getpwnam(name).pw_uid, []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"\nUid:\t{number}\t" in (place / "status").read_text():
                found.append(int(place.name))
    return sorted(found)


# -- As this Unix account, from one's own kernel -----------------------------------------------------------


def test_what_is_ones_own_is_open(hub, mallory):
    """Else the following would be refused for another reason."""
    own = hub.home(mallory) / "Netværkskursus"
    assert not refused(mallory, f"os.listdir({str(own)!r})")
    assert not refused(mallory, f"open({str(own / 'da/01-why-network.ipynb')!r}, 'rb').read(1)")
    assert not refused(mallory, "open(f'/proc/{os.getpid()}/environ', 'rb').read(1)")
    assert not refused(mallory, "os.kill(os.getpid(), 0)")


@pytest.mark.parametrize("name", ["homes", "home", "inbound", "feedback", "desk", "source", "hub"])
def test_no_folder_is_listed_that_is_not_ones_own(mallory, places, name):
    assert places[name].is_dir()
    assert refused(mallory, f"os.listdir({str(places[name])!r})")


@pytest.mark.parametrize(
    "name",
    [
        *("store", "submitted", "gradebook", "settings", "database", "cookies", "words", "code", "key"),
        *("hub's environment", "server's environment", "server's memory", "desk's environment"),
    ],
)
def test_what_lies_elsewhere_is_closed(mallory, places, name):
    assert os.path.exists(places[name])
    assert refused(mallory, f"open({str(places[name])!r}, 'rb').read(1)")


def test_nobody_sees_which_files_anothers_server_has_open(mallory, places):
    folder = str(places["server's files"])
    assert refused(mallory, f"os.listdir({folder!r})")


def test_a_hand_in_lies_under_a_name_that_nobody_can_guess(hub, anna):
    [name] = [path.name for path in (hub.folder / "exchange/netvaerk/inbound").glob(f"{anna.name}+*")]
    assert len(name.split("+")) == 4 and len(name.split("+")[3]) >= 12


@pytest.mark.parametrize(
    "code",
    [
        "open('{course}/outbound/{assignment}/why-network.ipynb', 'a')",
        "os.remove('{course}/outbound/{assignment}/why-network.ipynb')",
        "os.rename('{course}/outbound/{assignment}', '{course}/outbound/other')",
        "os.mkdir('{course}/outbound/02-mine')",
        "os.mkdir('{course}/feedback/mine')",
        "os.mkdir('{course}/mine')",
        "os.rename('{course}', '{course}-mine')",
        "os.rename('{course}/inbound', '{course}/mine')",
        "os.chmod('{course}/inbound', 0o777)",
        "os.rename('{course}/inbound/{handed_in}', '{course}/inbound/mine')",
        "open('{course}/inbound/{handed_in}/why-network.ipynb', 'a')",
        "os.kill({server}, 9)",
        "os.kill({hub}, 9)",
        "os.setuid(0)",
        "os.setuid({account})",
        "os.nice(-1)",
    ],
)
def test_nothing_is_changed_that_is_not_ones_own(hub, anna, mallory, code):
    course = hub.folder / "exchange" / "netvaerk"
    names = {
        "course": course,
        "assignment": ASSIGNMENT,
        "handed_in": next(path.name for path in (course / "inbound").glob(f"{anna.name}+*")),
        "server": of_account(anna.name)[0],
        "hub": hub.process.pid,
        "account": pwd.getpwnam(anna.name).pw_uid,
    }
    assert refused(mallory, code.format(**names))


@pytest.mark.parametrize("door", ["door", "desk", "server"])
def test_no_door_inside_the_machine_opens_for_a_learners_kernel(hub, anna, mallory, door):
    """The door keeps strangers out; a learner's kernel is behind it."""
    run = load(hub.folder).run
    places = {
        "door": run / "door.sock",
        "desk": run / "desk/desk.sock",
        "server": run / "servers" / anna.name,
    }
    assert places[door].is_socket()
    assert refused(mallory, f"import socket; socket.socket(socket.AF_UNIX).connect({str(places[door])!r})")


def test_the_hub_answers_a_learners_kernel_that_it_needs_a_word(hub, mallory):
    place = str(load(hub.folder).run / "hub.sock")
    lines = [
        "import socket",
        f"here = socket.socket(socket.AF_UNIX); here.connect({place!r})",
        "here.sendall(b'GET /hub/api/users HTTP/1.0\\r\\n\\r\\n')",
        "assert b' 403 ' in here.recv(100)",
    ]
    assert mallory.run("\n".join(lines))


@pytest.mark.parametrize("port", ["the door's", "another's"])
def test_row_070_a_learners_kernel_is_alone_in_its_network(hub, mallory, port):
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = hub.port if port == "the door's" else other.getsockname()[1]
        lines = f"import socket\ntry:\n    socket.create_connection(('127.0.0.1', {number}), 5)\n"
        assert mallory.run(f"{lines}except ConnectionRefusedError:\n    pass\nelse:\n    raise SystemError\n")


def test_nothing_that_anybody_else_can_read_is_left_in_a_shared_folder(hub, mallory):
    owners = [word for name in hub.accounts() for word in ("-o", "-user", name)][1:]
    line = ["find", "/tmp", "/var/tmp", "/dev/shm", "-maxdepth", "2", "-perm", "/044", "(", *owners, ")"]
    # one that must be found, else nothing was looked at
    seen = f"/tmp/{mallory.name}-{hub.port}"
    assert mallory.run(f"open({seen!r}, 'w').close(); os.chmod({seen!r}, 0o644)")
    found = subprocess.run(line, capture_output=True, text=True, check=False).stdout.split()
    assert mallory.run(f"os.remove({seen!r})")
    assert found == [seen]


# -- Over HTTP ---------------------------------------------------------------------------------------------


ELSEWHERE = [
    ("GET", "/user/{anna}/lab"),
    ("GET", "/user/{anna}/api/contents"),
    ("GET", "/user/{anna}/files/da/01-why-network.ipynb"),
    ("GET", "/user/{anna}/api/kernels"),
    ("POST", "/user/{anna}/api/sessions"),
    ("POST", "/user/{anna}/assignments/submit"),
    ("GET", "/services/netvaerk/lab"),
    ("GET", "/services/netvaerk/formgrader"),
    ("GET", "/services/netvaerk/formgrader/api/assignments"),
    ("GET", "/services/netvaerk/formgrader/api/students"),
    ("POST", "/services/netvaerk/formgrader/api/assignment/{assignment}/collect"),
    ("POST", "/services/netvaerk/formgrader/api/submission/{assignment}/{anna}/autograde"),
    ("GET", "/services/netvaerk/api/contents/gradebook.db"),
    ("GET", "/hub/admin"),
    ("GET", "/hub/join"),
    ("GET", "/hub/metrics"),
    ("GET", "/hub/api/users"),
    ("GET", "/hub/api/users/{anna}"),
    ("GET", "/hub/api/groups"),
    ("GET", "/hub/api/proxy"),
    ("GET", "/hub/api/services"),
    ("POST", "/hub/api/users/mine"),
    ("POST", "/hub/api/users/{anna}/server"),
    ("DELETE", "/hub/api/users/{anna}/server"),
    ("POST", "/hub/api/users/{anna}/tokens"),
    ("PATCH", "/hub/api/users/{anna}"),
    ("POST", "/hub/api/groups/formgrade-netvaerk/users"),
    ("POST", "/hub/api/shutdown"),
]


@pytest.mark.parametrize("key", ["cookies", "token"])
@pytest.mark.parametrize(("method", "path"), ELSEWHERE)
def test_neither_ones_cookies_nor_ones_token_open_anothers_door(hub, anna, mallory, key, method, path):
    person, url = mallory.person, hub.url + path.format(anna=anna.name, assignment=ASSIGNMENT)
    if key == "cookies":
        marks = {cookie.value for cookie in person.session.cookies if cookie.name == "_xsrf"}
        # as the other's own page would ask
        here = {"Origin": hub.url, "Referer": f"{hub.url}/user/{anna.name}/lab"}
        answers = [
            person.session.request(method, url, headers=here | {"X-XSRFToken": mark}, timeout=PATIENCE)
            for mark in marks
        ]
    else:
        headers = {"Authorization": f"token {person.token}"}
        answers = [requests.request(method, url, headers=headers, verify=person.session.verify, timeout=60)]
    assert answers
    for answer in answers:
        # where there is no key at all one is asked to sign in
        assert answer.status_code in (403, 404) or "/hub/login" in answer.url, answer.url


def test_nobody_makes_a_token_that_may_do_more_than_they_may(hub, mallory):
    headers = {"X-XSRFToken": next(c.value for c in mallory.person.session.cookies if c.path == "/hub/")}
    for scopes in (["admin:users"], ["access:services!service=netvaerk"], ["access:servers"]):
        answer = mallory.person.session.post(
            f"{hub.url}/hub/api/users/{mallory.name}/tokens", json={"scopes": scopes}, headers=headers
        )
        assert answer.status_code in (400, 403), answer.text


def test_the_cookie_for_ones_own_server_is_sent_to_nobody_elses(mallory):
    cookies = {cookie.name: cookie.path for cookie in mallory.person.session.cookies}
    assert cookies[f"jupyterhub-user-{mallory.name}"] == f"/user/{mallory.name}/"


@pytest.mark.parametrize(
    ("course", "assignment"),
    [
        *(("netvaerk", name) for name in ("../../../x", "..", f"../inbound/{ASSIGNMENT}", "/etc")),
        *((name, ASSIGNMENT) for name in ("../netvaerk", "../../hub", ".", "/tmp")),
    ],
)
@pytest.mark.parametrize("action", ["fetch", "submit", "fetch_feedback"])
def test_names_with_ways_out_lead_nowhere(hub, mallory, action, course, assignment):
    before = tree(hub)
    with contextlib.suppress(requests.HTTPError):
        mallory.person.api(f"assignments/{action}", "POST", course_id=course, assignment_id=assignment)
    assert tree(hub) == before


def tree(hub):
    """Everything in the exchange and on the desk, with when it was changed."""
    found = [path for place in ("exchange", "desk") for path in (hub.folder / place).rglob("*")]
    return {path: path.lstat().st_mtime_ns for path in found if not path.name.startswith("gradebook.db")}


@pytest.mark.parametrize(
    "path",
    [
        *("../../{anna}/Netværkskursus/da", "..%2f..%2f{anna}", "%2e%2e/%2e%2e/{anna}", "..\\..\\{anna}"),
        *("/etc/passwd", "link/Netværkskursus/da/01-why-network.ipynb", "link"),
    ],
)
@pytest.mark.parametrize("way", ["api/contents", "files", "lab/tree", "nbconvert/html"])
def test_no_way_leads_out_of_ones_own_folder(hub, anna, mallory, way, path):
    own, hers = (hub.home(one) / "Netværkskursus" for one in (mallory, anna))
    if not (own / "link").is_symlink():
        assert mallory.run(f"import os; os.symlink({str(hers.parent)!r}, {str(own / 'link')!r})")
    address = f"{hub.url}{mallory.person.base}{way}/{path.format(anna=anna.name)}"
    # as it is: the library would tidy the dots away
    request = mallory.person.session.prepare_request(requests.Request("GET", address))
    request.url = address.replace("æ", "%C3%A6")
    answer = mallory.person.session.send(request, verify=mallory.person.session.verify, timeout=PATIENCE)
    assert "root:x:" not in answer.text and CANARY not in answer.text
    assert answer.status_code >= 400 or way == "lab/tree" or "/login" in answer.url


def test_a_hand_in_in_anothers_name_is_not_collected(hub, anna, mallory, facilitator):
    """Neither a folder that says so, nor nbgrader told so, nor a link to what the desk alone may read."""
    inbound = hub.folder / "exchange" / "netvaerk" / "inbound"
    collected = hub.folder / "desk" / "submitted" / anna.name / ASSIGNMENT / FILE
    assert ANSWER in collected.read_text(encoding="utf-8")
    later = "2099-01-01 00:00:00.000000 UTC"
    forged = inbound / f"{anna.name}+{ASSIGNMENT}+{later}+forged"
    linked = inbound / f"{mallory.name}+{ASSIGNMENT}+{later}+linked"
    secret = next((hub.root / "source" / ASSIGNMENT).glob("*.ipynb"))
    steps = [
        "import os, shutil, subprocess, sys",
        f"shutil.copytree('reflections/{ASSIGNMENT}', {str(forged)!r})",
        f"open({str(forged / 'timestamp.txt')!r}, 'w').write({later!r})",
        f"os.mkdir({str(linked)!r})",
        f"os.symlink({str(secret)!r}, {str(linked / FILE)!r})",
        f"open({str(linked / 'timestamp.txt')!r}, 'w').write({later!r})",
        f"[os.chmod(one, 0o755) for one in ({str(forged)!r}, {str(linked)!r})]",
        f"[os.chmod(os.path.join({str(forged)!r}, one), 0o644) for one in os.listdir({str(forged)!r})]",
        f"me = dict(os.environ, JUPYTERHUB_USER={anna.name!r}, USER={anna.name!r}, LOGNAME={anna.name!r})",
        f"line = [sys.executable, '-m', 'nbgrader', 'submit', '--course', 'netvaerk', {ASSIGNMENT!r}]",
        "done = subprocess.run(line, cwd='reflections', env=me, capture_output=True, text=True)",
    ]
    assert mallory.run("os.chdir(os.environ['NETVAERK_FOLDER'])\n".join(["import os\n", "\n".join(steps)]))
    assert len(list(inbound.glob(f"{anna.name}+*"))) >= 2
    for _ in range(2):  # first collected, then brought up to date
        assert facilitator.api(f"formgrader/api/assignment/{ASSIGNMENT}/collect", "POST")["success"]
    assert ANSWER in collected.read_text(encoding="utf-8")
    hers = hub.folder / "desk" / "submitted" / mallory.name / ASSIGNMENT
    assert not hers.exists() or "BEGIN SOLUTION" not in (hers / FILE).read_text(encoding="utf-8")


# -- At the door -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("root", "daemon", "netvaerk-desk", "netvaerk", "../root", "..", "root\n", "roo\u200bt", "ＲＯＯＴ"),
        *(f"{NAME} Anna ", f"{NAME.upper()}\tANNA", f"{NAME}/Anna", f"{NAME} Ａｎｎａ", "nvproeve-anna"),
        *(f"{NAME} \u0410nna", "a" * 300, "\u202eannA", "%2e%2e%2froot", "-rf", "$(id)", "x;id", "\x00"),
    ],
)
def test_no_trick_with_a_name_makes_one_somebody_else(hub, anna, name):
    already = {one.pw_name for one in pwd.getpwall()}
    try:
        person = hub.sign_in(name, word="Mallorys eget ord")
    except NotLetIn:
        return
    assert person.name not in already and person.name != anna.name
    assert person.name.isascii() and len(person.name) <= 32 and person.name.replace("-", "").isalnum()


def test_without_the_code_on_the_wall_nobody_comes_in(hub):
    for code in ("", "fyr43", "fyr42' or '1'='1", "*"):
        with pytest.raises(NotLetIn, match=SAID("refused.code")):
            hub.sign_in(f"{NAME} Ny", code=code)


def test_forty_guesses_at_once_are_not_looked_at_before_they_are_counted(hub, mallory):
    """Nor does it help to say in the request that one comes from elsewhere."""
    people = [Person(hub, mallory.name) for _ in range(40)]
    for at, person in enumerate(people):
        person.session.headers["X-Forwarded-For"] = f"10.0.0.{at}"

    def guess(at):
        with pytest.raises(NotLetIn) as refusal:
            people[at].sign_in(mallory.name, f"gættet ord {at}", hub.code, "da")
        return str(refusal.value)

    with ThreadPoolExecutor(len(people)) as pool:
        said = list(pool.map(guess, range(len(people))))
    assert 1 <= said.count(SAID("refused.word")) <= 5
    assert said.count(SAID("refused.too_often")) >= 35
    with pytest.raises(NotLetIn, match=SAID("refused.too_often")):
        hub.sign_in(f"{NAME} Mallory", word=WORD)


# -- What is kept of it ------------------------------------------------------------------------------------


def test_a_contacts_name_lies_in_its_owners_home_and_nowhere_else(hub, anna, mallory):
    places = [path for path in hub.top.rglob("*") if path.is_file() and not path.is_symlink()]
    found = [path for path in places if CANARY.encode() in path.read_bytes()]
    home = hub.home(anna)
    assert found and all(path.is_relative_to(home) for path in found)


def test_no_log_tells_a_word_a_code_a_token_or_what_anybody_read(hub, anna, mallory):
    """Only what went wrong: who was refused what, and an address that gave an error."""
    log = hub.log.read_text(encoding="utf-8")
    assert f"User <User({mallory.name}" in log
    assert f"/user/{anna.name}/lab" not in log and f"/user/{anna.name}/api" not in log
    for secret in (ANSWER, WORD, hub.facilitator_code, anna.person.token, mallory.person.token):
        assert secret not in log
