"""The ``netvaerk`` command.

``netvaerk start`` makes or refreshes the learner's own folder and opens the course in it; ``netvaerk desk``
does the same for the facilitator's folder and opens nbgrader's formgrader. What goes wrong and can be
mended is one sentence in the user's language on standard error, and exit code 2.

::

    netvaerk start [--folder F] [--language da|en] [--no-browser] [--port N] [--exchange DIR]
    netvaerk desk  [--folder F] [--language da|en] [--no-browser] [--port N] [--exchange DIR]
    netvaerk grade ASSIGNMENT (see `facilitation.grading.command`)
    netvaerk collect [FILE …] [--learner NAME] [--again] [--folder F] [--language da|en]
    netvaerk learner export|remove NAME (see `facilitation.duties_command`)
    netvaerk hub (see `facilitation.hub.command`)

``netvaerk collect`` takes reflections that came by mail into the facilitator's folder (see
`facilitation.taking_in`); without files, all that lies in its ``inbox/``. Exit code 2 where something was
not taken.

The language is the one asked for, else the one last used in the folder, else the system's, else Danish.
Without ``--folder`` the course lies in the home folder, without ``--exchange`` reflections are handed in
within the user's own data folder, and without ``--port`` the first free one from 8888 on is taken.
"""

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from exercises.places import root as course_root
from exercises.texts import Texts
from facilitation import duties_command as learner_data
from facilitation import exchange, learner_folder, serve
from facilitation.grading import command as grade
from facilitation.hub import command as hub
from facilitation.language import LANGUAGES, TEXTS, choose
from facilitation.problems import Problem

NEEDED_PACKAGES = (
    *("jupyterlab", "nbgrader", "nbformat", "ipykernel", "ipywidgets", "anywidget"),
    *("pandas", "networkx", "babel", "platformdirs"),
)
WELCOME = "00-welcome.ipynb"
FAILED = 2


def main(argv=None, root=None):
    """Run the command line ``argv`` (default: this process's) and return the exit code: 0, 2 or 130.

    ``root`` is the course's folder, for tests; by default `exercises.places.root`.
    """
    for stream in (sys.stdout, sys.stderr):
        # an old Windows console may lack a letter: better a ? than no course
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    argv = sys.argv[1:] if argv is None else argv
    said = Said(choose(_asked_language(argv), None, os.environ))
    try:
        args = _parser(said.t).parse_args(argv)
        if args.command is None:
            _parser(said.t).print_help()
            return FAILED
        if args.command == "collect":
            return _collect(args, said)
        if args.command == "learner":
            return learner_data.run(args, said)
        if args.command == "grade":
            return grade.run(args, said)
        if args.command == "hub":
            return hub.run(args, said, root or course_root())
        _open(args, root or course_root(), said)
    except Problem as problem:
        print(said.t(f"problem.{problem.key}", **problem.names), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return 0


class Said:
    """The language to speak, which may change once the folder is known."""

    def __init__(self, language):
        self.language = language

    @property
    def t(self):
        return Texts("command", self.language, folder=TEXTS)


class Parser(argparse.ArgumentParser):
    """argparse, but a word it does not understand is a Problem in the user's language."""

    def error(self, message):
        raise Problem("not_understood", what=" ".join(self.seen) or message)

    def parse_known_args(self, args=None, namespace=None):
        self.seen = list(sys.argv[1:] if args is None else args)
        return super().parse_known_args(args, namespace)


def _parser(t):
    def common(parser):
        parser._optionals.title = t("help.options")
        parser._positionals.title = t("help.arguments")
        parser.add_argument("-h", "--help", action="help", help=t("help.help"))
        return parser

    class Usage(argparse.HelpFormatter):
        def add_usage(self, usage, actions, groups, prefix=None):
            # a subcommand's is asked for without one
            super().add_usage(usage, actions, groups, t("help.usage") if prefix is None else prefix)

    plain = {"add_help": False, "allow_abbrev": False, "formatter_class": Usage}
    parser = common(Parser(prog="netvaerk", description=t("help.about"), **plain))
    commands = parser.add_subparsers(dest="command", title=t("help.commands"), metavar="")
    for name in ("start", "desk"):
        about = t(f"help.{name}")
        command = common(commands.add_parser(name, help=about, description=about, **plain))
        command.add_argument("--folder", metavar="F", type=_path, help=t("help.folder"))
        command.add_argument("--language", metavar="da|en", help=t("help.language"))
        command.add_argument("--no-browser", action="store_true", help=t("help.no_browser"))
        command.add_argument("--port", metavar="N", help=t("help.port"))
        command.add_argument("--exchange", metavar="DIR", type=_path, help=t("help.exchange"))
    about = t("help.collect")
    command = common(commands.add_parser("collect", help=about, description=about, **plain))
    command.add_argument("files", metavar="FILE", nargs="*", type=_path, help=t("help.files"))
    command.add_argument("--learner", metavar=t("help.name"), help=t("help.learner"))
    command.add_argument("--again", action="store_true", help=t("help.again"))
    command.add_argument("--folder", metavar="F", type=_path, help=t("help.folder"))
    command.add_argument("--language", metavar="da|en", help=t("help.language"))
    grade.add(commands, common, t.lang, _path, **plain)
    learner_data.add(commands, common, t.lang, _path, **plain)
    hub.add(commands, common, t.lang, _path, **plain)
    return parser


def _collect(args, said):
    """Take hand-ins into the facilitator's folder and say which; returns the exit code."""
    from facilitation import desk_folder, taking_in

    if args.language is not None and args.language not in LANGUAGES:
        raise Problem("unknown_language", language=args.language)
    folder = args.folder or desk_folder.default(Path.home(), said.language)
    said.language = choose(args.language, learner_folder.last_language(folder), os.environ)
    if not desk_folder.made(folder):
        raise Problem("no_desk", folder=folder)
    report = taking_in.take_in(folder, args.files, args.learner, args.again)
    for line in report.lines(said.language):
        print(line)
    return FAILED if report.refused else 0


def _open(args, root, said):
    """Make the folder ready and serve it until it is closed."""
    learner = args.command == "start"
    home, known = Path.home(), said.language
    if args.language is not None and args.language not in LANGUAGES:
        raise Problem("unknown_language", language=args.language)
    _whole(root, args.command)
    if learner:
        place = learner_folder
    else:
        from facilitation import desk_folder as place
    folder = args.folder or place.default(home, known)
    said.language = language = choose(args.language, learner_folder.last_language(folder), os.environ)
    port = _port(args.port)
    extensions = dict(serve.LEARNER_EXTENSIONS if learner else serve.DESK_EXTENSIONS)
    if not exchange.available():
        # then a reflection offers its file to send, instead of a button that must fail
        extensions[serve.HAND_IN] = False
    page = serve.Page(
        folder,
        root,
        settings="learner" if learner else "desk",
        first=f"/lab/tree/{language}/{WELCOME}" if learner else "/lab?formgrader=true",
        extensions=extensions,
    )
    if port is None and (url := serve.running(page)):
        print(said.t("open.already", url=url), flush=True)
        if not args.no_browser:
            serve.show(url)
        return
    if port:
        serve.free(port)
    exchange_root = (args.exchange or exchange.default()) if exchange.available() else None
    prepared = place.prepare(folder, root, language, exchange_root)
    for name in prepared.kept:
        print(said.t("note.kept", file=name))
    for assignment, where in prepared.failed:
        print(said.t("note.release_failed", assignment=assignment, folder=where))
    if exchange_root is None:
        where = folder / (learner_folder.REFLECTIONS if learner else place.INBOX)
        print(said.t("note.no_exchange" if learner else "note.no_collect", folder=where))
    key = "open.address" if args.no_browser else "open.browser"

    def announce(url):
        if not learner:
            # only now: nbgrader reads its folders from the environment that the server has set
            from facilitation.grading import button

            button.install(folder, language)
        print(said.t(key, url=url), flush=True)

    serve.run(
        page,
        serve.environment(
            page,
            exchange_root=exchange_root,
            store=prepared.store if learner else None,
            language=language,
            learner=learner,
        ),
        port=port,
        browser=not args.no_browser,
        announce=announce,
    )
    print(said.t("open.closed", folder=folder))


def _whole(root, command):
    """Raise Problem when the installation lacks a package or one of the course's own folders."""
    for package in NEEDED_PACKAGES:
        if find_spec(package) is None:
            raise Problem("half_made", missing=package)
    # the model answers are in a checkout alone: an installed wheel has no source/, and so no desk
    own = ["lab/learner"] if command == "start" else ["lab/desk", "source"]
    for needed in (
        *own,
        "lab/extensions",
        f"lessons/da/{WELCOME}",
        f"lessons/en/{WELCOME}",
        "nbgrader_config.py",
    ):
        if not (root / needed).exists():
            raise Problem("half_made", missing=needed)


def _asked_language(argv):
    """The value of --language wherever it stands, so that even a mistyped line is answered in it."""
    for at, word in enumerate(argv):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language" and at + 1 < len(argv):
            return argv[at + 1]
    return None


def _path(text):
    return Path(os.path.abspath(Path(text).expanduser()))


def _port(text):
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem("port_number", port=text)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
