import { cleanup, configure } from "@testing-library/svelte";
import { afterEach, beforeEach } from "vitest";
import { resetCore } from "./fixture/border";
import { NOW } from "./fixture/people";
import { current } from "../src/words/current.svelte";

// Waiting ends when what is waited for is there; a busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 });

// The fixture has its own day; the clock runs on from there.
const real = Date.now.bind(Date);
const offset = NOW - real();
Date.now = () => real() + offset;

beforeEach(() => {
  resetCore();
  current.choose("ja");
});
afterEach(() => {
  cleanup();
});
