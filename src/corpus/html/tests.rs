//! Small invented pages for each rule, and pages made to break a reader.

use std::thread;

use super::paragraphs;
use crate::article::Article;
use crate::corpus::Record;
use crate::corpus::clues::Clues;
use crate::corpus::reader::Around;

fn read(page: &str, file: &str, clues: &Clues) -> Record {
    super::read(
        page,
        &Around {
            file,
            clues,
            beside: &crate::corpus::beside::Beside::default(),
        },
    )
}

const TEXT: &str = "<p>Rain fell all day in the north of the county, and the river rose above its \
    banks before nightfall. Families left their homes with what they could carry.</p>\
    <p>The mayor said that the bridge would stay closed until the water had gone down, which \
    might take a week. Nobody was hurt, but two barns were lost to the flood.</p>";

fn article(page: &str) -> Article {
    read(page, "page.html", &Clues::default()).expect("the page has a text")
}

fn with_head(head: &str, body: &str) -> Article {
    article(&format!(
        "<html><head>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    ))
}

#[test]
fn the_headline_is_the_one_that_the_page_confirms() {
    for (head, body, title, rule) in [
        (
            "",
            "<h1>Flood in the north</h1>",
            "Flood in the north",
            "h1",
        ),
        (
            "<title>Flood in the north | The Gazette</title>",
            "<h1>The Gazette</h1><h1>Flood in the north</h1>",
            "Flood in the north",
            "h1",
        ),
        (
            "<meta property=og:title content='Flood in the north - The Gazette'>",
            "",
            "Flood in the north",
            "og:title",
        ),
        (
            "<meta property=og:title content='Flood in the north'>",
            "<h1><span>Weather</span> Flood in the north</h1>",
            "Flood in the north",
            "h1",
        ),
        (
            "",
            "<h1><span class=kicker>Weather</span>Flood in the north</h1>",
            "Flood in the north",
            "h1",
        ),
        (
            "<title>Flood in the north</title>",
            "<h1 class=site-title>Our blog</h1><h2>Flood in the north</h2>",
            "Flood in the north",
            "h2",
        ),
        (
            "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Flood &amp; storm\"}</script>",
            "",
            "Flood & storm",
            "json-ld",
        ),
        (
            "<title>The Gazette » Archive » Flood in the north</title>",
            "",
            "Flood in the north",
            "title tag",
        ),
    ] {
        let found = with_head(head, body).title.expect(title);
        assert_eq!(
            (found.value.as_str(), found.rule.as_ref()),
            (title, rule),
            "{head}{body}"
        );
    }
}

#[test]
fn the_byline_is_read_wherever_it_stands() {
    for (head, body, people, rule) in [
        (
            "<script type='application/ld+json'>{\"@type\": \"Article\", \"author\": [{\"name\": \"Ada Quill\"}, {\"name\": \"Ben Inkwell\"}]}</script>",
            "<h1>Flood</h1>",
            "Ada Quill, Ben Inkwell",
            "json-ld",
        ),
        (
            "<meta name=author content='Ada Quill'>",
            "<h1>Flood</h1>",
            "Ada Quill",
            "meta author",
        ),
        (
            "",
            "<h1>Flood</h1><a rel=author href=/x>Ada Quill</a>",
            "Ada Quill",
            "rel=author",
        ),
        (
            "",
            "<h1>Flood</h1><div class=article__author>By <a href=/x>Ada Quill</a>, 3 May 2019</div>",
            "Ada Quill",
            "author class",
        ),
        (
            "",
            "<h1>Flood</h1><p>By Ada Quill</p>",
            "Ada Quill",
            "byline",
        ),
        (
            "",
            "<h1>Flood</h1><p>3 May 2019, von Ada Quill</p>",
            "Ada Quill",
            "byline",
        ),
        (
            "",
            "<h1>Flood</h1><a href=/authors/ada-quill>Ada Quill</a>",
            "Ada Quill",
            "author link",
        ),
    ] {
        let found = with_head(head, body).byline.expect(body);
        let names = found.value.people.join(", ");
        assert_eq!(
            (names.as_str(), found.rule.as_ref()),
            (people, rule),
            "{head}{body}"
        );
    }
    assert_eq!(with_head("", "<h1>Flood</h1>").byline, None);
}

#[test]
fn the_date_is_the_day_printed_and_changes_are_not_it() {
    for (head, body, date, rule) in [
        (
            "",
            "<h1>Flood</h1><time itemprop=datePublished datetime='2019-05-03T23:30:00-05:00'>3 May</time>",
            "2019-05-03",
            "itemprop",
        ),
        (
            "<link rel=canonical href='https://gazette.example/2019/05/03/flood.html'>",
            "<h1>Flood</h1>",
            "2019-05-03",
            "url",
        ),
        (
            "<meta property=article:published_time content=2019-05-03T10:00:00Z>\
             <meta property=article:modified_time content=2019-06-01T10:00:00Z>",
            "<h1>Flood</h1>",
            "2019-05-03",
            "article:published_time",
        ),
        (
            "",
            "<h1>Flood</h1><p>Updated 1 June 2019</p><span class=post-date>3 May 2019</span>",
            "2019-05-03",
            "date class",
        ),
        (
            "",
            "<h1>Flood</h1><p>3 May 2019, 10 pm</p>",
            "2019-05-03",
            "text",
        ),
    ] {
        let found = with_head(head, body).date.expect(date);
        assert_eq!(
            (found.value.to_string().as_str(), found.rule.as_ref()),
            (date, rule),
            "{body}"
        );
    }
    let clues = Clues::of("2019/05/03/flood.html");
    let dated = read(&format!("<h1>Flood</h1>{TEXT}"), "flood.html", &clues);
    let date = dated
        .expect("it has a text")
        .date
        .expect("the path has one");
    assert_eq!(
        (date.value.to_string().as_str(), date.rule.as_ref()),
        ("2019-05-03", "path")
    );
}

#[test]
fn numbers_are_read_in_the_order_of_the_language() {
    let dated = |lang: &str| {
        let page = format!(
            "<html lang={lang}><body><h1>Flood</h1><p class=date>03/04/2019</p>{TEXT}</body></html>"
        );
        let article = article(&page);
        let date = article.date.map(|found| found.value.to_string());
        (date.unwrap_or_default(), article.gaps.len())
    };
    assert_eq!(dated("en-US"), ("2019-03-04".to_owned(), 0));
    assert_eq!(dated("fr"), ("2019-04-03".to_owned(), 0));
    assert_eq!(dated("en"), (String::new(), 1));
}

#[test]
fn facts_around_the_article_are_kept() {
    let article = with_head(
        "<meta property=og:site_name content='The Gazette'>\
         <meta property=article:section content=Weather>\
         <meta property=article:tag content=Flood><meta name=keywords content='flood, Rivers'>\
         <meta name=description content='What the rain did to the county.'>\
         <link rel=canonical href='https://web.archive.org/web/2019/https://gazette.example/\u{1}flood'>",
        "<h1>Flood</h1>",
    );
    let text = |found: Option<crate::article::Found<String>>| found.map(|found| found.value);
    assert_eq!(text(article.source).as_deref(), Some("The Gazette"));
    assert_eq!(text(article.section).as_deref(), Some("Weather"));
    assert_eq!(
        text(article.deck).as_deref(),
        Some("What the rain did to the county.")
    );
    assert_eq!(
        text(article.url).as_deref(),
        Some("https://gazette.example/flood")
    );
    assert_eq!(article.tags, ["Flood", "Rivers"]);
}

#[test]
fn the_body_has_its_lead_but_neither_title_nor_credits() {
    let page = format!(
        "<nav><a href=/>Home</a></nav><article><h1>Flood</h1>\
         <p class=lead>The river rose above its banks on Friday, as it had done in the spring.</p>\
         <div class=text>{TEXT}<p>Photo: Ada Quill</p></div></article>"
    );
    let body = article(&page).body;
    assert!(body[0].starts_with("The river rose"), "{body:?}");
    assert!(body[1].starts_with("Rain fell"), "{body:?}");
    assert_eq!(body.len(), 3, "{body:?}");
}

#[test]
fn a_page_without_text_is_a_bad_record() {
    for page in [
        "",
        "<html><head><title>x</title></head><body></body></html>",
    ] {
        let code = read(page, "x.html", &Clues::default()).map_err(|bad| bad.code);
        assert_eq!(code, Err("no_text"), "{page}");
    }
}

#[test]
fn fragments_become_paragraphs() {
    assert_eq!(
        paragraphs("<p>One</p><p>T<b>w</b>o &amp; three"),
        ["One", "Two & three"]
    );
    assert_eq!(paragraphs(&("<i>".repeat(5_000) + "deep")), ["deep"]);
}

/// Reads a page on a stack of 8 MiB, an eighth of what the readers' threads have.
fn read_on_small_stack(page: String) -> Record {
    thread::Builder::new()
        .stack_size(8 << 20)
        .spawn(move || read(&page, "attack.html", &Clues::default()))
        .expect("a thread starts")
        .join()
        .expect("nothing panics")
}

#[test]
fn hostile_pages_are_read_without_their_tags() {
    for start in [
        "<div>".repeat(100_000),
        "<b>".repeat(50_000),
        "<table><tr><td>".repeat(20_000),
        "<span>".repeat(30_000),
        "<p>Rain fell.".repeat(500_000),
        "rain ".repeat(4_200_000),
        format!("<p {}>", "a=b ".repeat(50_000)),
        "<ul><li>".repeat(990),
    ] {
        let shown: String = start.chars().take(20).collect();
        let article = read_on_small_stack(start + "It stopped.").expect(&shown);
        let codes: Vec<&str> = article.gaps.iter().map(|gap| gap.code.as_ref()).collect();
        assert_eq!(codes, ["html_too_deep"], "{shown}");
    }
}

#[test]
fn pages_within_the_limits_fit_on_the_stack() {
    for page in [
        "<div>".repeat(600) + TEXT,
        "<blockquote>".repeat(600) + TEXT,
        "<p><span>".repeat(600) + TEXT,
        "<b id=1><p>".repeat(200) + TEXT,
        "<".repeat(20_000) + TEXT,
        "&amp; ".repeat(9_000) + TEXT,
        format!("<title>{}</title>{TEXT}", "a - ".repeat(100_000)),
        format!(
            "<script type='application/ld+json'>{}</script>{TEXT}",
            "[".repeat(200_000)
        ),
    ] {
        let shown: String = page.chars().take(20).collect();
        let article = read_on_small_stack(page).expect(&shown);
        assert!(article.body.concat().contains("Rain fell"), "{shown}");
    }
}
