import { call, asCommandError } from "../border";
import type { CertificateView, CommandError, LockView, SessionView, StartState } from "../bindings";
import { clock } from "../time/clock.svelte";
import { tokyo } from "../time/instant";
import { current } from "../words/current.svelte";
import { work } from "./work.svelte";

export type Phase = "sign_in" | "set_up" | "failed" | "retired" | "in";

function phaseOf(start: StartState): Phase {
  if (start.retired !== null) return "retired";
  return start.needs_set_up ? "set_up" : "sign_in";
}

/** Who sits here: from the start of the program to the sign-out. Holds nothing of a patient. */
class Seat {
  phase = $state<Phase>("sign_in");
  start = $state.raw<StartState | null>(null);
  failure = $state.raw<CommandError | null>(null);
  session = $state.raw<SessionView | null>(null);
  /** The account that was signed in last, put into the form again. */
  account = $state("");
  /** How many arrivals needed attention when the desk's board was hidden, and when that was. */
  attention = $state.raw<{ count: number; at: string } | null>(null);
  hidden = $state(false);
  /** Who is waited for at this locked screen. */
  locked = $state.raw<LockView | null>(null);
  /** This page was loaded after the lock: nothing of anybody was ever in it. */
  beganLocked = $state(false);
  /** Somebody else signs in at a locked screen. */
  changing = $state(false);

  /** Asks how to start. The sign-in form is on the screen meanwhile. */
  async begin(): Promise<void> {
    try {
      this.start = await call("start_state", {});
      this.failure = null;
      this.phase = phaseOf(this.start);
      if (this.phase !== "sign_in") this.session = null;
      if (this.phase === "sign_in") await this.resume();
    } catch (thrown) {
      this.failure = asCommandError(thrown);
      this.phase = "failed";
    }
  }

  /** Opens the locked screen again for the person who sat here, with what they were in the middle of. */
  async unlock(password: string): Promise<void> {
    const session = await call("unlock", { password });
    await work.fetch();
    this.enter(session);
  }

  /** The form for another person; `account` is filled in. */
  changeUser(account: string): void {
    this.account = account;
    this.changing = true;
  }

  /** Hides the screen first, then locks it: what was shown must not wait for an answer. The host may end
   *  this page at any moment from then on. */
  async hide(): Promise<void> {
    if (this.phase !== "in") return;
    this.leave();
    this.hidden = true;
    try {
      await call("lock", {});
    } catch {
      // The core has ended the session already, or will refuse what it no longer knows.
    }
    await this.askLock();
  }

  /** The session ended by itself: the core locked the screen. */
  async lost(): Promise<void> {
    this.leave();
    this.hidden = true;
    await this.askLock();
  }

  /** Signs out: nothing of the person who leaves is left here, not even the account. */
  async signOut(): Promise<void> {
    this.leave();
    this.account = "";
    this.attention = null;
    this.locked = null;
    await call("sign_out", {}).catch(() => null);
  }

  /** Nobody sits here: nothing of anybody stays. */
  leave(): void {
    this.session = null;
    work.clear();
    if (this.phase === "in") this.phase = "sign_in";
    delete document.documentElement.dataset.painted;
    delete document.documentElement.dataset.paintMs;
  }

  /** Notes, for the locked board, how many arrivals need attention. */
  noteAttention(count: number): void {
    this.attention = { count, at: tokyo(clock.now).time };
  }

  /** The profile can be opened after all, or made anew: what comes next may begin. */
  recovered(start: StartState): void {
    this.start = start;
    this.failure = null;
    this.phase = phaseOf(start);
  }

  /** The use of this PC has ended: nothing but the certificate is left. */
  ended(retired: CertificateView): void {
    this.leave();
    this.start = { needs_set_up: false, demo: this.start?.demo ?? false, secret_in_file: false, restored: [], version: this.start?.version ?? "", retired };
    this.phase = "retired";
  }

  setUpDone(account: string): void {
    this.account = account;
    this.phase = "sign_in";
    if (this.start !== null) this.start = { ...this.start, needs_set_up: false };
  }

  private async resume(): Promise<void> {
    const session = await call("session", {});
    if (session !== null) {
      this.enter(session);
      return;
    }
    await this.askLock();
    this.beganLocked = this.locked !== null;
  }

  private async askLock(): Promise<void> {
    try {
      this.locked = await call("lock_state", {});
      if (this.locked !== null) this.account = this.locked.account;
    } catch {
      this.locked = null;
    }
  }

  /** Somebody is signed in, or goes on in another role. */
  enter(session: SessionView): void {
    this.beganLocked = false;
    this.session = session;
    this.account = session.account;
    this.hidden = false;
    this.locked = null;
    this.changing = false;
    if (session.role !== "desk") this.attention = null;
    this.phase = "in";
    document.documentElement.lang = current.language;
  }
}

export const seat = new Seat();
