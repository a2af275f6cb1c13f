"""Chromium, driven through the pipe of its debugging protocol: needs nothing
but the program."""
import base64
import json
import os
import shutil
import subprocess
import tempfile

PROGRAM = next((found for found in map(shutil.which, (
    "chromium", "chromium-browser", "google-chrome")) if found), None)


class Browser:
    """One page at a time; `console` has what it said."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="chromium-")
        to_read, self.out = os.pipe()
        self.into, to_write = os.pipe()

        def descriptors():
            # Chromium reads commands from 3 and writes answers to 4.
            high = [os.dup(to_read), os.dup(to_write)]
            while min(high) <= 4:
                high = [os.dup(one) for one in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)
        self.process = subprocess.Popen(
            [PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--hide-scrollbars", "--disable-dev-shm-usage",
             "--no-first-run", "--remote-debugging-pipe",
             "--user-data-dir=" + self.folder, "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=descriptors)
        os.close(to_read)
        os.close(to_write)
        self.count, self.rest, self.console = 0, b"", []
        self.session = None
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = self("Target.attachToTarget", targetId=target,
                            flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.out)
        os.close(self.into)
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.into, 1 << 20)
            if not more:
                raise EOFError("Chromium has ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def note(self, message):
        method, parts = message.get("method"), message.get("params", {})
        if method == "Runtime.consoleAPICalled":
            self.console.append(str(parts["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append(str(parts["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.console.append(parts["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.asked.append(parts["request"]["url"])

    asked = []

    def __call__(self, method, **parts):
        self.count += 1
        command = {"id": self.count, "method": method, "params": parts}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.out, json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.count:
                if "error" in message:
                    raise RuntimeError("%s: %s" % (method, message["error"]))
                return message["result"]
            self.note(message)
            self.seen = message.get("method")

    def open(self, path, width=1280, height=900, dark=False, mobile=False):
        self("Emulation.setDeviceMetricsOverride", width=width, height=height,
             deviceScaleFactor=1, mobile=mobile)
        self("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])
        self.console, self.asked = [], []
        self("Page.navigate", url="file://" + os.path.abspath(path))
        while not self.run("document.readyState === 'complete'"):
            pass

    def run(self, script, promise=False):
        """What a script gives; it is not the page's, so no policy holds it."""
        result = self("Runtime.evaluate", expression=script,
                      returnByValue=True, awaitPromise=promise)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def picture(self, path, whole=False, top=0, height=None):
        size = self("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": size["width"], "scale": 1,
                "height": height or (size["height"] if whole else 900)}
        data = self("Page.captureScreenshot", captureBeyondViewport=True,
                    clip=clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def paper(self, path):
        """Prints; the bytes of the PDF."""
        data = base64.b64decode(self(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=False)
            ["data"])
        with open(path, "wb") as file:
            file.write(data)
        return data
