import type { Length } from "../../bindings";

/** A length as it may stand in a field; which lengths a rule allows is for the core to say. */
export function isLength({ count }: Length): boolean {
  return Number.isInteger(count) && count >= 1 && count <= 36_500;
}
