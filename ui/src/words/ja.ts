import { access } from "./ja/access";
import { accounts } from "./ja/accounts";
import { admin } from "./ja/admin";
import { answers } from "./ja/answers";
import { audit } from "./ja/audit";
import { copy } from "./ja/copy";
import { desk } from "./ja/desk";
import { doctor } from "./ja/doctor";
import { documents } from "./ja/documents";
import { emergency } from "./ja/emergency";
import { errors } from "./ja/errors";
import { faults } from "./ja/faults";
import { files } from "./ja/files";
import { find } from "./ja/find";
import { frame } from "./ja/frame";
import { history } from "./ja/history";
import { notes } from "./ja/notes";
import { pack } from "./ja/pack";
import { people } from "./ja/people";
import { reading } from "./ja/reading";
import { recovered } from "./ja/recovered";
import { retire } from "./ja/retire";
import { sections } from "./ja/sections";
import { sheet } from "./ja/sheet";
import { start } from "./ja/start";
import { upkeep } from "./ja/upkeep";

/** 日本語: the language the screens are written in. */
export const ja = { access, accounts, admin, answers, audit, copy, desk, doctor, documents, emergency, errors, faults, files, find, frame, history, notes, pack, people, reading, recovered, retire, sections, sheet, start, upkeep };
