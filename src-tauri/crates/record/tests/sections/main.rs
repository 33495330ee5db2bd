//! What each section says of small synthetic answers. All people and places are invented.

#[cfg(test)]
mod allergy;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod checkup;
#[cfg(test)]
mod checkup_state;
#[cfg(test)]
mod condition;
#[cfg(test)]
mod document;
#[cfg(test)]
mod fold;
#[cfg(test)]
mod infection;
#[cfg(test)]
mod laboratory;
#[cfg(test)]
mod prescription;
#[cfg(test)]
mod support;
#[cfg(test)]
mod uncertain;
#[cfg(test)]
mod undelivered;
#[cfg(test)]
mod vanishing;
