import "./app.css";

import { type Component, mount } from "svelte";

import { keepProgram } from "./lib/offline";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no #app to draw into.");

type Page = { default: Component };

const explore = (): Promise<Page> => import("./panels/explore/Explore.svelte");

// Each panel has an address of its own and is a page of its own, which brings no other along; whatever is not another panel's is Explore's.
const PANELS: Record<string, () => Promise<Page>> = {
  "/compare": () => import("./panels/compare/Compare.svelte"),
  "/coverage": () => import("./panels/coverage/Coverage.svelte"),
  "/neighbourhoods": () => import("./panels/neighbourhoods/Neighbourhoods.svelte"),
  "/plan": () => import("./panels/plan/Plan.svelte"),
  "/reports": () => import("./panels/reports/Reports.svelte"),
  "/sheets": () => import("./panels/sheets/Sheets.svelte"),
  "/sign-in": () => import("./panels/sign-in/SignInPage.svelte"),
};

const { default: Panel } = await (PANELS[location.pathname] ?? explore)();
mount(Panel, { target });
keepProgram();
