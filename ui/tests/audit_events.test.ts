// The FHIR export of the audit log: what the core writes for its sample rows, against the structures
// of FHIR R4 and the required elements of IHE BALP as docs/audit.md lists them.
import { Fhir } from "fhir/fhir";
import { describe, expect, test } from "vitest";
import doc from "../../docs/audit.md?raw";
import events from "./fixture/audit_events.json";

type Json = Record<string, unknown>;
const PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
const resources = events.entry.map((entry) => entry.resource as Json);
const profile = (resource: Json) => ((resource.meta as { profile?: string[] } | undefined)?.profile ?? [])[0]?.replace(PROFILES, "") ?? "";

/** What lies at `agent[type.coding.code=110152].who`: members by name, of lists those that fit. */
function at(values: unknown[], path: string): unknown[] {
  if (path === "") return values;
  const step = /^([^.[]+)(?:\[([^=\]]+)=([^\]]*)\])?\.?/u.exec(path);
  if (step === null) throw new Error(path);
  const [whole, name, where, is] = step as unknown as [string, string, string | undefined, string | undefined];
  let found = values.flatMap((value) => (value as Json)[name] ?? []);
  if (where !== undefined) found = found.filter((value) => at([value], where).some((one) => String(one) === is));
  return at(found, path.slice(whole.length));
}

/** The lines of the table: pattern, element, and the value that is fixed, if one is. */
const required = doc
  .split("\n")
  .map((line) => /^\| (IHE\.\S+) \| `([^`]+)` \| (?:`([^`]+)`|any) \|/u.exec(line))
  .filter((found) => found !== null)
  .map(([, pattern, path, fixed]) => ({ pattern: pattern as string, path: path as string, fixed }));

describe("FHIR R4 AuditEvent", () => {
  test("a made-up fault is found: the validator looks", () => {
    const found = new Fhir().validate({ ...resources[0], outcome: "9", bogus: 1 }, { errorOnUnexpected: true });
    expect(found.messages.filter((one) => one.severity === "error").map((one) => one.location).sort()).toEqual(["AuditEvent.bogus", "AuditEvent.outcome"]);
  });

  test.each(resources.map((resource, at) => [at, profile(resource), resource] as const))("row %i (%s) keeps to the structures of R4", (_, __, resource) => {
    const found = new Fhir().validate(resource, { errorOnUnexpected: true });
    expect(found.messages.filter((one) => one.severity === "error" || one.severity === "fatal")).toEqual([]);
  });

  test("the bundle keeps to them too", () => {
    const found = new Fhir().validate(events, { errorOnUnexpected: true });
    expect(found.messages.filter((one) => one.severity === "error" || one.severity === "fatal")).toEqual([]);
  });
});

describe("IHE BALP", () => {
  test("every pattern we write has its lines in the table and a sample row", () => {
    const listed = new Set(required.map((line) => line.pattern));
    expect(listed).toEqual(new Set(resources.map(profile).filter((name) => name !== "")));
    expect(listed.size).toBe(4);
    expect(required.length).toBeGreaterThan(40);
  });

  test.each(required)("$pattern has $path", ({ pattern, path, fixed }) => {
    for (const resource of resources.filter((one) => profile(one) === pattern)) {
      const found = at([resource], path);
      expect(found.length, path).toBeGreaterThan(0);
      if (fixed !== undefined) expect(found.map(String)).toContain(fixed);
    }
  });

  test("client, server, patient, data and query stand once, and what must not be there is not", () => {
    for (const resource of resources) {
      const once = (path: string) => expect(at([resource], path).length, path).toBeLessThanOrEqual(1);
      once("agent[type.coding.code=110152]");
      once("agent[type.coding.code=110153]");
      once("entity[type.code=1]");
      once("entity[type.code=2]");
      expect(at([resource], "entity[type.code=2].detail")).toEqual([]);
      expect(at([resource], "entity[role.code=24].what")).toEqual([]);
      expect(at([resource], "agent[requestor=true].network")).toEqual([]);
    }
  });

  test("the recipient of a disclosure is the one that wrote it down", () => {
    for (const resource of resources.filter((one) => profile(one).endsWith("Recipient"))) {
      expect(at([resource], "agent[type.coding.code=110152].who")).toEqual(at([resource], "source.observer"));
    }
  });

  test("a row that was refused or failed claims no pattern", () => {
    const unsuccessful = resources.filter((one) => one.outcome !== "0");
    expect(unsuccessful.length).toBeGreaterThan(0);
    expect(unsuccessful.map(profile).every((name) => name === "")).toBe(true);
  });
});
