/** The lines to be shown, each once: one that stands word for word inside another is shown by that other. */
export function distinct(lines: readonly string[]): string[] {
  const once = [...new Set(lines.map((line) => line.trim()))].filter((line) => line !== "");
  return once.filter((line) => !once.some((other) => other !== line && other.includes(line)));
}
