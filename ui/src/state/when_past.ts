/** How often to look: a PC that slept or whose clock was put right must not wait for one long timer. */
const LOOK = 15_000;

/**
 * Calls `past` at the moment `until` (RFC 3339), and then again every 15 s until it is stopped: whoever
 * hears it stops it by learning of another moment. Answers how to stop.
 */
export function whenPast(until: string, past: () => void): () => void {
  const end = Date.parse(until);
  let timer = setTimeout(look, pause(end));

  function look(): void {
    const over = Date.now() >= end;
    timer = setTimeout(look, over ? LOOK : pause(end));
    if (over) past();
  }
  return () => clearTimeout(timer);
}

function pause(end: number): number {
  const left = Math.max(0, end - Date.now());
  return left < LOOK ? left : LOOK;
}
