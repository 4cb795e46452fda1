//! `morgue inspect` and `morgue formats`: how files are read, and what can be.

use crate::harness::Folder;
use crate::packs::zip;

const TABLE: &str = "headline,date,text,views\nGate stuck,1953-03-12,The gate stuck.,7\nFair,1953-03-13,Apples were sold.,9\n";

#[test]
fn a_table_is_shown_with_its_columns_and_a_rule_to_paste() {
    let folder = Folder::new().file("dump.csv", TABLE);
    folder
        .run(&["inspect", "dump.csv", "--record", "3"])
        .exits(0)
        .err_is("")
        .out_is(
            "dump.csv\n\
         read as    csv, by its content\n\
         encoding   UTF-8\n\
         column     headline → title (by its name)\n\
         column     date → date (by its name)\n\
         column     text → text (by its name)\n\
         column     views (not used)\n\
         note       cells are separated by commas; the first row names them\n\
         articles   2\n\
         \n\
         dump.csv:3\n\
         title      Fair (column headline, high confidence)\n\
         date       1953-03-13 (column date, high confidence)\n\
         text       1 paragraph: Apples were sold.\n\
         \n\
         To have it read otherwise, put a rule like this into morgue.toml at the\n\
         archive’s root:\n\
         \n\
         [[rule]]\n\
         name = \"dump\"\n\
         match = { path = \"dump.csv\" }\n\
         columns = { title = \"headline\", date = \"date\", text = \"text\" }\n\
         set = { source = \"The Weir Gazette\" }\n",
        );
}

#[test]
fn the_rule_that_is_shown_is_understood() {
    let folder = Folder::new().file("news/dump.csv", TABLE);
    let shown = folder.run(&["inspect", "news/dump.csv", "--json"]).json();
    let rule = shown["rule"].as_str().expect("a rule");
    folder.write("news/morgue.toml", rule.as_bytes());
    folder
        .run(&["inspect", "news/dump.csv"])
        .exits(0)
        .out_has("title      Gate stuck (user:dump, high confidence)\n")
        .out_has("source     The Weir Gazette (user:dump, high confidence)\n");
}

#[test]
fn the_inspection_as_json_has_its_keys() {
    let folder = Folder::new().file("dump.csv", TABLE);
    let shown = folder.run(&["inspect", "dump.csv", "--json"]).json();
    assert_eq!(shown["kind"], "inspection");
    assert_eq!(shown["articles"], 2);
    assert_eq!(shown["files"][0]["formats"][0], "csv");
    assert_eq!(
        shown["files"][0]["columns"][3]["field"],
        serde_json::Value::Null
    );
    assert_eq!(shown["fields"][0]["rule"], "column headline");
    assert_eq!(shown["fields"][0]["confidence"], "high");
    assert_eq!(shown["article"]["place"]["record"], 2);
}

#[test]
fn a_file_inside_a_file_is_shown_alone() {
    let folder = Folder::new();
    folder.write(
        "a.zip",
        &zip(&[("x/dump.csv", TABLE.as_bytes()), ("bad.json", b"{")]),
    );
    folder
        .run(&["inspect", "a.zip!/x/dump.csv"])
        .exits(0)
        .out_has("a.zip!/x/dump.csv\nread as    csv, by its content\n")
        .out_has("articles   2\n")
        .out_lacks("bad.json");
    folder
        .run(&["inspect", "a.zip"])
        .exits(0)
        .out_has("file       a.zip!/x/dump.csv\n")
        .out_has("rejected   a.zip!/bad.json: it is not JSON: ");
}

#[test]
fn letters_that_were_encoded_twice_are_read_as_they_were() {
    let folder = Folder::new().file(
        "a.json",
        "{\"title\":\"Mayorâ€™s CafÃ©\",\"text\":\"It couldn\\u00c3\\u00a2\\u00c2\\u0080\\u00c2\\u0099t open.\"}",
    );
    folder
        .run(&["inspect", "a.json"])
        .exits(0)
        .out_has("title      Mayor’s Café (")
        .out_has("It couldn’t open.");
}

#[test]
fn a_file_without_articles_says_why() {
    let folder = Folder::new().file("a.json", "{");
    folder
        .run(&["inspect", "a.json"])
        .exits(1)
        .out_has("rejected   a.json: it is not JSON: ");
    folder
        .run(&["inspect", "b.json"])
        .exits(2)
        .err_has("error: cannot read b.json");
    folder
        .run(&["inspect", "."])
        .exits(2)
        .err_has("error: . is a folder\n");
    let folder = Folder::new().file("dump.csv", TABLE);
    folder
        .run(&["inspect", "dump.csv", "--record", "99"])
        .exits(2)
        .err_has("error: dump.csv has no article with the number 99\n");
}

#[test]
fn every_example_of_a_format_is_read_as_that_format() {
    let formats = Folder::new().run(&["formats", "--json"]).json();
    let formats = formats["formats"].as_array().expect("a list").clone();
    assert!(formats.len() >= 14, "{formats:?}");
    for format in formats
        .iter()
        .filter(|format| format["is_container"] == false)
    {
        let name = format["name"].as_str().expect("a name");
        let file = format!("example.{name}");
        let folder = Folder::new().file(&file, format["example"].as_str().expect("a text"));
        let shown = folder.run(&["inspect", &file, "--json"]).json();
        assert_eq!(shown["files"][0]["formats"][0], name, "{shown}");
        assert_eq!(shown["articles"], 1, "{shown}");
        assert_eq!(shown["rejected"], 0, "{shown}");
        let listed = Folder::new().run(&["formats"]).out;
        assert!(
            listed
                .lines()
                .any(|line| line.starts_with(&format!("{name:<10}")))
        );
    }
}
