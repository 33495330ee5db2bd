//! What a page of an answer says, and what it cannot do. All people and places are invented.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod support;
#[cfg(test)]
mod words;
