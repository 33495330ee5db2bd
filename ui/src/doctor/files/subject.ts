import type { Category, PersonId, RowKey } from "../../bindings";

/** Which document the files and the original belong to. */
export interface DocumentSubject {
  person: PersonId;
  category: Category;
  key: RowKey;
}
