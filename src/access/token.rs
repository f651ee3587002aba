//! Tokens: what an operator hands to a person or a program.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use super::{Role, Secret, SecretHash};

/// Letters and digits of an id. Those that look alike are left out.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
const ID_CHARS: usize = 8;
const PREFIX: &str = "pw_";

/// What a token goes by in lists and in the audit trail. It is no secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(String);

impl TokenId {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        let one = || char::from(ALPHABET[rand::random_range(0..ALPHABET.len())]);
        Self((0..ID_CHARS).map(|_| one()).collect())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for TokenId {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let fits = text.len() == ID_CHARS && text.bytes().all(|byte| ALPHABET.contains(&byte));
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidToken) }
    }
}

/// Text that is no token, or no token's id. It does not repeat the text, which may be a secret written wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no token: a token starts with pw_, and its id has eight letters and digits")]
pub struct InvalidToken;

/// A token as its holder keeps it: `pw_ID_SECRET`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenText {
    /// Which token.
    pub id: TokenId,
    /// That its holder has it.
    pub secret: Secret,
}

impl TokenText {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self { id: TokenId::random(), secret: Secret::random() }
    }

    /// The text. Show it once.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, self.secret.written())
    }
}

impl FromStr for TokenText {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let rest = text.strip_prefix(PREFIX).ok_or(InvalidToken)?;
        let (id, secret) = rest.split_once('_').ok_or(InvalidToken)?;
        Ok(Self { id: id.parse()?, secret: Secret::read(secret).ok_or(InvalidToken)? })
    }
}

/// A token to be kept.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Its id.
    pub id: TokenId,
    /// What is kept of its secret.
    pub hash: SecretHash,
    /// What it allows.
    pub role: Role,
    /// Whose it is, in the operator's words.
    pub name: Option<String>,
    /// When it was made.
    pub created: Timestamp,
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What is kept of its secret.
    pub hash: SecretHash,
    /// What it allows.
    pub role: Role,
    /// Whose it is, in the operator's words.
    pub name: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was revoked; `None` while it holds.
    pub revoked: Option<Timestamp>,
}

impl Token {
    /// Whether somebody who shows this text is let in.
    #[must_use]
    pub fn admits(&self, shown: &TokenText) -> bool {
        self.revoked.is_none() && self.id == shown.id && self.hash.is_of(&shown.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &TokenText) -> Token {
        Token {
            id: text.id.clone(),
            hash: text.secret.hash(),
            role: Role::Contributor,
            name: None,
            created: Timestamp::UNIX_EPOCH,
            revoked: None,
        }
    }

    #[test]
    fn a_token_admits_its_own_text_until_it_is_revoked() {
        let text = TokenText::random();
        let mut token = kept(&text);
        assert!(token.admits(&text.written().parse().unwrap()));
        assert!(!token.admits(&TokenText { id: text.id.clone(), secret: Secret::random() }));
        assert!(!kept(&TokenText::random()).admits(&text));
        token.revoked = Some(Timestamp::UNIX_EPOCH);
        assert!(!token.admits(&text));
    }

    #[test]
    fn what_is_no_token_is_not_repeated() {
        let written = TokenText::random().written();
        for text in ["", "pw_", "pw_abcdefgh", "swordfish", &written[..written.len() - 1], &written[3..]] {
            let error = text.parse::<TokenText>().unwrap_err();
            assert!(!error.to_string().contains("swordfish"));
        }
    }
}
