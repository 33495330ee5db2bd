/** Steps of enlarging; 1 is the width of the screen. */
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

/** The next step up (`1`) or down (`-1`) from a zoom; the zoom itself at the end. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const rest = step === 1 ? STEPS.filter((one) => one > zoom) : STEPS.filter((one) => one < zoom).reverse();
  return rest[0] ?? zoom;
}

/** What a key does to the zoom; null when it does nothing. */
export function zoomKey(key: string, zoom: number): number | null {
  if (key === "+" || key === ";") return nextZoom(zoom, 1);
  if (key === "-") return nextZoom(zoom, -1);
  return key === "0" ? 1 : null;
}
