"""``netvaerk hub``: makes a server for a room ready on this machine, then becomes JupyterHub.

::

    sudo netvaerk hub [--folder /srv/netvaerk] [--code WORD] [--facilitator NAME …] [--address HOST]
                      [--port N] [--tls own|caddy|none] [--certificate FILE --key FILE] [--subdomains]
                      [--people N] [--names N] [--language da|en] [--demo]
    sudo netvaerk hub --forget NAME [--folder /srv/netvaerk]
    sudo netvaerk hub --remove NAME [--folder /srv/netvaerk]

What is chosen is kept in the folder, so the next start needs no words. ``--forget`` prints a word for a
learner who has lost their own, good for one sign-in at which they choose a new one, and closes what they had
open; the hub may be running. ``--remove`` takes a learner's account off the machine. Exit code 2 for what can
be mended first.
"""

import argparse
import contextlib
import errno
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

from exercises.texts import Texts
from facilitation.language import LANGUAGES, TEXTS, choose
from facilitation.laying import read_json
from facilitation.problems import Problem

FOLDER = Path("/srv/netvaerk")
DEMO = "netvaerk-demo"
MEND_FIRST = 2
NEEDED = ("jupyterhub", "jupyterhub_idle_culler", "segno")
CONFIG = Path(__file__).parents[2] / "hub" / "jupyterhub_config.py"
# what a checkout has and a learner must not read: model answers, their tests, and the history of both
CLOSED = ("source", "tests", ".git")


class Mend(Problem):
    """A stop that can be mended."""

    where = "hub", "problem"


def add(
    commands: Any, common: Callable[..., Any], language: str, path: Callable[..., Any], **plain: bool | type
) -> None:
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
    parser.add_argument("--certificate", metavar="F", type=path, help=t("help.certificate"))
    parser.add_argument("--key", metavar="F", type=path, help=t("help.key"))
    parser.add_argument("--subdomains", action="store_true", default=None, help=t("help.subdomains"))
    parser.add_argument("--no-subdomains", action="store_false", dest="subdomains", help=argparse.SUPPRESS)
    parser.add_argument("--people", metavar="N", help=t("help.people"))
    parser.add_argument("--names", metavar="N", help=t("help.names"))
    parser.add_argument("--language", metavar="da|en", help=t("help.language"))
    parser.add_argument("--demo", action="store_true", help=t("help.demo"))
    parser.add_argument("--forget", metavar=t("help.name"), help=t("help.forget"))
    parser.add_argument("--remove", metavar=t("help.name"), help=t("help.remove"))


def run(args: Namespace, said: Any, root: Path) -> Any:
    """Do as ``args`` say. Returns only where there is something to mend or to forget."""
    from facilitation.hub.settings import FILE

    args.folder = args.folder or (Path.home() / DEMO if args.demo else FOLDER)
    language = said.language if args.language else read_json(args.folder / FILE).get("language")
    t = Texts("hub", choose(language, said.language, {}), folder=TEXTS)
    try:
        if args.forget:
            return _forget(args, t)
        return _remove(args, t) if args.remove else _start(args, root, t)
    except Mend as mend:
        print(mend.said(t), file=sys.stderr)
        return MEND_FIRST


def _start(args, root, t):
    if sys.platform != "linux":
        raise Mend("linux_only")
    _installed()
    settings = _settings(args, root)
    if not _old_door(settings):
        _free(settings.port)
    account = None if settings.demo else _accounts(settings)
    if not settings.demo:
        _walls()
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
    os.execve(sys.executable, [sys.executable, "-m", "facilitation.hub.app", "-f", str(CONFIG)], environment)


def _installed():
    for name in NEEDED:
        if find_spec(name) is None:
            raise Mend("no_hub", missing=name)
    if shutil.which("caddy") is None:
        raise Mend("no_caddy")


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
    fresh = not (args.folder / kept.FILE).exists()
    settings.language = args.language or settings.language
    settings.tls = args.tls or ("none" if fresh and demo else settings.tls)
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
    settings.people = _number("--people", args.people, settings.people)
    settings.names = _number("--names", args.names, settings.names)
    _addresses(args, settings)
    return settings


def _number(word, given, otherwise):
    if given is None:
        return otherwise
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise Mend("number", word=word, number=given)
    return int(given)


def _addresses(args, settings):
    """Certificates of the administrator's own, and an address for each learner."""
    if args.certificate or args.key:
        for file in (args.certificate, args.key):
            if file is None or not os.access(file, os.R_OK):
                raise Mend("certificate", file=file or "--certificate, --key")
        settings.certificate, settings.key = str(args.certificate.resolve()), str(args.key.resolve())
    elif args.tls:
        settings.certificate = settings.key = ""
    settings.subdomains = settings.subdomains if args.subdomains is None else args.subdomains
    if settings.subdomains:
        if not _is_name(settings.host):
            raise Mend("subdomains", address=settings.host)
        if settings.tls == "caddy" and settings.public:
            raise Mend("wildcard", address=settings.host)


def _is_name(host):
    try:
        ip_address(host)
    except ValueError:
        return "." in host
    return False


def _free(port):
    with socket.socket() as trial:
        # as the proxy does, which would fail without a word
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", port))
        except OSError:
            raise Mend("port_taken", port=port) from None


def _old_door(settings):
    """Whether the door of a hub that was killed is still open; the next one takes its place."""
    from facilitation.hub.proxy import old

    return old(settings.folder) is not None


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
            _folder(folder, mode, account)
        _run_folders(settings, account)
    except OSError as error:
        raise Mend("folder", folder=settings.folder, reason=error.strerror) from error


def _run_folders(settings, account):
    """Where the sockets lie, and settings that no learner can change because there are none."""
    run = settings.run
    run.mkdir(mode=0o711, parents=not settings.demo, exist_ok=True)
    if run.is_symlink() or run.stat().st_uid != os.getuid():
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(run))
    run.chmod(0o711 if account else 0o700)
    _folder(run / "servers", 0o711, None)
    _folder(settings.desk_socket.parent, 0o700, account)
    _folder(run / "settings", 0o755, None)
    # as Jupyter marks a folder that it has nothing to bring along for
    (run / "settings" / "migrated").touch()


def _folder(folder, mode, account):
    folder.mkdir(mode=mode, exist_ok=True)
    folder.chmod(mode)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _walls():
    """Raise Mend where learners' processes cannot be kept from each other's doors."""
    done = subprocess.run([sys.executable, "-m", "facilitation.hub.walls"], capture_output=True)
    if done.returncode:
        raise Mend("no_walls")


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

    if settings.tls == "own" and not settings.certificate:
        certificate.ensure(settings.folder, *settings.hosts)
    caddy.write(settings)
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
    from facilitation.hub.settings import new_code
    from facilitation.hub.sign_in import Words

    name, word = account_name(args.forget), new_code(10)
    if not Words(_words_of(args.folder)).lend(name, word):
        raise Mend("unknown", name=name)
    _end_sessions(args.folder, name)
    print(t("forgotten", name=name, word=word))
    return 0


def _remove(args, t):
    """Take a learner off this machine: processes, sessions, word, account and home."""
    from facilitation.evening import own_answers
    from facilitation.hub import settings as kept
    from facilitation.hub.accounts import account_name, is_free
    from facilitation.hub.sign_in import Words

    words, name = Words(_words_of(args.folder)), account_name(args.remove)
    if _listens(kept.load(args.folder).run / "hub.sock"):
        raise Mend("room_open")
    ours = _account(name) is not None and is_free(name, args.folder / "homes")
    if not ours and not words.knows(name):
        raise Mend("no_learner", name=name, folder=args.folder)
    _end_sessions(args.folder, name)
    words.forget(name)
    with contextlib.suppress(FileNotFoundError):
        own_answers.forget(args.folder / "desk", name)
    with _hub_database(args.folder) as file:
        file.execute("DELETE FROM users WHERE name = ?", (name,))
        client, page = f"jupyterhub-user-{quote(name, safe='@~')}", f"%/user/{quote(name, safe='@~')}/%"
        file.execute("DELETE FROM oauth_clients WHERE identifier = ?", (client,))
        file.execute("DELETE FROM servers WHERE base_url LIKE ?", (page,))
    for path in (args.folder / "hub").glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as file:
            # what was deleted lies on in a database's free pages
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if ours:
        subprocess.run(["userdel", name], check=True, capture_output=True)
        shutil.rmtree(args.folder / "homes" / name, ignore_errors=True)
    print(t("removed_here", name=name))
    return 0


def _words_of(folder):
    from facilitation.hub.configure import WORDS

    if not os.access(folder / WORDS, os.W_OK):
        raise Mend("no_words", folder=folder)
    return folder / WORDS


def _end_sessions(folder, name):
    """Nothing that was signed in as ``name`` is any more: at the door, at the hub, or on an open page."""
    from facilitation.hub import walls
    from facilitation.hub.accounts import is_free
    from facilitation.hub.book import FILE, Book

    with contextlib.closing(Book(folder / FILE)) as book:
        book.end_all(name)
    with _hub_database(folder) as file:
        found = file.execute("SELECT id FROM users WHERE name = ?", (name,)).fetchone()
        if found:
            file.execute("UPDATE users SET cookie_id = ? WHERE id = ?", (secrets.token_hex(16), *found))
            # those of browsers; a server's own is its own
            file.execute("DELETE FROM api_tokens WHERE user_id = ? AND client_id != 'jupyterhub'", found)
            file.execute("DELETE FROM oauth_codes WHERE user_id = ?", found)
    account = _account(name)
    if account is not None and is_free(name, folder / "homes"):
        walls.end_all(account.pw_uid)


@contextlib.contextmanager
def _hub_database(folder):
    """JupyterHub's own, for a transaction; an empty one where there is none yet."""
    path = folder / "hub" / "jupyterhub.sqlite"
    with contextlib.closing(sqlite3.connect(path if path.exists() else ":memory:", timeout=30)) as file:
        if not path.exists():
            file.executescript(
                "CREATE TABLE users (id, name); CREATE TABLE oauth_clients (identifier);"
                "CREATE TABLE servers (base_url);"
            )
        file.execute("PRAGMA foreign_keys = ON")
        with file:
            yield file


def _account(name):
    """This machine's account of that name, or None."""
    import pwd  # Windows has none, and this module is imported for its words there too

    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _listens(place):
    with socket.socket(socket.AF_UNIX) as trial:
        return trial.connect_ex(str(place)) == 0


def _as(account, line, **options):
    """Run a command with an account's rights and no other's (those of this process where there is none)."""
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    return subprocess.run(line, **who, **options)


def _path():
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
