"""``netvaerk learner``: what is kept about one learner, out in one zip or gone (see `.learner`).

::

    netvaerk learner export NAME --to DIR [--folder F] [--exchange DIR] [--language da|en]
    netvaerk learner remove NAME [--yes]  [--folder F] [--exchange DIR] [--language da|en]

Exit code 0 when it is done, 1 when a removal was not confirmed, 2 for what can be mended first.
"""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation import exchange
from facilitation.language import LANGUAGES, TEXTS, choose
from facilitation.learner_folder import last_language
from facilitation.problems import Problem

DONE, NOT_CONFIRMED = 0, 1
BEYOND = ("own_folder", "backups", "mail", "hub", "other_name")


def add(
    commands: Any, common: Callable[..., Any], language: str, path: Callable[..., Any], **plain: bool | type
) -> None:
    """Add ``learner`` to the subcommands of ``netvaerk`` (see `facilitation.command`)."""
    t = Texts("duties", language, folder=TEXTS)
    about = t("help.about")
    parser = common(commands.add_parser("learner", help=about, description=about, **plain))
    steps = parser.add_subparsers(dest="step", title=t("help.steps"), metavar="", required=True)
    for step in ("export", "remove"):
        about = t(f"help.{step}")
        one = common(steps.add_parser(step, help=about, description=about, **plain))
        one.add_argument("name", metavar=t("help.name_word"), help=t("help.name"))
        if step == "export":
            one.add_argument("--to", metavar="DIR", type=path, required=True, help=t("help.to"))
        else:
            one.add_argument("--yes", action="store_true", help=t("help.yes"))
        one.add_argument("--folder", metavar="F", type=path, help=t("help.folder"))
        one.add_argument("--exchange", metavar="DIR", type=path, help=t("help.exchange"))
        one.add_argument("--language", metavar="da|en", help=t("help.language"))


def run(args: Namespace, said: Any) -> Any:
    """Export or remove as ``args`` say, tell what was done, and return the exit code. Raises Problem."""
    from facilitation import desk_folder
    from facilitation.duties import learner as duties

    if args.language is not None and args.language not in LANGUAGES:
        raise Problem("unknown_language", language=args.language)
    folder = args.folder or desk_folder.default(Path.home(), said.language)
    said.language = choose(args.language, last_language(folder), os.environ)
    t = Texts("duties", said.language, folder=TEXTS)
    if not desk_folder.made(folder):
        raise Problem("no_desk", folder=folder)
    learner = duties.Learner(folder, args.name, _exchange(args))
    if args.step == "export":
        return _export(learner, args.to, t)
    return _remove(learner, args.yes, t)


def _exchange(args):
    if not exchange.available():
        return None
    # as the facilitator's nbgrader_config.py has it
    return args.exchange or Path(os.environ.get("NETVAERK_EXCHANGE") or exchange.default())


def _export(learner, to, t):
    def readme(counts):
        beyond = [t(f"readme.{key}") for key in ("own_folder", "others")]
        return "\n\n".join([t("readme.about", name=learner.name), "\n".join(_lines(counts, t)), *beyond, ""])

    path, counts = learner.export(to, readme)
    print("\n".join(_lines(counts, t)))
    print(t("exported", file=path))
    return DONE


def _remove(learner, yes, t):
    counts = learner.find().counts
    if counts:
        print(t("there", name=learner.name))
        print("\n".join(_lines(counts, t)))
        if not yes and _answer(t("confirm", name=learner.name)) != learner.name:
            print(t("not_removed"))
            return NOT_CONFIRMED
    # where an earlier removal was interrupted there may be nothing left to count, and it is not done
    _, mentions = learner.remove()
    print(t("removed"))
    print(t("beyond.heading"))
    for key in BEYOND:
        print(t("beyond.line", what=t(f"beyond.{key}")))
    if mentions:
        print(t("mentions", name=learner.name))
        for file in mentions:
            print(t("beyond.line", what=file))
    return DONE


def _lines(counts, t):
    return [t("line", what=t(f"kind.{kind}"), n=n) for kind, n in counts.items()]


def _answer(question):
    try:
        return input(question).strip()
    except EOFError:  # nobody is there to ask
        return ""
