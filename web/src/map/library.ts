/**
 * All of MapLibre that is used, in one file to load, for the viewer and for embedded maps alike.
 *
 * Import it with `import()`, and for types only otherwise: then it stays one file.
 */

export { addProtocol, LngLat, Map as MapLibre, type Point, setWorkerUrl } from "maplibre-gl";
export { default as workerUrl } from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
