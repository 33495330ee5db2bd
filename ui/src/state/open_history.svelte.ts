import { call } from "../border";
import type { Category, ComparisonView, HistoryStateView, HistoryView, PersonId, SectionView } from "../bindings";
import { Asked } from "./asked.svelte";

/** What the open history is about. */
export interface HistorySubject {
  person: PersonId;
  section: SectionView;
}

/** The one open history of a section (変更点) and the two of its states that are compared. */
export class OpenHistory {
  subject = $state.raw<HistorySubject | null>(null);
  /** The chosen states, at most two. */
  chosen = $state.raw<string[]>([]);
  readonly list = new Asked<HistoryView>();
  readonly comparison = new Asked<ComparisonView>();

  /** Opens it; with two versions named (after an outage) these are compared at once. */
  async open(subject: HistorySubject, from?: string, to?: string): Promise<void> {
    this.close();
    this.subject = subject;
    const { person, section } = subject;
    const asked = this.list.ask(call("section_history", { person, category: section.category }));
    if (from !== undefined && to !== undefined) {
      this.chosen = [from, to];
      void this.compare(person, section.category, from, to);
    }
    await asked;
    if (this.subject === subject && this.chosen.length === 0) this.chooseNewest();
  }

  /** Chooses a state or lets go of it; a third one takes the place of the one chosen first. */
  pick(version: string): void {
    if (this.subject === null) return;
    const kept = this.chosen.filter((one) => one !== version);
    this.chosen = kept.length === this.chosen.length ? [...kept, version].slice(-2) : kept;
    const [older, newer] = this.inOrder();
    if (older === undefined || newer === undefined) this.comparison.close();
    else void this.compare(this.subject.person, this.subject.section.category, older, newer);
  }

  close(): void {
    this.subject = null;
    this.chosen = [];
    this.list.close();
    this.comparison.close();
  }

  /** The newest against the one before it: what a reader most likely wants to know. */
  private chooseNewest(): void {
    const states = (this.list.view?.states ?? []).filter((state) => state.comparable).slice(0, 2);
    if (states.length === 2) states.reverse().forEach((state: HistoryStateView) => this.pick(state.version));
  }

  /** The two chosen, the older first. */
  private inOrder(): string[] {
    const order = (this.list.view?.states ?? []).map((state) => state.version);
    return [...this.chosen].sort((one, other) => order.indexOf(other) - order.indexOf(one)).filter((_, __, all) => all.length === 2);
  }

  private compare(person: PersonId, category: Category, from: string, to: string): Promise<void> {
    this.comparison.close();
    return this.comparison.ask(call("compare_states", { person, category, from, to }));
  }
}
