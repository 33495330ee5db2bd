import { admin } from "./ja/admin";
import { desk } from "./ja/desk";
import { doctor } from "./ja/doctor";
import { errors } from "./ja/errors";
import { faults } from "./ja/faults";
import { frame } from "./ja/frame";
import { sections } from "./ja/sections";
import { start } from "./ja/start";

/** 日本語: the language the screens are written in. */
export const ja = { admin, desk, doctor, errors, faults, frame, sections, start };
