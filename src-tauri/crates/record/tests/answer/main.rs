//! Everything an answer says, by tests that know nothing of how it is read. All people and places
//! are invented.

#[cfg(test)]
mod accounting;
#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod mutation;
#[cfg(test)]
mod readable;
#[cfg(test)]
mod service_accounting;
#[cfg(test)]
mod specified;
#[cfg(test)]
mod support;
#[cfg(test)]
mod traps;
#[cfg(test)]
mod variants;
