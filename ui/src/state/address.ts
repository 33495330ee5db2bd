/** What the screen looks like (language, colours) stands in the address: a page that is loaded anew, as
 *  after a lock, looks as before. Nothing else may stand there. */
type Name = "language" | "theme";

export function fromAddress(name: Name): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}

export function toAddress(name: Name, value: string): void {
  const kept = new URLSearchParams(location.hash.slice(1));
  kept.set(name, value);
  history.replaceState(null, "", `#${kept.toString()}`);
}
