use record::{Answer, Block, Card, Field, Narrative, Piece, Pointers};

/// The page of these bytes.
pub(crate) fn page_of(bytes: &[u8]) -> String {
    page::answer_page(&record::read(bytes, Pointers::Kept))
}

/// A document that fills every position a string can take, with `@1`, `@2`, … as its values.
pub(crate) const TEMPLATE: &str = r#"{"resourceType":"Bundle","id":"b","type":"document",
 "meta":{"lastUpdated":"@1"},"identifier":{"system":"urn:s","value":"@2"},"timestamp":"@3",
 "entry":[
 {"fullUrl":"urn:c","@key":"@4","resource":{"resourceType":"Composition","title":"@5","date":"@6",
   "type":{"coding":[{"system":"http://loinc.org","code":"57133-1","display":"@7"}],"text":"@8"},
   "author":[{"display":"@9"}],"section":[{"title":"@10",
     "text":{"status":"additional","div":"<div>@11<table><tr><td>@12</td></tr></table></div>"},
     "entry":[{"reference":"urn:d","display":"@13"}],
     "section":[{"title":"@14","emptyReason":{"text":"@15"}}]}]}},
 {"fullUrl":"urn:p","resource":{"resourceType":"Patient","name":[{"text":"@16","family":"@17",
   "given":["@18"]}],"birthDate":"@19","address":[{"text":"@20"}],
   "telecom":[{"value":"@21"}],"identifier":[{"system":"urn:i","value":"@22"}]}},
 {"fullUrl":"urn:d","resource":{"resourceType":"Condition","implicitRules":"urn:r",
   "meta":{"tag":[{"code":"UNINFORMED"},{"code":"UNDELIVERED"}]},
   "modifierExtension":[{"url":"urn:unknown","valueString":"@23"}],
   "verificationStatus":{"coding":[{"code":"refuted","display":"@24"}]},
   "code":{"coding":[{"system":"urn:x","code":"c1","display":"@25"},
     {"system":"urn:y","code":"c2","display":"@26"}],"text":"@27"},
   "onsetDateTime":"@28","note":[{"text":"@29","authorString":"@30","time":"@31"}],
   "extension":[{"url":"urn:unknown/@32","valueString":"@33"}],
   "text":{"status":"generated","div":"<div>@34</div>"},"unknownMember":{"deep":["@35"]}}},
 {"resource":{"resourceType":"Observation","code":{"text":"@36"},"valueQuantity":{"value":1.50,
   "comparator":"<","unit":"@37"},"interpretation":[{"text":"@38"}],
   "referenceRange":[{"low":{"value":1,"unit":"@39"},"text":"@40"}],
   "component":[{"code":{"text":"@41"},"valueString":"@42"}]}},
 {"resource":{"resourceType":"MedicationRequest","doNotPerform":true,
   "medicationCodeableConcept":{"text":"@43"},"dosageInstruction":[{"text":"@44",
   "patientInstruction":"@45"}],"dispenseRequest":{"validityPeriod":{"start":"@46","end":"@47"}}}},
 {"resource":{"resourceType":"DocumentReference","content":[{"attachment":{"title":"@48",
   "contentType":"text/plain","url":"@49","data":"aGVsbG8="}}]}},
 {"resource":{"resourceType":"Gadget@50","part":"@51"}}]}"#;

/// [`TEMPLATE`] with each value replaced by what `text` says for its number.
pub(crate) fn filled(text: impl Fn(usize) -> String) -> Vec<u8> {
    let mut parts = TEMPLATE.split('@');
    let mut json = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap();
        let (number, rest) = part.split_at(end);
        // The first name of a member is a position too; it is number 0.
        let text = text(number.parse().unwrap_or(0));
        let quoted = serde_json::to_string(&text).unwrap();
        let inside = quoted.strip_prefix('"').and_then(|q| q.strip_suffix('"'));
        json.push_str(inside.unwrap());
        json.push_str(rest);
    }
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
    json.into_bytes()
}

/// One tag of a page: its name and its attributes.
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

/// The tags of a page and its text outside the style sheet, references decoded.
pub(crate) fn taken_apart(page: &str) -> (Vec<Tag>, String) {
    let (mut tags, mut text) = (Vec::new(), String::new());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&decoded(before));
        let (inside, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        let Some(tag) = tag(inside) else { continue };
        if tag.name == "style" {
            rest = after
                .split_once("</style>")
                .expect("the style sheet ends")
                .1;
        }
        tags.push(tag);
    }
    text.push_str(&decoded(rest));
    (tags, text)
}

fn tag(inside: &str) -> Option<Tag> {
    if inside.starts_with(['/', '!']) {
        return None;
    }
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').expect("a quoted attribute");
        attributes.push((attribute.trim().to_owned(), decoded(value)));
        rest = after;
    }
    assert_eq!(rest.trim(), "", "in <{inside}>");
    Some(Tag {
        name: name.to_owned(),
        attributes,
    })
}

pub(crate) fn decoded(html: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#13;", "\r"),
        ("&nbsp;", "\u{A0}"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Everything an answer holds, whatever it lies in.
#[derive(Default)]
pub(crate) struct Content<'v, 'a> {
    pub(crate) pieces: Vec<&'v Piece<'a>>,
    pub(crate) narratives: Vec<&'v Narrative<'v>>,
}

impl<'v, 'a> Content<'v, 'a> {
    pub(crate) fn of(answer: &'v Answer<'a>) -> Self {
        let mut content = Self::default();
        answer.blocks.iter().for_each(|b| content.block(b));
        content
    }

    fn block(&mut self, block: &'v Block<'a>) {
        self.pieces.extend(&block.title);
        self.fields(&block.fields);
        self.narratives.extend(&block.narrative);
        block.cards.iter().for_each(|c| self.card(c));
        block.blocks.iter().for_each(|b| self.block(b));
    }

    fn card(&mut self, card: &'v Card<'a>) {
        self.fields(&card.fields);
        self.narratives.extend(&card.narrative);
        card.cards.iter().for_each(|c| self.card(c));
    }

    fn fields(&mut self, fields: &'v [Field<'a>]) {
        for field in fields {
            self.pieces.extend(&field.pieces);
            self.fields(&field.fields);
        }
    }
}
