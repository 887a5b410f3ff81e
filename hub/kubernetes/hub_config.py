"""What this course's hub does beyond the settings in values.yaml.

The chart loads this file with the rest of the hub's configuration (``hub.extraFiles``, see README.md), where
``c`` is the configuration and ``get_config`` reads the chart's values. Three things happen here: who is a
facilitator is settled at sign-in, their server is made with ``custom.facilitator``, and whoever opens one is
put on the course's roll in ngshare.
"""

from urllib.parse import quote, urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

COURSE = "netvaerk"
FACILITATORS = f"formgrade-{COURSE}"
# the service with which ngshare lets the roll be kept; ngshare knows a service and a person by name alone
ENROLMENT = "enrolment"
# a name becomes a folder in the facilitators' course folder; as facilitation/taking_in.py has it
NAME = r"(?:[^\W_][\w .@-]{0,62}[\w]|[^\W_])\Z"
LTI_ROLES = "https://purl.imsglobal.org/spec/lti/claim/roles"
LTI_FACILITATOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"

ngshare = get_config("custom.ngshare")
facilitators = set(get_config("custom.facilitators") or ())
facilitator_server = get_config("custom.facilitator") or {}
enrolment_token = next(one["api_token"] for one in c.JupyterHub.services if one["name"] == ENROLMENT)


def say_who_facilitates(authenticator, handler, model):
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


async def make_ready(spawner):
    """Before a server starts: a facilitator's own settings for it, and the roll."""
    leads = any(group.name == FACILITATORS for group in spawner.user.groups)
    if leads:
        for name, value in facilitator_server.items():
            old = getattr(spawner, name)
            setattr(spawner, name, {**old, **value} if isinstance(old, dict) else value)
    try:
        await enrol(spawner.user.name, leads)
    # the lessons must open without ngshare, too: only handing in waits for it
    except Exception as error:
        spawner.log.error("ngshare did not take %s on the roll: %s", spawner.user.name, error)


async def enrol(name, leads):
    """Put ``name`` on the course's roll as facilitator or as learner, whatever they were before.

    ngshare asks for a name and an e-mail address: it gets none.
    """
    person = f"{'instructor' if leads else 'student'}/{COURSE}/{quote(name, safe='')}"
    nobody = {"first_name": "", "last_name": "", "email": ""}
    code = await ask("POST", person, **nobody)
    if code == 404:
        await ask("POST", f"course/{COURSE}")
        code = await ask("POST", person, **nobody)
    if code == 409:
        await ask("DELETE", f"instructor/{COURSE}/{quote(name, safe='')}")
        code = await ask("POST", person, **nobody)
    if code != 200:
        raise RuntimeError(f"it answered {code}")


async def ask(method, path, **fields):
    request = HTTPRequest(
        f"{ngshare}/{path}",
        method=method,
        headers={"Authorization": f"token {enrolment_token}"},
        body=urlencode(fields) if method == "POST" else None,
        request_timeout=10,
    )
    return (await AsyncHTTPClient().fetch(request, raise_error=False)).code


c.Authenticator.manage_groups = True
c.Authenticator.post_auth_hook = say_who_facilitates
# what a sign-in has said is not asked anew in between, where nobody would ask `say_who_facilitates`
c.Authenticator.auth_refresh_age = 0
c.Authenticator.blocked_users = {ENROLMENT}
c.Authenticator.username_pattern = NAME
c.Spawner.pre_spawn_hook = make_ready
