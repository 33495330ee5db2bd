// The race as a whole, told from outside by `window.switching`.

const race = { stage: "waiting", failed: null, patients: 0, learnedSeconds: 0, proofs: {} };

/** Mostly at once; now and then long enough for everything to come. */
function dwell() {
  const kind = hand.chance();
  if (kind < 0.7) return hand.between(0, 150);
  return kind < 0.9 ? hand.between(250, 600) : hand.between(600, 1200);
}

async function run({ seed, switches, patients, longest }) {
  race.stage = "learning";
  const began = performance.now();
  const all = [...document.querySelectorAll(ROW)].map((row) => row.dataset.person);
  hand.people = all.slice(0, patients);
  way.reader = words.hear;
  for (const person of hand.people) {
    await learn(person);
    race.patients += 1;
  }
  words.tellApart();
  race.learnedSeconds = (performance.now() - began) / 1000;
  way.reader = null;
  [way.chance, hand.chance, race.chance] = [chanceOf(seed), chanceOf(seed + 1), chanceOf(seed + 2)];
  Object.assign(way, { answers: 0, late: {}, lateTelling: 0, news: {}, longest });
  watch.begin();
  race.stage = "racing";
  while (hand.switches < switches) {
    hand.choose();
    const stay = dwell();
    await pause(stay * 0.6);
    if (hand.chance() < 0.5) hand.act();
    await pause(stay * 0.4);
    if (hand.chance() < 0.3) hand.act();
    // What was opened last is left at once, or looked at for a moment.
    if (isOpen() && hand.chance() < 0.5) {
      hand.act();
      await pause(hand.between(0, 250));
      hand.act();
    }
  }
  race.stage = "proving";
  hand.raced = hand.switches;
  way.longest = 0;
  race.proofs = await prove();
  watch.end();
  race.stage = "done";
}

window.switching = {
  begin: (plan) =>
    void run(plan).catch((thrown) => {
      race.failed = thrown instanceof Error ? `${race.stage}: ${thrown.message}` : JSON.stringify(thrown);
      race.stage = "done";
    }),
  /** Somebody for the driver's mouse to choose. */
  next: () => hand.people[Math.floor(race.chance() * hand.people.length)] ?? null,
  /** As text: the driver does not carry everything that a page may hold. */
  told: () => JSON.stringify({
    stage: race.stage,
    failed: race.failed,
    patients: race.patients,
    proofs: race.proofs,
    switches: hand.raced ?? hand.switches,
    by: hand.by,
    in_vain: hand.inVain,
    acts: hand.acts,
    answers: way.answers,
    late: way.late,
    late_telling: way.lateTelling,
    news: way.news,
    handed: way.handed,
    identities: words.identities.size,
    own: words.own.size,
    fewest: Math.min(...hand.people.map((one) => words.ownOf(one).length)),
    learned_seconds: race.learnedSeconds,
    places: words.places,
    frames: seen.frames,
    changes: seen.changes,
    telling: seen.telling,
    painted: seen.painted,
    wrong_frames: seen.wrongFrames,
    wrong_changes: seen.wrongChanges,
    first: seen.first,
  }),
};
