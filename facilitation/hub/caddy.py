"""Caddy's part of the door: encryption, and asking `facilitation.hub.door` before anybody comes through.

With this machine's own certificate, one that Caddy signs itself (in a network) or gets (a public name), or
none. It runs without its admin door and does not touch the machine's own trust store.
"""

import json
import os
from typing import Any

from facilitation.hub.certificate import CERTIFICATE, KEY
from facilitation.hub.settings import write_private

FILE = "hub/caddy.json"
STORAGE = "hub/caddy"
# for every browser: nothing here is anything but what it says, and nobody is told where one came from
HEADERS = {
    "X-Content-Type-Options": ["nosniff"],
    "Referrer-Policy": ["same-origin"],
}
# a browser that has seen a public name encrypted asks for it in no other way for half a year
HSTS = {"Strict-Transport-Security": ["max-age=15552000"]}
CLOSED = """<!doctype html><html lang="da"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Netværk er en kompetence</title>
<body style="font: 1.2rem/1.5 sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem">
<p>Vent et øjeblik. Siden kommer selv, og dit arbejde er gemt.</p>
<p lang="en">Wait a moment. The page comes by itself, and your work is kept.</p></body></html>"""


def configuration(settings: Any) -> Any:
    """Caddy's configuration as JSON can say it."""
    encrypted = settings.tls != "none"
    headers = HEADERS | (HSTS if settings.public else {})
    through: dict[str, Any] = {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": "{http.request.header.X-Door-To}"}],
        "headers": {"request": {"delete": ["X-Door-To"]}},
    }
    if encrypted:
        # whatever a server behind has forgotten
        secure = {"Set-Cookie": [{"search_regexp": "$", "replace": "; Secure"}]}
        through["headers"]["response"] = {"replace": secure}
    server = {
        "listen": [f"tcp4/{'127.0.0.1' if settings.demo else '0.0.0.0'}:{settings.port}"],
        "protocols": ["h1", "h2"],
        "automatic_https": {"disable_redirects": True} if settings.tls == "caddy" else {"disable": True},
        "routes": [
            {
                # the names Caddy is to have certificates for
                **({"match": [{"host": settings.hosts}]} if settings.tls == "caddy" else {}),
                "handle": [
                    {"handler": "headers", "response": {"set": headers, "deferred": True}},
                    _ask(settings),
                    through,
                ],
            }
        ],
        "errors": {
            "routes": [
                {
                    "handle": [
                        {
                            "handler": "static_response",
                            "status_code": "503",
                            "headers": {
                                "Content-Type": ["text/html; charset=utf-8"],
                                "Cache-Control": ["no-store"],
                            },
                            "body": CLOSED,
                        }
                    ]
                }
            ]
        },
    }
    apps = {"http": {"servers": {"room": server}}}
    if encrypted:
        # who comes by an address and not by a name says no name
        server["tls_connection_policies"] = [{"default_sni": settings.host}]
        apps["tls"] = _certificates(settings)
    return {
        "admin": {"disabled": True, "config": {"persist": False}},
        "storage": {"module": "file_system", "root": str(settings.folder / STORAGE)},
        # no log tells who asked for what
        "logging": {"logs": {"default": {"level": "ERROR", "exclude": ["http.log.error", "http.handlers"]}}},
        "apps": apps,
    }


def _ask(settings):
    """The question, and what to do with a yes; any other answer goes to the browser as it is."""
    heard = {
        "X-Door-To": ["{http.reverse_proxy.header.X-Door-To}"],
        "Cookie": ["{http.reverse_proxy.header.X-Door-Cookie}"],
    }
    return {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": f"unix/{settings.run / 'door.sock'}"}],
        "rewrite": {"method": "GET", "uri": "/"},
        "headers": {
            "request": {
                "set": {
                    "X-Forwarded-Method": ["{http.request.method}"],
                    "X-Forwarded-Uri": ["{http.request.uri}"],
                },
                "delete": ["Upgrade", "Connection"],
            }
        },
        "handle_response": [
            {
                "match": {"status_code": [200]},
                "routes": [{"handle": [{"handler": "headers", "request": {"set": heard}}]}],
            }
        ],
    }


def _certificates(settings):
    if settings.tls == "own":
        files = {
            "certificate": settings.certificate or str(settings.folder / CERTIFICATE),
            "key": settings.key or str(settings.folder / KEY),
        }
        return {"certificates": {"load_files": [files]}}
    policy = {"subjects": settings.hosts}
    if not settings.public:
        policy["issuers"] = [{"module": "internal"}]
    return {"automation": {"policies": [policy]}}


def write(settings: Any) -> None:
    write_private(settings.folder / FILE, json.dumps(configuration(settings), indent=1))


def command(settings: Any) -> Any:
    return ["caddy", "run", "--config", str(settings.folder / FILE)]


def environment(settings: Any) -> Any:
    """Its own folders, and nothing else of whoever started the hub."""
    place = str(settings.folder / STORAGE)
    own = {name: place for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return {"PATH": os.environ.get("PATH", os.defpath)} | own
