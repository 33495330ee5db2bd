import { admin } from "./en/admin";
import { desk } from "./en/desk";
import { doctor } from "./en/doctor";
import { errors } from "./en/errors";
import { faults } from "./en/faults";
import { frame } from "./en/frame";
import { sections } from "./en/sections";
import { start } from "./en/start";
import type { Words } from "./Words";

/** English, complete. */
export const en: Words = { admin, desk, doctor, errors, faults, frame, sections, start };
