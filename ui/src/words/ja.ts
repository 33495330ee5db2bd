import { admin } from "./ja/admin";
import { answers } from "./ja/answers";
import { desk } from "./ja/desk";
import { doctor } from "./ja/doctor";
import { documents } from "./ja/documents";
import { errors } from "./ja/errors";
import { faults } from "./ja/faults";
import { files } from "./ja/files";
import { frame } from "./ja/frame";
import { sections } from "./ja/sections";
import { sheet } from "./ja/sheet";
import { start } from "./ja/start";

/** 日本語: the language the screens are written in. */
export const ja = { admin, answers, desk, doctor, documents, errors, faults, files, frame, sections, sheet, start };
