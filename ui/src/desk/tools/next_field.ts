import type { Asking } from "./asking.svelte";
import { problemOf } from "./problem_of";

/** Where somebody goes on in a form: the field that cannot be used, by its `name`; otherwise its first one. */
export function nextField(form: HTMLFormElement | undefined, { error }: Asking): HTMLElement | null {
  const problem = error === null ? null : problemOf(error);
  return form?.querySelector<HTMLElement>(`[name="${problem}"]`) ?? form?.querySelector<HTMLElement>("input, select") ?? null;
}
