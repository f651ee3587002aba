/**
 * What an embedded page does beyond its words: draws the map, and tells the page around it how high it is.
 *
 * It keeps nothing, asks nobody but its own server, and where a map cannot be drawn the picture stays.
 */

import { tellHeight } from "./height";
import type { Shown } from "./shown";

const figure = document.getElementById("map");
const asked = figure?.dataset.map;

tellHeight();
if (figure && asked) {
  const shown = JSON.parse(asked) as Shown;
  import("./map")
    .then(({ drawMap }) => drawMap(figure, shown))
    .catch(() => {
      figure.querySelector(".live")?.remove();
    });
}
