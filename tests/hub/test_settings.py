"""What stands around the hub: its settings, certificate and page for the wall, its words and its examples."""

import json
import os
import re
import shutil
import ssl
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import segno
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jinja2 import Environment, FileSystemLoader
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from exercises.texts import Texts
from facilitation.command import main
from facilitation.hub import accounts, app, caddy, certificate, command, join
from facilitation.hub import settings as kept
from facilitation.hub.configure import configure
from facilitation.hub.limits import cgroup
from facilitation.hub.settings import TEMPLATES
from facilitation.hub.spawner import DemoSpawner, LearnerSpawner
from facilitation.language import TEXTS as TEXTS_FOLDER

EXAMPLES = Path(__file__).parents[2] / "hub" / "examples"


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "hub").mkdir()
    made = kept.load(tmp_path, tmp_path / "course")
    made.address, made.port, made.code = "10.0.0.5", 8443, "fyr42"
    made.complete()
    return made


def test_what_was_chosen_is_there_at_the_next_start(settings, tmp_path):
    settings.facilitators = ["Berit", "Åse"]
    settings.save()
    again = kept.load(tmp_path)
    again.complete()
    assert again == settings
    for file in (kept.FILE, kept.FACILITATOR_CODE):
        assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600


def test_a_machine_that_is_carried_to_another_room_gives_its_new_address(settings, tmp_path, monkeypatch):
    settings.address = ""
    monkeypatch.setattr(kept, "own_address", lambda: "192.168.1.7")
    settings.complete()
    settings.save()
    assert settings.url == "https://192.168.1.7:8443/"
    monkeypatch.setattr(kept, "own_address", lambda: "10.9.9.9")
    assert kept.load(tmp_path).url == "https://10.9.9.9:8443/"


def test_a_setting_of_another_version_is_passed_over(settings, tmp_path):
    settings.save()
    file = tmp_path / kept.FILE
    file.write_text(file.read_text().replace('"code"', '"colour"'))
    assert kept.load(tmp_path).code == ""


def test_codes_have_no_signs_that_look_alike_and_are_never_the_same():
    codes = {kept.new_code(12) for _ in range(200)}
    assert len(codes) == 200 and not set("".join(codes)) & set("0o1il")


@pytest.mark.parametrize(
    ("tls", "port", "url"),
    [
        ("own", 443, "https://10.0.0.5/"),
        ("own", 8443, "https://10.0.0.5:8443/"),
        ("caddy", 443, "https://10.0.0.5/"),
        ("none", 80, "http://10.0.0.5/"),
        ("none", 8000, "http://10.0.0.5:8000/"),
    ],
)
def test_the_address_is_as_short_as_it_can_be(settings, tls, port, url):
    settings.tls, settings.port = tls, port
    assert settings.url == url


@pytest.mark.parametrize("name", ["10.0.0.5", "kursus.local"])
def test_the_certificate_holds_for_the_address_and_its_key_is_roots_alone(settings, name):
    folder = settings.folder
    certificate.ensure(folder, name)
    trusts = ssl.create_default_context(cafile=str(folder / certificate.AUTHORITY))
    trusts.verify_flags |= ssl.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / certificate.CERTIFICATE, folder / certificate.KEY)
    shake_hands(trusts, server, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(trusts, server, "10.0.0.6")
    for file in (folder / certificate.FOLDER).rglob("*.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / certificate.FOLDER).stat().st_mode) == 0o700


def shake_hands(trusts, server, name):
    """A TLS handshake in memory, as a client that wants ``name``."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    here = trusts.wrap_bio(to_client, to_server, server_hostname=name)
    there = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (here, there):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    here.getpeercert()


def test_a_new_address_gets_a_new_certificate_and_an_authority_for_it_alone(settings):
    folder = settings.folder
    certificate.ensure(folder, "10.0.0.5")
    first, authority = (folder / certificate.CERTIFICATE).read_text(), (folder / "authority.crt").read_text()
    certificate.ensure(folder, "10.0.0.5")
    assert (folder / certificate.CERTIFICATE).read_text() == first
    assert (folder / certificate.AUTHORITY).read_text() == authority
    certificate.ensure(folder, "10.0.0.77")
    assert (folder / certificate.CERTIFICATE).read_text() != first
    assert (folder / certificate.AUTHORITY).read_text() != authority


def test_row_085_a_certificate_whose_days_are_nearly_over_is_made_anew(settings, monkeypatch):
    folder = settings.folder
    certificate.ensure(folder, "10.0.0.5")
    first = (folder / certificate.CERTIFICATE).read_text()
    monkeypatch.setattr(certificate, "LEFT", certificate.DAYS + 1)
    certificate.ensure(folder, "10.0.0.5")
    assert (folder / certificate.CERTIFICATE).read_text() != first


@pytest.mark.parametrize(
    ("room", "wanted", "signed"),
    [
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.5", "10.0.0.6", False),
        ("10.0.0.5", "bank.example", False),
        ("10.0.0.5", "localhost", False),
        ("kursus.local", "kursus.local", True),
        ("kursus.local", "anna.kursus.local", True),
        ("kursus.local", "andet.local", False),
        ("kursus.local", "bank.example", False),
        ("kursus.local", "10.0.0.5", False),
        ("kursus.local", "127.0.0.1", False),
    ],
)
def test_row_085_who_trusts_the_rooms_authority_trusts_it_for_the_room_alone(
    tmp_path, monkeypatch, room, wanted, signed
):
    """Somebody has its key and signs for another name: as those who have installed it see that."""
    only = certificate._only([room])
    monkeypatch.setattr(certificate, "_only", lambda _: only)
    authority, leaf, key = certificate.make([wanted])
    for name, text in (("leaf", leaf), ("key", key)):
        (tmp_path / name).write_text(text)
    trusts, server = ssl.create_default_context(cadata=authority), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "leaf", tmp_path / "key")
    if signed:
        shake_hands(trusts, server, wanted)
    else:
        with pytest.raises(ssl.SSLCertVerificationError, match="subtree"):
            shake_hands(trusts, server, wanted)


def test_row_085_the_authority_ends_with_the_course_makes_no_other_and_has_left_no_key(settings):
    certificate.ensure(settings.folder, "kursus.local")
    authority = x509.load_pem_x509_certificate((settings.folder / certificate.AUTHORITY).read_bytes())
    days = (authority.not_valid_after_utc - authority.not_valid_before_utc).days
    assert days <= 181
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert authority.extensions.get_extension_for_class(x509.NameConstraints).critical
    public = authority.public_key().public_numbers()
    for file in settings.folder.rglob("*"):
        if file.is_file() and b"PRIVATE KEY" in (text := file.read_bytes()):
            assert load_pem_private_key(text, None).public_key().public_numbers() != public


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_for_the_wall_has_address_and_code_and_fetches_nothing(settings, monkeypatch, language):
    coded = []
    make = segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: coded.append(text) or make(text, **options))
    page = join.page(settings, language)
    assert "https://10.0.0.5:8443/" in page and ">fyr42<" in page and "<svg" in page
    assert coded == [f"https://10.0.0.5:8443/hub/login?code=fyr42&lang={language}"]
    assert "<script" not in page and "src=" not in page and "url(" not in page
    assert Texts("hub", language, folder=TEXTS_FOLDER)("join.title") in page


def test_the_page_for_tonight_leads_a_telephone_to_the_evening(settings, monkeypatch):
    coded = []
    make = segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: coded.append(text) or make(text, **options))
    page = join.page(settings, "da", toggle=True, tonight=True)
    assert coded == ["https://10.0.0.5:8443/hub/login?code=fyr42&lang=da&next=%2Fhub%2Ftonight"]
    assert Texts("hub", "da", folder=TEXTS_FOLDER)("tonight.wall") in page and "to=tonight" in page


def test_a_code_with_signs_of_its_own_does_nothing_on_the_page(settings):
    settings.code = '<b>"&'
    page = join.page(settings, "da")
    assert "<b>" not in page and "&lt;b&gt;" in page


@pytest.mark.parametrize("name", ["pam", "oidc", "lti"])
def test_another_way_to_sign_in_is_a_file_that_loads_and_leaves_the_course_as_it_is(
    settings, tmp_path, name, monkeypatch
):
    from jupyterhub.app import JupyterHub

    words = (EXAMPLES / f"{name}.py").read_text()
    secret = tmp_path / "secret"
    secret.write_text("hemmelig\n")
    own = tmp_path / "own_config.py"
    own.write_text(words.replace("/etc/netvaerk/oidc-secret", str(secret)))
    config = configure(Config(), settings)
    config.merge(PyFileConfigLoader(str(own)).load_config())
    # as the hub makes it, but for its database
    app = JupyterHub(config=config)
    authenticator = app.authenticator_class(parent=app)
    assert (
        type(authenticator).__name__
        == {
            "pam": "PAMAuthenticator",
            "oidc": "GenericOAuthenticator",
            "lti": "LTI13Authenticator",
        }[name]
    )
    assert authenticator.any_allow_config if name == "pam" else authenticator.allow_all
    example = PyFileConfigLoader(str(own)).load_config()
    assert all(authenticator.has_trait(setting) for setting in example[type(authenticator).__name__])
    spawner = LearnerSpawner(config=config)
    assert spawner.named_elsewhere == (name != "pam") and spawner.own_accounts == (name != "pam")
    assert spawner.homes == str(settings.homes)
    if name == "oidc":
        assert authenticator.client_secret == "hemmelig"


@pytest.mark.parametrize(("service", "fields"), [("", 2), ("example.dk", 0)], ids=["pam", "oidc"])
def test_another_way_to_sign_in_has_a_page_in_the_courses_own_words(settings, service, fields):
    settings.language = "en"
    names = configure(Config(), settings).JupyterHub.template_vars
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    page = templates.get_template("login.html").render(
        **names, login_service=service, authenticator_login_url="/hub/login?next=", login_error="<b>no</b>"
    )
    t = Texts("hub", "en", folder=TEXTS_FOLDER)
    assert '<html lang="en">' in page and "<b>no</b>" not in page and "&lt;b&gt;no" in page
    assert page.count("<label") == fields and 'name="code"' not in page
    assert (t("sign_in.password") if fields else t("sign_in.with", service=service)) in page


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_hubs_own_page_leads_to_the_front_page_of_the_desk(settings, language):
    names = configure(Config(), settings).JupyterHub.template_vars
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    desk = SimpleNamespace(href="/services/netvaerk/")
    page = templates.get_template("home.html").render(base_url="/hub/", services=[desk], **names)
    assert f'href="/services/netvaerk/lab/tree/workshops/{language}/desk-front.ipynb"' in page
    assert "formgrader" not in page


def test_caddy_has_the_door_and_signs_for_itself_only_inside(settings):
    settings.tls = "caddy"
    config = configure(Config(), settings)
    assert config.JupyterHub.tornado_settings["cookie_options"] == {"secure": True}
    assert [one["name"] for one in config.JupyterHub.services] == ["idle", "netvaerk"]
    issuers = {}
    for address in ("10.0.0.5", "kursus.local", "kursus.example.dk"):
        settings.address = address
        said = caddy.configuration(settings)
        assert said["admin"]["disabled"]
        [policy] = said["apps"]["tls"]["automation"]["policies"]
        assert policy["subjects"] == [address]
        issuers[address] = policy.get("issuers")
    inside = [{"module": "internal"}]
    assert issuers == {"10.0.0.5": inside, "kursus.local": inside, "kursus.example.dk": None}


@pytest.mark.parametrize(
    ("address", "tls", "public"),
    [
        ("10.0.0.5", "caddy", False),
        ("kursus.local", "caddy", False),
        ("kursus.example.dk", "caddy", True),
        ("kursus.example.dk", "none", False),
        ("kursus.example.dk", "own", False),
    ],
)
def test_row_084_browsers_are_told_to_come_encrypted_only_where_the_world_knows_the_certificate(
    settings, address, tls, public
):
    settings.address, settings.tls = address, tls
    said = json.dumps(caddy.configuration(settings))
    assert ("Strict-Transport-Security" in said) == public and "nosniff" in said


@pytest.mark.parametrize("tls", ["own", "caddy", "none"])
def test_caddy_takes_every_configuration_that_is_made_for_it(settings, tls):
    if shutil.which("caddy") is None:
        pytest.skip("caddy is missing: apt-get install caddy")
    settings.tls = tls
    certificate.ensure(settings.folder, settings.host)
    caddy.write(settings)
    line = [*caddy.command(settings)]
    line[1] = "validate"
    done = subprocess.run(line, env=caddy.environment(settings), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_demo_answers_this_machine_alone(settings):
    settings.demo, settings.tls = True, "none"
    config = configure(Config(), settings)
    assert config.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert config.JupyterHub.spawner_class is DemoSpawner


def test_a_learners_group_of_processes_keeps_memory_and_processors(tmp_path):
    assert cgroup("anna", 2**31, 2, top=tmp_path) is None, "no cgroup v2 here"
    (tmp_path / "cgroup.controllers").write_text("cpu memory")
    group = cgroup("anna", 2**31, 1.5, top=tmp_path)
    assert (group / "memory.max").read_text() == str(2**31)
    assert (group / "cpu.max").read_text() == "150000 100000"


# what can be mended first


@pytest.fixture(params=["da", "en"])
def stopped(request, tmp_path, capsys, monkeypatch):
    """`stopped(key, *words, **names)`: the command stops with this sentence, exit code 2."""
    monkeypatch.setenv("LANG", request.param)

    def stopped(key, *words, **names):
        folder = tmp_path / "srv"
        line = ["hub", "--folder", str(folder), *words, "--language", request.param]
        assert main(line, root=tmp_path) == 2
        said = Texts("hub", request.param, folder=TEXTS_FOLDER)(f"problem.{key}", **names)
        assert capsys.readouterr().err == said + "\n"
        assert not folder.exists()

    return stopped


def test_without_root_it_says_what_to_do(stopped, monkeypatch):
    monkeypatch.setattr(command, "_installed", lambda: None)
    monkeypatch.setattr(command.os, "geteuid", lambda: 1001)
    stopped("no_root")


def test_the_other_commands_need_nothing_that_only_a_hub_has():
    line = (
        "import sys, facilitation.command as c; print({'jupyterhub', 'segno', 'certipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_demo_is_never_roots(stopped, monkeypatch):
    monkeypatch.setattr(command, "_installed", lambda: None)
    monkeypatch.setattr(command.os, "geteuid", lambda: 0)
    stopped("demo_as_root", "--demo")


def test_without_the_hubs_packages_it_says_how_to_get_them(stopped, monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    stopped("no_hub", missing="jupyterhub")


def test_without_caddy_it_says_how_to_get_it(stopped, monkeypatch):
    monkeypatch.setattr(command.shutil, "which", lambda name: None)
    stopped("no_caddy")


@pytest.fixture
def whole(monkeypatch):
    """A machine with all that is needed, root too."""
    monkeypatch.setattr(command.os, "geteuid", lambda: 0)
    monkeypatch.setattr(command, "_installed", lambda: None)


def test_a_way_to_encrypt_that_is_none_is_said(stopped, whole):
    stopped("tls", "--tls", "ssl", tls="ssl")


@pytest.mark.parametrize("port", ["0", "65536", "otte", "²"])
def test_a_port_that_is_no_port_is_said(stopped, whole, port):
    stopped("port", f"--port={port}", port=port)


def test_a_port_that_is_taken_is_said(stopped, whole):
    import socket

    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        port = taken.getsockname()[1]
        stopped("port_taken", "--port", str(port), port=port)


def test_row_072_where_no_walls_can_be_put_up_the_room_does_not_open(stopped, whole, monkeypatch):
    monkeypatch.setattr(command, "_accounts", lambda settings: None)
    monkeypatch.setattr(command, "_free", lambda port: None)
    refused = SimpleNamespace(returncode=1)
    monkeypatch.setattr(command.subprocess, "run", lambda line, **options: refused)
    stopped("no_walls")


def test_a_machine_that_makes_no_accounts_says_why(stopped, whole, monkeypatch):
    def refuse(line, **options):
        raise subprocess.CalledProcessError(1, line, stderr=b"groupadd: cannot lock /etc/group\n")

    monkeypatch.setattr(command.shutil, "which", lambda name: name)
    monkeypatch.setattr(command, "_free", lambda port: None)
    monkeypatch.setattr(accounts.grp, "getgrnam", {}.__getitem__)
    monkeypatch.setattr(accounts.subprocess, "run", refuse)
    stopped("no_account", reason="groupadd: cannot lock /etc/group")


def test_a_hub_opened_again_speaks_the_language_that_was_chosen(settings, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    settings.language = "en"
    settings.save()
    for words, language in (((), "en"), (("--language", "da"), "da")):
        line = ["hub", "--folder", str(tmp_path), "--forget", "Anna", *words]
        assert main(line, root=tmp_path) == 2
        t = Texts("hub", language, folder=TEXTS_FOLDER)
        assert capsys.readouterr().err == t("problem.no_words", folder=tmp_path) + "\n"


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_help_says_how_it_is_used_once(tmp_path, capsys, language):
    with pytest.raises(SystemExit):
        main(["hub", "--help", f"--language={language}"], root=tmp_path)
    shown = capsys.readouterr().out
    assert shown.count(Texts("command", language, folder=TEXTS_FOLDER)("help.usage").strip()) == 1


def test_a_name_that_has_no_word_is_said(tmp_path, capsys):
    folder = tmp_path / "srv"
    line = ["hub", "--folder", str(folder), "--forget", "Anna", "--language", "en"]
    t = Texts("hub", "en", folder=TEXTS_FOLDER)
    assert main(line, root=tmp_path) == 2
    assert capsys.readouterr().err == t("problem.no_words", folder=folder) + "\n"
    from facilitation.hub.sign_in import ONCE, Words

    (folder / "hub").mkdir(parents=True)
    words = Words(folder / "hub" / "words.sqlite")
    assert main(line, root=tmp_path) == 2
    assert capsys.readouterr().err == t("problem.unknown", name="anna") + "\n"
    words.right("anna", "blå kande", "da")
    assert main(line, root=tmp_path) == 0
    said = capsys.readouterr().out
    [lent] = re.fullmatch(
        re.escape(t("forgotten", name="anna", word="@")).replace("@", "(.+)") + "\n", said
    ).groups()
    assert not words.right("anna", "blå kande", "da"), "the old word"
    assert words.right("anna", lent, "da") == ONCE and not words.right("anna", "en andens ord", "da")


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_learners_can_go_to_their_homes_and_nowhere_else(settings, umask, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "RUN", tmp_path / "run")
    settings.folder = settings.folder / "srv"
    account = SimpleNamespace(pw_uid=os.getuid(), pw_gid=os.getgid())
    before = os.umask(umask)
    try:
        command._folders(settings, account)
    finally:
        os.umask(before)
    places = [settings.folder, settings.homes, settings.exchange, settings.desk, settings.hub]
    modes = [stat.S_IMODE(place.stat().st_mode) for place in places]
    assert modes == [0o755, 0o711, 0o1777, 0o700, 0o700]
    places = [settings.run, settings.run / "servers", settings.desk_socket.parent, settings.run / "settings"]
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o711, 0o711, 0o700, 0o755]


def test_the_model_answers_are_closed_but_for_the_desk(tmp_path):
    for name in ("source", "tests", ".git", "lessons"):
        (tmp_path / name).mkdir(mode=0o755)
    command._close_model_answers(tmp_path, SimpleNamespace(pw_gid=os.getgid()))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"source": 0o750, "tests": 0o700, ".git": 0o700, "lessons": 0o755}


def test_a_desk_that_has_ended_is_looked_for_each_second_and_not_each_half_minute():
    asked = {"cmd": ["true"], "environment": {}, "hub": None, "user": None, "api_token": ""}
    assert app.service._ServiceSpawner(oauth_client_id="", **asked).poll_interval == 1
