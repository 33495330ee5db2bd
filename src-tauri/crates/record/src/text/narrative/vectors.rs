//! Markup that tries to run, to load, to hide or to break out.

use std::sync::{Arc, Mutex};

use ammonia::Builder;
use proptest::prelude::*;

use super::{MAX_BYTES, Narrative, narrative};

/// Written out here a second time, so that a slip in the table of the module is seen.
const ALLOWED: &str = "p br div span table thead tbody tfoot tr th td caption ul ol li dl dt dd b i \
    em strong big small sub sup u s h1 h2 h3 h4 h5 h6 pre hr blockquote";

const VECTORS: &[&str] = &[
    "<script>alert(1)</script>x",
    "<SCRIPT SRC=//e.example/x.js></SCRIPT>x",
    "<scr<script>ipt>alert(1)</scr</script>ipt>x",
    "<script/xss src=//e.example>x</script>x",
    "<<script>alert(1);//<</script>x",
    "<script>alert(1)x",
    "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>x",
    "<p onclick=\"alert(1)\">x</p>",
    "<p/onmouseover=alert(1)>x</p>",
    "<p\nonload\n=\nalert(1)>x</p>",
    "<p title='</p><img src=x onerror=alert(1)>'>x</p>",
    "<p \"><img src=x onerror=alert(1)>\">x</p>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=x:x onerror\u{C}=alert(1)>",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<image src=x onerror=alert(1)>x",
    "<svg onload=alert(1)>x</svg>",
    "<svg><script>alert(1)</script>x</svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>x",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)>x</iframe></foreignObject></svg>",
    "<svg><style>{font-family:'<img src=x onerror=alert(1)>'}</style>x</svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">x",
    "<svg><desc><table><thead><title>x<a id='</title><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>x",
    "<math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>x",
    "<math><mi><mglyph><malignmark><table><tr>x</math><img src onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>x",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">x",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>x",
    "<noframes><style></noframes><img src=x onerror=alert(1)>x",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">x",
    "<title><img title=\"</title><img src=x onerror=alert(1)>\">x",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">x",
    "<plaintext><img src=x onerror=alert(1)>x",
    "<template><script>alert(1)</script>x</template>",
    "<template><s><template><s><img src=x onerror=alert(1)>x",
    "<select><option><style></option></select><b><script>alert(1)</script>x",
    "<select><iframe></select><img src=x: onerror=alert(1)>x",
    "<iframe src=\"javascript:alert(1)\">x</iframe>",
    "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\">x</iframe>",
    "<frameset><frame src=javascript:alert(1)></frameset>x",
    "<object data=\"data:text/html;base64,PHNjcmlwdD4=\">x</object>",
    "<embed src=//e.example/x.swf>x",
    "<applet code=x>x</applet>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"jav&#x0A;ascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href='https://bank.example/' target=_blank>病院</a>",
    "<a href=x id=1><a href=y>x</a></a>",
    "<form action=javascript:alert(1)><input type=submit>x</form>",
    "<form id=f></form><button form=f formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>x",
    "<isindex action=javascript:alert(1) type=image>x",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">x",
    "<base href=\"javascript:alert(1)//\">x",
    "<link rel=stylesheet href=//e.example/x.css>x",
    "<style>@import '//e.example/x.css';</style>x",
    "<style>p{background:url(//e.example)}</style><p>x</p>",
    "<style><!--</style><img src=x onerror=alert(1)>x-->",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<p style=\"width:expression(alert(1))\">x</p>",
    "<p class=hidden id=root>x</p>",
    "<table background=\"javascript:alert(1)\"><tr><td background=x>x</td></tr></table>",
    "<table><td colspan=\"2\" onmouseover=alert(1)>x</table>",
    "<td lang='\"><img src=x onerror=alert(1)>'>x",
    "<video><source onerror=alert(1)></video><audio src onerror=alert(1)>x",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>x</body>",
    "<html><head><title>t</title></head><body>x</body></html>",
    "<!--><img src=x onerror=alert(1)>-->x",
    "<!-- --!><img src=x onerror=alert(1)>--> x",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->x",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<!DOCTYPE p [<!ENTITY x '<script>alert(1)</script>'>]><p>&x;</p>",
    "<?xml-stylesheet href=\"javascript:alert(1)\"?>x",
    "<?php echo '<script>alert(1)</script>' ?>x",
    "<%= x %><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&amp;lt;script&amp;gt;alert(1)",
    "<scr\0ipt>alert(1)</scr\0ipt>x",
    "<\0script>alert(1)</script>x",
    "<p on\0click=alert(1)>x\0y</p>",
    "\u{FEFF}<p>x</p>\u{FEFF}",
    "<p>a\u{202E}b&#x202e;c&#8238;d&ZeroWidthSpace;e&shy;f</p>",
    "<b><p><i></b>x</i></p><b><a><table><a><b>y",
    "<p><b><p><i><p><u><div>x</b></i></u></div>",
    "<table><b>x<tr><i><td>y</i></table>z",
    "<table><tr><td><table><td>x</div></td></table></span>y",
    "<pre>\n\n\nx</pre><pre>\ny</pre><listing>\nz</listing>",
    "<h1><h2><h3>x</h1></h2>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<dialog open><slot onslotchange=alert(1)>x",
    "x</div></body></html><img src=x onerror=alert(1)>",
    "<p>x</p",
    "x<p a='",
    "</p></br></table>x",
];

/// Parses as a browser does and asserts that nothing is there that may not be.
fn assert_harmless(seen: &Narrative, source: &str) {
    let attributes = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&attributes);
    let mut parser = Builder::empty();
    parser
        .tags(ALLOWED.split_whitespace().collect())
        .clean_content_tags([].into())
        .generic_attributes([].into())
        .generic_attribute_prefixes([""].into())
        .link_rel(None)
        .strip_comments(false)
        .attribute_filter(move |element, name, value| {
            let heard_here = format!("{element} {name}={value}");
            heard.lock().unwrap().push((name.to_owned(), heard_here));
            Some(value.into())
        });
    let again = parser.clean(&seen.html).to_string();
    // An element that is not allowed would be gone now. Parsers drop a line break after <pre>.
    let html = seen.html.replace("<pre>\n", "<pre>");
    assert_eq!(again, html, "{source}");
    for (name, heard) in attributes.lock().unwrap().iter() {
        assert!(
            ["rowspan", "colspan", "lang", "start"].contains(&name.as_str()),
            "{heard}"
        );
    }
    assert!(!seen.html.contains("<!"), "{source}");
}

#[test]
fn nothing_comes_through_that_may_not_be_shown() {
    assert!(VECTORS.len() >= 60);
    for source in VECTORS {
        for source in [
            (*source).to_owned(),
            format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{source}</div>"),
        ] {
            let seen = narrative(&source).unwrap_or_else(|| panic!("nothing left of {source}"));
            assert_harmless(&seen, &source);
            assert_eq!(
                narrative(&seen.html).as_ref(),
                Some(&seen),
                "not settled: {source}"
            );
        }
    }
}

#[test]
fn text_survives_what_surrounds_it() {
    for (source, html) in [
        ("<p onclick=\"x\">ア</p>", "<p>ア</p>"),
        ("<a href='https://e.example/'>紹介元</a>", "紹介元"),
        (
            "<div>a<script>b</script><style>c</style>d</div>",
            "<div>ad</div>",
        ),
        ("<textarea/>a<iframe/>b<title/>c", "abc"),
        ("<![CDATA[CRP < 0.3]]>", "CRP &lt; 0.3"),
        (
            "&lt;script&gt;&nbsp;&amp;amp;",
            "&lt;script&gt;&nbsp;&amp;amp;",
        ),
        ("佐藤&#x202e;子花\u{200B}", "佐藤[U+202E]子花[U+200B]"),
        (
            "髙\u{E000}橋 葛\u{E0100}",
            "髙\u{E000}[U+E000]橋 葛\u{E0100}",
        ),
        ("<td>1</td><td>20</td>", "\t1\t20\t"),
        (
            "<table><tr><td rowspan='2' style='x'>1</td></tr></table>",
            "<table><tbody><tr><td rowspan=\"2\">1</td></tr></tbody></table>",
        ),
        ("<del>中止</del>", "<s>中止</s>"),
    ] {
        assert_eq!(narrative(source).unwrap().html, html, "{source}");
    }
}

#[test]
fn without_visible_text_there_is_no_narrative() {
    for source in [
        "",
        " \n",
        "<div/>",
        "<table><tr><td>　</td></tr></table>",
        "<p>&nbsp;</p>",
        "<script>x</script>",
        "<!-- x -->",
        "<br/>",
        "\u{FEFF}",
    ] {
        assert_eq!(narrative(source), None, "{source}");
    }
    assert_eq!(narrative("<img/>").unwrap().text, "[画像]");
}

#[test]
fn deep_and_long_markup_keeps_its_text_and_takes_no_time() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<table><tr><td>", ""),
        ("<p><b lang=x>", "</p>"),
        ("<ul><li>", ""),
        ("<table>", ""),
        ("<x>", "</x>"),
        ("<div></x>", ""),
    ] {
        let source = format!("{}値<i>x</i>{}", open.repeat(10_000), close.repeat(10_000));
        let seen = narrative(&source).unwrap();
        assert!(
            seen.text.contains('値') && seen.text.ends_with('x'),
            "{open}"
        );
        assert_harmless(&seen, open);
    }
    let formats =
        "<p><b><i><u><s><em><big><small><strong>".to_owned() + &"<div>x</div>".repeat(20_000);
    assert_eq!(
        narrative(&formats).unwrap().text.matches('x').count(),
        20_000
    );
    let long = "<p>一<script>二</script></p>".repeat(MAX_BYTES / 20);
    assert!(long.len() > MAX_BYTES);
    let seen = narrative(&long).unwrap();
    assert_eq!(seen.text.matches('一').count(), MAX_BYTES / 20);
    assert!(seen.html.starts_with("<pre>") && !seen.html.contains("<p>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_is_sent_is_harmless_settled_and_keeps_its_words(parts in prop::collection::vec(
        prop_oneof![
            prop::sample::select(ALLOWED.split_whitespace().collect::<Vec<_>>())
                .prop_flat_map(|name| prop::sample::select(vec![
                    format!("<{name}>"), format!("</{name}>"), format!("<{name} lang='a'/>"),
                ])),
            prop::sample::select(vec![
                "<script>", "</script>", "<svg>", "<math>", "<template>", "<select>", "<option>", "<a href=x>",
                "</a>", "<form>", "</form>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "\"", "'",
                "<", ">", "&", "&#x202e;", "&lt;", "&#13;", "\r", "\n", "\0", "<textarea>", "<title>",
                "<object>", "<p a='", "<td colspan=\"2\">", "<img alt='x>", " ",
            ]).prop_map(str::to_owned),
            "[a-c あ]{1,3}",
        ], 0..30)) {
        let source = format!("値{}", parts.concat());
        let seen = narrative(&source).unwrap();
        assert_harmless(&seen, &source);
        prop_assert!(seen.text.contains('値'));
        prop_assert_eq!(narrative(&seen.html), Some(seen), "{}", source);
    }
}
