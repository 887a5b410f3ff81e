"""``netvaerk effect``: the measurement fixed, files of numbers taken in, and what they show.

::

    netvaerk effect --plan cohort|wait_list --names FILE [--folder F] [--language da|en]
    netvaerk effect [FILE …] [--csv FILE] [--folder F] [--language da|en]

Exit code 2 for what can be mended first; files that could be taken in are.
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation.language import TEXTS
from facilitation.problems import Problem

DONE, FAILED = 0, 2


def add(commands: Any, common: Callable[..., Any], language: str, path: Path, **plain: Any) -> None:
    """Add ``effect`` to the subcommands of ``netvaerk`` (see `facilitation.command`)."""
    t = Texts("effect", language, folder=TEXTS)
    about = t("help.about")
    parser = common(commands.add_parser("effect", help=about, description=about, **plain))
    parser.add_argument("files", metavar="FILE", nargs="*", type=path, help=t("help.files"))
    parser.add_argument("--plan", metavar="cohort|wait_list", help=t("help.plan"))
    parser.add_argument("--names", metavar="FILE", type=path, help=t("help.names"))
    parser.add_argument("--csv", metavar="FILE", type=path, help=t("help.csv"))
    parser.add_argument("--folder", metavar="F", type=path, help=t("help.folder"))
    parser.add_argument("--language", metavar="da|en", help=t("help.language"))


def run(args: Namespace, folder: Path, t: Texts, error: Any) -> Any:
    """Do what ``args`` ask in the facilitator's ``folder``, print it, and return the exit code.

    ``t`` speaks texts/effect.toml; problems go to the stream ``error``.
    """
    from facilitation.cohort import effect, told
    from facilitation.cohort.trial import Trial

    trial, failed = Trial(folder), False

    def tried(action, *given):
        nonlocal failed
        try:
            return action(*given)
        except Problem as problem:
            failed = True
            print(problem.said(t), file=error)

    if args.plan is not None:
        tried(_plan, trial, args)
    for file in args.files:
        if (code := tried(_take_in, trial, file)) is not None:
            print(t("taken", code=code))
    design = tried(lambda: trial.design)
    if design is None:
        print(t("no_design"))
        return FAILED if failed else DONE
    print(told.planned(t, design))
    found = tried(effect.of, trial)
    if found is not None:
        for heads, rows in (told.answers(t, found), told.differences(t, found)):
            print("\n" + " · ".join(heads))
            print("\n".join(" · ".join([name, *filter(None, cells)]) for name, cells in rows))
        print("\n" + "\n".join(told.sentences(t, found)))
        if args.csv is not None:
            tried(_csv, trial, args.csv, t)
    return FAILED if failed else DONE


def _plan(trial, args):
    from facilitation.cohort.trial import KINDS, TrialProblem

    if args.plan not in KINDS:
        raise TrialProblem("effect_kind")
    try:
        names = args.names.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError, AttributeError) as error:
        raise TrialProblem("effect_names", file=args.names or "") from error
    trial.plan(args.plan, names)


def _take_in(trial, file):
    from facilitation.cohort.trial import TrialProblem

    try:
        data = file.read_bytes()
    except OSError as error:
        raise TrialProblem("effect_numbers", file=file.name) from error
    return trial.take_in(data, file.name)


def _csv(trial, file, t):
    from facilitation.cohort import files, told
    from facilitation.cohort.trial import TrialProblem

    table = told.table(trial)
    if table is None:
        print(t("csv_none"))
        return
    try:
        file.write_bytes(files.csv_of(t, table))
    except OSError as error:
        raise TrialProblem("effect_csv", file=file) from error
    print(t("csv_kept", file=file))
