import { tick } from "svelte";
import { call } from "../border";
import type { DayPackView, PersonId } from "../bindings";
import { Asked } from "./asked.svelte";

/** A print that the system breaks off says nothing: what was laid out for it goes by itself then. */
const LONGEST = 120_000;

/** 本日の患者の印刷, from the question to the paper. What is laid out lives until the print is over. */
export class DayPack {
  /** The question stands on the screen. */
  open = $state(false);
  making = $state(false);
  /** 未告知 on this one print; chosen anew each time. */
  withUndisclosed = $state(false);
  /** Who was not in a print that is over: it stays to be read. */
  leftOut = $state.raw<readonly PersonId[]>([]);
  readonly asked = new Asked<DayPackView>();
  private over: ReturnType<typeof setTimeout> | undefined;

  /** What is laid out now. */
  laidOut(): DayPackView | null {
    return this.asked.view;
  }

  show(): void {
    this.leftOut = [];
    this.withUndisclosed = false;
    this.open = true;
  }

  /** Lays the paper out and hands it to the print of the system. */
  async print(): Promise<void> {
    if (this.making || this.laidOut() !== null) return;
    this.making = true;
    await this.asked.ask(call("day_pack", { with_undisclosed: this.withUndisclosed }));
    this.making = false;
    const laidOut = this.laidOut();
    if (laidOut === null || laidOut.patients.length === 0) return;
    await tick();
    // Locked or left in that moment: nothing is printed.
    if (this.laidOut() !== laidOut) return;
    this.over = setTimeout(() => this.printed(), LONGEST);
    window.print();
  }

  /** The system has printed what was laid out. */
  printed(): void {
    const laidOut = this.laidOut();
    if (laidOut === null) return;
    this.close();
    this.leftOut = laidOut.left_out;
    this.open = this.leftOut.length > 0;
  }

  /** Leaves nothing of it. */
  close(): void {
    clearTimeout(this.over);
    this.asked.close();
    this.open = false;
    this.leftOut = [];
    this.withUndisclosed = false;
  }
}
