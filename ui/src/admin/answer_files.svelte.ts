import type { AnswerReportView, CommandError } from "../bindings";
import { asCommandError, call } from "../border";
import { fileBase64 } from "../choose/file_base64";

/** How one chosen file stands. */
export type FileState =
  | { step: "waiting" | "reading" | "skipped" }
  | { step: "told"; report: AnswerReportView }
  | { step: "failed"; error: CommandError };

export interface AnswerFile {
  id: number;
  name: string;
  state: FileState;
}

/** The chosen files and their reports: read one at a time, held while the screen is open. */
export class AnswerFiles {
  files = $state.raw<AnswerFile[]>([]);
  busy = $state(false);
  stopped = $state(false);
  readonly done = $derived(this.files.filter(({ state }) => state.step === "told" || state.step === "failed").length);
  private next = 1;
  /** Tells a run from the one before: answers of a stopped one are not taken. */
  private run = 0;

  async check(chosen: File[]): Promise<void> {
    const run = ++this.run;
    const named = chosen.map((file) => ({ file, id: this.next++, name: file.webkitRelativePath || file.name }));
    named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.files = named.map(({ id, name }) => ({ id, name, state: { step: "waiting" } }));
    this.busy = named.length > 0;
    this.stopped = false;
    for (const { file, id, name } of named) {
      this.put(id, { step: "reading" });
      const state = await told(file, name);
      if (this.run !== run) return;
      this.put(id, state);
    }
    this.busy = false;
  }

  /** The reports so far stay. */
  stop(): void {
    this.run += 1;
    this.busy = false;
    this.stopped = true;
    this.files = this.files.map((one) => (one.state.step === "waiting" || one.state.step === "reading" ? { ...one, state: { step: "skipped" } } : one));
  }

  clear(): void {
    this.run += 1;
    this.busy = false;
    this.stopped = false;
    this.files = [];
  }

  private put(id: number, state: FileState): void {
    this.files = this.files.map((one) => (one.id === id ? { ...one, state } : one));
  }
}

async function told(file: File, name: string): Promise<FileState> {
  try {
    return { step: "told", report: await call("check_answer", { name, content: await fileBase64(file) }) };
  } catch (thrown) {
    return { step: "failed", error: asCommandError(thrown) };
  }
}
