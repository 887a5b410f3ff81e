"""Two browsers that are not Chromium, worked as a person works them: by what is pressed and typed.

Firefox is driven by the protocol it speaks itself (W3C WebDriver BiDi), as Debian has no geckodriver; WebKit,
the engine of Safari, by Selenium and Debian's WebKitWebDriver in its small browser.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
SEEN = """(selector, words) => [...document.querySelectorAll(selector)].find(node => {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    return box.width && box.height && style.visibility === 'visible' && !node.disabled
        && (!words || [node, ...(node.labels ?? [])].some(one => one.textContent.includes(words))
            || node.getAttribute('aria-label')?.includes(words));
})"""


class Engine:
    """What a walk needs of a browser, over the three things that each can do: run a script, point, type."""

    def js(self, function: str, *values: Any) -> Any:
        """What the JavaScript ``function`` returns for ``values``, all of it as JSON has it."""
        raise NotImplementedError

    def goto(self, address: str) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        raise NotImplementedError

    def press_at(self, x: float, y: float) -> None:
        """Press and let go at a place of the window, in CSS pixels."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Type where the keyboard is; ``\\n`` is the Enter key."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def wait(self, function: str, *values: Any, seconds: float = 60) -> Any:
        """What ``function`` returns as soon as that is true."""
        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(Lost):  # between two pages there is none to ask
                if found := self.js(function, *values):
                    return found
            if time.monotonic() > end:
                raise AssertionError(f"in vain: {function} {values}\n{self.text()[-3000:]}")
            time.sleep(0.1)

    def text(self) -> str:
        """All that can be read on the screen."""
        return self.js(
            "() => (document.querySelector('.nv-page:not(.lm-mod-hidden)') ?? document.body).innerText"
        )

    def see(self, selector: str, words: str = "") -> Any:
        """Wait until something of that kind, with those words, can be seen."""
        return self.wait(f"(selector, words) => Boolean(({SEEN})(selector, words))", selector, words)

    def press(self, selector: str, words: str = "") -> None:
        """Bring it into view and press its middle, once it stands still and nothing lies over it."""
        place = f"""(selector, words) => {{
            const found = ({SEEN})(selector, words);
            found?.scrollIntoView({{ block: 'center' }});
            const box = found?.getBoundingClientRect();
            const middle = box && [box.x + box.width / 2, box.y + box.height / 2];
            const there = middle && document.elementFromPoint(...middle);
            return [found, ...(found?.labels ?? [])].some(one => one?.contains(there)) && middle;
        }}"""
        was, now = None, self.wait(place, selector, words)
        while now != was:
            time.sleep(0.15)
            was, now = now, self.wait(place, selector, words)
        self.press_at(*now)


class Lost(Exception):
    """The page that was asked is gone."""


class Firefox(Engine):
    """Debian's firefox-esr without a window, by its own protocol."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        import websocket

        self.folder = tempfile.mkdtemp(prefix="firefox-")
        wanted = {"browser.download.folderList": 2, "browser.download.dir": self.folder}
        (Path(self.folder) / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(to)});\n" for name, to in wanted.items())
        )
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", self.folder]
        self.log = Path(self.folder) / "log"
        self.process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0", "--width", str(width), "--height", str(height)],
            env=os.environ | {"HOME": self.folder},
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        self.numbers = itertools.count(1)
        self.happened: list[dict[str, Any]] = []  # what it was asked to tell of
        mark = "WebDriver BiDi listening on "
        end = time.monotonic() + 60
        while mark not in (said := self.log.read_text(errors="replace")):
            assert time.monotonic() < end and self.process.poll() is None, said
            time.sleep(0.1)
        address = said.split(mark)[1].split()[0]
        self.socket = websocket.create_connection(f"{address}/session", timeout=120, suppress_origin=True)
        self.ask("session.new", capabilities={})
        self.page = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask(
            "browsingContext.setViewport", context=self.page, viewport={"width": width, "height": height}
        )

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer["type"] == "event":
                self.happened.append(answer)
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise Lost(answer["message"])
                return answer["result"]

    def js(self, function: str, *values: Any) -> Any:
        told = self.ask(
            "script.evaluate",
            expression=f"JSON.stringify(({function})(...{json.dumps(values)}))",
            target={"context": self.page},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise Lost(told["exceptionDetails"]["text"])
        return json.loads(told["result"].get("value", "null"))

    def goto(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def reload(self) -> None:
        self.ask("browsingContext.reload", context=self.page, wait="complete")

    def press_at(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        acts = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": acts})

    def type(self, text: str) -> None:
        keys = [sign.replace("\n", "\ue007") for sign in text]
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": acts})

    def _act(self, source):
        self.ask("input.performActions", context=self.page, actions=[source])

    def downloaded(self, name: str, seconds: float = 60) -> Path:
        """The file of that name, once all of it has come."""
        end = time.monotonic() + seconds
        file = Path(self.folder) / name
        while not (
            file.is_file() and file.stat().st_size and not list(file.parent.glob(f"{file.stem}*part"))
        ):
            assert time.monotonic() < end, list(file.parent.iterdir())
            time.sleep(0.1)
        return file

    def close(self) -> None:
        self.socket.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class WebKit(Engine):
    """WebKitGTK's small browser, in a screen of its own."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        from selenium.webdriver import WebKitGTK, WebKitGTKOptions, WebKitGTKService

        self.screen = Screen(width, height)
        options = WebKitGTKOptions()
        options.binary_location = str(next(iter(sorted(Path("/").glob(MINI_BROWSERS[1:])))))
        options.add_argument("--automation")
        here = os.environ | {"DISPLAY": self.screen.name, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        self.driver = WebKitGTK(
            options=options, service=WebKitGTKService("/usr/bin/WebKitWebDriver", env=here)
        )
        self.driver.set_window_size(width, height)

    def js(self, function: str, *values: Any) -> Any:
        from selenium.common import WebDriverException

        try:
            told = self.driver.execute_script(
                f"return JSON.stringify(({function})(...arguments)) ?? null", *values
            )
        except WebDriverException as problem:
            raise Lost(str(problem)) from problem
        return json.loads(told or "null")

    def goto(self, address: str) -> None:
        self.driver.get(address)

    def reload(self) -> None:
        self.driver.refresh()

    def press_at(self, x: float, y: float) -> None:
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        acts = ActionBuilder(self.driver)
        acts.pointer_action.move_to_location(round(x), round(y)).pointer_down().pointer_up()
        acts.perform()

    def type(self, text: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(text.replace("\n", "\ue007")).perform()

    def close(self) -> None:
        self.driver.quit()
        self.screen.close()


class Screen:
    """A screen that nobody sees, for a browser that cannot do without."""

    def __init__(self, width: int, height: int) -> None:
        ready, told = os.pipe()
        self.process = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(told),
                "-screen",
                "0",
                f"{width + 200}x{height + 200}x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[told],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(told)
        with os.fdopen(ready) as line:
            self.name = f":{line.readline().strip()}"

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
