/**
 * Whether this browser may be able to draw the map: MapLibre needs WebGL 2.
 *
 * To be sure, a canvas would have to be set up, which takes longer than all of the text; the map itself finds out.
 */
export function mayDrawMap(world: object = globalThis): boolean {
  return "WebGL2RenderingContext" in world;
}
