use record::{Problem, Severity};

use crate::html::Html;
use crate::problem_words::problem_words;

/// 問題: what could not be read, or not wholly.
pub(crate) fn problems(html: &mut Html, problems: &[Problem]) {
    if problems.is_empty() {
        return;
    }
    html.element("section", "", |html| {
        html.told("h2", "", "問題");
        html.element("table", "", |html| {
            html.ours("<thead><tr><th scope=\"col\">程度</th><th scope=\"col\">内容</th>");
            html.ours("<th scope=\"col\">場所</th></tr></thead>");
            html.element("tbody", "", |html| {
                for problem in problems {
                    html.element("tr", "", |html| row(html, problem));
                }
            });
        });
    });
}

fn row(html: &mut Html, problem: &Problem) {
    html.told("td", "", severity(problem.severity));
    html.element("td", "", |html| {
        html.text(problem_words(problem.code));
        html.text(" ");
        html.told("span", "code", problem.code);
    });
    html.told("td", "path", &problem.pointer);
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "誤り",
        Severity::Warning => "注意",
        Severity::Info => "参考",
    }
}
