import type { Words } from "../Words";

/** A file that came by hand, read beside the open patient. */
export const reading: Words["reading"] = {
  choose: "Read a file",
  chooseTitle: "Reads an answer saved from the service (XML, PDF) or a file brought on a disc (FHIR) beside this patient. Nothing of it is kept.",
  agrees: "The file names the open patient. ",
  notKept: "This file is not kept. It is no record received from the service.",
  asRead: "Back to what was read",
  doubt: {
    name_differs: "The file gives another name than the open patient has. Make sure that it is this patient's.",
    incomplete: "The file says too little of its patient to tell that it is this one. Make sure that it is this patient's.",
    not_stated: "The file names no patient. Make sure that it is this patient's.",
  },
};
