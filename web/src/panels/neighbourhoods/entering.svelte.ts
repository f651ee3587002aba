import { type Entered, enterSketches, readShapes, type Sketch } from "../../api/neighbourhoods";
import { Answer } from "../../lib/answer.svelte";
import { words } from "../../words/en";
import { hoodWords } from "../../words/neighbourhoods";

/** A drawing of a file, and why it cannot be kept as it is, in words; empty while nothing is known against it. */
export type Entry = { number: number; sketch: Sketch; problems: readonly string[] };

/** Drawings that were collected elsewhere, entered for those who made them: all that can be kept are, the rest is told. */
export class Entering {
  readonly answer = new Answer<Entered>();
  entries: readonly Entry[] = $state.raw([]);
  route = $state("workshop");
  said = $state("");

  /** Those that something is known against. */
  readonly refused: readonly Entry[] = $derived.by(() =>
    this.entries.filter(({ problems }) => problems.length > 0),
  );

  async bring(file: Blob): Promise<void> {
    const reply = await readShapes(file, new AbortController().signal);
    void this.answer.ask(null);
    this.entries = [];
    if (!reply?.ok) {
      const { what, advice } = words.problem(reply?.problem ?? { kind: "failed" });
      this.said = `${what} ${advice}`;
      return;
    }
    const { shapes, left_out: left } = reply.value;
    this.said = hoodWords.enter.found(shapes.length, left);
    this.entries = shapes.map(({ name, why, geometry }, at) => {
      const sketch = { name: name ?? "", why: why ?? "", tags: [], website: "", geometry };
      return { number: at + 1, sketch, problems: [] };
    });
  }

  rename(entry: Entry, name: string): void {
    this.entries = this.entries.map((one) =>
      one.number === entry.number ? { ...one, sketch: { ...one.sketch, name } } : one,
    );
  }

  /** Keeps the drawings: the server keeps all of them or none, and says of each why. */
  enter(licence: string): Promise<void> {
    return this.#send(this.entries, licence);
  }

  /** Keeps those that nothing is known against, and leaves the others to be put right. */
  enterTheRest(licence: string): Promise<void> {
    return this.#send(
      this.entries.filter(({ problems }) => problems.length === 0),
      licence,
    );
  }

  async #send(entries: readonly Entry[], licence: string): Promise<void> {
    const sketches = entries.map(({ sketch }) => sketch);
    await this.answer.ask((signal) => enterSketches(this.route, licence, sketches, signal));
    const { value } = this.answer;
    if (!value) {
      this.said = "";
      return;
    }
    const outcomeOf = ({ number }: Entry) =>
      value.drawings[entries.findIndex((entry) => entry.number === number)];
    this.entries = this.entries
      .filter((one) => !outcomeOf(one)?.id)
      .map((one) => {
        const outcome = outcomeOf(one);
        if (!outcome) return one;
        // Such as only call a moderator keep nothing from being kept.
        const problems = outcome.problems.filter(({ blocks }) => blocks).map(({ words }) => words);
        return { ...one, problems };
      });
    this.said = hoodWords.enter.kept(value.kept, this.refused.length);
  }
}
