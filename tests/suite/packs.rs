//! Archives packed for the tests: ZIP, tar, gzip, as programs write them and as they should not be.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

/// A file inside an archive.
pub(crate) type Member<'a> = (&'a str, &'a [u8]);

/// Packs by gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("a vector takes everything");
    packed.finish().expect("a vector takes everything")
}

/// A ZIP archive of deflated files.
pub(crate) fn zip(members: &[Member<'_>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes) in members {
        let packed = deflate(bytes);
        let lengths = (packed.len(), bytes.len());
        archive.extend(zip_header(name, 8, 0, crc(bytes), lengths));
        archive.extend(packed);
    }
    archive.extend(zip_end());
    archive
}

/// A ZIP archive written as a stream: stored files, whose sums and lengths stand behind them.
pub(crate) fn streamed_zip(members: &[Member<'_>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes) in members {
        archive.extend(zip_header(name, 0, 8, 0, (0, 0)));
        archive.extend_from_slice(bytes);
        archive.extend(b"PK\x07\x08");
        archive.extend(crc(bytes).to_le_bytes());
        let length = u32::try_from(bytes.len()).expect("the file is small");
        archive.extend(length.to_le_bytes());
        archive.extend(length.to_le_bytes());
    }
    archive.extend(zip_end());
    archive
}

/// What stands before a file of a ZIP archive.
pub(crate) fn zip_header(
    name: &str,
    method: u16,
    flags: u16,
    crc: u32,
    (packed, unpacked): (usize, usize),
) -> Vec<u8> {
    let four = |number: usize| u32::try_from(number).expect("it is small").to_le_bytes();
    let name_length = u16::try_from(name.len()).expect("the name is short");
    [
        &b"PK\x03\x04"[..],
        &20u16.to_le_bytes(),
        &flags.to_le_bytes(),
        &method.to_le_bytes(),
        &[0; 4],
        &crc.to_le_bytes(),
        &four(packed),
        &four(unpacked),
        &name_length.to_le_bytes(),
        &0u16.to_le_bytes(),
        name.as_bytes(),
    ]
    .concat()
}

/// The end of a ZIP archive, as far as it is looked at.
pub(crate) fn zip_end() -> Vec<u8> {
    [&b"PK\x05\x06"[..], &[0; 18]].concat()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("a vector takes everything");
    packed.finish().expect("a vector takes everything")
}

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// A tar archive.
pub(crate) fn tar(members: &[Member<'_>]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes) in members {
        if name.len() > 99 {
            let long = [name.as_bytes(), b"\0"].concat();
            archive.extend(tar_header("././@LongLink", long.len(), b'L'));
            fill(&mut archive, &long);
        }
        let short: String = name.chars().take(99).collect();
        archive.extend(tar_header(&short, bytes.len(), b'0'));
        fill(&mut archive, bytes);
    }
    archive.extend([0; 1024]);
    archive
}

fn fill(archive: &mut Vec<u8>, bytes: &[u8]) {
    archive.extend_from_slice(bytes);
    archive.resize(archive.len().next_multiple_of(512), 0);
}

/// What stands before a file of a tar archive.
pub(crate) fn tar_header(name: &str, length: usize, kind: u8) -> Vec<u8> {
    let mut header = vec![0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{length:011o}").as_bytes());
    header[148..156].fill(b' ');
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header
}

/// A saved page.
pub(crate) fn page(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head>\
         <body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
}
