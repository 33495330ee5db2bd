use record::{Answer, Block, Card, Field, Held, Narrative, OtherItem, Piece, PieceRole};

/// One value that a reading tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it stood, by the reading's own word.
    pub pointer: String,
    /// What would be drawn.
    pub text: String,
}

/// Everything a reading with its pointers tells as sent: pieces, narratives and other items, in
/// reading order.
#[must_use]
pub fn told(answer: &Answer<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    blocks(&answer.blocks, &mut found);
    found.extend(answer.other.iter().flat_map(other));
    found
}

fn other(item: &OtherItem<'_>) -> Vec<Told> {
    let one = |(pointer, text): (&str, &str)| Told {
        pointer: pointer.to_owned(),
        text: text.to_owned(),
    };
    match &item.holds {
        Held::Value => vec![one((&*item.pointer, &*item.text))],
        Held::Code => Vec::new(),
        // What is drawn is the line: a value that is not in it is not told.
        Held::Values(values) => values
            .iter()
            .filter(|(_, text)| item.text.contains(&**text))
            .map(|(pointer, text)| one((&**pointer, &**text)))
            .collect(),
    }
}

fn blocks(all: &[Block<'_>], found: &mut Vec<Told>) {
    for block in all {
        found.extend(pieces(&block.title));
        fields(&block.fields, found);
        found.extend(block.narrative.as_ref().and_then(narrative));
        cards(&block.cards, found);
        blocks(&block.blocks, found);
    }
}

fn cards(all: &[Card<'_>], found: &mut Vec<Told>) {
    for card in all {
        fields(&card.fields, found);
        found.extend(card.narrative.as_ref().and_then(narrative));
        cards(&card.cards, found);
    }
}

fn fields(all: &[Field<'_>], found: &mut Vec<Told>) {
    for field in all {
        found.extend(pieces(&field.pieces));
        fields(&field.fields, found);
    }
}

fn pieces(all: &[Piece<'_>]) -> impl Iterator<Item = Told> {
    all.iter()
        .filter(|piece| {
            matches!(
                piece.role,
                PieceRole::Sent | PieceRole::Aside | PieceRole::Withheld
            )
        })
        .map(|piece| Told {
            pointer: piece
                .pointer
                .as_deref()
                .unwrap_or("(no pointer)")
                .to_owned(),
            text: piece.text.to_string(),
        })
}

/// A narrative without a pointer is shown but no value: a picture, for one.
fn narrative(narrative: &Narrative<'_>) -> Option<Told> {
    Some(Told {
        pointer: narrative.pointer.as_deref()?.to_owned(),
        text: narrative.text().to_owned(),
    })
}
