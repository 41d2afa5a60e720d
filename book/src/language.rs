//! The languages of the book.

/// What differs from one language to the other, beside the text itself.
pub struct Language {
    /// As HTML names it, and the folder that its pages stand in.
    pub code: &'static str,
    pub title: &'static str,
    /// The name of the language, in that language.
    pub name: &'static str,
    pub parts: Parts,
    /// mdBook's own index knows no Korean: of a Korean page it keeps not one word.
    pub own_search: Option<Search>,
}

/// The headings in the list of pages.
pub struct Parts {
    pub lessons: &'static str,
    pub clinic: &'static str,
    pub guides: &'static str,
}

/// The words of the page that searches.
pub struct Search {
    pub title: &'static str,
    pub label: &'static str,
    pub nothing: &'static str,
}

pub const ENGLISH: Language = Language {
    code: "en",
    title: "Tokio Katas",
    name: "English",
    parts: Parts { lessons: "Lessons", clinic: "The compiler clinic", guides: "Guides" },
    own_search: None,
};

pub const KOREAN: Language = Language {
    code: "ko",
    title: "Tokio Katas",
    name: "한국어",
    parts: Parts { lessons: "수업", clinic: "컴파일러 클리닉", guides: "안내" },
    own_search: Some(Search { title: "찾기", label: "찾을 말", nothing: "찾은 것이 없습니다." }),
};

impl Language {
    pub fn is_translated(&self) -> bool {
        self.code != ENGLISH.code
    }

    /// The one to which a page leads.
    pub fn other(&self) -> &'static Language {
        if self.is_translated() { &ENGLISH } else { &KOREAN }
    }
}
