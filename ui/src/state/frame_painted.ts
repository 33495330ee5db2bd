/** Resolves, with the moment (`performance.now()`), once what is in the document now has been painted. */
export function framePainted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  });
}
