import { fireEvent, render } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import TodayList from "../src/doctor/TodayList.svelte";
import { StillPointer } from "../src/doctor/still_pointer";
import { TODAY } from "./fixture/people";

vi.mock("../src/border", () => import("./fixture/border"));

const at = (kind: string, screenX: number, screenY: number) => new MouseEvent(kind, { bubbles: kind !== "pointerenter", screenX, screenY }) as PointerEvent;

test("a row that comes under a resting pointer is not sure for a moment", () => {
  const pointer = new StillPointer();
  pointer.entered(at("pointerenter", 10, 10), 0);
  expect(pointer.isUnsure(1)).toBe(false);
  pointer.moved(at("pointermove", 10, 12));
  pointer.entered(at("pointerenter", 10, 40), 1000);
  expect(pointer.isUnsure(1001)).toBe(false);
  pointer.entered(at("pointerenter", 10, 40), 2000);
  expect(pointer.isUnsure(2399)).toBe(true);
  expect(pointer.isUnsure(2400)).toBe(false);
});

test("a finger rests on nothing: tapping twice at one place is as sure as the first time", () => {
  const pointer = new StillPointer();
  const tap = Object.assign(at("pointerenter", 10, 40), { pointerType: "touch" });
  pointer.entered(tap, 1000);
  pointer.entered(tap, 2000);
  expect(pointer.isUnsure(2001)).toBe(false);
});

test("a press on a row that slid under the pointer opens nobody, the keyboard and the next press do", async () => {
  const choose = vi.fn();
  render(TodayList, { today: TODAY, failure: null, selected: null, choose });
  const row = (person: number) => document.querySelector<HTMLElement>(`[data-person="${String(person)}"]`) ?? document.body;
  const press = async (person: number) => {
    await fireEvent.pointerDown(row(person));
    return fireEvent.click(row(person));
  };
  const told = () => document.querySelector('[data-test="list-moved"]')?.textContent ?? "";
  vi.useFakeTimers({ toFake: ["performance"] });
  row(1).dispatchEvent(at("pointerenter", 5, 5));
  row(2).dispatchEvent(at("pointerenter", 5, 5));
  expect(await press(2)).toBe(false);
  expect(choose).not.toHaveBeenCalled();
  expect(told()).toContain("もう一度");
  await fireEvent.keyDown(row(2), { key: "Enter" });
  await fireEvent.click(row(2));
  expect(choose).toHaveBeenCalledTimes(1);
  expect(told()).toBe("");
  vi.advanceTimersByTime(1000);
  expect(await press(2)).toBe(true);
  expect(choose).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
