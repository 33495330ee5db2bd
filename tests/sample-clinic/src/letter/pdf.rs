use std::fmt::Write;

/// One page A4 with these lines in Helvetica: ASCII only, for no font goes with it.
pub(super) fn pdf(lines: &[String]) -> Vec<u8> {
    let mut page = String::from("BT /F1 12 Tf 16 TL 72 770 Td");
    for line in lines {
        let line = line.replace('\\', "\\\\");
        let line = line.replace('(', "\\(").replace(')', "\\)");
        let _ = write!(page, " ({line}) Tj T*");
    }
    page.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let start = file.len();
    let size = objects.len() + 1;
    let _ = write!(
        file,
        "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_points_at_every_object_and_itself() {
        let file = pdf(&["EF 42 % (biplane)".to_owned()]);
        let text = std::str::from_utf8(&file).unwrap();
        assert!(text.contains(r"(EF 42 % \(biplane\)) Tj"));
        let (before, _) = text.split_once("xref\n").unwrap();
        let (_, after) = text.split_once("startxref\n").unwrap();
        assert_eq!(after, format!("{}\n%%EOF\n", before.len()));
        let places = text
            .lines()
            .filter_map(|line| line.strip_suffix(" 00000 n "));
        let mut found = 0;
        for (number, place) in (1..).zip(places) {
            let at: usize = place.parse().unwrap();
            let object = format!("{number} 0 obj\n");
            assert!(file[at..].starts_with(object.as_bytes()), "{place}");
            found = number;
        }
        assert_eq!(found, 5);
    }
}
