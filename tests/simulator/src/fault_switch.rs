use std::time::{Duration, Instant};

use tokio::{sync::watch, time::timeout};

use crate::{Fault, SimulatorError, TlsFault};

/// How long a change of faults waits for the port.
const OBEY: Duration = Duration::from_secs(2);

/// The faults in force and since when.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    list: Vec<Fault>,
    since: Instant,
}

impl Faults {
    pub(crate) fn list(&self) -> &[Fault] {
        &self.list
    }

    /// Since when they are wanted: tells one set of faults from the next.
    pub(crate) fn since(&self) -> Instant {
        self.since
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.list.contains(&fault)
    }

    pub(crate) fn cuts(&self) -> bool {
        self.list.iter().any(|fault| matches!(fault, Fault::Cut(_)))
    }

    pub(crate) fn tls(&self) -> Option<TlsFault> {
        self.list.iter().find_map(|fault| match fault {
            Fault::Tls(tls) => Some(*tls),
            _ => None,
        })
    }

    /// Whether the port listens now, and how long that stays so if it changes by itself.
    pub(crate) fn listening(&self) -> (bool, Option<Duration>) {
        if self.has(Fault::Down) {
            return (false, None);
        }
        let flap = self.list.iter().find_map(|fault| match fault {
            Fault::Flap(on, off) => Some((*on, *off)),
            _ => None,
        });
        let Some((on, off)) = flap else {
            return (true, None);
        };
        let period = (on + off).as_secs_f64();
        let place = Duration::from_secs_f64(self.since.elapsed().as_secs_f64() % period);
        if place < on {
            (true, Some(on - place))
        } else {
            (false, Some(off.saturating_sub(place - on)))
        }
    }
}

/// Where faults are switched; listener and answers watch it.
#[derive(Debug)]
pub(crate) struct FaultSwitch {
    wanted: watch::Sender<Faults>,
    /// Since when the faults that the listener obeys are wanted.
    obeyed: watch::Sender<Instant>,
}

impl FaultSwitch {
    pub(crate) fn new(names: &[String]) -> Result<Self, SimulatorError> {
        let faults = read(names)?;
        let obeyed = watch::Sender::new(faults.since);
        Ok(Self {
            wanted: watch::Sender::new(faults),
            obeyed,
        })
    }

    /// Replaces all faults, and waits until the port obeys: who has been told "down" is refused
    /// from then on. Nothing changes when one of the names is wrong.
    pub(crate) async fn set(&self, names: &[String]) -> Result<(), SimulatorError> {
        let faults = read(names)?;
        let since = faults.since;
        self.wanted.send_replace(faults);
        let mut obeyed = self.obeyed.subscribe();
        let obeying = obeyed.wait_for(|obeyed| *obeyed >= since);
        // A port that another program has taken meanwhile must not hold the answer up for ever.
        let _ = timeout(OBEY, obeying).await;
        Ok(())
    }

    pub(crate) fn now(&self) -> Faults {
        self.wanted.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Faults> {
        self.wanted.subscribe()
    }

    /// Said by the listener once it acts by these faults.
    pub(crate) fn obeying(&self, faults: &Faults) {
        self.obeyed.send_replace(faults.since);
    }
}

fn read(names: &[String]) -> Result<Faults, SimulatorError> {
    let list = names
        .iter()
        .map(|name| name.parse())
        .collect::<Result<_, _>>()?;
    Ok(Faults {
        list,
        since: Instant::now(),
    })
}
