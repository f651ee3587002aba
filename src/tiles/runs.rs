//! Many short lists in one piece of memory.

/// Lists, one after another, each found by its number.
#[derive(Debug)]
pub(super) struct Runs<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl<T> Runs<T> {
    /// Adds an item to the list that the next [`Runs::close`] ends.
    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// Ends a list and says its number.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an item is at least one 8-byte coordinate held elsewhere: 2³² of them are 34 GB"
    )]
    pub fn close(&mut self) -> u32 {
        self.starts.push(self.items.len() as u32);
        self.len() as u32 - 1
    }

    /// Items pushed since the last list was closed.
    pub fn open(&self) -> &[T] {
        &self.items[self.starts[self.len()] as usize..]
    }

    /// Adds items to the list that the next [`Runs::close`] ends, and gives them to be changed.
    pub fn extend(&mut self, items: &[T]) -> &mut [T]
    where
        T: Clone,
    {
        let from = self.items.len();
        self.items.extend_from_slice(items);
        &mut self.items[from..]
    }

    /// Takes back the item pushed last.
    pub fn pop(&mut self) {
        self.items.pop();
    }

    /// Forgets the items pushed since the last list was closed.
    pub fn drop_open(&mut self) {
        self.items.truncate(self.starts[self.len()] as usize);
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn run(&self, number: u32) -> &[T] {
        &self.items[self.span(number)]
    }

    /// Where a list's items stand among all items.
    pub fn span(&self, number: u32) -> std::ops::Range<usize> {
        self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize
    }

    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        self.starts.windows(2).map(|ends| &self.items[ends[0] as usize..ends[1] as usize])
    }

    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The same lists over other items, as many as before.
    pub fn with_items<U>(self, items: Vec<U>) -> Runs<U> {
        debug_assert_eq!(items.len(), self.items.len());
        Runs { starts: self.starts, items }
    }

    pub fn shrink_to_fit(&mut self) {
        self.starts.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.items.capacity() * size_of::<T>()
    }
}
