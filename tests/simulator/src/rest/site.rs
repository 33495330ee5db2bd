use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::Params;
use crate::{fault_switch::FaultSwitch, interface::Interface, world::World};

/// What every answer needs.
pub(crate) struct Site {
    world: RwLock<World>,
    pub(crate) faults: Arc<FaultSwitch>,
    pub(crate) interface: Interface,
    pub(crate) base_url: String,
}

impl Site {
    pub(crate) fn new(
        world: World,
        faults: Arc<FaultSwitch>,
        interface: Interface,
        base_url: &str,
    ) -> Self {
        Self {
            world: RwLock::new(world),
            faults,
            interface,
            base_url: base_url.to_owned(),
        }
    }

    /// The mode (救急時 / 災害時 / システム障害時) under which a question is asked, as parameter and code:
    /// then no consent is needed.
    pub(crate) fn special_mode<'a>(&'a self, params: &'a Params) -> Option<(&'a str, &'a str)> {
        let modes = &self.interface.special_modes;
        let code = params.get(&modes.parameter)?;
        modes.names(code).then_some((&modes.parameter, code))
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, World> {
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}
