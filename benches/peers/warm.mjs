// Asks a tile server once for each tile, the way its TileJSON says, and checks that each is there.
//
//   node warm.mjs TILEJSON-URL TILES-FILE PATHS-FILE
//
// TILES-FILE has `z x y` a line. Writes the path of each request to PATHS-FILE, for the load that follows, and
// prints the mean size of a tile in bytes, uncompressed.
import { readFileSync, writeFileSync } from "node:fs";

const [tilejson, tilesFile, pathsFile] = process.argv.slice(2);
const template = (await (await fetch(tilejson)).json()).tiles[0];
const paths = [];
let bytes = 0;
for (const line of readFileSync(tilesFile, "utf8").trim().split("\n")) {
  const [z, x, y] = line.split(" ");
  const address = new URL(template.replace("{z}", z).replace("{x}", x).replace("{y}", y));
  const path = address.pathname + address.search;
  for (const encoding of ["identity", "gzip"]) {
    const answer = await fetch(new URL(path, tilejson), { headers: { "Accept-Encoding": encoding } });
    const body = await answer.arrayBuffer();
    if (answer.status !== 200 || body.byteLength === 0) {
      console.error(`${path}: status ${answer.status}, ${body.byteLength} bytes`);
      process.exit(1);
    }
    if (encoding === "identity") bytes += body.byteLength;
  }
  paths.push(path);
}
writeFileSync(pathsFile, paths.join("\n") + "\n");
console.log(Math.round(bytes / paths.length));
