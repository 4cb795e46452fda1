//! The stored values of an article in the bytes that tantivy keeps of it.
//!
//! tantivy's own reader makes a value of each, byte by byte, which takes as long as unpacking them.

use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;

/// What tantivy calls a value of bytes.
const BYTES: u8 = 4;
/// The last byte of a number has this bit; each holds seven bits, the lowest first.
const LAST: u8 = 0x80;

/// The values of one article: their number, then for each its field, its type, its length, its bytes.
pub(super) struct Values(pub(super) OwnedBytes);

impl Values {
    /// The bytes stored in a field; `None` where there are none, or what is there is damaged.
    pub(super) fn bytes(&self, wanted: Field) -> Option<&[u8]> {
        let mut rest = self.0.as_slice();
        let count = number(&mut rest)?;
        for _ in 0..count {
            let (field, after) = rest.split_first_chunk()?;
            let (kind, after) = after.split_first()?;
            rest = after;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let (value, after) = rest.split_at_checked(length)?;
            if *kind != BYTES {
                return None;
            }
            if u32::from_le_bytes(*field) == wanted.field_id() {
                return Some(value);
            }
            rest = after;
        }
        None
    }
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & !LAST) << (7 * place);
        if byte & LAST != 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_are_those_that_tantivy_stored() {
        let mut schema = tantivy::schema::Schema::builder();
        let [head, text] =
            ["head", "text"].map(|name| schema.add_bytes_field(name, tantivy::schema::STORED));
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index
            .writer_with_num_threads(1, 20_000_000)
            .expect("there is memory");
        let long: Vec<u8> = (0..=255).cycle().take(70_000).collect();
        let stored: [(&[u8], &[u8]); 3] = [(b"", b"snow"), (b"ice", &long), (&[0x80; 200], b"")];
        for (in_head, in_text) in stored {
            let mut document = tantivy::TantivyDocument::default();
            document.add_bytes(head, in_head);
            document.add_bytes(text, in_text);
            writer.add_document(document).expect("it is taken");
        }
        writer.commit().expect("it is written");
        let searcher = index.reader().expect("it opens").searcher();
        let store = searcher.segment_readers()[0]
            .get_store_reader(0)
            .expect("it opens");
        for (doc, (in_head, in_text)) in (0..).zip(stored) {
            let bytes = store.get_document_bytes(doc).expect("it is there");
            let values = Values(bytes.clone());
            assert_eq!(values.bytes(head), Some(in_head));
            assert_eq!(values.bytes(text), Some(in_text));
            for end in 0..bytes.len().min(300) {
                let cut = Values(OwnedBytes::new(bytes[..end].to_vec()));
                assert!(cut.bytes(text).is_none_or(|found| found == in_text));
            }
        }
    }
}
