//! Arrows point down only: the map in `lib.rs` against the imports of every module.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Map = BTreeMap<String, u32>;

#[test]
fn no_module_imports_upward_or_a_neighbour_on_its_floor() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let map = map(&read(&source.join("lib.rs")));
    assert!(map.len() > 5, "the map in lib.rs could not be read");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let below = file.strip_prefix(&source).expect("it was listed below");
        let room = room(below);
        if room == "lib" {
            continue;
        }
        assert!(
            map.contains_key(&room),
            "{} is not on the map in lib.rs",
            below.display()
        );
        for other in climbs(&room, &read(&file), &map) {
            wrong.push(format!("{}: {room} imports {other}", below.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_import_upward_or_sideways_is_found() {
    let map = map("\
//! | floor | room | purpose |
//! |---|---|---|
//! | 4 | `search` | runs |
//! | 3 | `query` | reads |
//! | 3 | `index` | holds |
//! | 1 | `article` | is |
");
    let climbs = |room: &str, source: &str| climbs(room, source, &map);
    assert_eq!(
        climbs("query", "use crate::article::Article;"),
        Vec::<String>::new()
    );
    assert_eq!(
        climbs("query", "use crate::query::tree::Node;"),
        Vec::<String>::new()
    );
    assert_eq!(climbs("query", "use crate::search::Page;"), ["search"]);
    assert_eq!(climbs("query", "use crate::index::Stats;"), ["index"]);
    assert_eq!(
        climbs("query", "fn f(x: crate::search::Page) {}"),
        ["search"]
    );
    assert_eq!(
        climbs(
            "article",
            "use crate::{\n    index::{self, Stats},\n    query,\n};"
        ),
        ["index", "query"]
    );
    assert_eq!(
        climbs("query", "// see crate::search"),
        Vec::<String>::new()
    );
    assert_eq!(climbs("index", "use morgue::search::Page;"), ["search"]);
}

/// The floor of each room, from the table in the documentation.
fn map(library: &str) -> Map {
    let rows = library
        .lines()
        .filter_map(|line| line.strip_prefix("//! |"));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    let room = |cells: Vec<&str>| {
        let floor = cells.first()?.parse().ok()?;
        Some((cells.get(1)?.trim_matches('`').to_owned(), floor))
    };
    cells.filter_map(room).collect()
}

fn room(file: &Path) -> String {
    let first = file.iter().next().expect("a file has a name");
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The rooms that the source of a room must not import, but does.
fn climbs(room: &str, source: &str, map: &Map) -> Vec<String> {
    let floor = map[room];
    let too_high = |other: &String| other != room && map.get(other).is_some_and(|f| *f >= floor);
    imports(source).into_iter().filter(too_high).collect()
}

/// The first names of all paths that begin at the root of a crate of ours.
fn imports(source: &str) -> Vec<String> {
    let code: Vec<&str> = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for root in ["crate::", "morgue::"] {
        for (place, _) in code.match_indices(root) {
            let rest = &code[place + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => names.extend(group_names(group)),
                None => names.push(name(rest)),
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The first names of the paths in `{…}`, of which the opening brace is gone.
fn group_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            _ if depth == 0 => names.last_mut().expect("there is one").push(c),
            _ => {}
        }
    }
    names
        .iter()
        .map(|path| name(path.trim()))
        .filter(|name| !name.is_empty())
        .collect()
}

fn name(path: &str) -> String {
    path.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("a source is text")
}
