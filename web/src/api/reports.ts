/** What visitors report of assets, and what becomes of it. */

import { client, settle } from "./client";
import type { Reply } from "./problem";
import type { Report, ReportList } from "./types";

/** The longest report, in characters. */
export const MOST_REPORT_CHARS = 1000;

export const OUTCOMES = ["corrected", "unchanged", "dismissed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function reportAsset(id: string, text: string, signal: AbortSignal): Promise<Reply<true> | null> {
  return settle(async () => {
    const params = { path: { id } };
    const { data, error, response } = await client.POST("/api/assets/{id}/reports", {
      ...{ params, body: { text }, signal },
    });
    return data === undefined ? { error, response } : { data: true as const, response };
  }, signal);
}

export function fetchReports(signal: AbortSignal): Promise<Reply<ReportList> | null> {
  return settle(() => client.GET("/api/reports", { signal }), signal);
}

export function settleReport(
  id: number,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<Reply<Report> | null> {
  const params = { path: { id } };
  return settle(() => client.POST("/api/reports/{id}/settle", { params, body: { outcome }, signal }), signal);
}
