"""The table of everybody's lines, as overlap_layers.py says, with how many times as long each took as Patchwork's best.

    python overlap_table.py LINES
"""

import sys

OURS = "Patchwork"
TITLES = {"lsoa21": "wards × LSOAs", "la21": "wards × coarse districts"}


def read(file):
    """Per layer and program: the best of all its lines, and the sum and count that it must agree on."""
    found = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            who, layer, best, median, pairs, area, ready, busy = (line.rstrip("\n").split("\t") + [""])[:8]
            mine = found.setdefault(layer, {}).setdefault(who, {"best": [], "median": [], "sums": set(), "ready": [], "busy": busy})
            mine["best"].append(float(best))
            mine["median"].append(float(median))
            mine["ready"].append(float(ready))
            mine["sums"].add((int(pairs), float(area)))
    return found


def agree(layer, programs):
    sums = [each for program in programs.values() for each in program["sums"]]
    pairs = {pairs for pairs, _ in sums}
    areas = [area for _, area in sums]
    if len(pairs) > 1 or max(areas) - min(areas) > 1e-9 * max(areas):
        sys.exit(f"{layer}: not everybody finds the same: {sorted(sums)}")
    return pairs.pop(), max(areas) - min(areas), max(areas)


def seconds(value):
    return f"{value * 1e3:.0f} ms" if value < 1 else f"{value:.1f} s"


def main():
    for layer, programs in read(sys.argv[1]).items():
        pairs, spread, area = agree(layer, programs)
        ours = min(programs[OURS]["best"])
        print(f"**{TITLES[layer]}**: {pairs:,} pairs, {area / 1e6:,.3f} km², the same for all but {spread:.1e} m²\n")
        print("| program | best | median | as long as Patchwork's best | loaded and indexed in | cores busy |")
        print("| --- | --- | --- | --- | --- | --- |")
        for who, times in sorted(programs.items(), key=lambda item: min(item[1]["best"])):
            best, ratio = min(times["best"]), min(times["best"]) / ours
            median = sorted(times["median"])[len(times["median"]) // 2]
            ready, busy = seconds(min(times["ready"])), times["busy"] or "–"
            print(f"| {who} | {seconds(best)} | {seconds(median)} | {'' if who == OURS else f'{ratio:.0f} ×'} | {ready} | {busy} |")
        fastest = min((min(times["best"]), who) for who, times in programs.items() if who != OURS)
        worst = max(programs[OURS]["best"])
        print(f"\nFastest peer: {fastest[1]}, {fastest[0] / ours:.0f} times as long as Patchwork's best run "
              f"and {fastest[0] / worst:.0f} times its slowest.\n")


main()
