//! Tables: rows as articles, columns as fields.

use crate::harness::{Answer, Folder};

/// The answer of a build of one table.
fn index(name: &str, table: &[u8], flags: &[&str]) -> (Folder, Answer) {
    let folder = Folder::new();
    folder.write(format!("news/{name}"), table);
    let answer = folder.run(&[&["index", "news"], flags].concat());
    (folder, answer)
}

/// Date, source and title of each article with this word.
fn rows(folder: &Folder, query: &str) -> Vec<String> {
    let answer = folder.run(&["search", query, "--all", "--jsonl", "--sort", "-date"]);
    let hits = answer.json_lines().into_iter();
    let text = |hit: &serde_json::Value, key: &str| hit[key].as_str().unwrap_or("-").to_owned();
    hits.filter(|hit| hit["kind"].is_null() || hit["kind"] == "hit")
        .map(|hit| {
            ["date", "source", "title"]
                .map(|key| text(&hit, key))
                .join("|")
        })
        .collect()
}

#[test]
fn a_row_is_an_article() {
    let table = "\u{feff}headline,pub_date,newspaper,body\r\n\
                 \"Dam, and gate\",1953-03-12,The Weir Gazette,\"The gate stuck.\n\nNobody said \"\"why\"\".\"\r\n\
                 Fair,1953-03-13,The Weir Gazette,A gate was sold.\r\n";
    for (name, table) in [
        ("a.csv", table.to_owned()),
        (
            "a.tsv",
            table
                .replace(",\"The", "\t\"The")
                .replace("Dam, and", "Dam. and")
                .replace(',', "\t")
                .replace("Dam. and", "Dam, and"),
        ),
        (
            "a.csv",
            table
                .replace("\"Dam, and gate\"", "\"Dam; and gate\"")
                .replace(',', ";")
                .replace("Dam; and", "Dam, and"),
        ),
    ] {
        let (folder, answer) = index(name, table.as_bytes(), &[]);
        answer
            .exits(0)
            .out_has("2 articles in the index")
            .err_is("");
        assert_eq!(
            rows(&folder, "gate"),
            [
                "1953-03-12|The Weir Gazette|Dam, and gate",
                "1953-03-13|The Weir Gazette|Fair"
            ],
            "{table}"
        );
    }
}

#[test]
fn tables_come_in_any_encoding() {
    let table = "title;date;text\nÜber den Fluß;5.3.1997;Das Tor öffnete sich nicht.\n";
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(table.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(table);
    for bytes in [&utf_16[..], &latin, table.as_bytes()] {
        let (folder, answer) = index("a.csv", bytes, &[]);
        answer.exits(0);
        assert_eq!(rows(&folder, "Tor"), ["1997-03-05|-|Über den Fluß"]);
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_one_row() {
    let mut table = "title,date,text\n".to_owned();
    for number in 1..=50 {
        let quote = if number == 7 { "\"" } else { "" };
        table.push_str(&format!(
            "Gate {number},1953-03-12,{quote}The gate stuck {number} times.\n"
        ));
    }
    let (folder, answer) = index("a.csv", table.as_bytes(), &[]);
    answer
        .exits(0)
        .out_has("50 articles in the index")
        .out_has("gaps        quote unclosed 1\n");
    assert_eq!(rows(&folder, "gate").len(), 50);
    let broken = table.replace("Gate 7,", "Gate, 7,");
    let (_, answer) = index("a.csv", broken.as_bytes(), &[]);
    answer
        .exits(0)
        .out_has("49 articles in the index")
        .err_has("a.csv:8: a quotation mark on this line is never closed");
}

#[test]
fn a_row_of_another_width_is_refused() {
    let table = "title,date,text\nGate,1953-03-12,It stuck, again\nDam\nFair,1953-03-13,A gate.\n";
    let (_, answer) = index("a.csv", table.as_bytes(), &[]);
    answer
        .exits(0)
        .err_has("a.csv:2: the row has 4 cells for 3 columns")
        .err_has("a.csv:3: the row has 1 cells for 3 columns")
        .out_has("1 article in the index");
}

#[test]
fn columns_can_be_named() {
    let table = "hl,dt,txt\nGate,3/4/1953,The gate stuck.\n";
    let (_, answer) = index("a.csv", table.as_bytes(), &["--map", "text=txt,titel=hl"]);
    answer
        .exits(2)
        .err_has("error: --map: “titel” is no field\n")
        .err_has("hint: for example --map title=headline,date=pub_date; fields are title, text, ");
    let map = "title=hl,text=txt,date=dt,source==The Weir Gazette";
    let (folder, answer) = index("a.csv", table.as_bytes(), &["--map", map]);
    answer.exits(0).out_has("date ambiguous 1");
    assert_eq!(rows(&folder, "gate"), ["-|The Weir Gazette|Gate"]);
    let (_, answer) = index("a.csv", table.as_bytes(), &["--map", "title=head"]);
    answer
        .exits(2)
        .err_has("a.csv: it has no column “head”; its columns are hl, dt, txt\n");
}

#[test]
fn the_numbers_of_a_date_are_read_as_the_clear_ones_of_the_column() {
    let table = "title,date,text\nGate,3/4/1953,It stuck.\nDam,13/4/1953,It stuck.\n";
    let (folder, _) = index("a.csv", table.as_bytes(), &[]);
    assert_eq!(
        rows(&folder, "stuck"),
        ["1953-04-03|-|Gate", "1953-04-13|-|Dam"]
    );
}

#[test]
fn a_table_without_names_is_told_by_its_cells_or_refused() {
    let text = "The gate at the dam stuck when the water came up in the night. ".repeat(5);
    let table =
        format!("1953-03-12\tGate stuck at dam\t{text}\n1953-03-13\tDam is still stuck\t{text}\n");
    let (folder, answer) = index("a.tsv", table.as_bytes(), &[]);
    answer.exits(0);
    assert_eq!(
        rows(&folder, "gate"),
        [
            "1953-03-12|-|Gate stuck at dam",
            "1953-03-13|-|Dam is still stuck"
        ]
    );
    let (_, answer) = index("a.csv", b"1,2\n3,4\n", &[]);
    answer
        .exits(2)
        .err_has("a.csv: no column of the table is a title or a text; name them with --map");
}

#[test]
fn lines_before_the_names_are_passed_over_and_counted() {
    let table =
        "Search results\n\nSaved on 13 March 1953\ntitle,date,text\nGate,1953-03-12,It stuck.\n";
    let (folder, answer) = index("a.csv", table.as_bytes(), &[]);
    answer
        .exits(0)
        .out_has("skipped     a line before the names of a table 2\n");
    assert_eq!(rows(&folder, "stuck"), ["1953-03-12|-|Gate"]);
}

#[test]
fn a_table_without_texts_says_what_is_missing() {
    let table = "headline,date,hits\nGate stuck,1953-03-12,7\n";
    let (folder, answer) = index("a.csv", table.as_bytes(), &[]);
    answer
        .exits(0)
        .out_has("gaps        text column missing 1\n");
    folder
        .run(&["inspect", "news/a.csv"])
        .out_has("no column of the table is a text; --map text=COLUMN names one");
}

#[test]
fn a_table_shows_itself_whatever_its_name() {
    let table =
        "id\theadline\tdate\tbody\n1\tGate\t1953-03-12\tIt stuck.\n2\tDam\t1953-03-13\tIt stuck.\n";
    let (folder, answer) = index("a.txt", table.as_bytes(), &[]);
    answer.exits(0).out_has("formats     csv 2\n");
    assert_eq!(rows(&folder, "stuck").len(), 2);
    let (_, answer) = index(
        "a.txt",
        b"Snow, and ice, and rain\n\nIt fell, and fell.\n",
        &[],
    );
    answer.exits(0).out_has("formats     text 1\n");
}

#[test]
fn a_format_can_be_told() {
    let table = "a|b\nGate stuck|The gate stuck in the night.\n";
    let (_, answer) = index(
        "a.txt",
        table.as_bytes(),
        &["--format", "csv", "--map", "title=a,text=b"],
    );
    answer.exits(0).out_has("formats     csv 1\n");
    let (_, answer) = index("a.txt", table.as_bytes(), &["--format", "cvs"]);
    answer
        .exits(2)
        .err_has("error: --format: there is no format “cvs”\n")
        .err_has("hint: morgue formats lists them\n");
}

#[test]
fn keys_can_be_named_on_standard_input_too() {
    let folder = Folder::new();
    let lines = "{\"hl\":\"Gate\",\"txt\":\"It stuck.\"}\n";
    folder
        .run_with_input(&["index", "-", "--map", "title=hl,text=txt"], lines)
        .exits(0);
    assert_eq!(rows(&folder, "stuck"), ["-|-|Gate"]);
    folder
        .run_with_input(&["index", "-", "--format", "csv"], "title,text\n")
        .exits(2)
        .err_has("error: --format: standard input is read as JSON Lines only\n");
}
