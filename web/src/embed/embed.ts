/**
 * What an embedded page does beyond its words: draws the map, and tells the page around it how high it is.
 *
 * It keeps nothing, asks nobody but its own server, and where a map cannot be drawn the picture stays.
 */

import { tellHeight } from "./height";
import { drawMap } from "./map";
import type { Shown } from "./shown";

const figure = document.getElementById("map");
const asked = figure?.dataset.map;

tellHeight();
if (figure && asked) {
  drawMap(figure, JSON.parse(asked) as Shown).catch(() => {
    figure.querySelector(".live")?.remove();
  });
}
