import "./app.css";

import { mount } from "svelte";

import Compare from "./panels/compare/Compare.svelte";
import Coverage from "./panels/coverage/Coverage.svelte";
import Explore from "./panels/explore/Explore.svelte";
import Neighbourhoods from "./panels/neighbourhoods/Neighbourhoods.svelte";
import Plan from "./panels/plan/Plan.svelte";
import Reports from "./panels/reports/Reports.svelte";
import Sheets from "./panels/sheets/Sheets.svelte";
import SignInPage from "./panels/sign-in/SignInPage.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no #app to draw into.");

// Each panel has an address of its own and is a page of its own; whatever is not another panel's is Explore's.
const PANELS: Record<string, typeof Explore> = {
  "/compare": Compare,
  "/coverage": Coverage,
  "/neighbourhoods": Neighbourhoods,
  "/plan": Plan,
  "/reports": Reports,
  "/sheets": Sheets,
  "/sign-in": SignInPage,
};
mount(PANELS[location.pathname] ?? Explore, { target });
