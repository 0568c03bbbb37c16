/** Told once for each thing that could not be read: one plain sentence naming file and line. */
export type Complain = (sentence: string) => void;

/** Bad lines of one kind that are named one by one in a file. */
const MOST_LINES_NAMED = 10;

/** What is wrong with one file's lines, without a sentence for each of a million. */
export class FileComplaints {
  readonly #complain: Complain;
  readonly #said = new Map<string, number>();
  readonly #noted = new Map<string, { where: string; count: number }>();

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  /** Says of a file once, at its end, what is true of many of its lines. */
  noteOnce(sentence: string, where: string): void {
    const noted = this.#noted.get(sentence);
    if (noted === undefined) this.#noted.set(sentence, { where, count: 1 });
    else noted.count += 1;
  }

  /** Names each bad line of a file until it is plain that the file is something else. */
  ofLine(sentence: string, where: string): void {
    const said = this.#said.get(sentence) ?? 0;
    this.#said.set(sentence, said + 1);
    if (said < MOST_LINES_NAMED) this.#complain(`${where}: ${sentence}`);
    else this.noteOnce(sentence, where);
  }

  endFile(): void {
    this.#said.clear();
    for (const [sentence, { where, count }] of this.#noted) {
      this.#complain(`${where}: ${sentence}${count > 1 ? ` (And ${count - 1} more in this file.)` : ""}`);
    }
    this.#noted.clear();
  }
}
