//! The formats of an answer, which are promises to scripts.

use serde_json::Value;

use crate::harness::{Folder, on_sample, sample_page};

/// The keys of an object in their order.
fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn has_keys(value: &Value, wanted: &[&str]) {
    let keys = keys(value);
    for key in wanted {
        assert!(keys.contains(key), "{key} is not among {keys:?}");
    }
}

const HIT: [&str; 20] = [
    "rank",
    "id",
    "key",
    "score",
    "title",
    "date",
    "source",
    "byline",
    "people",
    "section",
    "dateline",
    "language",
    "url",
    "file",
    "record",
    "words",
    "matches",
    "passages",
    "copies",
    "title_spans",
];

#[test]
fn a_page_has_all_its_keys() {
    let page = sample_page(&["flood inquiry", "--limit", "3"]);
    has_keys(
        &page,
        &[
            "morgue", "kind", "query", "reading", "notes", "index", "counts", "sort", "offset",
            "limit", "hits",
        ],
    );
    assert_eq!(page["morgue"], 1);
    assert_eq!(page["kind"], "page");
    assert_eq!(page["query"], "flood inquiry");
    assert_eq!(page["reading"], "flood AND inquiry");
    assert_eq!(page["sort"], "relevance");
    assert_eq!(page["limit"], 3);
    has_keys(&page["index"], &["id", "commit", "articles"]);
    has_keys(
        &page["counts"],
        &["articles", "matches", "sentences", "sources"],
    );
    assert_eq!(page["index"]["articles"], 120);
    assert_eq!(page["counts"]["matches"], Value::Null);
    let hit = &page["hits"][0];
    has_keys(hit, &HIT);
    has_keys(&hit["passages"][0], &["field", "cut", "spans"]);
    assert_eq!(hit["rank"], 1);
}

#[test]
fn a_score_has_four_decimals() {
    let page = on_sample(&["search", "--json", "flood", "--limit", "1"]).out;
    let score = page.split("\"score\":").nth(1).expect("there is a score");
    let score = score.split(',').next().expect("something follows");
    assert_eq!(score.split('.').nth(1).map(str::len), Some(4), "{score}");
}

#[test]
fn the_same_search_gives_the_same_bytes() {
    for format in ["--json", "--jsonl", "--csv"] {
        let first = on_sample(&["search", "flood", format, "--all"]);
        on_sample(&["search", "flood", format, "--all"]).out_is(&first.out);
    }
}

#[test]
fn times_are_in_the_page_only_when_asked_for() {
    assert!(!keys(&sample_page(&["flood"])).contains(&"seconds"));
    has_keys(
        &sample_page(&["flood", "--time"])["seconds"],
        &["open", "search"],
    );
}

#[test]
fn a_match_is_numbered_and_marked_in_its_passage() {
    let page = sample_page(&["flood", "--limit", "1"]);
    let spans = page["hits"][0]["passages"][0]["spans"]
        .as_array()
        .expect("spans");
    assert!(spans.iter().any(|span| span["match"].is_u64()));
    assert!(spans.iter().any(|span| keys(span) == ["text"]));
}

#[test]
fn json_lines_are_the_hits_of_the_page() {
    let page = sample_page(&["flood", "--limit", "5"]);
    let lines = on_sample(&["search", "flood", "--limit", "5", "--jsonl"]).json_lines();
    assert_eq!(lines.len(), 5);
    for (line, hit) in lines.iter().zip(page["hits"].as_array().expect("hits")) {
        assert_eq!((&line["morgue"], &line["kind"]), (&1.into(), &"hit".into()));
        assert_eq!(line["name"], Value::Null);
        for key in HIT {
            assert_eq!(line[key], hit[key], "{key}");
        }
    }
}

#[test]
fn tables_have_a_header_and_a_row_for_each_hit() {
    let header =
        "rank,id,key,score,date,source,title,byline,section,language,words,url,file,record,passage";
    let csv = on_sample(&["search", "flood", "--limit", "2", "--csv"]).out;
    assert_eq!(csv.lines().next(), Some(header));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!(rows.len(), 2);
    let page = sample_page(&["flood", "--limit", "2"]);
    assert_eq!(rows[1].get(1), page["hits"][1]["id"].as_str());
    assert_eq!(
        rows[1].get(6).expect("a title"),
        page["hits"][1]["title"].as_str().unwrap_or("")
    );
    let tsv = on_sample(&["search", "flood", "--limit", "2", "--tsv"]).out;
    assert_eq!(tsv.lines().next(), Some(header.replace(',', "\t").as_str()));
}

#[test]
fn counts_are_printed_instead_of_the_hits() {
    let counts = sample_page(&["flood", "--count"])["counts"].clone();
    let number = |key: &str| counts[key].as_u64().expect("it was counted");
    assert!(number("matches") >= number("sentences") && number("sentences") >= number("articles"));
    on_sample(&["search", "flood", "--count"])
        .exits(0)
        .out_is(&format!(
            "{} articles, {} matches, {} sentences, {} sources\n",
            number("articles"),
            number("matches"),
            number("sentences"),
            number("sources"),
        ));
    on_sample(&["search", "flood", "--count", "--csv"]).out_is(&format!(
        "articles,matches,sentences,sources\n{},{},{},{}\n",
        number("articles"),
        number("matches"),
        number("sentences"),
        number("sources"),
    ));
    let lines = on_sample(&["search", "flood", "--count", "--jsonl"]).json_lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["counts"], counts);
    on_sample(&["search", "zeppelin", "--count"])
        .exits(1)
        .out_is("0 articles, 0 matches, 0 sentences, 0 sources\n");
}

#[test]
fn an_error_leaves_no_answer_behind() {
    for format in ["--csv", "--tsv", "--json", "--jsonl"] {
        for command in ["search", "count", "kwic"] {
            let refused = on_sample(&[command, "id:nobody", format]);
            refused.exits(2).out_is("").err_has("error: ");
            let noted = on_sample(&[command, "flood dam OR bridge", "--strict", format]);
            noted.exits(2).out_is("").err_has("error: --strict: ");
        }
    }
}

#[test]
fn all_hits_stream_as_lines() {
    let lines = on_sample(&["search", "*", "--all", "--jsonl"]).json_lines();
    assert_eq!(lines.len(), 120);
    let ranks: Vec<u64> = lines
        .iter()
        .filter_map(|line| line["rank"].as_u64())
        .collect();
    assert_eq!(ranks, (1..=120).collect::<Vec<_>>());
}

#[test]
fn only_one_format_at_a_time() {
    on_sample(&["search", "flood", "--json", "--csv"])
        .exits(2)
        .err_has("cannot be used with");
    on_sample(&["search", "flood", "--explain", "--csv"])
        .exits(2)
        .err_has("cannot be used with");
}

#[test]
fn a_hit_is_drawn_with_all_a_reader_needs() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let answer = folder.run(&["search", "flood"]);
    let hit = folder.run(&["search", "flood", "--json"]).json()["hits"][0].clone();
    let id = hit["id"].as_str().expect("an id");
    let (drawn, footer) = answer
        .out
        .rsplit_once("\n\n")
        .expect("a footer follows the hits");
    assert_eq!(
        drawn,
        format!(
            "1   River Rises\n    \
             The Weir Gazette · 1953-03-13\n    \
             › The **flood** came at night.\n    \
             flood.txt · {id}"
        )
    );
    assert!(
        footer.starts_with("1 article · relevance · ") && footer.ends_with("s\n"),
        "{footer}"
    );
}

#[test]
fn the_footer_says_what_of_the_answer_is_shown() {
    on_sample(&["search", "*", "--limit", "2"]).out_has("120 articles, the first 2 shown · ");
    on_sample(&["search", "*", "--limit", "1"]).out_has("120 articles, the first shown · ");
    on_sample(&["search", "*", "--limit", "2", "--offset", "10"])
        .out_has("120 articles, 11 to 12 shown · ");
    on_sample(&["search", "*", "--offset", "500"])
        .exits(0)
        .out_has("120 articles, none shown · ");
    on_sample(&["search", "*", "--all", "--sort", "date"])
        .out_has("120 articles · newest first · ");
}

#[test]
fn lines_fit_the_columns_there_are() {
    for columns in ["40", "80", "100"] {
        let folder = Folder::new().on_sample().variable("COLUMNS", columns);
        let answer = folder.run(&["search", "flood", "--all"]);
        let most = columns.parse().expect("a number");
        // The place of a hit is one link and never broken.
        let long = answer
            .out
            .lines()
            .find(|line| !line.contains('/') && line.chars().count() > most);
        assert_eq!(long, None);
    }
}
