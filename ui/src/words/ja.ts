import { admin } from "./ja/admin";
import { answers } from "./ja/answers";
import { copy } from "./ja/copy";
import { desk } from "./ja/desk";
import { doctor } from "./ja/doctor";
import { documents } from "./ja/documents";
import { errors } from "./ja/errors";
import { faults } from "./ja/faults";
import { files } from "./ja/files";
import { find } from "./ja/find";
import { frame } from "./ja/frame";
import { history } from "./ja/history";
import { reading } from "./ja/reading";
import { recovered } from "./ja/recovered";
import { retire } from "./ja/retire";
import { sections } from "./ja/sections";
import { sheet } from "./ja/sheet";
import { start } from "./ja/start";
import { upkeep } from "./ja/upkeep";

/** 日本語: the language the screens are written in. */
export const ja = { admin, answers, copy, desk, doctor, documents, errors, faults, files, find, frame, history, reading, recovered, retire, sections, sheet, start, upkeep };
