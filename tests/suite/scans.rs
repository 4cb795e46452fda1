//! Scanned newspapers: issues whose articles are marked, pages where nobody did.

use crate::harness::{Folder, golden, told_of, told_of_folder};

#[test]
fn the_articles_of_an_issue_are_read_from_its_pages() {
    golden("read-issue", &told_of_folder("issue"));
}

#[test]
fn a_page_without_marked_articles_is_one_record_with_the_day_of_its_issue() {
    golden("read-pages", &told_of_folder("pages"));
}

#[test]
fn no_word_of_an_issue_is_read_twice_or_lost() {
    let told = told_of_folder("issue");
    for word in [
        "GAZETTE",
        "FLOOD",
        "inquiry",
        "Tuesday",
        "listened.",
        "mule.",
        "thanked.",
        "MILL",
        "Weather:",
    ] {
        let texts = told.lines().filter(|line| {
            line.trim_start().starts_with(['|', 't']) && line.split(' ').any(|part| part == word)
        });
        assert_eq!(texts.count(), 1, "{word}\n{told}");
    }
}

#[test]
fn a_page_that_is_the_whole_archive_is_read_though_an_issue_lies_beside_it() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/fixtures");
    let page = fixtures.join("issue/alto/0001.xml").display().to_string();
    Folder::new()
        .run(&["index", &page])
        .exits(0)
        .out_has("1 article in the index");
}

#[test]
fn an_issue_away_from_its_pages_says_so_and_never_leaves_the_archive() {
    let issue = |address: &str| {
        format!(
            "<mets><fileSec><fileGrp USE=\"alto\"><file ID=\"A\"><FLocat href=\"{address}\"/></file></fileGrp></fileSec><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" LABEL=\"Rain\"><fptr><area FILEID=\"A\" BEGIN=\"b\"/></fptr></div></structMap></mets>"
        )
    };
    let told = told_of(issue("0001.xml").as_bytes(), "a-mets.xml");
    assert!(
        told.starts_with("- not_an_article: it marks no articles, or not those of pages beside it"),
        "{told}"
    );
    let folder = Folder::new()
        .file("secret.xml", "<alto><Page><TextBlock ID=\"b\"><TextLine><String CONTENT=\"secret\"/></TextLine></TextBlock></Page></alto>")
        .file("news/a-mets.xml", &issue("../secret.xml"))
        .file("news/b-mets.xml", &issue("file:///etc/hostname.xml"))
        .file("news/rain.txt", "Rain fell.\n\nIt rained on the town for the whole of the day and the night.");
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("1 article in the index");
    folder.run(&["search", "secret"]).exits(1);
}

#[test]
fn an_issue_is_read_again_when_only_a_page_of_it_changed() {
    let page = |word: &str| {
        format!(
            "<alto><Page><TextBlock ID=\"b\"><TextLine><String CONTENT=\"{word}\"/></TextLine></TextBlock></Page></alto>"
        )
    };
    let issue = |block: &str| {
        format!(
            "<mets><fileSec><fileGrp USE=\"alto\"><file ID=\"A\"><FLocat href=\"alto/0001.xml\"/></file></fileGrp></fileSec><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" LABEL=\"Rain\"><fptr><area FILEID=\"A\" BEGIN=\"{block}\"/></fptr></div></structMap></mets>"
        )
    };
    let folder = Folder::with_news()
        .file("news/1897/a-mets.xml", &issue("b"))
        .file("news/1897/alto/0001.xml", &page("Drizzle"));
    let finds = |folder: &Folder, word: &str, code| {
        folder.run(&["search", word]).exits(code);
    };
    folder.run(&["index", "news"]).exits(0);
    finds(&folder, "drizzle", 0);
    folder.write("news/1897/alto/0001.xml", page("Downpour").as_bytes());
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("files       2 changed, 2 unchanged\n");
    finds(&folder, "drizzle", 1);
    finds(&folder, "downpour", 0);
    // A page is read by itself when its issue is gone, and by its issue when that is back.
    folder.shell("mv news/1897/a-mets.xml .");
    folder.run(&["index", "news", "--prune"]).exits(0);
    finds(&folder, "downpour", 0);
    finds(&folder, "downpour title:rain", 1);
    folder.shell("mv a-mets.xml news/1897/");
    folder.run(&["index", "news"]).exits(0);
    finds(&folder, "downpour title:rain", 0);
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("files       4 unchanged\n");
}
