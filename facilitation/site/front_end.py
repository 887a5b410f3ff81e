"""JupyterLite's own parts, the extensions beside them, and the settings they share."""

import json
import shutil
import sys
import tarfile
from pathlib import Path

import jupyterlite_core
from jupyterlab_server.translation_utils import get_language_pack

from facilitation.language import LAB_LOCALES

# Of JupyterLite's applications the course needs one, and no map of its sources.
LAB_ALONE = ("package/build/",)
OTHER_APPS = tuple(f"package/build/{app}/" for app in ("consoles", "edit", "notebooks", "repl", "tree"))
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
NOT_NEEDED = (
    "@jupyterlite/application-extension:about",
    "@jupyterlite/application-extension:clear-browser-data",
    "@jupyterlite/application-extension:download",
    "@jupyterlite/application-extension:lsp-connection-manager",
    "@jupyterlite/application-extension:mode-support",
    "@jupyterlite/application-extension:opener",
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyterlite/application-extension:share-file",
)


def lay(to: Path, root: Path, hand_in: str) -> None:
    """Lay JupyterLab without a server in ``to``, with its extensions, settings and languages."""
    _unpack(to)
    extensions = [_extension(to, name) for name in EXTENSIONS]
    shutil.copytree(root / "lab/extensions/netvaerk-calm", to / "extensions/netvaerk-calm")
    extensions.append(_named(to / "extensions/netvaerk-calm"))
    shutil.copytree(root / "lab/browser", to / "browser", ignore=shutil.ignore_patterns("*.py", "*.html"))
    (to / "extensions/netvaerk-browser").mkdir()
    # an extension is loaded from its own folder; its modules are the page's, beside Python's
    (to / "extensions/netvaerk-browser/remoteEntry.js").write_text(
        (root / "lab/browser/remoteEntry.js").read_text(encoding="utf-8"), encoding="utf-8"
    )
    extensions.append({"name": "netvaerk-browser", "load": "remoteEntry.js", "extension": "./extension"})
    _schemas(to)
    _translations(to)
    page = (root / "lab/browser/index.html").read_text(encoding="utf-8")
    (to / "lab").mkdir()
    config = json.dumps(_config(root, extensions, hand_in), ensure_ascii=False)
    (to / "lab/index.html").write_text(page.replace("{config}", config), encoding="utf-8")


def _unpack(to):
    [parts] = Path(jupyterlite_core.__file__).parent.glob("jupyterlite-app-*.tgz")
    with tarfile.open(parts) as archive:
        for member in archive:
            name = member.name
            if not member.isfile() or name.endswith(".map") or name.startswith(OTHER_APPS):
                continue
            if name.startswith(LAB_ALONE):
                target = to / name.removeprefix("package/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.extractfile(member).read())


def _extension(to, name):
    source = Path(sys.prefix) / "share/jupyter/labextensions" / name
    shutil.copytree(source, to / "extensions" / name, ignore=shutil.ignore_patterns("*.map", "install.json"))
    return _named(to / "extensions" / name)


def _named(folder):
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    build = package["jupyterlab"]["_build"]
    named = {"name": package["name"], "load": build["load"], "extension": build["extension"]}
    return named | ({"style": build["style"]} if "style" in build else {})


def _schemas(to):
    found = []
    for path in sorted((to / "extensions").rglob("schemas/**/*.json")):
        if path.name in ("package.json", "package.json.orig"):
            continue
        package = path.parent.relative_to(next(p for p in path.parents if p.name == "schemas")).as_posix()
        schema = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            {"id": f"{package}:{path.stem}", "raw": "{}", "schema": schema, "settings": {}, "version": "1"}
        )
    (to / "build/schemas/all_federated.json").write_text(json.dumps(found), encoding="utf-8")


def _translations(to):
    folder = to / "api/translations"
    folder.mkdir(parents=True)
    names = {"da_DK": {"displayName": "Danish", "nativeName": "dansk"}}
    names["en"] = {"displayName": "English", "nativeName": "English"}
    for locale in (*LAB_LOCALES.values(), "en", "all"):
        data = names if locale == "all" else {} if locale == "en" else get_language_pack(locale)[0]
        content = json.dumps({"data": data, "message": ""}, ensure_ascii=False)
        (folder / f"{locale}.json").write_text(content, encoding="utf-8")


def _config(root, extensions, hand_in):
    page = json.loads((root / "lab/learner/page_config.json").read_text(encoding="utf-8"))
    overrides = json.loads((root / "lab/learner/overrides.json").read_text(encoding="utf-8"))
    return {
        **page,
        "netvaerkHandIn": hand_in,
        "appVersion": "1",
        "defaultKernelName": "python3",
        "disabledExtensions": [*page["disabledExtensions"], *NOT_NEEDED],
        "federated_extensions": extensions,
        "licensesUrl": "./lab/api/licenses",
        "contentsAllJsonFile": "all.json",
        "mode": "single-document",
        "settingsOverrides": overrides,
        "settingsStorageName": "netvaerk settings",
        "contentsStorageName": "netvaerk pages",
        "workspacesStorageName": "netvaerk workspaces",
        "themesUrl": "./build/themes",
        "showLoadingIndicator": False,
        "fileTypes": {},
    }
