// What is wrong on purpose must be found, or a race without findings says nothing.

/** Does something wrong and answers whether the next frames are called wrong. */
async function isFound(wrong) {
  const { wrongFrames, wrongChanges, first } = seen;
  seen.first = [];
  const undo = await wrong();
  const found = seen.wrongFrames > wrongFrames;
  await undo();
  await framesPass();
  Object.assign(seen, { wrongFrames, wrongChanges, first });
  return found;
}

const framesPass = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Puts a text of somebody else somewhere. */
const planted = (css, text) => async () => {
  const place = document.createElement("span");
  place.textContent = text;
  document.querySelector(css).append(place);
  await framesPass();
  return () => place.remove();
};

/** Opens a patient, with nothing else under way. */
async function alone(person) {
  hand.with("mouse", () => press(rowOf(person)));
  await until("a patient for the proof", isOpen);
  await until("the last answers", () => way.underWay === 0);
}

/** Somebody with words of their own, and somebody else. */
async function prove() {
  const [open, other] = [...hand.people].sort((one, another) => words.ownOf(another).length - words.ownOf(one).length);
  await alone(open);
  await framesPass();
  const proofs = {};
  const identity = JSON.parse(way.opened.get(other)).identity;
  const main = "#content";
  proofs["a name in the identity bar"] = await isFound(planted(test("identity"), `様 ${identity.name}`));
  proofs["a chart number among the sections"] = await isFound(planted(main, identity.chart_number));
  proofs["a line of a record among the sections"] = await isFound(planted(main, words.ownOf(other)[0]));
  proofs["an identity bar of somebody else"] = await isFound(async () => {
    standing.person = other;
    await framesPass();
    return () => (standing.person = open);
  });
  // The screen itself paints it: the one thing it cannot know is that the core told it wrong.
  proofs["a whole record painted for somebody else"] = await isFound(async () => {
    way.forgery = { person: other, instead: open };
    await alone(other);
    await framesPass();
    way.forgery = null;
    return () => alone(open);
  });
  return proofs;
}
