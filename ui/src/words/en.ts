import { admin } from "./en/admin";
import { answers } from "./en/answers";
import { copy } from "./en/copy";
import { desk } from "./en/desk";
import { doctor } from "./en/doctor";
import { documents } from "./en/documents";
import { errors } from "./en/errors";
import { faults } from "./en/faults";
import { files } from "./en/files";
import { find } from "./en/find";
import { frame } from "./en/frame";
import { history } from "./en/history";
import { reading } from "./en/reading";
import { recovered } from "./en/recovered";
import { retire } from "./en/retire";
import { sections } from "./en/sections";
import { sheet } from "./en/sheet";
import { start } from "./en/start";
import { upkeep } from "./en/upkeep";
import type { Words } from "./Words";

/** English, complete. */
export const en: Words = { admin, answers, copy, desk, doctor, documents, errors, faults, files, find, frame, history, reading, recovered, retire, sections, sheet, start, upkeep };
