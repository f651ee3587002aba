//! Which areas a point lies in, and how much ground two areas share.
