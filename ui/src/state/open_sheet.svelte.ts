import { asCommandError, call } from "../border";
import type { CommandError, PersonId, RowKey, SectionView, SheetView } from "../bindings";

/** What a sheet (全記載) is about: a section, or one document or report of it. */
export interface SheetSubject {
  person: PersonId;
  /** The section as it stood when the sheet was asked for. */
  section: SectionView;
  /** The document or report; null for the whole section. */
  key: RowKey | null;
}

/** The one open sheet. Nothing of an answer is kept unless it is about what is open now. */
export class OpenSheet {
  subject = $state.raw<SheetSubject | null>(null);
  view = $state.raw<SheetView | null>(null);
  failure = $state.raw<CommandError | null>(null);
  /** What the sheet is filtered by; empty shows everything. */
  words = $state("");
  private entry = 0;

  async open(subject: SheetSubject, words = ""): Promise<void> {
    const entry = this.close();
    this.subject = subject;
    this.words = words;
    try {
      const view = await ask(subject);
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
    this.words = "";
    this.entry += 1;
    return this.entry;
  }
}

function ask({ person, section: { category }, key }: SheetSubject): Promise<SheetView> {
  return key === null ? call("section_sheet", { person, category }) : call("document_sheet", { person, category, key });
}
