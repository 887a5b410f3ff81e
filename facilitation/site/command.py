"""``netvaerk site``: the course as a folder for any web host.

::

    netvaerk site --to DIR [--hand-in ADDRESS] [--serve | --show-only] [--port N] [--language da|en]

Needs Node and, once, ``npm ci`` in this folder (``make site`` does both). ``--hand-in`` says where learners
send their reflections.
"""

import re
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation.language import TEXTS
from facilitation.problems import Problem

HAND_IN = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+|https://[^\s\"'<>]+")


def add(
    commands: Any, common: Callable[..., Any], language: str, path: Callable[..., Any], **plain: bool | type
) -> None:
    """Add ``site`` to the subcommands of ``netvaerk`` (see `facilitation.command`)."""
    t = Texts("site", language, folder=TEXTS)
    about = t("help.about")
    parser = common(commands.add_parser("site", help=about, description=about, **plain))
    parser.add_argument("--to", metavar="DIR", type=path, required=True, help=t("help.to"))
    parser.add_argument("--hand-in", metavar="ADDRESS", default="", help=t("help.hand_in"))
    showing = parser.add_mutually_exclusive_group()
    showing.add_argument("--serve", action="store_true", help=t("help.serve"))
    showing.add_argument("--show-only", action="store_true", help=t("help.show_only"))
    parser.add_argument("--port", metavar="N", default="8899")
    parser.add_argument("--language", metavar="da|en")


def run(args: Namespace, said: Any, root: Path) -> int:
    """Build, and show where that was asked for. Raises Problem."""
    from facilitation.site import building, serving

    t = Texts("site", said.language, folder=TEXTS)
    if args.hand_in and not HAND_IN.fullmatch(args.hand_in):
        raise Problem("site_hand_in", address=args.hand_in)
    if not args.port.isascii() or not args.port.isdigit() or not 0 < int(args.port) < 65536:
        raise Problem("port_number", port=args.port)
    if not args.show_only:
        building.build(args.to, root, args.hand_in)
        files = [path for path in args.to.rglob("*") if path.is_file()]
        size = round(sum(path.stat().st_size for path in files) / 1e6)
        print(t("made", folder=args.to, n=t.number(len(files)), size=t.number(size)), flush=True)
    elif not (args.to / building.MARK).is_file():
        raise Problem("site_missing", folder=args.to)
    if args.serve or args.show_only:
        try:
            server = serving.server(args.to, int(args.port))
        except OSError as error:
            raise Problem("port_taken", port=args.port) from error
        with server:
            print(said.t("open.address", url=f"http://127.0.0.1:{server.server_port}/"), flush=True)
            server.serve_forever()
    return 0
