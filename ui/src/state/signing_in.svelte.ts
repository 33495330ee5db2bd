import { asCommandError, call } from "../border";
import type { Commands, Role, SessionView, SignInStep } from "../bindings";
import { seat } from "./seat.svelte";
import { work } from "./work.svelte";

export type PendingStep = Exclude<SignInStep, { step: "signed_in" }>;
/** Commands that take a sign-in one step further. */
type Further = "give_second_factor" | "set_first_password" | "continue_sign_in" | "give_clinical_key";

/** A sign-in on its way: what is asked for next. Holds no secret; the core holds how far it is. */
class SigningIn {
  /** Asked for after the password. */
  step = $state.raw<PendingStep | null>(null);
  /** Signed in with several roles: nothing is shown before one is chosen. */
  choosing = $state.raw<SessionView | null>(null);
  /** The core has forgotten a sign-in that was left half way. */
  over = $state(false);

  async begin(account: string, password: string): Promise<void> {
    this.over = false;
    await this.take(await call("sign_in", { account, password }));
  }

  async further<Name extends Further>(name: Name, request: Commands[Name]["request"]): Promise<void> {
    await this.orOver(async () => await this.take(await call(name, request)));
  }

  /** Works on in a role: the active one as it is, another one with what it needs. */
  async useRole(active: Role, chosen: Role, password: string): Promise<void> {
    await this.orOver(async () => {
      if (chosen !== active) return await this.enter(await call("switch_role", { role: chosen, ...(password === "" ? {} : { password }) }));
      const session = await call("session", {});
      if (session === null) this.isOver();
      else await this.enter(session);
    });
  }

  /** Back to the password; the core forgets what was given. */
  async cancel(): Promise<void> {
    this.forget();
    await call("sign_out", {}).catch(() => null);
  }

  private async take(answer: SignInStep): Promise<void> {
    if (answer.step !== "signed_in") {
      this.step = answer;
    } else if (answer.session.roles.length > 1) {
      this.step = null;
      this.choosing = answer.session;
    } else {
      await this.enter(answer.session);
    }
  }

  /** Who signs in again at their own locked screen goes on with what they were in the middle of. */
  private async enter(session: SessionView): Promise<void> {
    await work.fetch();
    this.forget();
    seat.enter(session);
  }

  private async orOver(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      if (asCommandError(thrown).code !== "not_signed_in") throw thrown;
      this.isOver();
    }
  }

  private isOver(): void {
    this.forget();
    seat.leave();
    this.over = true;
  }

  private forget(): void {
    this.step = null;
    this.choosing = null;
    this.over = false;
  }
}

export const signingIn = new SigningIn();
