//! Reads the JSON-LD of a page, repairing what outlets commonly get wrong.

use std::collections::HashMap;

use serde_json::Value;

/// The nodes of a page's JSON-LD that are about the page itself.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Value>,
    by_id: HashMap<String, usize>,
}

/// The keys under which a node holds further nodes about the same page; nodes under other keys
/// (`itemListElement`, `hasPart`, `review`) tell about other things.
const NESTING: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];

impl Graph {
    /// Adds the nodes of one script.
    pub(super) fn add(&mut self, script: &str) {
        if let Some(value) = parse(script) {
            self.collect(value);
        }
    }

    fn collect(&mut self, value: Value) {
        match value {
            Value::Array(values) => values.into_iter().for_each(|value| self.collect(value)),
            Value::Object(mut node) => {
                let nested: Vec<Value> =
                    NESTING.iter().filter_map(|key| node.remove(*key)).collect();
                if node.contains_key("@type") {
                    if let Some(Value::String(id)) = node.get("@id") {
                        self.by_id.insert(id.clone(), self.nodes.len());
                    }
                    self.nodes.push(Value::Object(node));
                }
                nested.into_iter().for_each(|value| self.collect(value));
            }
            _ => {}
        }
    }

    /// The nodes that describe an article.
    pub(super) fn articles(&self) -> impl Iterator<Item = &Value> {
        self.nodes.iter().filter(|node| has_type(node, is_article))
    }

    /// The nodes that describe a web page, whatever is on it.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Value> {
        self.nodes
            .iter()
            .filter(|node| has_type(node, |name| name.ends_with("WebPage") || name == "ItemPage"))
    }

    /// The breadcrumbs, from the home page down.
    pub(super) fn breadcrumbs(&self) -> Vec<String> {
        let mut lists = self
            .nodes
            .iter()
            .filter(|node| has_type(node, |name| name == "BreadcrumbList"));
        let Some(Value::Array(items)) = lists.next().and_then(|node| node.get("itemListElement"))
        else {
            return Vec::new();
        };
        let name = |item: &Value| {
            let inner = item.get("item").and_then(|inner| inner.get("name"));
            item.get("name").or(inner)?.as_str().map(str::to_owned)
        };
        items.iter().filter_map(name).collect()
    }

    /// The names of the people or bodies that a value names, by themselves, as objects or as
    /// references to other nodes.
    pub(super) fn names<'a>(&'a self, value: &'a Value) -> Vec<&'a str> {
        match value {
            Value::String(name) => vec![name],
            Value::Array(values) => values.iter().flat_map(|value| self.names(value)).collect(),
            Value::Object(node) => match (node.get("name"), node.get("@id")) {
                (Some(name), _) => strings(name),
                (None, Some(Value::String(id))) => self
                    .by_id
                    .get(id)
                    .and_then(|at| self.nodes[*at].get("name"))
                    .map(strings)
                    .unwrap_or_default(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// A string, or the strings of a list.
pub(super) fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(node: &Value, wanted: impl Fn(&str) -> bool) -> bool {
    let types = node.get("@type").map(strings).unwrap_or_default();
    types.into_iter().any(|name| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        wanted(name)
    })
}

fn is_article(name: &str) -> bool {
    name.ends_with("Article") || name.ends_with("Posting") || matches!(name, "Report" | "Review")
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    serde_json::from_str(script)
        .or_else(|_| serde_json::from_str(&repaired(script)))
        .ok()
}

/// The script without comments, wrappers and trailing commas or semicolons, control characters in
/// strings made spaces.
fn repaired(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(letter) = rest.chars().next() {
        let past = |mark: &str, end: &str| {
            let body = rest.strip_prefix(mark)?;
            Some(body.find(end).map_or("", |at| &body[at + end.len()..]))
        };
        let comment = past("/*", "*/").or_else(|| past("//", "\n"));
        if let Some(behind) = comment {
            rest = behind;
        } else if let Some(behind) = wrapper(rest) {
            rest = behind;
        } else if letter == '"' {
            rest = copy_string(rest, &mut out);
        } else {
            if matches!(letter, '}' | ']') && out.trim_end().ends_with(',') {
                out.truncate(out.trim_end().len() - 1);
            }
            if letter != ';' && letter != '\u{feff}' {
                out.push(letter);
            }
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

fn wrapper(text: &str) -> Option<&str> {
    ["<![CDATA[", "]]>", "<!--", "-->"]
        .iter()
        .find_map(|wrapper| text.strip_prefix(wrapper))
}

/// Copies a quoted string to `out` and returns what follows it.
fn copy_string<'a>(text: &'a str, out: &mut String) -> &'a str {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        let ends = at > 0 && letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        out.push(if letter.is_control() { ' ' } else { letter });
        if ends {
            return &text[at + 1..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_scripts_are_repaired() {
        for script in [
            r#"{"@type": "NewsArticle", "headline": "Rain: \"all\" day"}"#,
            r#"{"@type": "NewsArticle", "headline": "Rain: \"all\" day",};"#,
            "<!--//--><![CDATA[//><!--\n{\"@type\": \"NewsArticle\", /* x */ \"headline\": \"Rain: \\\"all\\\" day\"}\n//--><!]]>",
            "[{\"@type\": [\"Thing\", \"schema:BlogPosting\"], \"headline\": \"Rain:\n\\\"all\\\" day\"}]",
            r#"{"@graph": [{"@type": "WebPage", "headline": "x"}, {"@type": "Article", "headline": "Rain: \"all\" day"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "Report", "headline": "Rain: \"all\" day"}}"#,
        ] {
            let mut graph = Graph::default();
            graph.add(script);
            let headlines: Vec<_> = graph.articles().map(|node| &node["headline"]).collect();
            assert_eq!(headlines, ["Rain: \"all\" day"], "{script}");
        }
    }

    #[test]
    fn people_are_named_in_many_ways() {
        let mut graph = Graph::default();
        graph.add(
            r##"{"@graph": [{"@type": "Person", "@id": "#1", "name": "Ada Quill"},
                {"@type": "Article", "author": ["Ben Inkwell", {"name": ["Cy Pen", "Di Nib"]}, {"@id": "#1"}]}]}"##,
        );
        let article = graph.articles().next().expect("there is one");
        assert_eq!(
            graph.names(&article["author"]),
            ["Ben Inkwell", "Cy Pen", "Di Nib", "Ada Quill"]
        );
    }
}
