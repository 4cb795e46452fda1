//! Reads Parquet: the rows of a data set, its columns as those of a table in text.

use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Number, Value};

use super::layout::{LOOKED_AT, Layout};
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{BadRecord, LARGEST_FILE, Record, decode, open};
use crate::date;

/// Parquet tables.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "parquet",
    what: "a Parquet table, with the usual names of columns",
    example: "dump.parquet",
    way: Way::Stream { recognises, read },
};

fn recognises(head: &Head<'_>) -> bool {
    head.bytes.starts_with(b"PAR1")
}

/// Reads the rows; the number of a record is that of its row, from 1.
///
/// A table is read from its end: of a file of the archive that is done in place, whatever its
/// length; one that comes as a stream is read into memory first.
fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let whole = match around.beside.file() {
        Some(path) => open::regular(path).map(|file| {
            read_table(file.into_inner(), around, each);
            // The file's content is known by reading it to its end.
            io::copy(input, &mut io::sink()).map(|_| ())
        }),
        None => {
            let mut bytes = Vec::new();
            let read = input.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
            read.map(|_| {
                match bytes.len() as u64 > LARGEST_FILE {
                    true => {
                        let most = LARGEST_FILE >> 20;
                        let reason = format!(
                            "a Parquet table of more than {most} MiB is not read inside another file: unpack it"
                        );
                        each(bad(around, None, "too_large", reason));
                    }
                    false => read_table(Bytes::from(bytes), around, each),
                }
                Ok(())
            })
        }
    };
    if let Err(error) = whole.and_then(|read| read) {
        each(bad(
            around,
            None,
            "unreadable",
            format!("cannot read it: {error}"),
        ));
    }
}

fn bad(around: &Around<'_>, row: Option<u64>, code: &'static str, reason: String) -> Record {
    Err(BadRecord::new(around.file, row, code, reason))
}

fn read_table(
    table: impl ChunkReader + 'static,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    let opened = guarded(|| SerializedFileReader::new(table).map_err(|error| error.to_string()));
    let opened = match opened {
        Ok(opened) => opened,
        Err(reason) => {
            let reason = format!("it is not a whole Parquet table: {reason}");
            return each(bad(around, None, "not_parquet", reason));
        }
    };
    let rows = guarded(|| opened.get_row_iter(None).map_err(|error| error.to_string()));
    let mut rows = match rows {
        Ok(rows) => rows,
        Err(reason) => return each(bad(around, None, "not_parquet", reason)),
    };
    // What a row is next, or why it cannot be read; behind that no other is.
    let mut next = || {
        guarded(|| match rows.next() {
            Some(row) => row.map(Some).map_err(|error| error.to_string()),
            None => Ok(None),
        })
        .map(|row| row.map(object))
        .transpose()
    };
    let first: Vec<TableRow> = std::iter::from_fn(&mut next).take(LOOKED_AT).collect();
    let layout = match layout(&opened, &first, around) {
        Ok(layout) => layout,
        Err(missing) => return each(bad(around, None, "no_columns", missing)),
    };
    if first.is_empty() {
        let reason = "the table has no rows".to_owned();
        return each(bad(around, None, "empty", reason));
    }
    let is_broken = first.iter().any(Result::is_err);
    let rest = std::iter::from_fn(next).take_while(|_| !is_broken);
    for (number, row) in (1..).zip(first.into_iter().chain(rest)) {
        match row {
            Ok(row) => each(super::article(&row, number, READER.name, &layout, around)),
            Err(reason) => {
                let reason = format!("the table cannot be read from this row on: {reason}");
                each(bad(around, Some(number), "unreadable", reason));
                return;
            }
        }
    }
}

/// A row by its columns, or why it cannot be read.
type TableRow = Result<Map<String, Value>, String>;

/// What the columns are, by their names and the first rows; noted for whoever inspects the file.
fn layout(
    table: &dyn FileReader,
    first: &[TableRow],
    around: &Around<'_>,
) -> Result<Layout, String> {
    let schema = table.metadata().file_metadata().schema();
    let names = schema.get_fields().iter();
    let names: Vec<String> = names.map(|field| field.name().to_owned()).collect();
    let cells = first.iter().flatten().map(|row| cells(row, &names));
    let cells: Vec<Vec<String>> = cells.collect();
    let layout = Layout::of_columns(names, &cells, around.settings)?;
    around.notes.of(around.file, |note| {
        note.columns.clone_from(&layout.columns);
        note.remarks.clone_from(&layout.remarks);
    });
    Ok(layout)
}

/// Does something with the table; what falls over a damaged one is a reason too.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| Err("it is damaged".to_owned()))
}

fn object(row: Row) -> Map<String, Value> {
    let columns = row.into_columns().into_iter();
    columns.map(|(name, field)| (name, value(&field))).collect()
}

/// The cells of a row as text, in the order of the columns.
fn cells(row: &Map<String, Value>, names: &[String]) -> Vec<String> {
    let cells = names.iter().map(|name| match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    });
    cells.collect()
}

const MILLISECONDS_PER_DAY: i64 = 24 * 60 * 60 * 1000;

fn value(field: &Field) -> Value {
    let number = |number: f64| Number::from_f64(number).map_or(Value::Null, Value::Number);
    let day = |day: i64| date::civil(day).map_or(Value::Null, |day| day.to_string().into());
    match field {
        Field::Null | Field::TimeMillis(_) | Field::TimeMicros(_) | Field::Decimal(_) => {
            Value::Null
        }
        Field::Bool(value) => (*value).into(),
        Field::Byte(value) => (*value).into(),
        Field::Short(value) => (*value).into(),
        Field::Int(value) => (*value).into(),
        Field::Long(value) => (*value).into(),
        Field::UByte(value) => (*value).into(),
        Field::UShort(value) => (*value).into(),
        Field::UInt(value) => (*value).into(),
        Field::ULong(value) => (*value).into(),
        Field::Float16(value) => number(value.to_f64()),
        Field::Float(value) => number(f64::from(*value)),
        Field::Double(value) => number(*value),
        Field::Str(text) => text.as_str().into(),
        Field::Bytes(bytes) => decode::decode(bytes.data()).text.into_owned().into(),
        Field::Date(value) => day(i64::from(*value)),
        Field::TimestampMillis(value) => day(value.div_euclid(MILLISECONDS_PER_DAY)),
        Field::TimestampMicros(value) => day(value.div_euclid(MILLISECONDS_PER_DAY * 1000)),
        Field::Group(row) => {
            let columns = row.get_column_iter();
            let columns = columns.map(|(name, field)| (name.clone(), value(field)));
            Value::Object(columns.collect())
        }
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter();
            let entries = entries.map(|(key, field)| (key.to_string(), value(field)));
            Value::Object(entries.collect())
        }
    }
}
