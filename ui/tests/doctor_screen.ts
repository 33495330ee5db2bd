// The doctor's screen as a test sees it.
import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { expect } from "vitest";
import type { SectionView } from "../src/bindings";
import Doctor from "../src/doctor/Doctor.svelte";
import { tell } from "./fixture/border";

export const find = (selector: string) => document.querySelector<HTMLElement>(selector);
export const all = <E extends HTMLElement = HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)];
export const section = (category: string) => find(`[data-test="section"][data-category="${category}"]`);
export const row = (person: number) => waitFor(() => find(`[data-test="today-row"][data-person="${person}"]`) ?? Promise.reject());
export const painted = (person: number) => waitFor(() => expect(document.documentElement.dataset.painted).toBe(String(person)));

/** Opens a patient and waits for the paint. */
export async function open(person = 1): Promise<void> {
  render(Doctor);
  await fireEvent.click(await row(person));
  await painted(person);
}

/** Tells that rows of a section changed. */
export function changed(category: SectionView["category"], person = 1): void {
  tell({ event: "section_changed", person, category, version: "2", changes: { added: 1, changed: 0, removed: 0 } });
}
