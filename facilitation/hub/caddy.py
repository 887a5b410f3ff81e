"""Caddy before the hub: its own authority in a room, or the world's where the machine has a public name.

It runs as a service of the hub, without its admin door, and does not touch the machine's own trust store.
"""

FILE = "hub/Caddyfile"
STORAGE = "hub/caddy"

LINES = """{{
	admin off
	auto_https disable_redirects
	skip_install_trust
	storage file_system {storage}
	log {{
		level ERROR
	}}
}}
https://{address}:{port} {{
	{tls}
	reverse_proxy 127.0.0.1:{front}
}}
"""


def configuration(settings, inside=True):
    """The Caddyfile. ``inside``: the address is known in this network alone, so Caddy signs for itself."""
    return LINES.format(
        storage=settings.folder / STORAGE,
        address=settings.host,
        port=settings.port,
        tls="tls internal" if inside else "",
        front=settings.ports["front"],
    )


def command(settings):
    return ["caddy", "run", "--config", str(settings.folder / FILE), "--adapter", "caddyfile"]
