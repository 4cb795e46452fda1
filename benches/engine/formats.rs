//! The articles of the invented press in each format that is read.

use std::fmt::Write as _;
use std::io::Write as _;

use bzip2::write::BzEncoder;
use lzma_rust2::{XzOptions, XzWriter};

use crate::archive;
use crate::packs::{gzip, tar, zip};
use crate::press::Article;

/// A file of an archive: its name and its bytes.
pub(crate) type File = (String, Vec<u8>);

/// A format: its line in the table of measurements, its name in `morgue formats`, and how articles
/// are written in it.
pub(crate) struct Format {
    pub(crate) line: &'static str,
    pub(crate) name: &'static str,
    pub(crate) write: fn(&[Article]) -> Vec<File>,
}

/// All that are read without features. Those that pack hold JSON Lines.
pub(crate) const FORMATS: &[Format] = &[
    format("jsonl", "jsonl", |articles| one("a.jsonl", lines(articles))),
    format("json", "json", |articles| {
        each(articles, "json", Article::json)
    }),
    format("json list", "json", |articles| {
        let list = lines(articles).trim_end().replace('\n', ",\n");
        one("a.json", format!("[{list}]"))
    }),
    format("text", "text", |articles| {
        each(articles, "txt", Article::text)
    }),
    format("markdown", "markdown", |articles| {
        each(articles, "md", Article::markdown)
    }),
    format("html", "html", |articles| {
        each(articles, "html", Article::html)
    }),
    format("csv", "csv", csv),
    format("feed", "feed", feed),
    format("mail", "mail", |articles| each(articles, "eml", mail)),
    format("mbox", "mbox", |articles| {
        one("a.mbox", articles.iter().map(in_mailbox).collect())
    }),
    format("mhtml", "mhtml", |articles| each(articles, "mhtml", mhtml)),
    format("warc", "warc", |articles| {
        one("a.warc", articles.iter().map(warc).collect())
    }),
    format("rtf", "rtf", |articles| each(articles, "rtf", rtf)),
    format("docx", "docx", |articles| {
        let package = |article: &Article| {
            let xml = format!("<w:document>{}</w:document>", word(article));
            let members: [(&str, &[u8]); 2] = [
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", xml.as_bytes()),
            ];
            (named(article, "docx"), zip(&members))
        };
        articles.iter().map(package).collect()
    }),
    format("docx, flat", "docx", |articles| {
        each(articles, "xml", |article| {
            let text = word(article);
            format!("<?xml version=\"1.0\"?><pkg:package>{text}</pkg:package>")
        })
    }),
    format("nexis", "nexis", nexis),
    format("nexis-uni", "nexis-uni", nexis_uni),
    format("factiva", "factiva", |articles| {
        one("a.txt", articles.iter().map(factiva).collect())
    }),
    format("proquest", "proquest", proquest),
    format("reuters", "reuters", |articles| {
        let records: String = articles.iter().map(reuters).collect();
        one(
            "a.sgm",
            format!("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{records}"),
        )
    }),
    format("trec", "trec", |articles| {
        one("a.sgml", articles.iter().map(trec).collect())
    }),
    format("nitf", "nitf", |articles| each(articles, "xml", nitf)),
    format("newsml", "newsml", |articles| each(articles, "xml", newsml)),
    format("alto", "alto", |articles| each(articles, "xml", alto)),
    format("hocr", "hocr", |articles| each(articles, "html", hocr)),
    format("gz", "gz", |articles| {
        packed("gz", gzip(lines(articles).as_bytes()))
    }),
    format("bz2", "bz2", |articles| {
        let mut packer = BzEncoder::new(Vec::new(), bzip2::Compression::best());
        packer
            .write_all(lines(articles).as_bytes())
            .expect("a vector takes everything");
        packed("bz2", packer.finish().expect("a vector takes everything"))
    }),
    format("xz", "xz", |articles| {
        let packer = XzWriter::new(Vec::new(), XzOptions::with_preset(6));
        let mut packer = packer.expect("the options are valid");
        packer
            .write_all(lines(articles).as_bytes())
            .expect("a vector takes everything");
        packed("xz", packer.finish().expect("a vector takes everything"))
    }),
    format("zst", "zst", |articles| {
        let bytes = zstd::encode_all(lines(articles).as_bytes(), 3);
        packed("zst", bytes.expect("a vector takes everything"))
    }),
    format("zip", "zip", |articles| {
        let lines = lines(articles);
        vec![("a.zip".to_owned(), zip(&[("a.jsonl", lines.as_bytes())]))]
    }),
    format("tar", "tar", |articles| {
        let lines = lines(articles);
        vec![("a.tar".to_owned(), tar(&[("a.jsonl", lines.as_bytes())]))]
    }),
];

const fn format(
    line: &'static str,
    name: &'static str,
    write: fn(&[Article]) -> Vec<File>,
) -> Format {
    Format { line, name, write }
}

/// All articles in one file.
fn one(name: &str, text: String) -> Vec<File> {
    vec![(name.to_owned(), text.into_bytes())]
}

/// A file an article.
fn each(articles: &[Article], extension: &str, written: fn(&Article) -> String) -> Vec<File> {
    let file = |article: &Article| (named(article, extension), written(article).into_bytes());
    articles.iter().map(file).collect()
}

fn named(article: &Article, extension: &str) -> String {
    format!("{:04}.{extension}", article.number)
}

fn packed(ending: &str, bytes: Vec<u8>) -> Vec<File> {
    vec![(format!("a.jsonl.{ending}"), bytes)]
}

fn lines(articles: &[Article]) -> String {
    archive::lines(articles)
}

fn csv(articles: &[Article]) -> Vec<File> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut row = |cells: [&str; 5]| {
        table
            .write_record(cells)
            .expect("a vector takes everything")
    };
    row(["title", "date", "author", "source", "text"]);
    for article in articles {
        row([
            &article.title,
            &article.date,
            &article.byline,
            article.source,
            &article.paragraphs.join("\n\n"),
        ]);
    }
    let bytes = table.into_inner().expect("a vector takes everything");
    vec![("a.csv".to_owned(), bytes)]
}

fn feed(articles: &[Article]) -> Vec<File> {
    let mut feed = "<rss><channel><title>The Weir Gazette</title>".to_owned();
    for article in articles {
        // Writing to a string cannot fail.
        let _ = writeln!(
            feed,
            "<item><title>{}</title><pubDate>{}</pubDate><content:encoded><![CDATA[{}]]></content:encoded></item>",
            article.title,
            article.date,
            html_paragraphs(article)
        );
    }
    one("a.xml", feed + "</channel></rss>\n")
}

fn html_paragraphs(article: &Article) -> String {
    let paragraphs = article.paragraphs.iter();
    paragraphs.map(|text| format!("<p>{text}</p>\n")).collect()
}

fn mail(article: &Article) -> String {
    format!(
        "From: {} <a@weir.example>\nDate: {}\nSubject: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{}\n",
        article.byline,
        printed(article, "%a, %-d %b %Y 10:15:00 +0000"),
        article.title,
        article.paragraphs.join("\n\n")
    )
}

fn in_mailbox(article: &Article) -> String {
    let mail = mail(article).replace("\nFrom ", "\n>From ");
    format!("From a@weir.example Wed Mar 12 10:15:00 1997\n{mail}\n")
}

fn mhtml(article: &Article) -> String {
    format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{}\n--b--\n",
        article.html()
    )
}

fn warc(article: &Article) -> String {
    let page = article.html();
    format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://gazette.example/{}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        article.number,
        page.len()
    )
}

/// The lines of an article that has nothing but lines.
fn plain(article: &Article) -> impl Iterator<Item = String> {
    let head = [
        article.title.clone(),
        format!("By {}", article.byline),
        printed(article, "%B %-d, %Y"),
    ];
    head.into_iter().chain(article.paragraphs.iter().cloned())
}

fn rtf(article: &Article) -> String {
    let mut text = "{\\rtf1\\ansi ".to_owned();
    for line in plain(article) {
        for c in line.chars() {
            match c.is_ascii() {
                true => text.push(c),
                false => {
                    let _ = write!(text, "\\u{}?", u32::from(c));
                }
            }
        }
        text += "\\par\\par\n";
    }
    text + "}"
}

fn word(article: &Article) -> String {
    let paragraph = |text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    plain(article).map(paragraph).collect()
}

fn nexis(articles: &[Article]) -> Vec<File> {
    let mut text = String::new();
    for (number, article) in (1..).zip(articles) {
        let date = printed(article, "%B %-d, %Y %A");
        let _ = write!(
            text,
            "{number} of {} DOCUMENTS\n\n{}\n\n{date}\n\n{}\n\nBYLINE: {}\n\nLENGTH: {} words\n\n{}\n\nLOAD-DATE: {date}\n\n",
            articles.len(),
            article.source,
            article.title,
            article.byline,
            words(article),
            article.paragraphs.join("\n\n"),
        );
    }
    one("a.txt", text)
}

fn nexis_uni(articles: &[Article]) -> Vec<File> {
    let mut text = String::new();
    for article in articles {
        let _ = write!(
            text,
            "{}\n{source}\n{}\nCopyright 1997 {source}\nByline: {}\nLength: {} words\nBody\n\n{}\n\nEnd of Document\n\n",
            article.title,
            printed(article, "%B %-d, %Y %A"),
            article.byline,
            words(article),
            article.paragraphs.join("\n\n"),
            source = article.source,
        );
    }
    one("a.txt", text)
}

fn factiva(article: &Article) -> String {
    format!(
        "HD\t{}\nBY\tBy {}\nWC\t{} words\nPD\t{}\nSN\t{}\nLA\tEnglish\nTD\n{}\nAN\tDocument weirgz00{:016}\n\n",
        article.title,
        article.byline,
        words(article),
        printed(article, "%-d %B %Y"),
        article.source,
        article.paragraphs.join("\n\n"),
        article.number,
    )
}

fn proquest(articles: &[Article]) -> Vec<File> {
    let line = "_".repeat(60);
    let mut text = String::new();
    for article in articles {
        let _ = write!(
            text,
            "{line}\n\n{}\n\nAuthor: {}\n\nPublication title: {}\n\nPublication date: {}\n\nFull text: {}\n\n",
            article.title,
            article.byline,
            article.source,
            printed(article, "%b %-d, %Y"),
            article.paragraphs.join("\n\n"),
        );
    }
    one("a.txt", text + &line + "\n")
}

fn reuters(article: &Article) -> String {
    format!(
        "<REUTERS NEWID=\"{}\">\n<DATE>{} 15:01:01.79</DATE>\n<TEXT>\n<TITLE>{}</TITLE>\n<BODY>{}\n</BODY></TEXT>\n</REUTERS>\n",
        article.number,
        printed(article, "%d-%b-%Y"),
        article.title,
        article.paragraphs.join("\n    "),
    )
}

fn trec(article: &Article) -> String {
    format!(
        "<DOC>\n<DOCNO> AP{}-{:04} </DOCNO>\n<HEAD>{}</HEAD>\n<BYLINE>By {}</BYLINE>\n<TEXT>\n   {}\n</TEXT>\n</DOC>\n",
        printed(article, "%y%m%d"),
        article.number,
        article.title,
        article.byline,
        article.paragraphs.join("\n   "),
    )
}

fn nitf(article: &Article) -> String {
    format!(
        "<?xml version=\"1.0\"?><nitf><head><docdata><date.issue norm=\"{}\"/></docdata></head><body><body.head><hedline><hl1>{}</hl1></hedline><byline>By {}</byline></body.head><body.content>{}</body.content></body></nitf>",
        printed(article, "%Y%m%d"),
        article.title,
        article.byline,
        html_paragraphs(article),
    )
}

fn newsml(article: &Article) -> String {
    format!(
        "<?xml version=\"1.0\"?><newsItem><itemMeta><firstCreated>{}T08:00:00Z</firstCreated></itemMeta><contentMeta><by>By {}</by><headline>{}</headline></contentMeta><contentSet><inlineXML><html><body>{}</body></html></inlineXML></contentSet></newsItem>",
        article.date,
        article.byline,
        article.title,
        html_paragraphs(article),
    )
}

/// Words on a line of a scanned page.
const ON_A_LINE: usize = 8;

/// The lines of a scanned page: each line's words.
fn scanned(text: &str) -> Vec<Vec<&str>> {
    let words: Vec<&str> = text.split(' ').collect();
    words.chunks(ON_A_LINE).map(<[_]>::to_vec).collect()
}

fn alto(article: &Article) -> String {
    let mut page = "<?xml version=\"1.0\"?><alto><Layout><Page><PrintSpace>\n".to_owned();
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let _ = writeln!(page, "<TextBlock ID=\"b{number}\">");
        for line in scanned(paragraph) {
            let word = |word| format!("<String WC=\"0.9\" CONTENT=\"{word}\"/>");
            let words: Vec<String> = line.into_iter().map(word).collect();
            let _ = writeln!(page, "<TextLine>{}</TextLine>", words.join("<SP/>"));
        }
        page += "</TextBlock>\n";
    }
    page + "</PrintSpace></Page></Layout></alto>"
}

fn hocr(article: &Article) -> String {
    let mut page = "<html><body><div class=\"ocr_page\">\n".to_owned();
    for paragraph in &article.paragraphs {
        page += "<p class=\"ocr_par\">";
        for line in scanned(paragraph) {
            let _ = writeln!(page, "<span class=\"ocr_line\">{}</span>", line.join(" "));
        }
        page += "</p>\n";
    }
    page + "</div></body></html>"
}

fn words(article: &Article) -> usize {
    let paragraphs = article.paragraphs.iter();
    paragraphs.map(|text| text.split(' ').count()).sum()
}

/// The article's day in another form.
fn printed(article: &Article, form: &str) -> String {
    let day: jiff::civil::Date = article.date.parse().expect("the press prints days");
    day.strftime(form).to_string()
}
