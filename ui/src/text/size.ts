const STEP = 1024;
const UNITS = ["B", "KiB", "MiB", "GiB"];

/** Bytes for a reader: `512 B`, `12.3 KiB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
