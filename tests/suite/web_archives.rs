//! Web archives: each saved page is an article, whatever is wrong with the archive.

use serde_json::Value;

use crate::harness::{Answer, Folder};
use crate::packs::{gzip, page, streamed_zip};

/// A record with its head and its true length.
fn record(kind: &str, url: &str, content: &[u8]) -> Vec<u8> {
    told(kind, url, content, content.len())
}

/// A record that tells a length.
fn told(kind: &str, url: &str, content: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2017-03-06T16:54:09Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// An answer of a server.
fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n\r\n", body].concat()
}

fn html(title: &str) -> Vec<u8> {
    let text = "The gate at the dam stuck in the night, and the water came over the wall.";
    answer("Content-Type: text/html", page(title, text).as_bytes())
}

fn response(title: &str) -> Vec<u8> {
    let url = format!("http://gazette.example/{}", title.to_lowercase());
    record("response", &url, &html(title))
}

fn index(name: &str, archive: &[u8]) -> (Folder, Answer) {
    let folder = Folder::new();
    folder.write(format!("news/{name}"), archive);
    let answer = folder.run(&["index", "news"]);
    (folder, answer)
}

fn hits(folder: &Folder) -> Vec<Value> {
    let answer = folder.run(&["search", "gate", "--all", "--jsonl"]);
    let mut hits = answer.json_lines();
    hits.retain(|hit| hit["title"].is_string());
    hits.sort_by_key(|hit| hit["record"].as_u64());
    hits
}

fn titles(folder: &Folder) -> Vec<String> {
    let titles = hits(folder).into_iter();
    titles
        .filter_map(|hit| Some(hit["title"].as_str()?.to_owned()))
        .collect()
}

#[test]
fn an_address_has_no_characters_that_steer_a_terminal() {
    let url = "http://gazette.example/d\u{1}am\u{1b}[31m";
    let (folder, _) = index("a.warc", &record("response", url, &html("Dam")));
    let hit = &hits(&folder)[0];
    assert_eq!(hit["url"], "http://gazette.example/dam[31m");
}

#[test]
fn each_saved_page_is_an_article() {
    let archive = [
        record("warcinfo", "", b"software: ours\r\n"),
        response("Dam"),
        record(
            "request",
            "http://gazette.example/dam",
            b"GET /dam HTTP/1.1\r\n\r\n",
        ),
        record(
            "response",
            "http://gazette.example/a.png",
            &answer("Content-Type: image/png", b"\x89PNG"),
        ),
        record(
            "response",
            "http://gazette.example/gone",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone",
        ),
        record(
            "revisit",
            "http://gazette.example/dam",
            &answer("Content-Type: text/html", b""),
        ),
        response("Wall"),
    ]
    .concat();
    let each_gzipped: Vec<u8> = [response("Dam"), response("Wall")]
        .iter()
        .flat_map(|r| gzip(r))
        .collect();
    let (folder, answer) = index("a.warc", &archive);
    answer.exits(0).err_is("");
    let summary = folder.run(&["index", "news", "--json"]).json();
    for why in [
        "a page that had not changed",
        "a picture, script or the like of a page",
        "an error or a redirection instead of a page",
    ] {
        assert_eq!(summary["skipped"][why], 1, "{why}");
    }
    assert_eq!(titles(&folder), ["Dam", "Wall"]);
    assert_eq!(hits(&folder)[1]["record"], 7);
    for (name, archive) in [
        ("a.warc.gz", each_gzipped.clone()),
        (
            "a.warc.zst",
            zstd::encode_all(&archive[..], 3).expect("a vector takes everything"),
        ),
        (
            "a.wacz",
            streamed_zip(&[
                ("archive/data.warc.gz", &each_gzipped),
                (
                    "pages/pages.jsonl",
                    b"{\"url\":\"http://gazette.example/dam\",\"title\":\"Dam\"}\n",
                ),
            ]),
        ),
    ] {
        let (folder, answer) = index(name, &archive);
        answer.exits(0).err_is("");
        assert_eq!(titles(&folder), ["Dam", "Wall"], "{name}");
    }
}

#[test]
fn the_day_a_page_was_fetched_is_not_its_date() {
    // Nor is the day in the name of the archive.
    let (folder, answer) = index("2017/03/06/a-20170306.warc", &response("Dam"));
    answer.exits(0).out_has("gaps        date fetched 1\n");
    assert!(hits(&folder)[0]["date"].is_null());
    let dated = page(
        "Dam",
        "The gate stuck in the night, as it had in the year before, they said.",
    )
    .replace(
        "<h1>",
        "<time datetime=\"2017-02-01\">1 February 2017</time><h1>",
    );
    let archive = record(
        "response",
        "http://gazette.example/dam",
        &self::answer("Content-Type: text/html", dated.as_bytes()),
    );
    let (folder, _) = index("a.warc", &archive);
    assert_eq!(hits(&folder)[0]["date"], "2017-02-01");
}

/// A body as brotli that packs nothing: a head, the bytes as they are, an end.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len() - 1).expect("the page is small");
    let head = (length << 4 | 1 << 20).to_le_bytes();
    [&head[..3], bytes, &[3]].concat()
}

#[test]
fn bodies_are_put_together_and_unpacked() {
    let page = page(
        "Dam",
        "The gate stuck in the night, and the water came over the wall again.",
    );
    let packed = gzip(page.as_bytes());
    let (first, second) = packed.split_at(20);
    let mut chunked = format!("{:x}\r\n", first.len()).into_bytes();
    chunked.extend_from_slice(first);
    chunked.extend(format!("\r\n{:x}\r\n", second.len()).into_bytes());
    chunked.extend_from_slice(second);
    chunked.extend(b"\r\n0\r\n\r\n");
    for (head, body) in [
        (
            "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip",
            chunked,
        ),
        ("Content-Type: text/html\r\nContent-Encoding: gzip", packed),
        (
            "Content-Type: text/html\r\nContent-Encoding: br",
            brotli(page.as_bytes()),
        ),
        // Unpacked by whoever saved it, the head left as it was.
        (
            "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip",
            page.clone().into_bytes(),
        ),
        ("", page.into_bytes()),
    ] {
        let (folder, _) = index(
            "a.warc",
            &record("response", "http://a.example/", &answer(head, &body)),
        );
        assert_eq!(titles(&folder), ["Dam"], "{head}");
    }
}

#[test]
fn the_encoding_that_the_server_tells_goes_before_that_of_the_page() {
    let page = page(
        "Плотина",
        "Ворота gate плотины застряли ночью, и вода пошла через стену.",
    )
    .replace("<head>", "<head><meta charset=\"utf-8\">");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&page);
    let answer = answer("Content-Type: text/html; charset=windows-1251", &bytes);
    let (folder, _) = index("a.warc", &record("response", "http://a.example/", &answer));
    assert_eq!(titles(&folder), ["Плотина"]);
}

#[test]
fn damage_costs_what_is_damaged() {
    let (dam, wall) = (html("Dam"), response("Wall"));
    let url = "http://gazette.example/dam";
    for (what, archive, expected, told) in [
        (
            "noise between",
            [response("Dam"), b"noise noise\r\n".to_vec(), wall.clone()].concat(),
            &["Dam", "Wall"][..],
            "bytes are no record",
        ),
        (
            "a length too long",
            [told("response", url, &dam, dam.len() + 300), wall.clone()].concat(),
            &["Dam", "Wall"],
            "tells a length of",
        ),
        (
            "a length of terabytes",
            [told("response", url, &dam, 1 << 42), wall.clone()].concat(),
            &["Wall"],
            "too large to be one",
        ),
        (
            "a length too short",
            [told("response", url, &dam, dam.len() - 20), wall.clone()].concat(),
            &["Dam", "Wall"],
            "bytes are no record",
        ),
        (
            "no length",
            [
                b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec(),
                wall.clone(),
            ]
            .concat(),
            &["Wall"],
            "does not tell its length",
        ),
        (
            "cut off",
            [response("Dam"), wall[..wall.len() - 40].to_vec()].concat(),
            &["Dam", "Wall"],
            "breaks off before its end",
        ),
    ] {
        let (folder, answer) = index("a.warc", &archive);
        answer.exits(0).err_has(told);
        assert_eq!(titles(&folder), expected, "{what}");
    }
}

#[test]
fn a_damaged_part_of_a_gzipped_archive_costs_that_part() {
    let parts = ["Dam", "Wall", "Gate"].map(|title| gzip(&response(title)));
    let mut archive = parts.concat();
    let middle = parts[0].len() + parts[1].len() / 2;
    archive[middle..middle + 8].fill(0xff);
    let (folder, answer) = index("a.warc.gz", &archive);
    answer
        .exits(0)
        .err_has("1 damaged parts of it were passed over");
    let titles = titles(&folder);
    assert!(
        titles.contains(&"Dam".to_owned()) && titles.contains(&"Gate".to_owned()),
        "{titles:?}"
    );
}

#[test]
fn a_page_saved_whole_by_a_browser_is_read() {
    let mail = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://gazette.example/1953/03/12/dam\r\n\
                Subject: =?utf-8?Q?Dam?=\r\nDate: Mon, 6 Mar 2017 16:54:09 -0000\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n\
                ------b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                Content-Location: http://gazette.example/1953/03/12/dam\r\n\r\n\
                <html><head><meta charset=3D\"utf-8\"><title>Dam</title></head><body><h1>Dam</h1><p>The gate stuck =\r\n\
                at the Caf=C3=A9 in the night, and the water came over.</p></body></html>\r\n\
                ------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n------b--\r\n";
    let (folder, answer) = index("dam.mhtml", mail.as_bytes());
    answer.exits(0).err_is("").out_has("formats     mhtml 1\n");
    folder
        .run(&["search", "Café"])
        .exits(0)
        .out_has("Dam")
        .out_has("gazette.example");
}
