"""Names that come from elsewhere: sign-in by OpenID Connect and by LTI 1.3, end to end, each against a small
platform that the test itself is."""

import base64
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from facilitation.hub.accounts import account_of
from tests.hub.conftest import PATIENCE, Hub, Person

EXAMPLES = Path(__file__).parents[2] / "hub" / "examples"
CLIENT, SECRET = "netvaerk", "platformens hemmelighed"
# two whose accounts would be one without a digest, and the facilitator
ANNA, OTHER, TEACHER = "anna@firma.dk", "anna-firma-dk", "anna"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"


class Platform(ThreadingHTTPServer):
    """Signs in whoever is ``who``; ``url`` is where it answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = rsa.generate_private_key(65537, 2048)
        self.who, self.codes, self.words = None, {}, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def launch(self, nonce, key=None, **other):
        """An id token as a learning platform makes it."""
        now = int(time.time())
        token = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.who,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            f"{LTI}version": "1.3.0",
            f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}deployment_id": "1",
            f"{LTI}target_link_uri": "https://kursus.example/hub",
            f"{LTI}roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            f"{LTI}resource_link": {"id": "1"},
        }
        return jwt.encode(token | other, key or self.key, algorithm="RS256", headers={"kid": "one"})


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        at = urlsplit(self.path)
        asked = dict(parse_qsl(at.query))
        if at.path == "/authorize":
            code = uuid4().hex
            self.server.codes[code] = (self.server.who, asked["redirect_uri"])
            back = urlencode({"code": code, "state": asked["state"]})
            return self.say(302, location=f"{asked['redirect_uri']}?{back}")
        if at.path == "/userinfo":
            who = self.server.words.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            return self.say(200, {"sub": who}) if who else self.say(401, {})
        return self.say(200, self.server.keys()) if at.path == "/keys" else self.say(404, {})

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        # RFC 6749, 2.3.1: in the form, or as a name and a password
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        known = base64.b64decode(given).decode() == f"{quote(CLIENT)}:{quote(SECRET)}"
        known |= form.get("client_id") == [CLIENT] and form.get("client_secret") == [SECRET]
        who, back = self.server.codes.pop(form["code"][0], (None, None))
        if not known or not who or form["redirect_uri"] != [back]:
            return self.say(400, {"error": "invalid_grant"})
        word = uuid4().hex
        self.server.words[word] = who
        return self.say(200, {"access_token": word, "token_type": "Bearer"})

    def say(self, status, what=None, location=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        if what is not None:
            self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def platform():
    platform = Platform()
    yield platform
    platform.shutdown()
    platform.server_close()


@pytest.fixture(scope="module")
def hubs(start_hub, platform):
    """``hubs(name, **changes)``: a hub with that example's settings, with the addresses filled in."""
    made = []

    def hub(name, changes):
        hub = Hub(("--names", "1000"), lessons=("00-welcome",))
        made.append(hub)
        own = hub.folder / "hub" / "own_config.py"
        own.parent.mkdir(parents=True, mode=0o755)
        words = (EXAMPLES / f"{name}.py").read_text()
        for old, new in changes(hub).items():
            assert old in words, old
            words = words.replace(old, new)
        own.write_text(words)
        return hub.start()

    yield hub
    for one in made:
        one.remove()


@pytest.fixture(scope="module")
def oidc(hubs, platform, tmp_path_factory):
    secret = tmp_path_factory.mktemp("oidc") / "secret"
    secret.write_text(SECRET)
    return hubs(
        "oidc",
        lambda hub: {
            "https://login.example.dk": platform.url,
            "/etc/netvaerk/oidc-secret": str(secret),
            "https://kursus.example.dk/": f"{hub.url}/",
        },
    )


@pytest.fixture(scope="module")
def lti(hubs, platform):
    return hubs(
        "lti",
        lambda hub: {
            "https://moodle.example.dk": platform.url,
            "/mod/lti/auth.php": "/authorize",
            "/mod/lti/certs.php": "/keys",
            "the-client-id": CLIENT,
            '["2"]': f'["{TEACHER}"]',
        },
    )


def someone(hub, name, teaches=False):
    person = Person(hub, name, teaches)
    person.name = account_of(name)
    person.base = person.base if teaches else f"/user/{quote(name, safe='@~')}/"
    return person


def by_oidc(hub, platform, name, teaches=False):
    platform.who = name
    person = someone(hub, name, teaches)
    answer = person.get("/hub/oauth_login")
    assert answer.ok, answer.url
    return person


def begin_lti(hub, platform, name, teaches=False):
    """The platform sends a browser to the hub, which sends it back with a question."""
    platform.who = name
    person = someone(hub, name, teaches)
    asked = {"iss": platform.url, "login_hint": "1", "client_id": CLIENT, "target_link_uri": f"{hub.url}/hub"}
    answer = person.session.get(
        f"{hub.url}/hub/lti13/oauth_login", params=asked, allow_redirects=False, timeout=PATIENCE
    )
    question = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert question["redirect_uri"] == f"{hub.url}/hub/lti13/oauth_callback"
    return person, question


def finish_lti(hub, person, question, token):
    return person.session.post(
        f"{hub.url}/hub/lti13/oauth_callback",
        data={"id_token": token, "state": question["state"]},
        timeout=PATIENCE,
        allow_redirects=False,
    )


def by_lti(hub, platform, name, teaches=False):
    person, question = begin_lti(hub, platform, name, teaches)
    answer = finish_lti(hub, person, question, platform.launch(question["nonce"]))
    assert answer.status_code == 302, answer.text
    return person


WAYS = pytest.mark.parametrize("way", ["oidc", "lti"])


@pytest.fixture
def come(request, platform):
    def come(way, name, teaches=False):
        hub = request.getfixturevalue(way)
        return {"oidc": by_oidc, "lti": by_lti}[way](hub, platform, name, teaches)

    return come


@WAYS
def test_who_is_signed_in_elsewhere_gets_a_page_and_an_account_of_their_own(request, come, way):
    # both hubs are on one machine
    first, second = (f"{way}-{name}" for name in (ANNA, OTHER))
    hub, anna, other = request.getfixturevalue(way), come(way, first), come(way, second)
    for person in (anna, other):
        person.open()
        assert "da" in [one["name"] for one in person.api("api/contents")["content"]]
    assert set(hub.accounts()) >= {anna.name, other.name} and anna.name != other.name
    assert re.fullmatch(rf"{way}-anna-fir[a-z-]*-[a-z2-7]{{16}}", anna.name)
    # nor does the door take one for the other
    assert other.get(f"{anna.base}api/contents").status_code == 403
    assert anna.get(f"{other.base}lab").status_code == 403


@WAYS
def test_row_066_the_facilitators_are_those_whom_todays_list_names(request, come, way):
    desk = "/services/netvaerk/lab"
    assert come(way, TEACHER, teaches=True).get(desk).status_code == 200
    assert come(way, OTHER).get(desk).status_code == 403
    hub = request.getfixturevalue(way)
    session = come(way, TEACHER, teaches=True)
    own = hub.folder / "hub" / "own_config.py"
    own.write_text(own.read_text().replace(f'["{TEACHER}"]', '["berit"]'))
    hub.stop()
    hub.start()
    end = time.monotonic() + PATIENCE
    while (answer := session.get(desk)).status_code == 404 and time.monotonic() < end:
        time.sleep(0.3)  # the desk has not opened yet
    assert answer.status_code == 403
    assert come(way, TEACHER, teaches=True).get(desk).status_code == 403


def test_an_answer_that_the_browser_has_not_asked_for_signs_nobody_in(oidc, platform):
    platform.who = ANNA
    code = uuid4().hex
    platform.codes[code] = (ANNA, f"{oidc.url}/hub/oauth_callback")
    stranger = someone(oidc, OTHER)
    answer = stranger.get(f"/hub/oauth_callback?code={code}&state=guessed")
    assert answer.status_code in (400, 403)
    assert "/hub/login" in stranger.get("/hub/home").url


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("another key", {"key": rsa.generate_private_key(65537, 2048)}),
        ("another tool's", {"aud": "andet"}),
        ("another platform's", {"iss": "https://elsewhere.example"}),
        ("too old", {"exp": 1}),
        ("another question's", {"nonce": "guessed"}),
    ],
)
def test_a_launch_that_is_not_the_platforms_own_signs_nobody_in(lti, platform, fault, change):
    person, question = begin_lti(lti, platform, ANNA)
    token = platform.launch(**{"nonce": question["nonce"]} | change)
    answer = finish_lti(lti, person, question, token)
    assert answer.status_code in (400, 401, 403), fault
    assert "/hub/login" in person.get("/hub/home").url


def test_a_launch_is_good_in_the_browser_that_asked_and_in_no_other(lti, platform):
    person, question = begin_lti(lti, platform, ANNA)
    token = platform.launch(question["nonce"])
    stranger = someone(lti, OTHER)
    assert finish_lti(lti, stranger, question, token).status_code in (400, 401, 403)
    assert finish_lti(lti, person, question, token).status_code == 302
