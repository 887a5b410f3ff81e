"""JupyterHub's configuration, made from a hub's settings."""

import sys
from typing import Any

from exercises.texts import Texts
from facilitation import serve
from facilitation.exchange import COURSE
from facilitation.hub import join
from facilitation.hub.accounts import DESK, account_name
from facilitation.hub.enter import Enter
from facilitation.hub.evening import OwnAnswers
from facilitation.hub.proxy import DoorProxy
from facilitation.hub.settings import TEMPLATES, socket_url
from facilitation.hub.sign_in import GRADERS, Words, WorkshopAuthenticator
from facilitation.hub.spawner import DemoSpawner, LearnerSpawner
from facilitation.hub.tonight import Tonight
from facilitation.language import LANGUAGES, TEXTS

WORDS = "hub/words.sqlite"
# where JupyterHub asks for an address and there is none: the service answers on a socket (see `app`)
NOWHERE = "http://127.0.0.1:9/"


def configure(c: Any, settings: Any) -> Any:
    """Fill in a traitlets Config ``c`` from `settings.Settings` and return it."""
    _addresses(c, settings)
    _kept(c, settings)
    _sign_in(c, settings)
    _learners(c, settings)
    _desk(c, settings)
    _pages(c, settings)
    return c


def _addresses(c, settings):
    """Only the door is open to the network; all else answers on sockets that root alone can put there."""
    c.JupyterHub.proxy_class = DoorProxy
    c.DoorProxy.folder = str(settings.folder)
    ip = "127.0.0.1" if settings.demo else "0.0.0.0"
    c.JupyterHub.bind_url = f"http://{ip}:{settings.port}/"
    c.Room.desk_url, c.Room.desk_name = socket_url(settings.desk_socket), settings.desk_name
    c.Room.homes = "" if settings.demo else str(settings.homes)
    c.JupyterHub.hub_bind_url = c.JupyterHub.hub_connect_url = settings.hub_url
    # learners' servers ask it who comes: whoever has no word of its own is answered 403
    c.JupyterHub.hub_socket_mode = 0o666
    if settings.tls != "none":
        secure = {"cookie_options": {"secure": True}, "xsrf_cookie_kwargs": {"secure": True}}
        c.JupyterHub.tornado_settings = secure
    if settings.subdomains:
        c.JupyterHub.subdomain_host = settings.url.rstrip("/")


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
    c.WorkshopAuthenticator.most_people = c.JupyterHub.active_server_limit = settings.people
    c.WorkshopAuthenticator.most_names = settings.names
    # at every sign-in the user is put into the group of the facilitators, or taken out of it
    c.WorkshopAuthenticator.manage_groups = True

    def first_page(handler):
        user = handler.current_user
        if user is None:
            return ""  # then the hub asks who comes, and asks here again: an address would be gone to at once
        grades = any(group.name == GRADERS for group in user.groups)
        return f"/services/{COURSE}{serve.front(settings.language)}" if grades else "/hub/spawn"

    c.JupyterHub.default_url = first_page


def _learners(c, settings):
    words = Words(settings.folder / WORDS)
    c.JupyterHub.spawner_class = DemoSpawner if settings.demo else LearnerSpawner
    c.LearnerSpawner.homes = c.DemoSpawner.homes = str(settings.homes)
    c.LearnerSpawner.sockets = str(settings.run / "servers")
    # no settings file of a learner's own is read by what JupyterHub starts for them
    c.Spawner.disable_user_config = not settings.demo
    c.DemoSpawner.home_dir_template = str(settings.homes / "{username}")
    c.Spawner.cmd = [sys.executable, "-m", "facilitation.hub.learner"]
    c.Spawner.environment = _environment(settings) | {
        "NETVAERK_SETTINGS": str(settings.run / "settings"),
        "NETVAERK_LANGUAGE": lambda spawner: words.language(spawner.user.name) or settings.language,
    }
    # one answers in a few seconds, thirty at once on two cores in a minute and a half
    c.Spawner.start_timeout = c.Spawner.http_timeout = 180
    # a server that has ended is known for that before its learner has looked twice
    c.Spawner.poll_interval = 5
    c.Spawner.mem_limit = settings.memory
    c.Spawner.cpu_limit = 2
    # a page that was left is stopped, and comes back when it is opened again
    c.JupyterHub.implicit_spawn_seconds = 0.1
    often = ["--timeout", str(settings.idle), "--cull-every", str(max(settings.idle // 10, 1))]
    scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    _service(c, "idle", [sys.executable, "-m", "facilitation.hub.idle", *often])
    c.JupyterHub.load_roles.append({"name": "idle", "scopes": scopes, "services": ["idle"]})


def _desk(c, settings):
    more = {} if settings.demo else {"user": DESK}
    _service(
        c,
        COURSE,
        [sys.executable, "-m", "facilitation.hub.desk"],
        url=NOWHERE,
        cwd=str(settings.desk),
        environment=desk_environment(settings),
        oauth_no_confirm=True,
        display=True,
        **more,
    )
    scopes = [f"access:services!service={COURSE}", f"read:services!service={COURSE}", "list:services"]
    c.JupyterHub.load_roles.append({"name": "facilitator", "scopes": scopes, "groups": [GRADERS]})


def desk_environment(settings: Any) -> Any:
    """What `facilitation.hub.desk` is told."""
    own = {} if settings.demo else {"NETVAERK_OWN_ACCOUNTS": "1"}
    return (
        _environment(settings)
        | own
        | {
            "NETVAERK_DESK": str(settings.desk),
            "NETVAERK_LISTENING": str(settings.desk_socket),
            "NETVAERK_LANGUAGE": settings.language,
            # where people say what the host's desk takes in
            "NETVAERK_EVENING": f"{settings.url}hub/evening",
        }
    )


def _pages(c, settings):
    c.JupyterHub.template_paths = [str(TEMPLATES)]
    both = {language: Texts("hub", language, folder=TEXTS) for language in LANGUAGES}
    c.JupyterHub.template_vars = {
        "both": both,
        "language": settings.language,
        "demo": settings.demo,
        # not formgrader, which the hub lets nobody show inside another page
        "front": {language: serve.front(language).lstrip("/") for language in LANGUAGES},
    }
    known = {"settings": settings, "graders": GRADERS}
    c.JupyterHub.extra_handlers = [
        (r"/join", join.Join, known),
        (r"/door", Enter, known),
        (r"/evening", OwnAnswers, {"settings": settings}),
        (r"/tonight", Tonight, {"settings": settings}),
    ]


def _environment(settings):
    return {"NETVAERK_ROOT": str(settings.root), "NETVAERK_EXCHANGE": str(settings.exchange)}


def _service(c, name, command, **more):
    if "services" not in c.JupyterHub:
        c.JupyterHub.services, c.JupyterHub.load_roles = [], []
    # one that outlived a hub that was killed would keep its port and its old word from the next hub
    ending_with_the_hub = ["setpriv", "--pdeathsig", "TERM", *command]
    c.JupyterHub.services.append({"name": name, "command": ending_with_the_hub, "display": False} | more)
