"""The ``netvaerk`` command.

``netvaerk start`` makes or refreshes the learner's own folder and opens the course in it; ``netvaerk desk``
does the same for the facilitator's folder and opens the front page of the desk. What goes wrong and can be
mended is one sentence in the user's language on standard error, and exit code 2.

::

    netvaerk start [--folder F] [--language da|en] [--no-browser] [--port N] [--exchange DIR]
    netvaerk desk  [--folder F] [--language da|en] [--no-browser] [--port N] [--exchange DIR]
    netvaerk grade ASSIGNMENT (see `facilitation.grading.command`)
    netvaerk collect [FILE …] [--learner NAME] [--again] [--folder F] [--language da|en]
    netvaerk check [--folder F] [--language da|en] [--exchange DIR]
    netvaerk send  [--folder F] [--language da|en] [--exchange DIR]
    netvaerk effect [FILE …] (see `facilitation.cohort.command`)
    netvaerk learner export|remove NAME (see `facilitation.duties.command`)
    netvaerk hub (see `facilitation.hub.command`)
    netvaerk site --to DIR (see `facilitation.site.command`)
    netvaerk workbook --to FILE [--language da|en]

``netvaerk check`` collects and checks everything, and ``netvaerk send`` sends all that is read: the two
buttons
of the desk's front page (see `facilitation.cohort.everything`). Exit code 2 where a hand-in needs a person.
``netvaerk workbook`` makes the PDF of all exercises for paper, the one that a learner fetches on the page
*Your own way*.
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
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from exercises import language as speak
from exercises.places import root as course_root
from exercises.texts import Texts
from facilitation import exchange, learner_folder, serve
from facilitation.cohort import command as effect
from facilitation.duties import command as learner_data
from facilitation.grading import command as grade
from facilitation.hub import command as hub
from facilitation.language import LANGUAGES, TEXTS, choose
from facilitation.problems import Problem
from facilitation.site import command as site

NEEDED_PACKAGES = (
    *("jupyterlab", "nbgrader", "nbformat", "ipykernel", "ipywidgets", "anywidget"),
    *("networkx", "babel", "platformdirs"),
)
DESK_PACKAGES = ("numpy", "pandas", "scipy")
WELCOME = "00-welcome.ipynb"
FAILED = 2


def main(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
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
        if args.command in ("check", "send"):
            return _everything(args, said)
        if args.command == "effect":
            return _effect(args, said)
        if args.command == "learner":
            return learner_data.run(args, said)
        if args.command == "grade":
            return grade.run(args, said)
        if args.command == "hub":
            return hub.run(args, said, root or course_root())
        if args.command == "workbook":
            return _workbook(args, said, root or course_root())
        if args.command == "site":
            return site.run(args, said, root or course_root())
        _open(args, root or course_root(), said)
    except Problem as problem:
        print(problem.said(said.t), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return 0


class Said:
    """The language to speak, which may change once the folder is known."""

    def __init__(self, language: str) -> None:
        self.language = language

    @property
    def t(self) -> Any:
        return Texts("command", self.language, folder=TEXTS)


class Parser(argparse.ArgumentParser):
    """argparse, but a word it does not understand is a Problem in the user's language."""

    def error(self, message: str) -> NoReturn:
        raise Problem("not_understood", what=" ".join(self.seen) or message)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[argparse.Namespace, list[Any]]:
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
        if name == "desk":
            command.add_argument("--source", metavar="DIR", type=_path, help=t("help.source"))
    about = t("help.collect")
    command = common(commands.add_parser("collect", help=about, description=about, **plain))
    command.add_argument("files", metavar="FILE", nargs="*", type=_path, help=t("help.files"))
    command.add_argument("--learner", metavar=t("help.name"), help=t("help.learner"))
    command.add_argument("--again", action="store_true", help=t("help.again"))
    command.add_argument("--folder", metavar="F", type=_path, help=t("help.folder"))
    command.add_argument("--language", metavar="da|en", help=t("help.language"))
    for name in ("check", "send"):
        about = t(f"help.{name}")
        command = common(commands.add_parser(name, help=about, description=about, **plain))
        command.add_argument("--folder", metavar="F", type=_path, help=t("help.folder"))
        command.add_argument("--language", metavar="da|en", help=t("help.language"))
        command.add_argument("--exchange", metavar="DIR", type=_path, help=t("help.exchange"))
    grade.add(commands, common, t.lang, _path, **plain)
    effect.add(commands, common, t.lang, _path, **plain)
    learner_data.add(commands, common, t.lang, _path, **plain)
    hub.add(commands, common, t.lang, _path, **plain)
    site.add(commands, common, t.lang, _path, **plain)
    about = t("help.workbook")
    command = common(commands.add_parser("workbook", help=about, description=about, **plain))
    command.add_argument("--to", metavar="FILE", type=_path, required=True, help=t("help.workbook_to"))
    command.add_argument("--language", metavar="da|en", help=t("help.language"))
    return parser


def _desk(args, said):
    """The facilitator's folder that is asked for; ``said`` speaks its language from here on."""
    from facilitation import desk_folder

    if args.language is not None and args.language not in LANGUAGES:
        raise Problem("unknown_language", language=args.language)
    folder = args.folder or desk_folder.default(Path.home(), said.language)
    said.language = choose(args.language, learner_folder.last_language(folder), os.environ)
    if not desk_folder.made(folder):
        raise Problem("no_desk", folder=folder)
    return folder


def _everything(args, said):
    """One of the two verbs that move all hand-ins; returns the exit code."""
    folder = _desk(args, said)
    os.environ["NETVAERK_COURSE"] = str(folder)
    os.environ.setdefault("NETVAERK_EXCHANGE", str(args.exchange or exchange.default()))
    from facilitation.cohort import everything

    t = Texts("desk_front", said.language, folder=TEXTS)
    try:
        went = (everything.collect_and_check if args.command == "check" else everything.send)(folder, t.lang)
    except Problem as problem:
        print(problem.said(t), file=sys.stderr)
        return FAILED
    if args.command == "check":
        print(t("collected_now", collected=t.number(went.collected), checked=t.number(went.checked)))
    else:
        print(t("sent_now", sent=t.number(went.sent), mail=t.number(len(went.mail))))
        for learner, step, hand_in in went.mail:
            print(f"{learner.name}: {step.title} · {learner.email or t('mail.no_address')} · {hand_in.page}")
    for line in went.look:
        print(line)
    return FAILED if went.look else 0


def _workbook(args, said, root):
    """Write the exercises for paper into a file; returns the exit code."""
    if args.language is not None and args.language not in LANGUAGES:
        raise Problem("unknown_language", language=args.language)
    speak(said.language)
    from exercises.views.workbook import pdf_of

    folders = [root / room / said.language for room in ("lessons", "workshops")]
    try:
        args.to.write_bytes(pdf_of(folders, root / "release", said.language))
    except OSError as problem:
        raise Problem("workbook_not_written", file=args.to) from problem
    print(said.t("workbook_made", file=args.to))
    return 0


def _effect(args, said):
    """What a measurement shows; returns the exit code."""
    folder = _desk(args, said)
    return effect.run(args, folder, Texts("effect", said.language, folder=TEXTS), sys.stderr)


def _collect(args, said):
    """Take hand-ins into the facilitator's folder and say which; returns the exit code."""
    from facilitation import taking_in

    folder = _desk(args, said)
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
    source = None if learner else _assignments(args.source, root, folder)
    extensions = dict(serve.LEARNER_EXTENSIONS if learner else serve.DESK_EXTENSIONS)
    if not exchange.available():
        # then a reflection offers its file to send, instead of a button that must fail
        extensions[serve.HAND_IN] = False
    exchange_root = (args.exchange or exchange.default()) if exchange.available() else None
    page = serve.Page(
        folder,
        root,
        settings="learner" if learner else "desk",
        first=f"/lab/tree/{language}/{WELCOME}" if learner else serve.front(language),
        extensions=extensions,
        alone=learner and not exchange.is_collected(exchange_root),
    )
    if port is None and (url := serve.running(page)):
        print(said.t("open.already", url=url), flush=True)
        if not args.no_browser:
            serve.show(url)
        return
    if port:
        serve.free(port)
    also = {} if learner else {"source": source}
    prepared = place.prepare(folder, root, language, exchange_root, **also)
    for name in prepared.kept:
        print(said.t("note.kept", file=name))
    for assignment, where in prepared.failed:
        print(said.t("note.release_failed", assignment=assignment, folder=where))
    if exchange_root is None:
        where = folder / (learner_folder.REFLECTIONS if learner else place.INBOX)
        print(said.t("note.no_exchange" if learner else "note.no_collect", folder=where))
    key = "open.address" if args.no_browser else "open.browser"

    def announce(url):
        if (
            not learner and sys.platform == "linux"
        ):  # elsewhere there is no box, and the button stays nbgrader's
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


def _assignments(given, root, desk):
    """The folder of the assignments in the one that was ``given``; None where that of the course will do.

    The model answers are in a checkout alone: an installed wheel has none, and a desk made before keeps its
    own. Raises Problem where there are none at all.
    """
    if given is None:
        if exchange.assignments(root / "source") or exchange.assignments(desk / "source"):
            return None
        raise Problem("no_source")
    released = set(exchange.assignments(root / "release"))
    for source in (given, given / "source"):
        if released & set(exchange.assignments(source)):
            return source
    raise Problem("no_assignments", folder=given)


def _whole(root, command):
    """Raise Problem when the installation lacks a package or one of the course's own folders."""
    for package in NEEDED_PACKAGES if command == "start" else NEEDED_PACKAGES + DESK_PACKAGES:
        if find_spec(package) is None:
            raise Problem("half_made", missing=package)
    for needed in (
        "lab/learner" if command == "start" else "lab/desk",
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
