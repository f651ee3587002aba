//! Layers, editions, areas, their codes and the days on which they hold.
