"""A server that is killed after everything that it acknowledged, again and again.

    python3 tests/worked/killed.py PATCHWORK STORE [DRAWINGS]

PATCHWORK is a built program, STORE a GeoPackage of a place that can be drawn in (a copy: it is written to). For each drawing the server is asked
to keep it, killed (SIGKILL) as soon as it has answered, started again, and sent the same drawing once more, as a browser does that never saw the
answer. In the end every drawing that was acknowledged must be there, and none twice.
"""

import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

PATCHWORK, STORE = sys.argv[1], sys.argv[2]
DRAWINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 1000


def start():
    process = subprocess.Popen(
        [PATCHWORK, "serve", "--store", STORE, "--bind", "127.0.0.1:0", "--anonymous-writes", "100000"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in process.stdout:
        found = re.search(r"http://[^ ]*[^/ \n]", line)
        if found:
            break
    url = found.group(0)
    while True:
        try:
            with urllib.request.urlopen(url + "/health/ready") as answer:
                if answer.status == 200:
                    return process, url
        except OSError:
            time.sleep(0.01)


def ask(url, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"content-type": "application/json", "origin": url})
    with urllib.request.urlopen(request) as answer:
        return answer.status, json.load(answer)


def main():
    process, url = start()
    licence = ask(url, "/api/neighbourhoods/terms")[1]["licence"]
    ward = next(area for area in ask(url, "/api/search?q=a&limit=50")[1]["results"] if area["layer"] == "wards")
    lon, lat = ward["centre"]
    ids, again = [], 0
    for at in range(DRAWINGS):
        side = 0.004 + 0.000001 * at
        ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
        body = {"name": f"Killed {at}", "why": "", "tags": [], "website": "", "licence": licence,
                "geometry": {"type": "Polygon", "coordinates": [ring]},
                "once": base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")}
        status, kept = ask(url, "/api/neighbourhoods", body)
        assert status == 201, status
        process.send_signal(signal.SIGKILL)
        process.wait()
        process, url = start()
        status, second = ask(url, "/api/neighbourhoods", body)
        assert status == 200 and second["already"] and second["drawing"]["id"] == kept["drawing"]["id"], (status, second)
        again += 1
        ids.append(kept["drawing"]["id"])
        if (at + 1) % 100 == 0:
            print(f"{at + 1} drawings, as many kills", flush=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    rows = sqlite3.connect(STORE).execute(
        "select p.proposal_id, v.name from patchwork_proposal p join patchwork_proposal_version v on v.proposal = p.id "
        "where v.name like 'Killed %'").fetchall()
    assert sorted(row[0] for row in rows) == sorted(ids), "something is lost or there twice"
    assert len({row[1] for row in rows}) == len(rows) == DRAWINGS
    print(f"{DRAWINGS} drawings, {again} kills and repeats: none lost, none twice")


if __name__ == "__main__":
    main()
