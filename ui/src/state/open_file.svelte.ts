import { asCommandError, call } from "../border";
import { fileBase64 } from "../choose/file_base64";
import type { CommandError, FileReadingView, PersonId } from "../bindings";

/** Which file is read, and beside whom. Its name stays on this screen. */
export interface FileSubject {
  person: PersonId;
  name: string;
}

/** The one file that is read. Nothing of an answer is kept unless it is about what is open now. */
export class OpenFile {
  subject = $state.raw<FileSubject | null>(null);
  view = $state.raw<FileReadingView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  private entry = 0;

  async read(person: PersonId, file: File): Promise<void> {
    const entry = this.close();
    this.subject = { person, name: file.name };
    try {
      const content = await fileBase64(file);
      // A disc is slow: another patient may be open by now.
      if (entry !== this.entry) return;
      const view = await call("read_file", { person, content });
      if (entry === this.entry) this.view = view;
    } catch (thrown) {
      if (entry === this.entry) this.failure = asCommandError(thrown);
    }
  }

  /** Leaves nothing of it. Answers the number of the next entry. */
  close(): number {
    this.subject = null;
    this.view = null;
    this.failure = null;
    this.entry += 1;
    return this.entry;
  }
}
