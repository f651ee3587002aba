//! Reads from a source file's tokens which modules and crates it names.

use proc_macro2::{Delimiter, Ident, LexError, Span, TokenStream, TokenTree};

/// What one file says about others.
pub struct Reading {
    /// The file's own module path, starting with its room; empty for `lib.rs`, which only lists the rooms.
    pub module: Vec<String>,
    /// Every path in it from `crate` or from another crate, with its line.
    pub paths: Vec<(usize, Vec<String>)>,
    /// Module paths declared here under `#[cfg(test)]` that have a file of their own.
    pub test_modules: Vec<Vec<String>>,
}

impl Reading {
    /// Reads the file that lies at `path`, with forward slashes from the repository's root.
    pub fn of(path: &str, text: &str) -> Self {
        let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let module =
            if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() };
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error: LexError| panic!("{path}:{}: {error}", error.span().start().line));
        let mut reading = Self { module: module.clone(), paths: Vec::new(), test_modules: Vec::new() };
        reading.walk(&trees(tokens), &module);
        reading
    }

    fn walk(&mut self, mut rest: &[TokenTree], module: &[String]) {
        while let Some((token, after)) = rest.split_first() {
            rest = match (token, after) {
                (TokenTree::Punct(hash), [TokenTree::Group(attribute), after @ ..])
                    if hash.as_char() == '#' && attribute.to_string() == "[cfg (test)]" =>
                {
                    self.skip_item(after, module)
                }
                // `use<'a>` in a return type is another thing.
                (TokenTree::Ident(word), after) if word == "use" && !is_punct(after.first(), '<') => {
                    self.read_use(after, &[], module)
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), TokenTree::Group(body), after @ ..])
                    if word == "mod" =>
                {
                    let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
                    self.walk(&trees(body.stream()), &inner);
                    after
                }
                (TokenTree::Ident(first), after) => {
                    let (path, after) = read_path(first, after);
                    if path.len() > 1 {
                        self.record(first.span(), &path, module);
                    }
                    after
                }
                (TokenTree::Group(group), after) => {
                    self.walk(&trees(group.stream()), module);
                    after
                }
                (_, after) => after,
            };
        }
    }

    /// Reads one tree of a `use` whose path so far is `prefix`; returns what follows its comma or semicolon.
    fn read_use<'a>(
        &mut self,
        tokens: &'a [TokenTree],
        prefix: &[String],
        module: &[String],
    ) -> &'a [TokenTree] {
        let end = tokens.iter().position(|token| is_punct(Some(token), ',') || is_punct(Some(token), ';'));
        let (tree, after) = tokens.split_at(end.unwrap_or(tokens.len()));
        let mut path = prefix.to_vec();
        for token in tree {
            match token {
                TokenTree::Ident(word) if word == "as" => break,
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Punct(star) if star.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner = trees(group.stream());
                    let mut rest = inner.as_slice();
                    while !rest.is_empty() {
                        rest = self.read_use(rest, &path, module);
                    }
                    path.clear();
                }
                _ => {}
            }
        }
        if let (Some(first), false) = (tree.first(), path.is_empty()) {
            self.record(first.span(), &path, module);
        }
        after.get(1..).unwrap_or_default()
    }

    /// Keeps a path as seen from the crate's root: `self` and `super` are resolved against `module`.
    fn record(&mut self, at: Span, path: &[String], module: &[String]) {
        let climbs = path.iter().take_while(|word| *word == "super" || *word == "self").count();
        let mut absolute = Vec::new();
        if climbs > 0 {
            let supers = path[..climbs].iter().filter(|word| *word == "super").count();
            absolute.push("crate".to_owned());
            absolute.extend_from_slice(&module[..module.len().saturating_sub(supers)]);
        }
        absolute.extend_from_slice(&path[climbs..]);
        self.paths.push((at.start().line, absolute));
    }

    /// Passes over what a `#[cfg(test)]` stands before: up to the end of its first block, or its semicolon.
    fn skip_item<'a>(&mut self, tokens: &'a [TokenTree], module: &[String]) -> &'a [TokenTree] {
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            other => is_punct(Some(other), ';'),
        };
        let end = tokens.iter().position(ends).unwrap_or(tokens.len());
        if let [.., TokenTree::Ident(word), TokenTree::Ident(name)] = &tokens[..end]
            && word == "mod"
            && is_punct(tokens.get(end), ';')
        {
            self.test_modules.push(module.iter().cloned().chain([name.to_string()]).collect());
        }
        tokens.get(end + 1..).unwrap_or_default()
    }
}

/// Reads on from a path's first word for as long as `::` and a word follow; returns what comes after.
fn read_path<'a>(first: &Ident, mut rest: &'a [TokenTree]) -> (Vec<String>, &'a [TokenTree]) {
    let mut path = vec![first.to_string()];
    while let [one, two, TokenTree::Ident(word), after @ ..] = rest
        && is_punct(Some(one), ':')
        && is_punct(Some(two), ':')
    {
        path.push(word.to_string());
        rest = after;
    }
    (path, rest)
}

fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}
