import type { CommandError, PersonProblem } from "../../bindings";
import { ja } from "../../words/ja";

const isProblem = (name: string | undefined): name is PersonProblem => name !== undefined && name in ja.people.problem;

/** Which of the typed fields cannot be used, when that is what is wrong. */
export function problemOf(error: CommandError): PersonProblem | null {
  const problem = error.fields["problem"];
  return error.code === "person_invalid" && isProblem(problem) ? problem : null;
}
