import axe from "axe-core";

/** What axe finds wrong with an element, by rule; colours are judged in a browser. For tests. */
export async function accessFaults(element: Element): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(element, { rules });
  return violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`,
  );
}
