import type { Role } from "../bindings";

/** Every role, in the order of the core. */
export const ROLES: Role[] = ["doctor", "pharmacist", "nurse", "clerk", "desk", "admin", "auditor"];

/** Roles that read clinical information: only their keys are opened with a password. */
const CLINICAL: ReadonlySet<Role> = new Set<Role>(["doctor", "pharmacist", "nurse", "clerk"]);

export function readsClinical(role: Role): boolean {
  return CLINICAL.has(role);
}

/** Roles that read what was granted to them, category by category, and nothing on purpose beside it. */
export function readsGranted(role: Role | undefined): boolean {
  return role !== undefined && role !== "doctor" && readsClinical(role);
}
