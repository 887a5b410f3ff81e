"""Shows the site on this machine, with the headers that a web host is asked to give."""

import http.server
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import Any

KINDS = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
KINDS |= {".ipynb": "application/json", ".webmanifest": "application/manifest+json"}
# Nothing but this origin, and nobody may frame it. Python is compiled in the browser: wasm-unsafe-eval; and
# JupyterLab checks its settings with code it makes: unsafe-eval.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self' data: blob:",
        "frame-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | KINDS
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: Any, *args: Namespace) -> None:
        pass


def server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server on this machine alone, not yet running; port 0 takes a free one. Raises OSError."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))
