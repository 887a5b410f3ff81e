"""What this course's hub does beyond the settings in values.yaml.

The chart loads this file with the rest of the hub's configuration (``hub.extraFiles``, see README.md), where
``c`` is the configuration and ``get_config`` reads the chart's values. Three things happen here: who is a
facilitator is settled at sign-in, their server is made with ``custom.facilitator``, and every server gets a
word for the exchange that is good for nothing else.
"""

from typing import Any

COURSE = "netvaerk"
FACILITATORS = f"formgrade-{COURSE}"
# as facilitation/exchange_service/door.py has it
EXCHANGE = "exchange"
ACCESS = f"access:services!service={EXCHANGE}"
# the service of hub.services in values.yaml: what everybody may open, signed in
EVENING = "access:services!service=evening"
NOTE = "For handing in, from one's own server"
# a name becomes a folder in the facilitators' course folder; as facilitation/taking_in.py has it
NAME = r"(?:[^\W_][\w .@-]{0,62}[\w]|[^\W_])\Z"
LTI_ROLES = "https://purl.imsglobal.org/spec/lti/claim/roles"
LTI_FACILITATOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"

facilitators = set(get_config("custom.facilitators") or ())
facilitator_server = get_config("custom.facilitator") or {}


def say_who_facilitates(authenticator: Any, handler: Any, model: dict[str, Any]) -> dict[str, Any]:
    """Facilitators are those in ``custom.facilitators``, and those whom the sign-in itself says so of.

    Said anew at every sign-in, so that who is taken off the list is a learner from the next one.
    """
    roles = (model.get("auth_state") or {}).get(LTI_ROLES) or ()
    leads = (
        model["name"] in facilitators
        or FACILITATORS in (model.get("groups") or ())
        or LTI_FACILITATOR in roles
    )
    model["groups"] = [FACILITATORS] if leads else []
    return model


def make_ready(spawner: Any) -> None:
    """Before a server starts: a facilitator's own settings for it, and its word for the exchange.

    The word that JupyterHub itself gives a server can do more, and goes to the hub alone.
    """
    if any(group.name == FACILITATORS for group in spawner.user.groups):
        for name, value in facilitator_server.items():
            old = getattr(spawner, name)
            setattr(spawner, name, {**old, **value} if isinstance(old, dict) else value)
    forget_word(spawner)
    word = spawner.user.new_api_token(note=NOTE, scopes=[ACCESS])
    spawner.environment = {**spawner.environment, "NETVAERK_EXCHANGE_TOKEN": word}


def forget_word(spawner: Any) -> None:
    """After a server has stopped, its word for the exchange is worth nothing."""
    for token in list(spawner.user.orm_user.api_tokens):
        if token.note == NOTE:
            spawner.user.db.delete(token)
    spawner.user.db.commit()


c.Authenticator.manage_groups = True
c.Authenticator.post_auth_hook = say_who_facilitates
# what a sign-in has said is not asked anew in between, where nobody would ask `say_who_facilitates`
c.Authenticator.auth_refresh_age = 0
c.Authenticator.username_pattern = NAME
c.Spawner.pre_spawn_hook = make_ready
c.Spawner.post_stop_hook = forget_word
# it has no address of its own on the hub: servers ask it inside the cluster
c.JupyterHub.services.append({"name": EXCHANGE})
c.JupyterHub.load_roles.append({"name": "user", "scopes": ["self", ACCESS, EVENING]})
