//! Numbers and places as people read them.

/// A number with its thousands apart: `1,200`.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and its noun: `1 record`, `2 records`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// `1 article`, `2 articles`
pub(crate) fn articles(count: u64) -> String {
    counted(count, "article", "articles")
}

/// Bytes in the largest unit that keeps a digit before the point: `3.2 MB`.
pub(crate) fn bytes(bytes: u64) -> String {
    let mut size = bytes as f64;
    let mut unit = "bytes";
    for larger in ["kB", "MB", "GB", "TB"] {
        if size < 1000.0 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    match unit {
        "bytes" => counted(bytes, "byte", "bytes"),
        _ => format!("{size:.1} {unit}"),
    }
}

/// Seconds as a short time: `3 ms`, `1.2 s`, `4 min 10 s`.
pub(crate) fn seconds(seconds: f64) -> String {
    match seconds {
        ..1.0 => format!("{:.0} ms", (seconds * 1000.0).max(1.0)),
        ..60.0 => format!("{seconds:.1} s"),
        _ => format!(
            "{:.0} min {:.0} s",
            (seconds / 60.0).floor(),
            seconds % 60.0
        ),
    }
}

/// Where an article was read: `gazette/1997.jsonl:12`, or the file alone.
pub(crate) fn place(file: &str, record: Option<u64>) -> String {
    match record {
        Some(record) => format!("{file}:{record}"),
        None => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(
            [0, 999, 1000, 1234567].map(number),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [1, 999, 3_240_000].map(bytes),
            ["1 byte", "999 bytes", "3.2 MB"]
        );
        assert_eq!(
            [0.0, 0.0034, 1.25, 250.0].map(seconds),
            ["1 ms", "3 ms", "1.2 s", "4 min 10 s"]
        );
        assert_eq!(
            [0, 1, 2].map(articles),
            ["0 articles", "1 article", "2 articles"]
        );
    }
}
