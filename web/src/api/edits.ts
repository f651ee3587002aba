/** Adding and changing assets, one at a time. A change names the state that it was made from by its entity tag. */

import { client, settle } from "./client";
import type { Reply } from "./problem";
import type { AssetDetail, ChangedAsset, EditBody } from "./types";

/** An asset with the entity tag that a change to it must name. */
export type Editable = { asset: AssetDetail; tag: string };

/** Reads an asset as it is now, whatever day the page is about: that is what can be changed. */
export async function readForEdit(id: string, signal: AbortSignal): Promise<Reply<Editable> | null> {
  return settle(async () => {
    const { data, error, response } = await client.GET("/api/assets/{id}", {
      params: { path: { id } },
      signal,
    });
    if (data === undefined) return { error, response };
    return { data: { asset: data, tag: response.headers.get("etag") ?? "" }, response };
  }, signal);
}

export function addAsset(body: EditBody, signal: AbortSignal): Promise<Reply<ChangedAsset> | null> {
  return settle(() => client.POST("/api/assets", { body, signal }), signal);
}

export function correctAsset(
  { asset, tag }: Editable,
  body: EditBody,
  signal: AbortSignal,
): Promise<Reply<ChangedAsset> | null> {
  const params = { path: { id: asset.id }, header: { "if-match": tag } };
  return settle(() => client.PUT("/api/assets/{id}", { params, body, signal }), signal);
}

export function closeAsset(
  { asset, tag }: Editable,
  signal: AbortSignal,
): Promise<Reply<ChangedAsset> | null> {
  const params = { path: { id: asset.id }, header: { "if-match": tag } };
  return settle(() => client.POST("/api/assets/{id}/close", { params, signal }), signal);
}

/** Says that somebody made sure today that an asset is as it is told. */
export function verifyAsset(
  { asset, tag }: Editable,
  signal: AbortSignal,
): Promise<Reply<ChangedAsset> | null> {
  const params = { path: { id: asset.id }, header: { "if-match": tag } };
  return settle(() => client.POST("/api/assets/{id}/verify", { params, body: {}, signal }), signal);
}
