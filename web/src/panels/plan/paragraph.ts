import type { Figures, OptionDetail } from "../../api/types";
import { planWords as say } from "../../words/plan";

/** An option as a paragraph to paste: what it is, how large, what it crosses, when counted, from what. */
export function paragraph(
  title: string,
  saved: Pick<OptionDetail, "status" | "status_date" | "outcome_known"> | null,
  figures: Pick<
    Figures,
    "areas" | "against" | "balance" | "people_date" | "attribution" | "on" | "left_out_residents"
  >,
  address: string,
): string {
  const status = saved ? say.status(saved.status, saved.status_date, saved.outcome_known) : say.own.private;
  const { balance } = figures;
  const sizes = say.sizes(figures.areas.length, balance?.smallest ?? null, balance?.largest ?? null);
  const crossings = figures.against
    .filter(({ unit }) => unit === "people")
    .map(({ across, crossing, of, title }) => `${say.across(across, title, crossing, of)}.`);
  const out = figures.left_out_residents;
  const leftOut = out !== null && out > 0 ? [`${say.leftOut(out)}.`] : [];
  const date = `${say.peopleDate(figures.people_date)} ${say.know.on(figures.on)}`.trim();
  const sources = figures.attribution.join(" ");
  return say.paragraph(
    title,
    status.replace(/\.$/, ""),
    sizes,
    [...crossings, ...leftOut],
    date,
    sources,
    address,
  );
}
