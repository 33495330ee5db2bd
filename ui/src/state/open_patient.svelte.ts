import { asCommandError, call } from "../border";
import type { Category, CommandError, ErrorCode, IdentityView, PatientView, PersonId, SectionUpdate, SectionView, TwoItems, ViewerEvent } from "../bindings";
import { withNewAllergies } from "./allergy_news";
import { Doubts } from "./doubts.svelte";
import { framePainted } from "./frame_painted";
import { line } from "./line.svelte";
import { paintedSections, type Tab } from "./painted_sections";
import { isOlder, sameContent } from "./same_content";

type SectionChanged = Extract<ViewerEvent, { event: "section_changed" }>;

/** After these nothing of the patient may be shown, or nothing without a record of it: asking again is no use. */
const GROUNDLESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["audit_unavailable", "withheld", "not_granted", "no_such_person", "identity_unchecked"]);

/** How a section is asked for again. */
interface Again {
  /** The reader asks for it: what is new is laid out. */
  layOut?: boolean;
  /** What may be read may have changed: what is shown must not outlive a question without an answer, and
   *  is covered until one comes. */
  groundInDoubt?: boolean;
}

/**
 * The one patient on the screen. Nothing of an answer is kept unless it is about the patient that is
 * chosen now; after first paint nothing moves but a new allergy, what was empty and what may no longer
 * be shown.
 */
export class OpenPatient {
  person = $state<PersonId | null>(null);
  /** The identity from the list until the answer brings its own. */
  expected = $state.raw<IdentityView | null>(null);
  /** All that was answered of the patient, whether it may be shown now or not. */
  private whole = $state.raw<PatientView | null>(null);
  private doubts = new Doubts();
  /** What may be shown: nothing while it is in doubt whether all of it may still be read. */
  readonly view = $derived(this.doubts.any ? null : this.whole);
  /** It is being asked again whether what was shown may still be read. */
  readonly checking = $derived(this.doubts.any);
  /** The end of the consents is watched for while the screen is covered, too. */
  readonly consentEnd = $derived(this.whole?.consent.until ?? null);
  failure = $state.raw<CommandError | null>(null);
  /** Sections with news that are not laid out yet. */
  news = $state.raw<ReadonlySet<Category>>(new Set());
  private entry = 0;
  private chosenAt: number | null = null;
  /** Sections with news from before the answer that opens the patient; "all" when news were missed. */
  private early: Set<Category> | "all" = new Set();
  /** Questions are numbered, so that an answer to an earlier one never replaces a later one. */
  private questions = 0;
  private answered = new Map<Category | "consent", number>();
  private reported = new Set<string>();

  /**
   * Opens a patient. `chosenAt` is the moment (`performance.now()`) of the key or button that chose;
   * `confirmed` are the two items of who is not on today's list.
   */
  async choose(identity: IdentityView, chosenAt: number, confirmed?: TwoItems): Promise<void> {
    const entry = this.clear();
    this.person = identity.person;
    this.expected = identity;
    this.chosenAt = chosenAt;
    try {
      const answer = await call("open_patient", { person: identity.person, ...(confirmed === undefined ? {} : { confirmed }) });
      if (entry !== this.entry || answer.identity.person !== this.person) return;
      this.show(answer);
      await this.renewEarly(answer);
    } catch (thrown) {
      if (entry === this.entry) this.failure = asCommandError(thrown);
    }
  }

  /** Leaves nothing of the patient. Answers the number of the next entry. */
  clear(): number {
    this.person = null;
    this.expected = null;
    this.whole = null;
    this.doubts.clear();
    this.failure = null;
    this.news = new Set();
    this.early = new Set();
    this.answered = new Map();
    this.reported = new Set();
    delete document.documentElement.dataset.painted;
    delete document.documentElement.dataset.paintMs;
    this.entry += 1;
    return this.entry;
  }

  /** Takes one piece of news about a section. */
  async hear(event: SectionChanged): Promise<void> {
    if (event.person !== this.person) return;
    // Without a new version something else changed, such as the consent.
    if (this.whole !== null) await this.renew(event.category, { groundInDoubt: event.version === null });
    else if (this.early !== "all") this.early.add(event.category);
  }

  /** Asks for every section again: news were missed, or a consent ended. */
  async renewAll(): Promise<void> {
    if (this.whole === null) this.early = "all";
    else await Promise.all(this.whole.sections.map(({ category }) => this.renew(category, { groundInDoubt: true })));
  }

  /** Lays out everything that is new (key R). */
  async layOutNews(): Promise<void> {
    await Promise.all([...this.news].map((category) => this.renew(category, { layOut: true })));
  }

  /** While the line is down, everything on the screen is a saved copy. */
  lineWentDown(): void {
    if (this.whole !== null) this.show(this.whole);
  }

  /** An answer made while the line was up may come after the news that it went down. */
  private show(view: PatientView): void {
    const saved = (section: SectionView): SectionView =>
      section.origin === "live" ? { ...section, origin: "cache" } : section;
    this.whole = line.down ? { ...view, sections: view.sections.map(saved) } : view;
  }

  /** Tells the core, after the frame, what was painted; marks the document for measuring. */
  async reportAfterFrame(view: PatientView, tab: Tab): Promise<void> {
    const entry = this.entry;
    const paintedAt = await framePainted();
    // Covered before the frame came: nobody is known to have seen it.
    if (entry !== this.entry || this.checking) return;
    this.markDocument(view, paintedAt);
    const sections = paintedSections(view, tab).filter(({ category, version }) => {
      const name = `${category} ${version}`;
      const first = !this.reported.has(name);
      this.reported.add(name);
      return first;
    });
    if (sections.length === 0) return;
    try {
      await call("report_painted", { person: view.identity.person, sections });
    } catch {
      // Not read as far as the core knows: the marks stay, which is the safe side.
    }
  }

  private markDocument(view: PatientView, paintedAt: number): void {
    if (this.chosenAt === null) return;
    document.documentElement.dataset.paintMs = (paintedAt - this.chosenAt).toFixed(1);
    document.documentElement.dataset.painted = String(view.identity.person);
    this.chosenAt = null;
  }

  private async renewEarly({ sections }: PatientView): Promise<void> {
    const early = this.early === "all" ? sections.map(({ category }) => category) : [...this.early];
    this.early = new Set();
    await Promise.all(early.map((category) => this.renew(category, { groundInDoubt: true })));
  }

  /** Asks for a section and shows the answer: at once where nothing may wait, otherwise as news until `layOut`. */
  private async renew(category: Category, again: Again): Promise<void> {
    const fresh = await this.ask(category, again.groundInDoubt === true);
    const shown = this.section(category);
    if (fresh === null || shown === undefined) return;
    this.lay(fresh, shown, again);
    // Last: what is uncovered by it is as it may be read now.
    this.doubts.settle(category, this.answered.get(category) ?? 0);
  }

  private lay(fresh: SectionView, shown: SectionView, again: Again): void {
    const { category } = shown;
    if (isAllergy(category)) this.put(withNewAllergies(shown, fresh));
    else if (again.layOut || !mustWait(shown) || fresh.held === "nothing") this.put(fresh);
    else if (sameContent(shown, fresh)) this.put({ ...fresh, content: shown.content, changes: shown.changes });
    else {
      this.put({ ...shown, hindrance: fresh.hindrance });
      this.tellNews(category);
    }
  }

  /** The section now, or null when there is no answer that may be shown. Takes the consent with it. */
  private async ask(category: Category, groundInDoubt: boolean): Promise<SectionView | null> {
    if (this.person === null) return null;
    const entry = this.entry;
    this.questions += 1;
    const question = this.questions;
    try {
      const update = await call("patient_section", { person: this.person, category });
      if (entry !== this.entry || this.isLate(update.section, question)) return null;
      this.answered.set(category, question);
      this.takeConsent(update, question);
      return update.section;
    } catch (thrown) {
      if (entry !== this.entry || this.isAnswered(category, question)) return null;
      const failure = asCommandError(thrown);
      if (GROUNDLESS.has(failure.code)) this.withdraw(failure);
      else if (groundInDoubt || this.doubts.has(category) || this.hasEnded(category)) this.doubt(category, question, failure);
      // What is new is not known: the mark stays until asking succeeds.
      else this.tellNews(category);
      return null;
    }
  }

  /** Covers the screen and asks again; what may be asked for in vain is withdrawn. */
  private doubt(category: Category, question: number, failure: CommandError): void {
    this.doubts.raise(category, question, failure, {
      ask: () => this.renew(category, { groundInDoubt: true }),
      giveUp: (last) => this.withdraw(last),
    });
  }

  /** Takes everything of the patient off the screen but who it is: nobody knows what may still be shown. */
  private withdraw(failure: CommandError): void {
    this.entry += 1;
    this.whole = null;
    this.doubts.clear();
    this.news = new Set();
    this.failure = failure;
  }

  /** The consent that the shown section came under has ended by the clock of the screen. */
  private hasEnded(category: Category): boolean {
    const known = this.whole?.consent.categories.find((one) => one.category === category)?.consent;
    return known?.state === "given" && Date.parse(known.until) <= Date.now();
  }

  private isLate(fresh: SectionView, question: number): boolean {
    const shown = this.section(fresh.category)?.version ?? null;
    return this.isAnswered(fresh.category, question) || isOlder(fresh.version, shown);
  }

  private isAnswered(what: Category | "consent", question: number): boolean {
    return (this.answered.get(what) ?? 0) > question;
  }

  private takeConsent({ consent, complete }: SectionUpdate, question: number): void {
    if (this.whole === null || this.isAnswered("consent", question)) return;
    this.answered.set("consent", question);
    this.show({ ...this.whole, consent, complete });
  }

  private put(section: SectionView): void {
    if (this.whole === null) return;
    const sections = this.whole.sections.map((one) => (one.category === section.category ? section : one));
    this.show({ ...this.whole, sections });
    if (this.news.has(section.category)) this.news = new Set([...this.news].filter((one) => one !== section.category));
  }

  private tellNews(category: Category): void {
    this.news = new Set([...this.news, category]);
  }

  private section(category: Category): SectionView | undefined {
    return this.whole?.sections.find((one) => one.category === category);
  }
}

function isAllergy(category: Category): boolean {
  return category === "drug_allergy" || category === "other_allergy";
}

/** A section that already says something to the reader; an allergy never waits. */
function mustWait(shown: SectionView): boolean {
  return !isAllergy(shown.category) && (shown.held === "items" || shown.held === "none_registered");
}
