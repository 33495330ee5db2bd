import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whenPast } from "../src/state/when_past";

beforeEach(() => vi.useFakeTimers({ now: Date.parse("2026-11-21T10:46:00+09:00") }));
afterEach(() => vi.useRealTimers());

test("calls at the moment, not before, and again until it is stopped", () => {
  const past = vi.fn();
  const stop = whenPast("2026-11-21T11:46:00+09:00", past);
  vi.advanceTimersByTime(3_599_999);
  expect(past).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(1);
  expect(past).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(15_000);
  expect(past).toHaveBeenCalledTimes(2);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(past).toHaveBeenCalledTimes(2);
});

test("a PC that slept over the moment calls soon after it wakes", () => {
  const past = vi.fn();
  const stop = whenPast("2026-11-21T11:46:00+09:00", past);
  vi.setSystemTime(Date.parse("2026-11-21T13:00:00+09:00"));
  vi.advanceTimersByTime(15_000);
  expect(past).toHaveBeenCalledTimes(1);
  stop();
});

test("a moment that cannot be read never calls", () => {
  const past = vi.fn();
  const stop = whenPast("", past);
  vi.advanceTimersByTime(60_000);
  expect(past).not.toHaveBeenCalled();
  stop();
});
