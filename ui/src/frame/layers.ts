/** What lies over the screen, the one on top last. */
const layers: symbol[] = [];

/** Lies over the screen from now on: Escape closes it while nothing lies over it. Answers how to end that. */
export function layer(close: () => void): () => void {
  const own = Symbol();

  function key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || layers.at(-1) !== own) return;
    event.preventDefault();
    close();
  }
  layers.push(own);
  window.addEventListener("keydown", key);
  return () => {
    layers.splice(layers.indexOf(own), 1);
    window.removeEventListener("keydown", key);
  };
}
