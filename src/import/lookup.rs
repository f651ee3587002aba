//! Tables that say which group each area belongs to.

use std::{collections::HashMap, path::Path};

use super::{ImportError, table};

/// A group of areas, as a lookup names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Group {
    pub code: Option<String>,
    pub name: String,
}

/// A member of a group.
pub(super) struct Member {
    /// Its code, as the table writes it.
    pub code: String,
    /// Its group.
    pub group: Group,
}

/// Which group each member belongs to, and what was odd.
pub(super) struct Grouping {
    /// By member code, lower-case.
    pub members: HashMap<String, Member>,
    /// Rows without a member or a group.
    pub blank_rows: usize,
}

/// Reads which group each member is in.
///
/// # Errors
/// [`ImportError::Table`] names the row where a member is in two groups.
pub(super) fn grouping(
    file: &Path,
    member: &str,
    code: Option<&str>,
    name: &str,
) -> Result<Grouping, ImportError> {
    let table = table::read(file)?;
    let member = table.column(file, member, "member")?;
    let code = code.map(|code| table.column(file, code, "code")).transpose()?;
    let name = table.column(file, name, "name")?;
    let mut grouping = Grouping { members: HashMap::new(), blank_rows: 0 };
    for row in &table.rows {
        let field = |index: usize| row.get(index).map(str::trim).filter(|text| !text.is_empty());
        let code = code.and_then(field);
        let (Some(member), Some(name)) = (field(member), field(name).or(code)) else {
            grouping.blank_rows += 1;
            continue;
        };
        let group = Group { code: code.map(str::to_owned), name: name.to_owned() };
        let line = row.position().map_or(0, csv::Position::line);
        let key = member.to_lowercase();
        if let Some(before) = grouping.members.get(&key)
            && before.group != group
        {
            let reason = format!(
                "line {line}: {member} belongs to “{}” here and to “{}” in an earlier line: a member has one group",
                group.name, before.group.name
            );
            return Err(ImportError::Table { file: file.to_path_buf(), reason });
        }
        grouping.members.insert(key, Member { code: member.to_owned(), group });
    }
    Ok(grouping)
}
