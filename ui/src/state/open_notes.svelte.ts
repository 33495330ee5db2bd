import { asCommandError, call } from "../border";
import type { CommandError, NoteDraftView, NotesView, PersonId } from "../bindings";
import { work } from "./work.svelte";

/** What is being written: a new note, another text for a draft, or a note in place of another. */
export type Writing = { kind: "new" } | { kind: "change"; draft: NoteDraftView } | { kind: "supersede"; note: number };

/** After these what is shown is not what the core holds. */
const STALE = new Set(["note_changed", "no_such_draft", "no_such_note", "note_superseded"]);
/** How long a text that changed under a button has to stand there before the button works: milliseconds. */
const TO_BE_READ = 1500;

/**
 * The notes of the open patient. Nothing of an answer is kept unless it is about the patient whose notes
 * are open now; what was typed and not saved waits for its patient.
 */
export class OpenNotes {
  person = $state<PersonId | null>(null);
  view = $state.raw<NotesView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  writing = $state.raw<Writing | null>(null);
  busy = $state(false);
  /** Drafts whose text came in place of another one under the reader's hand: by `seen`. */
  replaced = $state.raw<ReadonlySet<string>>(new Set());
  private entry = 0;
  private unsaved = new Map(Object.entries(work.given<Record<string, string>>("note") ?? {}));

  async open(person: PersonId): Promise<void> {
    this.leave();
    this.person = person;
    await this.read();
  }

  /** The text to begin with: what was typed before, or what is to be changed. */
  begin(writing: Writing): string {
    this.writing = writing;
    this.failure = null;
    return this.unsaved.get(this.place(writing)) ?? this.former(writing);
  }

  /** Remembers what was typed until it is saved or given up. */
  typed(text: string): void {
    if (this.writing === null) return;
    this.unsaved.set(this.place(this.writing), text);
    this.remember();
  }

  giveUp(): void {
    if (this.writing !== null) this.unsaved.delete(this.place(this.writing));
    this.writing = null;
    this.remember();
  }

  async save(text: string, author: string | null): Promise<boolean> {
    const { person, writing } = this;
    if (person === null || writing === null) return false;
    const place = this.place(writing);
    const kept = await this.step(async () => {
      const answer = await this.keep(person, writing, text, author);
      // Whoever is open by now: what is saved is not offered to be saved again.
      this.unsaved.delete(place);
      this.remember();
      return answer;
    });
    if (kept && this.writing === writing) this.giveUp();
    return kept;
  }

  private keep(person: PersonId, writing: Writing, text: string, author: string | null): Promise<NotesView> {
    const behalf = author === null ? {} : { on_behalf_of: author };
    if (writing.kind === "change") return call("change_draft", { person, draft: writing.draft.id, seen: writing.draft.seen, text });
    if (writing.kind === "supersede") return call("supersede_note", { person, note: writing.note, text, ...behalf });
    return call("write_note", { person, text, ...behalf });
  }

  /** Confirms exactly the text that this draft shows. */
  async confirm({ id, seen }: NoteDraftView): Promise<boolean> {
    const { person } = this;
    return person !== null && !this.replaced.has(seen) && (await this.step(() => call("confirm_note", { person, draft: id, seen })));
  }

  async discard({ id, seen }: NoteDraftView): Promise<boolean> {
    const { person } = this;
    return person !== null && (await this.step(() => call("discard_draft", { person, draft: id, seen })));
  }

  /** Leaves nothing of the patient on the screen. */
  leave(): void {
    this.entry += 1;
    this.person = null;
    this.view = null;
    this.failure = null;
    this.writing = null;
    this.replaced = new Set();
    this.busy = false;
  }

  /** What is typed comes back after the screen was locked, to the same person. */
  private remember(): void {
    work.set("note", this.unsaved.size === 0 ? null : Object.fromEntries(this.unsaved));
  }

  private async read(): Promise<void> {
    const { person, entry } = this;
    if (person === null) return;
    try {
      this.take(entry, await call("notes", { person }));
    } catch (thrown) {
      if (entry === this.entry) this.failure = asCommandError(thrown);
    }
  }

  /** What stands in place of what was acted on cannot be confirmed by the rest of the same double click. */
  private async readAnew(entry: number): Promise<void> {
    const before = new Set(this.view?.drafts.map(({ seen }) => seen));
    await this.read();
    if (entry !== this.entry) return;
    const fresh = (this.view?.drafts ?? []).map(({ seen }) => seen).filter((seen) => !before.has(seen));
    this.replaced = new Set(fresh);
    setTimeout(() => {
      if (entry === this.entry) this.replaced = new Set();
    }, TO_BE_READ);
  }

  /** One step at a time; a failed one leaves what is shown, or shows what holds now. */
  private async step(question: () => Promise<NotesView>): Promise<boolean> {
    if (this.busy) return false;
    const { entry } = this;
    this.busy = true;
    this.failure = null;
    try {
      const answer = await question();
      if (entry === this.entry) this.busy = false;
      return this.take(entry, answer);
    } catch (thrown) {
      if (entry !== this.entry) return false;
      this.busy = false;
      const failure = asCommandError(thrown);
      if (STALE.has(failure.code)) await this.readAnew(entry);
      if (entry === this.entry) this.failure = failure;
      return false;
    }
  }

  private take(entry: number, answer: NotesView): boolean {
    if (entry !== this.entry || answer.person !== this.person) return false;
    this.view = answer;
    return true;
  }

  private former(writing: Writing): string {
    if (writing.kind === "new") return "";
    if (writing.kind === "change") return writing.draft.text;
    return this.view?.notes.find((note) => note.number === writing.note)?.content?.text ?? "";
  }

  private place(writing: Writing): string {
    const of = writing.kind === "change" ? writing.draft.seen : writing.kind === "supersede" ? String(writing.note) : "";
    return `${this.person} ${writing.kind} ${of}`;
  }
}
