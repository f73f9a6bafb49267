"""Starts ``mobility-analysis lab my-log`` from an installed wheel, and runs its first notebook.

Run in an empty folder, with the Python that the wheel with its extra ``lab`` is installed in.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

from jupyter_client.blocking.client import BlockingKernelClient

TOKEN = "made-for-this-check"
START_S, RUN_S = 90, 120
N_NOTEBOOKS = 9
LOG = "client,date,exercise\nKim,2026-11-20,down dog\nKim,2026-11-21,bear rolls\n"


def main() -> None:
    """Start the server, look at what it offers, and run one notebook in a kernel of it."""
    Path("my-log").mkdir()
    Path("my-log/sessions.csv").write_text(LOG, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    runtime = Path("runtime").resolve()
    command = Path(sys.executable).with_name("mobility-analysis")
    server = subprocess.Popen(
        [command, "lab", "my-log", "--no-browser", "--port", str(port)],
        env={**os.environ, "JUPYTER_TOKEN": TOKEN, "JUPYTER_RUNTIME_DIR": str(runtime)},
        start_new_session=True,
    )
    try:
        base = f"http://127.0.0.1:{port}/api"
        wait_for(base, server)
        names = [item["name"] for item in ask(f"{base}/contents")["content"]]
        print("notebooks:", *names)
        if sum(name.endswith(".ipynb") for name in names) != N_NOTEBOOKS:
            sys.exit(f"{N_NOTEBOOKS} notebooks were expected")
        kernel = ask(f"{base}/kernels", {"name": "python3"})["id"]
        cells = ask(f"{base}/contents/01_start_here.ipynb")["content"]["cells"]
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        said = run([*code, "print('clients:', *log.clients)"], runtime / f"kernel-{kernel}.json")
        print(said)
        if "clients: Kim" not in said:
            sys.exit("the notebook does not show the log that was named")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def ask(url: str, data: dict[str, str] | None = None) -> dict:
    """Return what the server answers."""
    body = None if data is None else json.dumps(data).encode()
    request = Request(url, body, {"Authorization": f"token {TOKEN}"})
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def wait_for(base: str, server: subprocess.Popen) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit(f"JupyterLab ended at once, with status {server.returncode}")
        try:
            ask(f"{base}/status")
            return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"JupyterLab did not answer within {START_S} seconds")


def run(cells: list[str], connection_file: Path) -> str:
    """Run cells in a kernel that the server started, and return what they print."""
    client = BlockingKernelClient(connection_file=str(connection_file))
    client.load_connection_file()
    client.start_channels()
    wait_until_ready(client)
    said: list[str] = []

    def hear(message: dict) -> None:
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    for cell in cells:
        answer = client.execute_interactive(cell, timeout=RUN_S, output_hook=hear)["content"]
        if answer["status"] != "ok":
            sys.exit(f"{cell}\n{answer}")
    client.stop_channels()
    return "".join(said)


def wait_until_ready(client: BlockingKernelClient) -> None:
    """Wait for a kernel's first answer; one that imports for the first time may miss a heartbeat.

    The client takes such a kernel for dead.
    """
    end = time.monotonic() + START_S
    while True:
        try:
            client.wait_for_ready(timeout=START_S)
            return
        except RuntimeError:
            if time.monotonic() > end:
                raise


if __name__ == "__main__":
    main()
