"""hub/kubernetes without a cluster.

The chart's own schema and templates, by Helm's own library; the chart's own configuration in the hub version
that it ships, and the pods it makes; every object against Kubernetes' schemas; who may speak to whom; the
database script in a real PostgreSQL; and the numbers in README.md, which lists what only a cluster can show.
"""

import base64
import copy
import json
import math
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from facilitation.exchange import COURSE
from facilitation.exchange_service import door
from facilitation.taking_in import LEARNER
from tests.hub.conftest import CHART_HUB, CHECKOUT, KUBERNETES

CHART = Path(__file__).parent / "fixtures" / "jupyterhub-4.4.0.tgz"
OLDEST = "1.32"  # that README.md promises
GRADERS = f"formgrade-{COURSE}"
HELM = "helm-python-sdk==0.2.2"
RENDER = """
import json, sys, helm_python
values = json.load(sys.stdin)
with helm_python.Chart.load(sys.argv[1]) as chart:
    chart.validate_schema(values)
    json.dump(chart.render(values, name="netvaerk", namespace="netvaerk"), sys.stdout)
"""
# the pods are only written, never sent
NO_CLUSTER = """
apiVersion: v1
kind: Config
current-context: none
contexts: [{name: none, context: {cluster: none, user: none}}]
clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
users: [{name: none, user: {}}]
"""
IN_THE_HUB = """
import asyncio, json, sys
import jupyterhub
from jupyterhub import orm, roles
from jupyterhub.app import JupyterHub
from kubernetes_asyncio.client import ApiClient
from kubespawner import KubeSpawner

async def main(asked):
    hub = JupyterHub()
    await hub.initialize(["--config", "jupyterhub_config.py", "--JupyterHub.db_url=sqlite://"])
    found = {"groups": {}, "pods": {}, "homes": {}, "names": {}, "words": {}, "hosts": {}, "services": {}}
    for name, model in asked["people"].items():
        model = {"name": name, "auth_state": None, "groups": []} | model
        model = await hub.authenticator.run_post_auth_hook(None, model)
        person = orm.User(name=name)
        hub.db.add(person)
        hub.db.commit()
        roles.assign_default_roles(hub.db, person)
        user = hub.users[person]
        user.sync_groups(model["groups"])
        spawner = KubeSpawner(config=hub.config, hub=hub.hub, user=user, _mock=True)
        spawner.run_pre_spawn_hook()
        plain = ApiClient().sanitize_for_serialization
        found["groups"][name] = model["groups"]
        found["words"][name] = [token.scopes for token in person.api_tokens]
        found["hosts"][name] = user.host
        found["pods"][name] = plain(await spawner.get_pod_manifest())
        found["homes"][name] = plain(spawner.get_pvc_manifest())
    for name in asked["names"]:
        found["names"][name] = bool(hub.authenticator.validate_username(name))
    for name, service in hub._service_map.items():
        client = service.oauth_client
        found["services"][name] = client and [service.host + service.prefix, client.redirect_uri]
    found["roles"] = {role.name: role.scopes for role in hub.db.query(orm.Role)}
    found["facilitators"] = [group.name for group in orm.Role.find(hub.db, "facilitator").groups]
    found["authenticator"] = type(hub.authenticator).__name__
    found["version"] = jupyterhub.__version__
    found["cookies"] = hub.cookie_host_prefix_enabled
    found["unconfigured"] = KubeSpawner(config=hub.config, _mock=True).disable_user_config
    print("FOUND" + json.dumps(found))

asyncio.run(main(json.loads(sys.argv[1])))
"""
PEOPLE = {
    "bente": {"groups": ["carpenters"]},
    "lone": {"groups": ["carpenters", GRADERS]},
    "named": {},
    "teacher": {
        "auth_state": {
            "https://purl.imsglobal.org/spec/lti/claim/roles": [
                "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
            ]
        }
    },
}
NAMES = ["bente", "søren", "bente h.", "1234", "../../x", "a/b", "a+b", "_a", "a\n", ""]


@pytest.fixture(scope="module")
def helm(python_with):
    """`helm(values)`: the chart's objects by kind and name. A CalledProcessError says what is wrong."""
    python = python_with("helm", HELM)

    def render(values):
        done = subprocess.run(
            [python, "-c", RENDER, CHART],
            input=json.dumps(values),
            text=True,
            capture_output=True,
            check=True,
        )
        texts = [text for path, text in json.loads(done.stdout).items() if not path.endswith("NOTES.txt")]
        return by_name(one for text in texts for one in yaml.safe_load_all(text) if one)

    return render


def by_name(objects):
    return {(one["kind"], one["metadata"]["name"]): one for one in objects}


def values(*more):
    """values.yaml with the hub's own file, as `--set-file` gives it, and others laid over it."""
    found = yaml.safe_load((KUBERNETES / "values.yaml").read_text("utf-8"))
    found["hub"]["extraFiles"]["course"]["stringData"] = (KUBERNETES / "hub_config.py").read_text("utf-8")
    for name in more:
        merge(found, yaml.safe_load((KUBERNETES / name).read_text("utf-8")))
    return found


def merge(below, above):
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            merge(below[key], value)
        else:
            below[key] = value


def own_objects():
    names = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]
    return [one for name in names for one in yaml.safe_load_all((KUBERNETES / name).read_text("utf-8"))]


@pytest.fixture(scope="module")
def rendered(helm):
    return helm(values())


def read_only(folder):
    """The beginning of a line that lets a program write in a /tmp of its own alone, as in the pod."""
    if shutil.which("bwrap") is None:
        return []
    return [
        *("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"),
        *("--ro-bind", str(CHECKOUT), str(CHECKOUT), "--ro-bind", str(folder), str(folder)),
        *("--chdir", str(folder)),
    ]


@pytest.fixture(scope="module")
def in_the_hub(python_with, helm, rendered, tmp_path_factory):
    """`in_the_hub(*overlays)`: what the chart's own configuration gives in the hub version of its image."""
    python = python_with("chart-hub", *CHART_HUB)

    def load(*overlays):
        chosen = values(*overlays)
        chosen["custom"]["facilitators"] = ["named"]
        objects = helm(chosen)
        folder = tmp_path_factory.mktemp("hub")
        for name in ("config", "secret", "jupyterhub_config.d"):
            (folder / name).mkdir()
        # as the hub's Deployment mounts them
        for key, text in objects["ConfigMap", "hub"]["data"].items():
            (folder / "config" / key).write_text(text, "utf-8")
            if key.endswith(".py"):
                there = text.replace("/usr/local/etc/jupyterhub", str(folder))
                (folder / key).write_text(there, "utf-8")
        secret = objects["Secret", "hub"]
        for key, text in secret["data"].items():
            (folder / "secret" / key).write_bytes(base64.b64decode(text))
        (folder / "jupyterhub_config.d" / "course.py").write_text(secret["stringData"]["course"], "utf-8")
        (folder / "no-cluster").write_text(NO_CLUSTER)
        environment = {
            **{"PATH": os.environ["PATH"], "HOME": str(folder), "KUBECONFIG": str(folder / "no-cluster")},
            **{"HUB_SERVICE_PORT": "8081", "PROXY_API_SERVICE_PORT": "8001", "POD_NAMESPACE": "netvaerk"},
            **{"CONFIGPROXY_AUTH_TOKEN": "t" * 32, "OAUTH_CLIENT_SECRET": "s" * 32},
        }
        asked = json.dumps({"people": PEOPLE, "names": NAMES})
        done = subprocess.run(
            [*read_only(folder), python, "-c", IN_THE_HUB, asked],
            cwd=folder,
            env=environment,
            text=True,
            capture_output=True,
        )
        assert "FOUND" in done.stdout, done.stderr
        return json.loads(done.stdout.partition("FOUND")[2])

    return load


@pytest.fixture(scope="module")
def found(in_the_hub):
    return in_the_hub()


# -- What Kubernetes and the chart take ----------------------------------------------------------------------


def test_the_chart_takes_the_values_and_catches_a_slip_of_the_pen(helm, rendered):
    assert ("Deployment", "hub") in rendered
    wrong = values()
    wrong["singleuser"]["memmory"] = wrong["singleuser"].pop("memory")
    with pytest.raises(subprocess.CalledProcessError) as slip:
        helm(wrong)
    assert "memmory" in slip.value.stderr


def test_every_object_is_one_that_kubernetes_knows_to_the_last_field(rendered, found):
    pods = [*found["pods"].values(), *found["homes"].values()]
    ours = own_objects()
    assert len(ours) > 10
    for one in [*rendered.values(), *ours, *pods]:
        kubernetes_validate.validate(one, OLDEST, strict=True)
    wrong = copy.deepcopy(next(one for one in ours if one["kind"] == "Deployment"))
    wrong["spec"]["template"]["spec"]["containers"][0]["imagee"] = "x"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, OLDEST, strict=True)


def test_no_secret_stands_in_a_file():
    def named(value, name=""):
        if isinstance(value, dict):
            for key, one in value.items():
                yield from named(one, key)
        elif isinstance(value, list):
            for one in value:
                yield from named(one, name)
        else:
            yield name, value

    secret = re.compile(r"(?i)(password|secret|token)s?$")
    objects = own_objects()
    assert not any(one["kind"] == "Secret" for one in objects)
    for name, value in named([objects, values("values-lti.yaml")]):
        assert not (secret.search(name) and isinstance(value, str)), (name, value)
    passed = [one for each in objects for one in environment_of(each) if secret.search(one["name"])]
    assert len(passed) > 3
    assert all("secretKeyRef" in one.get("valueFrom", {}) or one.get("value") == "none" for one in passed)


def pod_of(one):
    spec = one.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    return spec.get("template")


def containers(one):
    pod = pod_of(one) or {"spec": {}}
    found = pod["spec"].get("containers", []) + pod["spec"].get("initContainers", [])
    return {container["name"]: container for container in found}


def environment_of(one):
    return [entry for container in containers(one).values() for entry in container.get("env", [])]


def test_no_container_of_ours_runs_as_root_or_can_become_it(found):
    pods = [pod for one in own_objects() if (pod := pod_of(one))] + list(found["pods"].values())
    assert len(pods) > 5
    for pod in pods:
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["automountServiceAccountToken"] is False
        for container in spec["containers"] + spec.get("initContainers", []):
            own = container["securityContext"]
            assert spec["securityContext"].get("runAsUser") or own.get("runAsUser")
            assert own["allowPrivilegeEscalation"] is False
            assert own["capabilities"]["drop"] == ["ALL"]


# -- What the hub makes of it --------------------------------------------------------------------------------


def test_facilitators_are_those_named_and_those_whom_the_sign_in_says_so_of(found):
    assert found["groups"] == {"bente": [], "lone": [GRADERS], "named": [GRADERS], "teacher": [GRADERS]}
    assert found["facilitators"] == [GRADERS]


def test_a_facilitator_sees_and_stops_servers_and_enters_none(found):
    scopes = set(found["roles"]["facilitator"])
    assert {"list:users", "delete:servers"} <= scopes
    assert not any(one.startswith(("access:", "admin:", "tokens", "users")) for one in scopes)
    assert "access:servers" not in found["roles"]["user"]


def test_a_learners_server_is_bounded_and_has_a_home_of_its_own_and_nothing_of_the_facilitators(found):
    pod = found["pods"]["bente"]["spec"]
    (container,) = pod["containers"]
    assert container["image"].startswith("registry.example.org/netvaerk/learner:")
    assert container["resources"]["requests"]["memory"] == 256 * 2**20
    assert container["resources"]["limits"]["memory"] == 2**30
    homes = {name: one["metadata"]["name"] for name, one in found["homes"].items()}
    assert len(set(homes.values())) == len(homes)
    assert claims_of(pod) == {homes["bente"]}
    assert not pod.get("initContainers")
    named = {one["name"] for one in container["env"]}
    assert not named & {"PGPASSWORD", "NETVAERK_GRADEBOOK"}


def claims_of(pod):
    volumes = [one for one in pod["volumes"] if "persistentVolumeClaim" in one]
    return {one["persistentVolumeClaim"]["claimName"] for one in volumes}


def test_a_facilitators_server_has_the_course_folder_and_the_gradebook(found):
    for name in ("lone", "named", "teacher"):
        pod = found["pods"][name]["spec"]
        (container,) = pod["containers"]
        assert container["image"].startswith("registry.example.org/netvaerk/facilitator:")
        assert "desk" in container["args"]
        assert claims_of(pod) == {"course", found["homes"][name]["metadata"]["name"]}
        assert {"PGPASSWORD", "NETVAERK_GRADEBOOK"} <= {one["name"] for one in container["env"]}


def test_names_that_are_folders_sign_in_and_no_others(found):
    right = {name for name, taken in found["names"].items() if taken}
    assert right == {name for name in NAMES if LEARNER.fullmatch(name)}


def test_a_learning_platform_signs_in_with_one_more_file(in_the_hub):
    found = in_the_hub("values-lti.yaml")
    assert found["authenticator"] == "LTI13Authenticator"
    assert found["groups"]["teacher"] == [GRADERS]
    assert found["groups"]["bente"] == []


# -- What keeps people apart ---------------------------------------------------------------------------------


def test_row_113_each_persons_page_has_an_origin_of_its_own(found):
    hosts = found["hosts"]
    assert hosts["bente"] == "https://bente.course.example.org"
    assert len(set(hosts.values())) == len(hosts)
    assert all(host.endswith(".course.example.org") for host in hosts.values())
    # what one of these addresses sets is no cookie of another's, nor of the hub's
    assert found["cookies"] is True


def test_row_113_the_certificate_is_one_that_can_stand_for_all_of_them(rendered):
    """Let's Encrypt as the chart asks it gives none with a star."""
    (chp,) = pod_of(rendered["Deployment", "proxy"])["spec"]["containers"]
    assert "--ssl-cert=/etc/chp/tls/tls.crt" in chp["command"]
    assert ("Deployment", "autohttps") not in rendered


def test_row_113_a_server_reads_no_settings_of_its_learners(found):
    assert found["unconfigured"] is True
    (container,) = found["pods"]["bente"]["spec"]["containers"]
    given = {one["name"]: one.get("value") for one in container["env"]}
    assert given["JUPYTERHUB_DISABLE_USER_CONFIG"] == "1"
    writable = [one["mountPath"] for one in container["volumeMounts"]]
    assert not any(given["NETVAERK_SETTINGS"].startswith(place) for place in writable)


def test_the_hub_is_of_the_version_that_mends_what_the_charts_own_has_not(found, rendered):
    assert tuple(map(int, found["version"].split("."))) >= (5, 5, 4)
    (hub,) = pod_of(rendered["Deployment", "hub"])["spec"]["containers"]
    assert hub["image"] == "registry.example.org/netvaerk/hub:0.1.0"


def test_a_servers_word_for_the_exchange_is_good_for_nothing_else(found):
    assert found["words"] == {name: [[door.ACCESS]] for name in PEOPLE}
    assert set(found["roles"]["user"]) == {"self", door.ACCESS, "access:services!service=evening"}


def test_the_evenings_pages_are_where_the_hub_sends_people_and_know_its_word(rendered, found):
    (pages,) = containers(by_name(own_objects())["Deployment", "evening"]).values()
    given = {one["name"]: one for one in pages["env"]}
    address, back = found["services"]["evening"]
    assert address == given["JUPYTERHUB_PUBLIC_URL"]["value"]
    assert back == given["JUPYTERHUB_OAUTH_CALLBACK_URL"]["value"]
    word = given["JUPYTERHUB_API_TOKEN"]["valueFrom"]["secretKeyRef"]
    assert word["key"] in rendered["Secret", word["name"]]["data"]
    for name in ("lone", "bente"):
        (container,) = found["pods"][name]["spec"]["containers"]
        told = [one["value"] for one in container["env"] if one["name"] == "NETVAERK_EVENING"]
        assert told == ([f"{address}evening"] if name == "lone" else [])


def every_pod(rendered, found):
    """Pods of ours, of the chart, and of people, by a name."""
    objects = by_name([*rendered.values(), *own_objects()])
    return {place[1]: pod for place, one in objects.items() if (pod := pod_of(one))} | found["pods"]


def test_row_114_nobody_is_root_can_become_it_or_has_a_right_too_many(rendered, found):
    for name, pod in every_pod(rendered, found).items():
        spec = pod["spec"]
        whole = spec.get("securityContext") or {}
        for container in spec["containers"] + spec.get("initContainers", []):
            own = container["securityContext"]
            both = whole | own
            assert both["runAsNonRoot"] is True and both["runAsUser"], name
            assert own["allowPrivilegeEscalation"] is False, name
            assert own["capabilities"] == {"drop": ["ALL"]}, name
            confined = both["seccompProfile"] == {"type": "RuntimeDefault"}
            # the box that a worker makes for each hand-in takes calls that the default forbids
            assert confined or name == "grading-worker", name
        assert not spec.get("hostNetwork") and not spec.get("hostPID"), name
        assert not any("hostPath" in volume for volume in spec.get("volumes") or []), name


def test_row_114_kubernetes_is_asked_by_nobody_but_the_charts_own(rendered, found):
    asks = {
        name
        for name, pod in every_pod(rendered, found).items()
        if pod["spec"].get("automountServiceAccountToken") is not False
        and pod["spec"].get("serviceAccountName", "default") != "default"
    }
    assert asks == {"hub", "user-scheduler", "hook-image-awaiter"}
    for name in PEOPLE:
        assert found["pods"][name]["spec"]["automountServiceAccountToken"] is False


def test_row_115_nobody_speaks_to_anybody_unless_a_rule_names_them(rendered, spoken):
    (first,) = (one for one in own_objects() if one["metadata"]["name"] == "default-deny")
    assert first["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert not [pair for pair in spoken if "stranger" in pair]
    assert {pair for pair in spoken if "backup" in pair} == {("backup", "postgres")}
    for one in ("user-scheduler", "image-puller"):
        assert not [pair for pair in spoken if one in pair]


def test_row_115_nothing_is_written_outside_the_folders_that_are_named(rendered, found):
    looked = {
        "hub",
        "proxy",
        "exchange",
        "evening",
        "postgres",
        "backup",
        "grading-scheduler",
        "grading-worker",
    }
    pods = every_pod(rendered, found)
    for name in looked | PEOPLE.keys():
        spec = pods[name]["spec"]
        for container in spec["containers"] + spec.get("initContainers", []):
            assert container["securityContext"]["readOnlyRootFilesystem"] is True, name
        for volume in spec.get("volumes") or []:
            assert "emptyDir" not in volume or volume["emptyDir"].get("sizeLimit"), (name, volume["name"])
    for name in PEOPLE:
        (container,) = pods[name]["spec"]["containers"]
        places = {one["mountPath"] for one in container["volumeMounts"] if not one.get("readOnly")}
        assert places == {"/home/learner", "/tmp"} | ({"/srv/netvaerk"} if name != "bente" else set())


# -- Who may speak to whom -----------------------------------------------------------------------------------

ROOMS = {
    "learner": {8888: "notebook-port"},
    "another": {8888: "notebook-port"},
    "facilitator": {8888: "notebook-port"},
    "hub": {8081: "http"},
    "proxy": {8000: "http", 8443: "https"},
    "proxy-api": {8001: "api"},
    "exchange": {8080: "http"},
    "evening": {8080: "http"},
    "postgres": {5432: "postgres"},
    "scheduler": {8786: "scheduler"},
    "worker": {40000: ""},
    "backup": {22: "", 443: ""},
    "user-scheduler": {10259: ""},
    "image-puller": {22: "", 443: ""},
    "stranger": {80: "", 443: ""},
}
LEARNERS = ("learner", "another")
ALLOWED = {
    *((one, other) for one in (*LEARNERS, "facilitator") for other in ("hub", "proxy", "exchange")),
    *(("facilitator", other) for other in ("postgres", "scheduler")),
    *(("hub", other) for other in (*LEARNERS, "facilitator", "proxy-api", "postgres")),
    *(("proxy", other) for other in (*LEARNERS, "facilitator", "hub", "evening")),
    *(("proxy-api", other) for other in (*LEARNERS, "facilitator", "hub", "evening")),  # the same pod
    *((one, other) for one in ("exchange", "evening") for other in ("hub", "postgres")),
    *((one, other) for one in ("scheduler", "worker") for other in ("scheduler", "worker", "postgres")),
    ("backup", "postgres"),
}


def selects(selector, labels):
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", [])
    )


def lets(policies, one, other, port, name):
    """Whether NetworkPolicies let pods with labels ``one`` speak to ``other``, at their port."""

    def rules(labels, way):
        mine = [
            policy["spec"]
            for policy in policies
            if selects(policy["spec"]["podSelector"], labels) and way in policy["spec"]["policyTypes"]
        ]
        return [rule for spec in mine for rule in spec.get(way.lower(), [])] if mine else None

    def open_to(rule, key, labels):
        peers = rule.get(key)
        ports = [entry["port"] for entry in rule.get("ports") or []]
        # a pod has an address, too
        near = peers is None or any(
            "ipBlock" in peer or ("podSelector" in peer and selects(peer["podSelector"], labels))
            for peer in peers
        )
        return near and (not ports or port in ports or name in ports)

    out, into = rules(one, "Egress"), rules(other, "Ingress")
    return (out is None or any(open_to(rule, "to", other) for rule in out)) and (
        into is None or any(open_to(rule, "from", one) for rule in into)
    )


@pytest.fixture(scope="module")
def spoken(rendered, found):
    """The pairs of those who can speak to each other, by all NetworkPolicies together."""
    ours = by_name(own_objects())
    there = {name: pod_of(rendered[place])["metadata"]["labels"] for name, place in CHARTS.items()}
    labels = there | {
        "learner": found["pods"]["bente"]["metadata"]["labels"],
        "another": found["pods"]["bente"]["metadata"]["labels"],
        "facilitator": found["pods"]["lone"]["metadata"]["labels"],
        "exchange": pod_of(ours["Deployment", "exchange"])["metadata"]["labels"],
        "evening": pod_of(ours["Deployment", "evening"])["metadata"]["labels"],
        "postgres": pod_of(ours["StatefulSet", "postgres"])["metadata"]["labels"],
        "scheduler": pod_of(ours["Deployment", "grading-scheduler"])["metadata"]["labels"],
        "worker": pod_of(ours["Deployment", "grading-worker"])["metadata"]["labels"],
        "backup": pod_of(ours["CronJob", "backup"])["metadata"]["labels"],
        "stranger": {"app": "something-else"},
    }
    policies = [one for one in [*rendered.values(), *ours.values()] if one["kind"] == "NetworkPolicy"]
    return {
        (one, other)
        for one in ROOMS
        for other, ports in ROOMS.items()
        for port, name in ports.items()
        if one != other and lets(policies, labels[one], labels[other], port, name)
    }


CHARTS = {
    "hub": ("Deployment", "hub"),
    "proxy": ("Deployment", "proxy"),
    "proxy-api": ("Deployment", "proxy"),
    "user-scheduler": ("Deployment", "user-scheduler"),
    "image-puller": ("Job", "hook-image-awaiter"),
}


def test_each_speaks_to_whom_they_must_and_to_nobody_else(spoken):
    # two learners of one name are one pod's labels
    same = {("proxy", "proxy-api"), ("proxy-api", "proxy"), ("scheduler", "scheduler"), ("worker", "worker")}
    assert spoken - same == {pair for pair in ALLOWED if pair[0] != pair[1]}


def test_a_learners_server_reaches_nothing_outside_the_course(rendered):
    egress = rendered["NetworkPolicy", "singleuser"]["spec"]["egress"]
    blocks = [
        (peer["ipBlock"]["cidr"], [entry["port"] for entry in rule["ports"]])
        for rule in egress
        for peer in rule.get("to", [])
        if "ipBlock" in peer
    ]
    assert blocks
    assert all(ports == [53, 53] for _, ports in blocks)


# -- The databases -------------------------------------------------------------------------------------------


def test_the_databases_are_made_and_no_role_opens_anothers(postgres):
    words = {name: word for name, word in postgres.WORDS.items() if name != "owner"}
    for role, word in words.items():
        assert postgres.ask(role, role, word) == role
        for other in words.keys() - {role}:
            assert "permission denied" in postgres.ask(role, other, word)
            assert "authentication failed" in postgres.ask(role, role, words[other])


def night(place):
    script = containers(by_name(own_objects())["CronJob", "backup"])["databases"]["args"][0]
    return script.replace("/backup", str(place))


def test_a_night_is_kept_whole_for_two_weeks_and_a_failed_one_takes_no_others_place(postgres):
    kept = Path(postgres.place, "backup")
    for name, days in (("2026-01-01-0230", 15), ("2026-01-10-0230", 5)):
        (kept / name).mkdir(parents=True)
        os.utime(kept / name, (time.time() - days * 86400,) * 2)
    for place in (kept, *kept.iterdir()):
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
    with pytest.raises(AssertionError, match="does not exist"):
        postgres.shell(night(kept).replace("hub gradebook exchange", "hub nowhere"))
    assert len(list(kept.glob("2026-01*"))) == 2
    word = postgres.WORDS["exchange"]
    postgres.ask("exchange", "exchange", word, "create table kept as select 'handed in' as words")
    postgres.shell(night(kept))
    nights = sorted(path.name for path in kept.iterdir())
    assert "2026-01-01-0230" not in nights and "unfinished" not in nights
    (made,) = (kept / name for name in nights if name != "2026-01-10-0230")
    assert {path.stem for path in made.iterdir()} == {"hub", "gradebook", "exchange"}
    # as README.md restores it
    postgres.ask("exchange", "exchange", word, "drop table kept")
    postgres.shell(f"pg_restore --clean --if-exists --dbname exchange {made}/exchange.dump")
    assert postgres.ask("exchange", "exchange", word, "select words from kept") == "handed in"
    postgres.ask("exchange", "exchange", word, "drop table kept")


# -- What it costs -------------------------------------------------------------------------------------------


def test_the_table_of_costs_is_what_its_formula_gives():
    text = (KUBERNETES / "README.md").read_text("utf-8")
    said = re.search(r"nodes with (\d+) GiB for pods, (\d+) pods of which (\d+)\s+are the system's", text)
    memory, pods, system = map(int, said.groups())
    node, core = map(float, re.findall(r"€([\d.]+)\s+an\s+hour", text)[:2])
    guarantee = int(values()["singleuser"]["memory"]["guarantee"].removesuffix("M"))
    each = min(memory * 1024 // guarantee, pods - system)
    rows = re.findall(r"^\| (\d+) % .*?\| (\d+) \| ([\d.]+) \| (\d+) \| ([\d.]+) \|$", text, re.MULTILINE)
    assert len(rows) == 4
    for percent, learners, gib, nodes, euro in rows:
        at_once = 1000 * int(percent) // 100
        needed = math.ceil(at_once / each)
        assert (int(learners), float(gib), int(nodes)) == (at_once, at_once * guarantee / 1024, needed)
        assert float(euro) == pytest.approx(needed * node + core)
