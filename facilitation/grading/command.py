"""``netvaerk grade``: its words on the command line, its bar, and its lines about who to look at.

::

    netvaerk grade ASSIGNMENT [--folder F] [--workers N | --scheduler tcp://HOST:PORT] [--force]
                   [--unsandboxed] [--language da|en]

Exit code 0 when every hand-in has been graded, 1 when some could not be, 2 for what can be mended first.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation import exchange, gradebook
from facilitation.language import TEXTS, choose
from facilitation.learner_folder import last_language
from facilitation.problems import NO_ROOM

ALL_GRADED, SOME_LEFT, MEND_FIRST = 0, 1, 2


def add(
    commands: Any, common: Callable[..., Any], language: str, path: Callable[..., Any], **plain: bool | type
) -> None:
    """Add ``grade`` to the subcommands of ``netvaerk`` (see `facilitation.command`)."""
    t = Texts("grade", language, folder=TEXTS)
    about = t("help.about")
    parser = common(commands.add_parser("grade", help=about, description=about, **plain))
    parser.add_argument("assignment", metavar=t("help.assignment_name"), help=t("help.assignment"))
    parser.add_argument("--folder", metavar="F", type=path, help=t("help.folder"))
    parser.add_argument("--workers", metavar="N", help=t("help.workers"))
    parser.add_argument("--scheduler", metavar="tcp://HOST:PORT", help=t("help.scheduler"))
    parser.add_argument("--force", action="store_true", help=t("help.force"))
    parser.add_argument("--unsandboxed", action="store_true", help=t("help.unsandboxed"))
    parser.add_argument("--language", metavar="da|en", help=t("help.language"))


def run(args: Namespace, said: Any) -> Any:
    """Grade as ``args`` say, print how it went, and return the exit code."""
    from facilitation import desk_folder

    folder = args.folder or desk_folder.default(Path.home(), said.language)
    said.language = choose(args.language, last_language(folder), os.environ)
    t = Texts("grade", said.language, folder=TEXTS)
    problem = _problem(args, folder)
    if problem:
        return _stop(t, *problem)

    from facilitation.grading.bench import Bench

    with closing(Bench()) as bench:
        if not args.scheduler:
            # it imports its part while this process imports its own
            bench.begin()
        return _grade(args, folder, bench, t)


def _grade(args, folder, bench, t):
    from facilitation.grading import lean

    lean.nbgrader()
    from facilitation.grading import batch, cluster, sandbox

    sandboxed = not args.unsandboxed
    # a cluster's workers are asked about theirs
    if sandboxed and not args.scheduler and not sandbox.available():
        return _stop(t, "no_sandbox", {})
    try:
        with gradebook.reached(gradebook.address(folder)):
            if args.scheduler:
                work = cluster.Batch(folder, args.assignment, args.scheduler, force=args.force)
            else:
                work = batch.Batch(folder, args.assignment, force=args.force, bench=bench)
    except batch.Unknown:
        return _stop(t, "unknown", {"assignment": args.assignment, "known": _known(folder)})
    # one more than there are cores, for each waits for its kernel now and then
    workers = int(args.workers or len(os.sched_getaffinity(0)) + 1)
    if not work.students:
        print(t("nothing" if work.handed_in else "nobody", assignment=args.assignment))
        return ALL_GRADED
    if not sandboxed:
        print(t("unsandboxed"))
    if len(work.handed_in) > len(work.students):
        print(t("resumed", n=len(work.handed_in) - len(work.students)))
    try:
        with gradebook.reached(gradebook.address(folder)):
            outcomes = _with_bar(work, workers, sandboxed, t)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return _stop(t, "no_room", {"folder": folder})
    except batch.Busy:
        return _stop(t, "busy", {"folder": folder})
    except (batch.Halted, cluster.Unusable) as problem:
        print(problem.said(t, **{"folder": folder} | problem.names), file=sys.stderr)
        return MEND_FIRST
    except KeyboardInterrupt:
        print(t("interrupted"), file=sys.stderr)
        raise
    return _summary(outcomes, t)


def line(outcome: Any, t: Texts) -> str:
    """The line about one hand-in that a person should look at, "" for one that needs nobody."""
    if not outcome.reasons:
        return ""
    key = outcome.reasons[0]
    cells = ", ".join(outcome.cells) or t("some_cell")
    why = t(f"reason.{key}", cells=cells, error=outcome.detail)
    state = t(f"state.{outcome.state}")
    return t("line", who=printable(outcome.student), state=state, why=why)


def printable(name: str) -> str:
    """A folder's name without what would act on the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _with_bar(work, workers, sandboxed, t):
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # no thread of its own, for workers are forked from this process
    with Progress(*columns, auto_refresh=False) as progress:
        task = progress.add_task(t("bar"), total=len(work.students))

        def on_outcome(outcome):
            progress.update(task, advance=1, refresh=True)
            if words := line(outcome, t):
                progress.console.print(words, markup=False, highlight=False, soft_wrap=True)

        return work.grade(workers, sandboxed=sandboxed, on_outcome=on_outcome)


def _summary(outcomes, t):
    from facilitation.grading.unit import FAILED

    failed = sum(outcome.state == FAILED for outcome in outcomes)
    eye = sum(bool(outcome.reasons) for outcome in outcomes)
    print(t("done", graded=len(outcomes) - failed, failed=failed, eye=eye))
    return SOME_LEFT if failed else ALL_GRADED


def _problem(args, folder):
    if sys.platform != "linux":
        return "linux_only", {}
    from facilitation import desk_folder

    if not desk_folder.made(folder):
        return "no_desk", {"folder": folder}
    name, workers = args.assignment, args.workers
    if not name or Path(name).name != name or set(name) & set("*?[]"):
        return "assignment_name", {"assignment": printable(name)}
    if workers is not None and args.scheduler:
        return "workers_of_cluster", {}
    if workers is not None and not (workers.isascii() and workers.isdigit() and int(workers)):
        return "workers", {"workers": printable(workers)}
    return None


def _known(folder):
    return ", ".join(exchange.assignments(folder / "source"))


def _stop(t, key, names):
    print(t(f"problem.{key}", **names), file=sys.stderr)
    return MEND_FIRST
