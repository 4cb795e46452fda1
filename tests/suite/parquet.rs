//! Parquet tables: their columns are those of a table in text.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::harness::Folder;
use crate::packs::zip;

const ROWS: [(&str, &str); 2] = [
    ("Gate stuck", "The gate stuck in the night."),
    ("Apple fair", "Apples were sold on the quay."),
];

/// A table of these columns: a title, a text, and a day in March 1953 for each row.
fn table(title: &str, text: &str, day: &str, compression: Compression) -> Vec<u8> {
    let schema = format!(
        "message news {{ required binary {title} (UTF8); required binary {text} (UTF8); required int32 {day} (DATE); }}"
    );
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let properties = WriterProperties::builder().set_compression(compression);
    let properties = Arc::new(properties.build());
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, properties).expect("a writer");
    let mut group = file.next_row_group().expect("a row group");
    let texts = [ROWS.map(|row| row.0), ROWS.map(|row| row.1)];
    for column in texts {
        let mut writer = group.next_column().expect("a column").expect("one more");
        let cells: Vec<ByteArray> = column.iter().map(|cell| ByteArray::from(*cell)).collect();
        let written = writer
            .typed::<ByteArrayType>()
            .write_batch(&cells, None, None);
        written.expect("written");
        writer.close().expect("closed");
    }
    // The 12th and 13th of March 1953, in days before 1970.
    let mut writer = group.next_column().expect("a column").expect("one more");
    let written = writer
        .typed::<Int32Type>()
        .write_batch(&[-6139, -6138], None, None);
    written.expect("written");
    writer.close().expect("closed");
    group.close().expect("closed");
    file.close().expect("closed");
    bytes
}

fn plain() -> Vec<u8> {
    table("headline", "body", "published", Compression::UNCOMPRESSED)
}

#[test]
fn parquet_is_read_by_the_names_of_its_columns() {
    let folder = Folder::new();
    for (name, compression) in [
        ("plain", Compression::UNCOMPRESSED),
        ("snappy", Compression::SNAPPY),
        ("gzip", Compression::GZIP(Default::default())),
        ("zstd", Compression::ZSTD(Default::default())),
        ("lz4", Compression::LZ4_RAW),
    ] {
        let bytes = table("headline", "body", "published", compression);
        folder.write(format!("{name}.parquet"), &bytes);
        folder
            .run(&["inspect", &format!("{name}.parquet"), "--record", "2"])
            .exits(0)
            .out_has("read as    parquet, by its content\n")
            .out_has("column     headline → title (by its name)\n")
            .out_has("articles   2\n")
            .out_has("title      Apple fair (column headline, high confidence)\n")
            .out_has("date       1953-03-13 (column published, high confidence)\n")
            .out_has("text       1 paragraph: Apples were sold on the quay.\n");
    }
}

#[test]
fn the_columns_of_parquet_can_be_named() {
    let folder = Folder::new();
    folder.write(
        "news/dump.parquet",
        &table("f1", "f2", "f3", Compression::SNAPPY),
    );
    folder
        .run(&["index", "news"])
        .exits(2)
        .err_has("dump.parquet: no column of the table is a title or a text;");
    folder
        .run(&["index", "news", "--map", "title=f1,text=f2,date=f3"])
        .exits(0);
    let hits = folder.run(&["search", "gate", "--jsonl"]).json_lines();
    assert_eq!(hits[0]["title"], "Gate stuck");
    assert_eq!(hits[0]["date"], "1953-03-12");
    assert_eq!(hits[0]["record"], 1);
}

#[test]
fn parquet_inside_another_file_is_read() {
    let folder = Folder::new();
    folder.write("news/dump.zip", &zip(&[("a/dump.parquet", &plain()[..])]));
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("2 articles");
}

#[test]
fn a_damaged_table_is_a_bad_record_and_no_end() {
    let whole = plain();
    let folder = Folder::new().file("news/gate.txt", "The gate stuck in the night.\n");
    for at in (4..whole.len()).step_by(5) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5a;
        folder.write(format!("news/{at}.parquet"), &bytes);
    }
    folder.write("news/0.parquet", &whole[..whole.len() / 2]);
    folder
        .run(&["index", "news"])
        .exits(0)
        .err_has("0.parquet: it is not a whole Parquet table: ");
    folder.run(&["search", "gate"]).exits(0);
}
