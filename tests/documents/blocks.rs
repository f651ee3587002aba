//! The blocks of a Markdown file.

/// A fenced block.
#[derive(Debug, Clone)]
pub struct Block {
    /// The line of its fence, counted from 1.
    pub line: usize,
    /// The words after the fence.
    info: String,
    /// What is in it, with the end of its last line.
    pub text: String,
}

impl Block {
    /// Whether this is the first word after its fence.
    pub fn is(&self, kind: &str) -> bool {
        self.info.split_whitespace().next() == Some(kind)
    }

    /// Whether a later word says so.
    pub fn says(&self, word: &str) -> bool {
        self.info.split_whitespace().skip(1).any(|said| said == word)
    }

    /// What follows a beginning of a word.
    pub fn word(&self, begin: &str) -> Option<&str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix(begin))
    }

    /// Its commands, each with the lines that go on with it.
    pub fn commands(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for line in self.text.lines() {
            match all.last_mut() {
                Some(last) if line.starts_with(' ') => last.push_str(line),
                _ => all.push(line.to_owned()),
            }
        }
        all.into_iter().filter(|line| line.starts_with("patchwork ")).collect()
    }
}

pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in markdown.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(info), None) => {
                open = Some(Block { line: at + 1, info: info.to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// The commands within sentences, with the lines that they are in.
pub fn inline(markdown: &str) -> Vec<(usize, String)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for (at, line) in markdown.lines().enumerate() {
        fenced ^= line.starts_with("```");
        if !fenced {
            let code = line.split('`').skip(1).step_by(2);
            found.extend(
                code.filter(|said| said.starts_with("patchwork ")).map(|said| (at + 1, said.to_owned())),
            );
        }
    }
    found
}
