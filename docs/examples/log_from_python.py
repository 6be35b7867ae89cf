#!/usr/bin/env python3
"""Log a training run to Starlab from Python: the standard library is enough.

Copy the class Run into your project; the rest of the file shows its use:

    run = Run("http://127.0.0.1:3000", study="my study", name="cyclegan-1", config=vars(args))
    for step, batch in enumerate(loader):
        run.log({"loss/G": loss_g.item(), "loss/D": loss_d.item()}, step=step)
    run.finish()

Training never waits for the network: a thread sends what has gathered twice a second, and sends again, without storing
anything twice, when the server was away.
"""
import argparse
import json
import math
import os
import platform
import random
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib


class Run:
    """One process working on one run. `run_id` of an earlier process goes on with its run."""

    SEND_SECONDS = 0.5
    LIFE_SECONDS = 10
    BATCH = 1000

    def __init__(self, url, study, name, config=None, method="external", seed=None, dataset="", token=None,
                 run_id=None):
        """Left out, the seed is `seed` of the config, or 0."""
        self.url, self.token = url.rstrip("/"), token
        me = {"host": socket.gethostname(), "pid": os.getpid()}
        if run_id:
            begun = self._post(f"/api/v1/runs/{run_id}/attempts", me)
        else:
            environment = {"python": platform.python_version(), "platform": platform.platform()}
            begun = self._post("/api/v1/runs", {
                "study": study, "name": name, "method": method, "config": _plain(config or {}),
                "dataset": dataset, "command": " ".join(sys.argv), "environment": environment,
                **({} if seed is None else {"seed": seed}), **me})
        self.id = begun["runId"]
        self._path = f"/api/v1/runs/{self.id}/attempts/{begun['attempt']}"
        self._lock, self._waiting, self._seq = threading.Lock(), [], 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send_forever, daemon=True)
        self._thread.start()

    def log(self, values, step):
        """Numbers by name at one step; returns at once. NaN and the infinities are kept."""
        self._say({"kind": "values", "step": int(step), "values": {k: _number(v) for k, v in values.items()}})

    def message(self, line):
        self._say({"kind": "message", "line": str(line)})

    def image(self, png, step):
        """A picture as the bytes of a PNG; of several at one step the last is shown."""
        self._say({"png": png, "step": int(step)})

    def finish(self, state="finished", reason=None, timeout=60):
        """`finished`, `failed` or `killed`; waits until everything is stored."""
        self._say({"kind": "finish", "state": state, "reason": reason})
        self._stop.set()
        self._thread.join()
        deadline = time.monotonic() + timeout
        while self._waiting:
            try:
                self._send()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        self.finish(*(("finished",) if kind is None else ("failed", repr(error))))

    def _say(self, entry):
        with self._lock:
            self._seq += 1
            self._waiting.append({"seq": self._seq, "time": int(time.time() * 1000), **entry})

    def _send_forever(self):
        last_sign = 0.0
        while not self._stop.wait(self.SEND_SECONDS):
            try:
                if self._waiting or time.monotonic() - last_sign > self.LIFE_SECONDS:
                    self._send()
                    last_sign = time.monotonic()
            except OSError as error:  # urllib's errors, refused and reset connections
                print(f"Starlab is away ({error}); trying again", file=sys.stderr)
                time.sleep(2)

    def _send(self):
        """The next picture, or the next entries up to one. What was not acknowledged is sent again."""
        with self._lock:
            pictures = (i for i, entry in enumerate(self._waiting[:self.BATCH]) if "png" in entry)
            end = next(pictures, self.BATCH)
            entries = self._waiting[:end] if end else self._waiting[:1]
        if entries and "png" in entries[0]:
            query = urllib.parse.urlencode({key: entries[0][key] for key in ("seq", "step")})
            answer = self._post(f"{self._path}/images?{query}", entries[0]["png"])
        else:
            answer = self._post(f"{self._path}/entries", {"entries": entries})
        with self._lock:
            self._waiting = [entry for entry in self._waiting if entry["seq"] > answer["acknowledged"]]

    def _post(self, path, body):
        binary = isinstance(body, bytes)
        request = urllib.request.Request(
            self.url + path, method="POST", data=body if binary else json.dumps(body, allow_nan=False).encode(),
            headers={"Content-Type": "image/png" if binary else "application/json"})
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            if 400 <= error.code < 500:  # sending it again would not help
                raise RuntimeError(f"Starlab refused {path}: {error.code} {text}") from None
            raise


def _number(value):
    value = float(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def _plain(value):
    """What JSON can say; anything else, such as a path or infinity, as text."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)


def _png(rows):
    """A PNG of rows of (red, green, blue); with Pillow or torchvision you need not do this."""
    raw = b"".join(b"\0" + bytes(channel for pixel in row for channel in pixel) for row in rows)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def main():
    parser = argparse.ArgumentParser(description="Log a pretended training run to Starlab.")
    parser.add_argument("--url", default="http://127.0.0.1:3000")
    parser.add_argument("--token", help="what `starlab token` prints; needed from another machine")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--lr", type=float, default=2e-4)
    options = parser.parse_args()

    config = {"iterations": options.steps, "optimizer": {"name": "Adam", "lr": options.lr}}
    with Run(options.url, study="from python", name="example", method="example", config=config,
             token=options.token) as run:
        run.message("training begins")
        for step in range(1, options.steps + 1):
            loss = math.exp(-step / 100) + 0.05 * random.random()
            run.log({"loss/G": loss, "loss/D": 1 - loss, "grad/norm": math.nan if step == 13 else loss}, step=step)
            if step % 100 == 0:
                shade = int(255 * loss) % 256
                run.image(_png([[(shade, x * 8, y * 8) for x in range(32)] for y in range(32)]), step=step)
    print(f"{options.url}/runs/{run.id}")


if __name__ == "__main__":
    main()
