//! `morgue.toml`: what the owner of an archive says of its files.

use crate::harness::Folder;

const RULES: &str = r#"
[[rule]]
name = "scrape"
match = { path = "scrape/**", contains = "Weir Valley Newspapers" }
set = { source = "The Weir Gazette", language = "en", date_order = "dmy" }
trim = ['^Weir Valley Newspapers', '^• .* can be reached']

[[rule]]
name = "untitled"
match = { path = "*.note" }
title = "none"

[[rule]]
name = "chronicle"
match = { domain = "chronicle.example" }
set = { source = "Saltmouth Chronicle" }

[[rule]]
name = "table"
match = { path = "dump/*.csv" }
columns = { title = "hl", text = "txt", date = "dt", source = "=The Coldbeck Courier" }
set = { date_order = "mdy" }
"#;

fn archive() -> Folder {
    let scrape = "Gate Stuck at the Dam\n3/4/1953\n\nThe gate at the dam stuck in the night, and the water came over the wall.\n\n\
                  Nobody knew why the gate stuck, and nobody said so, until the morning came and it was seen.\n\n\
                  Weir Valley Newspapers, all rights reserved\n";
    let page = "<html><head><title>Gate | Chronicle</title><link rel=canonical href=\"http://www.chronicle.example/gate\"></head>\
                <body><h1>Gate</h1><p>The gate stuck in the night, and the water came over the wall.</p></body></html>";
    Folder::new()
        .file("news/scrape/gate.txt", scrape)
        .file("news/notes/gate.note", "Gate Stuck\n\nThe gate at the dam stuck in the night, and the water came over the wall.\n")
        .file("news/page.html", page)
        .file("news/dump/a.csv", "hl,txt,dt\nGate stuck,It stuck.,3/4/1953\n")
}

/// What `search --jsonl` says of the article in this file.
fn hit(folder: &Folder, file: &str) -> serde_json::Value {
    let hits = folder
        .run(&["search", "stuck", "--all", "--jsonl"])
        .json_lines();
    let mut hits = hits.into_iter();
    hits.find(|hit| hit["file"] == file).unwrap_or_default()
}

#[test]
fn the_first_rule_for_a_file_says_what_it_is() {
    let folder = archive();
    folder.write("news/morgue.toml", RULES.as_bytes());
    folder
        .run(&["index", "news"])
        .exits(0)
        .err_is("")
        .out_has("skipped     the rules of the archive 1\n");
    let scrape = hit(&folder, "scrape/gate.txt");
    assert_eq!(scrape["source"], "The Weir Gazette");
    assert_eq!(scrape["date"], "1953-04-03");
    assert_eq!(hit(&folder, "page.html")["source"], "Saltmouth Chronicle");
    let row = hit(&folder, "dump/a.csv");
    assert_eq!(row["title"], "Gate stuck");
    assert_eq!(row["date"], "1953-03-04");
    assert_eq!(row["source"], "The Coldbeck Courier");
    assert!(hit(&folder, "notes/gate.note")["title"].is_null());
    folder.run(&["search", "reserved"]).exits(1);
    let id = scrape["id"].as_str().expect("an id");
    folder
        .run(&["show", id])
        .exits(0)
        .out_has("source     The Weir Gazette (user:scrape)")
        .out_has("trimmed (user:scrape): Weir Valley Newspapers");
}

#[test]
fn a_mistake_in_the_rules_stops_with_its_line_and_its_remedy() {
    let folder = archive();
    for (rules, error, hint) in [
        (
            "[[rule]]\nname = \"a\"\nmatch = { path = \"*\" }\nset = { outlet = \"x\" }\n",
            "error: morgue.toml:4: unknown field ",
            "hint: a rule is ",
        ),
        (
            "[[rule]]\nname = \"a\"\n",
            "error: morgue.toml:1: the rule matches nothing\n",
            "hint: add match = ",
        ),
        (
            "[[rule]]\nname = \"a\"\nmatch = { path = \"*\" }\ncolumns = { headline = \"x\" }\n",
            "error: morgue.toml:4: “headline” is no field\n",
            "hint: fields are title, ",
        ),
        ("[[rule]\n", "error: morgue.toml:1: ", "hint: "),
        (
            "[paths]\npattern = \"{outlet}/*.txt\"\n",
            "error: morgue.toml:2: {outlet}/*.txt: there is no {outlet}\n",
            "hint: for example {source}/{year}/",
        ),
        (
            "[[rule]]\nname = \"a\"\nmatch = { path = \"*\" }\ndate_format = \"%d %m\"\n",
            "error: morgue.toml:4: %d %m: it has no year",
            "hint: for example date_format = ",
        ),
        (
            "[[rule]]\nname = \"a\"\nmatch = { path = \"*\" }\ncss = { title = \"h1[\" }\n",
            "error: morgue.toml:4: h1[: ",
            "hint: css takes selectors, as title = \"h1.story\"",
        ),
    ] {
        folder.write("news/morgue.toml", rules.as_bytes());
        for command in [
            &["index", "news"][..],
            &["inspect", "news/page.html"],
            &["search", "gate", "--in", "news"],
        ] {
            folder
                .run(command)
                .exits(2)
                .out_is("")
                .err_has(error)
                .err_has(hint);
        }
    }
}

#[test]
fn a_path_says_what_its_pattern_names() {
    let folder = Folder::new()
        .file("news/gazette/1997/03/12/world/gate.txt", "The gate at the dam stuck in the night, and the water came over the wall of the town.\n")
        .file("news/other/gate.txt", "The gate at the weir stuck in the night, and the water came over the wall of the town.\n");
    let search = ["search", "stuck", "--in", "news", "--jsonl"];
    assert_eq!(folder.run(&search).json_lines().len(), 2);
    folder.write(
        "news/morgue.toml",
        b"[paths]\npattern = [\"nothing/{year}\", \"{source}/{year}/{month}/{day}/{section}/*.txt\"]\n",
    );
    folder.run(&search).exits(0).err_has("indexed ");
    let hit = hit_of(&folder, "gazette/1997/03/12/world/gate.txt");
    assert_eq!(hit["source"], "gazette");
    assert_eq!(hit["date"], "1997-03-12");
    assert_eq!(hit["section"], "world");
    assert!(hit_of(&folder, "other/gate.txt")["source"].is_null());
    folder
        .run(&["inspect", "news/gazette/1997/03/12/world/gate.txt"])
        .out_has("source     gazette (user:paths, high confidence)\n")
        .out_has("# [paths]\n# pattern = \"**/{year}/{month}/{day}/*/*.txt\"\n");
}

#[test]
fn a_page_is_read_where_a_rule_says_that_its_fields_stand() {
    let page = "<html><head><title>Weir</title><link rel=canonical href=\"http://weir.example/a\"></head><body>\
                <div class=story>Gate stuck</div><span class=who>By Ann Holt</span><i class=pub data-day=\"12.03.97\">today</i>\
                <div class=text><p>The gate stuck in the night.</p><p>Nobody knew why.</p></div><p>Fares rise.</p></body></html>";
    let rules = "[[rule]]\nname = \"weir\"\nmatch = { domain = \"weir.example\" }\ndate_format = \"%d.%m.%y\"\n\
                 css = { title = \".story\", byline = \".who\", date = \".pub@data-day\", body = \"div.text\" }\n";
    let folder = Folder::new()
        .file("news/a.html", page)
        .file(
            "news/b.html",
            &page.replace("weir.example", "other.example"),
        )
        .file("news/morgue.toml", rules);
    let search = ["search", "stuck", "--in", "news", "--jsonl"];
    folder.run(&search).exits(0);
    let hit = hit_of(&folder, "a.html");
    assert_eq!(hit["title"], "Gate stuck");
    assert_eq!(hit["byline"], "Ann Holt");
    assert_eq!(hit["date"], "1997-03-12");
    folder
        .run(&["inspect", "news/a.html"])
        .out_has("title      Gate stuck (user:weir, high confidence)")
        .out_has("text       2 paragraphs: The gate stuck in the night.\n")
        .out_has("# css = { title = \"h1\", ");
    assert_ne!(hit_of(&folder, "b.html")["title"], "Gate stuck");
    folder.write(
        "news/morgue.toml",
        rules.replace(".story", ".stroy").as_bytes(),
    );
    folder.run(&search).exits(0).err_has("indexed ");
    folder
        .run(&["inspect", "news/a.html"])
        .out_has("note       user:weir: title = “.stroy” finds nothing\n");
}

#[test]
fn dates_are_read_as_a_rule_says_that_they_are_written() {
    let rules =
        "[[rule]]\nname = \"dump\"\nmatch = { path = \"**\" }\ndate_format = \"%d/%m/%Y\"\n";
    let folder = Folder::new()
        .file("news/a.csv", "title,text,date\nGate,It stuck.,3/4/1953\n")
        .file(
            "news/b.json",
            "{\"title\": \"Gate\", \"text\": \"It stuck.\", \"date\": \"3/4/1953\"}",
        )
        .file(
            "news/c.md",
            "---\ntitle: Gate\ndate: 3/4/1953\n---\nIt stuck.\n",
        );
    let search = ["search", "stuck", "--in", "news", "--all", "--jsonl"];
    folder.run(&search).exits(0);
    folder
        .run(&["inspect", "news/b.json"])
        .out_has("# date_format = \"%d/%m/%Y\"\n");
    folder.write("news/morgue.toml", rules.as_bytes());
    let hits = folder.run(&search).json_lines();
    assert!(
        hits.iter().all(|hit| hit["date"] == "1953-04-03"),
        "{hits:?}"
    );
}

/// What `search --in` says of the article in this file.
fn hit_of(folder: &Folder, file: &str) -> serde_json::Value {
    let hits = folder
        .run(&["search", "stuck", "--in", "news", "--jsonl"])
        .json_lines();
    let mut hits = hits.into_iter();
    hits.find(|hit| hit["file"] == file).unwrap_or_default()
}

#[test]
fn other_rules_mean_another_index() {
    let folder = archive();
    let search = ["search", "stuck", "--in", "news"];
    folder.run(&search).exits(0).err_has("indexed ");
    folder.run(&search).exits(0).err_is("");
    folder.write("news/morgue.toml", RULES.as_bytes());
    folder
        .run(&search)
        .exits(0)
        .err_has("indexed ")
        .out_has("Saltmouth Chronicle");
    folder.run(&search).exits(0).err_is("");
}
