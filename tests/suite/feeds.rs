//! Feeds and exports of WordPress: each item is an article, and a summary is called one.

use crate::harness::{Answer, Folder};

fn index(feed: &str) -> (Folder, Answer) {
    let folder = Folder::new().file("news/feed.xml", feed);
    let answer = folder.run(&["index", "news"]);
    (folder, answer)
}

#[test]
fn items_are_articles_of_the_feed() {
    let (folder, answer) = index(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"c\" xmlns:dc=\"d\"><channel>\
         <title>The Weir Gazette</title><language>en</language><image><title>Logo</title></image>\
         <item><title>Gate &amp; dam</title><link>http://gazette.example/gate</link>\
         <pubDate>Thu, 12 Mar 1953 23:30:00 -0500</pubDate><dc:creator>Ann Holt</dc:creator>\
         <description>The gate, in short.</description>\
         <content:encoded><![CDATA[<p>The gate stuck.</p><p>Nobody knew why.</p>]]></content:encoded></item>\
         <item><title>Fair</title><description>&lt;b&gt;A gate&lt;/b&gt; was sold.</description>\
         <pubDate>13 Mar 1953</pubDate></item></channel></rss>",
    );
    answer
        .exits(0)
        .err_is("")
        .out_has("2 articles")
        .out_has("formats     feed 2\n")
        .out_has("gaps        body summary 1\n");
    let page = folder
        .run(&["search", "gate", "--json", "--sort", "-date"])
        .json();
    let hit = &page["hits"][0];
    assert_eq!(hit["title"], "Gate & dam");
    assert_eq!(hit["date"], "1953-03-12");
    assert_eq!(hit["source"], "The Weir Gazette");
    folder.run(&["search", "byline:Holt"]).exits(0);
    folder.run(&["search", "\"A gate was sold\""]).exits(0);
}

#[test]
fn atom_is_read_with_its_markup() {
    let (folder, answer) = index(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Weir Gazette</title>\
         <entry><title type=\"html\">Gate &lt;i&gt;stuck&lt;/i&gt;</title><id>urn:1</id>\
         <link rel=\"self\" href=\"http://gazette.example/self\"/>\
         <link href=\"http://gazette.example/gate\"/><updated>1953-03-12T23:30:00-05:00</updated>\
         <author><name>Ann Holt</name><email>a@gazette.example</email></author>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>The gate\
         <em> stuck</em>.</p><p>Nobody knew.</p></div></content></entry></feed>",
    );
    answer.exits(0).err_is("");
    let page = folder.run(&["search", "gate", "--json"]).json();
    let hit = &page["hits"][0];
    assert_eq!(hit["title"], "Gate stuck");
    assert_eq!(hit["date"], "1953-03-12");
    assert_eq!(hit["url"], "http://gazette.example/gate");
    folder.run(&["search", "byline:Holt"]).exits(0);
    folder.run(&["search", "gate w/p stuck"]).exits(0);
    folder.run(&["search", "gate w/p knew"]).exits(1);
}

#[test]
fn posts_of_wordpress_are_articles_and_its_pictures_are_not() {
    let (folder, answer) = index(
        "<rss version=\"2.0\" xmlns:wp=\"w\" xmlns:content=\"c\" xmlns:excerpt=\"e\"><channel><title>The Weir Gazette</title>\
         <item><title>Gate</title><pubDate>Fri, 13 Mar 1953 04:30:00 +0000</pubDate>\
         <content:encoded><![CDATA[The gate stuck.\n\nNobody <b>knew</b> why.]]></content:encoded>\
         <wp:post_date>1953-03-12 23:30:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>\
         <wp:postmeta><wp:meta_key>title</wp:meta_key></wp:postmeta></item>\
         <item><title>gate.png</title><wp:post_type>attachment</wp:post_type></item>\
         <item><title>Gate, again</title><content:encoded>Soon.</content:encoded>\
         <wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item></channel></rss>",
    );
    answer
        .exits(0)
        .err_is("")
        .out_has("1 article in the index")
        .out_has(
            "skipped     a draft of WordPress 1, a picture, a menu or the like of WordPress 1\n",
        );
    folder.run(&["search", "gate date:1953-03-12"]).exits(0);
    folder.run(&["search", "stuck w/p knew"]).exits(1);
}

#[test]
fn a_feed_that_breaks_off_keeps_what_came_before() {
    let (_, answer) = index(
        "<rss><channel><item><title>Gate</title><pubDate>12 Mar 1953</pubDate><description>It stuck.</description></item>\
         <item><title>Dam</title><descr",
    );
    answer
        .exits(0)
        .out_has("1 article in the index")
        .err_has("feed.xml:2: the feed cannot be read on: ");
}
