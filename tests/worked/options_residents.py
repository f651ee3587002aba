"""The pack's options for new councils: residents of every area, and the fire authorities, police forces and ICBs that each lies in, without Patchwork.

    python3 tests/worked/options_residents.py DATA > tests/worked/options_residents.json

DATA is the folder of open data that boundaries/england.toml names. Only tables are read, no shapes: an LSOA of 2021 is whole in the ward and
district that the national best-fit lookup gives it. Figures by ground differ where a ward cuts an LSOA. Options with parts of districts are
left out: no table says which LSOAs the parts have.

    python3 tests/worked/options_residents.py DATA SERVER

holds a server on the store that `patchwork import place boundaries/england.toml` makes against the same.
"""

import collections
import csv
import gzip
import io
import json
import sys
import urllib.request

DATA = sys.argv[1]
# For all of Sussex there are two options, one for each county.
COMBINED = {"SUSSEX-W1-E2": ["SUSSEX-W1", "SUSSEX-E2"], "SUSSEX-W2-B2-E2": ["SUSSEX-W2-B2", "SUSSEX-E2"]}
ATTRIBUTION = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
# An area lies in an authority with at least as large a share of its residents; less is map noise along edges.
LEAST_SHARE = 0.01


def table(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(f"{DATA}/{path}", "rb") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))


def worked():
    residents = {row["lsoa21_code"]: int(row["population"]) for row in table("population/lsoa21_census2021_residents.csv")}
    places = {row["lsoa21_code"]: row for row in table("lookups/lookup_lsoa21_ward24_ltla24.csv.gz")}
    fire = {row["ltla24_code"]: row["fra24_code"] for row in table("lookups/lookup_ltla24_fra24.csv")}
    police = {row["ltla24_code"]: row["pfa24_code"] for row in table("lookups/lookup_ltla24_csp24_pfa24.csv")}
    options = collections.defaultdict(list)
    for row in table("lgr/lgr_components.csv"):
        options[row["proposal_id"]].append(row)
    for both, parts in COMBINED.items():
        # Both leave Brighton and Hove as it is: it is one area.
        rows = {(row["component_code"]): row for part in parts for row in options[part]}
        options[both] = list(rows.values())
    answer = {}
    for option, rows in sorted(options.items()):
        if any(not row["component_code"] or row["component_type"].endswith("-part") for row in rows):
            continue
        districts = {row["component_code"]: row["new_unitary"] for row in rows if row["component_type"].startswith("LAD")}
        wards = {row["component_code"]: row["new_unitary"] for row in rows if row["component_type"].startswith("WD")}
        areas = collections.defaultdict(lambda: {"residents": 0, "fire": collections.Counter(), "police": collections.Counter()})
        for lsoa, people in residents.items():
            place = places.get(lsoa)
            if place is None:
                continue
            district = place["ltla24_code"]
            area = wards.get(place["ward24_code"]) or districts.get(district)
            if area is None or area == "(unassigned)":
                continue
            areas[area]["residents"] += people
            areas[area]["fire"][fire.get(district)] += people
            areas[area]["police"][police.get(district)] += people
        answer[option] = {
            name: {
                "residents": area["residents"],
                **{
                    kind: sorted(code for code, people in area[kind].items() if code and people >= LEAST_SHARE * area["residents"])
                    for kind in ["fire", "police"]
                },
            }
            for name, area in sorted(areas.items())
        }
    return {"attribution": ATTRIBUTION, "options": answer}


def held(server, answer):
    worst = 0
    for option, areas in answer["options"].items():
        address = f"{server}/api/scenarios/{option}/figures?against=fire,police&on=2026-03-31"
        with urllib.request.urlopen(address) as reply:
            figures = json.load(reply)
        found = {area["name"]: area["residents"] for area in figures["areas"]}
        assert set(found) == set(areas), (option, set(found) ^ set(areas))
        for name, area in areas.items():
            off = found[name] / area["residents"] - 1
            worst = max(worst, abs(off))
            print(f"{option:16} {name:32} {area['residents']:>10,} {found[name]:>14,.1f} {off:+.5%}")
        crossing = {kind: sum(len(area[kind]) > 1 for area in areas.values()) for kind in ["fire", "police"]}
        said = {partner["layer"]: partner["new_areas_crossing"] for partner in figures["against"]}
        print(f"{option:16} in more than one authority, by tables {crossing}, by the server {said}")
    print(f"worst {worst:.5%}")


if len(sys.argv) > 2:
    held(sys.argv[2], worked())
else:
    print(json.dumps(worked(), indent=1, sort_keys=True))
