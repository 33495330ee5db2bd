import { admin } from "./en/admin";
import { answers } from "./en/answers";
import { desk } from "./en/desk";
import { doctor } from "./en/doctor";
import { documents } from "./en/documents";
import { errors } from "./en/errors";
import { faults } from "./en/faults";
import { files } from "./en/files";
import { frame } from "./en/frame";
import { sections } from "./en/sections";
import { sheet } from "./en/sheet";
import { start } from "./en/start";
import type { Words } from "./Words";

/** English, complete. */
export const en: Words = { admin, answers, desk, doctor, documents, errors, faults, files, frame, sections, sheet, start };
