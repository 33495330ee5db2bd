import { asCommandError, call } from "../border";
import type { CommandError, KeptBack, PersonId, RowKey, SectionView, SheetView } from "../bindings";

/** What a sheet (全記載) is about: a section, or one document or report of it. */
export interface SheetSubject {
  person: PersonId;
  /** The section as it stood when the sheet was asked for. */
  section: SectionView;
  /** The document or report; null for the whole section. */
  key: RowKey | null;
  /** What is kept back of the section, in place of what is shown. */
  keptBack?: KeptBack | undefined;
}

/** The one open sheet. Nothing of an answer is kept unless it is about what is open now. */
export class OpenSheet {
  subject = $state.raw<SheetSubject | null>(null);
  view = $state.raw<SheetView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  /** What the sheet is filtered by; empty shows everything. */
  words = $state("");
  /** Opens what is kept back: only after the reader said so once more. */
  unasked = $state(false);
  private entry = 0;

  async open(subject: SheetSubject, words = ""): Promise<void> {
    this.close();
    this.subject = subject;
    this.words = words;
    if (subject.keptBack === undefined) await this.fetch(subject);
    else this.unasked = true;
  }

  /** The reader means it. */
  async openKeptBack(): Promise<void> {
    if (this.subject === null || !this.unasked) return;
    this.unasked = false;
    await this.fetch(this.subject);
  }

  private async fetch(subject: SheetSubject): Promise<void> {
    const { entry } = this;
    try {
      const view = await ask(subject);
      if (entry === this.entry) this.view = view;
    } catch (thrown) {
      if (entry === this.entry) this.failure = asCommandError(thrown);
    }
  }

  /** Leaves nothing of it. */
  close(): void {
    this.subject = null;
    this.view = null;
    this.failure = null;
    this.words = "";
    this.unasked = false;
    this.entry += 1;
  }
}

function ask({ person, section: { category }, key, keptBack }: SheetSubject): Promise<SheetView> {
  if (keptBack !== undefined) return call("kept_back_sheet", { person, category, kept_back: keptBack });
  return key === null ? call("section_sheet", { person, category }) : call("document_sheet", { person, category, key });
}
