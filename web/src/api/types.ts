/** The server's answers by the names the viewer uses, all taken from the generated schema. */

import type { paths } from "./schema";

type Answer<Path extends keyof paths> = paths[Path]["get"] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

type Posted<Path extends "/api/sheets" | "/api/sheets/publish"> = paths[Path]["post"] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

export type Config = Answer<"/api/config">;
export type LayerList = Answer<"/api/layers">;
export type Layer = LayerList["layers"][number];
export type Located = Answer<"/api/locate">;
export type LocatedArea = Located["areas"][number];
export type AbsentLayer = Located["absent"][number];
export type Release = Located["releases"][number];
export type Found = Answer<"/api/search">;
export type FoundArea = Found["results"][number];
export type Area = Answer<"/api/areas/{layer}/{code}">;
export type Comparison = Answer<"/api/compare">;
export type Summary = Comparison["summary"];
export type AreaScores = Comparison["areas_a"][number];
export type Pair = Comparison["pairs"][number];
export type TileJson = Answer<"/tiles/{layer}.json">;
export type TileNumbers = Answer<"/tiles/{layer}/numbers.json">;

export type KindList = Answer<"/api/kinds">;
export type KindGroup = KindList["groups"][number];
export type Kind = KindGroup["kinds"][number];
export type AssetPage = Answer<"/api/assets">;
export type Asset = AssetPage["assets"][number];
/** A list of assets, as a register or a directory publishes it. */
export type AssetSource = AssetPage["lists"][number];
/** Coverage: who is within reach of what, and who is not. */
export type Coverage = Answer<"/api/coverage">;
export type CoverageSummary = Coverage["summary"];
export type CoverageArea = Coverage["areas"][number];
export type CoverageList = CoverageSummary["lists"][number];
/** Of the people of one class of small areas, such as rural ones, how many have none within reach. */
export type ClassSplit = CoverageSummary["classes"][number];
export type SignedIn = Answer<"/api/session">;
export type ReportList = Answer<"/api/reports">;
export type Report = ReportList["reports"][number];
export type SheetLook = Posted<"/api/sheets">;
export type SheetColumn = SheetLook["columns"][number];
export type SheetRow = SheetLook["rows"][number];
export type RowProblem = SheetRow["problems"][number];
export type Published = Posted<"/api/sheets/publish">;
export type AssetDetail = Answer<"/api/assets/{id}">;
/** What is to change of an asset; what is left out stays, null takes a value away. */
export type EditBody = paths["/api/assets"]["post"]["requestBody"]["content"]["application/json"];
export type ChangedAsset = paths["/api/assets"]["post"]["responses"][201]["content"]["application/json"];

/** Options side by side. */
export type OptionList = Answer<"/api/scenarios/compare">;
/** The options by name, without figures. */
export type PlainOptions = Answer<"/api/scenarios">;
export type OptionSummary = OptionList["options"][number];
export type OptionDetail = Answer<"/api/scenarios/{id}">;
/** What an option would be. */
export type Figures = Answer<"/api/scenarios/{id}/figures">;
export type PlanArea = Figures["areas"][number];
export type Partner = Figures["against"][number];
export type PlanPart = Figures["assignment"]["components"][number];
export type OptionTable =
  paths["/api/scenarios/table"]["post"]["responses"][200]["content"]["application/json"];
/** Everything whose council an option changes. */
export type OptionMoves = Answer<"/api/scenarios/{id}/moves">;
export type KeptOption = paths["/api/scenarios"]["post"]["responses"][201]["content"]["application/json"];

export type HoodTerms = Answer<"/api/neighbourhoods/terms">;
export type HoodList = Answer<"/api/neighbourhoods">;
export type HoodItem = HoodList["neighbourhoods"][number];
export type Hood = Answer<"/api/neighbourhoods/{id}">;
export type HoodAgreements = Answer<"/api/neighbourhoods/agreements">;
export type MyDrawing = Answer<"/api/neighbourhoods/mine">;
export type HoodQueue = Answer<"/api/neighbourhoods/queue">;
export type HoodVersions = Answer<"/api/neighbourhoods/queue/{id}/versions">;
export type HoodVersion = HoodVersions["versions"][number];
export type DrawingChecked =
  paths["/api/neighbourhoods/check"]["post"]["responses"][200]["content"]["application/json"];
export type KeptDrawing =
  paths["/api/neighbourhoods"]["post"]["responses"][201]["content"]["application/json"];
export type Decided =
  paths["/api/neighbourhoods/queue"]["post"]["responses"][200]["content"]["application/json"];

/** West, south, east, north in degrees. */
export type Bounds = [number, number, number, number];

/** The four numbers of a bounding box, or null when there are not four. */
export function toBounds(numbers: readonly number[] | null | undefined): Bounds | null {
  const [west, south, east, north] = numbers ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return [west, south, east, north];
}
