use serde_json::value::RawValue;

/// One finished FHIR resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// FHIR type.
    pub kind: &'static str,
    /// Logical id, unique in the clinic.
    pub id: String,
    /// The JSON, decimals as they must be sent.
    pub json: Box<RawValue>,
}

/// One finished document Bundle (健診結果報告書, 診療情報提供書, 退院時サマリー, 患者サマリー).
#[derive(Clone, Debug)]
pub struct Document {
    /// Id under which it is listed and fetched.
    pub id: String,
    /// `Bundle.identifier`: facility ^ year ^ number.
    pub identifier: String,
    /// LOINC document type: `53576-5`, `57133-1`, `18842-5` or `56447-6`.
    pub type_code: &'static str,
    /// The day of the document, `YYYY-MM-DD`.
    pub date: String,
    /// The title.
    pub title: String,
    /// The Bundle as JSON.
    pub json: Box<RawValue>,
}

/// What a patient's facilities have registered, by consent category.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// 薬剤アレルギー等.
    pub drug_allergies: Vec<Resource>,
    /// その他アレルギー等.
    pub other_allergies: Vec<Resource>,
    /// 傷病名.
    pub conditions: Vec<Resource>,
    /// 感染症.
    pub infections: Vec<Resource>,
    /// 検査.
    pub laboratory: Vec<Resource>,
    /// 処方.
    pub prescriptions: Vec<Resource>,
    /// 健診結果報告書.
    pub checkups: Vec<Document>,
    /// 診療情報提供書, 退院時サマリー and 患者サマリー.
    pub referrals: Vec<Document>,
}

impl Records {
    /// Adds everything of `more` before what is there: newest first, as servers sort.
    pub fn add(&mut self, mut more: Self) {
        let join = |new: &mut Vec<Resource>, old: &mut Vec<Resource>| {
            new.append(old);
            std::mem::swap(new, old);
        };
        join(&mut more.drug_allergies, &mut self.drug_allergies);
        join(&mut more.other_allergies, &mut self.other_allergies);
        join(&mut more.conditions, &mut self.conditions);
        join(&mut more.infections, &mut self.infections);
        join(&mut more.laboratory, &mut self.laboratory);
        join(&mut more.prescriptions, &mut self.prescriptions);
        self.checkups.splice(0..0, more.checkups);
        self.referrals.splice(0..0, more.referrals);
    }

    /// Every resource that is not a document.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.drug_allergies
            .iter()
            .chain(&self.other_allergies)
            .chain(&self.conditions)
            .chain(&self.infections)
            .chain(&self.laboratory)
            .chain(&self.prescriptions)
    }

    /// Every document.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.checkups.iter().chain(&self.referrals)
    }

    /// True when nothing at all is registered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources().next().is_none() && self.documents().next().is_none()
    }
}
