/** Whether this browser can draw the map at all: MapLibre needs WebGL 2. */
export function canDrawMap(make: () => HTMLCanvasElement = () => document.createElement("canvas")): boolean {
  try {
    const context = make().getContext("webgl2");
    // Browsers allow few contexts at once: this one was only a question.
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
