import type { FacilityView } from "../bindings";

/** What a facility is called on screen: its name, or its number if no name was sent. */
export function facilityName(facility: FacilityView): string {
  return facility.name ?? facility.number ?? "";
}

/** The name without the legal form in front, for narrow columns; the whole name stays in the title. */
export function facilityShort(facility: FacilityView): string {
  const name = facilityName(facility);
  return name.replace(/^(医療法人社団|医療法人財団|医療法人|社会医療法人|独立行政法人|国立大学法人)\S*[\s\u3000]+/u, "") || name;
}

/** Name and number, for titles. */
export function facilityFull(facility: FacilityView): string {
  return [facility.name, facility.number].filter((part) => part !== null).join(" ");
}
