// Who stands on the page, looked at on every frame and after every change between two frames.

/** Whom the hand chose last; nobody until then. */
const standing = { person: null };

const seen = {
  /** Looks before a frame is painted. */
  frames: 0,
  /** Looks after a change, whether it is ever painted or not. */
  changes: 0,
  /** Frames in which words of the open patient's own record stood. */
  telling: 0,
  /** Openings that were painted. */
  painted: 0,
  wrongFrames: 0,
  wrongChanges: 0,
  /** What the first wrong ones were. */
  first: [],
};

let lastPainted = null;

/** Every word on the page that belongs to somebody else. */
function wrongOnThePage() {
  const { person } = standing;
  const wrong = [];
  const shown = document.querySelector('[data-test="identity"]')?.dataset.person ?? null;
  if (shown !== person) wrong.push({ what: "identity bar", of: shown });
  const marked = document.querySelector('[data-test="today-row"][aria-current="true"]')?.dataset.person ?? null;
  if (marked !== null && marked !== person) wrong.push({ what: "mark in today's list", of: marked });
  const texts = textsOfThePage();
  let telling = false;
  for (const text of texts) {
    const owner = words.own.get(text);
    if (owner === undefined) continue;
    if (owner === person) telling = true;
    else wrong.push({ what: text.slice(0, 60), of: owner });
  }
  for (const [found] of texts.join("\n").matchAll(words.pattern)) {
    if (!words.identities.get(found).has(person)) wrong.push({ what: found, of: [...words.identities.get(found)].join(" or ") });
  }
  return { wrong, telling };
}

function look(frame) {
  const { wrong, telling } = wrongOnThePage();
  seen[frame ? "frames" : "changes"] += 1;
  if (frame && telling) seen.telling += 1;
  const painted = document.documentElement.dataset.painted ?? null;
  if (painted !== lastPainted && painted !== null) seen.painted += 1;
  lastPainted = painted;
  if (wrong.length === 0) return;
  seen[frame ? "wrongFrames" : "wrongChanges"] += 1;
  if (seen.first.length < 10) seen.first.push({ frame, switches: hand.switches, open: standing.person, wrong: wrong.slice(0, 3) });
}

const watch = {
  on: false,
  // What follows the change in the same go is not torn from it: the look comes after that.
  changes: new MutationObserver(() => queueMicrotask(() => watch.on && look(false))),

  begin() {
    watch.on = true;
    const attributeFilter = [...NAMED, "data-person", "aria-current"];
    watch.changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter });
    const frame = () => {
      if (!watch.on) return;
      look(true);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },

  end() {
    watch.on = false;
    watch.changes.disconnect();
  },
};
