import { onViewerEvent } from "../border";
import type { ViewerEvent } from "../bindings";

/** Hears the core's news until the answered function is called. */
export function listening(heard: (event: ViewerEvent) => void): () => void {
  let stop: (() => void) | null = null;
  let over = false;
  void onViewerEvent((event) => {
    if (!over) heard(event);
  }).then((stopListening) => {
    if (over) stopListening();
    else stop = stopListening;
  });
  return () => {
    over = true;
    stop?.();
  };
}
