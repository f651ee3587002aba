//! Secrets that nobody can guess, and what is kept of them.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// 256 random bits. Whoever has them is let in, so they are shown once, kept nowhere and never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// What is kept of a [`Secret`]: its BLAKE3 hash. There are too many secrets to try, so it needs no salt and no delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(blake3::Hash);

impl Secret {
    /// A new one, from a generator fit for secrets.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Reads one as [`written`](Self::written) writes it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.get(..43).filter(|all| all.len() == text.len())?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Another secret that only who has this one can work out: the same every time.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Self {
        Self(blake3::derive_key(purpose, &self.0))
    }

    /// The secret as 43 letters, digits, `-` and `_`.
    #[must_use]
    pub fn written(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash(blake3::hash(&self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl SecretHash {
    /// Whether it was made from this secret. Takes the same time wherever they differ: BLAKE3's hashes compare so.
    #[must_use]
    pub fn is_of(&self, secret: &Secret) -> bool {
        self.0 == secret.hash().0
    }

    /// A name for words, which no secret has: they are longer than a secret, and nobody finds one that hashes alike.
    #[must_use]
    pub fn of_no_secret(words: &str) -> Self {
        Self(blake3::hash(format!("no secret, but these words: {words}").as_bytes()))
    }

    /// As the store keeps it: 64 hexadecimal digits.
    #[must_use]
    pub fn written(&self) -> String {
        self.0.to_hex().to_string()
    }

    /// Reads one as [`written`](Self::written) writes it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_is_written_and_nothing_else_is() {
        let secret = Secret::random();
        let text = secret.written();
        assert_eq!(text.len(), 43);
        assert_eq!(Secret::read(&text), Some(secret));
        for other in ["", &text[1..], &format!("{text}A"), &text.replace(&text[..1], "ä")] {
            assert_eq!(Secret::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_hash_knows_its_secret_and_no_other() {
        let (secret, other) = (Secret::random(), Secret::random());
        let kept = SecretHash::read(&secret.hash().written()).unwrap();
        assert!(kept.is_of(&secret) && !kept.is_of(&other));
    }

    #[test]
    fn a_secret_does_not_show_when_it_is_debugged() {
        let secret = Secret::random();
        assert!(!format!("{secret:?}").contains(&secret.written()));
    }
}
