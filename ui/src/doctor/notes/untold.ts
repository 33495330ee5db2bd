import type { PatientView } from "../../bindings";

/** Whether the patient has a disease they were not told (未告知), or nobody can say: the diseases are not on the screen. */
export function mayHaveUntold(view: PatientView): boolean {
  const section = view.sections.find(({ category }) => category === "condition");
  if (section?.held === "none_registered") return section.damaged > 0 || section.unreadable > 0;
  const content = section?.content;
  if (content?.section !== "condition") return true;
  return [...content.items, ...content.ended, ...content.withdrawn].some((row) => row.uninformed);
}
