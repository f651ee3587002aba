/** Lets the browser keep the program, so that it opens without a connection. Only the viewer's own pages ask for it, never an embedded map. */
export function keepProgram(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const ask = () => {
    // A browser that refuses, in a private window say, simply keeps nothing.
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  };
  // What somebody came for is loaded first.
  if (document.readyState === "complete") ask();
  else addEventListener("load", ask, { once: true });
}
