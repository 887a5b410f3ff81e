"""JupyterHub's configuration, made from a hub's settings."""

import sys
from pathlib import Path

from exercises.texts import Texts
from facilitation.exchange import COURSE
from facilitation.hub import caddy, join
from facilitation.hub.accounts import DESK, account_name
from facilitation.hub.certificate import CERTIFICATE, KEY
from facilitation.hub.sign_in import Words, WorkshopAuthenticator
from facilitation.hub.spawner import DemoSpawner, LearnerSpawner
from facilitation.language import LANGUAGES, TEXTS

PROXY = Path(__file__).parents[2] / "hub" / "proxy"
PROXY_COMMAND = PROXY / "node_modules" / ".bin" / "configurable-http-proxy"
TEMPLATES = Path(__file__).parent / "templates"
WORDS = "hub/words.sqlite"
GRADERS = f"formgrade-{COURSE}"
HERE = "127.0.0.1"


def configure(c, settings):
    """Fill in a traitlets Config ``c`` from `settings.Settings` and return it."""
    _addresses(c, settings)
    _kept(c, settings)
    _sign_in(c, settings)
    _learners(c, settings)
    _desk(c, settings)
    _pages(c, settings)
    return c


def _addresses(c, settings):
    """Only the proxy's door is open to the network; hub, proxy's API and desk answer this machine alone."""
    command = [str(PROXY_COMMAND)]
    if settings.tls == "caddy":
        # Caddy has the door, and says in its own headers who came and how
        c.JupyterHub.bind_url = f"http://{HERE}:{settings.ports['front']}/"
        c.JupyterHub.tornado_settings = {"cookie_options": {"secure": True}}
        command.append("--no-x-forward")
        _service(c, "caddy", caddy.command(settings))
    else:
        scheme = "https" if settings.tls == "own" else "http"
        # without accounts of their own nobody else's learners should come
        ip = HERE if settings.demo else "0.0.0.0"
        c.JupyterHub.bind_url = f"{scheme}://{ip}:{settings.port}/"
    if settings.tls == "own":
        c.JupyterHub.ssl_key = str(settings.folder / KEY)
        c.JupyterHub.ssl_cert = str(settings.folder / CERTIFICATE)
    c.JupyterHub.hub_bind_url = f"http://{HERE}:{settings.ports['hub']}"
    c.ConfigurableHTTPProxy.command = command
    c.ConfigurableHTTPProxy.log_level = "error"
    c.ConfigurableHTTPProxy.api_url = f"http://{HERE}:{settings.ports['proxy']}"
    c.ConfigurableHTTPProxy.pid_file = str(settings.hub / "proxy.pid")


def _kept(c, settings):
    c.JupyterHub.db_url = f"sqlite:///{settings.hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(settings.hub / "cookie-secret")
    # errors only: no log tells who read what and when
    c.JupyterHub.log_level = "ERROR"


def _sign_in(c, settings):
    facilitators = [account_name(name) for name in settings.facilitators]
    c.JupyterHub.authenticator_class = WorkshopAuthenticator
    c.Authenticator.allow_all = True
    c.WorkshopAuthenticator.code = settings.code
    c.WorkshopAuthenticator.facilitator_code = settings.facilitator_code
    c.WorkshopAuthenticator.facilitators = facilitators
    c.WorkshopAuthenticator.words_file = str(settings.folder / WORDS)
    c.WorkshopAuthenticator.homes = str(settings.homes)
    c.WorkshopAuthenticator.own_accounts = not settings.demo
    c.WorkshopAuthenticator.language = settings.language
    c.JupyterHub.load_groups = {GRADERS: {"users": facilitators}}

    def first_page(handler):
        user = handler.current_user
        grades = user and any(group.name == GRADERS for group in user.groups)
        return f"/services/{COURSE}/lab?formgrader=true" if grades else "/hub/spawn"

    c.JupyterHub.default_url = first_page


def _learners(c, settings):
    words = Words(settings.folder / WORDS)
    c.JupyterHub.spawner_class = DemoSpawner if settings.demo else LearnerSpawner
    c.LearnerSpawner.homes = c.DemoSpawner.homes = str(settings.homes)
    c.DemoSpawner.home_dir_template = str(settings.homes / "{username}")
    c.Spawner.cmd = [sys.executable, "-m", "facilitation.hub.learner"]
    c.Spawner.environment = _environment(settings) | {
        "NETVAERK_LANGUAGE": lambda spawner: words.language(spawner.user.name) or settings.language
    }
    # one answers in a few seconds, thirty at once on two cores in a minute and a half
    c.Spawner.start_timeout = c.Spawner.http_timeout = 180
    c.Spawner.mem_limit = settings.memory
    c.Spawner.cpu_limit = 2
    # a page that was left is stopped, and comes back when it is opened again
    c.JupyterHub.implicit_spawn_seconds = 0.1
    often = ["--timeout", str(settings.idle), "--cull-every", str(max(settings.idle // 10, 1))]
    scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    _service(c, "idle", [sys.executable, "-m", "jupyterhub_idle_culler", *often])
    c.JupyterHub.load_roles.append({"name": "idle", "scopes": scopes, "services": ["idle"]})


def _desk(c, settings):
    more = {} if settings.demo else {"user": DESK}
    _service(
        c,
        COURSE,
        [sys.executable, "-m", "facilitation.hub.desk"],
        url=f"http://{HERE}:{settings.ports['desk']}",
        cwd=str(settings.desk),
        environment=desk_environment(settings),
        oauth_no_confirm=True,
        display=True,
        **more,
    )
    scopes = [f"access:services!service={COURSE}", f"read:services!service={COURSE}", "list:services"]
    c.JupyterHub.load_roles.append({"name": "facilitator", "scopes": scopes, "groups": [GRADERS]})


def desk_environment(settings):
    """What `facilitation.hub.desk` is told."""
    own = {} if settings.demo else {"NETVAERK_OWN_ACCOUNTS": "1"}
    return (
        _environment(settings)
        | own
        | {
            "NETVAERK_DESK": str(settings.desk),
            "NETVAERK_LANGUAGE": settings.language,
        }
    )


def _pages(c, settings):
    c.JupyterHub.template_paths = [str(TEMPLATES)]
    both = {language: Texts("hub", language, folder=TEXTS) for language in LANGUAGES}
    c.JupyterHub.template_vars = {"both": both, "language": settings.language, "demo": settings.demo}
    c.JupyterHub.extra_handlers = [(r"/join", join.Join, {"settings": settings, "graders": GRADERS})]


def _environment(settings):
    return {"NETVAERK_ROOT": str(settings.root), "NETVAERK_EXCHANGE": str(settings.exchange)}


def _service(c, name, command, **more):
    if "services" not in c.JupyterHub:
        c.JupyterHub.services, c.JupyterHub.load_roles = [], []
    # one that outlived a hub that was killed would keep its port and its old word from the next hub
    ending_with_the_hub = ["setpriv", "--pdeathsig", "TERM", *command]
    c.JupyterHub.services.append({"name": name, "command": ending_with_the_hub, "display": False} | more)
