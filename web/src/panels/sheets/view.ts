import type { Codec } from "../../lib/address.svelte";
import { cameraText, readCamera } from "../../lib/view";
import type { PanelView } from "../panel.svelte";

/** The address carries where the map looks; a sheet is nobody else's. */
export const SHEETS_CODEC: Codec<PanelView> = {
  read(search) {
    const params = new URLSearchParams(search);
    return { on: null, camera: readCamera(params.get("map")), mapHidden: params.get("hide") === "map" };
  },
  write({ camera, mapHidden }) {
    const parts = [mapHidden ? "hide=map" : "", camera ? `map=${cameraText(camera)}` : ""];
    return `?${parts.filter(Boolean).join("&")}`;
  },
};
