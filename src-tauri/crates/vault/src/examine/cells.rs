//! What a page of a b-tree leads to (SQLite's file format, section 1.6).

use super::pages::USABLE;

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

/// The pages that a page of a b-tree leads to.
pub(super) struct Links {
    /// Pages of the same tree, one level down.
    pub(super) children: Vec<u32>,
    /// First pages of long values.
    pub(super) values: Vec<u32>,
}

/// Nothing when it is not a page of a b-tree.
pub(super) fn links(page: &[u8], number: u32) -> Option<Links> {
    // The first page begins with the header of the database.
    let head = page.get(if number == 1 { 100 } else { 0 }..)?;
    let kind = *head.first()?;
    let is_interior = matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE);
    let is_index = matches!(kind, INTERIOR_INDEX | LEAF_INDEX);
    if !is_interior && !is_index && kind != LEAF_TABLE {
        return None;
    }
    let mut found = Links {
        children: Vec::new(),
        values: Vec::new(),
    };
    let pointers = head.get(if is_interior { 12 } else { 8 }..)?;
    for pointer in pointers.chunks_exact(2).take(short(head, 3)?) {
        let mut cell = page.get(short(pointer, 0)?..)?;
        if is_interior {
            found.children.push(long(cell, 0)?);
            cell = cell.get(4..)?;
        }
        if kind != INTERIOR_TABLE {
            found.values.extend(value_of(cell, kind == LEAF_TABLE));
        }
    }
    if is_interior {
        found.children.push(long(head, 8)?);
    }
    Some(found)
}

/// The page on which the content of a cell goes on, if it does.
fn value_of(cell: &[u8], is_table: bool) -> Option<u32> {
    let (length, mut from) = number_at(cell, 0)?;
    if is_table {
        from = number_at(cell, from)?.1;
    }
    let length = usize::try_from(length).ok()?;
    let most = if is_table {
        USABLE - 35
    } else {
        (USABLE - 12) * 64 / 255 - 23
    };
    if length <= most {
        return None;
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let wanted = least + (length - least) % (USABLE - 4);
    let here = if wanted <= most { wanted } else { least };
    long(cell, from + here)
}

/// A number of up to nine bytes, and where it ends.
fn number_at(bytes: &[u8], from: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (place, byte) in bytes.get(from..)?.iter().enumerate().take(9) {
        if place == 8 {
            return Some((number << 8 | u64::from(*byte), from + 9));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, from + place + 1));
        }
    }
    None
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*four))
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_be_bytes(*two)))
}
