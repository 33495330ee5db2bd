use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

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

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, World> {
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}
