"""The pack's options for all of Sussex: residents of each new area, and the PCNs that cross its lines, without Patchwork.

    python3 tests/worked/sussex_options.py DATA > tests/worked/sussex_options.json

DATA is the folder of open data that boundaries/sussex.toml names. Only tables are read, no shapes: an LSOA of 2021 is in the
ward and district that the national best-fit lookup gives it, whole; patients by LSOA of 2011 go to its LSOAs of 2021 by their
residents. People placed at points or by ground give other figures where a ward cuts an LSOA.
"""

import collections
import csv
import gzip
import io
import json
import sys

DATA = sys.argv[1]
OPTIONS = {"W1+E2": ["SUSSEX-W1", "SUSSEX-E2"], "W2-B2+E2": ["SUSSEX-W2-B2", "SUSSEX-E2"], "SUSSEX-5": ["SUSSEX-5"]}
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains information from NHS England,"
    " licensed under the current version of the Open Government Licence."
)
# Crosses: more than 5 % of its patients, and more than 500 of them, outside the area that holds most.
LEAST_SHARE, LEAST_PEOPLE = 0.05, 500


def table(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(f"{DATA}/{path}", "rb") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))


def main():
    residents = {r["lsoa21_code"]: int(r["population"]) for r in table("population/lsoa21_census2021_residents.csv")}
    place = {r["lsoa21_code"]: (r["ward24_code"], r["ltla24_code"]) for r in table("lookups/lookup_lsoa21_ward24_ltla24.csv.gz")}
    upper = {r["ltla23_code"]: r["utla23_name"] for r in table("lookups/lookup_ltla23_utla23.csv")}
    successors = collections.defaultdict(set)
    for r in table("lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz"):
        successors[r["lsoa11_code"]].add(r["lsoa21_code"])
    registrations = table("health/sussex_pcn_lsoa11_registrations_2023.csv")
    components = table("lgr/lgr_components.csv")
    sussex = {r["component_code"] for r in components if r["proposal_id"] in OPTIONS["W1+E2"]}

    above = {"police": {r["ltla24_code"]: r["pfa24_name"] for r in table("lookups/lookup_ltla24_csp24_pfa24.csv")},
             "fire": {r["ltla24_code"]: r["fra24_name"] for r in table("lookups/lookup_ltla24_fra24.csv")},
             "icbs": {r["lsoa21_code"]: r["icb24_name"] for r in table("lookups/lookup_lsoa21_icb24.csv.gz")}}

    def under(area_of, parent):
        """Residents of each new area by what stands above them, of the new areas that are in more than one."""
        found = collections.defaultdict(collections.Counter)
        for lsoa, (ward, district) in place.items():
            if district in sussex and (area := area_of(ward, district)) is not None:
                found[area][parent.get(lsoa) or parent.get(district) or "none"] += residents[lsoa]
        return {area: dict(sorted(row.items())) for area, row in sorted(found.items()) if len(row) > 1}

    def figures(area_of):
        size, left_out = collections.Counter(), collections.Counter()
        for lsoa, (ward, district) in place.items():
            if district in sussex:
                area = area_of(ward, district)
                (left_out if area is None else size)[ward if area is None else area] += residents[lsoa]
        rows, totals = collections.defaultdict(collections.Counter), {}
        placed_nowhere = 0
        for r in registrations:
            totals[r["PCN_Code"]] = int(r["Total_patients"])
            to = sorted(successors[r["LSOA11CD"]])
            people = sum(residents[n] for n in to)
            if not to:
                placed_nowhere += int(r["Patients"])
            for n in to:
                ward, district = place[n]
                area = area_of(ward, district) if district in sussex else upper.get(district, district)
                if area is not None:
                    rows[r["PCN_Code"]][area] += int(r["Patients"]) * residents[n] / people
        outside = {p: sum(row.values()) - max(row.values()) for p, row in rows.items()}
        crossing = sorted(p for p, n in outside.items() if n > LEAST_PEOPLE and n / totals[p] > LEAST_SHARE)
        return {"residents": dict(sorted(size.items())), "left_out": dict(sorted(left_out.items())),
                "patients_across": round(sum(outside.values()), 3), "pcns": len(rows), "pcns_crossing": len(crossing),
                "crossing": crossing, "patients_placed_nowhere": placed_nowhere,
                "areas_in_more_than_one": {layer: under(area_of, parent) for layer, parent in above.items()}}

    out = {"attribution": ATTRIBUTION, "upper tier today": figures(lambda _, district: upper[district])}
    for title, ids in OPTIONS.items():
        areas = {r["component_code"]: r["new_unitary"] for r in components
                 if r["proposal_id"] in ids and r["component_code"] and r["new_unitary"] != "(unassigned)"}
        out[title] = figures(lambda ward, district: areas.get(ward, areas.get(district)))
    print(json.dumps(out, indent=1, ensure_ascii=False))


main()
