//! PDF files with a text.

use crate::harness::Folder;

/// A PDF with these pages, each of these lines.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", 4 + 2 * at))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}>>",
            kids.join(" "),
            pages.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (at, lines) in pages.iter().enumerate() {
        let contents = 5 + 2 * at;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {contents} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        ));
        let lines: Vec<String> = lines
            .iter()
            .map(|line| format!("({line})Tj 0 -28 Td"))
            .collect();
        let stream = match lines.is_empty() {
            true => String::new(),
            false => format!("BT /F 12 Tf 72 770 Td {} ET", lines.join(" ")),
        };
        objects.push(stream_of("", &stream));
    }
    file_of(&objects)
}

fn stream_of(entries: &str, stream: &str) -> String {
    format!(
        "<<{entries}/Length {}>>\nstream\n{stream}\nendstream",
        stream.len()
    )
}

/// A PDF of these objects, the first its catalogue.
fn file_of(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

const STORY: [&str; 4] = [
    "Gate Stuck at the Dam",
    "By Ann Holt",
    "March 12, 1953",
    "The gate at the dam stuck in the night, and the water came over the wall of the town.",
];

#[test]
fn a_pdf_of_few_pages_is_an_article() {
    let folder = Folder::new();
    folder.write("gate.pdf", &pdf(&[&STORY, &["Nobody knew why it stuck."]]));
    folder
        .run(&["inspect", "gate.pdf"])
        .exits(0)
        .out_has("read as    pdf, by its content\n")
        .out_has("articles   1\n")
        .out_has("title      Gate Stuck at the Dam (")
        .out_has("date       1953-03-12 (")
        .out_has("byline     Ann Holt (")
        .out_has("text       2 paragraphs: The gate at the dam stuck in the night,");
}

#[test]
fn each_page_of_an_issue_in_pdf_is_a_record() {
    let folder = Folder::new();
    let mut pages = vec![&STORY[..]; 9];
    pages[4] = &[];
    folder.write("news/1953-03-12.pdf", &pdf(&pages));
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("skipped     a page of a PDF without a text 1\n");
    folder
        .run(&["inspect", "news/1953-03-12.pdf", "--record", "6"])
        .exits(0)
        .out_has("articles   8\n")
        .out_has("page       6 (pdf)\n")
        .out_has("date       1953-03-12 (path, high confidence)\n")
        .out_has("(article_boundaries)\n");
}

#[test]
fn pages_that_are_pictures_are_named() {
    let folder = Folder::new();
    folder.write("news/scan.pdf", &pdf(&[&[], &[]]));
    folder.run(&["index", "news"]).exits(2).err_has(
        "scan.pdf: the PDF has no text, only pictures of its pages; have the text recognised (OCR)",
    );
}

#[test]
fn a_pdf_that_its_reader_falls_over_costs_itself_alone() {
    let folder = Folder::new().file("news/gate.txt", "The gate stuck in the night.\n");
    // A drawing that draws itself never ends.
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".to_owned(),
        stream_of("", "/X Do"),
        stream_of(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
            "/X Do",
        ),
    ];
    folder.write("news/endless.pdf", &file_of(&objects));
    let whole = pdf(&[&STORY]);
    folder.write("news/half.pdf", &whole[..whole.len() / 2]);
    let indexed = folder.run(&["index", "news"]);
    indexed
        .exits(0)
        .err_has("endless.pdf: the PDF cannot be read: its reader fell over it")
        .err_has("half.pdf: the PDF cannot be read: ");
    folder.run(&["search", "gate"]).exits(0);
}
