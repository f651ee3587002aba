import "./app.css";

import { mount } from "svelte";

import Compare from "./panels/compare/Compare.svelte";
import Explore from "./panels/explore/Explore.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no #app to draw into.");

// Each panel has an address of its own and is a page of its own; whatever is not another panel's is Explore's.
mount(location.pathname === "/compare" ? Compare : Explore, { target });
