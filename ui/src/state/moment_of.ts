const BELIEVABLE = 10_000;

/**
 * When an input happened, on the scale of `performance.now()`. Some webviews count `timeStamp` from
 * another origin: then the moment of handling it stands in.
 */
export function momentOf(event: Event): number {
  const now = performance.now();
  const waited = now - event.timeStamp;
  return waited >= 0 && waited < BELIEVABLE ? event.timeStamp : now;
}
