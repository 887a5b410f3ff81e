"""``netvaerk hub``: makes a server for a room ready on this machine, then becomes JupyterHub.

::

    sudo netvaerk hub [--folder /srv/netvaerk] [--code WORD] [--facilitator NAME …] [--address HOST]
                      [--port N] [--tls own|caddy|none] [--language da|en] [--demo]
    sudo netvaerk hub --forget NAME [--folder /srv/netvaerk]

What is chosen is kept in the folder, so the next start needs no words. ``--forget`` lets a learner who has
lost their own word choose a new one; the hub may be running. Exit code 2 for what can be mended first.
"""

import os
import shutil
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS

FOLDER = Path("/srv/netvaerk")
DEMO = "netvaerk-demo"
MEND_FIRST = 2
NEEDED = ("jupyterhub", "jupyterhub_idle_culler", "segno")
CONFIG = Path(__file__).parents[2] / "hub" / "jupyterhub_config.py"
# what a checkout has and a learner must not read: model answers, their tests, and the history of both
CLOSED = ("source", "tests", ".git")


class Mend(Exception):
    """A stop that can be mended: ``key`` is a key under ``problem`` in ``texts/hub.toml``."""

    def __init__(self, key, **names):
        super().__init__(key)
        self.key, self.names = key, names


def add(commands, common, language, path, **plain):
    """Add ``hub`` to the subcommands of ``netvaerk`` (see `facilitation.command`)."""
    t = Texts("hub", language, folder=TEXTS)
    about = t("help.about")
    parser = common(commands.add_parser("hub", help=about, description=about, **plain))
    parser.add_argument("--folder", metavar="F", type=path, help=t("help.folder"))
    parser.add_argument("--code", metavar=t("help.word"), help=t("help.code"))
    parser.add_argument("--facilitator", metavar=t("help.name"), action="append", help=t("help.facilitator"))
    parser.add_argument("--address", metavar=t("help.host"), help=t("help.address"))
    parser.add_argument("--port", metavar="N", help=t("help.port"))
    parser.add_argument("--tls", metavar="own|caddy|none", help=t("help.tls"))
    parser.add_argument("--language", metavar="da|en", help=t("help.language"))
    parser.add_argument("--demo", action="store_true", help=t("help.demo"))
    parser.add_argument("--forget", metavar=t("help.name"), help=t("help.forget"))


def run(args, said, root):
    """Do as ``args`` say. Returns only where there is something to mend or to forget."""
    t = Texts("hub", said.language, folder=TEXTS)
    args.folder = args.folder or (Path.home() / DEMO if args.demo else FOLDER)
    try:
        return _forget(args, t) if args.forget else _start(args, root, t)
    except Mend as mend:
        print(t(f"problem.{mend.key}", **mend.names), file=sys.stderr)
        return MEND_FIRST


def _start(args, root, t):
    if sys.platform != "linux":
        raise Mend("linux_only")
    _installed()
    settings = _settings(args, root)
    _free(settings.ports["hub"] if _old_proxy(settings) else settings.port)
    account = None if settings.demo else _accounts(settings)
    _folders(settings, account)
    settings.complete()
    settings.save()
    if not settings.demo:
        _readable(settings, account)
        _close_model_answers(root, account)
    _desk(settings, account)
    _doors(settings)
    for line in _words(settings, t):
        print(line, flush=True)
    environment = os.environ | {"NETVAERK_HUB": str(settings.folder), "PATH": _path()}
    os.chdir(settings.hub)
    # the hub itself, so that Ctrl+C and systemd reach it
    os.execve(sys.executable, [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)], environment)


def _installed():
    for name in NEEDED:
        if find_spec(name) is None:
            raise Mend("no_hub", missing=name)
    from facilitation.hub.configure import PROXY, PROXY_COMMAND

    if shutil.which("node") is None or not PROXY_COMMAND.exists():
        raise Mend("no_proxy", folder=PROXY)


def _settings(args, root):
    """The settings kept in the folder, with what is chosen now."""
    from facilitation.hub import settings as kept

    demo = args.demo
    if not demo and os.geteuid() != 0:
        raise Mend("no_root")
    if demo and os.geteuid() == 0:
        # a demo's learners all have the account that started it
        raise Mend("demo_as_root")
    settings = kept.load(args.folder, root)
    settings.root, settings.demo = Path(root), demo
    if args.tls is not None and args.tls not in kept.TLS:
        raise Mend("tls", tls=args.tls)
    if args.language is not None and args.language not in LANGUAGES:
        raise Mend("language", language=args.language)
    fresh = not settings.ports
    settings.language = args.language or settings.language
    settings.tls = args.tls or ("none" if fresh and demo else settings.tls)
    if settings.tls == "caddy" and shutil.which("caddy") is None:
        raise Mend("no_caddy")
    settings.code = (args.code or settings.code).strip().lower()
    settings.facilitators = args.facilitator or settings.facilitators
    settings.address = args.address or ("127.0.0.1" if fresh and demo else settings.address)
    if args.port is not None:
        if not args.port.isascii() or not args.port.isdigit() or not 0 < int(args.port) < 65536:
            raise Mend("port", port=args.port)
        settings.port = int(args.port)
    elif fresh or args.tls:
        usual = kept.PLAIN_PORT if settings.tls == "none" else kept.TLS_PORT
        settings.port = kept.DEMO_PORT if demo else usual
    return settings


def _free(port):
    with socket.socket() as trial:
        # as the proxy does, which would fail without a word
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", port))
        except OSError:
            raise Mend("port_taken", port=port) from None


def _old_proxy(settings):
    """Whether the proxy of a hub that was killed is still at the door; JupyterHub takes its place.

    After a power cut its number may be another program's, which JupyterHub would end: then it is forgotten.
    """
    from facilitation.hub.configure import PROXY_COMMAND

    file = settings.hub / "proxy.pid"
    try:
        words = Path("/proc", file.read_text().strip(), "cmdline").read_bytes()
    except OSError:
        return False
    if PROXY_COMMAND.name.encode() in words:
        return True
    file.unlink()
    return False


def _accounts(settings):
    from facilitation.hub import accounts

    for program in ("useradd", "groupadd"):
        if shutil.which(program) is None:
            raise Mend("no_program", program=program)
    try:
        return accounts.ensure_groups()
    except subprocess.CalledProcessError as error:
        raise Mend("no_account", reason=error.stderr.decode(errors="replace").strip()) from error


def _folders(settings, account):
    """Make the hub's folders, each open to those who need it."""
    try:
        if not settings.folder.exists():
            settings.folder.mkdir(parents=True)
            # whatever root's own umask is: learners go through it to their homes
            settings.folder.chmod(0o755 if account else 0o700)
        for folder, mode in ((settings.hub, 0o700), (settings.homes, 0o711)):
            folder.mkdir(mode=mode, exist_ok=True)
            folder.chmod(mode)
        for folder, mode in ((settings.desk, 0o700), (settings.exchange, 0o1777)):
            folder.mkdir(mode=mode, exist_ok=True)
            folder.chmod(mode)
            if account:
                os.chown(folder, account.pw_uid, account.pw_gid)
    except OSError as error:
        raise Mend("folder", folder=settings.folder, reason=error.strerror) from error


def _readable(settings, account):
    """Raise Mend unless an ordinary account can run this Python and reach the folder."""
    trial = f"import os, sys, jupyterhub, facilitation; sys.exit(not os.path.isdir({str(settings.homes)!r}))"
    try:
        done = _as(account, [sys.executable, "-c", trial], cwd="/", capture_output=True)
    except PermissionError:
        raise Mend("unreadable", folder=sys.prefix) from None
    if done.returncode == 1 and not done.stderr:
        raise Mend("unreachable", folder=settings.folder)
    if done.returncode:
        raise Mend("unreadable", folder=sys.prefix)


def _close_model_answers(root, account):
    """Only root and the desk may read what learners must not see."""
    for name in CLOSED:
        place = Path(root) / name
        if place.exists():
            place.chmod(place.stat().st_mode & ~0o077)
    source = Path(root) / "source"
    if source.exists():
        os.chown(source, -1, account.pw_gid)
        source.chmod(source.stat().st_mode | 0o050)


def _desk(settings, account):
    """Let the desk's own account make its course folder and release what learners fetch."""
    from facilitation.hub.configure import desk_environment

    environment = {"PATH": _path(), "LANG": os.environ.get("LANG", "C.UTF-8")} | desk_environment(settings)
    line = [sys.executable, "-m", "facilitation.hub.desk", "--prepare"]
    done = _as(account, line, cwd=settings.desk, env=environment)
    if done.returncode:
        raise Mend("desk", folder=settings.desk)


def _doors(settings):
    """What stands before the hub: a certificate or Caddy's settings, and the page for the wall."""
    from facilitation.hub import caddy, certificate, join

    if settings.tls == "own":
        certificate.ensure(settings.folder, settings.host)
    if settings.tls == "caddy":
        from ipaddress import ip_address

        try:
            inside = ip_address(settings.host).is_private
        except ValueError:
            inside = "." not in settings.host or settings.host.endswith((".local", ".internal", ".lan"))
        (settings.folder / caddy.FILE).write_text(caddy.configuration(settings, inside))
    join.write(settings)


def _words(settings, t):
    from facilitation.hub.settings import FACILITATOR_CODE

    yield t("ready", url=settings.url)
    yield t("learners", code=settings.code, folder=settings.hub)
    names = ", ".join(settings.facilitators)
    yield t("facilitators", names=names, file=settings.folder / FACILITATOR_CODE)
    if settings.demo:
        yield t("demo")
    elif settings.tls == "none":
        yield t("plain")


def _forget(args, t):
    from facilitation.hub.accounts import account_name
    from facilitation.hub.configure import WORDS
    from facilitation.hub.sign_in import Words

    if not os.access(args.folder / WORDS, os.W_OK):
        raise Mend("no_words", folder=args.folder)
    name = account_name(args.forget)
    if not Words(args.folder / WORDS).forget(name):
        raise Mend("unknown", name=name)
    print(t("forgotten", name=name))
    return 0


def _as(account, line, **options):
    """Run a command with an account's rights and no other's (those of this process where there is none)."""
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    return subprocess.run(line, **who, **options)


def _path():
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
