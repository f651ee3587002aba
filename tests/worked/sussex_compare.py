"""Figures on Sussex, computed without Patchwork's own overlaps, weights or measures.

    python3 -m venv venv && venv/bin/pip install shapely scikit-learn numpy
    venv/bin/python tests/worked/sussex_compare.py SUSSEX.gpkg ENGLAND.gpkg DATA > tests/worked/sussex_compare.json

SUSSEX.gpkg and ENGLAND.gpkg are stores made with `patchwork import place boundaries/sussex.toml` and
`boundaries/england.toml`; DATA is the folder of open data that those files name. Only the snapped shapes are
taken from the stores (EPSG:27700, whole millimetres), so that both sides measure the same ground. Everything else is
shapely (GEOS) and numpy; every mutual information is held against scikit-learn's to 1e-6 bits. The output holds figures, no shapes.
"""

import collections
import csv
import gzip
import io
import json
import sqlite3
import sys

import numpy as np
import shapely
import sklearn
from sklearn.metrics import homogeneity_completeness_v_measure, mutual_info_score

SUSSEX_STORE, ENGLAND_STORE, DATA = sys.argv[1:4]
ON = "2026-03-31"
NOISE_M2 = 1e-3
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright"
    " and database right 2026. Contains Royal Mail data © Royal Mail copyright and database right 2026. Contains information from"
    " NHS England, licensed under the current version of the Open Government Licence."
)
SUSSEX_ICB = "E54000064"
# The Code-Point Open files at hand; elsewhere the status of a postcode is unknown and it is used.
LOADED_POSTCODE_AREAS = {"BN", "PO", "RH", "TN"}


def read_layer(store, table):
    """Codes, names and shapes of the areas in force on the day, in code order."""
    rows = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(
        f'select coalesce(code, area_id), name, geom from "{table}" where (valid_from is null or valid_from <= ?)'
        " and (valid_until is null or valid_until > ?) order by 1", (ON, ON)).fetchall()
    envelope = (0, 32, 48, 48, 64)
    shapes = [shapely.from_wkb(blob[8 + envelope[(blob[3] >> 1) & 7]:]) for _, _, blob in rows]
    return [r[0] for r in rows], [r[1] for r in rows], np.array(shapes)


def read_table(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(f"{DATA}/{path}", "rb") as file:
        return list(csv.reader(io.TextIOWrapper(file, "utf-8-sig")))


def overlaps(a, b):
    """{(i, j): shape} for every pair that shares ground."""
    i, j = shapely.STRtree(b).query(a, predicate="intersects")
    shared = shapely.intersection(a[i], b[j])
    area = shapely.area(shared)
    return {(int(i[n]), int(j[n])): shared[n] for n in range(len(i)) if area[n] > NOISE_M2}


def bits(weights):
    s = np.array([w for w in weights if w > 0], dtype=float)
    s /= s.sum()
    return float(-(s * np.log2(s)).sum())


def measures(m):
    """The scores that use the matrix alone; m is dense, rows A, columns B."""
    m = np.asarray(m, dtype=float)
    total = m.sum()
    h_a, h_b = bits(m.sum(1)), bits(m.sum(0))
    share = m / total
    expected = np.outer(share.sum(1), share.sum(0))
    there = share > 0
    mutual = float((share[there] * np.log2(share[there] / expected[there])).sum())
    # scikit-learn works on whole counts only (it drops the fractions of row and column sums), so it gets them.
    judged = mutual_info_score(None, None, contingency=np.round(m * (1e9 / total)).astype(np.int64)) / np.log(2)
    assert abs(mutual - judged) < 1e-6, (mutual, judged)
    h = mutual / h_a if h_a > 0 else 1.0
    c = mutual / h_b if h_b > 0 else 1.0
    return {
        "matrix_total": total,
        "dominant_share_a": float(m.max(1).sum() / total),
        "dominant_share_b": float(m.max(0).sum() / total),
        "across_a": float((m.sum(1) - m.max(1)).sum()),
        "across_b": float((m.sum(0) - m.max(0)).sum()),
        "homogeneity": h,
        "completeness": c,
        "v_measure": 2 * h * c / (h + c) if h + c > 0 else 0.0,
        "vi_bits": h_a + h_b - 2 * mutual,
        "effective_partners": [2 ** bits(row) if row.sum() > 0 else None for row in m],
    }


def dense(pairs, rows, columns):
    m = np.zeros((rows, columns))
    for (i, j), w in pairs.items():
        m[i, j] += w
    return m


def sparse(m, codes_a, codes_b):
    used = [j for j in range(m.shape[1]) if m[:, j].any()]
    return {
        "rows": codes_a, "columns": [codes_b[j] for j in used],
        "entries": [[i, n, float(m[i, j])] for i in range(m.shape[0]) for n, j in enumerate(used) if m[i, j] > 0],
    }


def people_rows(m, totals, codes, names, partners):
    """What is told of each row, with both rules of what crosses."""
    rows = []
    for i, code in enumerate(codes):
        order = sorted((j for j in range(m.shape[1]) if m[i, j] > 0), key=lambda j: (-m[i, j], partners[j]))
        if not order:
            rows.append({"code": code, "name": names[i], "total": float(totals[i]), "best_fit": None})
            continue
        outside = float(m[i].sum() - m[i, order[0]])
        rows.append({
            "code": code, "name": names[i], "total": float(totals[i]), "uncovered": float(totals[i] - m[i].sum()),
            "best_fit": partners[order[0]], "best_share": float(m[i, order[0]] / totals[i]),
            "runner_up": partners[order[1]] if len(order) > 1 else None,
            "runner_up_share": float(m[i, order[1]] / totals[i]) if len(order) > 1 else None,
            "outside_best_fit": outside,
            "in_the_room": sorted(partners[j] for j in order if m[i, j] / totals[i] >= 0.05),
            "crosses": bool(outside / totals[i] > 0.05 and outside > 500),
            "crosses_at_1_percent": bool(outside / totals[i] > 0.01),
        })
    return rows


def points_of_blocks(blocks):
    """For each block its live postcodes' points, and how the points were come by."""
    live, counts = {}, collections.Counter()
    for area in ("bn", "po", "rh", "tn"):
        for postcode, _, easting, northing in read_table(f"postcodes/codepoint_open_2025_{area}.csv.gz"):
            if float(easting) > 0:
                live[postcode.replace(" ", "")] = (float(easting), float(northing))
    counts["code_point_open"] = len(live)
    for postcode, _, easting, northing in read_table("postcodes/onspd_2026_sussex_and_fringe.csv.gz")[1:]:
        key = postcode.replace(" ", "")
        letters = key[:2] if key[1].isalpha() else key[:1]
        if key in live or not easting or not northing:
            continue
        if letters in LOADED_POSTCODE_AREAS:
            counts["terminated"] += 1
        else:
            live[key] = (float(easting), float(northing))
            counts["status_unknown"] += 1
    points = shapely.points(np.array([live[key] for key in sorted(live)]))
    point, block = shapely.STRtree(blocks).query(points, predicate="intersects")
    owner = {}
    for p, k in zip(point.tolist(), block.tolist()):
        owner[p] = min(k, owner.get(p, k))
    by_block = collections.defaultdict(list)
    for p, k in owner.items():
        by_block[k].append(points[p])
    counts["in_a_block"] = len(owner)
    return {k: np.array(v) for k, v in by_block.items()}, dict(counts)


def block_by_area(blocks, layer):
    """share[k][j]: the share of block k's ground in area j."""
    area = shapely.area(blocks)
    share = collections.defaultdict(dict)
    for (k, j), shape in overlaps(blocks, layer).items():
        share[k][j] = shape.area / area[k]
    return share


def block_by_point(points, layer):
    """share[k][j]: the share of block k's points in area j, for the blocks that have points."""
    tree, share = shapely.STRtree(layer), {}
    for k, where in points.items():
        hit, j = tree.query(where, predicate="intersects")
        first = {}
        for p, area in zip(hit.tolist(), j.tolist()):
            first[p] = min(area, first.get(p, area))
        share[k] = {j: n / len(where) for j, n in collections.Counter(first.values()).items()}
    return share


def spread(people, share):
    """{(p, j): people} from {(p, k): people} and share[k][j]."""
    found = collections.Counter()
    for (p, k), n in people.items():
        for j, s in share.get(k, {}).items():
            found[p, j] += n * s
    return found


def triple(blocks, people, a, b):
    """w(i,j) of two polygon layers: sum over blocks of v_k * area(k∩i∩j) / area(k)."""
    found, area = collections.Counter(), shapely.area(blocks)
    ki = overlaps(blocks, a)
    keys = list(ki)
    pieces = np.array([ki[key] for key in keys])
    for (n, j), shape in overlaps(pieces, b).items():
        k, i = keys[n]
        found[i, j] += people[k] * shape.area / area[k]
    return found


def independent(blocks, people, a, b):
    """The shortcut that is wrong: shares of a block in i and in j, multiplied."""
    found, in_a, in_b = collections.Counter(), block_by_area(blocks, a), block_by_area(blocks, b)
    for k, v in enumerate(people):
        for i, s in in_a.get(k, {}).items():
            for j, t in in_b.get(k, {}).items():
                found[i, j] += v * s * t
    return found


def internal_edges(shapes):
    """Edges that two areas share, each once; those on the outline are left out."""
    seen = collections.Counter()
    for shape in shapes:
        for polygon in shapely.get_parts(shape):
            for ring in [polygon.exterior, *polygon.interiors]:
                points = [tuple(p) for p in np.round(shapely.get_coordinates(ring) * 1000).astype(int).tolist()]
                for p, q in zip(points, points[1:]):
                    if p != q:
                        seen[min(p, q), max(p, q)] += 1
    return [edge for edge, n in seen.items() if n > 1]


def border_agreement(a, b, d):
    """Line by line, against the union of round buffers (128 corners a circle) of the lines of b within reach."""
    lines_a, lines_b = (shapely.linestrings(np.array(e, dtype=float) / 1000) for e in (a, b))
    same = set(b)
    inside, near = 0.0, collections.defaultdict(list)
    for n, other in shapely.STRtree(lines_b).query(lines_a, predicate="dwithin", distance=d).T.tolist():
        near[n].append(other)
    buffers = shapely.buffer(lines_b, d, quad_segs=32)
    for n, others in near.items():
        whole = lines_a[n].length
        inside += whole if a[n] in same else lines_a[n].intersection(shapely.union_all(buffers[others])).length
    length = float(shapely.length(lines_a).sum())
    return {"internal_m": length, "within_m": inside, "share": inside / length}


def main():
    out = {"made_with": {"python": sys.version.split()[0], "shapely": shapely.__version__,
                         "geos": shapely.geos_version_string, "scikit-learn": sklearn.__version__,
                         "numpy": np.__version__}, "on": ON, "attribution": ATTRIBUTION}

    known = {
        "section_5_first": [[13, 3, 4], [0, 16, 4], [4, 0, 16], [0, 4, 16]],
        "one_way_nesting": [[10, 0], [20, 0], [0, 30], [0, 40]],
        "independent": [[50, 50], [50, 50]],
        "almost_the_same": [[99, 1], [1, 99]],
        "councils_and_partners": [[60000, 2000, 0], [3000, 45000, 1000], [0, 500, 38500]],
        "identity": [[5, 0, 0], [0, 7, 0], [0, 0, 11]],
        "one_area_each": [[42]],
        "one_row": [[10, 20, 30]],
        "one_column": [[10], [20], [30]],
        "an_empty_row_and_column": [[10, 0, 5], [0, 0, 0], [2, 0, 8]],
        "fractions": [[0.25, 0.5], [1.125, 0.125], [0.75, 2.5]],
    }
    out["matrices"] = {}
    for name, m in known.items():
        out["matrices"][name] = {"matrix": m, **measures(m)}
        if all(isinstance(w, int) for row in m for w in row):
            labels = [(i, j) for i, row in enumerate(m) for j, w in enumerate(row) for _ in range(w)]
            judged = homogeneity_completeness_v_measure([i for i, _ in labels], [j for _, j in labels])
            ours = out["matrices"][name]
            assert np.allclose(judged, (ours["homogeneity"], ours["completeness"], ours["v_measure"]), rtol=0, atol=1e-9), name

    wards, ward_names, ward_shapes = read_layer(SUSSEX_STORE, "wards")
    districts, district_names, district_shapes = read_layer(SUSSEX_STORE, "districts")
    icbs, _, icb_shapes = read_layer(SUSSEX_STORE, "icbs")
    lsoa21, _, lsoa21_shapes = read_layer(SUSSEX_STORE, "lsoa21")
    lsoa11, _, lsoa11_shapes = read_layer(SUSSEX_STORE, "lsoa11")
    all_districts, all_district_names, all_district_shapes = read_layer(ENGLAND_STORE, "districts")

    # 1. wards and districts, ground
    pairs = {key: shape.area for key, shape in overlaps(ward_shapes, district_shapes).items()}
    m = dense(pairs, len(wards), len(districts))
    area = shapely.area(ward_shapes)
    out["wards_districts_ground"] = {
        "pairs": len(pairs), "total_a": float(area.sum()), "total_b": float(shapely.area(district_shapes).sum()),
        "wards_at_least_99_percent_in_one": int((m.max(1) / area >= 0.99).sum()),
        "least_share_in_one": float((m.max(1) / area).min()),
        **{k: v for k, v in measures(m).items() if k != "effective_partners"},
    }

    # 2. NHS Sussex and the 13 districts
    sussex = icb_shapes[icbs.index(SUSSEX_ICB)]
    union = shapely.union_all(district_shapes)
    others = {icbs[j]: shape.area for (_, j), shape in overlaps(np.array([union]), icb_shapes).items() if icbs[j] != SUSSEX_ICB}
    any_icb = shapely.union_all(icb_shapes[[n for n in range(len(icbs)) if icb_shapes[n].intersects(union)]])
    english = shapely.union_all([shape for shape in all_district_shapes if shape.intersects(sussex)])
    out["nhs_sussex_districts"] = {
        "icb_m2": sussex.area, "districts_m2": union.area, "shared_m2": sussex.intersection(union).area,
        "symmetric_difference_m2": sussex.symmetric_difference(union).area,
        "districts_in_neighbouring_icbs_m2": sum(others.values()), "by_neighbouring_icb_m2": others,
        "districts_in_no_icb_m2": union.difference(any_icb).area,
        "icb_in_no_district_m2": sussex.difference(union).area,
        "icb_in_neighbouring_districts_m2": sussex.difference(union).area - sussex.difference(english).area,
        "icb_in_no_english_district_m2": sussex.difference(english).area,
        "share_of_icb": sussex.intersection(union).area / sussex.area,
        "share_of_districts": sussex.intersection(union).area / union.area,
    }

    # 3. PCNs by patients and England's districts
    rows = read_table("health/sussex_pcn_lsoa11_registrations_2023.csv")[1:]
    block_of = {code: k for k, code in enumerate(lsoa11)}
    pcns = sorted({r[2] for r in rows})
    pcn_names = [next(r[3] for r in rows if r[2] == p) for p in pcns]
    lists = [float(next(r[5] for r in rows if r[2] == p)) for p in pcns]
    patients = {(pcns.index(r[2]), block_of[r[0]]): float(r[4]) for r in rows}
    totals = np.zeros(len(pcns))
    for (p, _), n in patients.items():
        totals[p] += n
    out["pcn_lists"] = {"blocks": len({k for _, k in patients}), "rows": len(rows), "placed": float(totals.sum()), "stated": sum(lists),
                        "unplaced": sum(lists) - float(totals.sum())}
    points, postcode_counts = points_of_blocks(lsoa11_shapes)
    by_area = block_by_area(lsoa11_shapes, all_district_shapes)
    by_point = {**by_area, **block_by_point(points, all_district_shapes)}
    for name, share in (("area", by_area), ("points", by_point)):
        m = dense(spread(patients, share), len(pcns), len(all_districts))
        told = people_rows(m, totals, pcns, pcn_names, all_districts)
        out[f"pcns_districts_by_{name}"] = {
            **measures(m), "total_a": float(totals.sum()), "uncovered_a": float(totals.sum() - m.sum()),
            "crossing": sum(r["crosses"] for r in told), "crossing_at_1_percent": sum(r["crosses_at_1_percent"] for r in told),
            "areas": told, **sparse(m, pcns, all_districts),
        }
    out["postcodes"] = {**postcode_counts, "lsoa11_with_points": len(points), "lsoa11": len(lsoa11),
                        "patients_in_blocks_without_points": sum(n for (_, k), n in patients.items() if k not in points)}

    # 4 and 5. residents of wards by district, with and without the shortcut
    census = {r[0]: float(r[1]) for r in read_table("population/lsoa21_census2021_residents.csv")[1:]}
    residents = [census[code] for code in lsoa21]
    m = dense(triple(lsoa21_shapes, residents, ward_shapes, district_shapes), len(wards), len(districts))
    shortcut = dense(independent(lsoa21_shapes, residents, ward_shapes, district_shapes), len(wards), len(districts))
    out["wards_districts_residents"] = {
        "residents": sum(residents), **{k: v for k, v in measures(m).items() if k != "effective_partners"},
        "unplaced": sum(residents) - float(m.sum()),
        "as_if_independent": {k: v for k, v in measures(shortcut).items() if k != "effective_partners"},
        "largest_error_of_the_shortcut": float(np.abs(m - shortcut).max()),
    }
    m = dense(triple(lsoa21_shapes, residents, ward_shapes, icb_shapes), len(wards), len(icbs))
    out["wards_icbs_residents"] = {
        **{k: v for k, v in measures(m).items() if k != "effective_partners"},
        "in_nhs_sussex": float(m[:, icbs.index(SUSSEX_ICB)].sum()),
    }
    left, right = shapely.box(0, 0, 500, 1000), shapely.box(500, 0, 1000, 1000)
    block, halves = np.array([shapely.box(0, 0, 1000, 1000)]), np.array([left, right])
    out["one_block_cut_the_same_way_twice"] = {
        "people": 1000, "triple": dense(triple(block, [1000], halves, halves), 2, 2).tolist(),
        "as_if_independent": dense(independent(block, [1000], halves, halves), 2, 2).tolist(),
    }

    # 6. footprints by most patients, only Sussex PCNs competing
    by_block = collections.defaultdict(dict)
    for (p, k), n in patients.items():
        by_block[k][p] = n
    main_pcn = {lsoa11[k]: pcns[min(row, key=lambda p: (-row[p], pcns[p]))] for k, row in by_block.items()}
    majority = {lsoa11[k]: max(row.values()) / sum(row.values()) for k, row in by_block.items()}
    ties = sum(1 for row in by_block.values() if sorted(row.values())[-2:].count(max(row.values())) > 1)
    out["footprints"] = {"blocks_with_patients": len(main_pcn), "ties": ties}
    for method in (1, 2):
        published = {r[0]: r[1] for r in read_table(f"health/Method_{method}_LSOA_based_PCN_df.csv")[1:]}
        out["footprints"][f"method_{method}"] = {
            "blocks": len(published), "same": sum(main_pcn.get(k) == p for k, p in published.items()),
            "different": sorted(k for k, p in published.items() if k in main_pcn and main_pcn[k] != p),
            "without_patients_here": sorted(k for k in published if k not in main_pcn),
        }

    # 7. registered and resident, after Beaney et al.
    mid_2020 = {r[0]: float(r[2]) for r in read_table("population/lsoa11_mid2020.csv.gz")[1:]}
    in_sussex = {r[0] for r in read_table("health/Method_2_LSOA_based_PCN_df.csv")[1:]}
    found = {}
    for name, chosen in (("all_blocks", set(main_pcn)), ("sussex_blocks", set(main_pcn) & in_sussex)):
        catchment = [sum(mid_2020[k] for k in chosen if main_pcn[k] == p) for p in pcns]
        found[name] = {
            "blocks": len(chosen), "residents": sum(catchment),
            "r": float(np.corrcoef(lists, catchment)[0, 1]),
            "list_to_resident_ratio": sum(lists) / sum(catchment),
            "blocks_without_majority": sum(majority[k] <= 0.5 for k in chosen),
            "share_without_majority": sum(majority[k] <= 0.5 for k in chosen) / len(chosen),
            "catchment_residents": dict(zip(pcns, catchment)),
        }
    out["registered_and_resident"] = found

    # 8. do the borders run together?
    edges = {name: internal_edges(shapes) for name, shapes in (("wards", ward_shapes), ("districts", district_shapes), ("lsoa21", lsoa21_shapes))}
    out["border_agreement_50_m"] = {
        f"{a}_near_{b}": border_agreement(edges[a], edges[b], 50)
        for a, b in (("wards", "districts"), ("districts", "wards"), ("wards", "lsoa21"), ("lsoa21", "wards"), ("districts", "lsoa21"), ("lsoa21", "districts"))
    }
    print("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in out.items()) + "\n}")


main()
