import "./app.css";

import { mount } from "svelte";

import Explore from "./panels/explore/Explore.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no #app to draw into.");

mount(Explore, { target });
