/** How long a row is not taken for the one that was meant after it came under a resting pointer, in ms. */
const SETTLED = 400;

/**
 * Whether a list moved under a resting pointer. Somebody arrives, a bar appears above: the neighbour lies where
 * somebody else lay a moment ago, and whoever presses then has decided before they could see it.
 */
export class StillPointer {
  private at: { x: number; y: number } | null = null;
  private slipped = -Infinity;

  /** The pointer is somewhere in the list. */
  moved(event: PointerEvent): void {
    this.at = { x: event.screenX, y: event.screenY };
  }

  /** A row is under the pointer that was not there before. A finger is nowhere until it taps: it rests on nothing. */
  entered(event: PointerEvent, now: number): void {
    if (event.pointerType === "touch") return;
    if (this.at?.x === event.screenX && this.at.y === event.screenY) this.slipped = now;
    this.moved(event);
  }

  /** Whether a button pressed now may mean another row. */
  isUnsure(now: number): boolean {
    return now - this.slipped < SETTLED;
  }
}
