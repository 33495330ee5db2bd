use anyhow::{Result, ensure};
use cache::{Held, Records};
use record::vocabulary::PersonId;

use super::ours;
use super::plain::{self, Plain};

/// About so many patients are compared.
const SAMPLE: usize = 50;

/// Both sides must hold the same bytes, or their times say nothing.
pub(crate) fn check(records: &Records, plain: &Plain, patients: usize) -> Result<()> {
    for at in (0..patients).step_by(patients.div_ceil(SAMPLE)) {
        let person = PersonId(i64::try_from(at)?);
        let ours = ours::read(records, person)?;
        let plain = plain::read(&plain.parts, person)?;
        for ((category, held), (_, parts)) in ours.iter().zip(&plain) {
            ensure!(
                !parts.is_empty() && bytes(held).eq(parts.iter().map(Vec::as_slice)),
                "the stores differ in {} of patient {at}",
                category.as_str()
            );
        }
    }
    Ok(())
}

fn bytes(held: &Held) -> impl Iterator<Item = &[u8]> {
    held.sets
        .iter()
        .flat_map(|set| &set.parts)
        .map(|part| part.bytes.as_slice())
}
