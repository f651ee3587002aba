//! From a partner's file to areas in the store.
