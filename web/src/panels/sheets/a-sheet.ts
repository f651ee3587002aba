/** Small invented sheets for tests: nothing of them reaches the page. */

import type { SheetLook, SheetRow } from "../../api/types";

export function aRow(row: number, cells: string[], changes: Partial<SheetRow> = {}): SheetRow {
  const asset = {
    ...{ id: `sheet-halls:${row}`, known: false, name: cells[0] ?? "", kind: "village-hall" },
    ...{ lon: 0.9, lat: 53.4, placed_by: "given", note: null, held_back: false },
  };
  return { row, cells, asset, problems: [], ...changes };
}

export const wrong = (field: string | null, reason = "it is wrong") => ({
  ...{ asset: null, problems: [{ column: field, field, reason }] },
});

const FIELDS = ["patchwork_id", "name", "kind", "address", "postcode", "lon", "lat", "notes"];

export function aLook(names: string[], rows: SheetRow[], changes: Partial<SheetLook> = {}): SheetLook {
  const bad = rows.filter(({ problems }) => problems.length > 0).length;
  const columns = names.map((name) => {
    const field = name.toLowerCase();
    return { name, field: FIELDS.includes(field) ? field : null, sample: [] };
  });
  return {
    ...{ list: "sheet-halls", replaces: false, columns, fields: FIELDS, total: rows.length, bad },
    ...{ good: rows.length - bad, unplaced: 0, known: 0, rows, unknown_kinds: {}, remarks: [] },
    ...changes,
  };
}
