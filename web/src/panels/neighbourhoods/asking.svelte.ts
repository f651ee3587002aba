import { fetchArea } from "../../api/client";
import { fetchAgreements, fetchFeatures, fetchHood, fetchHoods, fetchMine } from "../../api/neighbourhoods";
import { follow } from "../../lib/follow.svelte";
import type { Neighbourhoods } from "./neighbourhoods.svelte";

/** How many are looked through for the words of a search. */
const SEARCHED = 1000;

/** Asks the server whatever the address says, and asks anew when that changes. */
export function askAsTheAddressSays(hoods: Neighbourhoods): void {
  const on = $derived(hoods.view.on);
  const doing = $derived(hoods.view.doing);
  const id = $derived(hoods.view.id);
  const moderates = $derived(hoods.session.may("moderate"));
  follow(
    () => [doing, hoods.view.find, on, hoods.limit, id] as const,
    ([doing, find, on, limit, id]) =>
      hoods.list.ask(
        doing === "look" && id === null
          ? (signal) => fetchHoods("", on, find === "" ? limit : SEARCHED, signal)
          : null,
      ),
  );
  follow(
    () => doing,
    (doing) => hoods.agreements.ask(doing === "look" ? fetchAgreements : null),
  );
  follow(
    () => [id, on] as const,
    ([id, on]) => {
      void hoods.area.ask(
        id === null ? null : (signal) => fetchArea({ layer: "neighbourhoods", key: id }, on, signal),
      );
      return hoods.hood.ask(id === null ? null : (signal) => fetchHood(id, on, signal));
    },
  );
  follow(
    () => [id, hoods.view.then] as const,
    ([id, then]) =>
      hoods.other.ask(id === null || then === null ? null : (signal) => fetchHood(id, then, signal)),
  );
  follow(
    () => hoods.view.agree,
    (name) => hoods.agreement.ask(name === null ? null : featuresAt("agreement", { name })),
  );
  follow(
    () => [hoods.view.undrawn, on] as const,
    ([undrawn, on]) => hoods.undrawn.ask(undrawn ? featuresAt("undrawn", on === null ? {} : { on }) : null),
  );
  follow(
    () => hoods.secret,
    (secret) => hoods.mine.ask(secret === null ? null : (signal) => fetchMine(secret, signal)),
  );
  follow(
    () => [doing, moderates] as const,
    ([doing, moderates]) => hoods.desk.open(doing === "queue" && moderates),
  );
}

function featuresAt(route: string, query: Record<string, string>) {
  const asked = new URLSearchParams(query).toString();
  const address = `/api/neighbourhoods/${route}.geojson${asked && `?${asked}`}`;
  return (signal: AbortSignal) => fetchFeatures(address, signal);
}
